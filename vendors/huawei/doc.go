// Package huawei sends notifications and data messages through Huawei's HMS push
// (API v1 and v2), which serves Huawei phones up to HarmonyOS 4. HarmonyOS 5 and
// later have another API and other tokens.
//
// A Sender logs in with OAuth client credentials, keeps the access token, and turns
// one vendor-neutral message into one /v1/{id}/messages:send for 1 to 1000 tokens,
// a topic or a condition over topics. Topic subscriptions are methods beside.
//
// How the neutral fields map:
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
//	Silent      a data message: nothing but data goes out
//	Test        target_user_type 1
//	DryRun      validate_only: Huawei checks the format and delivers nothing
//
// Subtitle, Template and OnlineOnly do not exist at Huawei and come back as
// Adjustments. No text has a limit of its own; when the message without its tokens
// passes 4096 bytes the body is cut. Options is the typed override for the whole
// request, in the shape Huawei documents.
//
// Every answer that names a code is an Outcome with the facts' reason, whatever its
// HTTP status; texts are never compared. Partial success comes as a JSON text inside
// the JSON answer: only the tokens listed there are refused.
package huawei
