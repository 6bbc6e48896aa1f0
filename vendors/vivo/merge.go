package vivo

import (
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

// mergeOptions returns msg's options with the credential's defaults below them.
// The order is message (options, then neutral fields) before defaults (options,
// then neutral fields): a default option gives way to a neutral field the message
// did set.
func mergeOptions(msg, def *vendors.Message) Options {
	o, _ := override.Of[Options](msg)
	if def == nil || len(def.Overrides) == 0 {
		return o
	}
	d, _ := override.Of[Options](def)
	override.Below(&o.AppID, d.AppID, false)
	override.Below(&o.NotifyType, d.NotifyType, msg.Alert != "" || msg.Sound != "")
	override.Below(&o.Title, d.Title, msg.Title != "")
	override.Below(&o.Content, d.Content, msg.Body != "")
	override.Below(&o.TimeToLive, d.TimeToLive, msg.TTL != 0)
	override.Below(&o.SkipType, d.SkipType, msg.Click.Action != "")
	override.Below(&o.SkipContent, d.SkipContent, msg.Click.Action != "")
	override.Below(&o.NetworkType, d.NetworkType, false)
	if o.ClientCustomMap == nil && len(msg.Data) == 0 && msg.Extension == "" {
		o.ClientCustomMap = d.ClientCustomMap
	}
	if o.Extra == nil && msg.Receipt == nil {
		o.Extra = d.Extra
	}
	override.Below(&o.PushMode, d.PushMode, msg.Test)
	override.Below(&o.Classification, d.Classification, msg.Class != "")
	override.Below(&o.Category, d.Category, msg.Category != "")
	override.Below(&o.NotifyID, d.NotifyID, msg.Collapse != "")
	override.Below(&o.ProfileID, d.ProfileID, false)
	override.Below(&o.SendOnline, d.SendOnline, msg.OnlineOnly)
	override.Below(&o.ForegroundShow, d.ForegroundShow, msg.Foreground != nil)
	override.Below(&o.AddBadge, d.AddBadge, msg.Badge != nil)
	override.Below(&o.TimedDisplay, d.TimedDisplay, false)
	if o.AuditReview == nil {
		o.AuditReview = d.AuditReview
	}
	override.Below(&o.Marketing, d.Marketing, false)
	override.Below(&o.TagExpression, d.TagExpression, false)
	override.Below(&o.ServerSDKVer, d.ServerSDKVer, false)
	override.Below(&o.ByAlias, d.ByAlias, false)
	return o // a default requestId would make every message a repetition
}
