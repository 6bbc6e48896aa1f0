// Package lab puts everything together in one process: an engine with every
// vendor's endpoint, the HTTP front, and the real senders pointed at it. The
// terminal UI, the command line and the conformance suite's own subject use it.
package lab

import (
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/receipt"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// Options configure a Lab. Zero values: the machine's time, a real clock, seed 1,
// the default profile, the newest rulebook.
type Options struct {
	Seed  uint64
	Start time.Time
	Clock clock.Mode
	Rules sim.RuleOptions
	// RingBytes bounds what is remembered of the past.
	RingBytes int
	// Logger gets the senders' logs; nil: none.
	Logger *slog.Logger
	// Callbacks are hosts beside this machine that receipts may be sent to.
	Callbacks []string
	// CA signs the TLS listener's certificate; nil: one made per run.
	CA *httpsim.CA
	// Transport wraps what the senders speak through; nil: nothing.
	Transport func(http.RoundTripper) http.RoundTripper
	// MachineClock: senders read the machine's clock, as those of other programs do; the
	// lab's own then do so, too.
	MachineClock bool
	// Observe sees each request before secrets are taken out of it; nil: nobody does.
	Observe func(*http.Request)
}

// Lab is a running lab. Close it when done.
type Lab struct {
	opts   Options
	engine *sim.Engine
	server *httpsim.Server

	mu      sync.Mutex
	common  way // how senders reach the simulator
	secure  way // and those that may show a certificate
	clients map[string]*client.Client
	orders  history
	ids     string // begins every message id
}

// New starts a lab with an empty world. Its senders reach the simulator in memory
// until Listen gives it addresses.
func New(o Options) (*Lab, error) {
	if o.Seed == 0 {
		o.Seed = 1
	}
	e, err := sim.New(sim.Options{
		Endpoints: catalog.Endpoints(), Seed: o.Seed, Start: o.Start, Clock: o.Clock,
		Rules: o.Rules, RingBytes: o.RingBytes, Poster: receipt.New(receipt.Options{Allow: o.Callbacks}),
	})
	if err != nil {
		return nil, fmt.Errorf("lab: %w", err)
	}
	return around(o, e)
}

// around makes a lab of an engine, which it takes over.
func around(o Options, e *sim.Engine) (*Lab, error) {
	if o.CA == nil { // copies of the lab must trust the same one
		ca, err := httpsim.NewCA()
		if err != nil {
			e.Close()
			return nil, fmt.Errorf("lab: %w", err)
		}
		o.CA = ca
	}
	srv, err := httpsim.New(e, &httpsim.Options{CA: o.CA, Observe: o.Observe, MachineClock: o.MachineClock})
	if err != nil {
		e.Close()
		return nil, fmt.Errorf("lab: %w", err)
	}
	l := &Lab{opts: o, engine: e, server: srv, clients: map[string]*client.Client{}, ids: "lab"}
	l.common = way{"http://" + memoryHost, srv.Transport()}
	l.secure = way{"https://" + memoryHost, l.common.carrier}
	return l, nil
}

// Engine is the lab's world.
func (l *Lab) Engine() *sim.Engine { return l.engine }

// Server is the lab's HTTP front.
func (l *Lab) Server() *httpsim.Server { return l.server }

// Client returns the real sender for one of the lab's apps, made on first use.
func (l *Lab) Client(app string) (*client.Client, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if c := l.clients[app]; c != nil {
		return c, nil
	}
	spec, ok := l.app(app)
	if !ok {
		return nil, fmt.Errorf("lab: no app %q", app)
	}
	c, err := l.open(spec)
	if err != nil {
		return nil, err
	}
	l.clients[app] = c
	return c, nil
}

// Open makes a sender for an app as the spec has it, other credentials than the
// console's included. It is the caller's to close.
func (l *Lab) Open(spec sim.AppSpec) (*client.Client, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.open(spec)
}

func (l *Lab) app(id string) (sim.AppSpec, bool) {
	for _, a := range l.engine.Apps() {
		if a.ID == id {
			return a, true
		}
	}
	return sim.AppSpec{}, false
}

// open runs with the lock held.
func (l *Lab) open(spec sim.AppSpec) (*client.Client, error) {
	row, ok := catalog.Find(spec.Vendor)
	if !ok {
		return nil, fmt.Errorf("lab: no vendor %q", spec.Vendor)
	}
	s, err := row.Open(vendors.Config{
		Credentials: secrets(spec.Credentials, spec.Sender), BaseURLs: l.sites(spec.Vendor),
		Clock: l.senderClock(), Logger: l.opts.Logger,
	}, l.carrierFor(spec.Vendor))
	if err != nil {
		return nil, fmt.Errorf("lab: app %s: %w", spec.ID, err)
	}
	// No jitter and ids that follow from the seed: a lab's story repeats exactly.
	ids := &sequence{prefix: fmt.Sprintf("%s-%d-%s-", l.ids, l.opts.Seed, spec.ID)}
	return client.New(s, &client.Options{
		Clock: l.senderClock(), Logger: l.opts.Logger, Jitter: -1, NewID: ids.next,
	})
}

func (l *Lab) senderClock() vendors.Clock {
	if l.opts.MachineClock {
		return vendors.SystemClock{}
	}
	return l.engine.Clock()
}

// secrets joins what the console knows with what only the sender is told.
func secrets(maps ...map[string]string) vendors.Credentials {
	out := vendors.Credentials{}
	for _, c := range maps {
		for k, v := range c {
			out[k] = vendors.Secret(v)
		}
	}
	return out
}

// sequence numbers message ids.
type sequence struct {
	mu     sync.Mutex
	prefix string
	n      int
}

func (s *sequence) next() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
	return fmt.Sprintf("%s%06d", s.prefix, s.n)
}

// Close stops the lab.
func (l *Lab) Close() {
	l.mu.Lock()
	for _, c := range l.clients {
		_ = c.Close() // idle connections only
	}
	l.orders.forget()
	l.common.close()
	l.secure.close()
	l.mu.Unlock()
	_ = l.server.Close() // the listeners' last errors help nobody
	l.engine.Close()
}
