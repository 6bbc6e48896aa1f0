// Package apns sends notifications through the Apple Push Notification service,
// which serves iPhones, iPads, Macs, watches and Apple TVs.
//
// A Sender maps one vendor-neutral message to one HTTP/2 request per device token.
// Requests go through github.com/sideshow/apns2, above a RoundTripper of this
// package that does what apns2 cannot: it signs the provider token by the sender's
// clock, says apns-expiration 0, sends the payload byte for byte, keeps the status
// of answers that are no JSON, reads why a connection was closed (GOAWAY), leaves one
// whose answers want another (Shutdown, IdleTimeout, UnrelatedKeyIdInToken), and does
// not dial again and again when every connection is refused.
//
// Log in with a key (.p8) or with a certificate (.p12 of any OpenSSL, or PEM); see
// New. Every process should hold one Sender for a key: APNs counts new provider
// tokens on each connection, and some operators saw them counted beyond it.
//
// How the neutral fields map:
//
//	ID          apns-id: a UUID as it is, anything else as the UUIDv5 of the ID and
//	            the token, so that a repetition has the id of the first attempt
//	Title, Subtitle, Body   aps.alert; Body is cut when the payload is too large
//	Data        custom keys beside aps
//	Extension   the custom key "ext"
//	Category    aps.category: action buttons, nothing else
//	Alert       interruption-level: passive (silent, bar), active (lock, full)
//	Sound       aps.sound
//	Badge       aps.badge; APNs only sets, never adds
//	TTL         apns-expiration, an absolute time by the sender's clock
//	OnlineOnly  apns-expiration 0: now or never
//	Collapse    apns-collapse-id; over 64 bytes its digest. None: the apns-id, so
//	            that a repeated alert is shown once
//	Priority    apns-priority 10 or 5
//	Silent      push type background, priority 5, content-available, nothing to show
//	Image       the custom key "image" and mutable-content, for the app's extension
//	Test        the sandbox host
//
// Class, Channel, Template, Click, Foreground, Receipt and a Badge to add have no
// place at APNs and come back as Adjustments. Options is the typed override for
// push types, headers and every aps key.
//
// An outcome's Code is Apple's reason string, "200" for a yes; MessageID is apns-id,
// LogID apns-unique-id (sandbox only). Only status 410 calls a token dead, and
// DeadSince says since when. A refusal by GOAWAY is an outcome like any other, with
// HTTPStatus 0.
package apns
