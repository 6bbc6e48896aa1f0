package xiaomi

import (
	"path"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Bits of notify_type; -1 is all of them. Since Android 8 the channel decides.
const (
	notifyAll    = -1
	notifySilent = 0
	notifySound  = 1
)

// alert fills notify_type and the sound.
func (d *draft) alert() {
	n := notifyAll
	switch d.msg.Alert {
	case vendors.AlertDefault, vendors.AlertFull:
	case vendors.AlertSilent:
		n = notifySilent
	default: // bar, lock
		n = notifySilent
		d.Clamped("alert", string(d.msg.Alert), "notify_type 0", vendors.Text{
			EN: "Xiaomi tells only sound, vibration and lights apart", ZH: "小米只区分提示音、震动与呼吸灯",
		})
	}
	switch s := d.msg.Sound; {
	case s == "":
	case s == "default":
		if n == notifySilent {
			n = notifySound
		}
	case strings.Contains(s, "://"):
		d.out.Extra.SoundURI = said(s)
	default:
		// A sound of the app as Xiaomi names it: bell.mp3 is raw/bell.
		uri := "android.resource://" + d.pkg + "/raw/" + strings.TrimSuffix(path.Base(s), path.Ext(s))
		d.out.Extra.SoundURI = &uri
	}
	d.out.NotifyType = &n
}

// Values of extra.notify_effect.
const (
	effectApp  = 1
	effectPage = 2 // extra.intent_uri
	effectWeb  = 3 // extra.web_uri
)

// click fills what a tap does. Without notify_effect the tap is handed to the app's
// receiver and opens nothing by itself.
func (d *draft) click() {
	effect, target := effectApp, d.msg.Click.Target
	switch d.msg.Click.Action {
	case "", "app":
		if target != "" {
			d.Dropped("click.target", target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
		}
	case "url":
		effect, d.out.Extra.WebURI = effectWeb, &target
	case "intent":
		effect, d.out.Extra.IntentURI = effectPage, &target
	case "page":
		uri := d.page(target)
		effect, d.out.Extra.IntentURI = effectPage, &uri
	default:
		d.Adjust("click.action", vendors.AdjustDropped, d.msg.Click.Action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开首页（可用：app、url、intent、page）",
		})
	}
	d.out.Extra.NotifyEffect = &effect
}

// page is a page as an intent URI, which is all Xiaomi opens: an activity by its name,
// or what is a URI already.
func (d *draft) page(target string) string {
	if strings.Contains(target, ":") || strings.Contains(target, "#Intent") {
		return target
	}
	return "intent:#Intent;component=" + d.pkg + "/" + target + ";end"
}

// template fills template_id and template_param. Xiaomi has one set of variables for
// title and text.
func (d *draft) template() {
	t := d.msg.Template
	if t == nil {
		return
	}
	d.out.Extra.TemplateID = said(t.ID)
	variables := make(map[string]string, len(t.TitleArgs)+len(t.BodyArgs))
	for k, v := range t.TitleArgs {
		variables[k] = v
	}
	for k, v := range t.BodyArgs {
		if old, taken := variables[k]; taken && old != v {
			d.Adjust("template."+k, vendors.AdjustConflict, old, v, vendors.Text{
				EN: "Xiaomi has one value for a variable in title and text; the text's is sent", ZH: "小米模板变量在标题与正文中取同一值，发送正文的值",
			})
		}
		variables[k] = v
	}
	if len(variables) == 0 {
		return
	}
	b, err := encode(variables)
	if err != nil { // strings always encode
		d.Reject(vendors.ReasonRequestBuildFailed, err.Error())
		return
	}
	d.out.Extra.TemplateParam = said(string(b))
}

// flags fills the switches.
func (d *draft) flags() {
	bit := func(b bool) *int {
		n := 0
		if b {
			n = 1
		}
		return &n
	}
	if d.msg.Foreground != nil {
		d.out.Extra.NotifyForeground = bit(*d.msg.Foreground)
	}
	if d.msg.OnlineOnly {
		d.out.Extra.OnlySendOnce = bit(true)
	}
}

// unsupported reports the neutral fields Xiaomi has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	d.NoPriority(m.Priority)
	if m.Subtitle != "" {
		d.Dropped("subtitle", m.Subtitle, vendors.Text{EN: "Xiaomi has no subtitle", ZH: "小米没有副标题"})
	}
	if m.Image != "" {
		d.Dropped("image", m.Image, vendors.Text{EN: "Xiaomi no longer shows pictures in notifications", ZH: "小米已下线通知大图等自定义样式"})
	}
	if b := m.Badge; b != nil {
		why := vendors.Text{EN: "Xiaomi's phones count notifications by themselves", ZH: "小米角标由系统按通知数计算，接口不支持设置"}
		if b.Set != nil {
			d.Dropped("badge.set", strconv.Itoa(*b.Set), why)
		}
		if b.Add != 0 {
			d.Dropped("badge.add", strconv.Itoa(b.Add), why)
		}
	}
	if m.Test {
		d.Dropped("test", "true", vendors.Text{EN: "Xiaomi has no test mode: it goes to the phones named", ZH: "小米没有测试模式，将真实下发"})
	}
}
