package apns

import (
	"fmt"
	"maps"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// pushes is the path of every push; it ends in a token.
const pushes = "/3/device/*"

// sending is a bench with the sender under test.
type sending struct {
	*bench
	*kit.Sending
}

// start prepares an app and opens the sender for it, in production.
func start(t *conformance.T, changes ...kit.AppOption) *sending {
	b := open(t, changes...)
	return &sending{bench: b, Sending: kit.Start(b.Bench)}
}

// startWith is start with other credentials than the console's.
func startWith(t *conformance.T, change func(map[string]string)) *sending {
	b := open(t)
	app := b.App
	app.Credentials = maps.Clone(app.Credentials)
	change(app.Credentials)
	return &sending{bench: b, Sending: kit.StartAs(b.Bench, app)}
}

// startSandbox is start for the sandbox.
func startSandbox(t *conformance.T) *sending {
	return startWith(t, func(c map[string]string) { c["environment"] = sandbox })
}

// chat is a correct message.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional}
}

// try is Give for one phone and an exchange that may end without an answer.
func (s *sending) try(msg *vendors.Message, p device.Phone) vendors.Outcome {
	return s.Try(msg, p).Outcomes[0]
}

// wantHeader says what a header of the newest push must be.
func (s *sending) wantHeader(name, want string) {
	if got := s.Last(pushes).Header.Get(name); got != want {
		s.T.Errorf("the request has %s %q, want %q", name, got, want)
	}
}

// payload is the decoded body of the newest push, and its aps dictionary.
func (s *sending) payload() (all, aps kit.Object) {
	all = s.Sent(pushes)
	if aps = all.Object("aps"); aps == nil {
		s.T.Fatalf("the body has no aps dictionary: %v", all)
	}
	return all, aps
}

// says makes the endpoint answer with a reason, as Apple would, the given number of
// times; 0 is for ever.
func (s *sending) says(times, status int, reason string) {
	s.answers(times, status, "application/json", fmt.Sprintf(`{"reason":%q}`, reason))
}

func (s *sending) answers(times, status int, contentType, content string) {
	s.Fault(fault.Fault{Kind: fault.Answer, Times: times, Status: status, Type: contentType, Body: content})
}

// provided are the provider tokens of the pushes so far. They are secrets: cases
// compare them and never print them.
func (s *sending) provided() []string { return s.T.Heard("Authorization") }

// distinct counts the different ones.
func distinct(all []string) int {
	return len(slices.Compact(slices.Sorted(slices.Values(all))))
}
