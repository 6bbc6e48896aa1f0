package apns

import (
	"maps"

	"github.com/offpush/offpush/vendors"
)

// mergeOptions returns msg's options with the credential's defaults below them. The
// order is message (options, then neutral fields) before defaults (options, then
// neutral fields): a default option gives way to a neutral field the message did
// set. apns-id, a whole payload and the PushMagic are one message's own and have no
// defaults.
func mergeOptions(msg, def *vendors.Message) Options {
	o := optionsOf(msg)
	aps := APS{}
	if o.APS != nil {
		aps = *o.APS
	}
	if def != nil && len(def.Overrides) > 0 {
		d := optionsOf(def)
		below(&o.PushType, d.PushType, msg.Silent)
		below(&o.Priority, d.Priority, msg.Silent)
		below(&o.Topic, d.Topic, false)
		below(&o.Expiration, d.Expiration, msg.TTL != 0 || msg.OnlineOnly)
		below(&o.CollapseID, d.CollapseID, msg.Collapse != "")
		if len(d.Custom) > 0 {
			custom := maps.Clone(d.Custom)
			for k := range msg.Data {
				delete(custom, k)
			}
			maps.Copy(custom, o.Custom)
			o.Custom = custom
		}
		if d.APS != nil {
			mergeAPS(&aps, d.APS, msg)
		}
	}
	o.APS = &aps
	return o
}

func mergeAPS(o, d *APS, msg *vendors.Message) {
	below(&o.Alert, d.Alert, msg.Title != "" || msg.Subtitle != "" || msg.Body != "" || msg.Silent)
	below(&o.Badge, d.Badge, msg.Badge != nil)
	below(&o.Sound, d.Sound, msg.Sound != "" || msg.Silent)
	below(&o.ThreadID, d.ThreadID, false)
	below(&o.Category, d.Category, msg.Category != "")
	below(&o.ContentAvailable, d.ContentAvailable, false)
	below(&o.MutableContent, d.MutableContent, false)
	below(&o.TargetContentID, d.TargetContentID, false)
	below(&o.InterruptionLevel, d.InterruptionLevel, msg.Alert != "")
	below(&o.RelevanceScore, d.RelevanceScore, false)
	below(&o.FilterCriteria, d.FilterCriteria, false)
	below(&o.Timestamp, d.Timestamp, false)
	below(&o.Event, d.Event, false)
	below(&o.StaleDate, d.StaleDate, false)
	below(&o.DismissalDate, d.DismissalDate, false)
	below(&o.AttributesType, d.AttributesType, false)
	below(&o.InputPushChannel, d.InputPushChannel, false)
	below(&o.ContentChanged, d.ContentChanged, false)
	if o.ContentState == nil {
		o.ContentState = d.ContentState
	}
	if o.Attributes == nil {
		o.Attributes = d.Attributes
	}
}

// below fills dst from def unless the message said it in neutral words.
func below[T any](dst **T, def *T, said bool) {
	if *dst == nil && !said {
		*dst = def
	}
}
