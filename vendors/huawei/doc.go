// Package huawei sends notifications and data messages through Huawei's two push
// protocols: HMS (API v1 and v2), which serves Huawei phones up to HarmonyOS 4, and v3,
// which serves HarmonyOS 5 and later. Each has tokens of its own.
//
// A Sender speaks one of them, by the credential "api_version". It turns one
// vendor-neutral message into one messages:send for 1 to 1000 tokens, at v1 also for a
// topic or a condition over topics. For v1 and v2 it logs in with OAuth client
// credentials and keeps the access token; for v3 it signs a JWT with the key of a
// service account and keeps that for its hour. Topic subscriptions (HMS) and recalls
// (HarmonyOS) are methods beside.
//
// How the neutral fields map at v1:
//
//	ID          bi_tag, which comes back in receipts, unless Receipt.Param takes
//	            its place. Huawei drops no repetition.
//	Class       no field of its own: Huawei derives it from the category. A
//	            marketing message without a category says MARKETING; a
//	            transactional one without a category is marketing to Huawei, and
//	            an Adjustment says so.
//	Category    android.category; Huawei's words (IM, EXPRESS ...) or neutral ones
//	Data        message.data: one JSON object as text
//	Extension   in the same object, under the key "ext"
//	Click       click_action type 3 (app), 2 (url), 1 (intent; page as action)
//	TTL         android.ttl as text in seconds, "3600s"
//	Collapse    notification tag; a decimal 1 to 100 is collapse_key as well
//	Receipt     receipt_id (ID) and bi_tag (Param); there is no URL
//	Alert       importance: silent is LOW, everything else NORMAL
//	Sound       default_sound, or default_sound false and a sound of the app
//	Badge       badge.add_num or badge.set_num
//	Channel     channel_id: display only, and not in the Chinese mainland
//	Foreground  foreground_show; false is sent as false
//	Image       notification image, https only
//	Priority    urgency of a data message: HIGH, which needs a right, or NORMAL
//	Silent      a data message: nothing but data goes out
//	Test        target_user_type 1
//	DryRun      validate_only: Huawei checks the format and delivers nothing
//
// At v3 the members have other spellings (clickAction, addNum, notifyId) and mean the
// same, with these differences. The category is mandatory: without one MARKETING goes
// out. Data goes with the tap (clickAction.data, also of a click action the options give
// without data) or, of a Silent message, as extraData with push-type 6. TTL is a number.
// Collapse must be a number: it becomes notifyId and, up to 100, collapseKey. Channel,
// Alert, Priority and DryRun do not exist; the last is refused, because the message would
// be delivered; Build shows it. The other push types - card, voice broadcast, live view,
// in-app call - are Options.Harmony.
//
// Subtitle, Template and OnlineOnly do not exist at Huawei and come back as
// Adjustments. No text has a limit of its own; when the message without its tokens
// passes 4096 bytes the body is cut. Options is the typed override for the whole
// request, in the shape Huawei documents. What goes on to other platforms (apns, webpush)
// and what each event of a live view has of its own (activityData) is raw: maps that go
// out as they are, with no name in them checked.
//
// Every answer that names a code is an Outcome with the facts' reason, whatever its
// HTTP status; texts are never compared. Partial success comes as a JSON text inside
// the JSON answer: only the tokens listed there are refused.
package huawei
