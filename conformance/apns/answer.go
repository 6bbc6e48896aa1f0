package apns

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

const givenID = "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"

// answerCases are about a yes and about the ids of answers.
func answerCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/send/happy-alert", Level: conformance.Must, Rows: []string{"A01"}, Source: docSend, Codes: []string{"200", "BadDeviceToken"},
		Title: "an alert in the sandbox",
		Requirement: "An endpoint must answer a correct alert with 200, an empty body, the request's apns-id and, in the sandbox, an apns-unique-id, " +
			"and the phone must show it; a token of the other environment must be refused.",
		Run: func(t *conformance.T) {
			b := openSandbox(t)
			p := b.phone("a", fromXcode)
			a := b.accepted(b.push(p, header("apns-id", givenID), priority(10), collapse("c2c_10001"), expires(b.World.Now().Add(86400e9))))
			if a.ID() != givenID {
				t.Errorf("apns-id %q, want the request's %s", a.ID(), givenID)
			}
			if u := a.Header.Get("apns-unique-id"); !isUUID(u) {
				t.Errorf("apns-unique-id %q, want a UUID", u)
			}
			b.WantFate(a, p, device.Shown)
			b.WantTitles(p, "新消息")
			b.refused(b.push(b.phone("b")), 400, "BadDeviceToken")
		},
	}, {
		ID: "apns/send/refusal-has-no-unique-id", Level: conformance.May, Rows: []string{"A01"}, Source: assumed, Codes: []string{"BadDeviceToken"},
		Title:       "a refusal in the sandbox",
		Requirement: "An endpoint may leave the apns-unique-id, by which the delivery log is searched, out of a refusal.",
		Run: func(t *conformance.T) {
			b := openSandbox(t)
			if u := b.refused(b.push(b.phone("a")), 400, "BadDeviceToken").Header.Get("apns-unique-id"); u != "" {
				t.Errorf("a refusal has the apns-unique-id %q", u)
			}
		},
	}, {
		ID: "apns/send/production-has-no-unique-id", Level: conformance.Must, Rows: []string{"A02"}, Source: docAnswers, Codes: []string{"200", "BadDeviceToken"},
		Title:       "an alert in production",
		Requirement: "An endpoint must answer in production with 200 and without apns-unique-id, and take no tokens of the sandbox there.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			a := b.accepted(b.push(p))
			if u := a.Header.Get("apns-unique-id"); u != "" {
				t.Errorf("apns-unique-id %q, want none in production", u)
			}
			b.WantFate(a, p, device.Shown)
			b.refused(b.push(b.phone("b", fromXcode)), 400, "BadDeviceToken")
		},
	}, {
		ID: "apns/send/generated-id", Level: conformance.Must, Rows: []string{"A03"}, Source: docSend, Codes: []string{"200", "BadMessageId"},
		Title:       "no apns-id: one is made",
		Requirement: "An endpoint must make an apns-id, another for each push, when the request has none, and not when it has one that is no UUID.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			if one, two := b.accepted(b.push(p)).ID(), b.accepted(b.push(p)).ID(); one == two {
				t.Errorf("two pushes have the apns-id %s", one)
			}
			b.refusedAnyID(b.push(p, header("apns-id", "123")), 400, "BadMessageId")
		},
	}, {
		ID: "apns/send/empty-id", Level: conformance.May, Rows: []string{"A03"}, Source: assumed, Codes: []string{"BadMessageId"},
		Title:       "an empty apns-id is not none",
		Requirement: "An endpoint may refuse an empty apns-id with 400 BadMessageId, as one that is no UUID.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refusedAnyID(b.push(b.phone("a"), header("apns-id", "")), 400, "BadMessageId")
		},
	}, {
		ID: "apns/send/bad-id", Level: conformance.Must, Rows: []string{"A04"}, Source: docAnswers, Codes: []string{"BadMessageId"},
		Title:       "an apns-id that is no UUID",
		Requirement: "An endpoint must refuse an apns-id that is not of the form 8-4-4-4-12 with 400 BadMessageId.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, id := range []string{"123", strings.ReplaceAll(givenID, "-", ""), givenID + "0", "zf2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"} {
				b.refusedAnyID(b.push(p, header("apns-id", id)), 400, "BadMessageId")
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/send/bad-id-answered", Level: conformance.May, Rows: []string{"A04"}, Source: assumed, Codes: []string{"BadMessageId"},
		Title:       "the apns-id of the answer to a bad one",
		Requirement: "An endpoint may answer a request whose apns-id is no UUID with an apns-id it made.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.push(b.phone("a"), header("apns-id", "123")), 400, "BadMessageId")
		},
	}, {
		ID: "apns/send/id-of-a-refusal", Level: conformance.Must, Source: docAnswers, Codes: []string{"BadDeviceToken"},
		Title:       "a refusal has the request's apns-id",
		Requirement: "An endpoint must return the request's apns-id with a refusal too.",
		Run: func(t *conformance.T) {
			b := open(t)
			if a := b.refused(b.pushTo("abc", header("apns-id", givenID)), 400, "BadDeviceToken"); a.ID() != givenID {
				t.Errorf("%v with apns-id %q, want the request's %s", a, a.ID(), givenID)
			}
		},
	}, {
		ID: "apns/send/upper-case-token", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "a token in upper case is the same token",
		Requirement: "An endpoint may take a device token in upper-case hex as the same token.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.pushTo(strings.ToUpper(p.Token)))
			b.WantItems(p, 1)
		},
	}}
}

