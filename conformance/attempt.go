package conformance

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"runtime/debug"
	"slices"
	"time"
)

// defaultTimeout bounds a case that sets no time-out of its own.
const defaultTimeout = 10 * time.Second

// defaultGrace is how long a case that was told to stop may take to do so before
// the run goes on without it.
const defaultGrace = time.Second

// Needer is a Session that cannot do everything its Control would allow. Lacks
// returns why a need is not met, "" if it is. Without it, a session with a
// Control meets all needs and one without meets none.
type Needer interface {
	Lacks(n Need) (why string)
}

// trial is one attempt at one case, and what came of it.
type trial struct {
	status   Status
	reason   string
	failures []string
	manners  []string
	evidence
}

// evidence is what a report shows of a case that did not pass.
type evidence struct {
	steps     []Step
	exchanges []ExchangeText
	messages  []MessageText
	stack     string
}

// errInterrupted says that the whole run ended, not the case.
var errInterrupted = errors.New("interrupted")

// try runs a case once in a goroutine and session of its own. The error is
// errInterrupted when ctx ended before the case did, nil otherwise.
func try(ctx context.Context, subject Subject, c *Case, seed uint64, grace time.Duration) (trial, error) {
	if c.Disabled != "" {
		return trial{status: StatusDisabled, reason: c.Disabled}, nil
	}
	if why := lackingFeature(subject, c); why != "" {
		return trial{status: StatusSkipped, reason: why}, nil
	}
	timeout := c.Timeout
	if timeout == 0 {
		timeout = defaultTimeout
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	t := &T{Case: c, Seed: caseSeed(seed, c.ID), ctx: limited}
	ended := make(chan trial, 1)
	go t.live(subject, ended)
	select {
	case got := <-ended:
		if ctx.Err() != nil && !got.status.Passes() {
			return trial{}, errInterrupted // what it says may only be the interruption
		}
		return withTimeout(got, limited, timeout), nil
	case <-limited.Done():
	}
	wait := time.NewTimer(grace)
	defer wait.Stop()
	select {
	case got := <-ended:
		if ctx.Err() != nil {
			return trial{}, errInterrupted
		}
		return withTimeout(got, limited, timeout), nil
	case <-wait.C:
	}
	if ctx.Err() != nil {
		return trial{}, errInterrupted
	}
	t.Errorf("timed out after %v and does not stop; something in it does not watch its context", timeout)
	return t.verdict(evidence{}), nil
}

// withTimeout adds to a failure after the time-out that the time-out may be its
// only cause.
func withTimeout(got trial, limited context.Context, timeout time.Duration) trial {
	if limited.Err() == nil || got.status != StatusFailed {
		return got
	}
	note := fmt.Sprintf("timed out after %v", timeout)
	got.failures = append([]string{note}, got.failures...)
	got.reason = note
	return got
}

// caseSeed gives each case a seed of its own that depends on nothing but the run's
// seed and the case's id: not on the selection, the order or the shard.
func caseSeed(seed uint64, id string) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%d/%s", seed, id) // a hash never fails to write
	return h.Sum64()
}

func lackingFeature(subject Subject, c *Case) string {
	has := subject.Features()
	for _, f := range c.Features {
		if !slices.Contains(has, f) {
			return fmt.Sprintf("%s does not declare the feature %q", subject.Name(), f)
		}
	}
	return ""
}

func lackingNeed(s Session, c *Case) string {
	for _, n := range c.Needs {
		if why := lacks(s, n); why != "" {
			return fmt.Sprintf("needs %s: %s", n, why)
		}
	}
	return ""
}

func lacks(s Session, n Need) string {
	if needer, ok := s.(Needer); ok {
		return needer.Lacks(n)
	}
	if s.Control() == nil {
		return "the subject's world cannot be prepared"
	}
	return ""
}

