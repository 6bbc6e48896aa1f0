package huawei

import (
	"reflect"
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
	case "data":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "android.category":
		return "category", string(m.Category)
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
	case "tag":
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
		if m.Badge != nil && m.Badge.Add != 0 {
			return "badge.add", strconv.Itoa(m.Badge.Add)
		}
		return "badge.add", ""
	case "badge.set_num":
		if m.Badge != nil && m.Badge.Set != nil {
			return "badge.set", strconv.Itoa(*m.Badge.Set)
		}
		return "badge.set", ""
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
	return override.Merge[Options](msg, def, neutral, pathClick, pathHarmonyClick)
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	override.Lay(&d.out, &d.opt, []string{pathClick, pathHarmonyClick}, func(path string, old, value reflect.Value) bool {
		field, said := neutral(&d.msg, path)
		if said != "" && !old.IsZero() && override.Shown(old) != override.Shown(value) {
			d.Overridden(field, said, override.Shown(value))
		}
		return true
	})
}
