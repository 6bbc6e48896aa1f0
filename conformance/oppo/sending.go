package oppo

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
	s := &sending{bench: b, Sending: kit.Start(b.Bench)}
	s.AnswerType = "application/json;charset=UTF-8"
	return s
}

const (
	service = vendors.ClassTransactional
	promo   = vendors.ClassMarketing
)

// chat is a message of communication and service, sale one of content and marketing.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: service, Category: "IM", TTL: time.Hour}
}

func sale() *vendors.Message {
	return &vendors.Message{Title: "周末活动", Body: "全场满减开始了，点击查看会场", Class: promo, Category: "MARKETING", TTL: time.Hour}
}

// pushes are the paths at which messages for tokens arrive.
func pushes() []string { return []string{pathUnicast, pathBatch, pathBroadcast} }

// pushed are the requests that brought messages to tokens, in whichever form.
func (s *sending) pushed() (all []conformance.Exchange) {
	for _, path := range pushes() {
		all = append(all, s.Requests(path)...)
	}
	return all
}

// wantPushed says how many there must be.
func (s *sending) wantPushed(n int) {
	if got := len(s.pushed()); got != n {
		s.T.Errorf("%d requests brought messages to tokens, want %d", got, n)
	}
}

// message is the JSON in the newest single push.
func (s *sending) message() kit.Object {
	m := s.SentForm(pathUnicast).JSON("message")
	if m == nil {
		s.T.Fatalf("the form's message is no JSON object: %v", s.SentForm(pathUnicast))
	}
	return m
}

// note is the notification of the newest single push.
func (s *sending) note() kit.Object { return s.message().Object("notification") }

// addressed counts how often each token stands in requests that reached the endpoint,
// and says that no call has too many.
func (s *sending) addressed() map[string]int {
	n := map[string]int{}
	for _, x := range s.Requests(pathUnicast) {
		n[kit.DecodedForm(s.T, x).JSON("message").Field("target_value")]++
	}
	count := func(what string, ids int) {
		if ids < 1 || ids > 1000 {
			s.T.Errorf("a %s of %d went out, want 1 to 1000", what, ids)
		}
	}
	for _, x := range s.Requests(pathBatch) {
		list := kit.Objects([]byte(kit.DecodedForm(s.T, x).Get("messages")))
		count("batch", len(list))
		for _, m := range list {
			n[m.Field("target_value")]++
		}
	}
	for _, x := range s.Requests(pathBroadcast) {
		ids := split(kit.DecodedForm(s.T, x).Get("target_value"))
		count("broadcast", len(ids))
		for _, id := range ids {
			n[id]++
		}
	}
	return n
}

// refuses makes the endpoint answer requests to path with a code, as OPPO would, the
// given number of times; 0 is for ever.
func (s *sending) refuses(path string, times int, code, text string) {
	s.Answers(path, times, 200, fmt.Sprintf(`{"code":%s,"message":%q}`, code, text))
}

// wantPauses says that n single pushes must have come with pauses of at least first,
// each about as long as the one before or longer.
func (s *sending) wantPauses(n int, first time.Duration) {
	got := s.WantRequests(pathUnicast, n)
	last := first
	for i := 1; i < len(got); i++ {
		pause := got[i].At.Sub(got[i-1].At)
		if pause < last {
			s.T.Errorf("request %d came %v after the one before, want at least %v", i+1, pause, last)
		}
		last = pause * 8 / 10 // room for jitter
	}
}
