package meizu

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/length"
)

// Values of clickType. 3 (custom) does not work since Android 12.
const (
	clickApp      = 0
	clickActivity = 1
	clickURI      = 2
)

// click fills clickType and its target.
func (d *draft) click() {
	target := d.msg.Click.Target
	kind := clickApp
	switch d.msg.Click.Action {
	case "", "app":
		if target != "" {
			d.Dropped("click.target", target, vendors.Text{EN: "opening the app has no target", ZH: "打开应用没有目标"})
		}
	case "url":
		kind = clickURI
	case "page", "intent":
		kind, target = d.page(target)
	default:
		d.Adjust("click.action", vendors.AdjustDropped, d.msg.Click.Action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开应用（可用：app、url、intent、page）",
		})
	}
	d.own.action, d.own.target = kind, target
	to := d.out.ClickTypeInfo
	to.ClickType = &d.own.action
	switch kind {
	case clickURI:
		if o := d.opt.ClickTypeInfo; o == nil || o.URL == nil { // else it is replaced, and reported, later
			d.fitsBytes("click.target", target, d.limits.url) // half a link leads nowhere
		}
		to.URL = &d.own.target
	case clickActivity:
		to.Activity = &d.own.target
	}
}

// page is how a page of the app is opened: Meizu takes the name of an activity, or a URI
// such as a deep link. Of an intent: URI only the activity it names can be kept.
func (d *draft) page(target string) (kind int, to string) {
	if !strings.HasPrefix(target, "intent:") {
		if strings.Contains(target, "://") {
			return clickURI, target
		}
		return clickActivity, target
	}
	activity := activityOf(target)
	if activity == "" {
		return clickURI, target
	}
	d.Clamped("click.target", target, activity, vendors.Text{
		EN: "Meizu opens an activity by its name; what else the intent says is lost", ZH: "魅族按类名打开 activity，intent 的其他参数不会生效",
	})
	return clickActivity, activity
}

// activityOf is the full name of the activity an intent: URI names in component=.
func activityOf(intent string) string {
	_, rest, ok := strings.Cut(intent, "component=")
	if !ok {
		return ""
	}
	rest, _, _ = strings.Cut(rest, ";")
	pkg, class, ok := strings.Cut(rest, "/")
	if !ok || pkg == "" || class == "" {
		return ""
	}
	if strings.HasPrefix(class, ".") {
		return pkg + class
	}
	return class
}

// extensionKey is the member of parameters that carries Message.Extension.
const extensionKey = "ext"

// data are the pairs for the app, with the extension; nil when there are none.
func (d *draft) data() map[string]string {
	if d.msg.Extension == "" {
		return d.msg.Data
	}
	all := make(map[string]string, len(d.msg.Data)+1)
	maps.Copy(all, d.msg.Data)
	if old, taken := all[extensionKey]; taken {
		d.Replaces(extensionKey, old, d.msg.Extension)
	}
	all[extensionKey] = d.msg.Extension
	return all
}

// custom fills parameters.
func (d *draft) custom() {
	data := d.data()
	if len(data) == 0 {
		return
	}
	parameters := make(map[string]any, len(data))
	for k, v := range data {
		parameters[k] = v
	}
	d.out.ClickTypeInfo.Parameters = parameters
}

// alert fills suspend, the banner, and notificationType. Nothing said: nothing is sent,
// and Meizu turns all of them on.
func (d *draft) alert() {
	if s := d.msg.Sound; s != "" && s != "default" {
		d.Dropped("sound", s, vendors.Text{EN: "Meizu plays the phone's own sound", ZH: "魅族只能使用系统铃声"})
	}
	loud := true
	switch d.msg.Alert {
	case vendors.AlertDefault:
		if d.msg.Sound != "" {
			d.own.on = true
			d.own.attention = NotificationType{Sound: &d.own.on}
			d.advance().NotificationType = &d.own.attention
		}
		return
	case vendors.AlertFull:
	case vendors.AlertSilent:
		loud = false
	default: // bar, lock
		loud = false
		d.Clamped("alert", string(d.msg.Alert), string(vendors.AlertSilent), vendors.Text{
			EN: "Meizu switches banner, sound, vibration and light, and not where a message appears",
			ZH: "魅族仅区分悬浮窗、声音、振动、呼吸灯，不区分展示位置",
		})
	}
	d.own.on = Switch(loud)
	d.own.attention = NotificationType{Vibrate: &d.own.on, Lights: &d.own.on, Sound: &d.own.on}
	d.advance().Suspend = &d.own.on
	d.advance().NotificationType = &d.own.attention
}

