package sim

import (
	"time"

	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// EventKind says what an event tells.
type EventKind string

const (
	// EvMessage: one message to one phone changed: replied to, or got a fate. The
	// newest event with an ID is the message's state.
	EvMessage EventKind = "message"
	// EvCall: a call without targets (login, query, stored body).
	EvCall EventKind = "call"
	// EvExchange: the bytes of a request and its answer, secrets redacted.
	EvExchange EventKind = "exchange"
	// EvAudit: a content audit that ran after the answer ended.
	EvAudit EventKind = "audit"
	// EvReceipt: a callback was sent, or could not be.
	EvReceipt EventKind = "receipt"
	// EvPhone, EvClock, EvFault, EvQuota: somebody changed the lab.
	EvPhone EventKind = "phone"
	EvClock EventKind = "clock"
	EvFault EventKind = "fault"
	EvQuota EventKind = "quota"
)

// Event is one thing that happened. Events are values in a ring: text and JSON
// are made from them when somebody looks.
type Event struct {
	Seq  uint64
	Kind EventKind
	ID   string // m-000001 for messages, c-000001 for calls
	// Call is the ID of the first event of the call the message came with; the
	// call's exchange has it as its ID.
	Call   string
	At     time.Time
	Vendor vendors.Vendor
	Site   string
	App    string // our id
	Token  string // the target as named in the call
	Phone  string // our id of the phone, "" if the target leads nowhere
	Verb   Verb
	Op     string

	Title, Body     string
	Asked, Granted  vendors.Class
	Category        string
	VendorMessageID string

	Replied bool // a reply was given
	Status  int  // HTTP status of the reply
	Code    string
	Error   string // "reset", "timeout", "goaway" instead of a reply
	Reason  vendors.Reason

	Fate  Fate
	Cause int32 // index in Steps of the first cause, -1: none
	// Steps is the call's trace for this target and then the attempts'.
	Steps []rule.Step

	// Exchange.
	Method, Path  string
	RequestHeader []byte
	RequestBody   []byte
	ResponseBody  []byte
	// Faults names the faults that touched the call.
	Faults []string
	// Note is a line about a lab change or a receipt.
	Note string
}

// size estimates the memory the event holds, for the ring's bound.
func (e *Event) size() int {
	if e.Seq == 0 { // a slot never used, or emptied
		return 0
	}
	n := 640 + len(e.Title) + len(e.Body) + len(e.Token) + len(e.Note) + len(e.Path) + len(e.Category) +
		len(e.VendorMessageID) + len(e.Error) + len(e.Code) + 56*cap(e.Steps) +
		cap(e.RequestHeader) + cap(e.RequestBody) + cap(e.ResponseBody)
	for i := range e.Steps {
		n += len(e.Steps[i].Ref)
	}
	return n
}

// CauseStep returns the step that explains the event, if there is one.
func (e *Event) CauseStep() (rule.Step, bool) {
	if e.Cause < 0 || int(e.Cause) >= len(e.Steps) {
		return rule.Step{}, false
	}
	return e.Steps[e.Cause], true
}
