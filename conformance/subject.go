package conformance

import (
	"context"
	"net/http"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// Subject is what the suite is run against. Open gives each case its own session,
// with its own world, apps, tokens, counters and clock.
type Subject interface {
	Name() string
	// Features are the optional abilities the subject declares; cases that need
	// others are skipped.
	Features() []string
	Open(ctx context.Context, o SessionOptions) (Session, error)
}

// Rerunner is a Subject that is not the default one: RerunFlags are the flags of
// "offpush conformance run" that make the same one again.
type Rerunner interface {
	RerunFlags() []string
}

// SessionOptions say what world a case wants.
type SessionOptions struct {
	Case   string
	Vendor vendors.Vendor
	Seed   uint64
	Start  time.Time
	Rules  sim.RuleOptions
}

// Session is one case's time with a subject.
type Session interface {
	// Control prepares and observes the world; nil if the subject has none.
	Control() Control
	// BaseURL is where the vendor's endpoint answers, without a trailing slash,
	// and HTTP a client for it.
	BaseURL() string
	HTTP() *http.Client
	// Sender opens the sender under test for an app; an error says why the
	// subject has none.
	Sender(app sim.AppSpec) (TestedSender, error)
	// Logs is everything the sender logged so far.
	Logs() string
	Close() error
}

// TestedSender sends one message and tells what became of each token. It may also
// be a vendors.Recaller, Broadcaster and so on; the matching features say so.
type TestedSender interface {
	Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error)
}

// Control prepares a world and looks at it, in the simulator's words. It is
// implemented in process by the lab, and over the wire by a client of a running
// simulator's admin API.
type Control interface {
	AddApp(spec sim.AppSpec) (sim.AppSpec, error)
	AddPhone(p device.Phone) (device.Phone, error)
	// SetPhone replaces what a phone is like; ID, brand, app and token stay.
	SetPhone(p device.Phone) error
	SetFlag(app, name, value string) error
	SetLimit(app, quota string, n int64) error
	SetCount(app, quota string, n int64) error
	Count(app, quota, phone string) (int64, error)

	Now() time.Time
	AdvanceTo(t time.Time) error
	// Settle lets everything happen that is on its way.
	Settle() error

	// Fault disturbs requests from now on.
	Fault(f fault.Fault) error

	// Messages are the newest states of all messages so far, in order.
	Messages() ([]MessageState, error)
	Shade(phone string) (device.Shade, error)
	// Requests are the requests that reached the endpoint so far, in order.
	Requests() ([]Exchange, error)
}

// MessageState is what became of one message to one target.
type MessageState struct {
	ID        string
	Phone     string // "" if the target leads nowhere
	Token     string
	Title     string
	VendorID  string
	Asked     vendors.Class
	Granted   vendors.Class
	ReplyCode string
	State     device.Fate // "" when there was no delivery to have a fate
	Reason    vendors.Reason
	// Receipt is the vendor's receipt code of the fate, "" if none.
	Receipt string
	// Rule is the id of the rule that was the first cause, "" if none.
	Rule string
	At   time.Time
}

// Exchange is one request and its answer as the endpoint saw them.
type Exchange struct {
	At       time.Time
	Method   string
	Path     string // with query
	Header   http.Header
	Body     []byte
	Status   int
	Response []byte
	// Redacted tells that secrets were taken out of Header and Body.
	Redacted bool
}
