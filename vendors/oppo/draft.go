package oppo

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/collapse"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// form is the call a body is built for.
type callForm int

const (
	formSingle    callForm = iota // unicast and unicast_batch
	formBroadcast                 // save_message_content and broadcast
)

// Values of style.
const (
	styleStandard = 1
	styleLong     = 2
	stylePicture  = 3 // broadcasts only
)

// draft is a message on its way to OPPO's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	class    vendors.Class
	limits   *limits
	facts    *vendors.Facts

	adjust.Notes
	out Options // what goes out
}

// draft maps msg for one form. It neither keeps nor changes msg.
func (s *Sender) draft(msg *vendors.Message, f callForm) *draft {
	d := &draft{msg: defaults.Apply(msg, s.defaults), limits: &s.limits, facts: s.facts}
	d.Notes = adjust.Notes{Vendor: vendors.OPPO, Name: vendors.Text{EN: "OPPO", ZH: "OPPO"}, Overflow: d.msg.Overflow}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	if d.msg.DryRun {
		d.Reject(vendors.ReasonBadRequest, "OPPO has no validate-only mode: use Build (a dry run) instead of DryRun")
	}
	if d.msg.ID != "" {
		d.out.AppMessageID = &d.msg.ID
	}
	d.category()
	d.level()
	d.picture(f)
	d.texts()
	d.data()
	d.click()
	d.timeToLive()
	d.template()
	d.receipt()
	if d.msg.Channel != "" {
		d.out.ChannelID = &d.msg.Channel
	}
	if d.msg.Collapse != "" {
		n := collapse.Number(d.msg.Collapse)
		d.out.NotifyID = &n
	}
	d.unsupported()
	d.apply()
	return d
}

// campaign reports a list whose body is stored and broadcast: content and marketing, and
// what only broadcasts have.
func (d *draft) campaign() bool {
	return d.class == vendors.ClassMarketing || (d.out.FixSpeed != nil && *d.out.FixSpeed) || (d.opt.Style != nil && *d.opt.Style == stylePicture)
}

// picture fills style 3. OPPO shows pictures that were uploaded, in broadcasts.
func (d *draft) picture(f callForm) {
	image := d.msg.Image
	switch {
	case image == "":
	case f != formBroadcast:
		d.Dropped("image", image, vendors.Text{EN: "OPPO shows pictures in broadcasts only", ZH: "OPPO 大图样式仅支持广播"})
	case strings.Contains(image, "://"):
		d.Dropped("image", image, vendors.Text{EN: "OPPO takes the id of an uploaded picture, no address", ZH: "OPPO 需先上传图片并填写 big_picture_id，不支持图片地址"})
	default:
		style := stylePicture
		d.out.Style, d.out.BigPictureID = &style, &d.msg.Image
	}
}

// texts fills title, sub_title and content. A body that is too long for the standard style
// and not for long text has the latter.
func (d *draft) texts() {
	cut := func(field, text string, limit int, option *string) *string {
		if option == nil { // else it is replaced, and reported, later
			text = d.Text(field, text, nil, limit)
		}
		return &text
	}
	if d.out.Style == nil {
		style := styleStandard
		if d.Unit.Over(d.msg.Body, d.limits.content) {
			style = styleLong
		}
		d.out.Style = &style
	}
	style := *d.out.Style
	if d.opt.Style != nil {
		style = *d.opt.Style
	}
	limit := d.limits.content
	switch style {
	case styleLong:
		limit = d.limits.longText
	case stylePicture:
		limit = d.limits.picture
	}
	d.out.Title = cut("title", d.msg.Title, d.limits.title, d.opt.Title)
	d.out.Content = cut("body", d.msg.Body, limit, d.opt.Content)
	if d.msg.Subtitle != "" {
		d.out.SubTitle = cut("subtitle", d.msg.Subtitle, d.limits.subTitle, d.opt.SubTitle)
	}
}

// extensionKey is the member of action_parameters that carries Message.Extension.
const extensionKey = "ext"

// data fills action_parameters, one JSON object as text. It is never cut: half of an
// app's data is worse than a clear refusal.
func (d *draft) data() {
	pairs := d.msg.Data
	if ext := d.msg.Extension; ext != "" {
		pairs = make(map[string]string, len(d.msg.Data)+1)
		maps.Copy(pairs, d.msg.Data)
		if old, taken := pairs[extensionKey]; taken {
			d.Replaces(extensionKey, old, ext)
		}
		pairs[extensionKey] = ext
	}
	d.out.ActionParameters = object(pairs)
	if p := d.out.ActionParameters; p != nil && d.opt.ActionParameters == nil {
		d.Fits("data with extension, as JSON,", *p, d.limits.parameters)
	}
}

// object writes pairs as a JSON object in a text; nil for none.
func object(pairs map[string]string) *string {
	if len(pairs) == 0 {
		return nil
	}
	text := string(loosejson.AppendObject(nil, pairs))
	return &text
}

// Values of click_action_type. 1 is an intent action, an option only.
const (
	clickApp      = 0
	clickWeb      = 2
	clickActivity = 4 // a full class name
	clickIntent   = 5 // an intent scheme URL
)

