package huawei

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// pathClick is replaced as a whole: half of one action and half of another open
// nothing.
const pathClick = "android.notification.click_action"

// neutral is the field of a message an option takes the place of, and what the
// message says there; "" when it says nothing.
func neutral(m *vendors.Message, path string) (field, said string) {
	switch path {
	case "validate_only":
		return "dry_run", yes(m.DryRun)
	case "notification.title", "notification.body", "notification.image":
		return neutralNotification(m, strings.TrimPrefix(path, "notification."))
	case "data", "android.data":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "android.category":
		return "category", string(m.Category)
	case "android.urgency":
		return "priority", string(m.Priority)
	case "android.ttl":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", ""
	case "android.bi_tag":
		if m.Receipt != nil {
			return "receipt.param", m.Receipt.Param
		}
		return "receipt.param", ""
	case "android.receipt_id":
		if m.Receipt != nil {
			return "receipt.id", m.Receipt.ID
		}
		return "receipt.id", ""
	case "android.collapse_key":
		return "collapse", m.Collapse
	case "android.target_user_type":
		return "test", yes(m.Test)
	}
	if name, ok := strings.CutPrefix(path, "android.notification."); ok {
		return neutralNotification(m, name)
	}
	if name, ok := strings.CutPrefix(path, "harmony."); ok {
		return neutralHarmony(m, name)
	}
	return "", ""
}

func neutralNotification(m *vendors.Message, name string) (field, said string) {
	switch name {
	case "title":
		return "title", m.Title
	case "body":
		return "body", m.Body
	case "click_action":
		return "click.action", m.Click.Action
	case "tag", "notify_id":
		return "collapse", m.Collapse
	case "image":
		return "image", m.Image
	case "channel_id":
		return "channel", m.Channel
	case "sound", "default_sound":
		return "sound", m.Sound
	case "importance":
		return "alert", string(m.Alert)
	case "foreground_show":
		if m.Foreground != nil {
			return "foreground", strconv.FormatBool(*m.Foreground)
		}
		return "foreground", ""
	case "badge.add_num":
		return "badge.add", override.SaidOfBadge(m.Badge)
	case "badge.set_num":
		return "badge.set", override.SaidOfBadge(m.Badge)
	}
	return "", ""
}

// neutralHarmony names the fields of v3 by those of v1, which say the same.
func neutralHarmony(m *vendors.Message, path string) (field, said string) {
	if name, ok := strings.CutPrefix(path, "payload.notification."); ok {
		switch name {
		case "category":
			return neutral(m, "android.category")
		case "clickAction":
			return neutralNotification(m, "click_action")
		case "notifyId":
			return neutralNotification(m, "tag")
		case "foregroundShow":
			return neutralNotification(m, "foreground_show")
		case "badge.addNum":
			return neutralNotification(m, "badge.add_num")
		case "badge.setNum":
			return neutralNotification(m, "badge.set_num")
		}
		return neutralNotification(m, name) // title, body, image, sound
	}
	switch path {
	case "payload.extraData":
		return neutral(m, "data")
	case "pushOptions.ttl":
		return neutral(m, "android.ttl")
	case "pushOptions.biTag":
		return neutral(m, "android.bi_tag")
	case "pushOptions.receiptId":
		return neutral(m, "android.receipt_id")
	case "pushOptions.collapseKey":
		return neutral(m, "android.collapse_key")
	case "pushOptions.testMessage":
		return neutral(m, "android.target_user_type")
	}
	return "", ""
}

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// mergeOptions returns msg's options with the credential's defaults below them, and
// whether there are any.
func mergeOptions(msg, def *vendors.Message) (Options, bool) {
	opt, ok := override.Merge[Options](msg, def, neutral, pathClick, pathHarmonyClick)
	own, _ := override.Of[Options](msg)
	if msg.Silent && opt.notifies() && !own.notifies() {
		opt.withoutNotifications()
	}
	if opt.Notification != nil && *opt.Notification == (CommonNotification{}) {
		opt.Notification = nil // all of it gave way
	}
	if c := opt.harmonyNotification().ClickAction; c != nil && c != own.harmonyNotification().ClickAction && (len(msg.Data) > 0 || msg.Extension != "") {
		plain := *c // the credential's data gives way to the message's
		plain.Data = nil
		opt.Harmony.Payload.Notification.ClickAction = &plain
	}
	return opt, ok
}

// notifies reports options of a notification.
func (o *Options) notifies() bool {
	return o.Notification != nil || o.Android != nil && o.Android.Notification != nil ||
		o.Harmony != nil && o.Harmony.Payload != nil && o.Harmony.Payload.Notification != nil
}

// withoutNotifications takes out what a credential says of notifications: it would make
// one of a data message.
func (o *Options) withoutNotifications() {
	o.Notification = nil
	if o.Android != nil {
		o.Android.Notification = nil
	}
	if o.Harmony != nil && o.Harmony.Payload != nil {
		o.Harmony.Payload.Notification = nil
	}
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	d.giveWay()
	override.Lay(&d.out, &d.opt, []string{pathClick, pathHarmonyClick}, override.Telling(&d.msg, neutral, d.Overridden))
}

// giveWay takes neutral fields out of the places that would win at Huawei over those the
// options fill, or stand beside them.
func (d *draft) giveWay() {
	if d.v3 {
		own, given := d.out.Harmony.Payload.Notification, d.opt.harmonyNotification().Badge
		if own != nil && own.Badge != nil && given != nil {
			d.BadgeGivesWay(&own.Badge.AddNum, &own.Badge.SetNum, given.AddNum, given.SetNum)
		}
		return
	}
	a := d.opt.Android
	if a != nil && a.Data != nil && d.opt.Data == nil && d.out.Data != nil {
		field, said := neutral(&d.msg, "data")
		d.Overridden(field, said, *a.Data)
		d.out.Data = nil
	}
	n := d.out.Android.Notification
	if n == nil {
		return
	}
	d.textsGiveWay(n)
	if a != nil && a.Notification != nil {
		d.siblingsGiveWay(n, a.Notification)
	}
}

// siblingsGiveWay: beside a key, a number or a sound of the options a neutral one would
// win, or count too.
func (d *draft) siblingsGiveWay(n, opt *Notification) {
	if given := opt.Badge; n.Badge != nil && given != nil {
		d.BadgeGivesWay(&n.Badge.AddNum, &n.Badge.SetNum, given.AddNum, given.SetNum)
	}
	if opt.NotifyID != nil && opt.Tag == nil && n.Tag != nil {
		d.Overridden("collapse", *n.Tag, "notify_id "+strconv.FormatInt(*opt.NotifyID, 10))
		n.Tag = nil
	}
	if opt.Sound != nil && opt.DefaultSound == nil && n.DefaultSound != nil && *n.DefaultSound {
		d.Overridden("sound", d.msg.Sound, *opt.Sound)
		n.DefaultSound = nil
	}
}

// textsGiveWay: android.notification would win over notification.
func (d *draft) textsGiveWay(n *Notification) {
	top := d.opt.Notification
	if top == nil {
		return
	}
	d.GivesWay("title", &n.Title, top.Title)
	d.GivesWay("body", &n.Body, top.Body)
	d.GivesWay("image", &n.Image, top.Image)
}
