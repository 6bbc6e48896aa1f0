package huawei

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
)

// draft is a message on its way to Huawei's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	limits   *limits
	facts    *vendors.Facts

	adjust.Notes
	out     Options // what goes out
	message []byte  // the member "message" without a target, encoded; payload at v3
	options []byte  // pushOptions at v3
	v3      bool
}

// Values of target_user_type.
const (
	userFormal = 0
	userTest   = 1
)

// Values of urgency.
const (
	urgencyHigh   = "HIGH"
	urgencyNormal = "NORMAL"
)

// draft maps msg. It neither keeps nor changes msg. The error is a message that
// cannot be written as JSON, which only untyped options can bring about.
func (s *Sender) draft(msg *vendors.Message) (*draft, error) {
	d := &draft{msg: defaults.Apply(msg, s.defaults), limits: &s.limits, facts: s.facts, v3: s.v3}
	d.Notes = adjust.Notes{
		Vendor: vendors.Huawei, Name: vendors.Text{EN: "Huawei", ZH: "华为"}, Unit: length.JSON, Overflow: d.msg.Overflow,
	}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	if d.v3 {
		if err := d.harmony(); err != nil {
			return d, err
		}
		return d, d.fit()
	}
	d.out.Android = &Android{}
	d.class()
	d.timeToLive()
	d.urgency()
	d.receipt()
	if err := d.data(); err != nil {
		return d, err
	}
	if !d.msg.Silent {
		d.notification()
	}
	d.flags()
	d.unsupported()
	if d.opt.Harmony != nil {
		d.Dropped("options", "harmony", vendors.Text{EN: "this sender speaks v1 or v2: harmony is for v3", ZH: "该发送者使用 v1/v2，harmony 仅用于 v3"})
	}
	d.apply()
	return d, d.fit()
}

// timeToLive fills ttl, text in whole seconds.
func (d *draft) timeToLive() {
	if seconds := d.seconds(); seconds > 0 {
		d.out.Android.TTL = ptr(strconv.FormatInt(seconds, 10) + "s")
	}
}

// seconds is the time to live, rounded up; 0 when nothing is said. One that is over goes
// out as the shortest there is: without one Huawei would keep the message for a day.
func (d *draft) seconds() int64 {
	seconds := adjust.Units(d.Life(d.msg.TTL, time.Second, false), time.Second)
	if most := d.limits.ttl; most > 0 && seconds > most {
		d.Clamped("ttl", d.msg.TTL.String(), (time.Duration(most) * time.Second).String(), vendors.Text{
			EN: fmt.Sprintf("Huawei keeps a message at most %d seconds", most), ZH: fmt.Sprintf("华为 ttl 最长 %d 秒", most),
		})
		return most
	}
	return seconds
}

// urgency fills urgency, which Huawei has for data messages.
func (d *draft) urgency() {
	switch p := d.msg.Priority; {
	case p == vendors.PriorityDefault:
	case !d.msg.Silent:
		d.Dropped("priority", string(p), vendors.Text{EN: "Huawei's urgency is of data messages", ZH: "华为 urgency 仅用于透传消息"})
	case p == vendors.PriorityHigh:
		d.out.Android.Urgency = ptr(urgencyHigh)
	case p == vendors.PriorityNormal:
		d.out.Android.Urgency = ptr(urgencyNormal)
	default:
		d.NoPriority(p)
	}
}

// receipt fills receipt_id and bi_tag, which Huawei returns in receipts.
func (d *draft) receipt() {
	tag := d.msg.ID
	if r := d.msg.Receipt; r != nil {
		if r.ID != "" {
			d.out.Android.ReceiptID = ptr(r.ID)
		}
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
	if tag != "" {
		d.out.Android.BITag = ptr(tag)
	}
}

// extensionKey is the member of data that carries Message.Extension.
const extensionKey = "ext"

// data fills message.data, one text. It is never cut: half of an app's data is worse
// than a clear refusal.
func (d *draft) data() error {
	pairs := d.msg.Data
	if ext := d.msg.Extension; ext != "" {
		pairs = make(map[string]string, len(d.msg.Data)+1)
		maps.Copy(pairs, d.msg.Data)
		if old, taken := pairs[extensionKey]; taken {
			d.Replaces(extensionKey, old, ext)
		}
		pairs[extensionKey] = ext
	}
	if len(pairs) > 0 {
		text, err := encode(pairs)
		if err != nil {
			return err
		}
		d.out.Data = ptr(string(text))
	}
	if !d.msg.Silent {
		return nil
	}
	why := vendors.Text{EN: "a data message shows nothing; put it into data", ZH: "透传消息不展示内容，请放入 data"}
	d.shownNowhere(why)
	if d.out.Data == nil && !d.optional {
		d.Reject(vendors.ReasonBadRequest, "a silent message needs data or extension: at Huawei it is nothing else")
	}
	return nil
}

// shownNowhere reports what is said of a notification where there is none.
func (d *draft) shownNowhere(why vendors.Text) {
	m := &d.msg
	d.ShownNowhere(m, why)
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), why)
	}
}

