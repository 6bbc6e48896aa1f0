package devices

import (
	"strings"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
)

// properties are what can be changed about a phone, with the value of now.
func properties(ctx *screen.Context, p device.Phone) []component.Item {
	onOff := func(on bool) string {
		if on {
			return ctx.T("word.on")
		}
		return ctx.T("word.off")
	}
	item := func(key, now string, change func(*device.Phone)) component.Item {
		return component.Item{Title: ctx.T(key), Note: now, Value: change}
	}
	items := []component.Item{
		item("prop.notifications", onOff(p.Notifications), func(p *device.Phone) { p.Notifications = !p.Notifications }),
		item("prop.network", onOff(!p.Offline), func(p *device.Phone) { p.Offline = !p.Offline }),
		item("prop.installed", onOff(p.Installed), func(p *device.Phone) { p.Installed = !p.Installed }),
		item("prop.subscribed", onOff(p.Subscribed), func(p *device.Phone) { p.Subscribed = !p.Subscribed }),
		item("prop.test", onOff(p.Test), func(p *device.Phone) { p.Test = !p.Test }),
	}
	for _, state := range []device.Presence{device.Foreground, device.Background, device.Locked, device.Killed} {
		now := ""
		if p.State == state {
			now = ctx.T("word.now")
		}
		items = append(items, item("phone."+string(state), now, func(p *device.Phone) { p.State = state }))
	}
	return items
}

// presets are states of whole phones people ask about.
func presets(ctx *screen.Context) []component.Item {
	fresh := func(p *device.Phone) {
		p.State, p.Offline, p.Notifications, p.Installed, p.Subscribed, p.Muted =
			device.Background, false, true, true, true, nil
	}
	item := func(key string, change func(*device.Phone)) component.Item {
		return component.Item{Title: ctx.T(key), Value: change}
	}
	return []component.Item{
		item("preset.fresh", fresh),
		item("preset.uninstalled", func(p *device.Phone) { fresh(p); p.Installed, p.Subscribed = false, false }),
		item("preset.no-network", func(p *device.Phone) { fresh(p); p.Offline = true }),
		item("preset.revoked", func(p *device.Phone) { fresh(p); p.Notifications = false }),
		item("preset.killed", func(p *device.Phone) { fresh(p); p.State = device.Killed }),
	}
}

type fact struct {
	name  string
	value cell.Span
}

// facts are what a phone is like, for the detail.
func facts(ctx *screen.Context, p device.Phone) []fact {
	th := ctx.Theme
	yes := func(on bool) cell.Span {
		if on {
			return cell.Span{Style: th.OK, Text: ctx.T("word.on")}
		}
		return cell.Span{Style: th.Warn, Text: ctx.T("word.off")}
	}
	plain := func(s string) cell.Span { return cell.Span{Style: th.Text, Text: s} }
	v := ctx.Vendor(p.Brand)
	out := []fact{
		{ctx.T("fact.state"), ctx.Presence(p)},
		{ctx.T("fact.brand"), cell.Span{Style: th.Brand(v.Accent), Text: strings.TrimSpace(string(v.ID) + " " + p.Model)}},
		{ctx.T("prop.notifications"), yes(p.Notifications)},
		{ctx.T("prop.network"), yes(!p.Offline)},
		{ctx.T("prop.installed"), yes(p.Installed)},
		{ctx.T("prop.subscribed"), yes(p.Subscribed)},
		{ctx.T("prop.test"), yes(p.Test)},
		{ctx.T("fact.app"), plain(p.App)},
	}
	if len(p.Muted) > 0 {
		var names []string
		for _, c := range p.Muted {
			names = append(names, ctx.ClassWord(c))
		}
		out = append(out, fact{ctx.T("fact.muted"), cell.Span{Style: th.Warn, Text: strings.Join(names, ", ")}})
	}
	return append(out, fact{ctx.T("fact.token"), cell.Span{Style: th.Muted, Text: p.Token}})
}
