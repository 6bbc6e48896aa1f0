package client

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"github.com/offpush/offpush/vendors"
)

// Options of a Client. Nil or zero fields take the defaults named.
type Options struct {
	// MaxAttempts bounds the calls for one token, the first included. 0: 4.
	MaxAttempts int
	// FirstWait is the pause before the first repetition; each further one is
	// Multiplier times longer. 0: 1 s and 2, which is what vendors ask for.
	FirstWait  time.Duration
	Multiplier float64
	// MaxWait is the longest pause that is waited for, ours or the vendor's. An
	// outcome that asks for more is returned with RetryAfter set. 0: 30 s.
	MaxWait time.Duration
	// Jitter spreads pauses by this fraction either way. Negative: none, for
	// runs that must repeat exactly. 0: 0.25.
	Jitter float64
	// Rate limits the target tokens per second; 0: no limit. Burst is how many
	// may go at once; 0: the larger of Rate and one batch.
	Rate  float64
	Burst int
	// Concurrency is how many batches of one Send are in flight. 0: 1, in order.
	Concurrency int
	Clock       vendors.Clock // nil: SystemClock; give the sender the same one
	Logger      *slog.Logger  // nil: no logs
	Observer    Observer      // nil: none
	// NewID makes the ID of a message without one. Nil: 32 random hex digits.
	NewID func() string
}

const (
	defaultAttempts   = 4
	defaultFirstWait  = time.Second
	defaultMultiplier = 2
	defaultMaxWait    = 30 * time.Second
	defaultJitter     = 0.25
)

// Client sends for one app of one vendor. It is safe for concurrent use and
// starts no goroutine that outlives a call.
type Client struct {
	sender  vendors.Sender
	facts   *vendors.Facts
	opts    Options
	clock   vendors.Clock
	log     *slog.Logger
	pace    *pacer
	breaker *breaker
}

// ErrUnsupported is wrapped by errors of calls the vendor or its driver lacks.
var ErrUnsupported = errors.ErrUnsupported

// New wraps sender. opts may be nil. It fails when the facts' time zone is
// unknown to this machine.
func New(sender vendors.Sender, opts *Options) (*Client, error) {
	if sender == nil {
		return nil, errors.New("client: open: no sender")
	}
	var o Options
	if opts != nil {
		o = *opts
	}
	facts := sender.Facts()
	zone, err := time.LoadLocation(facts.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("client: open: time zone of %s: %w: install tzdata or import time/tzdata", facts.Vendor, err)
	}
	o.fill(facts)
	c := &Client{sender: sender, facts: facts, opts: o, clock: o.Clock, log: o.Logger}
	c.pace = newPacer(o.Rate, o.Burst, o.Clock)
	c.breaker = newBreaker(facts, zone)
	return c, nil
}

func (o *Options) fill(f *vendors.Facts) {
	if o.MaxAttempts <= 0 {
		o.MaxAttempts = defaultAttempts
	}
	if o.FirstWait <= 0 {
		o.FirstWait = defaultFirstWait
	}
	if o.Multiplier < 1 {
		o.Multiplier = defaultMultiplier
	}
	if o.MaxWait <= 0 {
		o.MaxWait = defaultMaxWait
	}
	switch {
	case o.Jitter < 0:
		o.Jitter = 0
	case o.Jitter == 0:
		o.Jitter = defaultJitter
	}
	if o.Burst <= 0 {
		o.Burst = max(int(o.Rate), f.Batch.Max, 1)
	}
	if o.Concurrency <= 0 {
		o.Concurrency = 1
	}
	if o.Clock == nil {
		o.Clock = vendors.SystemClock{}
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Observer == nil {
		o.Observer = ObserverFunc(func(Event) {})
	}
	if o.NewID == nil {
		o.NewID = randomID
	}
}

// Facts are the sender's.
func (c *Client) Facts() *vendors.Facts { return c.facts }

// Sender is the wrapped driver, for what only it can do.
func (c *Client) Sender() vendors.Sender { return c.sender }

// Close closes the sender if it can be closed. Calls in flight end on their own.
func (c *Client) Close() error {
	if closer, ok := c.sender.(io.Closer); ok {
		return closer.Close()
	}
	return nil
}
