package conformance

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// mustRun runs cases with a still clock and fails the test on an error of Run.
func mustRun(t *testing.T, s Subject, cases []Case, o Options) *Report {
	t.Helper()
	if o.Clock == nil {
		o.Clock = stillClock{}
	}
	rep, err := Run(t.Context(), s, cases, o)
	if err != nil {
		t.Fatalf("run: %v", err)
	}
	return rep
}

// one runs a single case and gives its result.
func one(t *testing.T, s Subject, c Case, o Options) Result {
	t.Helper()
	rep := mustRun(t, s, []Case{c}, o)
	if len(rep.Cases) != 1 {
		t.Fatalf("%d results, want 1: %+v", len(rep.Cases), rep)
	}
	return rep.Cases[0]
}

func TestEveryStatusIsReachable(t *testing.T) {
	t.Parallel()
	var turn atomic.Int64
	known := []KnownFailure{{Pattern: "toy/**", Reason: "being fixed, https://example.com/1"}}
	tests := []struct {
		name    string
		subject *fakeSubject
		c       Case
		o       Options
		status  Status
		reason  string // part of it
		exit    int
	}{
		{"returns", &fakeSubject{}, toyCase("f/ok", func(*T) {}), Options{}, StatusPassed, "", ExitOK},
		{"manners", &fakeSubject{}, toyCase("f/a", func(t *T) { t.Mannersf("logs in %d times", 2) }), Options{},
			StatusNonStrict, "logs in 2 times", ExitOK},
		{"errorf", &fakeSubject{}, toyCase("f/a", func(t *T) { t.Errorf("got %d", 1); t.Errorf("and %d", 2) }), Options{},
			StatusFailed, "got 1", ExitFailed},
		{"fatalf", &fakeSubject{}, toyCase("f/a", func(t *T) { t.Fatalf("got %d", 1); panic("not reached") }), Options{},
			StatusFailed, "got 1", ExitFailed},
		{"set-up", &fakeSubject{}, toyCase("f/a", func(t *T) { t.SetupErrorf("no %s", "phone") }), Options{},
			StatusError, "set-up: no phone", ExitCannotRun},
		{"panic", &fakeSubject{}, toyCase("f/a", func(*T) { panic("index out of range") }), Options{},
			StatusError, "panic: index out of range", ExitCannotRun},
		{"goexit without a word", &fakeSubject{}, toyCase("f/a", func(*T) { runtime.Goexit() }), Options{},
			StatusError, "without saying why", ExitCannotRun},
		{"open fails", &fakeSubject{open: func(context.Context, SessionOptions) error { return errors.New("connection refused") }},
			toyCase("f/a", func(*T) {}), Options{}, StatusError, "open a session with fake: connection refused", ExitCannotRun},
		{"open panics", &fakeSubject{open: func(context.Context, SessionOptions) error { panic("boom") }},
			toyCase("f/a", func(*T) {}), Options{}, StatusError, "panic: boom", ExitCannotRun},
		{"close fails", &fakeSubject{closeErr: errors.New("leaked")}, toyCase("f/a", func(*T) {}), Options{},
			StatusError, "close the session: leaked", ExitCannotRun},
		{"close fails after a failure", &fakeSubject{closeErr: errors.New("leaked")}, toyCase("f/a", func(t *T) { t.Fatalf("no") }),
			Options{}, StatusFailed, "no", ExitFailed},
		{"feature missing", &fakeSubject{}, with(toyCase("f/a", nil), func(c *Case) { c.Features = []string{"list"} }), Options{},
			StatusSkipped, `does not declare the feature "list"`, ExitNothing},
		{"control missing", &fakeSubject{noControl: true}, with(toyCase("f/a", nil), func(c *Case) { c.Needs = []Need{NeedControl} }),
			Options{}, StatusSkipped, "needs control", ExitNothing},
		{"clock missing", &fakeSubject{lacks: map[Need]string{NeedClock: "the child has its own clock"}},
			with(toyCase("f/a", nil), func(c *Case) { c.Needs = []Need{NeedControl, NeedClock} }),
			Options{}, StatusSkipped, "needs clock: the child has its own clock", ExitNothing},
		{"no sender", &fakeSubject{noSender: true}, toyCase("f/a", func(t *T) { t.Sender(sim.AppSpec{}) }), Options{},
			StatusSkipped, "has no sender", ExitNothing},
		{"disabled", &fakeSubject{}, toyCase("f/a", nil), Options{Disabled: []string{"toy/f/*"}}, StatusDisabled, "configuration", ExitNothing},
		{"waits", &fakeSubject{}, waiting("f/a"), Options{KnownFailing: known}, StatusDisabled, "waits for signed", ExitNothing},
		{"allow empty", &fakeSubject{}, toyCase("f/a", nil), Options{Disabled: []string{"toy/f/*"}, AllowEmpty: true},
			StatusDisabled, "configuration", ExitOK},
		{"known failing", &fakeSubject{}, toyCase("f/a", func(t *T) { t.Fatalf("no") }), Options{KnownFailing: known},
			StatusKnownFailing, "being fixed", ExitOK},
		{"unexpected pass", &fakeSubject{}, toyCase("f/a", func(*T) {}), Options{KnownFailing: known},
			StatusUnexpectedPass, "remove the entry", ExitFailed},
		{"flaky", &fakeSubject{}, toyCase("f/a", func(t *T) {
			if turn.Add(1) == 2 {
				t.Fatalf("second time")
			}
		}), Options{Repeat: 3}, StatusFlaky, "failed 1 of 3 times", ExitFailed},
		{"always failing is not flaky", &fakeSubject{}, toyCase("f/a", func(t *T) { t.Fatalf("no") }), Options{Repeat: 3},
			StatusFailed, "no", ExitFailed},
		{"provisional failure", &fakeSubject{}, with(toyCase("f/a", func(t *T) { t.Fatalf("no") }), func(c *Case) { c.Provisional = true }),
			Options{}, StatusFailed, "no", ExitOK},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if tt.c.Run == nil {
				tt.c.Run = func(t *T) { t.Errorf("must not have run") }
			}
			tt.o.Clock = stillClock{}
			rep, err := Run(t.Context(), tt.subject, []Case{tt.c}, tt.o)
			if err != nil || len(rep.Cases) != 1 {
				t.Fatalf("run: %v, %+v", err, rep)
			}
			got := rep.Cases[0]
			if got.Status != tt.status || !strings.Contains(got.Reason, tt.reason) {
				t.Errorf("status %q, reason %q; want %q, %q", got.Status, got.Reason, tt.status, tt.reason)
			}
			if code := ExitCode(rep, err, tt.o.AllowEmpty); code != tt.exit {
				t.Errorf("exit code %d, want %d", code, tt.exit)
			}
		})
	}
}

