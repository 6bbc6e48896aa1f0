// Package conformance is the suite that tells whether a sender, or an endpoint,
// behaves as a push vendor's documents and real answers say.
//
// Cases are values with permanent ids, in two directions. A sender case asks: does
// a sender (ours, yours) behave when the vendor answers like this? An endpoint
// case asks: does an endpoint (the simulator, another mock) answer as documented?
// The package knows no vendor; the cases are in its sub-packages and are listed by
// conformance/suite.
package conformance

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Direction says who is under test.
type Direction string

const (
	Sender   Direction = "sender"
	Endpoint Direction = "endpoint"
)

// Level is how binding a case is. Nothing that is merely assumed about a vendor
// is ever a Must.
type Level string

const (
	Must   Level = "MUST"
	Should Level = "SHOULD"
	May    Level = "MAY"
)

// Need is something a case cannot do without; a subject that lacks it skips the case.
type Need string

const (
	// NeedControl: the world can be prepared.
	NeedControl Need = "control"
	// NeedClock: the subject follows the world's clock.
	NeedClock Need = "clock"
	// NeedCallback: the world can send receipts to the case.
	NeedCallback Need = "callback"
)

// Case is one thing that must hold.
type Case struct {
	// ID is a permanent slug: vendor/feature/name.
	ID string
	// Aliases are ids the case had before.
	Aliases   []string
	Vendor    vendors.Vendor
	Direction Direction
	Level     Level
	// Title is a few words, Requirement one sentence with "must" or "should".
	Title       string
	Requirement string
	// Features the subject must have declared ("list", "recall").
	Features []string
	Needs    []Need
	// Since is the version the case came with; a Provisional one is reported and
	// not counted.
	Since       string
	Provisional bool
	// Disabled says why the case cannot be run yet ("waits for ..."): it is listed
	// and reported as disabled, and needs no Run. "": it runs.
	Disabled string
	// Assumed: the case needs a rule that nobody has documented or observed, a
	// default of this project. The lenient profile leaves such rules out, and so
	// does a run under it with such cases.
	Assumed bool
	// Source is where the requirement is written.
	Source string
	// Rows are the rows of the vendor's published list of cases it stands for.
	Rows []string
	// Codes are the vendor codes the case makes the endpoint answer, as on the
	// wire; receipt codes stand behind "receipt:".
	Codes []string
	// World are the rules the case plays under; zero: the subject's.
	World sim.RuleOptions
	// Start is when the case's clock starts; zero: DefaultStart.
	Start time.Time
	// Timeout in machine time; zero: 10 seconds.
	Timeout time.Duration
	Run     func(t *T)
}

// DefaultStart is the moment at which a case's world begins unless it says otherwise:
// a weekday morning in China, inside every vendor's hours.
//
//nolint:gochecknoglobals // a constant in all but name
var DefaultStart = time.Date(2025, 11, 25, 10, 0, 0, 0, time.FixedZone("GMT+8", 8*3600))
