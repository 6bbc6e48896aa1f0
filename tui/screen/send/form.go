package send

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/vendors"
)

// field is a place the focus can be at, in the order of the tab key.
type field int

const (
	fieldVendor field = iota
	fieldApp
	fieldPhones
	fieldCategory
	fieldTitle
	fieldBody
	fieldExtension
	fieldData
	fieldOpen
	fieldTTL
	fieldCollapse
	fieldTest
	fieldButton
	fieldResults
	fieldTail
	fields
)

// form is the message being written and the phones it is for.
type form struct {
	vendor vendors.Vendor
	app    string
	marked map[string]bool
	at     int // the phone under the cursor
	// category is the index in the vendor's categories, -1 for none.
	category int
	// meant is what the category was chosen for; another vendor has another word for
	// it, or none.
	meant vendors.CategoryFact
	// base is what the template said beyond the fields shown.
	base                             vendors.Message
	title, body, open, ttl, collapse component.TextField
	extension, data                  component.TextField
	test                             bool
}

// text is the text field of a place, nil where there is none.
func (f *form) text(at field) *component.TextField {
	switch at {
	case fieldTitle:
		return &f.title
	case fieldBody:
		return &f.body
	case fieldExtension:
		return &f.extension
	case fieldData:
		return &f.data
	case fieldOpen:
		return &f.open
	case fieldTTL:
		return &f.ttl
	case fieldCollapse:
		return &f.collapse
	}
	return nil
}

// start chooses the first app of the lab with all of its phones.
func (f *form) start(ctx *screen.Context) {
	f.category = -1
	if apps := ctx.State.Apps; len(apps) > 0 {
		f.choose(apps[0].ID, ctx)
	}
}

// choose goes to an app and marks its phones, unless they are many.
func (f *form) choose(app string, ctx *screen.Context) {
	for _, a := range ctx.State.Apps {
		if a.ID != app {
			continue
		}
		if f.vendor != a.Vendor {
			f.vendor = a.Vendor
			f.category = f.categoryOf(f.meant, ctx)
		}
		f.app, f.at, f.marked = a.ID, 0, map[string]bool{}
		for _, p := range f.phones(ctx.State) {
			f.marked[p.ID] = len(f.marked) < maxMarked && !p.NoToken
		}
	}
}

// maxMarked is how many phones are marked to begin with.
const maxMarked = 12

// phones are those with the app.
func (f *form) phones(st *screen.State) []device.Phone {
	var out []device.Phone
	for _, p := range st.Phones {
		if p.App == f.app {
			out = append(out, p)
		}
	}
	return out
}

func (f *form) apps(st *screen.State) []sim.AppSpec {
	var out []sim.AppSpec
	for _, a := range st.Apps {
		if a.Vendor == f.vendor {
			out = append(out, a)
		}
	}
	return out
}

// vendorsWithApps are the vendors something can be sent through.
func (f *form) vendorsWithApps(ctx *screen.Context) []vendors.Vendor {
	var out []vendors.Vendor
	for _, a := range ctx.State.Apps {
		if !slices.Contains(out, a.Vendor) {
			out = append(out, a.Vendor)
		}
	}
	return out
}

// toggle marks a phone or ticks the test box; it reports whether that is what the
// place is for.
func (f *form) toggle(at field, st *screen.State) bool {
	switch at {
	case fieldPhones:
		if ph := f.phones(st); f.at < len(ph) && !ph[f.at].NoToken {
			f.marked[ph[f.at].ID] = !f.marked[ph[f.at].ID]
		}
		return true
	case fieldTest:
		f.test = !f.test
		return true
	}
	return false
}

// markAll marks all phones, or none when all are.
func (f *form) markAll(st *screen.State) {
	ph := slices.DeleteFunc(f.phones(st), func(p device.Phone) bool { return p.NoToken })
	on := len(f.targets(st)) < len(ph)
	for _, p := range ph {
		f.marked[p.ID] = on
	}
}

// targets are the marked phones in the lab's order.
func (f *form) targets(st *screen.State) []string {
	var out []string
	for _, p := range f.phones(st) {
		if f.marked[p.ID] && !p.NoToken {
			out = append(out, p.ID)
		}
	}
	return out
}

