package fcm

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// sending is a bench with the sender under test.
type sending struct {
	*bench
	*kit.Sending
}

// start prepares an app and opens the sender for it.
func start(t *conformance.T, changes ...kit.AppOption) *sending {
	b := prepare(t, changes...)
	return &sending{bench: b, Sending: kit.Start(b.Bench)}
}

// chat is a correct message.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, TTL: time.Hour}
}

// sent is the decoded body of the last send.
func (s *sending) sent() kit.Object { return s.Sent(pathSend) }

// shown is a text of the notification, which may stand in either of two places.
func shown(o kit.Object, name string) string {
	if text := o.Field("message.android.notification." + name); text != "" {
		return text
	}
	return o.Field("message.notification." + name)
}

// wantLogins says how often the sender must have asked for an access token.
func (s *sending) wantLogins(n int) { s.WantRequests(pathToken, n) }

// says makes the endpoint answer sends with an error as Google writes it, the given
// number of times; 0 is for ever. Without a code there is no FcmError.
func (s *sending) says(times, status int, rpc, code string) {
	s.Answers(pathSend, times, status, refusal(status, rpc, "Something is wrong.", code))
}

// refusal is an error as Google writes it.
func refusal(status int, rpc, text, code string) string {
	details := ""
	if code != "" {
		details = fmt.Sprintf(`,"details":[{"@type":%q,"errorCode":%q}]`, typeFcm, code)
	}
	return fmt.Sprintf(`{"error":{"code":%d,"message":%q,"status":%q%s}}`, status, text, rpc, details)
}

// wantPause says that the second send must have come at least so long after the first.
func (s *sending) wantPause(least time.Duration) {
	if got := s.WantRequests(pathSend, 2); len(got) == 2 {
		if pause := got[1].At.Sub(got[0].At); pause < least {
			s.T.Errorf("the second send came %v after the first, want at least %v", pause, least)
		}
	}
}

// wantNoSuccess says that an answer must not have been taken for a yes, nor its token
// for dead.
func (s *sending) wantNoSuccess(o vendors.Outcome) {
	if o.State == vendors.StateAccepted || o.TokenDead {
		s.T.Errorf("the outcome is %s (%s, code %q, dead %t), want no success and no dead token", o.State, o.Reason, o.Code, o.TokenDead)
	}
}

// failing makes sends fail with a bare status and a Retry-After.
func (s *sending) failing(times, status int, retryAfter string) {
	s.Fault(fault.Fault{Kind: fault.Status, Path: pathSend, Times: times, Status: status, RetryAfter: retryAfter})
}
