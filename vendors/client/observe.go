package client

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// EventKind says what an Event is about.
type EventKind string

const (
	EventAttempt    EventKind = "attempt"    // a call to the driver ended
	EventWait       EventKind = "wait"       // a pause begins, for pacing or before a repetition
	EventBlocked    EventKind = "blocked"    // the breaker closed a key
	EventSuppressed EventKind = "suppressed" // tokens were not sent because of the breaker
)

// Event is one thing a Client did. It holds no text, token or secret.
type Event struct {
	Kind    EventKind
	Vendor  vendors.Vendor
	At      time.Time // by the client's clock
	Class   vendors.Class
	Form    Form
	Attempt int // 1 is the first
	Tokens  int
	// Accepted counts an attempt's accepted tokens, Reasons the others.
	Accepted int
	Reasons  map[vendors.Reason]int
	Took     time.Duration // of an attempt
	Wait     time.Duration // of a pause, or until the breaker opens a key again
	Err      error         // of an attempt
}

// Observer is told what a Client does: metrics, progress. It is called from the
// sending goroutines, so it must be safe for concurrent use and return at once.
type Observer interface{ Observe(Event) }

// ObserverFunc is a function as an Observer.
type ObserverFunc func(Event)

// Observe calls f.
func (f ObserverFunc) Observe(e Event) { f(e) }

func (c *Client) emit(e Event) {
	e.Vendor, e.At = c.facts.Vendor, c.clock.Now()
	c.opts.Observer.Observe(e)
}

// attempted reports one driver call.
func (c *Client) attempted(k key, attempt int, outcomes []vendors.Outcome, started time.Time, err error) {
	e := Event{
		Kind: EventAttempt, Class: k.class, Form: k.form, Attempt: attempt,
		Tokens: len(outcomes), Took: c.clock.Now().Sub(started), Err: err,
	}
	for i := range outcomes {
		if outcomes[i].State == vendors.StateAccepted {
			e.Accepted++
			continue
		}
		if e.Reasons == nil {
			e.Reasons = make(map[vendors.Reason]int)
		}
		e.Reasons[outcomes[i].Reason]++
	}
	c.emit(e)
}
