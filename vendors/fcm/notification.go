package fcm

import (
	"strconv"

	"github.com/offpush/offpush/vendors"
)

// notification fills what the phone shows: texts for all platforms, the rest for
// Android.
func (d *draft) notification() {
	m := &d.msg
	d.out.Notification = &CommonNotification{Title: said(m.Title), Body: said(m.Body), Image: said(m.Image)}
	n := &Notification{ChannelID: said(m.Channel), Tag: said(m.Collapse), Sound: said(m.Sound), NotificationPriority: d.level()}
	n.ClickAction = d.click()
	n.NotificationCount = d.badge()
	if !n.empty() {
		d.block().Notification = n
	}
}

// empty reports that none of the neutral fields said anything for Android.
func (n *Notification) empty() bool {
	return n.ChannelID == nil && n.Tag == nil && n.Sound == nil && n.NotificationPriority == nil && n.ClickAction == nil && n.NotificationCount == nil
}

func said(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// level is notification_priority, which phones since Android 8 do not look at: there
// the channel decides.
func (d *draft) level() *string {
	switch d.msg.Alert {
	case vendors.AlertSilent:
		return ptr("PRIORITY_LOW")
	case vendors.AlertBar:
		return ptr("PRIORITY_DEFAULT")
	case vendors.AlertLock:
		return ptr("PRIORITY_HIGH")
	case vendors.AlertFull:
		return ptr("PRIORITY_MAX")
	}
	return nil
}

// click is click_action, the action of an intent filter of the app. Nothing said opens
// the app.
func (d *draft) click() *string {
	c := &d.msg.Click
	switch c.Action {
	case "", "app":
		if c.Target != "" {
			d.Dropped("click.target", c.Target, vendors.Text{EN: "opening the app has no target", ZH: "打开首页没有目标"})
		}
	case "intent", "page":
		return said(c.Target)
	case "url":
		d.Dropped("click.action", "url "+c.Target, vendors.Text{
			EN: "FCM opens no URL on a phone: put it into data and let the app open it", ZH: "FCM 不能直接打开网址：请放入 data 由应用打开",
		})
	default:
		d.Dropped("click.action", c.Action, vendors.Text{
			EN: "unknown click action; the app is opened (known: app, intent, page)", ZH: "未知的点击动作，改为打开首页（可用：app、intent、page）",
		})
	}
	return nil
}

// badge is notification_count, the whole number.
func (d *draft) badge() *int {
	b := d.msg.Badge
	if b == nil {
		return nil
	}
	if b.Add != 0 {
		d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{EN: "FCM knows the whole number only: give badge.set", ZH: "FCM 只支持直接设置角标总数，请用 badge.set"})
	}
	switch {
	case b.Set == nil:
		return nil
	case *b.Set < 0:
		d.Clamped("badge.set", strconv.Itoa(*b.Set), "0", vendors.Text{EN: "the number cannot be below 0", ZH: "角标不能小于 0"})
		return ptr(0)
	}
	return b.Set
}
