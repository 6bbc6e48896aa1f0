// Package honor sends notifications and data messages through Honor's push service
// (荣耀推送, API v1), which serves Honor phones with Magic UI 4.0 and later. Older ones
// are reached through Huawei, another vendor with other tokens.
//
// A Sender logs in with the Client ID and Client Secret of the console, keeps the
// access token, and turns one vendor-neutral message into one
// /api/v1/{App ID}/sendMessage for 1 to 1000 tokens. Honor has no broadcast, no topics,
// no recall and no queries.
//
// How the neutral fields map:
//
//	ID          biTag, which comes back in receipts, unless Receipt.Param takes its
//	            place. Honor drops no repetition.
//	Class       importance: NORMAL is transactional, LOW is marketing
//	Category    none on the wire; a category stands for its class where no class is said
//	Data        data: one JSON object as text
//	Extension   in the same object, under the key "ext"
//	Click       clickAction type 3 (app), 2 (url), 1 (intent; page as action)
//	TTL         android.ttl as text in seconds, "3600s"
//	Collapse    notifyId if it is a number from 1, else the notification's tag
//	Receipt     biTag (Param); receipts go to the address of the console
//	Alert       none: service messages ring, marketing is silent
//	Badge       badge.addNum or badge.setNum
//	Image       image, https and service messages only
//	Silent      a data message: nothing but data goes out
//	Test        targetUserType 1
//
// Subtitle, Template, Channel, Sound, Priority, Foreground and OnlineOnly do not exist at
// Honor and come back as Adjustments; DryRun is rejected, Build shows what would go out. No text
// has a limit of its own; when the body without its tokens passes 4096 bytes the text is
// cut. Options is the typed override for the whole request, in the shape Honor documents.
//
// Each request carries the header timestamp, the sender's time in milliseconds. Every
// answer that names a code is an Outcome with the facts' reason, whatever its HTTP
// status; texts are never compared. A success may list tokens that failed: those in
// expireTokens are over, those in failTokens were not reached now. A token given twice is
// sent once, because Honor refuses repetitions, and has its outcome twice.
package honor
