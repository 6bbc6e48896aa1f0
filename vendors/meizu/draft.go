package meizu

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// purpose is the call a message is built for.
type purpose int

const (
	toTokens purpose = iota // push, or task and task push
	toAll                   // pushToApp
	toTags                  // pushToTag
)

// Values of pushType.
const (
	typeNotice = "0"
	typeHidden = "1" // pass-through
)

// draft is a message on its way to Meizu's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	purpose  purpose
	limits   *limits
	vip      bool

	adjust.Notes
	out     Options // what goes out
	message string  // messageJson

	byAlias, task, hidden bool

	// own is where out points to, so that a message is one allocation and not twenty.
	own struct {
		bar       NoticeBarInfo
		click     ClickTypeInfo
		time      PushTimeInfo
		advance   AdvanceInfo
		attention NotificationType
		extra     Extra

		class, action                           int
		title, content, target, key, url, param string
		kinds                                   Text
		offLine, on                             Switch
		hours                                   int64
	}
}

// draft maps msg for one call. It neither keeps nor changes msg. The error is a message
// that cannot be written as JSON, which only untyped options can bring about.
func (s *Sender) draft(msg *vendors.Message, p purpose) (*draft, error) {
	d := &draft{msg: defaults.Apply(msg, s.defaults), purpose: p, limits: &s.limits, vip: s.vip}
	d.Notes = adjust.Notes{Vendor: vendors.Meizu, Name: vendors.Text{EN: "Meizu", ZH: "魅族"}, Overflow: d.msg.Overflow}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	d.byAlias, d.task, d.hidden = said(d.opt.ByAlias), said(d.opt.Task), said(d.opt.Unvarnished)
	d.out.NoticeBarInfo, d.out.ClickTypeInfo = &d.own.bar, &d.own.click
	d.modes()
	d.packages()
	if d.hidden {
		if err := d.passThrough(); err != nil {
			return d, err
		}
	} else {
		d.class()
		d.texts()
		d.click()
		d.custom()
		d.alert()
		d.collapse()
		d.receipt()
		d.vipOnly()
		d.unsupported()
	}
	d.timeToLive()
	d.apply()
	return d, d.write()
}

func said(b *bool) bool { return b != nil && *b }

func ptr[T any](v T) *T { return &v }

// modes refuses what would reach real phones although nobody meant it to.
func (d *draft) modes() {
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "Meizu has no validate-only mode: use Build (a dry run) instead of DryRun")
	}
	if d.msg.Test {
		d.Reject(vendors.ReasonBadRequest, "Meizu has no test mode: a test message would reach every phone it is sent to")
	}
}

func (d *draft) packages() {
	if n := len(d.opt.RestrictedPackageNames); d.limits.packages > 0 && n > d.limits.packages {
		d.Reject(vendors.ReasonBadRequest, fmt.Sprintf("%d package names, Meizu takes %d", n, d.limits.packages))
	}
}

// texts fills title and content.
func (d *draft) texts() {
	bar := d.out.NoticeBarInfo
	var title, content *string
	if o := d.opt.NoticeBarInfo; o != nil {
		title, content = o.Title, o.Content
	}
	d.own.title = d.Text("title", d.msg.Title, title, d.limits.title)
	d.own.content = d.Text("body", d.msg.Body, content, d.limits.content)
	bar.Title, bar.Content = &d.own.title, &d.own.content
}

// timeToLive fills validTime, whole hours rounded up, within the range of the call.
// Nothing said: Meizu's own default, 24 hours.
func (d *draft) timeToLive() {
	if d.msg.OnlineOnly {
		if d.msg.TTL != 0 {
			d.Adjust("ttl", vendors.AdjustConflict, d.msg.TTL.String(), "offLine 0", vendors.Text{
				EN: "online only is offLine 0: nothing is kept", ZH: "仅在线即 offLine=0，不保存离线消息",
			})
		}
		d.own.time = PushTimeInfo{OffLine: &d.own.offLine}
		d.out.PushTimeInfo = &d.own.time
		return
	}
	if d.msg.TTL == 0 {
		return
	}
	asked := adjust.Units(d.msg.TTL, time.Hour)
	lowest := d.limits.ttlMin
	if d.purpose == toTags {
		lowest = d.limits.ttlTagMin
	}
	hours := max(asked, lowest)
	if d.limits.ttlMax > 0 {
		hours = min(hours, d.limits.ttlMax)
	}
	d.own.offLine, d.own.hours = true, hours
	d.own.time = PushTimeInfo{OffLine: &d.own.offLine, ValidTime: &d.own.hours}
	d.out.PushTimeInfo = &d.own.time
	if kept := time.Duration(hours) * time.Hour; kept != d.msg.TTL && (d.opt.PushTimeInfo == nil || d.opt.PushTimeInfo.ValidTime == nil) {
		d.Clamped("ttl", d.msg.TTL.String(), kept.String(), vendors.Text{
			EN: fmt.Sprintf("Meizu's validTime is in whole hours, %d to %d", lowest, d.limits.ttlMax),
			ZH: fmt.Sprintf("魅族 validTime 单位为小时，范围 %d-%d", lowest, d.limits.ttlMax),
		})
	}
}

