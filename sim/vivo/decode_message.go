package vivo

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

func readSend(c *sim.Call) {
	b := readMessage(c)
	// With both, the regId wins.
	switch {
	case b.RegID.S != "":
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByToken, Name: b.RegID.S})
	case b.Alias.S != "":
		c.Targets = append(c.Targets, sim.Target{Kind: sim.ByAlias, Name: b.Alias.S})
	}
	c.Message.Receipt = receiptOf(b)
}

func readSave(c *sim.Call) {
	b := readMessage(c)
	c.Message.Receipt = receiptOf(b)
}

// readAll and readTagPush leave the receipt out: vivo reports single and list
// pushes only.
func readAll(c *sim.Call) {
	readMessage(c)
	c.Message.Audience = sim.Audience{All: true}
}

func readTagPush(c *sim.Call) {
	b := readMessage(c)
	x := &b.TagExpression
	c.Message.Audience = sim.Audience{Any: x.OrTags.List, Every: x.AndTags.List, None: x.NotTags.List}
}

// readMessage reads what all four kinds of push share.
func readMessage(c *sim.Call) *MessageBody {
	b, ok := c.Reuse.(*MessageBody)
	if !ok {
		b = &MessageBody{}
	}
	*b = MessageBody{}
	c.Wire = b
	body(c, messageForm, b)
	c.Defects = b.defects()
	c.AppRef = b.AppID.S
	setKey(c, &b.RequestID)
	m := &c.Message
	m.Title, m.Body = b.Title.S, b.Content.S
	m.Category = b.Category.S
	m.Asked = declared(b)
	// The older SDK cannot leave the number out and sends 0 for "not set".
	m.TTL = time.Duration(min(max(b.TimeToLive.Or(0), 0), maxTTL)) * time.Second
	if n := b.NotifyID.Or(0); n > 0 {
		m.Collapse = strconv.FormatInt(n, 10)
	}
	m.Test = b.PushMode.Or(0) == 1
	m.OnlineOnly = b.SendOnline.B
	m.HideInForeground = b.ForegroundShow.State == Set && !b.ForegroundShow.B
	// notifyType is for phones before Android 8; since then the system's channel
	// decides, and it is loud. What quietens a message is its class.
	m.Sound, m.Vibrate = true, true
	if b.AddBadge.B {
		m.Badge = 1
	}
	m.Data = b.ClientCustomMap.text
	if b.TimedDisplay.State == Set {
		d := b.TimedDisplay
		d.ShowStartTime.N = c.Due(time.UnixMilli(d.ShowStartTime.N)).UnixMilli()
		d.ShowEndTime.N = c.Due(time.UnixMilli(d.ShowEndTime.N)).UnixMilli()
		m.Keep = &d
	}
	return b
}

// maxTTL keeps the arithmetic safe; the rules judge the number itself.
const maxTTL = 10 * 365 * 86400

// declared is the class a body declares: classification, else what its category
// belongs to, else operational.
func declared(b *MessageBody) vendors.Class {
	switch {
	case b.Classification.State == Set && b.Classification.N == 1:
		return vendors.ClassTransactional
	case b.Classification.Given():
		return vendors.ClassMarketing
	}
	if class, ok := classOf(b.Category.S); ok {
		return class
	}
	return vendors.ClassMarketing
}

// classOf is the class of a second-level category. The names are upper case.
func classOf(category string) (class vendors.Class, ok bool) {
	switch category {
	case "IM", "ACCOUNT", "TODO", "DEVICE_REMINDER", "ORDER", "SUBSCRIPTION":
		return vendors.ClassTransactional, true
	case "NEWS", "CONTENT", "MARKETING", "SOCIAL":
		return vendors.ClassMarketing, true
	}
	return "", false
}

// receiptOf reads extra: callback is a URL, callback.id the id of one registered
// in the console, which wins as the newer form.
func receiptOf(b *MessageBody) sim.ReceiptTarget {
	if len(b.Extra.List) == 0 {
		return sim.ReceiptTarget{}
	}
	url, _ := b.Extra.Get("callback")
	id, _ := b.Extra.Get("callback.id")
	param, _ := b.Extra.Get("callback.param")
	return sim.ReceiptTarget{URL: url, ID: id, Param: param}
}

func readList(c *sim.Call) {
	b := &ListBody{}
	c.Wire = b
	body(c, listForm, b)
	c.AppRef, c.MessageRef = b.AppID.S, b.TaskID.S
	setKey(c, &b.RequestID)
	// regIds win over aliases.
	ids, kind := b.RegIDs.List, sim.ByToken
	if len(ids) == 0 {
		ids, kind = b.Aliases.List, sim.ByAlias
	}
	if len(ids) == 0 {
		return
	}
	c.Targets = make([]sim.Target, len(ids))
	for i, id := range ids {
		c.Targets[i] = sim.Target{Kind: kind, Name: id}
	}
}

// setKey makes the idempotency key. It holds for one operation: many senders give
// a stored body and its list push the same requestId.
func setKey(c *sim.Call, id *Str) {
	if id.S != "" {
		c.Key = c.Op + ":" + id.S
	}
}