func (d *draft) advance() *AdvanceInfo {
	if d.out.AdvanceInfo == nil {
		d.out.AdvanceInfo = &d.own.advance
	}
	return d.out.AdvanceInfo
}

const keyAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-"

// collapse fills notifyKey: a key Meizu takes stays, any other is hashed. Two keys can
// meet in one hash; with a thousand live keys on a phone the chance is one in 500 million.
func (d *draft) collapse() {
	key := d.msg.Collapse
	if key == "" {
		return
	}
	if length.Characters.Over(key, d.limits.notifyKey) || strings.Trim(key, keyAlphabet) != "" {
		sum := sha256.Sum256([]byte(key))
		hashed := base64.RawURLEncoding.EncodeToString(sum[:6])
		if d.opt.AdvanceInfo == nil || d.opt.AdvanceInfo.NotifyKey == nil {
			d.Clamped("collapse", key, hashed, vendors.Text{
				EN: fmt.Sprintf("notifyKey is at most %d letters, digits, _ and -; a digest of the key is sent", d.limits.notifyKey),
				ZH: fmt.Sprintf("notifyKey 最长 %d 个字符（字母、数字、_、-），改发摘要", d.limits.notifyKey),
			})
		}
		key = hashed
	}
	d.own.key = key
	d.advance().NotifyKey = &d.own.key
}

// receiptBoth asks for both kinds of receipt; the SDK writes the number as a text.
const receiptBoth = "3"

// receipt fills extra. The address must be registered in the console.
func (d *draft) receipt() {
	r := d.msg.Receipt
	if r == nil || *r == (vendors.Receipt{}) {
		return
	}
	if r.ID != "" {
		d.Dropped("receipt.id", r.ID, vendors.Text{EN: "Meizu posts receipts to an address", ZH: "魅族回执按地址推送，没有回执 ID"})
	}
	if d.task || d.purpose != toTokens {
		d.Dropped("receipt", r.URL, vendors.Text{EN: "Meizu sends no receipts for tasks and broadcasts", ZH: "魅族任务推送和广播不支持回执"})
		return
	}
	if r.URL == "" {
		if r.Param != "" {
			d.Dropped("receipt.param", r.Param, vendors.Text{EN: "without an address there are no receipts", ZH: "未设置回执地址，没有回执"})
		}
		return
	}
	o := d.opt.Extra
	if o == nil || o.Callback == nil {
		d.fitsBytes("receipt.url", r.URL, d.limits.callback)
	}
	d.own.url, d.own.kinds = r.URL, receiptBoth
	d.own.extra = Extra{Callback: &d.own.url, CallbackType: &d.own.kinds}
	d.out.Extra = &d.own.extra
	if r.Param != "" {
		if o == nil || o.CallbackParam == nil {
			d.fitsBytes("receipt.param", r.Param, d.limits.cbParam)
		}
		d.own.param = r.Param
		d.own.extra.CallbackParam = &d.own.param
	}
}

// fitsBytes rejects a value that may not be cut and that Meizu counts in bytes.
func (d *draft) fitsBytes(field, value string, limit int) {
	if length.Bytes.Over(value, limit) {
		d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("%s has %d bytes, Meizu takes %d", field, len(value), limit))
	}
}

// expandPicture is the noticeExpandType of a large picture.
const expandPicture = 2

// vipOnly fills what only apps with a VIP contract may send.
func (d *draft) vipOnly() {
	why := vendors.Text{
		EN: `Meizu shows it for apps with a VIP contract: open the sender with the credential "vip"`,
		ZH: "仅限签约 VIP 的应用，开通后请配置 vip",
	}
	if m := &d.msg; !d.vip {
		if m.Subtitle != "" {
			d.Dropped("subtitle", m.Subtitle, why)
		}
		if m.Image != "" {
			d.Dropped("image", m.Image, why)
		}
		return
	}
	if d.msg.Subtitle != "" {
		var option *string
		if o := d.opt.VIPInfo; o != nil {
			option = o.Subtitle
		}
		d.out.VIPInfo = &VIPInfo{Subtitle: ptr(d.Text("subtitle", d.msg.Subtitle, option, d.limits.subtitle))}
	}
	if d.msg.Image != "" {
		d.out.NoticeExpandInfo = &NoticeExpandInfo{NoticeExpandType: ptr(expandPicture), NoticeExpandImgURL: ptr(d.msg.Image)}
	}
}
