package huawei

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// harmony maps the message to a request of v3, in d.out.Harmony.
func (d *draft) harmony() error {
	d.out.Harmony = &Harmony{PushType: ptr(PushAlert), Payload: &HarmonyPayload{}, PushOptions: &HarmonyPushOptions{}}
	if d.msg.Silent {
		d.out.Harmony.PushType = ptr(PushBackground)
	}
	if o := d.opt.Harmony; o != nil && o.PushType != nil {
		d.out.Harmony.PushType = o.PushType
	}
	if d.msg.Silent && d.shows() {
		d.Overridden("silent", "true", "push-type "+strconv.Itoa(d.pushType()))
	}
	d.pushOptions()
	data, err := d.appData()
	if err != nil {
		return err
	}
	switch d.pushType() {
	case PushAlert:
		d.class()
		d.alerting(data)
	case PushVoice:
		d.class()
		d.alerting(nil)
		d.extra(data)
	case PushBackground, PushCall:
		d.extra(data)
		d.hidden()
	default:
		d.hidden()
		d.carriesNoData()
	}
	d.unsupported()
	d.unsupportedHarmony()
	d.apply()
	if d.pushType() == PushAlert {
		d.keepTapData(data)
	}
	return nil
}

// keepTapData puts the message's data back where an option replaced the click action
// that carried it, unless the option gives data.
func (d *draft) keepTapData(data map[string]any) {
	c := d.opt.harmonyNotification().ClickAction
	if c == nil || len(data) == 0 {
		return
	}
	if c.Data != nil {
		field, said := neutral(&d.msg, "data")
		d.Overridden(field, said, override.Shown(reflect.ValueOf(c.Data)))
		return
	}
	kept := *c // the option is the caller's
	kept.Data = data
	d.notice().ClickAction = &kept
}

func (d *draft) pushType() int { return *d.out.Harmony.PushType }

// shows reports a push type with a notification.
func (d *draft) shows() bool { return d.pushType() == PushAlert || d.pushType() == PushVoice }

// pushOptions fills ttl, the receipt, the test mode and the group of the offline cache.
func (d *draft) pushOptions() {
	o, m := d.out.Harmony.PushOptions, &d.msg
	if seconds := d.seconds(); seconds > 0 {
		o.TTL = &seconds
	}
	if m.Test {
		o.TestMessage = ptr(true)
	}
	if n, ok := d.group(); ok {
		o.CollapseKey = &n
	}
	tag := m.ID
	if r := m.Receipt; r != nil {
		o.ReceiptID = said(r.ID)
		if r.Param != "" {
			tag = r.Param
		}
		if r.URL != "" {
			d.Dropped("receipt.url", r.URL, vendors.Text{
				EN: "Huawei posts receipts to the address of its console; name that configuration by receipt.id",
				ZH: "华为回执地址在控制台配置，请用 receipt.id 指定",
			})
		}
	}
	if most := d.limits.tag; most > 0 && len(tag) > most {
		d.Dropped("receipt.param", tag, vendors.Text{
			EN: fmt.Sprintf("biTag has at most %d bytes, and half of one leads nowhere", most), ZH: fmt.Sprintf("biTag 最多 %d 字节", most),
		})
		tag = ""
	}
	o.BITag = said(tag)
}

// group is the collapse key as a group of the offline cache. Words are not hashed into
// the hundred groups, as at v1.
func (d *draft) group() (int, bool) {
	n, err := strconv.Atoi(d.msg.Collapse)
	ok := err == nil && n >= 1 && n <= d.limits.collapseMax && strconv.Itoa(n) == d.msg.Collapse
	return n, ok && d.shows()
}

// appData is what the app gets: the data, with the extension under a key of its own.
func (d *draft) appData() (map[string]any, error) {
	if len(d.msg.Data) == 0 && d.msg.Extension == "" {
		return nil, nil
	}
	out := make(map[string]any, len(d.msg.Data)+1)
	for k, v := range d.msg.Data {
		out[k] = v
	}
	if d.msg.Extension != "" {
		if old, taken := d.msg.Data[extensionKey]; taken {
			d.Replaces(extensionKey, old, d.msg.Extension)
		}
		out[extensionKey] = d.msg.Extension
	}
	_, err := json.Marshal(out)
	return out, err
}

// extra fills extraData, one text. An option stands in for it.
func (d *draft) extra(data map[string]any) {
	if len(data) > 0 {
		text, err := encode(data)
		if err == nil { // strings always encode
			d.out.Harmony.Payload.ExtraData = ptr(string(text))
		}
		return
	}
	if o := d.opt.Harmony; o == nil || o.Payload == nil || o.Payload.ExtraData == nil {
		d.Reject(vendors.ReasonBadRequest, "a message of this push type needs data or extension: at HarmonyOS it is extraData")
	}
}

// alerting fills what the phone shows; data goes with the tap.
func (d *draft) alerting(data map[string]any) {
	n, m := d.notice(), &d.msg
	n.Title, n.Body = said(m.Title), said(m.Body)
	d.harmonyClick(n, data)
	d.harmonyBadge(n)
	if m.Foreground != nil {
		n.ForegroundShow = ptr(*m.Foreground)
	}
	if m.Sound != "" && m.Sound != "default" {
		n.Sound = ptr(m.Sound)
	}
	if m.Collapse != "" {
		id, err := strconv.ParseInt(m.Collapse, 10, 64)
		if err == nil && id >= 0 && id <= d.limits.notifyMax && strconv.FormatInt(id, 10) == m.Collapse {
			n.NotifyID = &id
		} else {
			d.Dropped("collapse", m.Collapse, vendors.Text{
				EN: "HarmonyOS collapses by a number only (notifyId)", ZH: "HarmonyOS 只能按数字（notifyId）覆盖",
			})
		}
	}
	if m.Image != "" {
		if strings.HasPrefix(m.Image, "https://") {
			n.Image = ptr(m.Image)
		} else {
			d.Dropped("image", m.Image, vendors.Text{EN: "Huawei loads pictures by https only", ZH: "华为图片地址仅支持 https"})
		}
	}
}

