package devices

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
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
	items = append(items, item("prop.token", onOff(!p.NoToken), func(p *device.Phone) { p.NoToken = !p.NoToken }))
	return append(items, ofVendor(ctx, p)...)
}

// ofVendor are the properties that only the phone's vendor knows: its environments
// and the switches its endpoint publishes.
func ofVendor(ctx *screen.Context, p device.Phone) []component.Item {
	v := ctx.Vendor(p.Brand)
	var items []component.Item
	if len(v.Environments) > 0 {
		items = append(items, component.Item{
			Title: ctx.T("prop.environment"), Note: ctx.T("env." + environment(v, p)),
			Value: func(p *device.Phone) { p.Environment = other(v, *p) },
		})
	}
	for _, f := range v.Switches {
		if len(f.Values) == 0 {
			continue // anything goes; there is nothing to choose from
		}
		now := setting(p, f)
		next := f.Values[(slices.Index(f.Values, now)+1)%len(f.Values)]
		items = append(items, component.Item{Title: f.Name, Note: now, Value: set(f, next)})
	}
	return items
}

// environment is the one a phone's token is of.
func environment(v screen.Vendor, p device.Phone) string {
	return cmp.Or(p.Environment, v.Environments[0])
}

// other is the environment a phone's token is not of.
func other(v screen.Vendor, p device.Phone) string {
	return v.Environments[(slices.Index(v.Environments, environment(v, p))+1)%len(v.Environments)]
}

// setting is what one of the vendor's switches stands at.
func setting(p device.Phone, f sim.Flag) string { return cmp.Or(p.Flags[f.Name], f.Default) }

// set makes a change of one switch.
func set(f sim.Flag, value string) func(*device.Phone) {
	return func(p *device.Phone) {
		p.Flags = maps.Clone(p.Flags)
		if value == f.Default {
			delete(p.Flags, f.Name)
			return
		}
		if p.Flags == nil {
			p.Flags = map[string]string{}
		}
		p.Flags[f.Name] = value
	}
}

// presets are states of whole phones people ask about, those of the phone's vendor
// among them.
func presets(ctx *screen.Context, p device.Phone) []component.Item {
	v := ctx.Vendor(p.Brand)
	fresh := func(p *device.Phone) {
		p.State, p.Offline, p.Notifications, p.Installed, p.Subscribed, p.Muted =
			device.Background, false, true, true, true, nil
		p.NoToken, p.Environment, p.Flags = false, "", nil
	}
	item := func(key string, change func(*device.Phone)) component.Item {
		return component.Item{Title: ctx.T(key), Value: change}
	}
	items := []component.Item{
		item("preset.fresh", fresh),
		item("preset.uninstalled", func(p *device.Phone) { fresh(p); p.Installed, p.Subscribed = false, false }),
		item("preset.no-network", func(p *device.Phone) { fresh(p); p.Offline = true }),
		item("preset.revoked", func(p *device.Phone) { fresh(p); p.Notifications = false }),
		item("preset.killed", func(p *device.Phone) { fresh(p); p.State = device.Killed }),
		item("preset.no-token", func(p *device.Phone) { fresh(p); p.NoToken = true }),
	}
	for _, e := range v.Environments {
		items = append(items, component.Item{
			Title: ctx.T("preset.environment", ctx.T("env."+e)), Value: func(p *device.Phone) { fresh(p); p.Environment = e },
		})
	}
	for _, f := range v.Switches {
		for _, value := range f.Values {
			if value == f.Default {
				continue
			}
			items = append(items, component.Item{
				Title: f.Name + " = " + value, Note: ctx.Of(f.Doc), Value: func(p *device.Phone) { fresh(p); set(f, value)(p) },
			})
		}
	}
	return items
}

type fact struct {
	name  string
	value cell.Span
	odd   bool // not as on most phones
}

// facts are what a phone is like, for the detail.
func facts(ctx *screen.Context, p device.Phone) []fact {
	th := ctx.Theme
	switched := func(key string, on bool) fact {
		if on {
			return fact{name: ctx.T(key), value: cell.Span{Style: th.OK, Text: ctx.T("word.on")}}
		}
		return fact{name: ctx.T(key), value: cell.Span{Style: th.Warn, Text: ctx.T("word.off")}, odd: true}
	}
	plain := func(name, s string) fact { return fact{name: name, value: cell.Span{Style: th.Text, Text: s}} }
	odd := func(name, s string) fact {
		return fact{name: name, value: cell.Span{Style: th.Warn, Text: s}, odd: true}
	}
	v := ctx.Vendor(p.Brand)
	test := switched("prop.test", p.Test)
	test.odd = p.Test // most phones are none
	out := []fact{
		{name: ctx.T("fact.state"), value: ctx.Presence(p), odd: true},
		{name: ctx.T("fact.brand"), value: cell.Span{Style: th.Brand(v.Accent), Text: strings.TrimSpace(ctx.Of(v.Phone.Brand) + " " + p.Model)}},
		switched("prop.notifications", p.Notifications),
		switched("prop.network", !p.Offline),
		switched("prop.installed", p.Installed),
		switched("prop.subscribed", p.Subscribed),
		test,
		plain(ctx.T("fact.app"), p.App),
	}
	if len(p.Muted) > 0 {
		var names []string
		for _, c := range p.Muted {
			names = append(names, ctx.ClassWord(c))
		}
		out = append(out, odd(ctx.T("fact.muted"), strings.Join(names, ", ")))
	}
	if len(v.Environments) > 0 {
		env := plain(ctx.T("prop.environment"), ctx.T("env."+environment(v, p)))
		env.odd = environment(v, p) != v.Environments[0]
		out = append(out, env)
	}
	for _, f := range v.Switches {
		if now := setting(p, f); now != f.Default {
			out = append(out, odd(f.Name, now))
		}
	}
	if p.NoToken {
		return append(out, odd(ctx.T("fact.token"), ctx.T("send.none")))
	}
	return append(out, fact{name: ctx.T("fact.token"), value: cell.Span{Style: th.Muted, Text: p.Token}})
}
