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
	return func(w *world) string { return w.push(w.Phone("p"), changes).said() }
}

// each is a push for each of the headers.
func each(changes ...head) func(w *world) string {
	return func(w *world) string {
		id := w.Phone("p")
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
			h := http.Header{"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {w.App.Credentials["topic"]}}
			return w.do(method, strings.ReplaceAll(path, "T", w.Phone("p")), h, []byte(hello)).said()
		}
	}
	return []proof{
		{Rule: "AP-VAL-010", Want: "405 MethodNotAllowed", Run: request("GET", "/3/device/T")},
		{Rule: "AP-VAL-011", Want: "404 BadPath", Run: request("POST", "/2/device/T")},
		{Rule: "AP-VAL-012", Want: "400 MissingDeviceToken", Run: request("POST", "/3/device/")},
		{Rule: "AP-VAL-013", Want: "400 DuplicateHeaders", Run: func(w *world) string {
			topic := w.App.Credentials["topic"]
			h := http.Header{"Authorization": {"bearer " + w.jwt}, "Apns-Topic": {topic, topic}}
			return w.do("POST", "/3/device/"+w.Phone("p"), h, []byte(hello)).said()
		}},
		{Rule: "AP-VAL-020", Want: "400 BadMessageId", Run: withHead(head{"apns-id": "123"})},
		{Rule: "AP-VAL-021", Want: "400 BadExpirationDate", Run: withHead(head{"apns-expiration": "tomorrow"})},
		{Rule: "AP-VAL-022", Want: "400 BadPriority, 200, 200, 200", Run: each(
			head{"apns-priority": "7"}, head{"apns-priority": "1"}, head{"apns-priority": "5"}, head{"apns-priority": "10"})},
		{Rule: "AP-VAL-023", Want: "400 InvalidPushType", Run: withHead(head{"apns-push-type": "banner"})},
		{Rule: "AP-VAL-024", Want: "200, 400 BadCollapseId, 200, 400 BadCollapseId", Run: each(
			head{"apns-collapse-id": strings.Repeat("x", 64)}, head{"apns-collapse-id": strings.Repeat("x", 65)},
			head{"apns-collapse-id": strings.Repeat("字", 21)}, head{"apns-collapse-id": strings.Repeat("字", 22)})},
		{Rule: "AP-VAL-025", Want: "400 BadPriority", Run: withHead(head{"apns-push-type": "background", "apns-priority": "10"})},
		{Rule: "AP-VAL-026", Want: "400 InvalidPushType", Run: withHead(head{"apns-push-type": "mdm", "apns-topic": "com.apple.mgmt.External.1"})},
		{Rule: "AP-VAL-026", Want: "400 InvalidPushType", Run: func(w *world) string {
			w.App.Credentials["topic"] += ".location-query"
			w.cert, w.jwt = certificate(&w.App, "production"), ""
			return w.push(w.Phone("p"), head{"apns-push-type": "location"}).said()
		}},
	}
}

