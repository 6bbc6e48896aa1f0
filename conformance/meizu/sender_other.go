package meizu

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// senderTargetCases are about lists and what a yes hides.
func senderTargetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/push/partial-sender", Level: conformance.Must, Rows: []string{"M10", "S03", "B04"}, Source: docAPI, Codes: []string{"200", "110002"},
		Title:       "a failed target is found behind a yes",
		Requirement: "A sender must report a pushId under 110002 of an answer with code \"200\" as refused and dead, the others as accepted, and not send to them again.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, q := s.Phone("a"), s.Phone("b", kit.Unsubscribed)
			r := s.Give(order(), p, q)
			s.WantTokens(r, true, false)
			s.Refused(r.Outcomes[1], "110002", vendors.ReasonTokenUnregistered, true)
			s.WantRequests(pathPush, 1)
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/push/illegal-id-sender", Level: conformance.Must, Rows: []string{"M11"}, Source: docAPI, Codes: []string{"200", "110003"},
		Title:       "what is no pushId is dead",
		Requirement: "A sender must report a pushId under 110003 as refused and dead.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			r := s.GiveTo(order(), "not-a-pushid", vendors.Token(p.Token))
			s.Refused(r.Outcomes[0], "110003", vendors.ReasonTokenInvalid, true)
			if r.Outcomes[1].State != vendors.StateAccepted {
				t.Errorf("the good one is %s", r.Outcomes[1].State)
			}
		},
	}, {
		ID: "meizu/push/switch-off-sender", Level: conformance.Must, Rows: []string{"M12", "S04"}, Source: docAPI, Codes: []string{"200", "110010"},
		Title:       "110010 of a target is a switch, not a rate",
		Requirement: "A sender must report a pushId under 110010 in value as switched off, alive, and not send to it again.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, q := s.Phone("a"), s.Phone("b", kit.Blocked)
			r := s.Give(order(), p, q)
			s.Refused(r.Outcomes[1], "110010", vendors.ReasonNotifySwitchOff, false)
			if r.Outcomes[0].State != vendors.StateAccepted {
				t.Errorf("the good one is %s", r.Outcomes[0].State)
			}
			s.WantRequests(pathPush, 1)
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/list/targets-100-targets-101-sender", Level: conformance.Must, Rows: []string{"M18", "B20"}, Source: docHistory, Codes: []string{"200"},
		Title:       "101 pushIds are two calls",
		Requirement: "A sender must send to 100 pushIds in one call and to 101 in two, without losing or repeating one.",
		Run: func(t *conformance.T) {
			s := begin(t)
			phones := make([]device.Phone, 101)
			for i := range phones {
				phones[i] = s.Phone(fmt.Sprintf("p%03d", i))
			}
			s.Accepted(s.Give(order(), phones[:100]...))
			s.WantRequests(pathPush, 1)
			s.Accepted(s.Give(order(), phones...))
			seen := map[string]int{}
			for _, x := range s.WantRequests(pathPush, 3)[1:] {
				ids := strings.Split(kit.DecodedForm(t, x).Get("pushIds"), ",")
				if len(ids) > 100 {
					t.Errorf("a call names %d pushIds", len(ids))
				}
				for _, id := range ids {
					seen[id]++
				}
			}
			for _, p := range phones {
				if seen[p.Token] != 1 {
					t.Errorf("phone %s was named %d times", p.ID, seen[p.Token])
				}
			}
		},
	}, {
		ID: "meizu/quota/public-limit-other-sender", Level: conformance.Must, Rows: []string{"M22", "M24"}, Source: docAPI, Codes: []string{"200", "110011"},
		Title:       "110011 is about one phone and day",
		Requirement: "A sender must report 110011 as a phone's limit of the day, alive, not repeat it, and go on with other phones and with private messages.",
		Run: func(t *conformance.T) {
			s := begin(t, kit.Limit("device.public", 1))
			p, q := s.Phone("a"), s.Phone("b")
			s.Accepted(s.Give(offer(), p))
			r := s.Give(offer(), p, q)
			s.Refused(r.Outcomes[0], "110011", vendors.ReasonQuotaDeviceDay, false)
			if r.Outcomes[1].State != vendors.StateAccepted {
				t.Errorf("the other phone is %s (%s)", r.Outcomes[1].State, r.Outcomes[1].Reason)
			}
			s.WantRequests(pathPush, 2)
			s.Accepted(s.Give(order(), p))
		},
	}, {
		ID: "meizu/fold/fold-sender", Level: conformance.Must, Rows: []string{"M25"}, Source: docAPI, Codes: []string{"200", "520"},
		Title:       "520 is not repeated",
		Requirement: "A sender must report a folded message as refused for being a repetition, the token alive, and not send it again.",
		Run: func(t *conformance.T) {
			s := begin(t, kit.Flag("fold_limit", "1"))
			p := s.Phone("a")
			s.Accepted(s.Give(order(), p))
			o := s.Give(order(), p).Outcomes[0]
			if o.State != vendors.StateRefused || o.Code != "520" || o.TokenDead || o.Reason != vendors.ReasonDuplicate {
				t.Errorf("the outcome is %s (%s, code %q, dead %t), want refused (DUPLICATE), 520, alive", o.State, o.Reason, o.Code, o.TokenDead)
			}
			s.WantRequests(pathPush, 2)
			s.WantItems(p, 1)
		},
	}}
}

