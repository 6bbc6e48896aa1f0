package vivo

import (
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// unknownTokens are n regIds of the classic form that lead nowhere.
func unknownTokens(n int) []vendors.Token {
	out := make([]vendors.Token, n)
	for i := range out {
		out[i] = vendors.Token(fmt.Sprintf("888888888888888888%05d", i))
	}
	return out
}

// reached counts how often each token was addressed in requests that reached the
// endpoint.
func (s *sending) reached() map[string]int {
	n := map[string]int{}
	for _, x := range s.Requests("/message/send") {
		if id, ok := kit.Decoded(s.T, x)["regId"].(string); ok {
			n[id]++
		}
	}
	for _, x := range s.Requests("/message/pushToList") {
		ids, _ := kit.Decoded(s.T, x)["regIds"].([]any)
		if len(ids) < 2 || len(ids) > 1000 {
			s.T.Errorf("a list of %d regIds went out, want 2 to 1000", len(ids))
		}
		for _, id := range ids {
			n[fmt.Sprint(id)]++
		}
	}
	return n
}

func senderListCases() []conformance.Case {
	listed := []string{"list"}
	split := func(n int) func(t *conformance.T) {
		return func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			ids := append(unknownTokens(n-1), vendors.Token(p.Token))
			r := s.GiveTo(chat(), ids...)
			reached := s.reached()
			for i, o := range r.Outcomes {
				if o.Token != ids[i] {
					t.Fatalf("outcome %d is of token %s, want %s: the order must stay", i, o.Token, ids[i])
				}
				if reached[string(ids[i])] != 1 {
					t.Fatalf("token %d (%s) was addressed %d times, want once", i, ids[i], reached[string(ids[i])])
				}
			}
			if o := r.Outcomes[n-1]; o.State != vendors.StateAccepted {
				t.Errorf("the one living phone is %s (%s), want accepted", o.State, o.Reason)
			}
			if o := r.Outcomes[0]; !o.TokenDead {
				t.Errorf("an unknown regId is %s (%s, dead %t), want dead", o.State, o.Reason, o.TokenDead)
			}
			s.WantItems(p, 1)
		}
	}
	return []conformance.Case{{
		ID: "vivo/list/list-of-one-sender", Level: conformance.Must, Rows: []string{"V33"}, Source: docCodes, Codes: []string{"0"},
		Title:       "one token goes by single push",
		Requirement: "A sender must send to one token by /message/send, as a list of one is refused.",
		Run: func(t *conformance.T) {
			s := start(t)
			p := s.Phone("a")
			s.Accepted(s.Give(chat(), p))
			s.WantRequests("/message/send", 1)
			s.WantRequests("/message/pushToList", 0)
		},
	}, {
		ID: "vivo/list/list-1001-sender", Level: conformance.Must, Rows: []string{"V33", "V34", "S10"}, Source: docCodes, Codes: []string{"0"}, Features: listed,
		Title:       "1001 tokens are split",
		Requirement: "A sender must split 1001 tokens so that no list has fewer than 2 or more than 1000 and every token is addressed once.",
		Run:         split(1001),
	}, {
		ID: "vivo/list/list-1000-sender", Level: conformance.Should, Rows: []string{"V34"}, Source: docCodes, Codes: []string{"0"}, Features: listed,
		Title:       "1000 tokens are one list",
		Requirement: "A sender should send 1000 tokens as one list, every token once.",
		Run: func(t *conformance.T) {
			split(1000)(t)
		},
	}, {
		ID: "vivo/list/blocks-sender", Level: conformance.Must, Rows: []string{"V34", "V44"}, Source: docCodes, Codes: []string{"0"}, Features: listed,
		Title:       "each block has a requestId of its own",
		Requirement: "A sender must give the blocks of one message different requestIds, as vivo drops a repeated one.",
		Run: func(t *conformance.T) {
			s := start(t)
			s.GiveTo(chat(), unknownTokens(2001)...)
			seen := map[string]bool{}
			for _, x := range s.Requests("/message/pushToList") {
				id := kit.Decoded(t, x).Field("requestId")
				if id == "" || len(id) > 64 || seen[id] {
					t.Errorf("a block has requestId %q, want 1 to 64 characters not used before", id)
				}
				seen[id] = true
			}
			if len(seen) < 2 {
				t.Errorf("%d blocks, want at least 2", len(seen))
			}
		},
	}, {
		ID: "vivo/save/expired-body-sender", Level: conformance.Must, Rows: []string{"V48"}, Source: docCodes, Codes: []string{"10155", "0"}, Features: listed,
		Title:       "10155: save the body again",
		Requirement: "A sender must save the body again after 10155 and push the new taskId, so that every phone shows the message once.",
		Run: func(t *conformance.T) {
			s := start(t)
			p, q := s.Phone("a"), s.Phone("b")
			s.answers("/message/pushToList", 1, `{"result":10155,"desc":"消息不存在或已过期"}`)
			s.Accepted(s.Give(chat(), p, q))
			s.WantRequests("/message/saveListPayload", 2)
			s.WantRequests("/message/pushToList", 2)
			s.WantItems(p, 1)
			s.WantItems(q, 1)
		},
	}, {
		ID: "vivo/list/ttl-sender", Level: conformance.Should, Rows: []string{"V15"}, Source: docCodes, Codes: []string{"0"}, Features: listed,
		Title:       "a stored body has at least 900 seconds",
		Requirement: "A sender should move a TTL of one minute into a stored body's range, or reject the message itself.",
		Run: func(t *conformance.T) {
			s := start(t)
			msg := chat()
			msg.TTL = 60e9
			for _, o := range s.Give(msg, s.Phone("a"), s.Phone("b")).Outcomes {
				if o.State != vendors.StateAccepted && o.State != vendors.StateRejected {
					t.Errorf("the outcome is %s (code %q), want accepted or rejected", o.State, o.Code)
				}
			}
		},
	}}
}
