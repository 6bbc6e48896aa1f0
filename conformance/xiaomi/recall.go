package xiaomi

import (
	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// recallCases take messages back.
func recallCases() []conformance.Case {
	later := kit.Field("time_to_send", millis(conformance.DefaultStart.AddDate(0, 0, 1).UnixMilli()))
	unsure := sdk + " (the paths); parameters and answers are " + assumed
	return []conformance.Case{{
		ID: "xiaomi/recall/revoke", Level: conformance.May, Source: unsure, Codes: []string{"0", "65028"},
		Title:       "a message is taken back",
		Requirement: "An endpoint may take a shown message back by its id, from one phone or from all.",
		Run: func(t *conformance.T) {
			b := open(t)
			p, q := b.Phone("a"), b.Phone("b")
			a := b.push(order(), p, q)
			b.want(a, "0")
			b.Settle()
			b.want(b.PostForm("/v1/message/regid/revoke", kit.FormOf("msg_ids", a.ID(), "registration_ids", p.Token)), "0")
			b.WantItems(p, 0)
			b.WantItems(q, 1)
			b.want(b.PostForm("/v2/message/revoke", kit.FormOf("msg_ids", a.ID())), "0")
			b.WantItems(q, 0)
			b.want(b.PostForm("/v2/message/revoke", kit.FormOf("msg_ids", "sdm57188795000000273KF")), "65028")
		},
	}, {
		ID: "xiaomi/recall/revoke-several", Level: conformance.May, Source: unsure, Codes: []string{"0"},
		Title:       "several messages are taken back in one call",
		Requirement: "An endpoint may take back every message that msg_ids or job_keys name, joined by commas or repeated.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			var ids []string
			for i := range 6 {
				a := b.send(p, kit.Field("notify_id", millis(int64(i+1))), kit.Field("extra.jobkey", "job"+millis(int64(i+1))))
				b.want(a, "0")
				ids = append(ids, a.ID())
			}
			b.WantItems(p, 6)
			b.want(b.PostForm("/v2/message/revoke", kit.FormOf("msg_ids", ids[0]+","+ids[1])), "0")
			b.WantItems(p, 4)
			b.want(b.PostForm("/v2/message/revoke", kit.FormOf("msg_ids", ids[2], "msg_ids", ids[3])), "0")
			b.WantItems(p, 2)
			b.want(b.PostForm("/v2/message/revoke", kit.FormOf("job_keys", "job5,job6")), "0")
			b.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/recall/schedule", Level: conformance.Must, Source: docJava, Codes: []string{"0"}, Needs: []conformance.Need{conformance.NeedClock},
		Title:       "a scheduled message is cancelled",
		Requirement: "An endpoint must not show a scheduled message that was deleted by its id, or by its jobkey.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			first := b.send(p, later)
			b.want(first, "0")
			b.want(b.PostForm("/v2/schedule_job/delete", kit.FormOf("job_id", first.ID())), "0")
			b.want(b.send(p, later, kit.Field("extra.jobkey", "job2")), "0")
			b.want(b.PostForm("/v3/schedule_job/delete", kit.FormOf("jobkey", "job2")), "0")
			b.day(2, 10, 0)
			b.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/recall/exists", Level: conformance.May, Source: unsure, Codes: []string{"0", "65028"},
		Title:       "whether a scheduled message waits",
		Requirement: "An endpoint may tell whether a scheduled message still waits: code 0 as long as it does.",
		Run: func(t *conformance.T) {
			b := open(t)
			a := b.send(b.Phone("a"), later)
			b.want(a, "0")
			if got := b.PostForm("/v2/schedule_job/exist", kit.FormOf("job_id", a.ID())); got.Code() != "0" {
				t.Errorf("%v, want code 0", got)
			}
			b.want(b.PostForm("/v2/schedule_job/delete", kit.FormOf("job_id", a.ID())), "0")
			b.want(b.PostForm("/v2/schedule_job/exist", kit.FormOf("job_id", a.ID())), "65028")
		},
	}, {
		ID: "xiaomi/recall/stop", Level: conformance.May, Source: unsure, Codes: []string{"0"},
		Title:       "a running push is stopped",
		Requirement: "An endpoint may stop a push by its id or jobkey, so that phones that were offline do not get it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.send(p, kit.Field("extra.jobkey", "job1"))
			b.want(a, "0")
			b.Settle()
			b.want(b.PostForm("/v1/message/switch/stop_by_jobkey", kit.FormOf("job_key", "job1")), "0")
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 0)
		},
	}, {
		ID: "xiaomi/recall/delete-broadcast", Level: conformance.May, Source: unsure, Codes: []string{"0", "20315"},
		Title:       "a broadcast is deleted",
		Requirement: "An endpoint may delete a broadcast by its id, and answer an unknown id with code 20315.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a", kit.Offline)
			a := b.PostForm("/v3/message/all", order())
			b.want(a, "0")
			b.Settle()
			b.want(b.PostForm("/v2/message/delete", kit.FormOf("id", a.ID())), "0")
			kit.ChangePhone(t, p, kit.Online)
			b.WantItems(p, 0)
			b.want(b.PostForm("/v2/message/delete", kit.FormOf("id", "x")), "20315")
		},
	}}
}
