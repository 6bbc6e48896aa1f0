// Package desk is what people hand in at the lab and what they get back: an order
// to send a message to phones, a forecast of it, a change to try. The command line
// and the terminal UI speak in these words; package lab carries the orders out.
package desk

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Order asks for one message to be sent to phones of the lab. All phones of an
// order have the same app, and so the same vendor.
type Order struct {
	Message vendors.Message
	// Phones are ids of the lab's phones; Tokens are used as they are, for an App.
	Phones []string
	App    string
	Tokens []vendors.Token
}

// Receipt is what came back from an order.
type Receipt struct {
	Result   vendors.Result
	Requests []vendors.Request // as they went out, secrets redacted
	// Messages are the ids of the message events, one per target, m-000001.
	Messages []string
	// Unmade tell of the targets no message was made for, as the call that came first -
	// a login, the storing of a body - was refused: each has that call's ID and trace.
	Unmade []Story
}

// Forecast is what would happen: the reply, and per target what the phone would
// show and why, those of Receipt.Unmade at the end. Nothing was sent; the world did not change.
type Forecast struct {
	Result   vendors.Result
	Requests []vendors.Request
	Findings []Finding // of the preflight
	Targets  []Story
}

// Finding is one thing the preflight says about a message.
type Finding struct {
	Field    string
	Level    string // ok, warn, error
	Text     vendors.Text
	Used     int64 // of Limit, in Unit; 0 when there is no measure
	Limit    int64
	Unit     string
	RuleHint string
}

// Story is one message to one phone, told for people.
type Story struct {
	ID        string
	At        time.Time
	Vendor    vendors.Vendor
	App       string
	Phone     string
	Token     string
	Op        string // the vendor's name of a call without targets, "" of messages
	Title     string
	Body      string
	Asked     vendors.Class
	Granted   vendors.Class
	Category  string
	VendorID  string
	Status    int
	Code      string
	Meaning   vendors.Text // of the code, from the vendor's facts
	Error     string
	Refused   bool // the API said no
	Answered  bool // a rule gave the whole answer, and nothing was sent
	State     device.Fate
	Sound     bool // the phone rang
	Reason    vendors.Reason
	FateAt    time.Time
	Receipt   string // the vendor's receipt code
	Steps     []Step
	Cause     int // index in Steps, -1 when there is nothing to explain
	Advice    vendors.Text
	Exchanges []Exchange
}

// Step is one rule of a trace with its texts.
type Step struct {
	Rule    *rule.Info
	Outcome rule.Outcome
	Because vendors.Text
}

// Exchange is one request with its answer, for screens.
type Exchange struct {
	Method, Path  string
	RequestHeader string
	RequestBody   string
	Status        int
	ResponseBody  string
}

// Change is one thing to try in a what-if: the same message, one input different.
type Change struct {
	// Title says what is different, for the table.
	Title vendors.Text
	// Message changes the message, Phone the phone, App the app's entries in the
	// console; each may be nil.
	Message func(*vendors.Message)
	Phone   func(*device.Phone)
	App     func(*sim.AppSpec)
	// At moves the clock to this time before sending, if it is later.
	At time.Time
}

// Variant is one line of a what-if table.
type Variant struct {
	Change Change
	Story  Story
	Err    error
}

// Template is a ready-made message for a form.
type Template struct {
	Name    vendors.Text
	Message vendors.Message
}
