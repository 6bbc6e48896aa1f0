package xiaomi

import (
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// neutral is the field of a message an option takes the place of, and what the message
// says there; "" when it says nothing.
func neutral(m *vendors.Message, path string) (field, said string) {
	receipt := vendors.Receipt{}
	if m.Receipt != nil {
		receipt = *m.Receipt
	}
	switch path {
	case "title":
		return "title", m.Title
	case "description":
		return "body", m.Body
	case "payload":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "pass_through":
		return "silent", yes(m.Silent)
	case "notify_type":
		return "alert", string(m.Alert)
	case "notify_id":
		return "collapse", m.Collapse
	case "time_to_live":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", ""
	case "extra.channel_id":
		return "channel", m.Channel
	case "extra.template_id", "extra.template_param":
		if m.Template != nil {
			return "template", m.Template.ID
		}
		return "template", ""
	case "extra.notify_effect", "extra.intent_uri", "extra.web_uri":
		return "click", m.Click.Action
	case "extra.notify_foreground":
		if m.Foreground != nil {
			return "foreground", strconv.FormatBool(*m.Foreground)
		}
		return "foreground", ""
	case "extra.sound_uri":
		return "sound", m.Sound
	case "extra.jobkey":
		return "id", m.ID
	case "extra.callback":
		return "receipt.url", receipt.URL
	case "extra.callback.param":
		return "receipt.param", receipt.Param
	case "extra.only_send_once":
		return "online_only", yes(m.OnlineOnly)
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
	return override.Merge[Options](msg, def, neutral)
}

// apply lays the options over what the neutral fields became, and reports those that took
// the place of something the message said.
func (d *draft) apply() {
	if !d.optional {
		return
	}
	override.Lay(&d.out, &d.opt, nil, override.Telling(&d.msg, neutral, d.Overridden))
}
