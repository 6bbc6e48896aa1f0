package vivo

import "github.com/offpush/offpush/vendors"

// mergeOptions returns msg's options with the credential's defaults below them.
// The order is message (options, then neutral fields) before defaults (options,
// then neutral fields): a default option gives way to a neutral field the message
// did set.
func mergeOptions(msg, def *vendors.Message) Options {
	o := optionsOf(msg)
	if def == nil || len(def.Overrides) == 0 {
		return o
	}
	d := optionsOf(def)
	below(&o.NotifyType, d.NotifyType, msg.Alert != "" || msg.Sound != "")
	below(&o.Title, d.Title, msg.Title != "")
	below(&o.Content, d.Content, msg.Body != "")
	below(&o.TimeToLive, d.TimeToLive, msg.TTL != 0)
	below(&o.SkipType, d.SkipType, msg.Click.Action != "")
	below(&o.SkipContent, d.SkipContent, msg.Click.Action != "")
	below(&o.NetworkType, d.NetworkType, false)
	if o.ClientCustomMap == nil && len(msg.Data) == 0 && msg.Extension == "" {
		o.ClientCustomMap = d.ClientCustomMap
	}
	if o.Extra == nil && msg.Receipt == nil {
		o.Extra = d.Extra
	}
	below(&o.PushMode, d.PushMode, msg.Test)
	below(&o.Classification, d.Classification, msg.Class != "")
	below(&o.Category, d.Category, msg.Category != "")
	below(&o.NotifyID, d.NotifyID, msg.Collapse != "")
	below(&o.ProfileID, d.ProfileID, false)
	below(&o.SendOnline, d.SendOnline, msg.OnlineOnly)
	below(&o.ForegroundShow, d.ForegroundShow, msg.Foreground != nil)
	below(&o.AddBadge, d.AddBadge, msg.Badge != nil)
	below(&o.TimedDisplay, d.TimedDisplay, false)
	if o.AuditReview == nil {
		o.AuditReview = d.AuditReview
	}
	below(&o.Marketing, d.Marketing, false)
	below(&o.TagExpression, d.TagExpression, false)
	below(&o.ServerSDKVer, d.ServerSDKVer, false)
	below(&o.ByAlias, d.ByAlias, false)
	return o // a default requestId would make every message a repetition
}

// below fills dst from def unless the message said it in neutral words.
func below[T any](dst **T, def *T, said bool) {
	if *dst == nil && !said {
		*dst = def
	}
}