// passThrough fills the two texts of a message that shows nothing. It is never cut: half
// of an app's data is worse than a clear refusal.
func (d *draft) passThrough() error {
	d.out.NoticeBarInfo, d.out.ClickTypeInfo = nil, nil
	d.out.Title = ptr(d.Text("title", d.msg.Title, d.opt.Title, d.limits.title))
	content := d.msg.Body
	if data := d.data(); len(data) > 0 {
		text, err := loosejson.Encode(data)
		if err != nil {
			return fmt.Errorf("meizu: %w", err)
		}
		if d.msg.Body != "" {
			d.Dropped("body", d.msg.Body, vendors.Text{EN: "a pass-through message has one text, which is the data", ZH: "透传消息只有一段内容，发送自定义数据"})
		}
		content = string(text)
	}
	if d.opt.Content == nil && length.Bytes.Over(content, d.limits.hidden) {
		d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("the content has %d bytes, Meizu takes %d", len(content), d.limits.hidden))
	}
	d.out.Content = &content
	d.hiddenUnsupported()
	return nil
}

// write encodes messageJson, whose text is what is signed. How large it may be is not
// published, so that Meizu judges it.
func (d *draft) write() error {
	d.out.RestrictedPackageNames, d.out.ByAlias, d.out.Task, d.out.Unvarnished = nil, nil, nil, nil // not in it
	text, err := loosejson.Encode(&d.out)
	if err != nil {
		return fmt.Errorf("meizu: %w", err)
	}
	d.message = string(text)
	return nil
}

// fields are the form of a call that carries the message.
func (d *draft) fields(more ...field) form {
	f := append(append(make(form, 0, formFields), field{"messageJson", d.message}), more...)
	if names := d.opt.RestrictedPackageNames; len(names) > 0 {
		f = append(f, field{"restrictedPackageNames", strings.Join(names, ",")})
	}
	return f
}

func (d *draft) pushType() field {
	if d.hidden {
		return field{"pushType", typeHidden}
	}
	return field{"pushType", typeNotice}
}

// unsupported reports the neutral fields Meizu has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	if m.Channel != "" {
		d.Dropped("channel", m.Channel, vendors.Text{EN: "Meizu has no channels", ZH: "魅族没有通道参数"})
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), vendors.Text{
			EN: "Meizu leaves it to the app whether it shows while in front", ZH: "魅族由应用决定前台是否展示",
		})
	}
	if m.Silent {
		d.Dropped("silent", "true", vendors.Text{
			EN: "Meizu has discontinued pass-through messages: it is shown as a notification", ZH: "魅族已停用透传，将作为通知展示",
		})
	}
	d.never()
}

// never reports what neither form has.
func (d *draft) never() {
	m := &d.msg
	d.NoPriority(m.Priority)
	if m.Category != "" {
		d.Dropped("category", string(m.Category), vendors.Text{EN: "Meizu has no categories", ZH: "魅族没有二级分类"})
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "Meizu has no templates", ZH: "魅族没有消息模板"})
	}
	if b := m.Badge; b != nil {
		from := "add " + strconv.Itoa(b.Add)
		if b.Set != nil {
			from = "set " + strconv.Itoa(*b.Set)
		}
		d.Dropped("badge", from, vendors.Text{EN: "Meizu sets no badges", ZH: "魅族不支持设置角标"})
	}
}

// hiddenUnsupported reports what a message that shows nothing has no place for.
func (d *draft) hiddenUnsupported() {
	why := vendors.Text{EN: "a pass-through message shows nothing", ZH: "透传消息不展示"}
	m := &d.msg
	for _, f := range []struct{ field, text string }{
		{"subtitle", m.Subtitle}, {"image", m.Image}, {"sound", m.Sound}, {"alert", string(m.Alert)}, {"collapse", m.Collapse},
		{"click.action", m.Click.Action}, {"click.target", m.Click.Target}, {"channel", m.Channel}, {"class", string(m.Class)},
	} {
		if f.text != "" {
			d.Dropped(f.field, f.text, why)
		}
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), why)
	}
	if m.Receipt != nil {
		d.Dropped("receipt", m.Receipt.URL, vendors.Text{EN: "Meizu sends receipts for notifications only", ZH: "魅族仅通知栏消息支持回执"})
	}
	d.never()
}