func topicProofs() []proof {
	return []proof{
		{Rule: "AP-VAL-030", Want: "400 MissingTopic", Run: withHead(head{"apns-topic": ""})},
		{Rule: "AP-VAL-031", Want: "400 MissingTopic, 200", Run: func(w *world) string {
			w.cert, w.jwt = certificate(&w.App, ""), ""
			id := w.Phone("p")
			several := w.push(id, head{"apns-topic": ""}).said()
			w.cert = certificate(&w.App, "production")
			return join(several, w.push(id, head{"apns-topic": ""}).said())
		}},
		{Rule: "AP-VAL-032", Want: "400 BadTopic", Run: withHead(head{"apns-topic": "com.example.im/x"})},
		{Rule: "AP-VAL-033", Want: "400 BadTopic, 200", Run: func(w *world) string {
			id := w.Phone("p")
			return join(w.push(id, head{"apns-push-type": "voip"}).said(),
				w.push(id, head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}).said())
		}},
		{Rule: "AP-AUT-040", Want: "400 TopicDisallowed", Run: withHead(head{"apns-topic": "com.example.nobody"})},
		{Rule: "AP-AUT-040", Want: "400 TopicDisallowed", Run: func(w *world) string {
			w.jwt = w.token(w.foreign("far"), nil)
			return w.push(w.Phone("p"), nil).said()
		}},
		{Rule: "AP-AUT-041", Want: "200, 400 TopicDisallowed", Run: func(w *world) string {
			id := w.Phone("p")
			w.Flag("key_topics", "com.example.a, com.example.im")
			first := w.push(id, nil).said()
			w.Flag("key_topics", "com.example.a")
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
			id := w.Phone("p")
			var all []string
			for _, b := range list {
				all = append(all, w.send(id, b, changes).said())
			}
			return join(all...)
		}
	}
	voip := head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}
	return []proof{
		{Rule: "AP-VAL-040", Want: "400 PayloadEmpty", Run: bodies(nil, "")},
		{Rule: "AP-VAL-041", Want: "200, 413 PayloadTooLarge", Run: bodies(nil, sized(4096), sized(4097))},
		{Rule: "AP-VAL-042", Want: "200, 413 PayloadTooLarge", Run: bodies(voip, sized(5120), sized(5121))},
		{Rule: "AP-VAL-044", Want: "200, 400 BadRequestPayload, 400 BadRequestPayload, 200", Run: func(w *world) string {
			p := w.Phone("p")
			said := func(body string) string { return w.send(p, body, nil).said() }
			off := said("hello")
			w.Flag("strict_payload", "on")
			return join(off, said("hello"), said(`["aps"]`), said(hello))
		}},
		{Rule: "AP-VAL-043", Want: "200 hidden AP-VAL-043", Run: func(w *world) string {
			said := w.send(w.Phone("p"), "hello", nil).said()
			w.Settle()
			e := w.Last()
			for _, s := range e.Steps {
				if id := w.Engine.Rulebook(e.Vendor).Rule(s).ID; id == "AP-VAL-043" {
					return said + " " + string(e.Fate.State) + " " + id
				}
			}
			return said + " " + string(e.Fate.State)
		}},
	}
}

func tokenProofs() []proof {
	phone := func(change func(p *device.Phone)) func(w *world) string {
		return func(w *world) string { return w.push(w.Phone("p", change), nil).said() }
	}
	to := func(token string) func(w *world) string {
		return func(w *world) string { return w.push(token, nil).said() }
	}
	return []proof{
		{Rule: "AP-FLT-001", Want: "400 BadDeviceToken", Run: to("abc")},
		{Rule: "AP-FLT-001", Want: "400 BadDeviceToken", Run: to(strings.Repeat("xy", 32))},
		{Rule: "AP-FLT-002", Want: "400 BadDeviceToken", Run: to("abcd")}, // short is not malformed
		{Rule: "AP-FLT-002", Want: "400 BadDeviceToken", Run: to(strings.Repeat("22", 32))},
		{Rule: "AP-FLT-003", Want: "400 BadDeviceToken", Run: phone(func(p *device.Phone) { p.Environment = "sandbox" })},
		{Rule: "AP-FLT-003", Want: "200, 400 BadDeviceToken", Run: func(w *world) string {
			w.site = "apns-sandbox"
			s := w.Phone("s", func(p *device.Phone) { p.Environment = "sandbox" })
			return join(w.push(s, nil).said(), w.push(w.Phone("p"), nil).said())
		}},
		{Rule: "AP-FLT-004", Want: "410 Unregistered", Run: phone(func(p *device.Phone) { p.Installed = false })},
		{Rule: "AP-FLT-005", Want: "410 ExpiredToken", Run: phone(func(p *device.Phone) { p.Flags = map[string]string{"token": "expired"} })},
		{Rule: "AP-FLT-006", Want: "400 DeviceTokenNotForTopic", Run: func(w *world) string {
			id := w.Phone("p")
			w.App = w.AddApp(sim.AppSpec{ID: "second"})
			return w.push(id, nil).said()
		}},
		{Rule: "AP-FLT-007", Want: "400 BadDeviceToken", Run: to("abc")},
		{Rule: "AP-RTE-001", Want: "20, 429 TooManyRequests, 200, 200", Run: func(w *world) string {
			w.Flag("device_limit", "on")
			id := w.Phone("p")
			n := 0
			for w.push(id, nil).said() == "200" && n < 30 {
				n++
			}
			again, other := w.push(id, nil).said(), w.push(w.Phone("q"), nil).said()
			w.Pass(time.Second)
			return join(count(n), again, other, w.push(id, nil).said())
		}},
	}
}
