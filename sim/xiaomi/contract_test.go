package xiaomi_test

import (
	"encoding/json"
	"net/http"
	"testing"

	facts "github.com/offpush/offpush/fixtures/xiaomi"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/xiaomi"
)

func TestContract(t *testing.T) {
	t.Parallel()
	app := shop()
	app.Package, app.Flags = "", map[string]string{"feedback_api": "on", "default_channel": "allow"}
	endpointtest.Run(t, endpointtest.Harness{New: xiaomi.New, Facts: facts.Facts(), Story: story, App: app})
}

// story calls every operation, as a good sender would.
func story(l *endpointtest.Lab) {
	s := teller{l}
	_ = l.Engine.UpdatePhone("p1", func(p *device.Phone) { p.User = "u1" })
	a, b := l.Phones[0].Token, l.Phones[1].Token
	mine := form{"restricted_package_name": l.App.Package}
	m := order(mine)
	for _, v := range []string{"/v2", "/v3", "/v4"} {
		s.post(v+"/message/regid", m.with(form{"registration_id": a + "," + b, "notify_id": "7"}))
	}
	for _, v := range []string{"/v2", "/v3"} {
		s.post(v+"/message/alias", m.with(form{"alias": "alias-p1,alias-p2"}))
		s.post(v+"/message/topic", public(mine).with(form{"topic": "sports"}))
		s.post(v+"/message/multi_topic", public(mine).with(form{"topics": "sports;$;beijing", "topic_op": "EXCEPT"}))
		s.post(v+"/message/all", plain(mine))
	}
	s.post("/v2/message/user_account", m.with(form{"user_account": "u1"}))
	one := `[{"target":"` + a + `","message":{"title":"a","description":"b","notify_type":-1,"extra":{"channel_id":"135002"}}}]`
	s.post("/v2/multi_messages/regids", form{"messages": one})
	s.post("/v2/multi_messages/aliases", form{"messages": `[{"target":"alias-p1","message":{"title":"a","description":"b","extra":{"channel_id":"135001"}}}]`})
	s.post("/v2/multi_messages/user_accounts", form{"messages": `[{"target":"u1","message":{"title":"a","description":"b","extra":{"channel_id":"135001"}}}]`})

	s.post("/v2/topic/subscribe", mine.with(form{"registration_id": a, "topic": "sports"}))
	s.post("/v2/topic/subscribe/alias", mine.with(form{"aliases": "alias-p2", "topic": "beijing"}))
	s.post("/v2/topic/unsubscribe", mine.with(form{"registration_id": a, "topic": "sports"}))
	s.post("/v2/topic/unsubscribe/alias", mine.with(form{"aliases": "alias-p2", "topic": "beijing"}))

	id := s.post("/v3/message/regid", m.with(form{"registration_id": a, "extra.jobkey": "job1"})).data("id")
	later := m.with(form{"registration_id": b, "time_to_send": itoa(l.Now().UnixMilli() + 3_600_000), "extra.jobkey": "job2"})
	job := s.post("/v3/message/regid", later).data("id")
	s.post("/v2/schedule_job/exist", form{"job_id": job})
	s.post("/v2/schedule_job/delete", form{"job_id": job})
	s.post("/v3/schedule_job/delete", form{"jobkey": "job2"})
	s.post("/v2/message/delete", form{"id": id})
	s.post("/v1/message/switch/stop_by_id", form{"msg_id": id})
	s.post("/v1/message/switch/stop_by_jobkey", form{"job_key": "job1"})
	for _, path := range []string{"/v2/message/revoke", "/v1/message/topic/revoke", "/v1/message/multi_topic/revoke"} {
		s.post(path, form{"msg_ids": id})
	}
	s.post("/v1/message/regid/revoke", form{"msg_ids": id, "registration_ids": a})
	s.post("/v1/message/alias/revoke", form{"msg_ids": id, "alias": "alias-p1"})
	s.post("/v1/message/user_account/revoke", form{"msg_ids": id, "user_accounts": "u1"})

	s.post("/v1/validation/regids", form{"registration_ids": a})
	for _, path := range []string{"/v1/alias/all", "/v1/topic/all", "/v1/account/all", "/v1/regid/presence", "/v2/regid/presence", "/v3/regid/presence"} {
		s.get(path, mine.with(form{"registration_id": a}))
	}
	s.get("/v1/trace/message/status", form{"msg_id": id})
	s.get("/v1/trace/messages/status", form{"begin_time": "0", "end_time": itoa(l.Now().UnixMilli())})
	s.get("/v1/stats/message/counters", mine.with(form{"start_date": "20251101", "end_date": "20251125"}))
	s.get("/v1/trace/quota/get", nil)
	_ = l.Engine.UpdatePhone("p2", uninstall)
	s.get("/v1/feedback/fetch_invalid_regids", nil)
	s.get("/v1/feedback/fetch_invalid_aliases", nil)
}

type teller struct{ l *endpointtest.Lab }

func (s teller) post(path string, f form) reply {
	return s.do(&sim.Request{Method: http.MethodPost, Path: path, Body: []byte(f.encode()), Site: "xiaomi"})
}

func (s teller) get(path string, f form) reply {
	return s.do(&sim.Request{Method: http.MethodGet, Path: path, Query: f.encode(), Site: "xiaomi"})
}

func (s teller) do(r *sim.Request) (out reply) {
	r.Header = http.Header{"Authorization": {"key=" + s.l.App.Credentials["app_secret"]}}
	a := s.l.Do(r.Path, r)
	_ = json.Unmarshal(a.Body, &out)
	return out
}
