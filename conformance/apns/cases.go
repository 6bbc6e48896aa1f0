// Package apns holds the conformance cases of the Apple Push Notification service:
// what a sender must do when APNs answers like this, and what an endpoint that plays
// APNs must answer.
//
// The cases are written from Apple's pages and from what clients saw, with reasons,
// header names and limits as literals: a slip in the facts that senders and
// simulator share must not pass here too. rows.txt lists the rows of the vendor's
// requirements and the cases that stand for them.
//
// A level says how well a requirement is known: what Apple documents is a Must, what
// several clients report a Should, what is only assumed a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package apns

import (
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written; the pages are those of
// developer.apple.com/documentation/usernotifications.
const (
	docSend    = "Apple: Sending notification requests to APNs, read 2026-11-23"
	docAnswers = "Apple: Handling notification responses from APNs, read 2026-11-23"
	docToken   = "Apple: Establishing a token-based connection to APNs, read 2026-11-23"
	docCert    = "Apple: Establishing a certificate-based connection to APNs, and Communicate with APNs using a TLS certificate (account help), read 2026-11-23"
	docPayload = "Apple: Generating a remote notification, read 2026-11-23"
	docBack    = "Apple: Pushing background updates to your App, read 2026-11-23"
	docMetrics = "Apple: Viewing the status of push notifications using Metrics and APNs, read 2026-11-23"
	docOpenSSL = "Apple: Sending push notifications using command-line tools (the signature openssl writes is DER), read 2026-11-23"
	clients    = "github.com/jchambers/pushy, parse-community/node-apn, swift-server-community/APNSwift and sideshow/apns2, read 2026-11-23"
	anySender  = "what any sender owes its user; bugs of working senders, github.com, read 2026-11-23"
	assumed    = "no source found; a default of this project"
)

// Cases returns all cases, in the order in which the vendor's rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			answerCases(), pathCases(), tokenCases(), providerCases(), updateCases(), keyCases(), certificateCases(),
			topicCases(), headerCases(), expirationCases(), payloadCases(), orderCases(),
			waitCases(), collapseCases(), backgroundCases(), floodCases(), serverCases(), presentCases(),
		),
		series().Sender(
			senderMessageCases(), senderHeaderCases(), senderPayloadCases(), senderTokenCases(), senderProviderCases(),
			senderCertificateCases(), senderCodeCases(), senderFailureCases(), senderOwnCases(),
		),
		waitingCases(),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series { return kit.Series{Vendor: vendors.APNs, Since: "0.1.0", Assumed: assumed} }

// waitingCases cannot be played yet: what they look at is not in an HTTP answer, or
// has no endpoint.
func waitingCases() []conformance.Case {
	const (
		front     = "waits for an HTTP/2 front of the simulator that can send GOAWAY with a reason and change SETTINGS"
		broadcast = "waits for the broadcast and channel endpoints"
	)
	cases := []conformance.Case{{
		ID: "apns/connection/certificate-environment", Direction: conformance.Endpoint, Level: conformance.Should, Rows: []string{"A38"}, Source: clients, Disabled: front,
		Title:       "a certificate at the wrong host is told by GOAWAY",
		Requirement: "An endpoint should end a connection whose certificate is of the other environment with GOAWAY, last stream 0, NO_ERROR and the reason BadCertificateEnvironment.",
	}, {
		ID: "apns/connection/certificate-environment-sender", Direction: conformance.Sender, Level: conformance.Should, Rows: []string{"A38"}, Source: clients, Disabled: front,
		Title:       "a refused certificate is not tried again and again",
		Requirement: "A sender should report a certificate refused by GOAWAY as wrong, and open no more than a handful of connections.",
	}, {
		ID: "apns/connection/server-shutdown", Direction: conformance.Endpoint, Level: conformance.Must, Rows: []string{"A39"}, Source: docAnswers, Disabled: front,
		Title:       "a server that goes away finishes what it took",
		Requirement: "An endpoint must answer streams up to the last one its GOAWAY names.",
	}, {
		ID: "apns/connection/server-shutdown-sender", Direction: conformance.Sender, Level: conformance.Must, Rows: []string{"A39"}, Source: docAnswers, Disabled: front,
		Title:       "what a server did not take goes to the next connection",
		Requirement: "A sender must repeat on a new connection the requests above the last stream of a GOAWAY, and only those.",
	}, {
		ID: "apns/connection/streams", Direction: conformance.Endpoint, Level: conformance.Must, Rows: []string{"A38"}, Source: docSend, Disabled: front,
		Title:       "one stream until the first valid provider token",
		Requirement: "An endpoint must allow one stream until the first request with a valid provider token.",
	}, {
		ID: "apns/broadcast/broadcast", Direction: conformance.Endpoint, Level: conformance.Must, Rows: []string{"A40"},
		Source: "Apple: Sending broadcast push notification requests to APNs, read 2026-11-23", Disabled: broadcast,
		Title: "channels are created, sent to and deleted",
		Requirement: "An endpoint must create a channel (201), take a broadcast (200), refuse an expiration for a channel without storage (BadExpirationDate), " +
			"delete the channel (204) and refuse it then (ChannelNotRegistered).",
	}}
	for i := range cases {
		cases[i].Vendor, cases[i].Since = vendors.APNs, "0.1.0"
		cases[i].Needs = []conformance.Need{conformance.NeedControl}
	}
	return cases
}
