package fcm

import (
	"maps"
	"reflect"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// neutral is the field of a message an option takes the place of, and what the message
// says there; "" when it says nothing.
func neutral(m *vendors.Message, path string) (field, said string) {
	switch path {
	case "validate_only":
		return "dry_run", yes(m.DryRun || m.Test)
	case "data", "android.data", "android_v2.data":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "notification.title":
		return "title", m.Title
	case "notification.body":
		return "body", m.Body
	case "notification.image":
		return "image", m.Image
	}
	for _, block := range []string{"android.", "android_v2.remote_notification.", "android_v2."} {
		if name, ok := strings.CutPrefix(path, block); ok {
			return neutralAndroid(m, name)
		}
	}
	return "", ""
}

func neutralAndroid(m *vendors.Message, name string) (field, said string) {
	switch name {
	case "ttl":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", yes(m.OnlineOnly)
	case "collapse_key", "notification.tag":
		return "collapse", m.Collapse
	case "priority":
		return "priority", string(m.Priority)
	case "notification.title":
		return "title", m.Title
	case "notification.body":
		return "body", m.Body
	case "notification.image":
		return "image", m.Image
	case "notification.channel_id":
		return "channel", m.Channel
	case "notification.sound", "notification.default_sound":
		return "sound", m.Sound
	case "notification.click_action":
		return "click.action", m.Click.Action
	case "notification.notification_priority":
		return "alert", string(m.Alert)
	case "notification.notification_count":
		if m.Badge != nil && m.Badge.Set != nil {
			return "badge.set", strconv.Itoa(*m.Badge.Set)
		}
		return "badge.set", ""
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
	opt, ok := override.Merge[Options](msg, def, neutral)
	if own, _ := override.Of[Options](msg); msg.Silent && opt.notifies() && !own.notifies() {
		opt.withoutNotifications()
	}
	return opt, ok
}

// notifies reports options of a notification on Android.
func (o *Options) notifies() bool {
	return o.Notification != nil || o.Android != nil && o.Android.Notification != nil ||
		o.AndroidV2 != nil && o.AndroidV2.RemoteNotification != nil && o.AndroidV2.RemoteNotification.Notification != nil
}

// withoutNotifications takes out what a credential says of notifications: it would make
// one of a data message.
func (o *Options) withoutNotifications() {
	o.Notification = nil
	if o.Android != nil {
		if o.Android.Notification = nil; reflect.ValueOf(*o.Android).IsZero() {
			o.Android = nil
		}
	}
	if o.AndroidV2 != nil && o.AndroidV2.RemoteNotification != nil {
		o.AndroidV2.RemoteNotification.Notification = nil
	}
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said. data is laid key by key.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	if d.opt.AndroidV2 != nil && d.opt.Android == nil {
		d.moveToV2()
	}
	neutralData := d.out.Data
	override.Lay(&d.out, &d.opt, nil, override.Telling(&d.msg, butData, d.Overridden))
	d.mergeData(neutralData)
	d.loses()
}

// butData is neutral without data, of which mergeData tells key by key.
func butData(m *vendors.Message, path string) (field, said string) {
	if path == "data" {
		return "", ""
	}
	return neutral(m, path)
}

// loses reports neutral texts and data that stand for all platforms and lose on Android to
// what the options say there.
func (d *draft) loses() {
	if look := d.opt.look(); look != nil && d.out.Notification != nil {
		top := d.opt.Notification
		if top == nil {
			top = &CommonNotification{}
		}
		for _, f := range []struct {
			field, said string
			top, option *string
		}{
			{"title", d.msg.Title, top.Title, look.Title}, {"body", d.msg.Body, top.Body, look.Body}, {"image", d.msg.Image, top.Image, look.Image},
		} {
			if f.option != nil && f.top == nil { // an option at the top has been told
				d.Overridden(f.field, f.said, *f.option)
			}
		}
	}
	if own := d.opt.androidData(); len(own) > 0 {
		field, said := neutral(&d.msg, "data")
		d.Overridden(field, said, override.Shown(reflect.ValueOf(own)))
	}
}

// mergeData puts the message's pairs back that no option names.
func (d *draft) mergeData(said map[string]string) {
	if len(d.opt.Data) == 0 || len(said) == 0 {
		return
	}
	all := maps.Clone(said)
	for k, v := range d.opt.Data {
		if old, taken := said[k]; taken {
			d.Overridden("data."+k, old, v)
		}
		all[k] = v
	}
	d.out.Data = all
}

// moveToV2 turns the block the neutral fields became into android_v2, which FCM does not
// take beside android.
func (d *draft) moveToV2() {
	a := d.out.Android
	d.out.Android = nil
	if a == nil {
		return
	}
	v2 := &AndroidV2{CollapseKey: a.CollapseKey, TTL: a.TTL}
	if a.Notification != nil || !d.msg.Silent {
		v2.RemoteNotification = &RemoteNotification{Notification: a.Notification}
	}
	sync := d.opt.AndroidV2.BackgroundSync != nil
	if sync {
		v2.RemoteNotification = nil // one of the two
	}
	d.out.AndroidV2 = v2
	d.lostToV2(a, sync)
}

// lostToV2 reports what the message said that android_v2 has no place for. High priority
// is none of it where the message goes out at once, as a remote notification does.
func (d *draft) lostToV2(a *Android, sync bool) {
	if a.Priority != nil && (sync || *a.Priority != priorityHigh) {
		d.Dropped("priority", string(d.msg.Priority), vendors.Text{
			EN: "android_v2 has no priority: remote_notification goes out at once, background_sync may wait",
			ZH: "android_v2 没有 priority：remote_notification 立即投递，background_sync 可能延后",
		})
	}
	if !sync || a.Notification == nil {
		return
	}
	why := vendors.Text{EN: "background_sync shows nothing of its own on Android", ZH: "background_sync 不含 Android 通知样式"}
	look := a.Notification
	for _, f := range []struct {
		field string
		text  *string
	}{
		{"channel", look.ChannelID}, {"sound", look.Sound}, {"click.action", look.ClickAction}, {"alert", look.NotificationPriority},
	} {
		if f.text != nil {
			d.Dropped(f.field, *f.text, why)
		}
	}
	if look.NotificationCount != nil {
		d.Dropped("badge.set", strconv.Itoa(*look.NotificationCount), why)
	}
}
