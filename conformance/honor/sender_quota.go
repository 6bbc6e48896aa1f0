package honor

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderQuotaCases are about caps, which no answer shows, and the rate.
func senderQuotaCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	must, should := conformance.Must, conformance.Should
	return []conformance.Case{{
		ID: "honor/quota/marketing-cap-sender", Level: should, Rows: []string{"R20"}, Source: docReceipt + "; " + aggregators, Codes: []string{"200"},
		Title:       "what Honor took is not sent again",
		Requirement: "A sender should report a message over the cap as accepted, as Honor answers 200, and send it once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 3 {
				s.Accepted(s.Give(sale(), p))
			}
			s.WantRequests(pathSend, 3)
			s.WantItems(p, 2)
		},
	}, {
		ID: "honor/quota/service-exempt-sender", Level: should, Rows: []string{"R17"}, Source: aggregators, Codes: []string{"200"},
		Title:       "service messages go on beyond the cap",
		Requirement: "A sender should keep the class of service messages, so that they are shown beyond the cap of marketing.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			for range 3 {
				s.Accepted(s.Give(sale(), p))
			}
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 3)
		},
	}, {
		ID: "honor/rate/qps-sender", Level: must, Rows: []string{"R25"}, Source: docCodes, Codes: []string{"503", "200"}, Needs: clock,
		Title:       "503: slow down and succeed",
		Requirement: "A sender must wait at least half a second after 503 and send the message again, so that it is accepted and shown once.",
		Run: func(t *conformance.T) {
			s := start(t, kit.Limit("speed", 2))
			p := s.Phone("a")
			for range 5 {
				s.Accepted(s.Give(chat(), p))
			}
			s.WantItems(p, 5)
			got := s.Requests(pathSend)
			for i := 1; i < len(got); i++ {
				if pause := got[i].At.Sub(got[i-1].At); got[i-1].Status == 503 && pause < 350*time.Millisecond {
					t.Errorf("request %d came %v after HTTP 503, want at least half a second, less jitter", i+1, pause)
				}
			}
		},
	}, {
		ID: "honor/rate/backoff-sender", Level: should, Rows: []string{"R25"}, Source: docCodes, Codes: []string{"503", "200"}, Needs: clock,
		Title:       "503 again: wait longer",
		Requirement: "A sender should wait longer after each further 503.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.answers(2, 503, "503")
			s.Accepted(s.Give(chat(), s.Phone("a")))
			s.wantPauses(3, 350*time.Millisecond)
		},
	}, {
		ID: "honor/testmode/test-quota-sender", Level: must, Rows: []string{"R22"}, Source: docCodes, Codes: []string{"80200047"},
		Title:       "80200047 is a matter of the next day",
		Requirement: "A sender must report 80200047 as the day's quota, not repeat the request now, and not call the token dead.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.SetCount("test", 1000)
			msg := chat()
			msg.Test = true
			s.Refused(s.Give(msg, s.Phone("a")).Outcomes[0], "80200047", vendors.ReasonQuotaAppDay, false)
			s.WantRequests(pathSend, 1)
		},
	}}
}
