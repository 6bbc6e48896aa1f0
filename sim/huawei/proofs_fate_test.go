package huawei_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// The last day of each older edition that is proven, and a day in it.
const (
	day2020 = "2020-06-01" // the classifier judges all apps
	day2022 = "2022-06-01" // the classifier judges apps without the right, no cap
	day2023 = "2023-06-01" // and marketing is capped
)

func offline(p *phoneState) { p.Offline = true }

func phoneFlag(name, value string) func(*phoneState) {
	return func(p *phoneState) { p.Flags = map[string]string{name: value} }
}

func classProofs() []proof {
	promo := fields{notice + "body": "全场满减，低至五折", android + "category": "IM"}
	return []proof{
		{rule: "HW-CLS-001", want: "80000000 silent", run: lands(im(fields{android + "category": "WORK"}))},
		{rule: "HW-CLS-002", want: "80000000 silent", run: lands(im(fields{android + "category": nil}))},
		{rule: "HW-CLS-003", want: "80000000 silent", run: lands(im(fields{android + "category": "FOO"}))},
		{rule: "HW-CLS-004", date: day2022, want: "80000000 silent", run: lands(promo), world: options{app: func(a *sim.AppSpec) { a.Rights = nil }}},
		{rule: "HW-CLS-005", date: day2020, want: "80000000 silent", run: lands(promo)},
	}
}

// each sends messages one after another to one phone and tells their ends.
func each(w *world, id string, messages ...fields) string {
	var ends []string
	for i, m := range messages {
		copied := fields{notice + "body": fmt.Sprint("第", i, "条")}
		for k, v := range m {
			copied[k] = v
		}
		w.send(copied, id)
		ends = append(ends, w.fate())
	}
	return strings.Join(ends, ", ")
}

func times(n int, m fields) []fields {
	out := make([]fields, n)
	for i := range out {
		out[i] = m
	}
	return out
}

func quotaProofs() []proof {
	all := func(messages []fields, limits ...string) func(w *world) string {
		return func(w *world) string {
			for _, name := range limits {
				w.limit(name, 1)
			}
			return each(w, w.phone("p1"), messages...)
		}
	}
	test := fields{android + "target_user_type": 1}
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	suspended := func(w *world) string {
		w.limit("device.total", 1)
		id := w.phone("p1")
		ends := each(w, id, im(nil), im(nil))
		return ends + ", " + w.send(im(nil), id).said()
	}
	return []proof{
		{rule: "HW-QTA-001", want: "dropped 256, shown", run: with("penalty", "marketing_suspended", all([]fields{nil, im(nil)}))},
		{rule: "HW-QTA-002", want: "silent, silent, dropped 256", run: with("penalty", "cap2_silent", all(times(3, im(nil))))},
		{rule: "HW-QTA-003", want: "shown, dropped 102", run: all(times(2, im(nil)), "device.total")},
		{rule: "HW-QTA-004", date: day2023, want: "shown, shown, 80300002", run: suspended},
		{rule: "HW-QTA-005", want: "silent, dropped 256", run: all(times(2, test), "test")},
		{rule: "HW-QTA-006", want: "silent, silent, dropped 256, shown", run: all(append(times(3, nil), im(nil)))},
		{rule: "HW-QTA-006", want: "silent, silent, silent, silent, silent, dropped 256", world: news, run: all(times(6, nil))},
		{rule: "HW-QTA-006", want: "silent, silent, dropped 256", world: news, run: with("news_licence", "no", all(times(3, nil)))},
		{rule: "HW-QTA-006", date: day2023, want: "silent, silent, dropped 256", run: all(times(3, nil))},
	}
}

func arriveProofs() []proof {
	gone := func(change func(*phoneState)) func(w *world) string { return lands(im(nil), change) }
	return []proof{
		{rule: "HW-DLV-010", want: "80000000 dropped", run: with("data_location", "mismatch", lands(im(nil)))},
		{rule: "HW-DLV-011", want: "80000000 dropped 10", run: gone(func(p *phoneState) {
			p.Offline, p.OfflineSince = true, morning.AddDate(0, 0, -30)
		})},
		{rule: "HW-DLV-012", want: "80000000 dropped 201", run: gone(phoneFlag("controlled", "on"))},
		{rule: "HW-DLV-017", want: "80000000 dropped 2", run: gone(func(p *phoneState) { p.Installed = false })},
		{rule: "HW-DLV-018", want: "80000000 dropped 5", run: gone(func(p *phoneState) { p.Subscribed = false })},
	}
}

