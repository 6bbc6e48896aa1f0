package vivo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// sending is a bench with the sender under test.
type sending struct {
	*bench
	s conformance.TestedSender
}

// start prepares an app and opens the sender for it.
func start(t *conformance.T, changes ...func(*sim.AppSpec)) *sending {
	b := prepare(t, changes...)
	return &sending{bench: b, s: t.Sender(b.app)}
}

// chat is a correct system message, sale the n-th correct operational one.
func chat() *vendors.Message {
	return &vendors.Message{
		Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, Category: "IM", TTL: time.Hour,
	}
}

func sale(n int) *vendors.Message {
	return &vendors.Message{
		Title: "周末活动" + ordinals[n], Body: "全场满减开始了，点击查看会场",
		Class: vendors.ClassMarketing, Category: "MARKETING", TTL: time.Hour,
	}
}

// give sends msg to phones and settles the world.
func (s *sending) give(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	ids := make([]vendors.Token, len(phones))
	for i, p := range phones {
		ids[i] = vendors.Token(p.Token)
	}
	return s.giveTo(msg, ids...)
}

func (s *sending) giveTo(msg *vendors.Message, ids ...vendors.Token) vendors.Result {
	r := s.t.Send(s.s, msg, ids...)
	s.settle()
	return r
}

// try is giveTo for an exchange that may end without an answer: an error beside
// complete outcomes is allowed.
func (s *sending) try(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	ids := make([]vendors.Token, len(phones))
	for i, p := range phones {
		ids[i] = vendors.Token(p.Token)
	}
	r, err := s.s.Send(s.t.Context(), msg, ids)
	if len(r.Outcomes) != len(ids) {
		s.t.Fatalf("send: %d outcomes for %d tokens (error: %v)", len(r.Outcomes), len(ids), err)
	}
	s.settle()
	return r
}

// requests are the requests that reached the endpoint at path so far.
func (s *sending) requests(path string) []conformance.Exchange {
	all, err := s.world.Requests()
	if err != nil {
		s.t.SetupErrorf("requests: %v", err)
	}
	var out []conformance.Exchange
	for _, x := range all {
		if strings.HasSuffix(strings.SplitN(x.Path, "?", 2)[0], path) {
			out = append(out, x)
		}
	}
	return out
}

// wantRequests says how many requests must have reached path.
func (s *sending) wantRequests(path string, n int) []conformance.Exchange {
	got := s.requests(path)
	if len(got) != n {
		s.t.Errorf("%d requests reached %s, want %d", len(got), path, n)
	}
	return got
}

// sent is the decoded body of the last request to path.
func (s *sending) sent(path string) map[string]any {
	got := s.requests(path)
	if len(got) == 0 {
		s.t.Fatalf("no request reached %s", path)
	}
	return decoded(s.t, got[len(got)-1])
}

func decoded(t *conformance.T, x conformance.Exchange) map[string]any {
	dec := json.NewDecoder(bytes.NewReader(x.Body))
	dec.UseNumber()
	var m map[string]any
	if err := dec.Decode(&m); err != nil {
		t.Fatalf("request to %s is no JSON object: %v: %s", x.Path, err, x.Body)
	}
	return m
}

// number is a member that is a number or a numeric string, which vivo takes alike.
func number(m map[string]any, field string) string {
	switch v := m[field].(type) {
	case json.Number:
		return v.String()
	case string:
		return v
	case nil:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// wantNumber says what a member of the request must be.
func (s *sending) wantNumber(m map[string]any, field, want string) {
	if got := number(m, field); got != want {
		s.t.Errorf("the request has %s %q, want %s", field, got, want)
	}
}

// accepted says that every token must be accepted.
func (s *sending) accepted(r vendors.Result) {
	for _, o := range r.Outcomes {
		if o.State != vendors.StateAccepted {
			s.t.Errorf("token %s is %s (%s, code %q: %s), want accepted", o.Token, o.State, o.Reason, o.Code, o.Text)
		}
	}
}

// refused says how one token must have been refused, and that no live token is
// called dead.
func (s *sending) refused(o vendors.Outcome, code string, reason vendors.Reason, dead bool) {
	if o.State != vendors.StateRefused || o.Code != code || o.Reason != reason {
		s.t.Errorf("token %s is %s (%s, code %q), want refused (%s, code %q)", o.Token, o.State, o.Reason, o.Code, reason, code)
	}
	if o.TokenDead != dead {
		s.t.Errorf("token %s with code %q: dead %t, want %t", o.Token, o.Code, o.TokenDead, dead)
	}
}

// suppressed says that nothing was sent for the token.
func (s *sending) suppressed(o vendors.Outcome) {
	if o.State != vendors.StateSuppressed {
		s.t.Errorf("token %s is %s (%s, code %q), want suppressed: vivo asked to stop for the day", o.Token, o.State, o.Reason, o.Code)
	}
}

// answers makes the endpoint answer requests to path with this body, as vivo
// would, the given number of times; 0 is for ever.
func (s *sending) answers(path string, times int, body string) {
	s.made++
	s.fault(fault.Fault{
		Name: fmt.Sprintf("answer-%d", s.made), Kind: fault.Answer, Path: path, Times: times, Status: 200,
		Type: "application/json;charset=UTF-8", Body: body,
	})
}

func (s *sending) fault(f fault.Fault) {
	f.Vendor = vendors.Vivo
	if err := s.world.Fault(f); err != nil {
		s.t.SetupErrorf("fault %s: %v", f.Name, err)
	}
}
