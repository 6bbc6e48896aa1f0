package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/offpush/offpush/sim/device"
)

// keepKeys bounds the idempotency keys an app remembers.
const keepKeys = 100_000

// apply changes the world as a decision says. The caller holds the app's lock.
// c is the call the decision is about and s the message, nil when there is none. a
// is nil for calls of nobody's app: only what belongs to the connection is kept.
func (e *Engine) apply(a *App, c *Call, s *Sent, effects []Effect, now time.Time) {
	for i := range effects {
		f := &effects[i]
		if a == nil && f.Kind != EffConn {
			continue
		}
		switch f.Kind {
		case EffCount:
			if f.Phone != nil {
				f.Phone.counters.Add(a.counterDefs, f.Counter, now, f.N)
			} else {
				a.counted(f.Counter).Add(a.counterDefs, f.Counter, now, f.N)
			}
		case EffIssue:
			e.issue(a, f.Text, f.At, now)
		case EffRemember:
			a.rememberKey(f.Key, remembered{text: f.Text, until: f.At}, now)
		case EffSeen:
			f.Phone.see(a, s, f, now)
		case EffAudit:
			if s != nil {
				s.Audit = AuditPending
				e.clock.Schedule(f.At, true, audit{s: s, failed: f.N == 1})
			}
		case EffRecall:
			e.recall(a, f, now)
		case EffFlag:
			// The map is replaced, not changed; readers hold the world's lock for
			// reading as we do, and the app's lock orders writers.
			a.setFlag(f.Key, f.Text)
		case EffTally:
			if t := a.tallied(s, f); t != nil {
				t.count(f.Key, f.N)
			}
		case EffTag:
			a.tag(f)
		case EffDefineTag:
			a.defineTag(f)
		case EffOverwrite:
			e.overwrite(s, f, now)
		case EffEvict:
			e.evict(f, now)
		case EffConn:
			if c != nil && c.Request != nil {
				e.world.conns.set(c.Request.ConnID, f.Key, connFact{text: f.Text, at: now})
			}
		case EffAlias:
			if f.Phone != nil {
				a.bind(f.Phone, f.Phone.Alias, f.Text)
				f.Phone.Alias = f.Text
			}
		case EffRefusal:
			e.refusal(s, f, now)
		case EffBadge:
			f.Phone.shade.Badge = int(f.N)
		}
	}
}

func (a *App) tallied(s *Sent, f *Effect) *Sent {
	if f.Text != "" {
		return a.sent[f.Text]
	}
	return s
}

func (e *Engine) issue(a *App, token string, until, now time.Time) {
	a.issued++
	for t, end := range a.access {
		if now.After(end.Add(time.Hour)) { // an expired one is still told apart for a while
			delete(a.access, t)
			e.world.accessMu.Lock()
			delete(e.world.access[a.Spec.Vendor], t)
			e.world.accessMu.Unlock()
		}
	}
	a.access[token] = until
	e.world.accessMu.Lock()
	e.world.access[a.Spec.Vendor][token] = a
	e.world.accessMu.Unlock()
}

func (a *App) rememberKey(key string, m remembered, now time.Time) {
	if len(a.memory) >= keepKeys {
		for k, old := range a.memory {
			if !now.Before(old.until) {
				delete(a.memory, k)
			}
		}
		if len(a.memory) >= keepKeys {
			clear(a.memory)
		}
	}
	a.memory[Digest(key)] = m
}

// see notes that this content was counted for the phone in the day of a counter.
func (p *Phone) see(a *App, s *Sent, f *Effect, now time.Time) {
	period := a.counterDefs[f.Counter].Period(now)
	for k, old := range p.recent {
		if old != period {
			delete(p.recent, k)
		}
	}
	if s != nil {
		p.recent[s.Digest] = period
	}
}

// recall takes a message back from all phones, or from one.
func (e *Engine) recall(a *App, f *Effect, now time.Time) {
	s := a.group.message(a, f.Key)
	if s == nil {
		return
	}
	s.Recalled = s.Recalled || f.Phone == nil
	for _, d := range s.deliveries {
		if f.Phone != nil && d.Phone != f.Phone || f.N == 1 && d.Fate.State.Final() {
			continue
		}
		d.Phone.waiting = slices.DeleteFunc(d.Phone.waiting, func(w *Delivery) bool { return w == d })
		onScreen := d.Phone.shade.Remove(d.ID)
		if !onScreen && d.Fate.State.Final() {
			continue
		}
		delete(d.Phone.onScreen, d.ID)
		e.settleFate(d, Fate{State: device.Recalled, Cause: -1}, nil, now)
	}
}

// overwrite ends messages with the same collapse key that wait for a phone, those with
// another one that is named, those without one, or all of them where the vendor keeps
// only one.
func (e *Engine) overwrite(s *Sent, f *Effect, now time.Time) {
	if s == nil {
		return
	}
	key := cmp.Or(f.Key, s.cacheKey())
	if key == "" && f.N == 0 {
		return
	}
	kept := f.Phone.waiting[:0]
	for _, d := range f.Phone.waiting {
		if d.Sent == s || !d.Sent.overwritten(f.N, key) {
			kept = append(kept, d)
			continue
		}
		d.Sent.count("covered", 1)
		e.settleFate(d, Fate{State: device.Replaced, Code: f.Text, Cause: -1}, nil, now)
		e.planReceipt(d, now)
	}
	f.Phone.waiting = kept
}

// overwritten reports whether an EffOverwrite with this N, for this key, ends m.
func (m *Message) overwritten(n int64, key string) bool {
	switch n {
	case 1:
		return true
	case -1:
		return m.CacheKey == ""
	}
	return m.cacheKey() == key
}

func (a *App) tag(f *Effect) {
	p := f.Phone
	if p == nil {
		return
	}
	tags := make([]string, 0, len(p.Tags)+1)
	for _, t := range p.Tags {
		if t != f.Text {
			tags = append(tags, t)
		}
	}
	if f.N > 0 {
		tags = append(tags, f.Text)
	}
	p.Tags = tags
}

// bind lets a new alias lead to a phone instead of an old one; an alias leads to the
// phone that took it last.
func (a *App) bind(p *Phone, old, alias string) {
	if a.aliases[old] == p {
		delete(a.aliases, old)
	}
	if alias != "" {
		a.aliases[alias] = p
	}
}

func (a *App) defineTag(f *Effect) {
	if f.Key != "" {
		delete(a.tags, f.Key)
		for _, p := range a.tokens {
			if i := slices.Index(p.Tags, f.Key); i >= 0 {
				p.Tags = slices.Clone(p.Tags) // who read them before keeps what they read
				p.Tags[i] = f.Text
			}
		}
	}
	a.tags[f.Text] = true
}