// notice is the notification, which category may have begun.
func (d *draft) notice() *HarmonyNotification {
	p := d.out.Harmony.Payload
	if p.Notification == nil {
		p.Notification = &HarmonyNotification{}
	}
	return p.Notification
}

// Values of clickAction.actionType.
const (
	harmonyApp  = 0
	harmonyPage = 1
)

func (d *draft) harmonyClick(n *HarmonyNotification, data map[string]any) {
	c, click := &HarmonyClick{ActionType: ptr(harmonyApp), Data: data}, d.msg.Click
	n.ClickAction = c
	switch click.Action {
	case "", "app":
		if click.Target != "" {
			d.Dropped("click.target", click.Target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
		}
	case "url":
		c.ActionType, c.URI = ptr(harmonyPage), ptr(click.Target)
	case "intent", "page":
		c.ActionType, c.Action = ptr(harmonyPage), ptr(click.Target)
	default:
		d.Adjust("click.action", vendors.AdjustDropped, click.Action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开首页（可用：app、url、intent、page）",
		})
	}
}

// harmonyBadge fills badge. setNum wins over addNum; only one is sent.
func (d *draft) harmonyBadge(n *HarmonyNotification) {
	b := d.msg.Badge
	if b == nil {
		return
	}
	switch {
	case b.Set != nil:
		n.Badge = &HarmonyBadge{SetNum: ptr(d.within("badge.set", *b.Set, 0, d.limits.setMax))}
		if b.Add != 0 {
			d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "the badge is set to a number, nothing is added", ZH: "已直接设置角标数，不再累加"})
		}
	case b.Add > 0:
		n.Badge = &HarmonyBadge{AddNum: ptr(d.within("badge.add", b.Add, 1, d.limits.addMax))}
	case b.Add < 0:
		d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "Huawei cannot take from the badge", ZH: "华为角标不能递减"})
	}
}

// hidden reports what is said of a notification to a push type that shows none.
func (d *draft) hidden() {
	m, why := &d.msg, vendors.Text{EN: "a message of this push type shows no notification", ZH: "该 push-type 不展示通知"}
	d.shownNowhere(why)
	d.Lost("class", string(m.Class), why)
	d.Lost("category", string(m.Category), why)
	d.Lost("collapse", m.Collapse, why)
}

// carriesNoData reports the data of a message whose push type has no place for it.
func (d *draft) carriesNoData() {
	why := vendors.Text{EN: "a message of this push type has members of its own, by options, and no data", ZH: "该 push-type 使用自有字段（由选项给出），不携带 data"}
	if n := len(d.msg.Data); n > 0 {
		d.Dropped("data", strconv.Itoa(n)+" pairs", why)
	}
	d.Lost("extension", d.msg.Extension, why)
}

// unsupportedHarmony reports what v1 has a place for and v3 has not; of messages without
// a notification hidden has told.
func (d *draft) unsupportedHarmony() {
	m := &d.msg
	if m.DryRun {
		d.Reject(vendors.ReasonBadRequest, "HarmonyOS has no dry run: the message would be delivered")
	}
	if m.Channel != "" && d.shows() {
		d.Dropped("channel", m.Channel, vendors.Text{EN: "HarmonyOS has no channels in a push: the category decides", ZH: "HarmonyOS 推送没有渠道，由 category 决定"})
	}
	if m.Alert != vendors.AlertDefault && m.Alert != vendors.AlertFull && d.shows() {
		d.Dropped("alert", string(m.Alert), vendors.Text{EN: "HarmonyOS has no importance: the category decides", ZH: "HarmonyOS 没有 importance，由 category 决定"})
	}
	if m.Priority != vendors.PriorityDefault {
		d.Dropped("priority", string(m.Priority), vendors.Text{EN: "HarmonyOS has no urgency in a push", ZH: "HarmonyOS 推送没有 urgency"})
	}
	if d.opt.hms() {
		d.Dropped("options", "v1", vendors.Text{EN: "this sender speaks v3, which has none of these options: use harmony", ZH: "该发送者使用 v3，不支持这些字段，请用 harmony"})
	}
}

// encodeHarmony is what counts for the size: payload and pushOptions.
func (d *draft) encodeHarmony() error {
	h := d.out.Harmony
	var err error
	if d.message, err = encode(h.Payload); err != nil {
		return err
	}
	if d.options, err = encode(h.PushOptions); err != nil {
		return err
	}
	if string(d.options) == "{}" {
		d.options = nil
	}
	return nil
}

// harmonySize is the size of the message as Huawei counts it.
func (d *draft) harmonySize() int {
	n := len(`{"payload":}`) + len(d.message)
	if d.options != nil {
		n += len(`,"pushOptions":`) + len(d.options)
	}
	return n
}

// assembleHarmony writes the request around payload and pushOptions.
func (d *draft) assembleHarmony(to target) ([]byte, error) {
	tokens, err := encode(to.value)
	if err != nil {
		return nil, err
	}
	body := make([]byte, 0, len(d.message)+len(tokens)+len(d.options)+64)
	body = append(body, `{"payload":`...)
	body = append(body, d.message...)
	body = append(body, `,"target":{"token":`...)
	body = append(body, tokens...)
	body = append(body, '}')
	if d.options != nil {
		body = append(body, `,"pushOptions":`...)
		body = append(body, d.options...)
	}
	return append(body, '}'), nil
}
