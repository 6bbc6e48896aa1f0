package oppo_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// each sends messages one after another to one phone and tells their ends.
func each(w *world, id string, messages ...fields) string {
	var ends []string
	for _, m := range messages {
		a := w.send(id, m)
		if ends = append(ends, w.Fate()); a.Code != "0" {
			ends[len(ends)-1] = a.said()
		}
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
	all := func(messages ...fields) func(w *world) string {
		return func(w *world) string { return each(w, w.Phone("p1"), messages...) }
	}
	news := options{app: func(a *sim.AppSpec) { a.Kind = "news" }}
	half := func(w *world) string {
		a := w.batch(message(w.Phone("p1"), nil), message(w.Phone("p2"), nil), message("CN_no", nil))
		return a.said() + fmt.Sprint(len(a.List))
	}
	everybody := func(w *world) string {
		w.Phone("p1")
		w.Phone("p2")
		w.cast(w.save(nil).Data.Saved, 1, "")
		return w.Fate()
	}
	return []proof{
		{Rule: "OP-QTA-001", Want: "330", Run: limited("public", 1, half)},
		{Rule: "OP-QTA-002", Want: "silent, 33, shown", Run: limited("public", 1, all(nil, nil, order(nil)))},
		{Rule: "OP-QTA-003", Want: "0 42", Run: limited("saved", 1, func(w *world) string { return w.save(nil).said() + " " + w.save(nil).said() })},
		{Rule: "OP-QTA-004", Want: "dropped app_daily_limit", Run: limited("public", 1, everybody)},
		{Rule: "OP-QTA-005", Want: "silent, silent, dropped user_daily_limit, shown", Run: all(nil, nil, nil, order(nil))},
		{Rule: "OP-QTA-005", Want: "silent, silent, silent, silent, silent, dropped user_daily_limit", World: news, Run: all(times(6, nil)...)},
		{Rule: "OP-QTA-005", Date: "2023-01-15", Want: "silent, silent, dropped user_daily_limit", Run: all(times(3, nil)...)},
	}
}

func arriveProofs() []proof {
	night := options{start: time.Date(2025, 11, 25, 23, 30, 0, 0, morning.Location())}
	return []proof{
		{Rule: "OP-DLV-010", Want: "0 dropped regid_invalid", Run: lands(nil, func(p *phoneState) { p.Installed = false })},
		{Rule: "OP-DLV-010", Want: "0 dropped regid_invalid", Run: lands(nil, func(p *phoneState) { p.Subscribed = false })},
		{Rule: "OP-DLV-011", Want: "0 dropped regid_invalid", Run: lands(nil, func(p *phoneState) {
			p.Offline, p.OfflineSince = true, morning.AddDate(0, 0, -30)
		})},
		{Rule: "OP-DLV-012", Want: "0 dropped", Run: lands(nil, phoneFlag("install", "other"))},
		{Rule: "OP-FLT-030", Want: "0 dropped message_night_control", World: night, Run: with("night_control", "on", lands(nil))},
	}
}

func waitProofs() []proof {
	online := func(p *phoneState) { p.Offline = false }
	expires := func(m fields, within time.Duration) func(w *world) string {
		return func(w *world) string {
			w.send(w.Phone("p1", offline), m)
			w.Pass(within - time.Minute)
			before := w.Fate()
			w.Pass(2 * time.Minute)
			return before + ", " + w.Fate()
		}
	}
	return []proof{
		{Rule: "OP-DLV-001", Want: "held, expired", Run: expires(order(nil), 24*time.Hour)},
		{Rule: "OP-DLV-002", Want: "held, expired", Run: with("ttl", "clamp", expires(order(fields{"off_line_ttl": 2_000_000}), 10*24*time.Hour))},
		{Rule: "OP-DLV-013", Want: "0 dropped", Run: lands(order(fields{"off_line": false}), offline)},
		{Rule: "OP-DLV-014", Want: "held, dropped", Run: func(w *world) string {
			w.send(w.Phone("p1", offline), order(fields{"network_type": 1}))
			before := w.Fate()
			w.Change("p1", func(p *phoneState) { p.Offline, p.Flags = false, map[string]string{"network": "mobile"} })
			w.Settle()
			// Another try is under way when the network goes again.
			w.Change("p1", func(p *phoneState) { p.Flags = nil })
			w.Change("p1", offline)
			return before + ", " + w.Fate()
		}},
		{Rule: "OP-DLV-015", Want: "held, shown", Run: func(w *world) string {
			w.send(w.Phone("p1", offline), order(nil))
			before := w.Fate()
			w.Change("p1", online)
			return before + ", " + w.Fate()
		}},
		{Rule: "OP-DLV-016", Want: "held, shown", Run: func(w *world) string {
			w.send(w.Phone("p1", phoneFlag("network", "mobile")), order(fields{"network_type": 1}))
			before := w.Fate()
			w.Change("p1", func(p *phoneState) { p.Flags = nil })
			return before + ", " + w.Fate()
		}},
		{Rule: "OP-DLV-017", Want: "held, expired", Run: expires(order(fields{"off_line_ttl": 3600}), time.Hour)},
		{Rule: "OP-DLV-018", Want: "held, shown", Run: scheduled(nil)},
		{Rule: "OP-DLV-018", Want: "held, dropped", Run: scheduled(func(p *phoneState) { p.Installed = false })},
	}
}

// in2Hours is a display that begins in two hours, of a message that waits for an hour.
func in2Hours() fields {
	return fields{"show_time_type": 1, "off_line_ttl": 3600,
		"show_start_time": morning.Add(2 * time.Hour).UnixMilli(), "show_end_time": morning.Add(3 * time.Hour).UnixMilli()}
}

// scheduled sends a message with a scheduled display and tells what becomes of it on a
// phone that changes after an hour.
func scheduled(change func(*phoneState)) func(w *world) string {
	return func(w *world) string {
		w.send(w.Phone("p1"), order(in2Hours()))
		before := w.Fate()
		w.Pass(time.Hour)
		if change != nil {
			w.Change("p1", change)
		}
		w.Pass(time.Hour + time.Second)
		return before + ", " + w.Fate()
	}
}

func presentProofs() []proof {
	loud := func(m fields, changes ...func(*phoneState)) func(w *world) string {
		return func(w *world) string {
			w.send(w.Phone("p1", changes...), m)
			w.Settle()
			e := w.Last()
			return fmt.Sprint(e.Fate.State, " sound ", e.Fate.Sound, " banner ", e.Fate.Banner)
		}
	}
	past := fields{"show_time_type": 1, "show_start_time": 1, "show_end_time": morning.UnixMilli() - 1}
	return []proof{
		{Rule: "OP-DLV-020", Want: "0 hidden push_arrive", Run: lands(order(fields{".verify_registration_id": true}), phoneFlag("registration_id", "renewed"))},
		{Rule: "OP-DLV-021", Want: "0 hidden push_arrive", Run: lands(order(nil), func(p *phoneState) { p.Notifications = false })},
		{Rule: "OP-DLV-022", Want: "0 hidden push_arrive", Run: lands(nil, func(p *phoneState) { p.Muted = append(p.Muted, "marketing") })},
		{Rule: "OP-DLV-023", Want: "0 hidden push_arrive", Run: with("channels", "news,orders", lands(order(fields{"channel_id": "sales"})))},
		{Rule: "OP-DLV-024", Want: "0 hidden push_arrive", Run: lands(order(past))},
		{Rule: "OP-DLV-030", Want: "silent sound false banner false", Run: loud(nil)},
		{Rule: "OP-DLV-031", Want: "silent sound false banner false", Run: loud(order(fields{"notify_level": 1}))},
		{Rule: "OP-DLV-032", Want: "shown sound true banner false", Run: loud(order(nil), func(p *phoneState) { p.State = device.Locked })},
	}
}