// senderFailureCases are about answers that are no verdict.
func senderFailureCases() []conformance.Case {
	clock := []conformance.Need{conformance.NeedClock}
	odd := func(id, what, answer string, rows ...string) conformance.Case {
		return conformance.Case{
			ID: "meizu/failure/" + id, Level: conformance.Must, Source: realTraffic, Rows: rows,
			Title:       what + " is no success",
			Requirement: "A sender must not report a message as accepted when the answer is " + what + ", nor call the token dead.",
			Run: func(t *conformance.T) {
				s := begin(t)
				s.Answers(pathPush, 0, 200, answer)
				o := s.Try(order(), s.Phone("a")).Outcomes[0]
				if o.State == vendors.StateAccepted || o.TokenDead {
					t.Errorf("the outcome is %s (%s, dead %t) after the answer %s", o.State, o.Reason, o.TokenDead, answer)
				}
			},
		}
	}
	return []conformance.Case{{
		ID: "meizu/failure/http-503-sender", Level: conformance.Must, Rows: []string{"M34"}, Source: sdkJava, Codes: []string{"200"}, Needs: clock,
		Title:       "HTTP 5xx is tried again with growing pauses",
		Requirement: "A sender must try again after HTTP 503 with a page, with growing pauses, and deliver once.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			s.Answers(pathPush, 2, 503, "<html><body>503 Service Unavailable</body></html>")
			s.Accepted(s.Give(order(), p))
			got := s.WantRequests(pathPush, 3)
			if len(got) == 3 {
				one, two := got[1].At.Sub(got[0].At), got[2].At.Sub(got[1].At)
				if one < 500*time.Millisecond || two < one {
					t.Errorf("pauses of %v and %v, want growing ones", one, two)
				}
			}
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/failure/http-502-sender", Level: conformance.Must, Rows: []string{"B14"}, Source: realTraffic, Codes: []string{"200"}, Needs: clock,
		Title:       "a gateway's page is no verdict",
		Requirement: "A sender must try again after HTTP 502 with a page, and not report the token or the message as refused.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			s.Answers(pathPush, 1, 502, "<html><body>502 Bad Gateway</body></html>")
			s.Accepted(s.Give(order(), p))
			s.WantItems(p, 1)
		},
	}, {
		ID: "meizu/failure/http-503-for-ever-sender", Level: conformance.Must, Rows: []string{"M34", "B14"}, Source: sdkJava, Needs: clock,
		Title:       "HTTP 503 for ever is given up",
		Requirement: "A sender must give up after some tries of HTTP 503, report an error of the vendor and not call the token dead.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Answers(pathPush, 0, 503, "<html></html>")
			o := s.Try(order(), s.Phone("a")).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Reason != vendors.ReasonVendorError || o.TokenDead {
				t.Errorf("the outcome is %s (%s, dead %t), want no success and %s", o.State, o.Reason, o.TokenDead, vendors.ReasonVendorError)
			}
			if n := len(s.Requests(pathPush)); n < 2 || n > 10 {
				t.Errorf("%d requests, want 2 to 10", n)
			}
		},
	},
		odd("no-code", "JSON without code", `{"message":"","value":{}}`),
		odd("number-of-another", "another vendor's yes", `{"code":0,"message":"success"}`),
		odd("empty-body", "an empty body", ``),
		odd("not-json", "HTTP 200 with HTML", `<html><body>It works!</body></html>`, "B14"),
		odd("cut-short", "JSON that is cut short", `{"code":"200","message":"","val`),
		odd("unknown-code", "a code nobody knows", no("199999")),
		{
			ID: "meizu/failure/unknown-target-code", Level: conformance.Must, Source: realTraffic, Codes: []string{"200", "199998"},
			Title:       "a target under an unknown code failed",
			Requirement: "A sender must report a pushId under a code nobody knows as failed, alive, with the code.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.Answers(pathPush, 1, 200, yes(`{"199998":["`+p.Token+`"]}`))
				r := s.Try(order(), p, q)
				if o := r.Outcomes[0]; o.State == vendors.StateAccepted || o.TokenDead || o.Code != "199998" {
					t.Errorf("the target under 199998 is %s (code %q, dead %t)", o.State, o.Code, o.TokenDead)
				}
				if o := r.Outcomes[1]; o.State != vendors.StateAccepted {
					t.Errorf("the other one is %s", o.State)
				}
			},
		}, {
			ID: "meizu/failure/value-of-any-type", Level: conformance.Must, Rows: []string{"B05", "S02"}, Source: realTraffic, Codes: []string{"200"},
			Title:       "value may be an empty string, null or absent",
			Requirement: "A sender must take a yes whose value is an empty string, null or not there, and a msgId of any form.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p := s.Phone("a")
				for i, answer := range []string{
					`{"code":"200","message":"","value":"","redirect":""}`, `{"code":"200","message":"","value":null}`, `{"code":"200","message":"成功"}`,
					`{"code":"200","message":"","value":{},"redirect":"","msgId":"NS20190704100000000_0_10000001_1_3"}`, `{"code":"200","message":"","value":[],"redirect":""}`,
				} {
					s.Answers(pathPush, 1, 200, answer)
					s.Accepted(s.Give(order(), p))
					s.WantRequests(pathPush, i+1)
				}
			},
		}, {
			ID: "meizu/failure/other-words", Level: conformance.Must, Source: realTraffic, Codes: []string{"200"},
			Title:       "the text of an answer decides nothing",
			Requirement: "A sender must go by code, not by message.",
			Run: func(t *conformance.T) {
				s := begin(t)
				p := s.Phone("a")
				s.Answers(pathPush, 1, 200, `{"code":"200","message":"签名认证失败","value":{},"redirect":"","msgId":"1"}`)
				s.Accepted(s.Give(order(), p))
				s.Answers(pathPush, 1, 200, `{"code":"1005","message":"","value":"","redirect":""}`)
				if o := s.Give(order(), p).Outcomes[0]; o.State != vendors.StateRefused {
					t.Errorf("code 1005 without words is %s, want refused", o.State)
				}
			},
		}}
}

