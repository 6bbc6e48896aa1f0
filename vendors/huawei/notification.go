package huawei

import (
	"path"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// notification fills what the phone shows.
func (d *draft) notification() {
	n := &Notification{}
	d.out.Android.Notification = n
	m := &d.msg
	n.Title, n.Body, n.ChannelID = said(m.Title), said(m.Body), said(m.Channel)
	d.alert(n)
	d.click(n)
	d.badge(n)
	if m.Foreground != nil {
		n.ForegroundShow = ptr(*m.Foreground)
	}
	n.Tag = said(m.Collapse)
	if m.Image != "" {
		if strings.HasPrefix(m.Image, "https://") {
			n.Image = ptr(m.Image)
		} else {
			d.Dropped("image", m.Image, vendors.Text{EN: "Huawei loads pictures by https only", ZH: "华为图片地址仅支持 https"})
		}
	}
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// Values of importance. HIGH is an option only: it needs a right.
const (
	importanceLow    = "LOW" // silent
	importanceNormal = "NORMAL"
)

// alert fills importance and the sound. NORMAL does not lift a marketing message.
func (d *draft) alert(n *Notification) {
	n.Importance = ptr(importanceNormal)
	switch d.msg.Alert {
	case vendors.AlertDefault, vendors.AlertFull:
	case vendors.AlertSilent:
		n.Importance = ptr(importanceLow)
	default: // bar, lock
		d.Adjust("alert", vendors.AdjustClamped, string(d.msg.Alert), "importance "+importanceNormal, vendors.Text{
			EN: "Huawei tells only silent and normal apart", ZH: "华为只区分静默与普通",
		})
	}
	switch s := d.msg.Sound; s {
	case "":
	case "default":
		n.DefaultSound = ptr(true)
	default:
		// Without false here the phone plays the default sound all the same.
		n.DefaultSound, n.Sound = ptr(false), ptr(rawResource(s))
	}
}

// rawResource is a sound of the app as Huawei names it: /raw/bell for bell.mp3.
func rawResource(name string) string {
	if strings.HasPrefix(name, "/") {
		return name
	}
	return "/raw/" + strings.TrimSuffix(name, path.Ext(name))
}

// Values of click_action.type. 4 (rich resource) is gone.
const (
	clickPage = 1 // intent or action
	clickURL  = 2
	clickApp  = 3
)

// click fills click_action, without which Huawei refuses a notification.
func (d *draft) click(n *Notification) {
	c, target := &ClickAction{Type: ptr(clickApp)}, d.msg.Click.Target
	n.ClickAction = c
	switch d.msg.Click.Action {
	case "", "app":
		if target != "" {
			d.Dropped("click.target", target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
		}
	case "url":
		c.Type, c.URL = ptr(clickURL), ptr(target)
	case "intent":
		c.Type, c.Intent = ptr(clickPage), ptr(target)
	case "page":
		c.Type, c.Action = ptr(clickPage), ptr(target)
	default:
		d.Adjust("click.action", vendors.AdjustDropped, d.msg.Click.Action, "app", vendors.Text{
			EN: "unknown click action; the app is opened (known: app, url, intent, page)",
			ZH: "未知的点击动作，改为打开首页（可用：app、url、intent、page）",
		})
	}
}

// badge fills badge. Huawei lets set_num win over add_num; only one is sent.
func (d *draft) badge(n *Notification) {
	b := d.msg.Badge
	if b == nil {
		return
	}
	switch {
	case b.Set != nil:
		n.Badge = &Badge{SetNum: ptr(d.within("badge.set", *b.Set, 0, d.limits.setMax))}
		if b.Add != 0 {
			d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "the badge is set to a number, nothing is added", ZH: "已直接设置角标数，不再累加"})
		}
	case b.Add > 0:
		n.Badge = &Badge{AddNum: ptr(d.within("badge.add", b.Add, 1, d.limits.addMax))}
	case b.Add < 0:
		d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "Huawei cannot take from the badge", ZH: "华为角标不能递减"})
	}
}

// within moves a number into Huawei's range.
func (d *draft) within(field string, v, least, most int) int {
	clamped := max(v, least)
	if most > 0 {
		clamped = min(clamped, most)
	}
	if clamped != v {
		d.Adjust(field, vendors.AdjustClamped, strconv.Itoa(v), strconv.Itoa(clamped), vendors.Text{
			EN: "Huawei takes " + strconv.Itoa(least) + " to " + strconv.Itoa(most),
			ZH: "华为取值范围为 " + strconv.Itoa(least) + "-" + strconv.Itoa(most),
		})
	}
	return clamped
}
