// Package fcm holds the conformance cases of Firebase Cloud Messaging (HTTP v1): what a
// sender must do when Google answers like this, and what an endpoint that plays Google
// must answer.
//
// The cases are written from Google's pages, SDKs and real answers, with codes, field
// names and limits as literals: a slip in the facts that senders and simulator share
// must not pass here too. rows.txt lists the rows of what is required and the cases that
// stand for them.
//
// A level says how well a requirement is known: what Google documents is a Must, what
// single reports tell a Should, what no source says a May.
//
// A function that returns cases is a table: it may be longer than functions are
// elsewhere, because each case in it, with its Run, is read by itself.
package fcm

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/vendors"
)

// Where requirements are written.
const (
	docSend     = "FCM HTTP v1 reference (projects.messages) and discovery document fcm:v1, revision 20261023"
	docErrors   = "FCM ErrorCode page and error-codes (text of 2026-06-12)"
	docQuota    = "FCM throttling and quotas"
	docScale    = "FCM scale guide (text of 2026-06-12)"
	docAuth     = "Google OAuth 2.0 for service accounts; FCM auth-server"
	docTopic    = "FCM topic messaging; Instance ID server reference"
	docNewTopic = "discovery document fcm:v1, revision 20261023: projects.registrations.topicSubscriptions"
	docTokens   = "FCM manage-tokens"
	docOptions  = "FCM concept options: lifetime, collapsible and non-collapsible messages"
	docPriority = "FCM message priority"
	docMigrate  = "FCM migrate-v1: legacy HTTP and batch shut down from 2024-07-22"
	docAndroid  = "FCM receive messages on Android; notification permission and channels"
	sdk         = "firebase.google.com/go/v4 v4.19.0, golang.org/x/oauth2 v0.37.0, github.com/firebase/firebase-admin-node"
	realTraffic = "answers quoted in bug reports and recorded by github.com/bloomberg/pushiko, read 2026-11-23"
	assumed     = "no source found; a default of this project"
)

// manners is the source of what no vendor has to write down.
const manners = "what any sender owes its user"

// Cases returns all cases, in the order in which the rows are written.
func Cases() []conformance.Case {
	return slices.Concat(
		series().Endpoint(
			loginCases(), loginRefusalCases(), accessCases(), projectCases(), pathCases(), serviceCases(),
			sendCases(), formCases(), fieldCases(), targetCases(), sizeCases(), tokenCases(),
			quotaCases(), deviceQuotaCases(), deviceCases(), storeCases(), sleepCases(), presentCases(),
			topicCases(), topicErrorCases(), subscriptionCases(), conditionCases(),
		),
		series().Sender(
			senderAuthCases(), senderMessageCases(), senderFieldCases(), senderTargetCases(),
			senderOwnCases(), senderCodeCases(), senderRetryCases(), senderFailureCases(), senderTopicCases(),
		),
		basicCases(),
	)
}

// series is what all cases share.
func series() kit.Series {
	return kit.Series{Vendor: vendors.FCM, Since: "0.2.0", Feature: map[string]string{"topic": "tag"}, Assumed: assumed}
}

func lower(l conformance.Level) string { return strings.ToLower(string(l)) }
