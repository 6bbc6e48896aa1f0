package honor_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
)

func offline(p *device.Phone) { p.Offline = true }

// page is a message whose tap leads to a page of the app.
func page() fields {
	return fields{notice + "clickAction": fields{"type": 1, "intent": "intent://com.example.shop/x"}}
}

func arriveProofs() []proof {
	return []proof{
		{Rule: "HN-FLT-012", Want: "silent dropped 40000009", Run: with("repeat_filter", "on", func(w *world) string {
			a := w.Phone("p1")
			w.send(low(nil), a)
			first := w.Fate()
			w.send(low(nil), a)
			return first + " " + w.Fate()
		})},
		{Rule: "HN-QTA-002", Want: "silent silent dropped 40000009", Run: func(w *world) string {
			a := w.Phone("p1")
			return strings.Join(fates(w, a, 3), " ")
		}},
		{Rule: "HN-DLV-010", Want: "200 200 held", Run: lands(nil, offline)},
		{Rule: "HN-DLV-011", Want: "expired", Run: func(w *world) string {
			w.send(fields{android + "ttl": "60s"}, w.Phone("p1", offline))
			w.Pass(2 * time.Minute)
			return w.Fate()
		}},
		{Rule: "HN-DLV-012", Want: "200 200 dropped 40000003", Run: lands(nil, func(p *device.Phone) { p.Installed = false })},
		{Rule: "HN-DLV-013", Want: "200 200 dropped 40000004", Run: lands(nil, func(p *device.Phone) { p.Subscribed = false })},
		{Rule: "HN-DLV-014", Want: "200 200 dropped 40000014", Run: lands(nil, flags("phone_user", "other"))},
		{Rule: "HN-DLV-015", Want: "200 200 dropped 40000006", Run: lands(nil, flags("app_disabled", "on"))},
	}
}

// fates are what becomes of n marketing messages to one phone.
func fates(w *world, token string, n int) (out []string) {
	for i := range n {
		w.send(low(fields{notice + "body": fmt.Sprint("第", i, "件")}), token)
		out = append(out, w.Fate())
	}
	return out
}

func sleepProofs() []proof {
	box := func(story func(w *world)) func(w *world) string {
		return func(w *world) string {
			b := &endpointtest.Mailbox{}
			in := w.Engine.Rulebook(w.Endpoint.Vendor()).Options
			mailedWorld := open(w.T, mailed(b), in)
			story(mailedWorld)
			mailedWorld.Pass(5 * time.Second)
			return statuses(w.T, b)
		}
	}
	night := func(s *endpointtest.Setup) { s.Start = time.Date(2025, 11, 25, 2, 0, 0, 0, endpointtest.Beijing()) }
	return []proof{
		{Rule: "HN-DLV-016", Want: "40000013 40000002", Run: box(func(w *world) {
			w.send(nil, w.Phone("p1", flags("screen", "off")))
			w.Pass(time.Second)
			w.Change("p1", func(p *device.Phone) { p.Flags["screen"] = "on" })
		})},
		{Rule: "HN-DLV-017", World: night, Want: "held until 06:00 shown", Run: with("night_hold", "on", func(w *world) string {
			w.send(nil, w.Phone("p1"))
			before := w.Fate()
			w.Until(time.Date(2025, 11, 25, 5, 59, 0, 0, endpointtest.Beijing()))
			if w.Fate() != before {
				return "it came before 06:00"
			}
			w.Until(time.Date(2025, 11, 25, 6, 0, 1, 0, endpointtest.Beijing()))
			return before + " until 06:00 " + w.Fate()
		})},
		{Rule: "HN-DLV-020", Want: "50000003 40000001", Run: box(func(w *world) {
			w.send(dataOnly(nil), w.Phone("p1", func(p *device.Phone) { p.State = device.Killed }))
			w.Pass(time.Second)
			w.Change("p1", func(p *device.Phone) { p.State = device.Foreground })
		})},
		{Rule: "HN-DLV-024", Want: "40000002 40000015", Run: box(func(w *world) {
			w.send(page(), w.Phone("p1", flags("page", "missing")))
		})},
		{Rule: "HN-DLV-030", Want: "40000002 40000007", Run: box(func(w *world) {
			w.send(nil, w.Phone("p1", flags("taps", "yes")))
		})},
		{Rule: "HN-DLV-031", Want: "40000002 40000011", Run: box(func(w *world) {
			w.send(page(), w.Phone("p1", func(p *device.Phone) { p.Flags = map[string]string{"taps": "yes", "page": "refused"} }))
		})},
	}
}

func presentProofs() []proof {
	return []proof{
		{Rule: "HN-DLV-021", Want: "200 200 hidden 40000001", Run: lands(dataOnly(nil))},
		{Rule: "HN-DLV-022", Want: "200 200 hidden 40000005", Run: lands(nil, func(p *device.Phone) { p.Notifications = false })},
		{Rule: "HN-DLV-023", Want: "200 200 hidden 40000005", Run: lands(nil, func(p *device.Phone) { p.Muted = append(p.Muted, "transactional") })},
		{Rule: "HN-DLV-025", Want: "200 200 silent", Run: lands(low(nil))},
		{Rule: "HN-DLV-026", Want: "7", Run: func(w *world) string {
			w.send(fields{notice + "badge": fields{"setNum": 7, "addNum": 1}}, w.Phone("p1"))
			w.Settle()
			return fmt.Sprint(w.Shade("p1").Badge)
		}},
	}
}
