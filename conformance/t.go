package conformance

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// T is what a running case holds: its session, its seed, and a place to say what
// is wrong. Its methods resemble testing.T's, so that a case reads like a test.
type T struct {
	Case    *Case
	Seed    uint64
	ctx     context.Context //nolint:containedctx // lives as long as the case
	session Session

	mu       sync.Mutex
	failures []string
	manners  []string
	steps    []Step
	secrets  redactor
}

// Step is one thing a case did, for its report.
type Step struct {
	At   time.Time `json:"at"`
	What string    `json:"what"`
}

// Context ends with the case's timeout.
func (t *T) Context() context.Context { return t.ctx }

// Control is the world's control; a case that needs it says so in Needs.
func (t *T) Control() Control {
	c := t.session.Control()
	if c == nil {
		return nil
	}
	return listener{Control: c, t: t}
}

// listener hears of the apps a case works with, so that their secrets can be kept
// out of its report.
type listener struct {
	Control
	t *T
}

// AddApp implements Control.
func (l listener) AddApp(spec sim.AppSpec) (sim.AppSpec, error) {
	app, err := l.Control.AddApp(spec)
	if err == nil {
		l.t.learn(app)
	}
	return app, err
}

func (t *T) learn(app sim.AppSpec) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.secrets.learn(app)
}

// BaseURL and HTTP reach the endpoint directly, for endpoint cases.
func (t *T) BaseURL() string    { return t.session.BaseURL() }
func (t *T) HTTP() *http.Client { return t.session.HTTP() }

// Logs is what the sender under test logged so far.
func (t *T) Logs() string { return t.session.Logs() }

// Sender opens the sender under test for an app.
func (t *T) Sender(app sim.AppSpec) TestedSender {
	t.learn(app)
	s, err := t.session.Sender(app)
	if errors.Is(err, ErrNoSender) {
		t.Skipf("%v", err)
	}
	if err != nil {
		t.SetupErrorf("sender for app %s: %v", app.ID, err)
	}
	return s
}

// Stepf notes what the case does next.
func (t *T) Stepf(format string, args ...any) {
	now := time.Time{}
	if c := t.session.Control(); c != nil {
		now = c.Now()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.steps = append(t.steps, Step{At: now, What: fmt.Sprintf(format, args...)})
}

// Errorf says that the subject does not behave, and goes on.
func (t *T) Errorf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.failures = append(t.failures, bounded(fmt.Sprintf(format, args...)))
}

// maxFailure is how long one failure's text may be: some quote a request of a
// thousand tokens, and a report is read by people.
const maxFailure = 2000

func bounded(s string) string {
	if len(s) <= maxFailure {
		return s
	}
	return strings.ToValidUTF8(s[:maxFailure], "") + fmt.Sprintf("... and %d more bytes", len(s)-maxFailure)
}

// Fatalf is Errorf and ends the case.
func (t *T) Fatalf(format string, args ...any) {
	t.Errorf(format, args...)
	runtime.Goexit()
}

// Mannersf says that the subject behaves, but not well (re-authenticates on every
// send, for example): the case passes as "nonstrict".
func (t *T) Mannersf(format string, args ...any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.manners = append(t.manners, fmt.Sprintf(format, args...))
}

// ErrNoSender is what a session's Sender returns, wrapped or not, when the subject
// is an endpoint only: the case is skipped.
var ErrNoSender = errors.New("the subject has no sender")

// skipped ends a case that does not concern the subject.
type skipped struct{ text string }

// Skipf ends the case with the status "skipped": what it found out while it ran
// shows that it does not concern the subject.
func (t *T) Skipf(format string, args ...any) {
	panic(skipped{fmt.Sprintf(format, args...)})
}

// setupError ends a case that could not be tried; it is not the subject's failure.
type setupError struct{ text string }

// SetupErrorf ends the case with the status "error".
func (t *T) SetupErrorf(format string, args ...any) {
	panic(setupError{fmt.Sprintf(format, args...)})
}

// Send is Sender(app).Send with the error, which no case expects, being fatal.
func (t *T) Send(s TestedSender, msg *vendors.Message, tokens ...vendors.Token) vendors.Result {
	r, err := s.Send(t.ctx, msg, tokens)
	if err != nil {
		t.Fatalf("send: %v", err)
	}
	if len(r.Outcomes) != len(tokens) {
		t.Fatalf("send: %d outcomes for %d tokens", len(r.Outcomes), len(tokens))
	}
	return r
}
