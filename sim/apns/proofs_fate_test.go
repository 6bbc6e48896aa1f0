package apns_test

import (
	"strconv"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func count(n int) string { return strconv.Itoa(n) }

func offline(p *device.Phone) { p.Offline = true }
func online(p *device.Phone)  { p.Offline = false }

func storeProofs() []proof {
	// after is what becomes of a push when the phone comes back after a while.
	after := func(away time.Duration, changes func(w *world) head) func(w *world) string {
		return func(w *world) string {
			w.push(w.Phone("p", offline), changes(w))
			w.Settle()
			w.Pass(away)
			w.Change("p", online)
			return w.Fate()
		}
	}
	none := func(*world) head { return nil }
	until := func(d time.Duration) func(w *world) head {
		return func(w *world) head { return head{"apns-expiration": strconv.FormatInt(w.Now().Add(d).Unix(), 10)} }
	}
	const day = 24 * time.Hour
	return []proof{
		{Rule: "AP-DLV-001", Want: "shown", Run: after(29*day, none)},
		{Rule: "AP-DLV-002", Want: "expired", Run: after(31*day, until(60*day))},
		{Rule: "AP-DLV-010", Want: "200 dropped, 410 Unregistered", Run: func(w *world) string {
			id := w.Phone("p", func(p *device.Phone) {
				p.Installed, p.Flags = false, map[string]string{"removal": "unnoticed"}
			})
			first := w.push(id, nil).said() + " " + w.Fate()
			return join(first, w.push(id, nil).said())
		}},
		{Rule: "AP-QTA-001", Want: "hidden hidden hidden dropped, hidden", Run: func(w *world) string {
			id := w.Phone("p")
			var all string
			for range 4 {
				w.background(id)
				all += " " + w.Fate()
			}
			w.Pass(time.Hour)
			w.jwt = w.token(w.App, nil)
			w.background(id)
			return join(all[1:], w.Fate())
		}},
		{Rule: "AP-DLV-011", Want: "dropped", Run: after(time.Minute, func(*world) head { return head{"apns-expiration": "0"} })},
		{Rule: "AP-DLV-012", Want: "1", Run: func(w *world) string {
			id := w.Phone("p", offline)
			w.push(id, nil)
			w.Settle()
			w.push(id, nil)
			w.Settle()
			w.Change("p", online)
			w.Settle()
			return count(len(w.Shade("p").Items))
		}},
		{Rule: "AP-DLV-013", Want: "held", Run: func(w *world) string {
			w.push(w.Phone("p", offline), nil)
			return w.Fate()
		}},
		{Rule: "AP-DLV-014", Want: "expired", Run: after(2*time.Hour, until(time.Hour))},
	}
}

func presentProofs() []proof {
	// on is what a phone in some state shows of a body.
	on := func(body string, changes head, phone func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			w.send(w.Phone("p", phone), body, changes)
			return w.Fate()
		}
	}
	flag := func(name, value string) func(*device.Phone) {
		return func(p *device.Phone) { p.Flags = map[string]string{name: value} }
	}
	level := func(l string) string {
		return `{"aps":{"alert":"x","sound":"default","interruption-level":"` + l + `"}}`
	}
	state := func(s device.Presence) func(*device.Phone) { return func(p *device.Phone) { p.State = s } }
	return []proof{
		{Rule: "AP-DLV-020", Want: "dropped", Run: func(w *world) string {
			w.background(w.Phone("p", state(device.Killed)))
			return w.Fate()
		}},
		{Rule: "AP-FLT-020", Want: "hidden", Run: on(hello, nil, func(p *device.Phone) { p.Notifications = false })},
		{Rule: "AP-DLV-021", Want: "3 5 0", Run: func(w *world) string {
			id := w.Phone("p")
			var all string
			for _, n := range []string{"3", "5", "0"} {
				w.send(id, `{"aps":{"alert":"x","badge":`+n+`}}`, nil)
				w.Settle()
				all += " " + count(w.Shade("p").Badge)
			}
			return all[1:]
		}},
		{Rule: "AP-DLV-022", Want: "hidden", Run: on(`{"aps":{"alert":"x"}}`,
			head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}, func(*device.Phone) {})},
		{Rule: "AP-DLV-025", Want: "unknown", Run: on(`{"aps":{"timestamp":1764036000,"event":"update","content-state":{"score":1}}}`,
			head{"apns-push-type": "liveactivity", "apns-topic": "com.example.im.push-type.liveactivity"}, func(*device.Phone) {})},
		{Rule: "AP-DLV-023", Want: "hidden", Run: on(`{"aps":{"badge":1}}`, nil, func(*device.Phone) {})},
		{Rule: "AP-DLV-024", Want: "hidden", Run: on(hello, nil, state(device.Foreground))},
		{Rule: "AP-DLV-030", Want: "silent", Run: on(level("passive"), nil, func(*device.Phone) {})},
		{Rule: "AP-DLV-031", Want: "silent", Run: on(hello, nil, flag("authorization", "provisional"))},
		{Rule: "AP-DLV-032", Want: "silent", Run: on(hello, nil, flag("focus", "on"))},
		{
			Rule: "AP-DLV-032", Want: "silent, shown, shown, silent",
			World: options{app: func(a *sim.AppSpec) { a.Rights = []string{"time-sensitive", "critical-alerts"} }},
			Run: func(w *world) string {
				id := w.Phone("p", flag("focus", "on"))
				var all []string
				for _, body := range []string{
					level("active"), level("time-sensitive"),
					`{"aps":{"alert":"x","interruption-level":"critical","sound":{"critical":1,"name":"x","volume":1}}}`,
					level("critical"),
				} {
					w.send(id, body, nil)
					all = append(all, w.Fate())
				}
				return join(all...)
			},
		},
		{Rule: "AP-DLV-033", Want: "silent", Run: on(hello, head{"apns-priority": "1"}, state(device.Locked))},
	}
}
