package sim

import (
	"sync"

	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// group is what apps that belong together share (see Grouped); most apps are alone in
// theirs. They share a lock, so that a call may reach the phones of all of them.
type group struct {
	mu       sync.Mutex
	counters quota.Book // mu: what is counted for the group
	limits   []int64    // mu: by counter, -1: none set; of what is counted for the group
	apps     []*App     // world.mu
}

// groupKey names a group.
type groupKey struct {
	vendor vendors.Vendor
	name   string
}

// join puts an app into its group, one of its own where the vendor knows none.
func (w *world) join(a *App) {
	g := &group{}
	if in, ok := a.ep.(Grouped); ok {
		if name := in.AppGroup(a.Spec.Credentials); name != "" {
			key := groupKey{a.Spec.Vendor, name}
			if w.groups[key] == nil {
				w.groups[key] = g
			}
			g = w.groups[key]
		}
	}
	if g.limits == nil {
		g.limits = noLimits(a.counterDefs)
	}
	g.apps = append(g.apps, a)
	a.group, a.mu = g, &g.mu
	for id, n := range a.limits { // those the app came with
		if n >= 0 {
			*a.limit(quota.ID(id)) = n
		}
	}
}

// phone finds a phone by the token of any app of the group; the own app's come first.
func (g *group) phone(own *App, token string) *Phone {
	if p := own.tokens[token]; p != nil {
		return p
	}
	for _, a := range g.apps {
		if p := a.tokens[token]; p != nil {
			return p
		}
	}
	return nil
}

// message finds a message by its id with any app of the group; the own app's come first.
func (g *group) message(own *App, id string) *Sent {
	if s := own.sent[id]; s != nil {
		return s
	}
	for _, a := range g.apps {
		if s := a.sent[id]; s != nil {
			return s
		}
	}
	return nil
}

// addressed is the app of the first phone that a call leads to, else own.
func (g *group) addressed(own *App, targets []Target) *App {
	if len(g.apps) == 1 {
		return own
	}
	for _, t := range targets {
		if p := g.phone(own, t.Name); p != nil {
			return p.app
		}
	}
	return own
}

// counted is where a counter of the app is kept.
func (a *App) counted(id quota.ID) *quota.Book {
	if a.counterDefs[id].Group {
		return &a.group.counters
	}
	return &a.counters
}

// limit is where the limit of a counter of the app is kept.
func (a *App) limit(id quota.ID) *int64 {
	if a.counterDefs[id].Group {
		return &a.group.limits[id]
	}
	return &a.limits[id]
}

func noLimits(defs []quota.Def) []int64 {
	limits := make([]int64, len(defs))
	for i := range limits {
		limits[i] = -1
	}
	return limits
}
