package vivo

import (
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

// answers makes the endpoint answer requests to path with this body, as vivo would,
// the given number of times; 0 is for ever.
func (s *sending) answers(path string, times int, body string) { s.Answers(path, times, 200, body) }
