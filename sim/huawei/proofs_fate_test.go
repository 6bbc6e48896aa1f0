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
		{Rule: "HW-CLS-001", Want: "80000000 silent", Run: lands(im(fields{android + "category": "WORK"}))},
		{Rule: "HW-CLS-002", Want: "80000000 silent", Run: lands(im(fields{android + "category": nil}))},
		{Rule: "HW-CLS-003", Want: "80000000 silent", Run: lands(im(fields{android + "category": "FOO"}))},
		{Rule: "HW-CLS-004", Date: day2022, Want: "80000000 silent", Run: lands(promo), World: options{app: func(a *sim.AppSpec) { a.Rights = nil }}},
		{Rule: "HW-CLS-005", Date: day2020, Want: "80000000 silent", Run: lands(promo)},
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
		ends = append(ends, w.Fate())
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
				w.Limit(name, 1)
			}
			return each(w, w.Phone("p1"), messages...)
		}
	}
	test := fields{android + "target_user_type": 1}
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	suspended := func(w *world) string {
		w.Limit("device.total", 1)
		id := w.Phone("p1")
		ends := each(w, id, im(nil), im(nil))
		return ends + ", " + w.send(im(nil), id).said()
	}
	return []proof{
		{Rule: "HW-QTA-001", Want: "dropped 256, shown", Run: with("penalty", "marketing_suspended", all([]fields{nil, im(nil)}))},
		{Rule: "HW-QTA-002", Want: "silent, silent, dropped 256", Run: with("penalty", "cap2_silent", all(times(3, im(nil))))},
		{Rule: "HW-QTA-003", Want: "shown, dropped 102", Run: all(times(2, im(nil)), "device.total")},
		{Rule: "HW-QTA-004", Date: day2023, Want: "shown, shown, 80300002", Run: suspended},
		{Rule: "HW-QTA-005", Want: "silent, dropped 256", Run: all(times(2, test), "test")},
		{Rule: "HW-QTA-006", Want: "silent, silent, dropped 256, shown", Run: all(append(times(3, nil), im(nil)))},
		{Rule: "HW-QTA-006", Want: "silent, silent, silent, silent, silent, dropped 256", World: news, Run: all(times(6, nil))},
		{Rule: "HW-QTA-006", Want: "silent, silent, dropped 256", World: news, Run: with("news_licence", "no", all(times(3, nil)))},
		{Rule: "HW-QTA-006", Date: day2023, Want: "silent, silent, dropped 256", Run: all(times(3, nil))},
	}
}

func arriveProofs() []proof {
	gone := func(change func(*phoneState)) func(w *world) string { return lands(im(nil), change) }
	return []proof{
		{Rule: "HW-DLV-010", Want: "80000000 dropped", Run: with("data_location", "mismatch", lands(im(nil)))},
		{Rule: "HW-DLV-011", Want: "80000000 dropped 10", Run: gone(func(p *phoneState) {
			p.Offline, p.OfflineSince = true, morning.AddDate(0, 0, -30)
		})},
		{Rule: "HW-DLV-012", Want: "held, reported 201, shown", World: options{app: registered}, Run: func(w *world) string {
			control := func(value string) func(*phoneState) { return func(p *phoneState) { p.Flags["controlled"] = value } }
			w.alert(chatNext(nil), w.next("p1", control("on")))
			held := w.Fate() + ", reported " + w.reported()
			w.Change("p1", control("off"))
			return held + ", " + w.Fate()
		}},
		{Rule: "HW-DLV-012", Want: "held, reported 201", World: options{app: registered}, Run: func(w *world) string {
			w.alert(chatNext(nil), w.next("p1", offline))
			w.Settle()
			w.Change("p1", func(p *phoneState) { p.Offline, p.Flags["controlled"] = false, "on" })
			return w.Fate() + ", reported " + w.reported()
		}},
		{Rule: "HW-DLV-012", Want: "held, expired", Run: func(w *world) string {
			w.send(im(fields{android + "ttl": "60s"}), w.Phone("p1", phoneFlag("controlled", "on")))
			held := w.Fate()
			w.Pass(61 * time.Second)
			return held + ", " + w.Fate()
		}},
		{Rule: "HW-DLV-019", Want: "held, shown", World: options{start: morning.Add(-9 * time.Hour)}, Run: with("night_hold", "on", func(w *world) string {
			w.send(im(nil), w.Phone("p1"))
			held := w.Fate()
			w.Pass(5 * time.Hour)
			return held + ", " + w.Fate()
		})},
		{Rule: "HW-DLV-017", Want: "80000000 dropped 2", Run: gone(func(p *phoneState) { p.Installed = false })},
		{Rule: "HW-DLV-018", Want: "80000000 dropped 5", Run: gone(func(p *phoneState) { p.Subscribed = false })},
	}
}

