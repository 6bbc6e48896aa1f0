package meizu

import (
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// neutral is the field of a message an option takes the place of, and what the message
// says there; "" when it says nothing.
func neutral(m *vendors.Message, path string) (field, said string) {
	switch path {
	case "noticeBarInfo.noticeMsgType":
		return "class", string(m.Class)
	case "noticeBarInfo.title", "title":
		return "title", m.Title
	case "noticeBarInfo.content":
		return "body", m.Body
	case "content":
		return "data", pairs(m)
	case "noticeExpandInfo.noticeExpandImgUrl", "noticeExpandInfo.noticeExpandType":
		return "image", m.Image
	case "clickTypeInfo.clickType":
		return "click.action", m.Click.Action
	case "clickTypeInfo.url", "clickTypeInfo.activity":
		return "click.target", m.Click.Target
	case "clickTypeInfo.parameters":
		return "data", pairs(m)
	case "pushTimeInfo.offLine":
		return "online_only", yes(m.OnlineOnly)
	case "pushTimeInfo.validTime":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", ""
	case "advanceInfo.notifyKey":
		return "collapse", m.Collapse
	case "advanceInfo.suspend", "advanceInfo.notificationType.vibrate", "advanceInfo.notificationType.lights":
		return "alert", string(m.Alert)
	case "advanceInfo.notificationType.sound":
		if m.Sound != "" {
			return "sound", m.Sound
		}
		return "alert", string(m.Alert)
	case "vipInfo.subtitle":
		return "subtitle", m.Subtitle
	case "extra.callback", "extra.callback.type":
		if m.Receipt != nil {
			return "receipt.url", m.Receipt.URL
		}
	case "extra.callback.param":
		if m.Receipt != nil {
			return "receipt.param", m.Receipt.Param
		}
	}
	return "", ""
}

func pairs(m *vendors.Message) string {
	if len(m.Data) == 0 && m.Extension == "" {
		return ""
	}
	return strconv.Itoa(len(m.Data)) + " pairs"
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
	return override.Merge[Options](msg, def, neutral)
}

// apply lays the options over what the neutral fields became, and reports those that
// took the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	override.Lay(&d.out, &d.opt, nil, override.Telling(&d.msg, neutral, d.Overridden))
}
