// Package defaults fills what a message leaves unset from its credential's
// defaults: message first, then credential, then vendor. An empty value never
// overrides anything.
package defaults

import (
	"maps"

	"github.com/offpush/offpush/vendors"
)

// Apply returns a copy of msg with unset fields taken from def. Maps are merged
// member by member. The ID and the overrides are the message's own: a default ID
// would make every message the same to a vendor that de-duplicates, and merging
// overrides needs to know the vendor. def may be nil.
func Apply(msg, def *vendors.Message) vendors.Message {
	m := *msg
	if def == nil {
		return m
	}
	fill(&m.Title, def.Title)
	fill(&m.Subtitle, def.Subtitle)
	fill(&m.Body, def.Body)
	fill(&m.Extension, def.Extension)
	fill(&m.Class, def.Class)
	fill(&m.Category, def.Category)
	fill(&m.Channel, def.Channel)
	fill(&m.Template, def.Template)
	fill(&m.Alert, def.Alert)
	fill(&m.Badge, def.Badge)
	fill(&m.Sound, def.Sound)
	fill(&m.Click, def.Click)
	fill(&m.TTL, def.TTL)
	fill(&m.Collapse, def.Collapse)
	fill(&m.Priority, def.Priority)
	fill(&m.Silent, def.Silent)
	fill(&m.OnlineOnly, def.OnlineOnly)
	fill(&m.Foreground, def.Foreground)
	fill(&m.Test, def.Test)
	fill(&m.DryRun, def.DryRun)
	fill(&m.Image, def.Image)
	fill(&m.Receipt, def.Receipt)
	fill(&m.Overflow, def.Overflow)
	if len(def.Data) > 0 {
		data := maps.Clone(def.Data)
		maps.Copy(data, msg.Data)
		m.Data = data
	}
	return m
}

func fill[T comparable](dst *T, def T) {
	var zero T
	if *dst == zero {
		*dst = def
	}
}