// pathCases are about method, path, protocol and headers as such.
func pathCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/path/get", Level: conformance.Must, Rows: []string{"A05"}, Source: docAnswers, Codes: []string{"MethodNotAllowed"},
		Title:       "GET is not a push",
		Requirement: "An endpoint must refuse methods other than POST with 405 MethodNotAllowed.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, m := range []string{http.MethodGet, http.MethodPut, http.MethodDelete} {
				b.refused(b.push(p, method(m)), 405, "MethodNotAllowed")
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/path/bad-path", Level: conformance.Must, Rows: []string{"A06"}, Source: docAnswers, Codes: []string{"BadPath"},
		Title:       "another version is another path",
		Requirement: "An endpoint must refuse paths that are not /3/device/ and a token with 404 BadPath.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			for _, way := range []string{"/2/device/" + p.Token, "/3/devices/" + p.Token, "/" + p.Token, "/3/device/" + p.Token + "/send"} {
				b.refused(b.push(p, path(way)), 404, "BadPath")
			}
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/path/no-token-in-path", Level: conformance.Must, Rows: []string{"A07"}, Source: docAnswers, Codes: []string{"MissingDeviceToken"},
		Title:       "a path without a token",
		Requirement: "An endpoint must refuse /3/device/ without a token with 400 MissingDeviceToken.",
		Run: func(t *conformance.T) {
			b := open(t)
			b.refused(b.pushTo(""), 400, "MissingDeviceToken")
		},
	}, {
		ID: "apns/path/duplicate-header", Level: conformance.Must, Rows: []string{"A32"}, Source: docAnswers, Codes: []string{"DuplicateHeaders"},
		Title:       "a header that came twice",
		Requirement: "An endpoint must refuse a request with one of its headers twice with 400 DuplicateHeaders.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, header("apns-topic", b.topic, b.topic)), 400, "DuplicateHeaders")
			b.refused(b.push(p, header("apns-priority", "5", "10")), 400, "DuplicateHeaders")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/path/http1", Level: conformance.Must, Rows: []string{"A41"}, Source: docSend,
		Title:       "HTTP/1.1 gets no answer",
		Requirement: "An endpoint must not answer a client that speaks HTTP/1.1.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			old := b.connect(conformance.Connection{HTTP1: true})
			r := kit.Request{Method: http.MethodPost, Path: "/3/device/" + p.Token, Body: []byte(`{"aps":{"alert":"x"}}`), Header: http.Header{
				"Authorization": {"bearer " + b.providerToken()}, "Apns-Topic": {b.topic},
			}}
			if a, err := old.Try(r); err == nil {
				t.Errorf("%v over HTTP/1.1, want no answer", a)
			}
			b.WantItems(p, 0)
		},
	}}
}

// serverCases are Apple's own troubles.
func serverCases() []conformance.Case {
	var cases []conformance.Case
	for _, x := range []struct {
		id, reason string
		status     int
	}{
		{"idle-timeout", "IdleTimeout", 400},
		{"internal-server-error", "InternalServerError", 500},
		{"service-unavailable", "ServiceUnavailable", 503},
		{"shutdown", "Shutdown", 503},
	} {
		cases = append(cases, conformance.Case{
			ID: "apns/server/" + x.id, Level: conformance.Must, Source: docAnswers, Codes: []string{x.reason},
			Title:       fmt.Sprintf("%s is %d", x.reason, x.status),
			Requirement: fmt.Sprintf("An endpoint must say %s with status %d and not deliver.", x.reason, x.status),
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("server", x.reason))
				p := b.phone("a")
				b.refused(b.push(p), x.status, x.reason)
				b.WantItems(p, 0)
			},
		})
	}
	return append(cases, conformance.Case{
		ID: "apns/server/forbidden", Level: conformance.Must, Source: docAnswers, Codes: []string{"Forbidden"},
		Title:       "an app that may not push",
		Requirement: "An endpoint must refuse what Apple does not allow with 403 Forbidden.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("forbidden", "on"))
			p := b.phone("a")
			b.refused(b.push(p), 403, "Forbidden")
			b.WantItems(p, 0)
		},
	})
}
