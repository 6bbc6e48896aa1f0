package basics

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// batchCases are about more than one token.
func (w Wire) batchCases() []conformance.Case {
	big := max(2*w.Batch+1, 7)
	return []conformance.Case{{
		ID: "big-batch", Level: conformance.Must, Timeout: 30 * time.Second,
		Title:       "more tokens than two calls take",
		Requirement: "A sender must split tokens over the vendor's batch size so that none is lost and none is sent to twice, in the order given.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			phones := make([]device.Phone, big)
			for i := range phones {
				phones[i] = p.phone(fmt.Sprintf("phone-%05d", i))
			}
			r := p.accepted(w.chat(), phones...)
			for i, o := range r.Outcomes {
				if string(o.Token) != phones[i].Token {
					t.Fatalf("outcome %d is of token %s, want %s", i, o.Token, phones[i].Token)
				}
			}
			for _, ph := range phones {
				s, err := p.world.Shade(ph.ID)
				if err != nil {
					t.SetupErrorf("shade: %v", err)
				}
				if len(s.Items) != 1 {
					t.Fatalf("phone %s shows %d notifications, want 1", ph.ID, len(s.Items))
				}
			}
		},
	}, {
		ID: "mixed-batch", Level: conformance.Must,
		Title:       "each token has its own outcome",
		Requirement: "A sender must report each token of a batch by its own outcome, in the order given, and not send to the good ones again.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			b, d, e := p.phone("b"), p.phone("d"), p.phone("e")
			living := map[vendors.Token]device.Phone{}
			for _, ph := range []device.Phone{b, d, e} {
				living[vendors.Token(ph.Token)] = ph
			}
			tokens := []vendors.Token{p.dead(1), vendors.Token(b.Token), p.dead(2), vendors.Token(d.Token), vendors.Token(e.Token)}
			r, err := p.giveTo(w.chat(), tokens...)
			for i, o := range r.Outcomes {
				ph, good := living[tokens[i]]
				if o.Token != tokens[i] || (o.State == vendors.StateAccepted) != good || o.TokenDead == good {
					t.Errorf("outcome %d is of token %s: %s (%s, dead %t, error %v); want token %s, alive: %t", i, o.Token, o.State, o.Reason, o.TokenDead, err, tokens[i], good)
				}
				if good {
					p.shows(ph, 1)
				}
			}
		},
	}, {
		ID: "same-token-twice", Level: conformance.Should,
		Title:       "a token given twice rings once",
		Requirement: "A sender should send to a token that was given twice once, and report an outcome for both places.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			a, b := p.phone("a"), p.phone("b")
			p.accepted(w.chat(), a, b, a)
			p.shows(a, 1)
			p.shows(b, 1)
		},
	}}
}

// worldCases are about what a message says beside its text, seen on the phone.
func (w Wire) worldCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "ttl-unit", Level: conformance.Must, Rows: []string{"B16"}, Needs: clock,
		Title:       "a lifetime of an hour is an hour",
		Requirement: "A sender must write the lifetime in the vendor's unit: with one hour, a phone back after 50 minutes shows the message, after 70 not.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			soon, late := p.phone("a", kit.Offline), p.phone("b", kit.Offline)
			msg := w.chat()
			msg.TTL = time.Hour
			p.accepted(msg, soon)
			p.accepted(msg, late)
			start := p.world.Now()
			p.until(start.Add(50 * time.Minute))
			p.change(soon, kit.Online)
			p.settle()
			p.shows(soon, 1)
			p.until(start.Add(70 * time.Minute))
			p.change(late, kit.Online)
			p.settle()
			p.shows(late, 0)
		},
	}, {
		ID: "test-only-when-asked", Level: conformance.Must, Rows: []string{"B18"},
		Title:       "nothing is a test unless asked, and then it is",
		Requirement: "A sender must not send in the vendor's test mode unless asked, and must send a test as a test.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			p.accepted(w.chat(), ph)
			p.shows(ph, 1)
			msg := w.chat()
			msg.Test = true
			other := p.phone("b")
			r, _ := p.give(msg, other)
			if r.Outcomes[0].TokenDead {
				t.Errorf("the token of a phone that is no test device is called dead")
			}
			if w.NoTest {
				if r.Accepted() > 0 && !kit.Told(r) {
					t.Errorf("a test went out as a real message and no adjustment says so")
				}
				return
			}
			if w.IsTest == nil {
				p.shows(other, 0)
				return
			}
			for i, x := range p.requests(w.Send...) {
				if got, want := w.IsTest(x), i > 0; got != want {
					t.Errorf("request %d is in test mode: %t, want %t", i+1, got, want)
				}
			}
		},
		Features: []string{"test-mode"},
	}}
}

func (p *play) until(at time.Time) {
	if err := p.world.AdvanceTo(at); err != nil {
		p.t.SetupErrorf("advance the clock: %v", err)
	}
}
