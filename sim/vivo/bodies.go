package vivo

import (
	"bytes"

	"github.com/offpush/offpush/sim"
)

// The request bodies, as vivo reads them. Their UnmarshalJSON never fails on valid
// JSON: what cannot be read is remembered in the field's State. Members are matched
// by their exact names, unknown ones are ignored, of repeated ones the last counts.

// AuthBody is the body of /message/auth.
type AuthBody struct {
	AppID     Str
	AppKey    Str
	Timestamp Int
	Sign      Str
}

// UnmarshalJSON reads a valid JSON object.
func (b *AuthBody) UnmarshalJSON(data []byte) error {
	object(data, func(key, v []byte) {
		switch string(key) {
		case "appId":
			b.AppID.set(v)
		case "appKey":
			b.AppKey.set(v)
		case "timestamp":
			b.Timestamp.set(v)
		case "sign":
			b.Sign.set(v)
		}
	})
	return nil
}

// MessageBody is the body of /message/send, saveListPayload, all and tagPush.
type MessageBody struct {
	AppID, RegID, Alias                    Str
	Title, Content, SkipContent, RequestID Str
	Category, ProfileID                    Str

	NotifyType, SkipType, NetworkType, TimeToLive Int
	PushMode, Classification, NotifyID            Int

	SendOnline, ForegroundShow, AddBadge Bool

	ClientCustomMap, Extra Pairs
	TagExpression          TagExpression
	TimedDisplay           TimedDisplay
	// custom is the clientCustomMap as it was written.
	custom string
}

// UnmarshalJSON reads a valid JSON object.
func (b *MessageBody) UnmarshalJSON(data []byte) error {
	object(data, b.member)
	return nil
}

func (b *MessageBody) member(key, v []byte) {
	switch string(key) {
	case "appId":
		b.AppID.set(v)
	case "regId":
		b.RegID.set(v)
	case "alias":
		b.Alias.set(v)
	case "title":
		b.Title.set(v)
	case "content":
		b.Content.set(v)
	case "skipContent":
		b.SkipContent.set(v)
	case "requestId":
		b.RequestID.set(v)
	case "category":
		b.Category.set(v)
	case "profileId":
		b.ProfileID.set(v)
	case "notifyType":
		b.NotifyType.set(v)
	case "skipType":
		b.SkipType.set(v)
	case "networkType":
		b.NetworkType.set(v)
	case "timeToLive":
		b.TimeToLive.set(v)
	case "pushMode":
		b.PushMode.set(v)
	case "classification":
		b.Classification.set(v)
	case "notifyId":
		b.NotifyID.set(v)
	default:
		b.option(key, v)
	}
}

func (b *MessageBody) option(key, v []byte) {
	switch string(key) {
	case "sendOnline":
		b.SendOnline.set(v)
	case "foregroundShow":
		b.ForegroundShow.set(v)
	case "addBadge":
		b.AddBadge.set(v)
	case "clientCustomMap":
		b.ClientCustomMap.set(v)
		b.custom = string(v)
	case "extra":
		b.Extra.set(v)
	case "tagExpression":
		b.TagExpression.set(v)
	case "timedDisplay":
		b.TimedDisplay.set(v)
	}
}

// TagExpression selects phones by tag; the SDK sends an empty one with everything.
type TagExpression struct {
	OrTags, AndTags, NotTags Strs
	State                    State
}

func (t *TagExpression) set(v []byte) {
	if t.State = stateOf(v); t.State != Set {
		return
	}
	object(v, func(key, v []byte) {
		switch string(key) {
		case "orTags":
			t.OrTags.set(v)
		case "andTags":
			t.AndTags.set(v)
		case "notTags":
			t.NotTags.set(v)
		}
	})
}

// TimedDisplay bounds when the phone shows the message, in Unix milliseconds.
type TimedDisplay struct {
	ShowEndTime     Int
	OvertimeDisplay Bool
	State           State
}

func (t *TimedDisplay) set(v []byte) {
	if t.State = stateOf(v); t.State != Set {
		return
	}
	object(v, func(key, v []byte) {
		switch string(key) {
		case "showEndTime":
			t.ShowEndTime.set(v)
		case "overtimeDisplay":
			t.OvertimeDisplay.set(v)
		}
	})
}

