package basics

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

func (p *play) disturb(f fault.Fault) {
	p.faults++
	f.Name, f.Vendor = fmt.Sprintf("basics-%d", p.faults), p.app.Vendor
	if f.Path == "" && !strings.Contains(p.Send[0], "*") {
		f.Path = p.Send[0]
	}
	if err := p.world.Fault(f); err != nil {
		p.t.SetupErrorf("fault %s: %v", f.Kind, err)
	}
}

// mends says that a passing disturbance must end in a message shown once.
func (w Wire) mends(id string, rows []string, what string, f fault.Fault) conformance.Case {
	return conformance.Case{
		ID: id, Level: conformance.Must, Rows: rows, Needs: []conformance.Need{conformance.NeedClock},
		Title:       what + " is tried again",
		Requirement: "A sender must try again after " + what + " and deliver the message once.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			p.disturb(f)
			p.accepted(w.chat(), ph)
			p.shows(ph, 1)
		},
	}
}

// lasts says that a lasting disturbance must not be called anything but a failure.
func (w Wire) lasts(id string, rows []string, what string, f fault.Fault) conformance.Case {
	return conformance.Case{
		ID: id, Level: conformance.Must, Rows: rows, Needs: []conformance.Need{conformance.NeedClock},
		Title:       what + " for ever is a failure",
		Requirement: "A sender must give up when " + what + " does not end, report no success and no dead token, and not hammer.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			p.disturb(f)
			r, _ := p.give(w.chat(), p.phone("a"))
			if o := r.Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead {
				t.Errorf("the outcome is %s (%s, dead %t), want a failure", o.State, o.Reason, o.TokenDead)
			}
			got := p.single()
			if len(got) > 10 {
				t.Errorf("%d requests, want at most 10", len(got))
			}
			for i := 1; i < len(got); i++ {
				if pause := got[i].At.Sub(got[i-1].At); pause < 100*time.Millisecond {
					t.Errorf("request %d came %v after the one before: too fast", i+1, pause)
				}
			}
		},
	}
}

func (w Wire) failureCases() []conformance.Case {
	cases := w.serverCases()
	if w.BareYes {
		return slices.DeleteFunc(cases, func(c conformance.Case) bool { return c.ID == "truncated-for-ever" })
	}
	return cases
}

func (w Wire) serverCases() []conformance.Case {
	status := func(code, times int) fault.Fault {
		return fault.Fault{Kind: fault.Status, Status: code, Times: times, Body: "server error"}
	}
	return []conformance.Case{
		w.mends("http-500", nil, "HTTP 500", status(500, 2)),
		w.mends("http-503", nil, "HTTP 503", status(503, 1)),
		w.mends("unknown-code-503", nil, "HTTP 503 with a code nobody knows", fault.Fault{
			Kind: fault.Answer, Status: 503, Type: "application/json", Times: 1,
			Body: `{"code":99999999,"result":99999999,"reason":"Unheard","message":"busy","msg":"busy","desc":"busy"}`,
		}),
		w.mends("html-502", []string{"B14"}, "HTTP 502 with an HTML page", fault.Fault{Kind: fault.HTML, Times: 2}),
		w.lasts("http-500-for-ever", nil, "HTTP 500", status(500, 0)),
		w.lasts("html-502-for-ever", []string{"B14"}, "HTTP 502 with an HTML page", fault.Fault{Kind: fault.HTML}),
		w.lasts("reset-for-ever", nil, "a connection reset", fault.Fault{Kind: fault.Reset}),
		w.lasts("truncated-for-ever", nil, "an answer that is cut short", fault.Fault{Kind: fault.Truncate}),
		{
			ID: "retry-hint", Level: conformance.Should, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "what failed for now may be sent later",
			Requirement: "A sender should say that a message may be sent again later when the vendor's server failed to the end.",
			Run: func(t *conformance.T) {
				p := w.start(t)
				p.disturb(status(503, 0))
				r, _ := p.give(w.chat(), p.phone("a"))
				if o := r.Outcomes[0]; !o.Retryable() {
					t.Errorf("the outcome is %s (%s) with retry %q, want a retry", o.State, o.Reason, o.Retry)
				}
			},
		}, {
			ID: "wrong-type", Level: conformance.Should,
			Title:       "a verdict labelled as HTML is still the verdict",
			Requirement: "A sender should read a complete answer that a gateway labelled as text/html.",
			Run: func(t *conformance.T) {
				p := w.start(t)
				ph := p.phone("a")
				p.disturb(fault.Fault{Kind: fault.WrongType})
				p.accepted(w.chat(), ph)
				p.shows(ph, 1)
			},
		}, {
			ID: "retry-after", Level: conformance.Must, Needs: []conformance.Need{conformance.NeedClock},
			Title:       "Retry-After is honoured",
			Requirement: "A sender must not try again before the time in Retry-After, and deliver then.",
			Run: func(t *conformance.T) {
				p := w.start(t)
				ph := p.phone("a")
				f := status(503, 1)
				f.RetryAfter = "7"
				p.disturb(f)
				p.accepted(w.chat(), ph)
				p.shows(ph, 1)
				if got := p.single(); len(got) != 2 || got[1].At.Sub(got[0].At) < 7*time.Second {
					t.Errorf("%d requests, the second %v after the first, want 2 and at least 7s", len(got), span(got))
				}
			},
		}, w.answerLost(),
	}
}

