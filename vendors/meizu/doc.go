// Package meizu sends notifications through Meizu's Flyme push, which serves Meizu
// phones.
//
// There is no login: every request is a form whose field sign is the MD5 of all other
// fields and the app's secret. A Sender turns one vendor-neutral message into
// messageJson and sends it to at most 100 pushIds or aliases in one call, or, by
// Options, as a task that is stored once and pushed many times, or in the pass-through
// form Meizu has discontinued. Broadcasts go to all users or to tags. Cancelling,
// statistics, switches, aliases, tags and pictures are methods beside; the switches, days
// and clearing of tags are Meizu's alone and in no shared interface.
//
// How the neutral fields map:
//
//	Class       noticeBarInfo.noticeMsgType, always sent: 1 private (私信) for
//	            transactional, 0 public (公信) for marketing
//	Title, Body noticeBarInfo.title and .content, 32 and 100 characters
//	Subtitle    vipInfo.subtitle, for apps with a VIP contract only
//	Image       noticeExpandInfo, for apps with a VIP contract only
//	Data        clickTypeInfo.parameters, an object of texts
//	Extension   clickTypeInfo.parameters, under the key "ext"
//	Click       clickTypeInfo: 0 app, 2 url, 1 page and intent
//	TTL         pushTimeInfo.validTime in whole hours, rounded up
//	OnlineOnly  pushTimeInfo.offLine 0
//	Collapse    advanceInfo.notifyKey; a key that is longer than 8 characters, or
//	            has others than letters, digits, _ and -, is hashed
//	Alert,Sound advanceInfo.suspend and .notificationType
//	Receipt     extra: callback (URL) and callback.param; no receipts for tasks
//
// Category, Channel, Template, Badge, Priority, Foreground, a named Sound and a receipt ID
// do not exist at Meizu and come back as Adjustments, as does every text that was cut.
// Meizu has no test mode and no validate-only mode: a message that asks for one is not sent,
// because its phones would be real ones. It knows no idempotency key either, so ID stays
// here. Options is the typed override for all of Meizu's own fields.
//
// Meizu answers with HTTP 200 whatever happened. "code" is a text; "value" is an object
// of failed tokens by reason, and may be a text, a list or true. 110010 means two
// things: as the code, that the app sends too fast; as a key of value, that the user
// switched messages off. The one place where a text is read is code 500, which Meizu
// answers both when it fails and when a rule forbids the call.
package meizu
