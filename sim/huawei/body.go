package huawei

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// SendBody is the body of messages:send. Members are matched by their exact names,
// unknown ones are ignored, of repeated ones the last counts.
type SendBody struct {
	ValidateOnly Bool
	// Message is Absent when the member is missing or misspelled.
	Message State
	// Size is the message without its tokens in bytes, as compact UTF-8 JSON.
	Size int

	Tokens           Strs
	Topic, Condition Str
	Data             Str
	Common           Common
	Android          Android
	APNs, WebPush    State
	// Reviewed: a third party's audit came with the request.
	Reviewed bool

	// expr is the condition read as an expression, nil if it cannot be.
	expr *sim.TagExpr
}

// Common is message.notification.
type Common struct {
	State              State
	Title, Body, Image Str
}

// Android is message.android.
type Android struct {
	State                                                State
	CollapseKey, FastAppTarget, TargetUserType           Int
	Urgency, Category, TTL, BiTag, ReceiptID, CustomData Str
	Notification                                         Notification
}

// IsData reports whether nothing is to be shown: a data message (透传消息).
func (b *SendBody) IsData() bool {
	return b.Common.State != Set && b.Android.Notification.State != Set
}

// Title is the title that counts: the one for Android wins.
func (b *SendBody) Title() string {
	if s := b.Android.Notification.Title.S; s != "" {
		return s
	}
	return b.Common.Title.S
}

// Body is the text that counts, as Title.
func (b *SendBody) Body() string {
	if s := b.Android.Notification.Body.S; s != "" {
		return s
	}
	return b.Common.Body.S
}

// Image is the picture that counts, as Title.
func (b *SendBody) Image() string {
	if s := b.Android.Notification.Image.S; s != "" {
		return s
	}
	return b.Common.Image.S
}

// Payload is what the app gets.
func (b *SendBody) Payload() string {
	if b.Android.CustomData.S != "" {
		return b.Android.CustomData.S
	}
	return b.Data.S
}

// read reads a valid JSON object.
func (b *SendBody) read(data []byte) []sim.Defect {
	r := &reader{}
	jsonscan.Object(data, func(name, v []byte) {
		switch string(name) {
		case "validate_only":
			r.read("validate_only", v, &b.ValidateOnly)
		case "message":
			b.Size = 1
			b.Message = r.object("message", v, func(name, v []byte) { b.member(r, name, v) })
			b.Size = max(b.Size, 2)
		case "review":
			b.Reviewed = reviewed(v)
		}
	})
	return r.defects
}

func (b *SendBody) member(r *reader, name, v []byte) {
	if string(name) == "token" {
		r.read("message.token", v, &b.Tokens)
		return
	}
	b.Size += len(name) + 3 + jsonscan.CompactLen(v) + 1 // "name":value and a comma or the bracket
	switch string(name) {
	case "topic":
		r.read("message.topic", v, &b.Topic)
	case "condition":
		r.read("message.condition", v, &b.Condition)
	case "data":
		r.read("message.data", v, &b.Data)
	case "notification":
		b.Common.read(r, v)
	case "android":
		b.Android.read(r, v)
	case "apns":
		b.APNs = r.object("message.apns", v, func(_, _ []byte) {})
	case "webpush":
		b.WebPush = r.object("message.webpush", v, func(_, _ []byte) {})
	}
}

func (c *Common) read(r *reader, v []byte) {
	c.State = r.object("message.notification", v, func(name, v []byte) {
		switch string(name) {
		case "title":
			r.read("notification.title", v, &c.Title)
		case "body":
			r.read("notification.body", v, &c.Body)
		case "image":
			r.read("notification.image", v, &c.Image)
		}
	})
}

func (a *Android) read(r *reader, v []byte) {
	a.State = r.object("message.android", v, func(name, v []byte) {
		switch string(name) {
		case "collapse_key":
			a.CollapseKey.Set(v) // a wrong type has a code of its own
		case "fast_app_target":
			r.read("android.fast_app_target", v, &a.FastAppTarget)
		case "target_user_type":
			r.read("android.target_user_type", v, &a.TargetUserType)
		case "urgency":
			r.read("android.urgency", v, &a.Urgency)
		case "category":
			a.Category.Set(v) // a wrong type makes it one that does not exist
		case "ttl":
			a.TTL.Set(v) // has a code of its own
		case "bi_tag":
			r.read("android.bi_tag", v, &a.BiTag)
		case "receipt_id":
			r.read("android.receipt_id", v, &a.ReceiptID)
		case "data":
			r.read("android.data", v, &a.CustomData)
		case "notification":
			a.Notification.read(r, v)
		}
	})
}

// reviewed reports whether a result of a third party's audit has its form: reviewer
// "tuibian", type 0, and a result. Whether its signature holds nobody here can tell.
func reviewed(v []byte) bool {
	found := false
	jsonscan.Array(v, func(v []byte) {
		var reviewer Str
		var kind Int
		result := false
		r := &reader{}
		jsonscan.Object(v, func(name, v []byte) {
			switch string(name) {
			case "reviewer":
				r.read("", v, &reviewer)
			case "type":
				r.read("", v, &kind)
			case "result":
				result = jsonscan.Kind(v) == '{'
			}
		})
		found = found || (reviewer.S == "tuibian" && kind.State == Set && kind.N == 0 && result)
	})
	return found
}

// TopicBody is the body of topic:subscribe, topic:unsubscribe and topic:list.
type TopicBody struct {
	Topic, Token Str
	TokenArray   Strs
}

func (b *TopicBody) read(data []byte) []sim.Defect {
	r := &reader{}
	jsonscan.Object(data, func(name, v []byte) {
		switch string(name) {
		case "topic":
			r.read("topic", v, &b.Topic)
		case "token":
			r.read("token", v, &b.Token)
		case "tokenArray":
			r.read("tokenArray", v, &b.TokenArray)
		}
	})
	return r.defects
}
