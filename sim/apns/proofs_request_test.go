package apns_test

import (
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// withHead is a push with other headers.
func withHead(changes head) func(w *world) string {
	return func(w *world) string { return w.push(w.phone("p"), changes).said() }
}

// each is a push for each of the headers.
func each(changes ...head) func(w *world) string {
	return func(w *world) string {
		id := w.phone("p")
		var all []string
		for _, h := range changes {
			all = append(all, w.push(id, h).said())
		}
		return join(all...)
	}
}

func headerProofs() []proof {
	request := func(method, path string) func(w *world) string {
		return func(w *world) string {
			h := http.Header{"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {w.app.Credentials["topic"]}}
			return w.do(method, strings.ReplaceAll(path, "T", w.phone("p")), h, []byte(hello)).said()
		}
	}
	return []proof{
		{rule: "AP-VAL-010", want: "405 MethodNotAllowed", run: request("GET", "/3/device/T")},
		{rule: "AP-VAL-011", want: "404 BadPath", run: request("POST", "/2/device/T")},
		{rule: "AP-VAL-012", want: "400 MissingDeviceToken", run: request("POST", "/3/device/")},
		{rule: "AP-VAL-013", want: "400 DuplicateHeaders", run: func(w *world) string {
			topic := w.app.Credentials["topic"]
			h := http.Header{"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {topic, topic}}
			return w.do("POST", "/3/device/"+w.phone("p"), h, []byte(hello)).said()
		}},
		{rule: "AP-VAL-020", want: "400 BadMessageId", run: withHead(head{"apns-id": "123"})},
		{rule: "AP-VAL-021", want: "400 BadExpirationDate", run: withHead(head{"apns-expiration": "tomorrow"})},
		{rule: "AP-VAL-022", want: "400 BadPriority, 200, 200, 200", run: each(
			head{"apns-priority": "7"}, head{"apns-priority": "1"}, head{"apns-priority": "5"}, head{"apns-priority": "10"})},
		{rule: "AP-VAL-023", want: "400 InvalidPushType", run: withHead(head{"apns-push-type": "banner"})},
		{rule: "AP-VAL-024", want: "200, 400 BadCollapseId, 200, 400 BadCollapseId", run: each(
			head{"apns-collapse-id": strings.Repeat("x", 64)}, head{"apns-collapse-id": strings.Repeat("x", 65)},
			head{"apns-collapse-id": strings.Repeat("字", 21)}, head{"apns-collapse-id": strings.Repeat("字", 22)})},
		{rule: "AP-VAL-025", want: "400 BadPriority", run: withHead(head{"apns-push-type": "background", "apns-priority": "10"})},
		{rule: "AP-VAL-026", want: "400 InvalidPushType", run: withHead(head{"apns-push-type": "mdm", "apns-topic": "com.apple.mgmt.External.1"})},
		{rule: "AP-VAL-026", want: "400 InvalidPushType", run: func(w *world) string {
			w.app.Credentials["topic"] += ".location-query"
			w.cert, w.jwt = certificate(&w.app, "production"), ""
			return w.push(w.phone("p"), head{"apns-push-type": "location"}).said()
		}},
	}
}

func topicProofs() []proof {
	return []proof{
		{rule: "AP-VAL-030", want: "400 MissingTopic", run: withHead(head{"apns-topic": ""})},
		{rule: "AP-VAL-031", want: "400 MissingTopic, 200", run: func(w *world) string {
			w.cert, w.jwt = certificate(&w.app, ""), ""
			id := w.phone("p")
			several := w.push(id, head{"apns-topic": ""}).said()
			w.cert = certificate(&w.app, "production")
			return join(several, w.push(id, head{"apns-topic": ""}).said())
		}},
		{rule: "AP-VAL-032", want: "400 BadTopic", run: withHead(head{"apns-topic": "com.example.im/x"})},
		{rule: "AP-VAL-033", want: "400 BadTopic, 200", run: func(w *world) string {
			id := w.phone("p")
			return join(w.push(id, head{"apns-push-type": "voip"}).said(),
				w.push(id, head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}).said())
		}},
		{rule: "AP-AUT-040", want: "400 TopicDisallowed", run: withHead(head{"apns-topic": "com.example.nobody"})},
		{rule: "AP-AUT-040", want: "400 TopicDisallowed", run: func(w *world) string {
			w.jwt = w.token(w.foreign("far"), nil)
			return w.push(w.phone("p"), nil).said()
		}},
		{rule: "AP-AUT-041", want: "200, 400 TopicDisallowed", run: func(w *world) string {
			id := w.phone("p")
			w.flag("key_topics", "com.example.a, com.example.im")
			first := w.push(id, nil).said()
			w.flag("key_topics", "com.example.a")
			return join(first, w.push(id, nil).said())
		}},
	}
}

// sized is a body of so many bytes.
func sized(n int) string {
	const frame = `{"aps":{"alert":""}}`
	return `{"aps":{"alert":"` + strings.Repeat("x", n-len(frame)) + `"}}`
}

func payloadProofs() []proof {
	bodies := func(changes head, list ...string) func(w *world) string {
		return func(w *world) string {
			id := w.phone("p")
			var all []string
			for _, b := range list {
				all = append(all, w.send(id, b, changes).said())
			}
			return join(all...)
		}
	}
	voip := head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}
	return []proof{
		{rule: "AP-VAL-040", want: "400 PayloadEmpty", run: bodies(nil, "")},
		{rule: "AP-VAL-041", want: "200, 413 PayloadTooLarge", run: bodies(nil, sized(4096), sized(4097))},
		{rule: "AP-VAL-042", want: "200, 413 PayloadTooLarge", run: bodies(voip, sized(5120), sized(5121))},
		{rule: "AP-VAL-043", want: "200 hidden AP-VAL-043", run: func(w *world) string {
			said := w.send(w.phone("p"), "hello", nil).said()
			w.settle()
			e := w.last()
			for _, s := range e.Steps {
				if id := w.engine.Rulebook(e.Vendor).Rule(s).ID; id == "AP-VAL-043" {
					return said + " " + string(e.Fate.State) + " " + id
				}
			}
			return said + " " + string(e.Fate.State)
		}},
	}
}

func tokenProofs() []proof {
	phone := func(change func(p *device.Phone)) func(w *world) string {
		return func(w *world) string { return w.push(w.phone("p", change), nil).said() }
	}
	to := func(token string) func(w *world) string {
		return func(w *world) string { return w.push(token, nil).said() }
	}
	return []proof{
		{rule: "AP-FLT-001", want: "400 BadDeviceToken", run: to("abc")},
		{rule: "AP-FLT-001", want: "400 BadDeviceToken", run: to(strings.Repeat("xy", 32))},
		{rule: "AP-FLT-002", want: "400 BadDeviceToken", run: to(strings.Repeat("22", 32))},
		{rule: "AP-FLT-003", want: "400 BadDeviceToken", run: phone(func(p *device.Phone) { p.Environment = "sandbox" })},
		{rule: "AP-FLT-003", want: "200, 400 BadDeviceToken", run: func(w *world) string {
			w.site = "apns-sandbox"
			s := w.phone("s", func(p *device.Phone) { p.Environment = "sandbox" })
			return join(w.push(s, nil).said(), w.push(w.phone("p"), nil).said())
		}},
		{rule: "AP-FLT-004", want: "410 Unregistered", run: phone(func(p *device.Phone) { p.Installed = false })},
		{rule: "AP-FLT-005", want: "410 ExpiredToken", run: phone(func(p *device.Phone) { p.Flags = map[string]string{"token": "expired"} })},
		{rule: "AP-FLT-006", want: "400 DeviceTokenNotForTopic", run: func(w *world) string {
			id := w.phone("p")
			w.app = w.add(sim.AppSpec{ID: "second"})
			return w.push(id, nil).said()
		}},
		{rule: "AP-FLT-007", want: "400 BadDeviceToken", run: to("abc")},
		{rule: "AP-RTE-001", want: "20, 429 TooManyRequests, 200, 200", run: func(w *world) string {
			w.flag("device_limit", "on")
			id := w.phone("p")
			n := 0
			for w.push(id, nil).said() == "200" && n < 30 {
				n++
			}
			again, other := w.push(id, nil).said(), w.push(w.phone("q"), nil).said()
			w.pass(time.Second)
			return join(count(n), again, other, w.push(id, nil).said())
		}},
	}
}