// ListBody is the body of /message/pushToList.
type ListBody struct {
	AppID, TaskID, RequestID Str
	RegIDs, Aliases          Strs
}

// UnmarshalJSON reads a valid JSON object.
func (b *ListBody) UnmarshalJSON(data []byte) error {
	object(data, func(key, v []byte) {
		switch string(key) {
		case "appId":
			b.AppID.set(v)
		case "taskId":
			b.TaskID.set(v)
		case "requestId":
			b.RequestID.set(v)
		case "regIds":
			b.RegIDs.set(v)
		case "aliases":
			b.Aliases.set(v)
		}
	})
	return nil
}

// UsersBody is the body of /message/recycle and /invalidUser/check.
type UsersBody struct {
	AppID, TaskID, RequestID Str
	UserType                 Int
	UserIDs                  Strs
}

// UnmarshalJSON reads a valid JSON object.
func (b *UsersBody) UnmarshalJSON(data []byte) error {
	object(data, func(key, v []byte) {
		switch string(key) {
		case "appId":
			b.AppID.set(v)
		case "taskId":
			b.TaskID.set(v)
		case "requestId":
			b.RequestID.set(v)
		case "userType":
			b.UserType.set(v)
		case "userIds":
			b.UserIDs.set(v)
		}
	})
	return nil
}

// TagBody is the body of the tag calls. Only the code table tells its members.
type TagBody struct {
	AppID, Name, OldName, NewName, Group Str
	Type                                 Int
	IDs, Tags                            Strs
}

// UnmarshalJSON reads a valid JSON object.
func (b *TagBody) UnmarshalJSON(data []byte) error {
	object(data, func(key, v []byte) {
		switch string(key) {
		case "appId":
			b.AppID.set(v)
		case "name":
			b.Name.set(v)
		case "oldName":
			b.OldName.set(v)
		case "newName":
			b.NewName.set(v)
		case "group":
			b.Group.set(v)
		case "type":
			b.Type.set(v)
		case "ids":
			b.IDs.set(v)
		case "tags":
			b.Tags.set(v)
		}
	})
	return nil
}

func stateOf(v []byte) State {
	switch {
	case v[0] == '{':
		return Set
	case string(v) == "null":
		return Null
	}
	return Wrong
}

// object visits the members of an object, keys without their quotes; anything else
// has none.
func object(data []byte, member func(key, v []byte)) {
	i := space(data, 0)
	if i == len(data) || data[i] != '{' {
		return
	}
	each(data[i:], func(key, v []byte) {
		name := key[1 : len(key)-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(unquote(key))
		}
		member(name, v)
	})
}

// defects lists the fields that could not be read, in the order of the document.
func (b *MessageBody) defects() []sim.Defect {
	var out []sim.Defect
	add := func(field string, s State) {
		if s == Wrong {
			out = append(out, sim.Defect{Field: field, Kind: sim.WrongType})
		}
	}
	add("appId", b.AppID.State)
	add("regId", b.RegID.State)
	add("alias", b.Alias.State)
	add("notifyType", b.NotifyType.State)
	add("title", b.Title.State)
	add("content", b.Content.State)
	add("timeToLive", b.TimeToLive.State)
	add("skipType", b.SkipType.State)
	add("skipContent", b.SkipContent.State)
	add("networkType", b.NetworkType.State)
	add("clientCustomMap", b.ClientCustomMap.State)
	add("extra", b.Extra.State)
	add("requestId", b.RequestID.State)
	add("pushMode", b.PushMode.State)
	add("classification", b.Classification.State)
	add("category", b.Category.State)
	add("notifyId", b.NotifyID.State)
	add("profileId", b.ProfileID.State)
	add("sendOnline", b.SendOnline.State)
	add("foregroundShow", b.ForegroundShow.State)
	add("addBadge", b.AddBadge.State)
	add("tagExpression", b.TagExpression.State)
	add("timedDisplay", b.TimedDisplay.State)
	return out
}
