package apns

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// sending is a bench with the sender under test.
type sending struct {
	*bench
	s    conformance.TestedSender
	made int // faults made so far
}

// start prepares an app and opens the sender for it, in production.
func start(t *conformance.T, changes ...func(*sim.AppSpec)) *sending {
	b := open(t, changes...)
	return &sending{bench: b, s: t.Sender(b.app)}
}

// startWith is start with other credentials than the console's.
func startWith(t *conformance.T, change func(map[string]string)) *sending {
	b := open(t)
	app := b.app
	app.Credentials = maps.Clone(app.Credentials)
	change(app.Credentials)
	return &sending{bench: b, s: t.Sender(app)}
}

// startSandbox is start for the sandbox.
func startSandbox(t *conformance.T) *sending {
	return startWith(t, func(c map[string]string) { c["environment"] = sandbox })
}

// chat is a correct message.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional}
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

// try is give for an exchange that may end without an answer: an error beside
// complete outcomes is allowed.
func (s *sending) try(msg *vendors.Message, p device.Phone) vendors.Outcome {
	r, err := s.s.Send(s.t.Context(), msg, []vendors.Token{vendors.Token(p.Token)})
	if len(r.Outcomes) != 1 {
		s.t.Fatalf("send: %d outcomes for one token (error: %v)", len(r.Outcomes), err)
	}
	s.settle()
	return r.Outcomes[0]
}

// requests are the pushes that reached the endpoint so far.
func (s *sending) requests() []conformance.Exchange {
	all, err := s.world.Requests()
	if err != nil {
		s.t.SetupErrorf("requests: %v", err)
	}
	return slices.DeleteFunc(all, func(x conformance.Exchange) bool { return !strings.Contains(x.Path, "/3/device/") })
}

// wantRequests says how many pushes must have reached the endpoint.
func (s *sending) wantRequests(n int) []conformance.Exchange {
	got := s.requests()
	if len(got) != n {
		s.t.Errorf("%d requests, want %d", len(got), n)
	}
	return got
}

// last is the newest push that reached the endpoint.
func (s *sending) last() conformance.Exchange {
	got := s.requests()
	if len(got) == 0 {
		s.t.Fatalf("no request reached the endpoint")
	}
	return got[len(got)-1]
}

// wantHeader says what a header of the newest push must be.
func (s *sending) wantHeader(name, want string) {
	if got := s.last().Header.Get(name); got != want {
		s.t.Errorf("the request has %s %q, want %q", name, got, want)
	}
}

// payload is the decoded body of the newest push, and its aps dictionary.
func (s *sending) payload() (all, aps map[string]any) {
	x := s.last()
	dec := json.NewDecoder(bytes.NewReader(x.Body))
	dec.UseNumber()
	if err := dec.Decode(&all); err != nil {
		s.t.Fatalf("the body is no JSON object: %v: %s", err, x.Body)
	}
	aps, ok := all["aps"].(map[string]any)
	if !ok {
		s.t.Fatalf("the body has no aps dictionary: %s", x.Body)
	}
	return all, aps
}

// taken says that every token must be accepted.
func (s *sending) taken(r vendors.Result) vendors.Outcome {
	for _, o := range r.Outcomes {
		if o.State != vendors.StateAccepted || o.TokenDead {
			s.t.Errorf("token %s is %s (%s, code %q, dead %t: %s), want accepted", o.Token, o.State, o.Reason, o.Code, o.TokenDead, o.Text)
		}
	}
	return r.Outcomes[0]
}

// turnedDown says how one token must have been refused.
func (s *sending) turnedDown(o vendors.Outcome, code string, reason vendors.Reason, dead bool) {
	if o.State != vendors.StateRefused || o.Code != code || o.Reason != reason {
		s.t.Errorf("token %s is %s (%s, code %q), want refused (%s, code %q)", o.Token, o.State, o.Reason, o.Code, reason, code)
	}
	if o.TokenDead != dead {
		s.t.Errorf("token %s with code %q: dead %t, want %t", o.Token, o.Code, o.TokenDead, dead)
	}
}

// says makes the endpoint answer with a reason, as Apple would, the given number of
// times; 0 is for ever.
func (s *sending) says(times, status int, reason string) {
	s.answers(times, status, "application/json", fmt.Sprintf(`{"reason":%q}`, reason))
}

func (s *sending) answers(times, status int, contentType, content string) {
	s.fault(fault.Fault{Kind: fault.Answer, Times: times, Status: status, Type: contentType, Body: content})
}

func (s *sending) fault(f fault.Fault) {
	s.made++
	f.Name, f.Vendor = fmt.Sprintf("%s-%d", s.app.ID, s.made), vendors.APNs
	if err := s.world.Fault(f); err != nil {
		s.t.SetupErrorf("fault %s: %v", f.Name, err)
	}
}

// provided are the provider tokens of the pushes so far. They are secrets: cases
// compare them and never print them.
func (s *sending) provided() []string { return s.t.Heard("Authorization") }

// distinct counts the different ones.
func distinct(all []string) int {
	return len(slices.Compact(slices.Sorted(slices.Values(all))))
}
