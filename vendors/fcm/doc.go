// Package fcm sends notification and data messages through Firebase Cloud Messaging,
// HTTP v1: Android phones with Google Play services, iPhones and browsers of one
// Firebase project.
//
// A Sender logs in with a service account - it signs an assertion and exchanges it for
// an access token, which it keeps - and turns one vendor-neutral message into one
// /v1/projects/{project}/messages:send for one registration token, Firebase
// installation id, topic or condition, over HTTP/2. Many tokens are many requests; the
// client spreads them. Topic subscriptions are methods beside: of registration tokens at the
// topic service, of installation ids by the API of 2026.
//
// How the neutral fields map:
//
//	Data        data, texts; keys that are Google's own are refused here
//	Extension   in data, under the key "ext"
//	Click       notification click_action, for intent and page
//	TTL         android.ttl, "3600s", at most 4 weeks
//	OnlineOnly  android.ttl "0s"
//	Collapse    collapse_key, for what waits, and notification tag, for what is shown
//	Alert       notification_priority, which counts below Android 8
//	Sound       notification sound; newer phones go by the channel
//	Badge       notification_count (Set)
//	Channel     channel_id
//	Image       notification image
//	Priority    android.priority: HIGH wakes a phone that dozes
//	Silent      a data message: nothing but data goes out
//	Test        validate_only: FCM has no test devices
//	DryRun      validate_only
//
// ID, Class, Subtitle, Category, Template, Foreground and Receipt do not exist at FCM and
// come back as Adjustments, as do a URL to open and a badge to add to. No text has a limit
// of its own; when the payload passes 4096 bytes (to topics 2048) the body is cut. Options
// is the typed override for the whole request, in the shape Google documents, with the
// blocks for iPhones and browsers.
//
// Delivery statistics (deliveryData, of another API and by the day) and the import of
// APNs tokens (batchImport) have no call here.
//
// The code of an Outcome is FcmError's errorCode where the answer has that detail, else
// google.rpc's status by name. Only UNREGISTERED and SENDER_ID_MISMATCH kill a token:
// the same HTTP statuses without the detail are about project and rights.
package fcm
