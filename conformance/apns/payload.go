package apns

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
)

// payloadCases are about the body.
func payloadCases() []conformance.Case {
	voip := func(r *kit.Request) {
		kind("voip")(r)
		topic("com.example.im.voip")(r)
	}
	return []conformance.Case{{
		ID: "apns/payload/size-edge", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"PayloadTooLarge", "200"},
		Title:       "4096 bytes and 4097",
		Requirement: "An endpoint must take a body of 4096 bytes and refuse one of 4097 with 413 PayloadTooLarge.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, body(alertOf(4096))))
			b.refused(b.push(p, body(alertOf(4097))), 413, "PayloadTooLarge")
			b.refused(b.push(p, body(alertOf(5120))), 413, "PayloadTooLarge")
			b.WantItems(p, 1)
		},
	}, {
		ID: "apns/payload/voip-size-edge", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"PayloadTooLarge", "200"},
		Title:       "5120 bytes for a call",
		Requirement: "An endpoint must take a voip body of 5120 bytes and refuse one of 5121 with 413 PayloadTooLarge.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, voip, body(alertOf(5120))))
			b.refused(b.push(p, voip, body(alertOf(5121))), 413, "PayloadTooLarge")
		},
	}, {
		ID: "apns/payload/size-in-bytes", Level: conformance.Must, Rows: []string{"A30"}, Source: docPayload, Codes: []string{"PayloadTooLarge", "200"},
		Title:       "a Chinese character is three bytes",
		Requirement: "An endpoint must count the bytes of the body as sent, not its characters.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, body(`{"aps":{"alert":"`+strings.Repeat("消", 1300)+`"}}`)))
			b.refused(b.push(p, body(`{"aps":{"alert":"`+strings.Repeat("消", 1400)+`"}}`)), 413, "PayloadTooLarge")
		},
	}, {
		ID: "apns/payload/empty-body", Level: conformance.Must, Rows: []string{"A31"}, Source: docAnswers, Codes: []string{"PayloadEmpty"},
		Title:       "no body",
		Requirement: "An endpoint must refuse a push without a body with 400 PayloadEmpty.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.refused(b.push(p, body("")), 400, "PayloadEmpty")
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/payload/not-json", Level: conformance.May, Source: assumed, Codes: []string{"200"},
		Title:       "a body that is no JSON",
		Requirement: "An endpoint may accept a body that is no JSON object, and must not show anything for it.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.phone("a")
			b.accepted(b.push(p, body("alert=hello")))
			b.accepted(b.push(p, body(`["aps"]`)))
			b.WantItems(p, 0)
		},
	}, {
		ID: "apns/payload/strict", Level: conformance.May, Source: assumed, Codes: []string{"BadRequestPayload", "200"},
		Title:       "a body that is no JSON, refused",
		Requirement: "An endpoint that is told to be strict may refuse a body that is no JSON object with 400 BadRequestPayload, and must take one that is.",
		Run: func(t *conformance.T) {
			b := open(t, kit.Flag("strict_payload", "on"))
			p := b.phone("a")
			b.refused(b.push(p, body("alert=hello")), 400, "BadRequestPayload")
			b.refused(b.push(p, body(`["aps"]`)), 400, "BadRequestPayload")
			b.accepted(b.push(p))
			b.WantItems(p, 1)
		},
	}}
}

// orderCases are about a request with several things wrong.
func orderCases() []conformance.Case {
	return []conformance.Case{{
		ID: "apns/order/first-failure-wins", Level: conformance.May, Source: assumed,
		Codes: []string{
			"BadPath", "DuplicateHeaders", "MissingProviderToken", "BadMessageId", "BadExpirationDate", "BadPriority",
			"InvalidPushType", "MissingTopic", "PayloadEmpty", "BadDeviceToken",
		},
		Title: "the first thing wrong is the reason",
		Requirement: "An endpoint may check path, headers that came twice, provider token, apns-id, expiration, priority, push type, topic, payload and device token " +
			"in this order, and name the first that is wrong.",
		Run: func(t *conformance.T) {
			b := open(t)
			all := []edit{
				body(""), header("apns-topic"), kind("banner"), header("apns-priority", "7"), expiration("tomorrow"),
				header("apns-id", "123"), header("authorization"), header("content-type", "application/json", "text/plain"), path("/2/device/abc"),
			}
			for i, want := range []struct {
				status int
				reason string
			}{
				{404, "BadPath"}, {400, "DuplicateHeaders"}, {403, "MissingProviderToken"}, {400, "BadMessageId"}, {400, "BadExpirationDate"},
				{400, "BadPriority"}, {400, "InvalidPushType"}, {400, "MissingTopic"}, {400, "PayloadEmpty"}, {400, "BadDeviceToken"},
			} {
				b.refused(b.pushTo("abc", all[:len(all)-i]...), want.status, want.reason)
			}
		},
	}}
}
