package apns

import (
	"maps"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// mergeOptions returns msg's options with the credential's defaults below them. The
// order is message (options, then neutral fields) before defaults (options, then
// neutral fields): a default option gives way to a neutral field the message did
// set. apns-id, a whole payload and the PushMagic are one message's own and have no
// defaults.
func mergeOptions(msg, def *vendors.Message) Options {
	o, _ := override.Of[Options](msg)
	aps := APS{}
	if o.APS != nil {
		aps = *o.APS
	}
	if def != nil && len(def.Overrides) > 0 {
		d, _ := override.Of[Options](def)
		override.Below(&o.PushType, d.PushType, msg.Silent)
		override.Below(&o.Priority, d.Priority, msg.Silent || msg.Priority != "")
		override.Below(&o.Topic, d.Topic, false)
		override.Below(&o.Expiration, d.Expiration, msg.TTL != 0 || msg.OnlineOnly)
		override.Below(&o.CollapseID, d.CollapseID, msg.Collapse != "")
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
	override.Below(&o.Alert, d.Alert, msg.Title != "" || msg.Subtitle != "" || msg.Body != "" || msg.Silent)
	override.Below(&o.Badge, d.Badge, msg.Badge != nil)
	override.Below(&o.Sound, d.Sound, msg.Sound != "" || msg.Silent)
	override.Below(&o.ThreadID, d.ThreadID, false)
	override.Below(&o.Category, d.Category, msg.Category != "")
	override.Below(&o.ContentAvailable, d.ContentAvailable, false)
	override.Below(&o.MutableContent, d.MutableContent, false)
	override.Below(&o.TargetContentID, d.TargetContentID, false)
	override.Below(&o.InterruptionLevel, d.InterruptionLevel, msg.Alert != "")
	override.Below(&o.RelevanceScore, d.RelevanceScore, false)
	override.Below(&o.FilterCriteria, d.FilterCriteria, false)
	override.Below(&o.Timestamp, d.Timestamp, false)
	override.Below(&o.Event, d.Event, false)
	override.Below(&o.StaleDate, d.StaleDate, false)
	override.Below(&o.DismissalDate, d.DismissalDate, false)
	override.Below(&o.AttributesType, d.AttributesType, false)
	override.Below(&o.InputPushChannel, d.InputPushChannel, false)
	override.Below(&o.ContentChanged, d.ContentChanged, false)
	if o.ContentState == nil {
		o.ContentState = d.ContentState
	}
	if o.Attributes == nil {
		o.Attributes = d.Attributes
	}
}
