package oppo

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
	case "app_message_id":
		return "id", m.ID
	case "title":
		return "title", m.Title
	case "sub_title":
		return "subtitle", m.Subtitle
	case "content":
		return "body", m.Body
	case "big_picture_id":
		return "image", m.Image
	case "click_action_type", "click_action_activity", "click_action_url":
		return "click", m.Click.Action
	case "action_parameters":
		if len(m.Data) > 0 || m.Extension != "" {
			return "data", strconv.Itoa(len(m.Data)) + " pairs"
		}
		return "data", ""
	case "off_line":
		if m.OnlineOnly {
			return "online_only", "true"
		}
		return "online_only", ""
	case "off_line_ttl":
		if m.TTL != 0 {
			return "ttl", m.TTL.String()
		}
		return "ttl", ""
	case "call_back_url":
		return "receipt.url", receipt.URL
	case "call_back_parameter":
		return "receipt.param", receipt.Param
	case "channel_id":
		return "channel", m.Channel
	case "notify_id":
		return "collapse", m.Collapse
	case "category":
		return "category", string(m.Category)
	case "notify_level":
		return "alert", string(m.Alert)
	case "private_msg_template_id", "private_title_parameters", "private_content_parameters":
		if m.Template != nil {
			return "template", m.Template.ID
		}
		return "template", ""
	}
	return "", ""
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
