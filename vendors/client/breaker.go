package client

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors"
)

// Form is the kind of call vendors count separately.
type Form string

const (
	FormSingle    Form = "single"    // one token
	FormList      Form = "list"      // several tokens
	FormBroadcast Form = "broadcast" // everybody
	FormTag       Form = "tag"       // by tag or topic
)

// key is what a message is blocked by: its class or its form.
type key struct {
	class vendors.Class
	form  Form
}

// Blocked is one thing the breaker holds back. Either Class or Form is set.
type Blocked struct {
	Class vendors.Class
	Form  Form
	Code  string // the vendor's answer that caused it
	Until time.Time

	retry vendors.Retry
}

// breaker remembers what the vendor asked not to call before some moment.
type breaker struct {
	facts *vendors.Facts
	zone  *time.Location

	mu      sync.Mutex
	classes map[vendors.Class]Blocked
	forms   map[Form]Blocked
}

func newBreaker(f *vendors.Facts, zone *time.Location) *breaker {
	return &breaker{
		facts: f, zone: zone,
		classes: make(map[vendors.Class]Blocked), forms: make(map[Form]Blocked),
	}
}

// blocked returns what holds k back at now.
func (b *breaker) blocked(k key, now time.Time) (Blocked, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if x, ok := b.classes[k.class]; ok {
		if now.Before(x.Until) {
			return x, true
		}
		delete(b.classes, k.class)
	}
	if x, ok := b.forms[k.form]; ok {
		if now.Before(x.Until) {
			return x, true
		}
		delete(b.forms, k.form)
	}
	return Blocked{}, false
}

// learn looks at an outcome of a call under k. It fills RetryAfter where the
// vendor's day or window is the answer, and reports what it blocked, if anything.
func (b *breaker) learn(k key, o *vendors.Outcome, now time.Time) (Blocked, bool) {
	if o.State != vendors.StateRefused {
		return Blocked{}, false
	}
	switch o.Retry {
	case vendors.RetryNextDay:
		if o.RetryAfter == 0 {
			o.RetryAfter = b.untilMidnight(now)
		}
		return b.block(b.scope(k, o.Code), o, now)
	case vendors.RetryAfterWindow:
		// Without a time there is nothing to wait for; the outcome says it all.
		if o.RetryAfter > 0 {
			return b.block(Blocked{Class: k.class}, o, now)
		}
	}
	return Blocked{}, false
}

// scope reads from the facts what a quota code counts: the calls of an endpoint
// when the quota is named after one ("saveListPayload.app.day"), which blocks the
// form of the call; the messages of a class otherwise. When the facts have no
// quota with that code the class of the message is blocked.
func (b *breaker) scope(k key, code string) Blocked {
	for i := range b.facts.Quotas {
		q := &b.facts.Quotas[i]
		if q.Code != code || q.Until != "" {
			continue
		}
		if q.Class == vendors.ClassUnset || b.countsCalls(q.Name) {
			return Blocked{Form: k.form}
		}
		return Blocked{Class: q.Class}
	}
	return Blocked{Class: k.class}
}

func (b *breaker) countsCalls(quota string) bool {
	endpoint, _, _ := strings.Cut(quota, ".")
	for i := range b.facts.Endpoints {
		if b.facts.Endpoints[i].Name == endpoint {
			return true
		}
	}
	return false
}

func (b *breaker) block(x Blocked, o *vendors.Outcome, now time.Time) (Blocked, bool) {
	x.Code, x.Until, x.retry = o.Code, now.Add(o.RetryAfter).In(b.zone), o.Retry
	b.mu.Lock()
	defer b.mu.Unlock()
	if x.Class != vendors.ClassUnset {
		if old, ok := b.classes[x.Class]; ok && !x.Until.After(old.Until) {
			return old, false
		}
		b.classes[x.Class] = x
		return x, true
	}
	if old, ok := b.forms[x.Form]; ok && !x.Until.After(old.Until) {
		return old, false
	}
	b.forms[x.Form] = x
	return x, true
}

// untilMidnight is the rest of the vendor's day, more than zero.
func (b *breaker) untilMidnight(now time.Time) time.Duration {
	local := now.In(b.zone)
	return time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, b.zone).Sub(local)
}

// Blocked lists what the breaker holds back now, for people and dashboards.
func (c *Client) Blocked() []Blocked {
	now := c.clock.Now()
	b := c.breaker
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []Blocked
	for _, x := range b.classes {
		if now.Before(x.Until) {
			out = append(out, x)
		}
	}
	for _, x := range b.forms {
		if now.Before(x.Until) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b Blocked) int {
		return strings.Compare(string(a.Class)+string(a.Form), string(b.Class)+string(b.Form))
	})
	return out
}

// Unblock forgets everything the breaker holds back, for when the vendor has
// raised a quota or a simulator was reset.
func (c *Client) Unblock() {
	c.breaker.mu.Lock()
	defer c.breaker.mu.Unlock()
	clear(c.breaker.classes)
	clear(c.breaker.forms)
}

// suppressed is the outcome of a token the breaker held back.
func suppressed(x Blocked, now time.Time) vendors.Outcome {
	return vendors.Outcome{
		State: vendors.StateSuppressed, Reason: vendors.ReasonBreakerOpen, Retry: x.retry,
		RetryAfter: x.Until.Sub(now),
		Text:       "not sent: the vendor answered " + x.Code + " before; sending opens again at " + x.Until.Format(time.RFC3339),
	}
}
