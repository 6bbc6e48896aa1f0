package httpsim

import (
	"context"
	"errors"
	"log"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fault"
)

// HeaderSim is the response header that tells a simulator's answer from a vendor's;
// its value is the seed.
const HeaderSim = "X-Offpush-Sim"

// Options configure a Server; nil means defaults.
type Options struct {
	// Faults disturb requests; nil: an empty set with the engine's seed.
	Faults *fault.Set
	// HideHeader leaves HeaderSim out of the answers.
	HideHeader bool
	// CA signs the certificate of the TLS listener; nil: one made per run.
	CA *CA
	// MachineClock: senders read the machine's clock, as those of other programs do. When
	// the simulator's was moved, the times in their requests are moved along.
	MachineClock bool
	// Observe is called with each request before anything is taken out of it, and
	// must not change or keep it; nil: nobody looks. For tests about credentials.
	Observe func(*http.Request)
	// Limits bound what a connection may take.
	Limits Limits
	// ErrorLog gets what goes wrong with connections, such as a sender that does
	// not trust the certificate; nil: nobody does.
	ErrorLog *log.Logger
}

// Limits bound a connection's requests. A zero field means its default.
type Limits struct {
	// HeaderTime, BodyTime and IdleTime are how long a request's header and the
	// whole request may take to arrive, and how long a connection may wait for the
	// next one: 10 s, 30 s and 2 min.
	HeaderTime, BodyTime, IdleTime time.Duration
	// HeaderBytes and BodyBytes are how much of it is read: 64 KiB and 1 MiB. A
	// longer header is refused with 431; a longer body is cut, and the vendor's
	// rules judge it. A site that takes longer bodies gets them (sim.Site).
	HeaderBytes, BodyBytes int
}

func (l Limits) withDefaults() Limits {
	pick := func(d *time.Duration, def time.Duration) {
		if *d <= 0 {
			*d = def
		}
	}
	pick(&l.HeaderTime, 10*time.Second)
	pick(&l.BodyTime, 30*time.Second)
	pick(&l.IdleTime, 2*time.Minute)
	if l.HeaderBytes <= 0 {
		l.HeaderBytes = 64 << 10
	}
	if l.BodyBytes <= 0 {
		l.BodyBytes = 1 << 20
	}
	return l
}

// Server is the simulator's HTTP side. It implements http.Handler; its methods
// are safe for concurrent use. Close it when it listens.
type Server struct {
	faults *fault.Set
	opts   Options
	limits Limits
	world  atomic.Pointer[world]
	pool   sync.Pool // of *exchange
	conns  atomic.Uint64

	// life ends with Close; requests under way follow it.
	life   context.Context //nolint:containedctx // the server's own life, not a call's
	end    context.CancelFunc
	mu     sync.Mutex
	closed bool
	front  []*http.Server
	run    sync.WaitGroup
	close  func() error // shutdown, once
}

// world is what follows from the engine and is replaced with it.
type world struct {
	engine *sim.Engine
	routes *routes
	seed   []string // the value of HeaderSim, nil: hidden
}

// New returns a server for an engine's endpoints. It does not listen yet. The
// error tells of sites that cannot be told apart.
func New(engine *sim.Engine, opts *Options) (*Server, error) {
	s := &Server{}
	s.close = sync.OnceValue(s.shutdown)
	if opts != nil {
		s.opts = *opts
	}
	s.limits = s.opts.Limits.withDefaults()
	s.pool.New = func() any { return new(exchange) }
	s.life, s.end = context.WithCancel(context.Background())
	if err := s.SetEngine(engine); err != nil {
		return nil, err
	}
	s.conns.Store(engine.LastConn()) // none of a copied world's connections is continued
	s.faults = s.opts.Faults
	if s.faults == nil {
		s.faults = fault.NewSet(engine.Seed(), &fault.SetOptions{Vendors: engine.Vendors()})
	}
	return s, nil
}

// SetEngine lets requests from now on go to another engine, as a reset of the
// world does. Requests under way end with the engine they began with.
func (s *Server) SetEngine(engine *sim.Engine) error {
	if engine == nil {
		return errors.New("httpsim: an engine is needed")
	}
	r, err := newRoutes(engine)
	if err != nil {
		return err
	}
	w := &world{engine: engine, routes: r}
	if !s.opts.HideHeader {
		w.seed = []string{strconv.FormatUint(engine.Seed(), 10)}
	}
	s.world.Store(w)
	return nil
}

// Engine is the engine requests go to.
func (s *Server) Engine() *sim.Engine { return s.world.Load().engine }

// Faults is the set of faults that disturb requests.
func (s *Server) Faults() *fault.Set { return s.faults }

// ServeHTTP answers a vendor request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	now := s.world.Load()
	if now.seed != nil {
		w.Header()[HeaderSim] = now.seed // shared: net/http does not change values
	}
	site, path := now.routes.find(r)
	if site == nil {
		now.routes.notFound(w, r)
		return
	}
	if s.opts.Observe != nil {
		s.opts.Observe(r)
	}
	x := s.pool.Get().(*exchange)
	defer s.release(x)
	x.begin(s, now.engine, site, path, r)
	next := fault.Reply
	if err := x.read(r.Body, r.ContentLength, max(s.limits.BodyBytes, site.BodyBytes)); err != nil {
		x.incomplete(err)
	} else {
		x.strikes = s.faults.For(site.vendor, path)
		next = x.decide(r.Context())
	}
	x.publish()
	s.finish(x, w, r, next)
}
