package xiaomi

import (
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// channelled is an app whose sender knows its channels: messages of cases name none.
func channelled(a *sim.AppSpec) {
	a.Sender = map[string]string{"channels": "transactional=135001,marketing=135002"}
}

// sending is a bench with the sender under test.
type sending struct {
	*bench
	*kit.Sending
}

// start prepares an app and opens the sender for it.
func start(t *conformance.T, changes ...kit.AppOption) *sending {
	b := open(t, append([]kit.AppOption{channelled}, changes...)...)
	s := &sending{bench: b, Sending: kit.Start(b.Bench)}
	s.AnswerType = "application/json;charset=UTF-8"
	return s
}

// chat is a correct private message, sale the n-th correct public one.
func chat() *vendors.Message {
	return &vendors.Message{
		Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, Category: "im", TTL: time.Hour,
	}
}

func sale(n int) *vendors.Message {
	return &vendors.Message{
		Title: "周末活动" + string(rune('A'+n)), Body: "全场满减开始了，点击查看会场",
		Class: vendors.ClassMarketing, Category: "marketing", TTL: time.Hour,
	}
}

// sent is the form of the newest message to registration ids.
func (s *sending) sent() kit.Form { return s.SentForm("/message/regid") }

// wantSent says what a field of the newest message must be.
func (s *sending) wantSent(name, want string) {
	if got := s.sent().Get(name); got != want {
		s.T.Errorf("the request has %s %q, want %q", name, got, want)
	}
}

// yes and no are answers as Xiaomi writes them.
func yes(data string) string {
	return `{"result":"ok","trace_id":"Xdm57188795000000242Ut","code":0,"data":{` + data + `},"description":"成功","info":"Received push messages for 1 REGID"}`
}

func no(code, reason string) string {
	return `{"result":"error","reason":"` + reason + `","trace_id":"Xcm04b25795000300543eZ","code":` + code + `,"description":"失败"}`
}

// answers makes the endpoint answer messages to registration ids with this body the
// given number of times; 0 is for ever.
func (s *sending) answers(times int, body string) { s.Answers("/message/regid", times, 200, body) }

// basicCases are what every sender owes its user, played at Xiaomi.
func basicCases() []conformance.Case {
	app := shop(channelled)
	app.Users = 100_000
	return basics.Cases(vendors.Xiaomi, basics.Wire{
		App: app, Category: "im", Send: []string{pathRegID}, Batch: 1000,
		Key: func(x conformance.Exchange) string {
			f, _ := kit.DecodeForm(x.Body)
			return f.Get("extra.jobkey")
		},
		NoTest: true, Secrets: []string{"app_secret"},
	})
}
