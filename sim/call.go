package sim

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// Verb is what a call asks for, in words all vendors share. Rules say for which
// verbs they hold.
type Verb uint8

const (
	VerbUnknown   Verb = iota // no such path or method at this vendor
	VerbAuth                  // exchange credentials for an access token
	VerbSend                  // a message to targets
	VerbSave                  // store a message body for later
	VerbSendSaved             // a stored body to targets
	VerbBroadcast             // to everybody or by tag
	VerbRecall                // take a message back
	VerbQuery                 // counters, audit state, dead ids; Op tells which
	VerbManage                // tags, topics, channels; Op tells which
	VerbBatch                 // several messages in one call, each with its targets: Call.Parts
	Verbs
)

// HasMessage reports whether a call of this verb is about a message's delivery.
func (v Verb) HasMessage() bool {
	return v == VerbSend || v == VerbSave || v == VerbSendSaved || v == VerbBroadcast
}

// String is the verb's name in JSON and on screens.
func (v Verb) String() string {
	return [...]string{"unknown", "auth", "send", "save", "send-saved", "broadcast",
		"recall", "query", "manage", "batch", "?"}[min(v, Verbs)]
}

// Protocol is one of the protocols that a vendor's row speaks, numbered from 1 by its
// endpoint; zero where there is one. Rules about the form of one are not asked about calls
// of another.
type Protocol uint8

// Protocols bounds them: no vendor has more than two.
const Protocols Protocol = 3

// Call is one API request, decoded. Decode fills it; nobody changes it afterwards.
type Call struct {
	Request *Request
	Verb    Verb
	// Protocol is the one the call speaks.
	Protocol Protocol
	// Op is the endpoint's own name of the operation ("getStatistics").
	Op string
	At time.Time
	// Ahead is how far At is ahead of the clock the sender reads, which is the machine's
	// when a served simulator's was moved; negative: behind, 0: they are one clock.
	Ahead time.Duration

	// AppRef is the app the request names (appId, client id), Access the access
	// token it carries. Either finds the app.
	AppRef string
	Access string
	// CredentialRef is a further name of an app (see Named), such as a key's id. It
	// finds the app where AppRef leads nowhere, so that the vendor's rules can judge
	// the credential all the same.
	CredentialRef string
	// Group: the targets may be phones of any app of the group the call belongs to (see
	// Grouped). It is then judged as a call of the app the first of them has.
	Group bool

	// Message is what a send, save or broadcast wants to deliver, in our words.
	Message Message
	// Targets are the tokens, aliases or tags addressed, in order.
	Targets []Target
	// MessageRef names an earlier message: a stored body, a task to recall.
	MessageRef string
	// OwnID makes each VerbSendSaved a message of its own with the stored content, under
	// an id of its own and for this call's Audience, where vendors number the sendings of
	// a stored body; without it a sending is one more of the stored message.
	OwnID bool
	// Key is the vendor's idempotency key, if the request has one.
	Key string
	// GivenID is the id the request itself gives to its message, at vendors that
	// take it over; empty: the vendor makes one.
	GivenID string

	// Parts are the messages of a VerbBatch call, in order. The call itself is decided
	// first; unless it was refused or answered, each part is then decided like a call
	// of its own that arrived at the same moment. What a part leaves empty of app,
	// access token and credential it has from the call.
	Parts []Call
	// Part says that this call is one of another's Parts, for rules that count calls.
	Part bool
	// batch is the id of the first message of the batch that this part came with, "" for
	// that one and for calls that are no parts.
	batch string

	// Wire is the endpoint's decoded request, for its own rules. It lives as long as
	// the call; what rules need later is in Message.
	Wire any
	// Reuse is the Wire of an earlier call that has ended, or nil: Decode may take
	// its memory.
	Reuse any
	// Malformed: the body is not of the vendor's form at all.
	Malformed bool
	// Defects are what decoding found wrong, in order of appearance.
	Defects []Defect
}

// Defect is one thing wrong with a request's form.
type Defect struct {
	Field string
	Kind  DefectKind
}

// DefectKind says how a field is wrong.
type DefectKind uint8

const (
	WrongType DefectKind = iota + 1
	OutOfRange
	Unknown
	Repeated
)

// Defect returns whether field has a defect of kind.
func (c *Call) Defect(field string, kind DefectKind) bool {
	for _, d := range c.Defects {
		if d.Field == field && d.Kind == kind {
			return true
		}
	}
	return false
}

// TargetKind is how a target is named.
type TargetKind uint8

const (
	ByToken TargetKind = iota
	ByAlias
	ByTag
	ToAll
	ByUser // the account the user is logged in with
)

// Target is one addressee as the request names it.
type Target struct {
	Kind TargetKind
	Name string
}

// Message is what a request asks to deliver, in our words; the endpoint's Decode
// fills it from the vendor's fields.
type Message struct {
	Title, Body string
	// Image is the picture beside the text, by the name the sender gives: an address or an
	// id. Filled where it is known when a phone shows it.
	Image string
	// Asked is the class the sender declared (after the vendor's defaults for
	// what is absent), Category the vendor's own word.
	Asked    vendors.Class
	Category string
	// TTL is what the vendor will use: defaults and clamps applied by rules.
	TTL time.Duration
	// NotBefore is when the vendor is to begin delivering; zero, or a time that has
	// passed, is at once. The TTL counts from then.
	NotBefore time.Time
	// Collapse replaces what the phone shows under the same key, and what waits for
	// it, unless CacheKey says by which key that goes.
	Collapse string
	CacheKey string
	// Test asks for the vendor's test mode.
	Test bool
	// OnlineOnly messages are dropped when the phone is offline.
	OnlineOnly bool
	// HideInForeground: nothing is shown while the app is in front.
	HideInForeground bool
	Sound, Vibrate   bool
	Badge            int
	Data             string // what the app would get, as text
	Receipt          ReceiptTarget
	// Audience selects phones for a broadcast.
	Audience Audience
	// Keep is what only the vendor knows of the message and its rules look at when
	// it arrives; nil for most messages, so that what is kept stays small.
	Keep any
}

// start is when a message that was accepted at a time sets out.
func (m *Message) start(accepted time.Time) time.Time {
	if m.NotBefore.After(accepted) {
		return m.NotBefore
	}
	return accepted
}

// ReceiptTarget is where the vendor should report to.
type ReceiptTarget struct {
	URL   string // an absolute URL
	ID    string // or the id of one registered in the console
	Param string
	// Implied: the request did not ask; what is registered under ID holds for every
	// message, and nothing is sent if nothing is.
	Implied bool
}

// None reports that no receipt was asked for.
func (r ReceiptTarget) None() bool { return r.URL == "" && r.ID == "" }

// Attempt is one try to bring an accepted message to a phone.
type Attempt struct {
	Delivery *Delivery
	At       time.Time
	// N counts the tries, from 1.
	N int
}

// AuditDone is the end of a vendor's content audit that ran after its answer.
type AuditDone struct {
	Message *Sent
	At      time.Time
}

// Due is something whose time has come: the end of a TTL.
type Due struct {
	Kind     DueKind
	Delivery *Delivery
	At       time.Time
}

// DueKind says what is due.
type DueKind uint8

// DueExpiry: the message waited for its phone as long as it may.
const DueExpiry DueKind = 1

// Input is one thing that happens: a *Call, *Attempt, *AuditDone or *Due.
type Input interface{ when() time.Time }

func (c *Call) when() time.Time      { return c.At }
func (a *Attempt) when() time.Time   { return a.At }
func (a *AuditDone) when() time.Time { return a.At }
func (d *Due) when() time.Time       { return d.At }
