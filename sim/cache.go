package sim

import (
	"cmp"
	"slices"
	"time"

	"github.com/offpush/offpush/sim/device"
)

// What waits at a vendor for a phone that is offline: how much may, and what makes
// room for what.

// Waiting is how many messages of the app wait for a phone.
func (v *View) Waiting(p *Phone) int {
	if v.app == nil || p == nil {
		return 0
	}
	return len(p.waiting)
}

// WaitingWithoutKey is how many of them have no cache key of their own.
func (v *View) WaitingWithoutKey(p *Phone) int {
	if v.app == nil || p == nil {
		return 0
	}
	n := 0
	for _, d := range p.waiting {
		if d.Sent.CacheKey == "" {
			n++
		}
	}
	return n
}

// WaitingKeys are the cache keys of what waits for a phone, oldest first, "" for those
// without one.
func (v *View) WaitingKeys(p *Phone) []string {
	if v.app == nil || p == nil {
		return nil
	}
	keys := make([]string, len(p.waiting))
	for i, d := range p.waiting {
		keys[i] = d.Sent.cacheKey()
	}
	return keys
}

// cacheKey is what makes waiting messages replace each other.
func (m *Message) cacheKey() string { return cmp.Or(m.CacheKey, m.Collapse) }

// Accept answers a call with a yes under another code than the usual one, for
// vendors that say that way that not all of it was taken.
func (c *Ctx) Accept(code string) { c.d.Reply.Code = code }

// Evict makes room at the phone being judged: the oldest n messages that wait for it
// end, replaced, with a receipt code.
func (c *Ctx) Evict(n int64, receiptCode string) {
	c.Effect(Effect{Kind: EffEvict, Phone: c.Phone, N: n, Text: receiptCode})
}

func (e *Engine) evict(f *Effect, now time.Time) {
	n := min(int(f.N), len(f.Phone.waiting))
	if n <= 0 {
		return
	}
	out := slices.Clone(f.Phone.waiting[:n])
	f.Phone.waiting = slices.Delete(f.Phone.waiting, 0, n)
	for _, d := range out {
		d.Sent.count("covered", 1)
		e.settleFate(d, Fate{State: device.Replaced, Code: f.Text, Cause: -1}, nil, now)
		e.planReceipt(d, now)
	}
}
