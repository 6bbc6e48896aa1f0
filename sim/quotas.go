package sim

import (
	"time"

	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Quota is what one counter stands at.
type Quota struct {
	App    string         `json:"app"`
	Vendor vendors.Vendor `json:"vendor"`
	Name   string         `json:"name"`
	Title  vendors.Text   `json:"title"`
	// Device is the phone of a counter kept per phone, "" for the app's.
	Device string `json:"device,omitempty"`
	Count  int64  `json:"count"`
	// Limit is what the counter may reach: what is set for the app, else what the
	// vendor's formula gives for it; nil: no limit, or only rules know it.
	Limit  *int64 `json:"limit"`
	Window string `json:"window"`
	// Resets is when the count starts again from zero; zero: never.
	Resets time.Time `json:"resets,omitzero"`
}

// Quotas lists the counters of all apps that mean something under the rules in
// force, in order of adding and definition: the app's, then those of its phones
// that were counted for in the window of now.
func (e *Engine) Quotas() []Quota {
	w, now := e.world, e.clock.Now()
	w.mu.RLock()
	defer w.mu.RUnlock()
	var out []Quota
	for _, a := range w.apps {
		a.mu.Lock()
		for i := range a.counterDefs {
			if !a.counterDefs[i].Device && a.book.counts(quota.ID(i)) {
				out = append(out, e.quota(a, quota.ID(i), a.counted(quota.ID(i)), now))
			}
		}
		for _, p := range w.order {
			if p.app != a {
				continue
			}
			for i := range a.counterDefs {
				if !a.counterDefs[i].Device || !a.book.counts(quota.ID(i)) {
					continue
				}
				if q := e.quota(a, quota.ID(i), &p.counters, now); q.Count != 0 {
					q.Device = p.ID
					out = append(out, q)
				}
			}
		}
		a.mu.Unlock()
	}
	return out
}

func (e *Engine) quota(a *App, id quota.ID, book *quota.Book, now time.Time) Quota {
	def := &a.counterDefs[id]
	q := Quota{
		App: a.Spec.ID, Vendor: a.Spec.Vendor, Name: def.Name, Title: def.Title,
		Count: book.Count(a.counterDefs, id, now), Window: def.Window.String(), Resets: book.Resets(a.counterDefs, id, now),
	}
	if n, ok := a.book.limit(View{w: e.world, app: a, now: now, seed: e.opts.Seed}, id); ok {
		q.Limit = &n
	}
	return q
}
