package sim

import (
	"context"
	"maps"
	"slices"

	"github.com/offpush/offpush/vendors"
)

// Fork returns an engine with a copy of this one's world, at the same moment, with
// the same rules, seed and events to come. Its clock stands still and jumps, it
// sends no receipts, and what happens in it does not touch the original: forecasts
// and what-ifs are played in forks. Messages with nothing left to happen to them
// stay behind: the fork cannot be asked about them. Close it when done.
func (e *Engine) Fork() *Engine {
	f := &Engine{
		opts: e.opts, ring: newRing(forkRing),
		books: e.books, eps: e.eps, order: e.order,
	}
	f.opts.Poster = nil
	f.ctx, f.cancel = context.WithCancel(context.Background())
	// No event is between the clock and the world while both are copied, and nobody
	// changes one without the other.
	e.clock.Still(func() {
		e.world.mu.Lock()
		defer e.world.mu.Unlock()
		f.messages.Store(e.messages.Load())
		f.calls.Store(e.calls.Load())
		c := &copier{sent: map[*Sent]*Sent{}, deliveries: map[*Delivery]*Delivery{},
			apps: map[*App]*App{}, phones: map[*Phone]*Phone{}}
		f.world = c.world(e.world)
		f.clock = e.clock.Fork(f.handle, c.payload)
	})
	return f
}

// forkRing bounds the memory of a fork: it lives for one forecast.
const forkRing = 4 << 20

// copier copies a world, keeping who points to whom.
type copier struct {
	apps       map[*App]*App
	phones     map[*Phone]*Phone
	sent       map[*Sent]*Sent
	deliveries map[*Delivery]*Delivery
}

func (c *copier) world(w *world) *world {
	n := newWorld()
	for _, a := range w.apps {
		na := c.app(a)
		n.apps = append(n.apps, na)
		n.join(na)
		na.group.counters, na.group.limits = a.group.counters.Clone(), slices.Clone(a.group.limits)
		n.byID[a.Spec.ID] = na
		if n.byRef[a.Spec.Vendor] == nil {
			n.byRef[a.Spec.Vendor] = map[string]*App{}
		}
		n.byRef[a.Spec.Vendor][a.Ref] = na
		n.name(na)
	}
	w.conns.copyTo(&n.conns)
	for v := range w.byRef { // vendors without an app yet
		if n.byRef[v] == nil {
			n.byRef[v] = map[string]*App{}
		}
	}
	for _, p := range w.order {
		np := c.phone(p)
		n.order = append(n.order, np)
		n.phones[p.ID] = np
	}
	w.accessMu.RLock()
	defer w.accessMu.RUnlock()
	for v, tokens := range w.access {
		m := make(map[string]*App, len(tokens))
		for t, a := range tokens {
			m[t] = c.apps[a]
		}
		n.access[v] = m
	}
	for _, a := range w.apps {
		c.traffic(a, c.apps[a])
	}
	return n
}

// app copies what an app is; traffic copies what happened to it, when all phones
// are known.
func (c *copier) app(a *App) *App {
	n := &App{
		Spec: a.Spec, Ref: a.Ref, ep: a.ep, book: a.book,
		counterDefs: a.counterDefs, flagDefaults: a.flagDefaults,
		counters: a.counters.Clone(), limits: slices.Clone(a.limits),
		tokens: map[string]*Phone{}, aliases: map[string]*Phone{},
		access: maps.Clone(a.access), issued: a.issued, accepted: a.accepted,
		sent:   map[string]*Sent{},
		memory: maps.Clone(a.memory), tags: maps.Clone(a.tags), draws: maps.Clone(a.draws),
	}
	n.Spec.Flags, n.Spec.Receipts = maps.Clone(a.Spec.Flags), maps.Clone(a.Spec.Receipts)
	c.apps[a] = n
	return n
}

func (c *copier) phone(p *Phone) *Phone {
	n := &Phone{
		Phone: p.Phone, app: c.apps[p.app], counters: p.counters.Clone(),
		shade: p.shade.Clone(), recent: maps.Clone(p.recent),
	}
	n.Tags = slices.Clone(p.Tags)
	c.phones[p] = n
	return n
}

func (c *copier) traffic(a, n *App) {
	for t, p := range a.tokens {
		n.tokens[t] = c.phones[p]
	}
	for t, p := range a.aliases {
		n.aliases[t] = c.phones[p]
	}
	for _, id := range a.finished {
		if s := a.sent[id]; s != nil && s.live() {
			n.sent[id] = c.message(s)
			n.finished = append(n.finished, id)
		}
	}
	for p, np := range c.phones {
		if p.app != a {
			continue
		}
		for _, d := range p.waiting {
			np.waiting = append(np.waiting, c.delivery(d))
		}
		if p.onScreen != nil {
			np.onScreen = make(map[string]*Delivery, len(p.onScreen))
			for id, d := range p.onScreen {
				if d != nil {
					np.onScreen[id] = c.delivery(d)
				}
			}
		}
	}
}

func (c *copier) message(s *Sent) *Sent {
	if n, ok := c.sent[s]; ok {
		return n
	}
	n := new(Sent)
	*n = *s
	c.sent[s] = n
	n.App = c.apps[s.App]
	n.tally = slices.Clone(s.tally)
	n.deliveries = nil
	for _, d := range s.deliveries {
		if d.live() {
			n.deliveries = append(n.deliveries, c.delivery(d))
		}
	}
	return n
}

// live reports whether something can still happen to the message: it is stored for
// later, being audited, on its way to an audience, or one of its deliveries is live.
func (s *Sent) live() bool {
	return s.Saved || s.spreading || s.Audit == AuditPending || slices.ContainsFunc(s.deliveries, (*Delivery).live)
}

// live reports whether the delivery is on its way or on a screen.
func (d *Delivery) live() bool { return !d.Fate.State.Final() || d.Phone.onScreen[d.ID] == d }

func (c *copier) delivery(d *Delivery) *Delivery {
	if n, ok := c.deliveries[d]; ok {
		return n
	}
	n := new(Delivery)
	*n = *d
	c.deliveries[d] = n
	n.Sent = c.message(d.Sent)
	if d.Phone != nil { // a refusal's leads nowhere
		n.Phone = c.phones[d.Phone]
	}
	return n
}

// payload translates an event to come into the copy.
func (c *copier) payload(p any) any {
	switch p := p.(type) {
	case attempt:
		return attempt{c.delivery(p.d)}
	case retry:
		return retry{c.delivery(p.d)}
	case expiry:
		return expiry{c.delivery(p.d)}
	case audit:
		return audit{s: c.message(p.s), failed: p.failed}
	case fanout:
		return fanout{sent: c.message(p.sent), next: p.next}
	case receipt:
		return receipt{d: c.delivery(p.d), fate: p.fate, cause: p.cause, try: p.try}
	}
	return nil
}

// Ref returns the world's app of a vendor by our id, for composition roots.
func (e *Engine) Ref(app string) (ref string, v vendors.Vendor, ok bool) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := e.world.byID[app]
	if a == nil {
		return "", "", false
	}
	return a.Ref, a.Spec.Vendor, true
}
