// Package vivo sends notifications through vivo's push service (VPush), which
// serves vivo and iQOO phones.
//
// A Sender logs in with an MD5 signature, keeps the authToken and turns one
// vendor-neutral message into vivo's calls: /message/send for one token,
// /message/saveListPayload and /message/pushToList for 2 to 1000, /message/all
// and /message/tagPush for broadcasts. Recall, statistics, the state of the
// content audit, the check of dead ids and tag management are methods beside.
//
// How the neutral fields map:
//
//	ID          requestId, by which vivo drops a repeated request. Give every
//	            Send its own ID: a second Send with the same ID to another token
//	            would be taken for a repetition. pushToList adds a digest of
//	            its tokens; an ID over 64 characters is hashed.
//	Class       classification, always sent: 1 transactional, 0 marketing
//	Category    category; vivo's words (IM, ORDER ...) or neutral ones (im, order)
//	Data        clientCustomMap
//	Extension   clientCustomMap, under the key "ext"
//	Click       skipType 1 (app), 2 (url), 4 (page, intent) and skipContent
//	TTL         timeToLive in seconds
//	Collapse    notifyId: a decimal 1..2147483647 as it is, anything else its
//	            FNV-1a hash in that range
//	Receipt     extra: callback.id (ID) or callback (URL), and callback.param
//	Alert,Sound notifyType: vivo tells only sound and vibration apart
//	Badge       addBadge: vivo only adds one
//	OnlineOnly  sendOnline
//	Foreground  foregroundShow
//	Test        pushMode 1; in every other case pushMode 0
//
// Subtitle, Image, Channel, Template, Priority, Silent and a named Sound do not exist at
// vivo and come back as Adjustments, as does every text that was cut. Options is
// the typed override for all of vivo's own fields.
//
// Tag groups and tag segments have no call here: no documented push selects by them.
// CheckTokens takes regIds alone, as vivo's code table does.
//
// Every vivo answer that names a code is an Outcome with the facts' reason; texts
// are never compared. A token is called dead only when vivo says so with status 1
// or 2 beside it.
package vivo