// senderOtherCases are about tasks, pushes to everybody, and questions.
func senderOtherCases() []conformance.Case {
	return []conformance.Case{{
		ID: "meizu/broadcast/all-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a push to everybody is a task",
		Requirement: "A sender must push to everybody at pushToApp with pushType 0 and report the taskId, a number, as the id.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p := s.Phone("a")
			o := s.Broadcast(t.Context(), offer(), vendors.Audience{All: true})
			if o.State != vendors.StateAccepted || o.MessageID == "" {
				t.Fatalf("the push to everybody is %s with id %q", o.State, o.MessageID)
			}
			s.WantFateOf(o.MessageID, p, device.Shown)
			if got := s.SentForm(pathToApp).Get("pushType"); got != "0" {
				t.Errorf("the request has pushType %q, want 0", got)
			}
		},
	}, {
		ID: "meizu/broadcast/tags-sender", Level: conformance.Must, Source: docAPI, Codes: []string{"200"},
		Title:       "a push to tags has their scope",
		Requirement: "A sender must push to any of several tags with scope 0 and to all of several with scope 1.",
		Run: func(t *conformance.T) {
			s := begin(t)
			p, q := s.Phone("a", kit.Tags("体育", "科技")), s.Phone("b", kit.Tags("体育"))
			s.Broadcast(t.Context(), offer(), vendors.Audience{Any: []string{"体育", "科技"}})
			if f := s.SentForm(pathToTag); f.Get("scope") != "0" || f.Get("tagNames") != "体育,科技" {
				t.Errorf("the request has scope %q and tagNames %q", f.Get("scope"), f.Get("tagNames"))
			}
			s.Broadcast(t.Context(), offer(), vendors.Audience{Every: []string{"体育", "科技"}})
			if f := s.SentForm(pathToTag); f.Get("scope") != "1" {
				t.Errorf("the request has scope %q, want 1", f.Get("scope"))
			}
			s.WantItems(p, 2)
			s.WantItems(q, 1)
		},
	}, {
		ID: "meizu/recall/cancel-done-sender", Level: conformance.Must, Rows: []string{"M29"}, Source: docAPI, Codes: []string{"500", "200"},
		Needs: []conformance.Need{conformance.NeedClock}, Features: []string{"broadcast"},
		Title:       "500 with a rule is a refusal",
		Requirement: "A sender must report 500 with the text of a rule as refused and not ask again.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Phone("a")
			o := s.Broadcast(t.Context(), offer(), vendors.Audience{All: true})
			s.Advance(time.Minute)
			back, err := kit.Ability[vendors.Canceller](s.Sending, "cancel").Cancel(t.Context(), o.MessageID)
			if err != nil || back.State != vendors.StateRefused || back.Retryable() {
				t.Errorf("the recall is %s (%s, code %q, retry %s, error %v), want refused for good", back.State, back.Reason, back.Code, back.Retry, err)
			}
			s.WantRequests(pathCancel, 1)
		},
	}, {
		ID: "meizu/statistics/task-sender", Level: conformance.Must, Rows: []string{"M31"}, Source: docAPI, Codes: []string{"200"}, Features: []string{"broadcast"},
		Title:       "a task's counters are read",
		Requirement: "A sender must read the counters of a task under Meizu's names.",
		Run: func(t *conformance.T) {
			s := begin(t)
			s.Phone("a")
			o := s.Broadcast(t.Context(), offer(), vendors.Audience{All: true})
			got, err := kit.Ability[vendors.StatisticsQuerier](s.Sending, "statistics").Statistics(t.Context(), []string{o.MessageID})
			if err != nil || len(got) != 1 || got[0].Counters["targetNo"] != 1 || got[0].Counters["displayNo"] != 1 {
				t.Errorf("statistics %+v, %v; want targetNo 1 and displayNo 1", got, err)
			}
		},
	}}
}
