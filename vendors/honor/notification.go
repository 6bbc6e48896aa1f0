package honor

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// notification fills what the phone shows.
func (d *draft) notification(class vendors.Class) {
	n := &Notification{Importance: ptr(importanceMarketing)}
	if class == vendors.ClassTransactional {
		n.Importance = ptr(importanceService)
	}
	d.out.Android.Notification = n
	n.Title, n.Body = said(d.msg.Title), said(d.msg.Body)
	if word := d.opt.importance(); word != nil {
		class = classOf(*word) // the options will say so
	}
	d.alert(class)
	d.click(n)
	d.badge(n)
	d.image(n, class)
	d.collapse(n)
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// alert fills nothing: how loud a message is follows from its class alone, and LOW would
// make a service message a marketing one.
func (d *draft) alert(class vendors.Class) {
	level := d.msg.Alert
	loud := class == vendors.ClassTransactional
	switch {
	case level == vendors.AlertDefault, loud && level == vendors.AlertFull, !loud && level == vendors.AlertSilent:
	case loud:
		d.Clamped("alert", string(level), "importance "+importanceService, vendors.Text{
			EN: "Honor shows service messages loudly; LOW would make it marketing", ZH: "荣耀服务与通讯类消息均正常提醒；LOW 会变为资讯营销类",
		})
	default:
		d.Clamped("alert", string(level), "importance "+importanceMarketing, vendors.Text{
			EN: "Honor shows marketing silently", ZH: "荣耀资讯营销类消息静默展示",
		})
	}
}

// Values of clickAction.type.
const (
	clickPage = 1 // intent or action
	clickURL  = 2
	clickApp  = 3
)

// click fills clickAction, without which Honor refuses a notification.
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

// badge fills badge. A number that is set is absolute, so only one of the two is sent.
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
		n.Badge = &Badge{AddNum: ptr(d.within("badge.add", b.Add, d.limits.addMin, d.limits.addMax))}
	case b.Add < 0:
		d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "Honor cannot take from the badge", ZH: "荣耀角标不能递减"})
	}
}

// within moves a number into Honor's range.
func (d *draft) within(field string, v, least, most int) int {
	moved := max(v, least)
	if most > 0 {
		moved = min(moved, most)
	}
	if moved != v {
		d.Clamped(field, strconv.Itoa(v), strconv.Itoa(moved), vendors.Text{
			EN: "Honor takes " + strconv.Itoa(least) + " to " + strconv.Itoa(most),
			ZH: "荣耀取值范围为 " + strconv.Itoa(least) + "-" + strconv.Itoa(most),
		})
	}
	return moved
}

// image fills the picture. Honor refuses one in a marketing message as a whole, so it is
// taken out there.
func (d *draft) image(n *Notification, class vendors.Class) {
	switch url := d.msg.Image; {
	case url == "":
	case !strings.HasPrefix(url, "https://"):
		d.Dropped("image", url, vendors.Text{EN: "Honor loads pictures by https only", ZH: "荣耀图片地址仅支持 https"})
	case class != vendors.ClassTransactional:
		d.Dropped("image", url, vendors.Text{EN: "Honor takes no picture in a marketing message (80200050)", ZH: "荣耀资讯营销类消息不支持 image（80200050）"})
	default:
		n.Image = ptr(url)
	}
}

// collapse fills notifyId or tag: the newest of one key is shown. A number is an id, by
// which an app's own code can take the notification away too.
func (d *draft) collapse(n *Notification) {
	key := d.msg.Collapse
	if key == "" {
		return
	}
	if id, err := strconv.ParseInt(key, 10, 32); err == nil && id > 0 && strconv.FormatInt(id, 10) == key {
		n.NotifyID = &id
		return
	}
	n.Tag = ptr(key)
}