// flags fills the switches and the group of the offline cache.
func (d *draft) flags() {
	d.out.Android.TargetUserType = ptr(userFormal)
	if d.msg.Test {
		d.out.Android.TargetUserType = ptr(userTest)
	}
	if d.msg.DryRun {
		d.out.ValidateOnly = ptr(true)
	}
	key := d.msg.Collapse
	if key == "" {
		return
	}
	// Words are not hashed into the hundred groups: messages of two chats that meet
	// in one group would erase each other.
	n, err := strconv.Atoi(key)
	switch {
	case err == nil && n >= 1 && n <= d.limits.collapseMax && strconv.Itoa(n) == key:
		d.out.Android.CollapseKey = &n
	case d.msg.Silent:
		d.Dropped("collapse", key, vendors.Text{
			EN: fmt.Sprintf("a data message collapses only by a number from 1 to %d", d.limits.collapseMax),
			ZH: fmt.Sprintf("透传消息只能按 1-%d 的数字覆盖", d.limits.collapseMax),
		})
	}
}

// unsupported reports the neutral fields Huawei has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	if m.Subtitle != "" {
		d.Dropped("subtitle", m.Subtitle, vendors.Text{EN: "Huawei has no subtitle", ZH: "华为没有副标题"})
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "Huawei has no templates", ZH: "华为没有消息模板"})
	}
	if m.OnlineOnly {
		d.Dropped("online_only", "true", vendors.Text{EN: "Huawei has no such switch: give a short TTL", ZH: "华为不支持仅在线下发，可设置较短的 TTL"})
	}
}

// fit encodes the message and, when it is too large, cuts the body and then the
// title. Options go out as they were given, whatever their size: their texts are not cut.
func (d *draft) fit() error {
	if err := d.encodeMessage(); err != nil {
		return err
	}
	size := len(d.message)
	if d.v3 {
		size = d.harmonySize()
	}
	excess := size - d.limits.message
	if d.limits.message <= 0 || excess <= 0 {
		return nil
	}
	if title, body := d.texts(); d.msg.Overflow != vendors.OverflowReject {
		if d.shorten("body", body, excess) || d.shorten("title", title, excess) {
			return d.encodeMessage()
		}
	}
	if d.opt.sized() {
		return nil
	}
	d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("the message has %d bytes without its tokens, Huawei takes %d: shorten texts and data",
		size, d.limits.message))
	return nil
}

// shorten cuts one text, in place, by at least excess bytes.
func (d *draft) shorten(field string, text *string, excess int) bool {
	if text == nil {
		return false
	}
	short, ok := length.JSON.Shorten(*text, excess)
	if ok {
		d.Adjust(field, vendors.AdjustTruncated, *text, short, vendors.Text{
			EN: fmt.Sprintf("Huawei takes messages of %d bytes", d.limits.message),
			ZH: fmt.Sprintf("华为消息体最大 %d 字节", d.limits.message),
		})
		*text = short
	}
	return ok
}

// texts are what may be cut, in place; nil where there is none, or an option gave it.
func (d *draft) texts() (title, body *string) {
	own := func(text, option *string) *string {
		if option != nil {
			return nil
		}
		return text
	}
	if d.v3 {
		if n := d.out.Harmony.Payload.Notification; n != nil {
			opt := d.opt.harmonyNotification()
			return own(n.Title, opt.Title), own(n.Body, opt.Body)
		}
		return nil, nil
	}
	if n := d.out.Android.Notification; n != nil {
		var opt Notification
		if a := d.opt.Android; a != nil && a.Notification != nil {
			opt = *a.Notification
		}
		return own(n.Title, opt.Title), own(n.Body, opt.Body)
	}
	return nil, nil
}

func (d *draft) encodeMessage() error {
	if d.v3 {
		return d.encodeHarmony()
	}
	var err error
	d.message, err = encode(&payload{
		Data: d.out.Data, Notification: d.out.Notification, Android: d.out.Android, APNs: d.out.APNs, WebPush: d.out.WebPush,
	})
	return err
}

// sized reports options that carry texts.
func (o *Options) sized() bool {
	return o.Data != nil || o.Notification != nil || o.APNs != nil || o.WebPush != nil ||
		(o.Android != nil && (o.Android.Data != nil || o.Android.Notification != nil)) ||
		(o.Harmony != nil && o.Harmony.Payload != nil)
}

func ptr[T any](v T) *T { return &v }
