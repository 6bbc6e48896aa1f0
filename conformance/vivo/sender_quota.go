package vivo

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderQuotaCases: after a quota code vivo asks senders to stop calling for the
// rest of the day, and lowers the quota of those who do not.
func senderQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return append([]conformance.Case{{
		ID: "vivo/quota/app-quota-sender", Level: conformance.Must, Rows: []string{"V27", "S06"}, Source: docAPI, Codes: []string{"0", "10070"}, Needs: clock,
		Title:       "10070 stops operational messages until midnight",
		Requirement: "A sender must stop operational messages, to one phone and to many, after 10070 until midnight GMT+8, go on with system messages, and start again the next day.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("operational", 2))
			p, q, r := s.Phone("a"), s.Phone("b"), s.Phone("c")
			s.Accepted(s.Give(sale(0), p))
			s.Accepted(s.Give(sale(1), q))
			s.Refused(s.Give(sale(2), r).Outcomes[0], "10070", vendors.ReasonQuotaAppDay, false)
			s.WantRequests("/message/send", 3)
			s.Suppressed(s.Give(sale(3), r).Outcomes[0])
			s.AdvanceTo(at(22, 0))
			s.Suppressed(s.Give(sale(4), r).Outcomes[0])
			for _, o := range s.Give(sale(6), p, q).Outcomes {
				s.Suppressed(o)
			}
			s.WantRequests("/message/send", 3)
			s.WantRequests("/message/saveListPayload", 0)
			s.WantRequests("/message/pushToList", 0)
			s.Accepted(s.Give(chat(), r))
			s.AdvanceTo(at(8, 0).Add(24 * time.Hour))
			s.Accepted(s.Give(sale(5), r))
			s.WantRequests("/message/send", 5)
		},
	}, {
		ID: "vivo/quota/system-quota-sender", Level: conformance.Must, Rows: []string{"V28"}, Source: docCodes, Codes: []string{"0", "10073"}, Needs: clock,
		Title:       "10073 stops system messages until midnight",
		Requirement: "A sender must stop system messages after 10073 until midnight GMT+8 and go on with operational ones.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("system", 1))
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.Refused(s.Give(chat(), p).Outcomes[0], "10073", vendors.ReasonQuotaAppDay, false)
			s.Suppressed(s.Give(chat(), p).Outcomes[0])
			s.WantRequests("/message/send", 2)
			s.Accepted(s.Give(sale(0), p))
			s.AdvanceTo(at(0, 1).Add(24 * time.Hour))
			s.Accepted(s.Give(chat(), p))
		},
	}, {
		ID: "vivo/save/body-quota-sender", Level: conformance.Must, Rows: []string{"V35"}, Source: docAPI, Codes: []string{"0", "10252"}, Needs: clock,
		Features:    []string{"list"},
		Title:       "10252 stops stored bodies, nothing else",
		Requirement: "A sender must not call saveListPayload again on the day it was answered 10252, and go on with single pushes.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("saved", 1))
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(chat(), p, q))
			for _, o := range s.Give(chat(), p, q).Outcomes {
				s.Refused(o, "10252", vendors.ReasonQuotaAppDay, false)
			}
			s.WantRequests("/message/saveListPayload", 2)
			for _, o := range s.Give(chat(), p, q).Outcomes {
				if o.State != vendors.StateSuppressed && o.State != vendors.StateAccepted {
					t.Errorf("token %s is %s (%s), want suppressed, or accepted one by one", o.Token, o.State, o.Reason)
				}
			}
			s.WantRequests("/message/saveListPayload", 2)
			s.Accepted(s.Give(chat(), p))
		},
	}, {
		ID: "vivo/save/body-once-sender", Level: conformance.Should, Rows: []string{"V35"}, Source: docFAQ, Codes: []string{"0"},
		Features:    []string{"list"},
		Title:       "one stored body serves all blocks",
		Requirement: "A sender should store the body of a message to 2500 tokens once, as vivo limits stored bodies.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.GiveTo(chat(), unknownTokens(2500)...)
			s.WantRequests("/message/saveListPayload", 1)
		},
	}, {
		ID: "vivo/all/all-twice-sender", Level: conformance.Should, Rows: []string{"V36"}, Source: docAPI, Codes: []string{"0", "10254"}, Needs: clock,
		Features:    []string{"broadcast"},
		Title:       "10254 stops pushes to all until midnight",
		Requirement: "A sender should not call /message/all again on the day it was answered 10254.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			b := s.broadcaster()
			for i, want := range []vendors.State{vendors.StateAccepted, vendors.StateRefused, vendors.StateSuppressed} {
				o, _, err := b.Broadcast(t.Context(), sale(i), vendors.Audience{All: true})
				s.Settle()
				if err != nil || o.State != want {
					t.Errorf("push to all no. %d is %s (%s, code %q, error %v), want %s", i+1, o.State, o.Reason, o.Code, err, want)
				}
			}
			s.WantRequests("/message/all", 2)
			s.Accepted(s.Give(sale(3), p))
		},
	}}, senderTimeCases()...)
}