// live is the case's goroutine: open, run, look, close. It sends exactly one trial.
func (t *T) live(subject Subject, ended chan<- trial) {
	start := t.Case.Start
	if start.IsZero() {
		start = DefaultStart
	}
	session, err := openSession(t.ctx, subject, SessionOptions{Case: t.Case.ID, Vendor: t.Case.Vendor,
		Seed: t.Seed, Start: start, Rules: t.Case.World})
	if err != nil {
		ended <- trial{status: StatusError, reason: fmt.Sprintf("open a session with %s: %v", subject.Name(), err)}
		return
	}
	t.session = session
	if why := lackingNeed(session, t.Case); why != "" {
		ended <- closeSession(session, trial{status: StatusSkipped, reason: why})
		return
	}
	// The outer function's defer runs whether the case returns, ends itself or
	// panics.
	returned := false
	defer func() {
		ended <- closeSession(session, t.end(recover(), returned))
	}()
	t.Case.Run(t)
	returned = true
}

// openSession turns a panic of the subject's Open into an error: one broken
// subject must not take the other results with it.
func openSession(ctx context.Context, subject Subject, o SessionOptions) (s Session, err error) {
	defer func() {
		if p := recover(); p != nil {
			s, err = nil, fmt.Errorf("panic: %v", p)
		}
	}()
	s, err = subject.Open(ctx, o)
	if err == nil && s == nil {
		err = errors.New("the subject returned no session and no error")
	}
	return s, err
}

// closeSession ends the session. A session that cannot be closed may have lost
// what the case was about, so a pass is not believed.
func closeSession(s Session, got trial) (out trial) {
	defer func() {
		if p := recover(); p != nil {
			out = trial{status: StatusError, reason: fmt.Sprintf("close the session: panic: %v", p),
				failures: got.failures, evidence: got.evidence}
		}
	}()
	if err := s.Close(); err != nil && got.status != StatusFailed && got.status != StatusError {
		return trial{status: StatusError, reason: fmt.Sprintf("close the session: %v", err), evidence: got.evidence}
	}
	return got
}

// end says what came of the case, given what it panicked with, if it did.
func (t *T) end(panicked any, returned bool) trial {
	switch p := panicked.(type) {
	case nil:
	case setupError:
		got := t.verdict(t.look())
		got.status, got.reason = StatusError, t.redacted("set-up: "+p.text)
		return got
	case skipped:
		return trial{status: StatusSkipped, reason: t.redacted(p.text)}
	default:
		stack := string(debug.Stack())
		got := t.verdict(t.look())
		got.status, got.reason = StatusError, t.redacted(fmt.Sprintf("panic: %v", p))
		got.stack = t.redacted(stack)
		return got
	}
	got := t.verdict(evidence{})
	if !got.status.Passes() {
		return t.verdict(t.look())
	}
	if !returned {
		got.status = StatusError
		got.reason = "the case ended its goroutine without saying why; use Fatalf, Skipf or SetupErrorf"
	}
	return got
}

// verdict is the status by what the case has said so far, with its texts redacted.
func (t *T) verdict(e evidence) trial {
	t.mu.Lock()
	defer t.mu.Unlock()
	got := trial{status: StatusPassed, failures: t.secrets.texts(t.failures), manners: t.secrets.texts(t.manners), evidence: e}
	for _, s := range t.steps {
		got.steps = append(got.steps, Step{At: s.At, What: t.secrets.text(s.What)})
	}
	switch {
	case len(got.failures) > 0:
		got.status, got.reason = StatusFailed, got.failures[0]
	case len(got.manners) > 0:
		got.status, got.reason = StatusNonStrict, got.manners[0]
	}
	return got
}

// look collects what the world saw. A world that cannot be asked, or panics, has
// nothing to add to a failure that is already known.
func (t *T) look() (e evidence) {
	defer func() { _ = recover() }()
	control := t.session.Control()
	if control == nil {
		return e
	}
	exchanges, _ := control.Requests()
	states, _ := control.Messages()
	t.mu.Lock()
	defer t.mu.Unlock()
	e.exchanges, e.messages = t.secrets.exchanges(exchanges), t.secrets.messages(states)
	return e
}

func (t *T) redacted(s string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.secrets.text(s)
}
