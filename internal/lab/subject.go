package lab

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"sync"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// SubjectOptions say which senders and which simulator the suite is run against.
type SubjectOptions struct {
	// Rules are added to what a case asks for: how rules are removed to prove the suite.
	Rules sim.RuleOptions
	// Mutant makes our senders bad on purpose; nil: they are as they are.
	Mutant *conformance.Mutant
	// InMemory speaks without sockets: for runs of thousands of cases. By default
	// every case has its own listener.
	InMemory bool
}

// NewSubject is offpush itself as a subject: our senders against our simulator, on
// a clock that jumps, one world for each case.
func NewSubject(o SubjectOptions) conformance.Subject { return subject{o} }

type subject struct{ o SubjectOptions }

func (s subject) Name() string { return "offpush (in process)" }

// Features are all the abilities cases ask for.
func (s subject) Features() []string {
	return []string{
		"single", "list", "each", "aliases", "accounts", "broadcast", "tag", "topics", "alias-bind", "recall", "cancel", "statistics",
		"audit", "quota", "check", "dead-tokens", "pictures", "test-mode", "receipts", "second-protocol",
	}
}

// RerunFlags implements conformance.Rerunner.
func (s subject) RerunFlags() []string {
	var flags []string
	if p := s.o.Rules.Profile; p != "" {
		flags = append(flags, "--profile", string(p))
	}
	if d := s.o.Rules.Date; d != "" {
		flags = append(flags, "--rulebook", d)
	}
	for _, id := range s.o.Rules.Without {
		flags = append(flags, "--without", id)
	}
	if s.o.InMemory {
		flags = append(flags, "--in-memory")
	}
	return flags
}

func (s subject) Open(ctx context.Context, o conformance.SessionOptions) (conformance.Session, error) {
	logs := &buffer{}
	opts := Options{
		Seed: o.Seed, Start: o.Start, Clock: clock.Mode{Kind: clock.Jump},
		Rules: s.rules(o.Rules), RingBytes: 8 << 20,
		Logger: slog.New(slog.NewTextHandler(logs, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if s.o.Mutant != nil {
		opts.Transport = s.o.Mutant.Transport
	}
	ear := &ear{}
	opts.Observe = ear.hear
	l, err := New(opts)
	if err != nil {
		return nil, err
	}
	se := &session{lab: l, logs: logs, vendor: o.Vendor, mutant: s.o.Mutant, ear: ear, inMemory: s.o.InMemory}
	if !s.o.InMemory {
		if err := se.listen(ctx); err != nil {
			l.Close()
			return nil, err
		}
	}
	se.http = se.client(se.transport())
	return se, nil
}

// rules joins what the case asks for with what the subject was made with.
func (s subject) rules(of sim.RuleOptions) sim.RuleOptions {
	of.Without = append(append([]string(nil), of.Without...), s.o.Rules.Without...)
	if of.Profile == "" {
		of.Profile = s.o.Rules.Profile
	}
	if of.Date == "" {
		of.Date = s.o.Rules.Date
	}
	if of.Params == nil {
		of.Params = s.o.Rules.Params
	}
	return of
}

// session is one case's lab.
type session struct {
	lab      *Lab
	logs     *buffer
	http     *http.Client
	vendor   vendors.Vendor
	mutant   *conformance.Mutant
	ear      *ear
	inMemory bool

	mu      sync.Mutex
	clients []*http.Client
	senders []*client.Client // opened with other credentials than the app's own
}

var (
	_ conformance.Connector        = (*session)(nil)
	_ conformance.Overhearer       = (*session)(nil)
	_ conformance.ConnectionTeller = (*session)(nil)
	_ conformance.Overrider        = (*session)(nil)
)

func (s *session) Control() conformance.Control { return control{s.lab} }
func (s *session) HTTP() *http.Client           { return s.http }
func (s *session) Logs() string                 { return s.logs.String() }

func (s *session) BaseURL() string { return s.lab.BaseURL(s.vendor) }

// Sender opens the app's sender; credentials that are not the console's are tried as
// they are.
func (s *session) Sender(app sim.AppSpec) (conformance.TestedSender, error) {
	c, err := s.sender(app)
	if err != nil {
		return nil, err
	}
	if s.mutant != nil && s.mutant.Sender != nil {
		return s.mutant.Sender(c), nil
	}
	return c, nil
}

func (s *session) sender(app sim.AppSpec) (*client.Client, error) {
	if known, ok := s.lab.app(app.ID); !ok || len(app.Credentials) == 0 || maps.Equal(known.Credentials, app.Credentials) {
		return s.lab.Client(app.ID)
	}
	c, err := s.lab.Open(app)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.senders = append(s.senders, c)
	return c, nil
}

func (s *session) Close() error {
	s.mu.Lock()
	for _, c := range s.clients {
		c.CloseIdleConnections()
	}
	for _, c := range s.senders {
		_ = c.Close() // idle connections only
	}
	s.mu.Unlock()
	s.lab.Close()
	return nil
}

// buffer is a bytes.Buffer for many writers.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// moment refuses to go back in time, for controls.
func moment(now, to time.Time) error {
	if to.Before(now) {
		return fmt.Errorf("advance: it is %s already, %s has passed", now.Format(time.RFC3339), to.Format(time.RFC3339))
	}
	return nil
}
