package fcm_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/sim/device"
)

func arriveProofs() []proof {
	key := func(k string) fields { return fields{"message.android.collapse_key": k} }
	back := func(w *world) string {
		w.Change("p", online)
		w.Pass(time.Second)
		return fmt.Sprint(len(w.Shade("p").Items))
	}
	doze := flagged("doze", "on")
	// The clock is taken out of the maintenance window first.
	asleep := func(m fields, changes ...func(p *device.Phone)) func(w *world) string {
		return func(w *world) string {
			w.Pass(10 * time.Minute)
			said := w.send(w.Phone("p", append(changes, doze)...), m).said() + " " + w.Fate()
			w.Pass(time.Hour)
			return said + " " + w.Fate()
		}
	}
	normal := fields{"message.android.priority": "NORMAL"}
	return []proof{
		{Rule: "FM-DLV-010", Want: "200 dropped, 404 NOT_FOUND UNREGISTERED", Run: func(w *world) string {
			id := w.Phone("p", func(p *device.Phone) { p.Installed = false })
			said := w.send(id, nil).said() + " " + w.Fate()
			return said + ", " + w.send(id, nil).said()
		}},
		{Rule: "FM-DLV-011", Want: "200 held expired", Run: func(w *world) string {
			said := w.send(w.Phone("p", offline), fields{"message.android.ttl": "60s"}).said() + " " + w.Fate()
			w.Pass(2 * time.Minute)
			return said + " " + w.Fate()
		}},
		{Rule: "FM-DLV-020", Want: "200 dropped", Run: lands(fields{"message.android.ttl": "0s"}, offline)},
		{Rule: "FM-DLV-021", Want: "2", Run: func(w *world) string {
			id := w.Phone("p", offline)
			for _, k := range []string{"a", "b", "a"} {
				w.send(id, key(k))
				w.Settle()
			}
			return back(w)
		}},
		{Rule: "FM-DLV-022", Want: "4", Run: func(w *world) string {
			id := w.Phone("p", offline)
			for _, k := range strings.Fields("a b c d e") {
				w.send(id, key(k))
				w.Settle()
			}
			return back(w)
		}},
		{Rule: "FM-DLV-023", Want: "0", Run: func(w *world) string {
			id := w.Phone("p", offline)
			for range 101 {
				w.send(id, nil)
				w.Settle()
			}
			return back(w)
		}},
		{Rule: "FM-DLV-024", Want: "200 held", Run: lands(nil, flagged("gms", "blocked"))},
		{Rule: "FM-DLV-025", Want: "200 held", Run: lands(nil, offline)},
		{Rule: "FM-DLV-030", Want: "200 dropped dropped", Run: asleep(fields{"message.android": fields{"priority": "NORMAL", "ttl": "0s"}})},
		{Rule: "FM-DLV-031", Want: "200 held shown", Run: asleep(fields{"message.android.priority": "HIGH"}, flagged("high_priority", "lowered"))},
		{Rule: "FM-DLV-032", Want: "200 held shown", Run: asleep(normal)},
		{Rule: "FM-QTA-001", Want: "20 held 21", Run: func(w *world) string {
			id := w.Phone("p")
			for range 25 {
				w.send(id, key("k"))
				w.Settle()
			}
			said := fmt.Sprint(len(w.Shade("p").Items), " ", w.Fate())
			w.Pass(3 * time.Minute)
			return fmt.Sprint(said, " ", len(w.Shade("p").Items))
		}},
	}
}

func presentProofs() []proof {
	level := fields{"message.android.notification": fields{"notification_priority": "PRIORITY_LOW"}}
	return []proof{
		{Rule: "FM-DLV-040", Want: "200 dropped", Run: lands(nil, killed, flagged("force_stopped", "on"))},
		{Rule: "FM-DLV-041", Want: "200 hidden", Run: lands(fields{"message.notification": nil, "message.data": fields{"k": "v"}})},
		{Rule: "FM-DLV-042", Want: "200 hidden", Run: lands(nil, foreground)},
		{Rule: "FM-DLV-043", Want: "200 hidden", Run: lands(nil, func(p *device.Phone) { p.Notifications = false })},
		{Rule: "FM-DLV-044", Want: "200 hidden", Run: lands(nil, flagged("channel", "blocked"))},
		{Rule: "FM-DLV-046", Want: "200 silent", Run: lands(nil, flagged("channel", "silent"))},
		{Rule: "FM-DLV-047", Want: "200 silent", Run: lands(level, flagged("android", "7"))},
		{Rule: "FM-DLV-048", Want: "7", Run: func(w *world) string {
			id := w.Phone("p")
			for _, n := range []int{3, 7} {
				w.send(id, fields{"message.android.notification": fields{"notification_count": n}})
				w.Settle()
			}
			return fmt.Sprint(w.Shade("p").Badge)
		}},
	}
}
