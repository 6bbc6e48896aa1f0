package vivo

import (
	"fmt"
	"maps"
	"strconv"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/collapse"
)

// Values of notifyType. Since Android 8 the phone's notification channel decides;
// vivo still requires the field.
const (
	notifyNone  = 1
	notifySound = 2
	notifyBoth  = 4 // sound and vibration
)

// alert fills notifyType. Nothing said: sound and vibration for a system
// message, none for an operational one, as vivo shows them anyway.
func (d *draft) alert() {
	d.body.NotifyType = notifyNone
	if d.body.Classification == system {
		d.body.NotifyType = notifyBoth
	}
	switch d.msg.Alert {
	case vendors.AlertDefault:
		if d.msg.Sound != "" && d.body.NotifyType == notifyNone {
			d.body.NotifyType = notifySound
		}
	case vendors.AlertSilent:
		d.body.NotifyType = notifyNone
	case vendors.AlertFull:
		d.body.NotifyType = notifyBoth
	default: // bar, lock
		d.body.NotifyType = notifyNone
		d.Adjust("alert", vendors.AdjustClamped, string(d.msg.Alert), "notifyType 1", vendors.Text{
			EN: "vivo tells only sound and vibration apart", ZH: "vivo 只区分响铃与振动",
		})
	}
	if s := d.msg.Sound; s != "" && s != "default" {
		d.Dropped("sound", s, vendors.Text{EN: "vivo plays the system's sound only", ZH: "vivo 只能使用系统铃声"})
	}
	if o := d.opt.NotifyType; o != nil {
		d.Overridden("alert", string(d.msg.Alert), "notifyType "+strconv.Itoa(*o))
		d.body.NotifyType = *o
	}
}

// Values of skipType. 3 (custom) is gone from phones since client SDK 3.0.
const (
	skipApp  = 1
	skipURL  = 2
	skipPage = 4 // a page inside the app, also as an intent: URI
)

// click fills skipType and skipContent.
func (d *draft) click() {
	target := d.msg.Click.Target
	switch d.msg.Click.Action {
	case "", "app":
		d.body.SkipType = skipApp
		if target != "" {
			d.Dropped("click.target", target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
			target = ""
		}
	case "url":
		d.body.SkipType = skipURL
	case "intent", "page":
		d.body.SkipType = skipPage
	default:
		d.body.SkipType = skipApp
		d.Adjust("click.action", vendors.AdjustDropped, d.msg.Click.Action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开首页（可用：app、url、intent、page）",
		})
		target = ""
	}
	if d.opt.SkipContent == nil {
		d.Fits("click.target", target, d.limits.skipContent) // half a link leads nowhere
	}
	d.body.SkipContent = target
	if o := d.opt.SkipType; o != nil {
		d.Overridden("click.action", d.msg.Click.Action, "skipType "+strconv.Itoa(*o))
		d.body.SkipType = *o
	}
	if o := d.opt.SkipContent; o != nil {
		d.Overridden("click.target", d.msg.Click.Target, *o)
		d.body.SkipContent = *o
	}
}

// extensionKey is the member of clientCustomMap that carries Message.Extension.
const extensionKey = "ext"

// custom fills clientCustomMap. It is never cut: half of an app's data is worse
// than a clear refusal.
func (d *draft) custom() {
	if d.opt.ClientCustomMap != nil {
		if len(d.msg.Data) > 0 || d.msg.Extension != "" {
			d.Overridden("data", strconv.Itoa(len(d.msg.Data))+" pairs", strconv.Itoa(len(d.opt.ClientCustomMap))+" pairs of vivo.Options")
		}
		d.body.ClientCustomMap = d.opt.ClientCustomMap
		return
	}
	d.body.ClientCustomMap = d.msg.Data
	if ext := d.msg.Extension; ext != "" {
		m := make(map[string]string, len(d.msg.Data)+1)
		maps.Copy(m, d.msg.Data)
		if old, taken := m[extensionKey]; taken {
			d.Replaces(extensionKey, old, ext)
		}
		m[extensionKey] = ext
		d.body.ClientCustomMap = m
	}
	total := 0
	for k, v := range d.body.ClientCustomMap {
		total += utf8.RuneCountInString(k) + utf8.RuneCountInString(v)
	}
	if d.limits.customMap > 0 && total > d.limits.customMap {
		d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("data and extension have %d characters together, vivo takes %d: send an id and let the app fetch the rest",
			total, d.limits.customMap))
	}
}

// Keys of extra; any other is refused with 10304.
const (
	extraURL   = "callback"       // the old receipt
	extraID    = "callback.id"    // the receipt registered in the console
	extraParam = "callback.param" // comes back in the receipt
)

