package huawei

import (
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// The protocols of calls.
const (
	protocolHMS     sim.Protocol = 1 // v1 and v2
	protocolHarmony sim.Protocol = 2 // v3, and messages:revoke of v1
)

// Harmony is what a call to HarmonyOS 5 and later has beside the path.
type Harmony struct {
	// PushType is the header push-type as it came.
	PushType string
	// One of these, by the operation.
	Send   *HarmonyBody
	Revoke *RevokeBody
}

// pushType is the header of that name; several values are none of the known.
func pushType(h http.Header) string {
	if v := h["Push-Type"]; len(v) == 1 { // as net/http spells it
		return v[0]
	}
	return ""
}

// readHarmony reads /v3/{projectId}/messages:send.
func readHarmony(c *sim.Call, p *Push) {
	b := &HarmonyBody{}
	p.Harmony = &Harmony{PushType: pushType(c.Request.Header), Send: b}
	c.Protocol, c.Verb, c.Group = protocolHarmony, sim.VerbSend, true
	if !isObject(c) {
		return
	}
	data := c.Request.Body
	harmonyForm.Read(b, data)
	c.Defects = defects(harmonyForm.Wrong(b))
	b.Size = sizeOf(data, func(name []byte) bool { return string(name) == "payload" || string(name) == "pushOptions" })
	c.Targets = targets(c.Targets, b.Target.Token.List)
	p.Harmony.message(&c.Message)
}

// readRevoke reads messages:revoke, which is a call of v1 by its path.
func readRevoke(c *sim.Call, p *Push) {
	b := &RevokeBody{}
	p.Harmony = &Harmony{PushType: pushType(c.Request.Header), Revoke: b}
	c.Protocol, c.Verb = protocolHarmony, sim.VerbRecall
	if !isObject(c) {
		return
	}
	revokeForm.Read(b, c.Request.Body)
	c.Defects = defects(revokeForm.Wrong(b))
	b.Size = sizeOf(c.Request.Body, func(name []byte) bool { return string(name) != "token" })
	c.Targets = targets(c.Targets, b.Token.List)
}

func defects(names []string) (out []sim.Defect) {
	for _, name := range names {
		out = append(out, sim.Defect{Field: name, Kind: sim.WrongType})
	}
	return out
}

// message puts into our words what a v3 request asks for.
func (h *Harmony) message(m *sim.Message) {
	p, o := &h.Send.Payload, &h.Send.Options
	m.TTL = time.Duration(min(max(o.TTL.Or(0), 0), maxSeconds)) * time.Second
	m.Test = o.Test.Is(true)
	m.Receipt = sim.ReceiptTarget{ID: o.ReceiptID.S, Param: o.BiTag.S}
	if m.Receipt.ID == "" {
		m.Receipt.ID, m.Receipt.Implied = receiptDefault, true
	}
	m.Sound, m.Vibrate = true, true
	k := &Kept{PushType: h.PushType, FormID: p.FormID.Or(0)}
	m.Keep = k
	switch h.PushType {
	case typeAlert, typeVoice:
		m.CacheKey = cacheKey(o.Collapse) // which no other push type has
		h.notice(m, k)
	case typeLiveView:
		n := &p.Activity.Notification
		m.Asked = vendors.ClassTransactional
		m.Title, m.Body = n.Title.S, firstText(n.Texts.Text)
		m.Collapse = "activityId " + strconv.FormatInt(p.ActivityID.Or(0), 10)
		m.Sound = !p.Mute.Is(true)
	default:
		m.Asked = vendors.ClassTransactional
		k.Data, m.Data = true, p.ExtraData.S
	}
}

func (h *Harmony) notice(m *sim.Message, k *Kept) {
	p := &h.Send.Payload
	n := &p.Notification
	m.Title, m.Body, m.Image, m.Category = n.Title.S, n.Body.S, n.Image.S, n.Category.S
	m.Asked = declaredHarmony(n.Category.S)
	if id := n.NotifyID.Or(-1); id >= 0 {
		m.Collapse = notifyKey(id)
	}
	k.Once = n.AppMessageID.S
	m.HideInForeground = n.ForegroundShow.Is(false)
	m.Data = n.Click.Data.Text
	if h.PushType == typeVoice {
		m.Sound, m.Data = false, p.ExtraData.S // the voice speaks instead
	}
	k.Badge = n.Badge.SetNum
	if n.Badge.State == Set && n.Badge.SetNum.State != Set {
		m.Badge = int(min(max(n.Badge.Add.Or(1), 0), 99))
	}
}

// notifyKey is the collapse key of a notifyId.
func notifyKey(id int64) string { return "notifyId " + strconv.FormatInt(id, 10) }

// firstText is the first text of contentText, an array of {text} objects.
func firstText(raw string) (text string) {
	jsonscan.Array([]byte(raw), func(v []byte) {
		jsonscan.Object(v, func(name, v []byte) {
			if text == "" && string(name) == "text" {
				text = jsonscan.Text(v)
			}
		})
	})
	return text
}

// declaredHarmony is declared for HarmonyOS, whose list of categories is another one.
func declaredHarmony(category string) vendors.Class {
	switch category {
	case "MISS_CALL":
		return vendors.ClassTransactional
	case "SYSTEM_REMINDER", "CUSTOMER_SERVICE":
		return vendors.ClassUnset // lists of aggregators only
	}
	return declared(category)
}
