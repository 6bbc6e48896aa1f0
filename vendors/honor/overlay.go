package honor

import (
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// pathClick is replaced as a whole: half of one action and half of another open nothing.
const pathClick = "android.notification.clickAction"

// neutral is the field of a message an option takes the place of, and what the message
// says there; "" when it says nothing.
func neutral(m *vendors.Message, path string) (field, said string) {
	switch path {
	case "notification.title", "notification.body", "notification.image":
		return neutralNotification(m, strings.TrimPrefix(path, "notification."))
	case "data", "android.data":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "android.ttl":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", ""
	case "android.biTag":
		if m.Receipt != nil {
			return "receipt.param", m.Receipt.Param
		}
		return "receipt.param", ""
	case "android.targetUserType":
		if m.Test {
			return "test", "true"
		}
		return "test", ""
	}
	if name, ok := strings.CutPrefix(path, "android.notification."); ok {
		return neutralNotification(m, name)
	}
	return "", ""
}

func neutralNotification(m *vendors.Message, name string) (field, said string) {
	switch name {
	case "title":
		return "title", m.Title
	case "body":
		return "body", m.Body
	case "clickAction":
		return "click.action", m.Click.Action
	case "importance":
		return "class", string(m.Class)
	case "image":
		return "image", m.Image
	case "tag", "notifyId":
		return "collapse", m.Collapse
	case "badge.addNum":
		return "badge.add", override.SaidOfBadge(m.Badge)
	case "badge.setNum":
		return "badge.set", override.SaidOfBadge(m.Badge)
	}
	return "", ""
}

// mergeOptions returns msg's options with the credential's defaults below them, and
// whether there are any.
func mergeOptions(msg, def *vendors.Message) (Options, bool) {
	opt, ok := override.Merge[Options](msg, def, neutral, pathClick)
	if own, _ := override.Of[Options](msg); msg.Silent && opt.notifies() && !own.notifies() {
		// What the credential says of notifications would make one of a data message.
		opt.Notification = nil
		if opt.Android != nil {
			opt.Android.Notification = nil
		}
	}
	if opt.Notification != nil && *opt.Notification == (CommonNotification{}) {
		opt.Notification = nil // all of it gave way
	}
	return opt, ok
}

// notifies reports options of a notification.
func (o *Options) notifies() bool {
	return o.Notification != nil || o.Android != nil && o.Android.Notification != nil
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	d.giveWay()
	override.Lay(&d.out, &d.opt, []string{pathClick}, override.Telling(&d.msg, neutral, d.Overridden))
}

// giveWay takes neutral fields out of the places that would win at Honor over those the
// options fill, or stand beside them.
func (d *draft) giveWay() {
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
		if given := a.Notification.Badge; n.Badge != nil && given != nil {
			d.BadgeGivesWay(&n.Badge.AddNum, &n.Badge.SetNum, given.AddNum, given.SetNum)
		}
		d.collapseGivesWay(n, a.Notification)
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

// collapseGivesWay: a notification has one key, an id or a tag.
func (d *draft) collapseGivesWay(n, opt *Notification) {
	switch {
	case opt.NotifyID != nil && opt.Tag == nil && n.Tag != nil:
		d.Overridden("collapse", *n.Tag, "notifyId "+strconv.FormatInt(*opt.NotifyID, 10))
		n.Tag = nil
	case opt.Tag != nil && opt.NotifyID == nil && n.NotifyID != nil:
		d.Overridden("collapse", strconv.FormatInt(*n.NotifyID, 10), "tag "+*opt.Tag)
		n.NotifyID = nil
	}
}