// receipt fills extra. An app that uses receipt ids gets no receipts by URL, so
// the id wins when both are given.
func (d *draft) receipt() {
	if d.opt.Extra != nil {
		if d.msg.Receipt != nil {
			d.Overridden("receipt", "receipt", "extra of vivo.Options")
		}
		d.body.Extra = d.opt.Extra
		return
	}
	r := d.msg.Receipt
	if r == nil || *r == (vendors.Receipt{}) {
		return
	}
	extra := make(map[string]string, 2)
	switch {
	case r.ID != "":
		extra[extraID] = r.ID
		if r.URL != "" {
			d.Adjust("receipt.url", vendors.AdjustConflict, r.URL, "", vendors.Text{
				EN: "vivo takes a receipt id or a URL; the id is sent", ZH: "vivo 回执 ID 与回执地址二选一，发送回执 ID",
			})
		}
	case r.URL != "":
		extra[extraURL] = r.URL
		d.Fits("receipt.url", r.URL, d.limits.callback)
	}
	if r.Param != "" {
		extra[extraParam] = r.Param
		d.Fits("receipt.param", r.Param, d.limits.cbParam)
	}
	d.body.Extra = extra
}

// Values of pushMode.
const (
	modeFormal = 0
	modeTest   = 1
)

// flags fills the switches, the badge and notifyId.
func (d *draft) flags() {
	if d.msg.Test {
		d.body.PushMode = modeTest
	}
	if o := d.opt.PushMode; o != nil {
		if d.msg.Test && *o != modeTest {
			d.Overridden("test", "true", "pushMode "+strconv.Itoa(*o))
		}
		d.body.PushMode = *o
	}
	if d.msg.OnlineOnly {
		yes := true
		d.body.SendOnline = &yes
	}
	instead(d, "online_only", &d.body.SendOnline, d.opt.SendOnline)
	d.body.ForegroundShow = copied(d.msg.Foreground)
	instead(d, "foreground", &d.body.ForegroundShow, d.opt.ForegroundShow)
	d.badge()
	instead(d, "badge", &d.body.AddBadge, d.opt.AddBadge)
	if key := d.msg.Collapse; key != "" {
		id := collapse.Number(key)
		d.body.NotifyID = &id
	}
	if o := d.opt.NotifyID; o != nil {
		d.Overridden("collapse", d.msg.Collapse, strconv.FormatInt(*o, 10))
		d.body.NotifyID = copied(o)
	}
}

func (d *draft) badge() {
	b := d.msg.Badge
	if b == nil {
		return
	}
	add := b.Add > 0
	d.body.AddBadge = &add
	only := vendors.Text{EN: "vivo only adds one to the badge", ZH: "vivo 角标只能加一"}
	if b.Add > 1 || b.Add < 0 {
		d.Adjust("badge.add", vendors.AdjustClamped, strconv.Itoa(b.Add), strconv.Itoa(min(max(b.Add, 0), 1)), only)
	}
	if b.Set != nil {
		d.Dropped("badge.set", strconv.Itoa(*b.Set), only)
	}
}

// instead puts an option in the place of a neutral switch; false is a value.
func instead(d *draft, field string, dst **bool, option *bool) {
	if option == nil {
		return
	}
	if *dst != nil {
		d.Overridden(field, strconv.FormatBool(**dst), strconv.FormatBool(*option))
	}
	*dst = copied(option)
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

// vendorOnly fills what only vivo has.
func (d *draft) vendorOnly() {
	o := &d.opt
	if o.AppID != nil {
		d.body.AppID = *o.AppID
	}
	if o.NetworkType != nil {
		d.body.NetworkType = *o.NetworkType
	}
	if o.ProfileID != nil {
		if d.form == formSingle {
			d.body.ProfileID = *o.ProfileID
		} else {
			d.Dropped("vivo.profileId", *o.ProfileID, vendors.Text{EN: "only /message/send has profileId", ZH: "仅单推支持 profileId"})
		}
	}
	if o.ServerSDKVer != nil {
		d.body.ServerSDKVer = *o.ServerSDKVer
	}
	d.body.TimedDisplay = o.TimedDisplay
	d.body.AuditReview = o.AuditReview
	d.body.Marketing = o.Marketing
	d.body.TagExpression = o.TagExpression
	d.byAlias = o.ByAlias != nil && *o.ByAlias
}

// unsupported reports the neutral fields vivo has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	d.NoPriority(m.Priority)
	if m.Subtitle != "" {
		d.Dropped("subtitle", m.Subtitle, vendors.Text{EN: "vivo has no subtitle", ZH: "vivo 没有副标题"})
	}
	if m.Image != "" {
		d.Dropped("image", m.Image, vendors.Text{EN: "vivo shows no picture in ordinary notifications", ZH: "vivo 普通通知不支持图片"})
	}
	if m.Channel != "" {
		d.Dropped("channel", m.Channel, vendors.Text{EN: "vivo chooses the channel by classification", ZH: "vivo 按 classification 决定通道"})
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "vivo has no templates", ZH: "vivo 没有消息模板"})
	}
	if m.Silent {
		d.Dropped("silent", "true", vendors.Text{EN: "vivo has no pass-through messages: it is shown as a notification", ZH: "vivo 不支持透传，将作为通知展示"})
	}
}