// turn changes a choice; it reports whether the message changed.
func (f *form) turn(at field, d int, ctx *screen.Context) bool {
	switch at {
	case fieldPhones:
		f.at = max(0, min(f.at+d, len(f.phones(ctx.State))-1))
		return false
	case fieldCategory:
		all := ctx.Vendor(f.vendor).Categories
		n := len(all) + 1
		f.category, f.meant = (f.category+1+d+n)%n-1, vendors.CategoryFact{}
		if f.category >= 0 {
			f.meant = all[f.category]
		}
	case fieldVendor:
		all := f.vendorsWithApps(ctx)
		i := slices.Index(all, f.vendor)
		next := all[(i+d+len(all))%len(all)]
		first := slices.IndexFunc(ctx.State.Apps, func(a sim.AppSpec) bool { return a.Vendor == next })
		f.choose(ctx.State.Apps[first].ID, ctx)
	case fieldApp:
		apps := f.apps(ctx.State)
		i := slices.IndexFunc(apps, func(a sim.AppSpec) bool { return a.ID == f.app })
		f.choose(apps[(i+d+len(apps))%len(apps)].ID, ctx)
	case fieldTest:
		f.test = !f.test
	default:
		return false
	}
	return true
}

// load takes a message into the fields.
func (f *form) load(m vendors.Message, ctx *screen.Context) {
	f.base = m
	f.title.Set(m.Title)
	f.body.Set(m.Body)
	f.extension.Set(m.Extension)
	f.data.Set(screen.DataText(m.Data))
	f.open.Set(m.Click.Target)
	f.collapse.Set(m.Collapse)
	f.ttl.Set("")
	if m.TTL > 0 {
		f.ttl.Set(shortDuration(m.TTL))
	}
	f.test = m.Test
	f.meant = vendors.CategoryFact{Category: m.Category, Class: m.Class}
	if f.category = f.categoryOf(f.meant, ctx); f.category >= 0 {
		f.meant = ctx.Vendor(f.vendor).Categories[f.category]
	}
}

// categoryOf finds the vendor's category for what is meant: under the same word, or
// under a vendor-neutral one.
func (f *form) categoryOf(meant vendors.CategoryFact, ctx *screen.Context) int {
	if meant.Category == "" {
		return -1
	}
	return slices.IndexFunc(ctx.Vendor(f.vendor).Categories, func(fact vendors.CategoryFact) bool {
		return strings.EqualFold(string(fact.Category), string(meant.Category)) ||
			slices.Contains(fact.Unified, strings.ToLower(string(meant.Category))) ||
			slices.ContainsFunc(meant.Unified, func(word string) bool { return slices.Contains(fact.Unified, word) })
	})
}

// order is the form as an order; problem says what has to be put right first.
func (f *form) order(ctx *screen.Context) (o desk.Order, problem string) {
	m := f.base
	m.Title, m.Body, m.Collapse, m.Test = f.title.Value(), f.body.Value(), f.collapse.Value(), f.test
	m.Extension = strings.TrimSpace(f.extension.Value())
	var err error
	if m.Data, err = screen.ParseData(strings.TrimSpace(f.data.Value())); err != nil {
		return o, ctx.T("send.bad-data")
	}
	if target := strings.TrimSpace(f.open.Value()); target != m.Click.Target {
		m.Click = desk.ClickOn(target)
	}
	m.TTL = 0
	if text := strings.TrimSpace(f.ttl.Value()); text != "" {
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return o, ctx.T("send.bad-ttl", text)
		}
		m.TTL = d
	}
	m.Class, m.Category = f.meant.Class, ""
	if all := ctx.Vendor(f.vendor).Categories; f.category >= 0 && f.category < len(all) {
		m.Class, m.Category = all[f.category].Class, all[f.category].Category
	}
	return desk.Order{Message: m, Phones: f.targets(ctx.State), App: f.app}, ""
}

// brought reports whether the message came with an extension or data: only then has
// the form a row for it.
func (f *form) brought(at field) bool {
	switch at {
	case fieldExtension:
		return f.base.Extension != ""
	case fieldData:
		return len(f.base.Data) > 0
	}
	return true
}

// stale reports whether the extension still repeats a title or body that was changed
// since: the app would show the old text.
func (f *form) stale() bool {
	old := func(was, now string) bool {
		return was != "" && was != now && strings.Contains(f.extension.Value(), was)
	}
	return old(f.base.Title, f.title.Value()) || old(f.base.Body, f.body.Value())
}

func shortDuration(d time.Duration) string {
	s := d.String()
	s = strings.TrimSuffix(s, "0s")
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	if s == "" || strings.HasSuffix(d.String(), "10s") || !strings.HasSuffix(d.String(), "m0s") {
		return d.String()
	}
	return s
}

// fingerprint changes when something about a phone does.
func fingerprint(phones []device.Phone) string {
	var b strings.Builder
	for _, p := range phones {
		fmt.Fprintf(&b, "%s %s %t %t %t %t %t %t %s %v %v;", p.ID, p.State, p.Offline, p.Notifications, p.Installed,
			p.Subscribed, p.Test, p.NoToken, p.Environment, p.Muted, p.Flags)
	}
	return b.String()
}