func cacheProofs() []proof {
	online := func(p *phoneState) { p.Offline = false }
	// waits is a phone for which messages wait, and free lets them come.
	firstOf := func(waits func(w *world) string, free func(w *world), a, b fields) func(w *world) string {
		return func(w *world) string {
			id := waits(w)
			w.send(im(a), id)
			w.Settle()
			held := w.Last().ID
			w.send(im(b), id)
			w.Settle()
			e := w.stateOf(held)
			free(w)
			return strings.TrimSpace(string(e.Fate.State)+" "+e.Fate.Code) + ", " + w.Fate()
		}
	}
	first := func(a, b fields) func(w *world) string {
		return firstOf(func(w *world) string { return w.Phone("p1", offline) }, func(w *world) { w.Change("p1", online) }, a, b)
	}
	isControlled := func(w *world) string { return w.Phone("p1", phoneFlag("controlled", "on")) }
	controlEnds := func(w *world) { w.Change("p1", func(p *phoneState) { p.Flags["controlled"] = "off" }) }
	asleep := func(w *world) string { return w.Phone("p1") }
	nightIsOver := func(w *world) { w.Pass(5 * time.Hour) }
	full := func(change func(*phoneState)) func(w *world) string {
		return func(w *world) string {
			id := w.Phone("p1", change)
			w.send(im(nil), id)
			w.Settle()
			oldest := w.Last().ID
			for range 120 {
				w.send(im(nil), id)
			}
			end := w.Fate()
			e := w.stateOf(oldest)
			return string(e.Fate.State) + " " + e.Fate.Code + ", " + end
		}
	}
	return []proof{
		{Rule: "HW-DLV-001", Want: "held, expired", Run: func(w *world) string {
			w.send(im(nil), w.Phone("p1", offline))
			w.Pass(24*time.Hour - time.Minute)
			state := w.Fate()
			w.Pass(time.Minute)
			return state + ", " + w.Fate()
		}},
		{Rule: "HW-DLV-013", Want: "replaced 15, shown", Run: first(fields{android + "collapse_key": 7}, fields{android + "collapse_key": 7})},
		{Rule: "HW-DLV-013", Want: "replaced 15, shown", Run: first(nil, fields{android + "collapse_key": 0})},
		{Rule: "HW-DLV-013", Want: "replaced 15, shown", Run: firstOf(isControlled, controlEnds, im(fields{android + "collapse_key": 7}), im(fields{android + "collapse_key": 7}))},
		{Rule: "HW-DLV-013", Want: "replaced 15, shown", World: options{start: morning.Add(-9 * time.Hour)},
			Run: with("night_hold", "on", firstOf(asleep, nightIsOver, im(fields{android + "collapse_key": 7}), im(fields{android + "collapse_key": 7})))},
		{Rule: "HW-DLV-014", Want: "replaced 15, held", Run: full(offline)},
		{Rule: "HW-DLV-014", Want: "replaced 15, held", Run: full(phoneFlag("controlled", "on"))},
		{Rule: "HW-DLV-015", Want: "80000000 held", Run: lands(im(nil), offline)},
		{Rule: "HW-DLV-016", Want: "held, expired", Run: func(w *world) string {
			w.send(im(fields{android + "ttl": "60s"}), w.Phone("p1", offline))
			state := w.Fate()
			w.Pass(61 * time.Second)
			return state + ", " + w.Fate()
		}},
	}
}

func presentProofs() []proof {
	state := func(s device.Presence) func(*phoneState) { return func(p *phoneState) { p.State = s } }
	penalised := with("penalty", "cap2_silent", lands(im(nil)))
	return []proof{
		{Rule: "HW-DLV-020", Want: "80000000 hidden 27", Run: lands(data(nil), state(device.Killed))},
		{Rule: "HW-DLV-021", Want: "80000000 hidden", Run: lands(data(nil))},
		{Rule: "HW-DLV-022", Want: "80000000 hidden 6", Run: lands(im(nil), func(p *phoneState) { p.Notifications = false })},
		{Rule: "HW-DLV-023", Want: "80000000 hidden 6", Run: lands(im(nil), phoneFlag("push_turned_off", "on"))},
		{Rule: "HW-DLV-024", Want: "80000000 hidden 6", Run: lands(nil, func(p *phoneState) { p.Muted = append(p.Muted, "marketing") })},
		{Rule: "HW-DLV-025", Want: "80000000 hidden", Run: lands(im(fields{notice + "foreground_show": false}), state(device.Foreground))},
		{Rule: "HW-DLV-026", Want: "80000000 silent", Run: penalised},
		{Rule: "HW-DLV-027", Want: "80000000 silent", Run: lands(im(fields{notice + "importance": "LOW"}))},
		{Rule: "HW-DLV-028", Want: "80000000 silent", Run: lands(nil)},
		{Rule: "HW-DLV-029", Want: "5", Run: func(w *world) string {
			id := w.Phone("p1")
			w.send(im(fields{notice + "badge": fields{"add_num": 3}}), id)
			w.Settle()
			w.send(im(fields{notice + "badge": fields{"set_num": 5, "add_num": 1}}), id)
			w.Settle()
			s, err := w.Engine.Shade("p1")
			if err != nil {
				w.T.Fatal(err)
			}
			return fmt.Sprint(s.Badge)
		}},
	}
}
