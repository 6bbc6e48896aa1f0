package sim

import (
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Decision is everything that follows from one Input. A Call fills Reply and
// Admissions, an Attempt or Due fills Fate; Effects and Trace belong to both.
type Decision struct {
	Reply      Reply
	Admissions []Admission
	Fate       Fate
	Effects    []Effect
	Trace      []rule.Step
	// Granted is the class the vendor treats the message as; it may differ from
	// the one asked for, without the answer saying so.
	Granted vendors.Class
	// Asked is the class the sender declared where only the console knows which that is,
	// empty where the request itself says.
	Asked vendors.Class
	// TTL is how long the vendor keeps the message for this call.
	TTL time.Duration
	// Words stand in for the message's own texts where the vendor writes them itself.
	Words *Words
	// Parts are the decisions about the parts of a batch, in order; none when the
	// batch itself was refused or answered.
	Parts []Decision
	// Answered: a rule gave the whole answer; nothing is sent.
	Answered bool
	// Refused: the call as a whole was refused.
	Refused bool
}

// reset empties d and keeps its memory.
func (d *Decision) reset() {
	*d = Decision{Admissions: d.Admissions[:0], Effects: d.Effects[:0], Trace: d.Trace[:0]}
}

// Words are a message's texts as the vendor puts them together, from a template.
type Words struct{ Title, Body string }

// Reply is what the API says, before the endpoint writes it in the vendor's form.
type Reply struct {
	// Status is the HTTP status; 0 is the endpoint's usual one.
	Status int
	// Code is the vendor's code as on the wire.
	Code string
	// MessageID is the vendor's id of the accepted or stored message.
	MessageID string
	// Access is a newly issued access token.
	Access string
	// Data is what a query answers, in the endpoint's own type.
	Data any
	// Hangup: there is no answer, the connection ends.
	Hangup bool
}

// AdmissionState is what the vendor does about one target of a call.
type AdmissionState uint8

const (
	Scheduled AdmissionState = iota // an attempt will follow
	Refused                         // the answer says no to this target
	Discarded                       // the answer says yes, and nothing will follow
)

// String is the state's name in JSON.
func (s AdmissionState) String() string {
	return [...]string{"scheduled", "refused", "dropped", "?"}[min(s, 3)]
}

// Admission is the vendor's decision about one target, in target order.
type Admission struct {
	State AdmissionState
	// Code is the vendor's per-target code, Detail a number that goes with it.
	Code   string
	Detail int64
	Reason vendors.Reason
	// Cause is the index in Trace of the step that refused or dropped, -1: none.
	Cause int32
	// Phone is where the target leads; nil when it leads nowhere.
	Phone *Phone
}

// Fate is what became of a delivery.
type Fate struct {
	State  device.Fate
	Reason vendors.Reason
	At     time.Time
	// Cause is the index in Trace of the first step that made the message less
	// than fully shown, -1: none.
	Cause int32
	// Code is the vendor's receipt code, "" when nothing is to report, and
	// "delivered" when the vendor reports a delivery.
	Code string
	// Presentation, when the message is visible. Image: its picture is shown, if it has one.
	Sound, Vibrate, Banner, Image bool
	// Arrived: the phone took the message and was to show it later. The vendor has done
	// its part: what is left is the phone's.
	Arrived bool
	// Again, of a held message, is when it tries again though the phone does not
	// change; zero: only when the phone does.
	Again time.Time
}

// EffectKind says what an Effect changes.
type EffectKind uint8

const (
	// EffCount adds N to Counter of the app, or of Phone for device counters.
	EffCount EffectKind = iota + 1
	// EffIssue registers Text as an access token until At.
	EffIssue
	// EffRemember keeps Key -> Text (idempotency) until At.
	EffRemember
	// EffAudit ends the message's content audit at At; N is 1 for "not allowed".
	EffAudit
	// EffRecall takes the message named Key back, which another app of the group may have
	// sent; Phone, if set, only there; with N 1 not from phones that have it.
	EffRecall
	// EffFlag sets the app's flag Key to Text (a penalty).
	EffFlag
	// EffTally adds N to the statistic Key of the message, or of the one named Text.
	EffTally
	// EffTag adds (N 1) or removes (N -1) the tag Text at Phone.
	EffTag
	// EffDefineTag creates (N 1) or renames (Key to Text) a tag of the app.
	EffDefineTag
	// EffOverwrite replaces messages with the same collapse key that wait for Phone,
	// those with the key Key if it is set, with N 1 all that wait for it, or with N -1
	// those without a cache key of their own; Text is the receipt code they get.
	EffOverwrite
	// EffSeen notes that Phone got this content in the day of Counter.
	EffSeen
	// EffEvict ends the N messages that wait longest for Phone; Text is the receipt
	// code they get.
	EffEvict
	// EffConn keeps Key -> Text for later calls of the call's connection.
	EffConn
	// EffAlias gives Phone the alias Text, or with an empty one takes its alias away.
	EffAlias
	// EffBadge sets the number on the app's icon at Phone to N.
	EffBadge
	// EffRefusal sends a receipt with the code Text about the target named Key, which
	// the call's message was not sent to; Phone is where it leads, if anywhere.
	EffRefusal
	// EffReport sends a receipt with the code Text about the delivery at At, beside the
	// one about its fate: of attempts only.
	EffReport
)

// Effect is one change to the world, as a value: Decide lists them, the engine
// applies them under the app's lock, in order.
type Effect struct {
	Kind    EffectKind
	Counter quota.ID
	N       int64
	At      time.Time
	Key     string
	Text    string
	Phone   *Phone
}
