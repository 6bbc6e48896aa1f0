package sim

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Options configure an Engine. The zero value of each field has a meaning.
type Options struct {
	// Endpoints are the vendors the world has.
	Endpoints []Endpoint
	// Seed makes credentials, tokens, ids and draws; the same seed, the same world.
	Seed uint64
	// Start is the time at which the world begins; zero: the machine's time.
	Start time.Time
	Clock clock.Mode
	Rules RuleOptions
	// Latency is how long an accepted message takes to a phone that is online;
	// zero: DefaultLatency.
	Latency time.Duration
	// RingBytes bounds what is remembered of the past; zero: DefaultRingBytes.
	RingBytes int
	// Poster sends receipts; nil: they are recorded and not sent.
	Poster Poster
}

// DefaultLatency is the time from a vendor's yes to a phone that is online.
const DefaultLatency = 300 * time.Millisecond

// Poster delivers a receipt to a callback URL. The error says why it could not,
// or was not allowed to. Unless the clock is real, events wait for the answer: a
// receiver must answer without moving the clock, or it waits for itself.
type Poster interface {
	Post(ctx context.Context, url string, header http.Header, body []byte) (status int, err error)
}

// ReceiptInput is what an endpoint makes a receipt of.
type ReceiptInput struct {
	App             *AppSpec
	VendorMessageID string
	Target          string
	Kind            TargetKind // of the target's name; of refused targets it is not known
	Param           string
	Fate            Fate
	Test            bool
	// Single is false for messages sent to a list or to everybody.
	Single bool
	// Origin is the id of the stored body the message was made of, "" if of none, and
	// ToAudience says that it went to everybody or by tag.
	Origin     string
	ToAudience bool
	// Batch is the id of the first message of the batch that the message came with.
	Batch string
	// Registered: the receipt goes to a URL registered in the console.
	Registered bool
	At         time.Time
	// Keep is the message's; Phone is zero when the target leads nowhere; Cause is the
	// step that made the message less than shown, if there was one.
	Keep  any
	Phone device.Phone
	Cause rule.Step
}

// Engine runs one world: it owns the state, the clock and the events, and applies
// decisions. All methods are safe for concurrent use.
type Engine struct {
	opts  Options
	clock *clock.Clock
	world *world
	ring  *ring
	books map[vendors.Vendor]*Rulebook
	eps   map[vendors.Vendor]Endpoint
	order []vendors.Vendor

	messages atomic.Uint64 // event ids so far
	calls    atomic.Uint64
	posts    sync.WaitGroup
	// ctx ends with Close; it bounds receipts under way.
	ctx    context.Context //nolint:containedctx // the engine's own life, not a call's
	cancel context.CancelFunc
	driver sync.WaitGroup
}

// New starts an engine. Close it when done.
func New(opts Options) (*Engine, error) {
	if opts.Start.IsZero() {
		opts.Start = vendors.SystemClock{}.Now()
	}
	if opts.Latency == 0 {
		opts.Latency = DefaultLatency
	}
	e := &Engine{
		opts: opts, world: newWorld(), ring: newRing(opts.RingBytes),
		books: map[vendors.Vendor]*Rulebook{}, eps: map[vendors.Vendor]Endpoint{},
	}
	for _, ep := range opts.Endpoints {
		v := ep.Vendor()
		if e.eps[v] != nil {
			return nil, fmt.Errorf("engine: two endpoints for vendor %s", v)
		}
		book, err := NewRulebook(ep, rulesFor(ep, opts.Rules))
		if err != nil {
			return nil, err
		}
		e.eps[v], e.books[v] = ep, book
		e.order = append(e.order, v)
		e.world.byRef[v] = map[string]*App{}
		e.world.access[v] = map[string]*App{}
	}
	e.ctx, e.cancel = context.WithCancel(context.Background())
	e.clock = clock.New(opts.Start, opts.Clock, e.handle)
	e.driver.Go(func() { e.clock.Drive(e.ctx) })
	return e, nil
}

// rulesFor keeps of Without and Params what belongs to one endpoint, so that the
// options of a world with several vendors can name the rules of all.
func rulesFor(ep Endpoint, o RuleOptions) RuleOptions {
	own := map[string]bool{}
	for _, r := range ep.Rules() {
		own[r.ID] = true
	}
	out := RuleOptions{Profile: o.Profile, Date: o.Date}
	for _, id := range o.Without {
		if own[id] {
			out.Without = append(out.Without, id)
		}
	}
	for id, p := range o.Params {
		if own[id] {
			if out.Params == nil {
				out.Params = map[string]map[string]int64{}
			}
			out.Params[id] = p
		}
	}
	return out
}

// Close stops the clock's driver and waits for receipts under way.
func (e *Engine) Close() {
	e.cancel()
	e.driver.Wait()
	e.posts.Wait()
}

// Clock is the world's time; senders in the lab use it too.
func (e *Engine) Clock() *clock.Clock { return e.clock }

// Seed is the world's seed.
func (e *Engine) Seed() uint64 { return e.opts.Seed }

// Options are what the engine was made with.
func (e *Engine) Options() Options { return e.opts }

// Vendors lists the vendors of the world in their order.
func (e *Engine) Vendors() []vendors.Vendor { return e.order }

// Endpoint returns a vendor's endpoint, nil if the world has none.
func (e *Engine) Endpoint(v vendors.Vendor) Endpoint { return e.eps[v] }

// Rulebook returns a vendor's rules in force, nil if the world has none.
func (e *Engine) Rulebook(v vendors.Vendor) *Rulebook { return e.books[v] }

// Events copies up to limit events after seq, oldest first; missed counts those
// that are already forgotten.
func (e *Engine) Events(after uint64, limit int) (events []Event, missed uint64) {
	return e.ring.read(after, limit)
}

// LastEvent is the Seq of the newest event, 0 when there is none.
func (e *Engine) LastEvent() uint64 { return e.ring.last() }

// WaitEvent returns when there is an event after seq, or with the context's error.
func (e *Engine) WaitEvent(ctx context.Context, after uint64) error {
	return e.ring.wait(ctx, after)
}

// Publish adds an event of somebody else's: an exchange, a fault, a lab change.
func (e *Engine) Publish(ev *Event) uint64 {
	if ev.At.IsZero() {
		ev.At = e.clock.Now()
	}
	return e.ring.publish(ev)
}