// answerLost: where the vendor takes a repetition for what it is, nothing rings
// twice. Where it does not, a sender can only choose between once or twice and once
// or never; what it must not do is to lose the message and say nothing.
func (w Wire) answerLost() conformance.Case {
	c := conformance.Case{
		ID: "answer-lost", Assumed: w.KeyAssumed, Level: conformance.Must, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a lost answer does not ring twice",
		Requirement: "A sender must not make a phone show a message twice because the answer to it was lost.",
	}
	most := 1
	if w.NoDedup {
		most = 2
		c.Title = "a lost answer is no lost message"
		c.Requirement = "A sender must report a message whose answer was lost as accepted or unknown, and must not repeat it more than once when the next answer comes."
	}
	lost := []fault.Fault{{Kind: fault.Reset, Late: true, Times: 1}, {Kind: fault.Truncate, Times: 1}}
	c.Run = func(t *conformance.T) {
		p := w.start(t)
		for i, f := range lost {
			p.disturb(f)
			ph := p.phone(string(rune('a' + i)))
			r, _ := p.give(w.chat(), ph)
			s, err := p.world.Shade(ph.ID)
			if err != nil {
				t.SetupErrorf("shade: %v", err)
			}
			if n := len(s.Items); n == 0 || n > most {
				t.Errorf("phone %s shows %d notifications, want 1 and at most %d", ph.ID, n, most)
			}
			if o := r.Outcomes[0]; o.State != vendors.StateAccepted && o.State != vendors.StateUnknown {
				t.Errorf("the outcome is %s (%s), want accepted or unknown: the vendor took the message", o.State, o.Reason)
			}
		}
	}
	return c
}

func span(x []conformance.Exchange) time.Duration {
	if len(x) < 2 {
		return 0
	}
	return x[1].At.Sub(x[0].At)
}

