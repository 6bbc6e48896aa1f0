package honor

import (
	"fmt"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
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

// chat is a service message, sale a marketing one.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: service, TTL: time.Hour}
}

func sale() *vendors.Message {
	return &vendors.Message{Title: "周末活动", Body: "全场满减开始了，点击查看会场", Class: promo, TTL: time.Hour}
}

// logins are the requests for an access token, at either path.
func (s *sending) logins() []conformance.Exchange {
	return append(s.Requests(pathToken), s.Requests(pathRealms)...)
}

// wantLogins says how often the sender must have asked for an access token.
func (s *sending) wantLogins(n int) {
	if got := len(s.logins()); got != n {
		s.T.Errorf("%d requests for an access token, want %d", got, n)
	}
}

// sent is the decoded body of the last send.
func (s *sending) sent() kit.Object { return s.Sent(pathSend) }

// notified is a text of the notification, which may stand in either of two places.
func notified(o kit.Object, name string) string {
	if s := o.Field("android.notification." + name); s != "" {
		return s
	}
	return o.Field("notification." + name)
}

// targets are the tokens of a send.
func targets(o kit.Object) []string { return o.List("token") }

// wantPauses says that n sends must have come with pauses of at least first, each about
// as long as the one before or longer.
func (s *sending) wantPauses(n int, first time.Duration) {
	got := s.WantRequests(pathSend, n)
	last := first
	for i := 1; i < len(got); i++ {
		pause := got[i].At.Sub(got[i-1].At)
		if pause < last {
			s.T.Errorf("request %d came %v after the one before, want at least %v", i+1, pause, last)
		}
		last = pause * 8 / 10 // room for jitter
	}
}

// answers makes the endpoint answer sends with a code, at a status, the given number of
// times; 0 is for ever.
func (s *sending) answers(times, status int, code string) {
	s.Answers(pathSend, times, status, fmt.Sprintf(
		`{"code":%s,"message":"text","data":{"sendResult":false,"requestId":"176722920012300001000809","failTokens":[],"expireTokens":[]}}`, code))
}

// lists is a success with these lists, as JSON.
func lists(code, fail, expire string) string {
	return fmt.Sprintf(`{"code":%s,"message":"text","data":{"sendResult":true,"requestId":"176722920012300001000802","failTokens":%s,"expireTokens":%s}}`, code, fail, expire)
}
