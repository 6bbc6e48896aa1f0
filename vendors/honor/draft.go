package honor

import (
	"fmt"
	"maps"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// draft is a message on its way to Honor's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	limits   *limits
	facts    *vendors.Facts

	adjust.Notes
	out  Options // what goes out
	body []byte  // the request without its tokens, encoded
}

// Values of targetUserType.
const (
	userFormal = 0
	userTest   = 1
)

// draft maps msg. It neither keeps nor changes msg. The error is a message that cannot be
// written as JSON.
func (s *Sender) draft(msg *vendors.Message) (*draft, error) {
	d := &draft{msg: defaults.Apply(msg, s.defaults), limits: &s.limits, facts: s.facts}
	d.Notes = adjust.Notes{
		Vendor: vendors.Honor, Name: vendors.Text{EN: "Honor", ZH: "荣耀"}, Unit: length.JSON, Overflow: d.msg.Overflow,
	}
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "Honor has no validate-only mode: use Build (a dry run) or Test instead of DryRun")
	}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	d.out.Android = &Android{TargetUserType: ptr(userFormal)}
	if d.msg.Test {
		d.out.Android.TargetUserType = ptr(userTest)
	}
	class := d.class()
	d.timeToLive()
	d.receipt()
	if err := d.data(); err != nil {
		return d, err
	}
	if !d.msg.Silent {
		d.notification(class)
	}
	d.unsupported()
	d.apply()
	return d, d.fit()
}

// timeToLive fills ttl, text in whole seconds, rounded up. One that is over goes out as
// the shortest there is: without one Honor would keep the message for a day.
func (d *draft) timeToLive() {
	if d.msg.TTL == 0 {
		return
	}
	seconds := adjust.Units(d.Life(d.msg.TTL, time.Second, false), time.Second)
	if most := d.limits.ttl; most > 0 && seconds > most {
		d.Clamped("ttl", d.msg.TTL.String(), (time.Duration(most) * time.Second).String(), vendors.Text{
			EN: fmt.Sprintf("Honor keeps a message at most %d seconds", most), ZH: fmt.Sprintf("荣耀 ttl 最长 %d 秒", most),
		})
		seconds = most
	}
	d.out.Android.TTL = ptr(strconv.FormatInt(seconds, 10) + "s")
}

// receipt fills biTag, which Honor returns in receipts.
func (d *draft) receipt() {
	tag := d.msg.ID
	if r := d.msg.Receipt; r != nil {
		if r.Param != "" {
			tag = r.Param
		}
		why := vendors.Text{EN: "Honor posts receipts to the address of its console", ZH: "荣耀回执地址在控制台配置"}
		d.Lost("receipt.id", r.ID, why)
		d.Lost("receipt.url", r.URL, why)
	}
	if tag != "" {
		d.out.Android.BiTag = ptr(tag)
	}
}

// extensionKey is the member of data that carries Message.Extension.
const extensionKey = "ext"

// data fills data, one text. It is never cut: half of an app's data is worse than a clear
// refusal.
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
	m := &d.msg // what else it may say, unsupported tells
	d.Lost("title", m.Title, why)
	d.Lost("body", m.Body, why)
	d.Lost("image", m.Image, why)
	d.Lost("collapse", m.Collapse, why)
	d.Lost("alert", string(m.Alert), why)
	if m.Badge != nil {
		d.Dropped("badge", "set", why)
	}
	d.Lost("click.action", m.Click.Action, why)
	d.Lost("click.target", m.Click.Target, why)
	if d.out.Data == nil && !d.optional {
		d.Reject(vendors.ReasonBadRequest, "a silent message needs data or extension: at Honor it is nothing else")
	}
	return nil
}

