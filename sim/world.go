package sim

import (
	"slices"
	"sync"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// world is the state everything is decided on. Locking: mu guards the shape (which
// apps and phones exist, what phones are like) and is held for reading by whoever
// decides; app.mu guards what changes with traffic. Order: mu before app.mu.
type world struct {
	mu     sync.RWMutex
	apps   []*App
	byID   map[string]*App                    // our id
	byRef  map[vendors.Vendor]map[string]*App // the vendor's id
	phones map[string]*Phone                  // our id
	order  []*Phone                           // in order of adding

	// byName are further names of apps, see Named.
	byName map[vendors.Vendor]map[string]*App
	groups map[groupKey]*group
	conns  connMemory

	accessMu sync.RWMutex
	access   map[vendors.Vendor]map[string]*App // access token -> app
}

// addressee is the phone a target of an app's call names, nil if it is nobody's. Tokens of
// a call of a group lead to the phones of all its apps.
func (w *world) addressee(a *App, t Target, group bool) *Phone {
	switch t.Kind {
	case ByToken:
		if group {
			return a.group.phone(a, t.Name)
		}
		return a.tokens[t.Name]
	case ByAlias:
		return a.aliases[t.Name]
	case ByUser:
		return w.phoneOf(a, t.Name)
	}
	return nil
}

// phoneOf is an app's phone added last that a user is logged in on.
func (w *world) phoneOf(a *App, user string) *Phone {
	for i := len(w.order) - 1; i >= 0 && user != ""; i-- {
		if p := w.order[i]; p.app == a && p.User == user {
			return p
		}
	}
	return nil
}

func newWorld() *world {
	return &world{
		byID: map[string]*App{}, byRef: map[vendors.Vendor]map[string]*App{},
		phones: map[string]*Phone{}, access: map[vendors.Vendor]map[string]*App{},
		byName: map[vendors.Vendor]map[string]*App{}, groups: map[groupKey]*group{},
	}
}

// App is one vendor app with everything that changes with its traffic.
type App struct {
	Spec AppSpec // immutable but for Flags and Limits, which mu guards
	Ref  string  // the vendor's id of the app
	ep   Endpoint
	book *Rulebook

	counterDefs  []quota.Def       // the endpoint's, immutable
	flagDefaults map[string]string // the endpoint's, immutable

	group    *group
	mu       *sync.Mutex // the group's
	counters quota.Book
	limits   []int64 // by counter, -1: none set; the group has its own counters'
	tokens   map[string]*Phone
	aliases  map[string]*Phone
	access   map[string]time.Time  // access token -> expiry
	issued   uint64                // access tokens so far
	accepted uint64                // messages so far
	sent     map[string]*Sent      // by the vendor's message id
	finished []string              // ids of sent in order, for forgetting
	planned  []*Delivery           // in order, for forgetting
	memory   map[uint64]remembered // by digest of the key
	tags     map[string]bool
	draws    map[uint64]uint32 // content digest -> occurrences, for seeded draws
	decision Decision          // scratch, reused under mu
	steps    []rule.Step       // scratch, reused under mu
}

type remembered struct {
	text  string
	until time.Time
}

// Phone is a phone and what it keeps for its app. Its device.Phone is replaced,
// never changed, so a reader holding the world's lock sees one moment of it.
type Phone struct {
	device.Phone
	app      *App
	counters quota.Book           // app.mu
	shade    device.Shade         // app.mu
	waiting  []*Delivery          // app.mu: held, oldest first
	onScreen map[string]*Delivery // app.mu: by event id
	recent   map[uint64]int64     // app.mu: content digest -> the day it was last counted
}

// Sent is a message the vendor accepted: stored for later, or on its way.
type Sent struct {
	VendorID string
	App      *App
	Message
	Granted vendors.Class
	At      time.Time
	Expires time.Time
	// Saved is a stored body: it may be sent many times.
	Saved bool
	// Origin is the id of the stored body that this message was made of, "" if of none.
	Origin string
	// Batch is the id of the first message of the batch that this one came with, for
	// vendors whose answer names that one alone; "" for the first and outside batches.
	Batch string
	// Digest identifies the content (title, body).
	Digest uint64
	// Audit is what the content audit found; AuditPending until it ended.
	Audit    AuditState
	Recalled bool
	// altered are the steps that changed a stored body when it was stored; they
	// belong to the story of every message made of it.
	altered []rule.Step
	tally   []tally
	tallied [2]tally // the first two of tally: most messages have no more
	// deliveries are kept for recall and statistics.
	deliveries []*Delivery
	// spreading: not all phones of the message's audience are planned yet.
	spreading bool
}

type tally struct {
	key string
	n   int64
}

// AuditState is how far the content audit of a message is.
type AuditState uint8

const (
	AuditNone AuditState = iota
	AuditPending
	AuditPassed
	AuditFailed
)

// Tally returns one of the message's statistics.
func (s *Sent) Tally(key string) int64 {
	for _, t := range s.tally {
		if t.key == key {
			return t.n
		}
	}
	return 0
}

// Running reports whether there is a phone that was not tried yet: a message for later,
// to an audience that is not reached, or on its way.
func (s *Sent) Running() bool {
	return s.spreading || slices.ContainsFunc(s.deliveries, func(d *Delivery) bool { return d.Fate.State == device.Pending })
}

func (s *Sent) count(key string, n int64) {
	for i := range s.tally {
		if s.tally[i].key == key {
			s.tally[i].n += n
			return
		}
	}
	if s.tally == nil {
		s.tally = s.tallied[:0]
	}
	s.tally = append(s.tally, tally{key, n})
}

// Delivery is one message on its way to one phone.
type Delivery struct {
	ID    string // the event id, m-000001
	Sent  *Sent
	Phone *Phone
	Fate  Fate
	Tries int
	// Target is the name the call used, Kind what sort of name that is.
	Target string
	Kind   TargetKind

	// cause is the step the fate is owed to, for its receipt.
	cause rule.Step
	// What the call said, kept for the events that follow.
	callID    string
	call      []rule.Step
	callCause int32
	status    int
	code      string
}
