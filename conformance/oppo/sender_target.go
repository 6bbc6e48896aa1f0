package oppo

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// senderTargetCases are about tokens and hosts.
func senderTargetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "oppo/target/bad-token-format-sender", Level: conformance.Must, Rows: []string{"O12"}, Source: docSingle, Codes: []string{"10000"},
		Title:       "10000 is a dead token",
		Requirement: "A sender must report an id of a wrong form as TOKEN_INVALID and dead, and not repeat the message.",
		Run: func(t *conformance.T) {
			s := start(t)
			o := s.GiveTo(chat(), vendors.Token(malformed)).Outcomes[0]
			if o.State == vendors.StateAccepted || o.Reason != vendors.ReasonTokenInvalid || !o.TokenDead {
				t.Errorf("the outcome is %s (%s, code %q, dead %t), want a dead token (%s)", o.State, o.Reason, o.Code, o.TokenDead, vendors.ReasonTokenInvalid)
			}
			if n := len(s.pushed()); n > 1 {
				t.Errorf("%d requests, want at most 1", n)
			}
		},
	}, {
		ID: "oppo/target/uninstalled-sender", Level: conformance.Must, Rows: []string{"O32"}, Source: docReceipts, Codes: []string{"0"},
		Title:       "a yes for a phone without the app is a yes",
		Requirement: "A sender must report a message OPPO accepted as accepted and alive: that the app is gone is a receipt.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a", kit.Uninstalled)
			s.Accepted(s.Give(chat(), p))
			s.WantItems(p, 0)
		},
	}, {
		ID: "oppo/region/overseas-token-routing-sender", Level: conformance.Must, Rows: []string{"O13"}, Source: docCodes, Codes: []string{"0"},
		Title:       "phones from abroad go to the overseas host",
		Requirement: "A sender must push registration ids of phones sold abroad at the overseas host, with a login of its own there.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			q := s.Phone("b", func(p *phone) { p.Token = abroad })
			s.Accepted(s.Give(chat(), p))
			s.Accepted(s.Give(chat(), q))
			s.WantItems(p, 1)
			s.WantItems(q, 1)
			s.WantRequests(pathAuth, 2)
		},
	}, {
		ID: "oppo/region/mixed-sender", Level: conformance.Must, Rows: []string{"O13"}, Source: docCodes, Codes: []string{"0"}, Features: []string{"list"},
		Title:       "tokens of both regions are sent apart",
		Requirement: "A sender must divide tokens of both regions between the two hosts, and report them in the order given.",
		Run: func(t *conformance.T) {
			s := start(t)
			var phones []phone
			for i, id := range []string{abroad, "", "EUEX_0123456789abcdef0123456789abcdef", ""} {
				phones = append(phones, s.Phone(fmt.Sprint("p", i), func(p *phone) { p.Token = id }))
			}
			r := s.Give(chat(), phones...)
			s.Accepted(r)
			for i, p := range phones {
				if string(r.Outcomes[i].Token) != p.Token {
					t.Errorf("outcome %d is of token %s, want %s", i, r.Outcomes[i].Token, p.Token)
				}
				s.WantItems(p, 1)
			}
		},
	}}
}

// unknownTokens are n registration ids that nobody has; OPPO accepts them.
func unknownTokens(n int) []vendors.Token {
	out := make([]vendors.Token, n)
	for i := range out {
		out[i] = vendors.Token(fmt.Sprintf("CN_%032x", i+1))
	}
	return out
}

// senderListCases are about many tokens.
func senderListCases() []conformance.Case {
	listed := []string{"list"}
	some := func(id, what string, rows []string, msg func() *vendors.Message) conformance.Case {
		return conformance.Case{
			ID: "oppo/list/" + id, Level: conformance.Must, Rows: rows, Source: docSingle + "; " + realTraffic, Codes: []string{"0", "10000"}, Features: listed,
			Title:       "code 0 hides a failed token of " + what,
			Requirement: "A sender must find the failed token in an answer with code 0 for " + what + ", by errorCode of a batch or under 10000 of a broadcast.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				r := s.GiveTo(msg(), vendors.Token(p.Token), vendors.Token(malformed), vendors.Token(q.Token))
				s.WantTokens(r, true, false, true)
				if o := r.Outcomes[1]; o.Reason != vendors.ReasonTokenInvalid {
					t.Errorf("the failed token is %s, want %s", o.Reason, vendors.ReasonTokenInvalid)
				}
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		}
	}
	return []conformance.Case{
		some("batch-partial-sender", "communication and service", []string{"O14", "B03"}, chat),
		some("broadcast-partial-sender", "content and marketing", []string{"O30", "B03"}, sale),
		{
			ID: "oppo/list/private-by-unicast-sender", Level: conformance.Must, Source: realTraffic, Codes: []string{"0"}, Features: listed,
			Title:       "communication and service do not go by broadcast",
			Requirement: "A sender must send messages of communication and service as single pushes, alone or in a batch, as a broadcast takes none.",
			Run: func(t *conformance.T) {
				s := start(t)
				p, q := s.Phone("a"), s.Phone("b")
				s.Accepted(s.Give(chat(), p, q))
				s.WantRequests(pathSave, 0)
				s.WantItems(p, 1)
				s.WantItems(q, 1)
			},
		}, {
			ID: "oppo/list/batch-1001-sender", Level: conformance.Must, Rows: []string{"O15"}, Source: docTable, Codes: []string{"0"}, Features: listed,
			Title:       "1001 tokens are split",
			Requirement: "A sender must split 1001 tokens so that no call has more than 1000 and every token is addressed once, in the order given.",
			Run: func(t *conformance.T) {
				s := start(t)
				p := s.Phone("a")
				ids := append(unknownTokens(1000), vendors.Token(p.Token))
				r := s.GiveTo(chat(), ids...)
				reached := s.addressed()
				for i, o := range r.Outcomes {
					if o.Token != ids[i] {
						t.Fatalf("outcome %d is of token %s, want %s: the order must stay", i, o.Token, ids[i])
					}
					if reached[string(ids[i])] != 1 {
						t.Fatalf("token %d (%s) was addressed %d times, want once", i, ids[i], reached[string(ids[i])])
					}
				}
				s.WantItems(p, 1)
			},
		}, {
			ID: "oppo/list/few-calls-sender", Level: conformance.Should, Source: docSingle, Codes: []string{"0"}, Features: listed,
			Title:       "a hundred tokens are not a hundred calls",
			Requirement: "A sender should send to a hundred tokens in one call, as OPPO's rate counts calls as well.",
			Run: func(t *conformance.T) {
				s := start(t)
				s.GiveTo(chat(), unknownTokens(100)...)
				s.wantPushed(1)
			},
		}, {
			ID: "oppo/list/data-no-list-sender", Level: conformance.Must, Rows: []string{"O14"}, Source: sdk110, Codes: []string{"41"}, Features: listed,
			Title:       "a refused batch has no list",
			Requirement: "A sender must report every token of a call that was refused whole, whether data is absent, null or an object there.",
			Run: func(t *conformance.T) {
				for i, data := range []string{``, `,"data":null`, `,"data":{}`} {
					s := start(t, kit.Named(fmt.Sprint("app", i)))
					p, q := s.Phone(fmt.Sprint("a", i)), s.Phone(fmt.Sprint("b", i))
					for _, path := range pushes() {
						s.Answers(path, 1, 200, `{"code":41,"message":"messages format error"`+data+`}`)
					}
					for _, o := range s.Give(chat(), p, q).Outcomes {
						s.Refused(o, "41", vendors.ReasonBadRequest, false)
					}
				}
			},
		}}
}