// timeoutCases are about answers that do not come and callers that do not wait.
func (w Wire) timeoutCases() []conformance.Case {
	return []conformance.Case{{
		ID: "time-out", Level: conformance.Must,
		Title:       "no answer in time is unknown",
		Requirement: "A sender must return when its context ends, report the message as unknown with an error, and not call the token dead.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			p.disturb(fault.Fault{Kind: fault.Stall})
			ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
			defer cancel()
			r, err := p.s.Send(ctx, w.chat(), kit.IDs(ph))
			if err == nil {
				t.Errorf("no error although the context ended")
			}
			if len(r.Outcomes) != 1 || r.Outcomes[0].State != vendors.StateUnknown || r.Outcomes[0].TokenDead {
				t.Errorf("the outcomes are %+v, want one, unknown and not dead", r.Outcomes)
			}
		},
	}, {
		ID: "cancelled", Level: conformance.Must,
		Title:       "a cancelled send sends nothing",
		Requirement: "A sender must not send a message whose context has ended, nor report it as accepted.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			r, err := p.s.Send(ctx, w.chat(), kit.IDs(ph))
			if err == nil {
				t.Errorf("no error although the context had ended")
			}
			for _, o := range r.Outcomes {
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (dead %t), want neither accepted nor dead", o.State, o.TokenDead)
				}
			}
			p.settle()
			p.shows(ph, 0)
		},
	}}
}

// mannersCases are about secrets, keys and logins.
func (w Wire) mannersCases() []conformance.Case {
	cases := []conformance.Case{{
		ID: "secrets", Level: conformance.Must,
		Title:       "no secret is told",
		Requirement: "A sender must not write a secret of the app to its logs, outcomes or errors, whatever goes wrong.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			p.accepted(w.chat(), ph)
			seen := ""
			for _, f := range []fault.Fault{{Kind: fault.HTML, Times: 1}, {Kind: fault.Reset, Times: 1}, {Kind: fault.Truncate, Times: 1}} {
				p.disturb(f)
				r, err := p.give(w.chat(), ph)
				for _, o := range r.Outcomes {
					seen += o.Text + "\n"
				}
				if err != nil {
					seen += err.Error() + "\n"
				}
			}
			seen += t.Logs()
			for _, name := range w.Secrets {
				if v := p.app.Credentials[name]; v == "" || strings.Contains(seen, v) {
					t.Errorf("the credential %s (%d characters) is in the logs, an outcome or an error", name, len(v))
				}
			}
		},
	}, {
		ID: "concurrent", Level: conformance.Must,
		Title:       "32 sends at the same time",
		Requirement: "A sender must deliver messages sent at the same time once each, and should log in once for all.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			phones := make([]device.Phone, 32)
			for i := range phones {
				phones[i] = p.phone(string(rune('A' + i)))
			}
			var all sync.WaitGroup
			for _, ph := range phones {
				all.Go(func() {
					r, err := p.s.Send(t.Context(), w.chat(), kit.IDs(ph))
					if err != nil || r.Accepted() != 1 {
						t.Errorf("send to %s: %v, outcomes %+v", ph.ID, err, r.Outcomes)
					}
				})
			}
			all.Wait()
			p.settle()
			for _, ph := range phones {
				p.shows(ph, 1)
			}
			if n := len(p.requests(w.Login)); n > 1 {
				t.Mannersf("%d logins for 32 sends at the same time, want 1", n)
			}
		},
	}}
	if w.Key != nil {
		cases = append(cases, w.keyCase())
	}
	return cases
}

func (w Wire) keyCase() conformance.Case {
	return conformance.Case{
		ID: "same-key", Level: conformance.Must, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a retry has the same key, another message another",
		Requirement: "A sender must repeat a message under the same idempotency key and never use a key for two messages.",
		Run: func(t *conformance.T) {
			p := w.start(t)
			ph := p.phone("a")
			p.disturb(fault.Fault{Kind: fault.Status, Status: 500, Times: 1})
			p.accepted(w.chat(), ph)
			p.accepted(w.chat(), ph)
			got := p.single()
			if len(got) != 3 {
				t.Fatalf("%d requests, want 3: one failed, its repetition, another message", len(got))
			}
			first, again, other := w.Key(got[0]), w.Key(got[1]), w.Key(got[2])
			if first == "" || first != again || first == other {
				t.Errorf("keys %q, %q (its repetition) and %q (another message)", first, again, other)
			}
			p.shows(ph, 2)
		},
	}
}
