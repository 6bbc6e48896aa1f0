package vivo

import (
	"encoding/json"
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// lenientCases are about requests that real senders make and vivo takes.
func lenientCases() []conformance.Case {
	takes := func(id, what, source string, level conformance.Level, change ...kit.Change) conformance.Case {
		word := map[conformance.Level]string{conformance.Must: "must", conformance.Should: "should", conformance.May: "may"}[level]
		return conformance.Case{
			ID: "vivo/lenient/" + id, Level: level, Source: source, Codes: []string{"0"},
			Title:       what + " is accepted",
			Requirement: "An endpoint " + word + " accept a single push with " + what + ", as real senders write it.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p, change...)
				b.wantTask(a)
				b.WantVisible(a, p)
			},
		}
	}
	header := func(id, what, source string, h http.Header) conformance.Case {
		return conformance.Case{
			ID: "vivo/lenient/" + id, Level: conformance.Should, Source: source, Codes: []string{"0"},
			Title:       what + " is accepted",
			Requirement: "An endpoint should accept a request with " + what + ", as real senders write it.",
			Run: func(t *conformance.T) {
				b := open(t)
				raw, err := json.Marshal(b.order(to(b.Phone("a"))))
				if err != nil {
					t.SetupErrorf("encode: %v", err)
				}
				b.wantTask(b.Do(http.MethodPost, "/message/send", raw, h))
			},
		}
	}
	return []conformance.Case{
		takes("network-type-string", `networkType "1" as a string`, docAPI, conformance.Should, kit.Set("networkType", "1")),
		takes("appid-string", "appId as a string", realTraffic, conformance.Should, func(b kit.Body) { b["appId"] = b["appId"].(json.Number).String() }),
		takes("numbers-as-strings", "notifyType, skipType, classification and timeToLive as strings", realTraffic, conformance.Should,
			kit.Set("notifyType", "4"), kit.Set("skipType", "1"), kit.Set("classification", "1"), kit.Set("timeToLive", "3600")),
		takes("empty-tag-expression", "an empty tagExpression", sdk3, conformance.Should, kit.Set("tagExpression", expression(nil, nil, nil))),
		takes("sdk-version", "serverSdkVer", sdk3, conformance.Should, kit.Set("serverSdkVer", "3.3")),
		takes("unknown-field", "a field nobody knows", assumed, conformance.May, kit.Set("colour", "blue")),
		takes("empty-custom-map", "an empty clientCustomMap", sdk3, conformance.Should, kit.Set("clientCustomMap", map[string]string{})),
		takes("ad-fields", "timedDisplay, auditReview and addBadge", sdk3, conformance.Should,
			kit.Set("timedDisplay", map[string]any{"overtimeDisplay": true}), kit.Set("auditReview", []any{}), kit.Set("addBadge", true)),
		header("content-encoding-utf8", "Content-Encoding: UTF-8", sdk3, http.Header{"Content-Encoding": {"UTF-8"}}),
		header("plain-content-type", "Content-Type: application/json without a charset", realTraffic, http.Header{"Content-Type": {"application/json"}}),
		{
			ID: "vivo/lenient/header-case", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
			Title:       "header names have no case",
			Requirement: "An endpoint must accept the authToken header in any case of letters.",
			Run: func(t *conformance.T) {
				b := open(t)
				raw, _ := json.Marshal(b.order(to(b.Phone("a"))))
				token := b.access
				b.access = ""
				b.wantTask(b.Do(http.MethodPost, "/message/send", raw, http.Header{"authtoken": {token}}))
			},
		},
		{
			ID: "vivo/lenient/pushmode-string", Level: conformance.Should, Rows: []string{"B18"}, Source: realTraffic, Codes: []string{"10302"},
			Title:       `pushMode "1" is a test push`,
			Requirement: "An endpoint should take pushMode \"1\", a string, as a test push, as it does to senders with that bug.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.wantInvalid(b.send(p, kit.Set("pushMode", "1")), p.Token, "4")
			},
		},
		{
			ID: "vivo/lenient/class-string", Level: conformance.Should, Source: realTraffic, Codes: []string{"0"},
			Title:       `classification "1" is system`,
			Requirement: "An endpoint should take classification \"1\", a string, as system.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p, kit.Set("classification", "1"), kit.Drop("category"))
				b.wantTask(a)
				b.stored(a, p, vendors.ClassTransactional)
			},
		},
	}
}
