package huawei

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// pathClick is replaced as a whole: half of one action and half of another open
// nothing.
const pathClick = "android.notification.click_action"

// overlay copies what src says over dst, both *Options. take decides for each field,
// by its path ("android.ttl"), from the value there and the new one. Structures of
// src are never shared with dst, so that a later overlay cannot change them.
func overlay(dst, src *Options, take func(path string, old, value reflect.Value) bool) {
	overlayStruct(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem(), "", take)
}

func overlayStruct(dst, src reflect.Value, prefix string, take func(string, reflect.Value, reflect.Value) bool) {
	for i := range src.NumField() {
		from, to := src.Field(i), dst.Field(i)
		if from.IsZero() {
			continue
		}
		name, _, _ := strings.Cut(src.Type().Field(i).Tag.Get("json"), ",")
		path := prefix + name
		if from.Kind() == reflect.Pointer && from.Elem().Kind() == reflect.Struct && path != pathClick {
			if to.IsNil() {
				to.Set(reflect.New(to.Type().Elem()))
			}
			overlayStruct(to.Elem(), from.Elem(), path+".", take)
			continue
		}
		if take(path, to, from) {
			to.Set(from)
		}
	}
}

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

func yes(b bool) string {
	if b {
		return "true"
	}
	return ""
}

// mergeOptions returns msg's options with the credential's defaults below them. The
// order is message (options, then neutral fields) before defaults (options, then
// neutral fields): a default option gives way to a neutral field the message did
// set. It reports whether there are any.
func mergeOptions(msg, def *vendors.Message) (Options, bool) {
	own, ok := optionsOf(msg)
	base, also := optionsOf(def)
	if !also {
		return own, ok
	}
	var merged Options
	overlay(&merged, &base, func(path string, _, _ reflect.Value) bool {
		_, said := neutral(msg, path)
		return said == ""
	})
	overlay(&merged, &own, func(string, reflect.Value, reflect.Value) bool { return true })
	return merged, true
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	overlay(&d.out, &d.opt, func(path string, old, value reflect.Value) bool {
		field, said := neutral(&d.msg, path)
		if said != "" && !old.IsZero() && shown(old) != shown(value) {
			d.adjust(field, vendors.AdjustOverridden, said, shown(value), vendors.Text{
				EN: "huawei.Options replace the neutral field", ZH: "huawei.Options 覆盖了统一字段",
			})
		}
		return true
	})
}

// shown is a field's value as a person reads it.
func shown(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && v.Elem().Kind() != reflect.Struct {
		return fmt.Sprint(v.Elem().Interface())
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return fmt.Sprint(v.Interface())
	}
	return string(b)
}