func with(c Case, change func(*Case)) Case {
	change(&c)
	return c
}

func TestPanicReportsItsStack(t *testing.T) {
	t.Parallel()
	got := one(t, &fakeSubject{}, toyCase("f/a", func(*T) { panicHere() }), Options{})
	if !strings.Contains(got.Stack, "panicHere") {
		t.Errorf("stack does not show where it happened:\n%s", got.Stack)
	}
}

func panicHere() { panic("here") }

func TestTimeoutIsAFailure(t *testing.T) {
	t.Parallel()
	c := toyCase("f/slow", func(t *T) {
		t.Stepf("wait")
		<-t.Context().Done()
		t.Errorf("got no answer")
	})
	c.Timeout = time.Millisecond
	got := one(t, &fakeSubject{}, c, Options{})
	want := []string{"timed out after 1ms", "got no answer"}
	if got.Status != StatusFailed || !slices.Equal(got.Failures, want) {
		t.Errorf("status %q, failures %q; want failed, %q", got.Status, got.Failures, want)
	}
}

func TestCaseThatDoesNotStopIsLeftBehind(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	t.Cleanup(func() { close(release) })
	c := toyCase("f/stuck", func(t *T) { t.Stepf("block"); <-release })
	c.Timeout = time.Millisecond
	got := one(t, &fakeSubject{}, c, Options{grace: time.Millisecond})
	if got.Status != StatusFailed || !strings.Contains(got.Reason, "does not stop") || len(got.Steps) != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestOrderDoesNotDependOnParallel(t *testing.T) {
	t.Parallel()
	var cases []Case
	for i := range 40 {
		cases = append(cases, toyCase(fmt.Sprintf("f/case-%02d", i), func(t *T) {
			if t.Seed%3 == 0 {
				t.Errorf("seed %d", t.Seed)
			}
		}))
	}
	serial := mustRun(t, &fakeSubject{}, cases, Options{Parallel: 1, Seed: 7})
	parallel := mustRun(t, &fakeSubject{}, cases, Options{Parallel: 16, Seed: 7})
	if diff := cmp.Diff(serial, parallel); diff != "" {
		t.Errorf("reports differ (-serial +parallel):\n%s", diff)
	}
	if serial.Summary.Failed == 0 || serial.Summary.Passed == 0 {
		t.Errorf("seeds make no difference: %+v", serial.Summary)
	}
	shard := mustRun(t, &fakeSubject{}, cases[30:], Options{Seed: 7})
	if diff := cmp.Diff(serial.Cases[30:], shard.Cases); diff != "" {
		t.Errorf("a case depends on which others run:\n%s", diff)
	}
}

func TestInterruptedRunIsPartial(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cases := []Case{
		toyCase("f/first", func(*T) {}),
		toyCase("f/second", func(t *T) { cancel(); <-t.Context().Done(); t.Errorf("only because of the interruption") }),
		toyCase("f/third", func(*T) {}),
	}
	rep, err := Run(ctx, &fakeSubject{}, cases, Options{Parallel: 1})
	if err != nil {
		t.Fatal(err)
	}
	if !rep.Incomplete || rep.Summary.Total != 1 || rep.Summary.Failed != 0 || !slices.Contains(rep.NotRun, "toy/f/second") {
		t.Errorf("got %+v", rep)
	}
	if got := ExitCode(rep, err, false); got != ExitInterrupted {
		t.Errorf("exit code %d, want %d", got, ExitInterrupted)
	}
	if got := rep.FailedIDs(); !slices.Contains(got, "toy/f/second") {
		t.Errorf("a rerun would leave out what was interrupted: %q", got)
	}
}

func TestSessionGetsWhatTheCaseAsksFor(t *testing.T) {
	t.Parallel()
	var got SessionOptions
	s := &fakeSubject{open: func(_ context.Context, o SessionOptions) error { got = o; return nil }}
	c := toyCase("f/a", func(*T) {})
	c.World = sim.RuleOptions{Profile: sim.Strict}
	one(t, s, c, Options{Seed: 3})
	want := SessionOptions{Case: "toy/f/a", Vendor: toy, Seed: caseSeed(3, "toy/f/a"), Start: DefaultStart,
		Rules: sim.RuleOptions{Profile: sim.Strict}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

func TestEvidenceHasNoSecrets(t *testing.T) {
	t.Parallel()
	c := toyCase("f/a", func(t *T) {
		app, err := t.Control().AddApp(sim.AppSpec{ID: "shop", Vendor: toy})
		if err != nil {
			t.SetupErrorf("%v", err)
		}
		phone, _ := t.Control().AddPhone(device.Phone{ID: "token-1", Installed: true})
		t.Stepf("send with %s", app.Credentials["app_secret"])
		t.Send(t.Sender(app), &vendors.Message{Title: "hello"}, vendors.Token(phone.ID))
		t.Fatalf("the log has %s", app.Credentials["app_secret"])
	})
	got := one(t, &fakeSubject{}, c, Options{})
	text := fmt.Sprintf("%+v", got)
	for _, secret := range []string{"minted-test-secret", "access-1", "abcdefgh"} {
		if strings.Contains(text, secret) {
			t.Errorf("%q is in the result: %s", secret, text)
		}
	}
	for _, wanted := range []string{"token-1", "hello", vendors.Redacted} {
		if !strings.Contains(text, wanted) {
			t.Errorf("%q is missing in the result: %s", wanted, text)
		}
	}
}

func TestProgressCountsUp(t *testing.T) {
	t.Parallel()
	var seen []int
	cases := []Case{toyCase("f/a", func(*T) {}), toyCase("f/b", func(*T) {}), toyCase("f/c", func(*T) {})}
	mustRun(t, &fakeSubject{}, cases, Options{Parallel: 3, Progress: func(p Progress) {
		if p.Total != 3 || p.Result.Status != StatusPassed {
			t.Errorf("progress %+v", p)
		}
		seen = append(seen, p.Done)
	}})
	if !slices.Equal(seen, []int{1, 2, 3}) {
		t.Errorf("done %v, want 1 2 3", seen)
	}
}

func TestSummaryCountsEachCaseOnce(t *testing.T) {
	t.Parallel()
	all := []Status{StatusPassed, StatusNonStrict, StatusFailed, StatusKnownFailing, StatusUnexpectedPass,
		StatusFlaky, StatusSkipped, StatusDisabled, StatusError}
	var results []Result
	for _, s := range all {
		results = append(results, Result{Status: s})
	}
	results = append(results, Result{Status: StatusFailed, Provisional: true})
	want := Summary{Total: 10, Passed: 1, NonStrict: 1, Failed: 1, KnownFailing: 1, UnexpectedPass: 1, Flaky: 1,
		Skipped: 1, Disabled: 1, Provisional: 1, Errors: 1}
	if diff := cmp.Diff(want, Summarize(results)); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

func TestIncompleteCasesAreRefused(t *testing.T) {
	t.Parallel()
	ok := toyCase("f/a", func(*T) {})
	for name, cases := range map[string][]Case{
		"no run":      {with(ok, func(c *Case) { c.Run = nil })},
		"same id":     {ok, ok},
		"alias taken": {ok, with(ok, func(c *Case) { c.ID = "toy/f/b"; c.Aliases = []string{ok.ID} })},
		"level":       {with(ok, func(c *Case) { c.Level = "must" })},
		"direction":   {with(ok, func(c *Case) { c.Direction = "" })},
		"vendor":      {with(ok, func(c *Case) { c.Vendor = "" })},
		"wild id":     {with(ok, func(c *Case) { c.ID = "toy/*" })},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rep, err := Run(t.Context(), &fakeSubject{}, cases, Options{})
			if err == nil || ExitCode(rep, err, false) != ExitCannotRun {
				t.Errorf("error %v, exit %d; want an error and %d", err, ExitCode(rep, err, false), ExitCannotRun)
			}
		})
	}
}

func TestAssumedCasesAreLeftOutOfLenientRuns(t *testing.T) {
	t.Parallel()
	c := toyCase("f/a", func(*T) {})
	c.Assumed = true
	for profile, want := range map[string]Status{"": StatusPassed, "documented": StatusPassed, "lenient": StatusSkipped} {
		got := one(t, &fakeSubject{}, c, Options{About: About{Profile: profile}})
		if got.Status != want || want == StatusSkipped && !strings.Contains(got.Reason, "only assumed") {
			t.Errorf("profile %q: %s (%s), want %s", profile, got.Status, got.Reason, want)
		}
	}
	c.World.Profile = sim.DocumentedProfile
	if got := one(t, &fakeSubject{}, c, Options{About: About{Profile: "lenient"}}); got.Status != StatusPassed {
		t.Errorf("a case with its own profile: %s, want it run", got.Status)
	}
}

// flagged is a subject that is made again with flags.
type flagged struct{ *fakeSubject }

func (flagged) RerunFlags() []string { return []string{"--profile", "lenient", "--in-memory"} }

func TestRerunMakesTheSameSubject(t *testing.T) {
	t.Parallel()
	c := toyCase("f/a", func(*T) {})
	for s, want := range map[Subject]string{
		&fakeSubject{}:          "offpush conformance run " + c.ID + " --seed 3",
		flagged{&fakeSubject{}}: "offpush conformance run " + c.ID + " --seed 3 --profile lenient --in-memory",
	} {
		if got := one(t, s, c, Options{Seed: 3}).Rerun; got != want {
			t.Errorf("rerun = %q, want %q", got, want)
		}
	}
}