// click fills what a tap does. What is opened is never cut: half a link leads nowhere.
func (d *draft) click() {
	kind, target := clickApp, d.msg.Click.Target
	switch action := d.msg.Click.Action; {
	case action == "" || action == "app":
		if target != "" {
			d.Dropped("click.target", target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
		}
	case action == "url":
		kind, d.out.ClickActionURL = clickWeb, &target
	case action == "intent", action == "page" && strings.Contains(target, ":"):
		kind, d.out.ClickActionURL = clickIntent, &target
	case action == "page":
		kind, d.out.ClickActionActivity = clickActivity, &target
	default:
		d.Adjust("click.action", vendors.AdjustDropped, action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开首页（可用：app、url、intent、page）",
		})
	}
	if d.out.ClickActionURL != nil && d.opt.ClickActionURL == nil {
		d.Fits("click.target", target, d.limits.url)
	}
	if d.out.ClickActionActivity != nil && d.opt.ClickActionActivity == nil {
		d.Fits("click.target", target, d.limits.activity)
	}
	d.out.ClickActionType = &kind
}

// timeToLive fills off_line and off_line_ttl, in seconds and rounded up.
func (d *draft) timeToLive() {
	kept := !d.msg.OnlineOnly
	if d.msg.OnlineOnly || d.msg.TTL != 0 {
		d.out.OffLine = &kept
	}
	if d.msg.TTL == 0 {
		return
	}
	if !kept {
		d.Adjust("ttl", vendors.AdjustConflict, d.msg.TTL.String(), "off_line false", vendors.Text{
			EN: "online only is off_line false: nothing is kept", ZH: "仅在线即 off_line=false，不保存离线消息",
		})
		return
	}
	ttl := d.Life(d.msg.TTL, time.Second, d.opt.OffLineTTL != nil)
	if most := d.limits.ttl; most > 0 && ttl > most {
		ttl = most
		if d.opt.OffLineTTL == nil {
			d.Clamped("ttl", d.msg.TTL.String(), ttl.String(), vendors.Text{
				EN: "OPPO keeps a message at most " + most.String(), ZH: "OPPO off_line_ttl 最长 " + strconv.Itoa(int(most.Seconds())) + " 秒",
			})
		}
	}
	seconds := adjust.Units(ttl, time.Second)
	d.out.OffLineTTL = &seconds
}

// template fills the private message template (私信模板) and its parameters.
func (d *draft) template() {
	if t := d.msg.Template; t != nil {
		d.out.PrivateMsgTemplateID = &t.ID
		d.out.PrivateTitleParameters, d.out.PrivateContentParameters = object(t.TitleArgs), object(t.BodyArgs)
	}
}

// receipt fills call_back_url and its parameter.
func (d *draft) receipt() {
	r := d.msg.Receipt
	if r == nil {
		return
	}
	if r.ID != "" {
		d.Dropped("receipt.id", r.ID, vendors.Text{EN: "OPPO has no receipt ids: give receipt.url", ZH: "OPPO 没有回执 ID，请填写 receipt.url"})
	}
	if r.URL != "" {
		d.out.CallBackURL = &r.URL
		if d.opt.CallBackURL == nil {
			d.Fits("receipt.url", r.URL, d.limits.callback)
		}
	}
	if r.Param != "" {
		d.out.CallBackParameter = &r.Param
		if d.opt.CallBackParameter == nil {
			d.Fits("receipt.param", r.Param, d.limits.param)
		}
	}
}

// unverified reports what a stored body has no place for.
func (d *draft) unverified() {
	if v := d.out.VerifyRegistrationID; v != nil {
		d.Dropped("verify_registration_id", strconv.FormatBool(*v), vendors.Text{EN: "OPPO takes it in single pushes only", ZH: "OPPO 仅单推支持 verify_registration_id"})
		d.out.VerifyRegistrationID = nil
	}
}

// unreported reports a receipt that OPPO sends for registration ids only. What the options
// say goes out all the same.
func (d *draft) unreported(en, zh string) {
	if r := d.msg.Receipt; r == nil || r.URL == "" || d.opt.CallBackURL != nil {
		return
	}
	d.Dropped("receipt.url", d.msg.Receipt.URL, vendors.Text{EN: "OPPO has receipts for registration ids, none for " + en, ZH: "OPPO 仅对 registration_id 推送返回回执，" + zh + "没有回执"})
	d.out.CallBackURL, d.out.CallBackParameter = nil, d.opt.CallBackParameter
}

// unsupported reports the neutral fields OPPO has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	d.NoPriority(m.Priority)
	if s := m.Sound; s != "" && s != "default" {
		d.Dropped("sound", s, vendors.Text{EN: "the sound is the channel's", ZH: "OPPO 铃声由通知通道决定"})
	}
	if b := m.Badge; b != nil {
		why := vendors.Text{EN: "what OPPO's badge fields mean is not published: use options", ZH: "OPPO 未公布角标字段含义，请使用 oppo.Options"}
		if b.Set != nil {
			d.Dropped("badge.set", strconv.Itoa(*b.Set), why)
		}
		if b.Add != 0 {
			d.Dropped("badge.add", strconv.Itoa(b.Add), why)
		}
	}
	if m.Silent {
		d.Dropped("silent", "true", vendors.Text{EN: "OPPO has no data messages: it is shown as a notification", ZH: "OPPO 不支持透传，将作为通知展示"})
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), vendors.Text{EN: "the system decides what is shown in front", ZH: "前台是否展示由系统决定，接口不支持设置"})
	}
	if m.Test {
		d.Dropped("test", "true", vendors.Text{EN: "OPPO has no test mode: it goes to the phones named", ZH: "OPPO 没有测试模式，将真实下发"})
	}
}