func cacheProofs() []proof {
	online := func(p *phoneState) { p.Offline = false }
	first := func(a, b fields) func(w *world) string {
		return func(w *world) string {
			id := w.phone("p1", offline)
			w.send(im(a), id)
			w.settle()
			held := w.last().ID
			w.send(im(b), id)
			w.settle()
			e := w.stateOf(held)
			w.change("p1", online)
			return strings.TrimSpace(string(e.Fate.State)+" "+e.Fate.Code) + ", " + w.fate()
		}
	}
	return []proof{
		{rule: "HW-DLV-001", want: "held, expired", run: func(w *world) string {
			w.send(im(nil), w.phone("p1", offline))
			w.pass(24*time.Hour - time.Minute)
			state := w.fate()
			w.pass(time.Minute)
			return state + ", " + w.fate()
		}},
		{rule: "HW-DLV-013", want: "replaced 15, shown", run: first(fields{android + "collapse_key": 7}, fields{android + "collapse_key": 7})},
		{rule: "HW-DLV-013", want: "replaced 15, shown", run: first(nil, fields{android + "collapse_key": 0})},
		{rule: "HW-DLV-014", want: "replaced 15, held", run: func(w *world) string {
			id := w.phone("p1", offline)
			w.send(im(nil), id)
			w.settle()
			oldest := w.last().ID
			for range 120 {
				w.send(im(nil), id)
			}
			end := w.fate()
			e := w.stateOf(oldest)
			return string(e.Fate.State) + " " + e.Fate.Code + ", " + end
		}},
		{rule: "HW-DLV-015", want: "80000000 held", run: lands(im(nil), offline)},
		{rule: "HW-DLV-016", want: "held, expired", run: func(w *world) string {
			w.send(im(fields{android + "ttl": "60s"}), w.phone("p1", offline))
			state := w.fate()
			w.pass(61 * time.Second)
			return state + ", " + w.fate()
		}},
	}
}

func presentProofs() []proof {
	state := func(s device.Presence) func(*phoneState) { return func(p *phoneState) { p.State = s } }
	penalised := with("penalty", "cap2_silent", lands(im(nil)))
	return []proof{
		{rule: "HW-DLV-020", want: "80000000 hidden 27", run: lands(data(nil), state(device.Killed))},
		{rule: "HW-DLV-021", want: "80000000 hidden", run: lands(data(nil))},
		{rule: "HW-DLV-022", want: "80000000 hidden 6", run: lands(im(nil), func(p *phoneState) { p.Notifications = false })},
		{rule: "HW-DLV-023", want: "80000000 hidden 6", run: lands(im(nil), phoneFlag("push_turned_off", "on"))},
		{rule: "HW-DLV-024", want: "80000000 hidden 6", run: lands(nil, func(p *phoneState) { p.Muted = append(p.Muted, "marketing") })},
		{rule: "HW-DLV-025", want: "80000000 hidden", run: lands(im(fields{notice + "foreground_show": false}), state(device.Foreground))},
		{rule: "HW-DLV-026", want: "80000000 silent", run: penalised},
		{rule: "HW-DLV-027", want: "80000000 silent", run: lands(im(fields{notice + "importance": "LOW"}))},
		{rule: "HW-DLV-028", want: "80000000 silent", run: lands(nil)},
		{rule: "HW-DLV-029", want: "5", run: func(w *world) string {
			id := w.phone("p1")
			w.send(im(fields{notice + "badge": fields{"add_num": 3}}), id)
			w.settle()
			w.send(im(fields{notice + "badge": fields{"set_num": 5, "add_num": 1}}), id)
			w.settle()
			s, err := w.engine.Shade("p1")
			if err != nil {
				w.t.Fatal(err)
			}
			return fmt.Sprint(s.Badge)
		}},
	}
}