// unsupported reports the neutral fields Honor has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	d.NoPriority(m.Priority)
	for _, f := range []struct {
		field, said string
		why         vendors.Text
	}{
		{"subtitle", m.Subtitle, vendors.Text{EN: "Honor has no subtitle", ZH: "荣耀没有副标题"}},
		{"channel", m.Channel, vendors.Text{EN: "Honor has no notification channels of an app", ZH: "荣耀不支持自定义通知渠道"}},
		{"sound", m.Sound, vendors.Text{EN: "Honor has no sound of its own for a message", ZH: "荣耀不支持自定义铃声"}},
	} {
		if f.said != "" {
			d.Dropped(f.field, f.said, f.why)
		}
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "Honor has no templates", ZH: "荣耀没有消息模板"})
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), vendors.Text{EN: "Honor has no switch for an app in front", ZH: "荣耀没有前台展示开关"})
	}
	if m.OnlineOnly {
		d.Dropped("online_only", "true", vendors.Text{EN: "Honor has no such switch: give a short TTL", ZH: "荣耀不支持仅在线下发，可设置较短的 TTL"})
	}
}

// fit encodes the body and, when it is too large, cuts the text and then the title.
// Options go out as they were given, whatever their size.
func (d *draft) fit() error {
	if err := d.encodeBody(); err != nil {
		return err
	}
	excess := len(d.body) - d.limits.body
	if d.limits.body <= 0 || excess <= 0 {
		return nil
	}
	if n := d.out.Android.Notification; n != nil && d.msg.Overflow != vendors.OverflowReject {
		title, body := d.opt.texts()
		if !body && d.shorten("body", n.Body, excess) || !title && d.shorten("title", n.Title, excess) {
			return d.encodeBody()
		}
	}
	if d.opt.sized() {
		return nil
	}
	d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("the body has %d bytes without its tokens, Honor takes %d: shorten texts and data",
		len(d.body), d.limits.body))
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
			EN: fmt.Sprintf("Honor takes bodies of %d bytes", d.limits.body), ZH: fmt.Sprintf("荣耀消息体最大 %d 字节", d.limits.body),
		})
		*text = short
	}
	return ok
}

func (d *draft) encodeBody() (err error) {
	d.body, err = encode(&d.out)
	return err
}

// assemble writes the request: the encoded body and the tokens beside it.
func (d *draft) assemble(tokens []vendors.Token) ([]byte, error) {
	size := len(d.body) + len(`,"token":[]`)
	for _, t := range tokens {
		size += len(t) + len(`"",`)
	}
	out := make([]byte, 0, size)
	out = append(out, d.body[:len(d.body)-1]...) // its closing brace comes below
	if len(d.body) > len("{}") {
		out = append(out, ',')
	}
	out = append(out, `"token":[`...)
	for i, t := range tokens {
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = quoted(out, t); err != nil {
			return nil, err
		}
	}
	return append(out, "]}"...), nil
}

// quoted appends a token as JSON. Real ones need no escape, and there are a thousand.
func quoted(out []byte, t vendors.Token) ([]byte, error) {
	for i := range len(t) {
		if c := t[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			b, err := encode(t)
			return append(out, b...), err
		}
	}
	out = append(out, '"')
	out = append(out, t...)
	return append(out, '"'), nil
}

// encode writes JSON without HTML escaping, which would make texts longer than they are.
func encode(v any) ([]byte, error) {
	b, err := loosejson.Encode(v)
	if err != nil {
		return nil, fmt.Errorf("honor: %w", err)
	}
	return b, nil
}

// texts reports which texts the options give, or give again as the large ones, which have
// to be equal.
func (o *Options) texts() (title, body bool) {
	if o.Android == nil || o.Android.Notification == nil {
		return false, false
	}
	n := o.Android.Notification
	return n.Title != nil || n.BigTitle != nil, n.Body != nil || n.BigBody != nil
}

// sized reports options that carry texts or data.
func (o *Options) sized() bool {
	title, body := o.texts()
	return title || body || o.Data != nil || o.Notification != nil ||
		o.Android != nil && (o.Android.Data != nil || o.Android.Notification != nil && o.Android.Notification.Buttons != nil)
}

func ptr[T any](v T) *T { return &v }
