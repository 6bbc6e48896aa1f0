package meizu

import (
	"strings"
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

// begin prepares an app and opens the sender for it.
// The app is that of the vendor's vectors: bad senders must be able to sign.
func begin(t *conformance.T, changes ...kit.AppOption) *sending {
	b := open(t, append([]kit.AppOption{vectors}, changes...)...)
	s := &sending{bench: b, Sending: kit.Start(b.Bench)}
	s.AnswerType = "application/json; charset=UTF-8"
	return s
}

// order is a correct private message, offer a correct public one.
func order() *vendors.Message {
	return &vendors.Message{Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收", Class: vendors.ClassTransactional, TTL: time.Hour}
}

func offer() *vendors.Message {
	return &vendors.Message{Title: "周末特惠", Body: "全场满200减50", Class: vendors.ClassMarketing, TTL: time.Hour}
}

// sent is the message in the newest push.
func (s *sending) sent() kit.Object {
	f := s.SentForm(pathPush)
	m, ok := kit.Decode([]byte(f.Get("messageJson")))
	if !ok {
		s.T.Fatalf("messageJson is no JSON object: %s", f.Get("messageJson"))
	}
	return m
}

// off reports whether a switch is off, as a number or a boolean.
func off(o kit.Object, path string) bool { v := o.Field(path); return v == "0" || v == "false" }

// cutOrRejected says that a text over the limit must have been cut openly, or not sent.
func (s *sending) cutOrRejected(r vendors.Result, path, text string, limit int) {
	o := r.Outcomes[0]
	if o.State == vendors.StateRejected {
		if n := len(s.Requests(pathPush)); n != 0 {
			s.T.Errorf("a message that was rejected made %d requests", n)
		}
		return
	}
	s.Accepted(r)
	got := s.sent().Field(path)
	if n := len([]rune(got)); n > limit || n < limit-4 || !strings.HasPrefix(text, string([]rune(got)[:n-3])) {
		s.T.Errorf("%s went out with %d characters, want the beginning of the text in at most %d", path, n, limit)
	}
	if len(r.Adjustments) == 0 {
		s.T.Errorf("%s was cut and no adjustment says so", path)
	}
}

// yes and no are answers as Meizu gives them.
func yes(value string) string {
	return `{"code":"200","message":"","value":` + value + `,"redirect":"","msgId":"c2ee5c3bf00448cfbceb7fdf68c3c8eb"}`
}

func no(code string) string {
	return `{"code":"` + code + `","message":"错误","value":"","redirect":""}`
}
