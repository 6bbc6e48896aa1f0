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
			w.push(w.phone("p", offline), changes(w))
			w.settle()
			w.pass(away)
			w.change("p", online)
			return w.fate()
		}
	}
	none := func(*world) head { return nil }
	until := func(d time.Duration) func(w *world) head {
		return func(w *world) head { return head{"apns-expiration": strconv.FormatInt(w.now().Add(d).Unix(), 10)} }
	}
	const day = 24 * time.Hour
	return []proof{
		{rule: "AP-DLV-001", want: "shown", run: after(29*day, none)},
		{rule: "AP-DLV-002", want: "expired", run: after(31*day, until(60*day))},
		{rule: "AP-DLV-010", want: "200 dropped, 410 Unregistered", run: func(w *world) string {
			id := w.phone("p", func(p *device.Phone) {
				p.Installed, p.Flags = false, map[string]string{"removal": "unnoticed"}
			})
			first := w.push(id, nil).said() + " " + w.fate()
			return join(first, w.push(id, nil).said())
		}},
		{rule: "AP-QTA-001", want: "hidden hidden hidden dropped, hidden", run: func(w *world) string {
			id := w.phone("p")
			var all string
			for range 4 {
				w.background(id)
				all += " " + w.fate()
			}
			w.pass(time.Hour)
			w.jwt = w.token(w.app, nil)
			w.background(id)
			return join(all[1:], w.fate())
		}},
		{rule: "AP-DLV-011", want: "dropped", run: after(time.Minute, func(*world) head { return head{"apns-expiration": "0"} })},
		{rule: "AP-DLV-012", want: "1", run: func(w *world) string {
			id := w.phone("p", offline)
			w.push(id, nil)
			w.settle()
			w.push(id, nil)
			w.settle()
			w.change("p", online)
			w.settle()
			return count(len(w.shade("p").Items))
		}},
		{rule: "AP-DLV-013", want: "held", run: func(w *world) string {
			w.push(w.phone("p", offline), nil)
			return w.fate()
		}},
		{rule: "AP-DLV-014", want: "expired", run: after(2*time.Hour, until(time.Hour))},
	}
}

func presentProofs() []proof {
	// on is what a phone in some state shows of a body.
	on := func(body string, changes head, phone func(*device.Phone)) func(w *world) string {
		return func(w *world) string {
			w.send(w.phone("p", phone), body, changes)
			return w.fate()
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
		{rule: "AP-DLV-020", want: "dropped", run: func(w *world) string {
			w.background(w.phone("p", state(device.Killed)))
			return w.fate()
		}},
		{rule: "AP-FLT-020", want: "hidden", run: on(hello, nil, func(p *device.Phone) { p.Notifications = false })},
		{rule: "AP-DLV-021", want: "3 5 0", run: func(w *world) string {
			id := w.phone("p")
			var all string
			for _, n := range []string{"3", "5", "0"} {
				w.send(id, `{"aps":{"alert":"x","badge":`+n+`}}`, nil)
				w.settle()
				all += " " + count(w.shade("p").Badge)
			}
			return all[1:]
		}},
		{rule: "AP-DLV-022", want: "hidden", run: on(`{"aps":{"alert":"x"}}`,
			head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}, func(*device.Phone) {})},
		{rule: "AP-DLV-023", want: "hidden", run: on(`{"aps":{"badge":1}}`, nil, func(*device.Phone) {})},
		{rule: "AP-DLV-024", want: "hidden", run: on(hello, nil, state(device.Foreground))},
		{rule: "AP-DLV-030", want: "silent", run: on(level("passive"), nil, func(*device.Phone) {})},
		{rule: "AP-DLV-031", want: "silent", run: on(hello, nil, flag("authorization", "provisional"))},
		{rule: "AP-DLV-032", want: "silent", run: on(hello, nil, flag("focus", "on"))},
		{
			rule: "AP-DLV-032", want: "silent, shown, shown, silent",
			world: options{app: func(a *sim.AppSpec) { a.Rights = []string{"time-sensitive", "critical-alerts"} }},
			run: func(w *world) string {
				id := w.phone("p", flag("focus", "on"))
				var all []string
				for _, body := range []string{
					level("active"), level("time-sensitive"),
					`{"aps":{"alert":"x","interruption-level":"critical","sound":{"critical":1,"name":"x","volume":1}}}`,
					level("critical"),
				} {
					w.send(id, body, nil)
					all = append(all, w.fate())
				}
				return join(all...)
			},
		},
		{rule: "AP-DLV-033", want: "silent", run: on(hello, head{"apns-priority": "1"}, state(device.Locked))},
	}
}