// broadcaster is the sender's broadcast ability, which the feature promises.
func (s *sending) broadcaster() vendors.Broadcaster {
	return kit.Ability[vendors.Broadcaster](s.Sending, "broadcast")
}

// senderTimeCases are about hours and speed.
func senderTimeCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	return []conformance.Case{{
		ID: "vivo/hours/night-operational-sender", Level: conformance.Must, Rows: []string{"V26"}, Source: docCodes, Codes: []string{"10071", "0"},
		Start: at(23, 30), Needs: clock,
		Title:       "an operational message at night is no success",
		Requirement: "A sender must report an operational message at 23:30 as outside the hours, not repeat it in vain, and send system messages.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			o := s.Give(sale(0), p).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Reason != vendors.ReasonOutsideHours && o.State != vendors.StateSuppressed {
				t.Errorf("the outcome is %s (%s), want %s", o.State, o.Reason, vendors.ReasonOutsideHours)
			}
			if n := len(s.Requests("/message/send")); n > 1 {
				t.Errorf("%d requests at night, want at most 1", n)
			}
			s.Accepted(s.Give(chat(), p))
		},
	}, {
		ID: "vivo/hours/morning-sender", Level: conformance.Should, Rows: []string{"V26"}, Source: docCodes, Codes: []string{"10071", "0"},
		Start: at(6, 30), Needs: clock,
		Title:       "after 07:00 operational messages go again",
		Requirement: "A sender should send operational messages again after 07:00 although it was answered 10071 before.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Give(sale(0), p)
			s.AdvanceTo(at(7, 1))
			s.Accepted(s.Give(sale(1), p))
		},
	}, {
		ID: "vivo/rate/rate-sender", Level: conformance.Must, Rows: []string{"V39"}, Source: docCodes, Codes: []string{"0", "10072"}, Needs: clock,
		Title:       "10072: slow down and succeed",
		Requirement: "A sender must wait after 10072 and send the message again, so that it is accepted and shown once.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("speed", 2))
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.WantItems(p, 5)
		},
	}, {
		ID: "vivo/rate/backoff-sender", Level: conformance.Should, Rows: []string{"V39"}, Source: docCodes, Codes: []string{"10072", "0"}, Needs: clock,
		Title:       "10072 again: wait longer",
		Requirement: "A sender should wait at least a second after 10072, and not shorter after the next.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers("/message/send", 2, `{"result":10072,"desc":"推送速度过快，请稍后再试"}`)
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantPauses("/message/send", 3, 700*time.Millisecond)
		},
	}}
}

// wantPauses says that n requests must have reached path with pauses of at least
// first, each about as long as the one before or longer.
func (s *sending) wantPauses(path string, n int, first time.Duration) {
	got := s.WantRequests(path, n)
	last := first
	for i := 1; i < len(got); i++ {
		pause := got[i].At.Sub(got[i-1].At)
		if pause < last {
			s.T.Errorf("request %d came %v after the one before, want at least %v", i+1, pause, last)
		}
		last = pause * 8 / 10 // room for jitter
	}
}
