package vendortest_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/vendors/vendortest"
)

// recorder is a TB that remembers failures instead of failing.
type recorder struct {
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.failures = append(r.failures, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Cleanup(f func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.cleanups = append(r.cleanups, f)
}

// try runs one clause to its end and returns its failures.
func try(c vendortest.Clause, h vendortest.Harness) []string {
	r := &recorder{}
	done := make(chan struct{})
	go func() {
		defer close(done)
		c.Check(r, h)
	}()
	<-done
	for _, f := range slices.Backward(r.cleanups) {
		f()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.failures
}

func clause(t *testing.T, name string) vendortest.Clause {
	t.Helper()
	all := vendortest.Clauses()
	i := slices.IndexFunc(all, func(c vendortest.Clause) bool { return c.Name == name })
	if i < 0 {
		t.Fatalf("no clause %q", name)
	}
	return all[i]
}

func TestGoodSenderKeepsTheContract(t *testing.T) {
	vendortest.Run(t, toyHarness(""))
}

// bugs maps each way to break the toy to the clause that must notice.
func bugs() map[string]string {
	return map[string]string{
		"reverses_outcomes":     "accepts",
		"forgets_partial":       "partial",
		"ignores_context":       "cancel",
		"forgets_retry_after":   "retry_after",
		"repeats_permanent":     "permanent_once",
		"never_dead":            "codes",
		"repeats_unknown_codes": "unknown_code",
		"login_is_error":        "login_codes",
		"no_single_flight":      "refresh_once",
		"refreshes_twice":       "refresh_gives_up",
		"takes_garbage":         "garbage",
		"error_shows_token":     "secrets",
		"logs_token":            "secrets",
		"prints_secret":         "secrets",
		"result_quotes_answer":  "secrets",
		"leaks_body":            "leaks",
		"leaks_goroutine":       "leaks",
		"keeps_message":         "keeps_nothing",
		"changes_message":       "keeps_nothing",
	}
}

func TestBrokenSendersFailTheirClause(t *testing.T) {
	for bug, name := range bugs() {
		t.Run(bug, func(t *testing.T) {
			failures := try(clause(t, name), toyHarness(bug))
			if len(failures) == 0 {
				t.Fatalf("clause %q passed a sender with the bug %q", name, bug)
			}
			t.Log(strings.SplitN(failures[0], "\n", 2)[0])
		})
	}
	// The bug of "ignores_context" shows in this clause too.
	if failures := try(clause(t, "cancelled_before"), toyHarness("ignores_context")); len(failures) == 0 {
		t.Error(`clause "cancelled_before" passed a sender that ignores the context`)
	}
}

func TestEveryClauseHasABrokenSender(t *testing.T) {
	t.Parallel()
	caught := map[string]bool{"cancelled_before": true}
	for _, name := range bugs() {
		caught[name] = true
	}
	for _, c := range vendortest.Clauses() {
		if !caught[c.Name] {
			t.Errorf("no bug proves that clause %q can fail", c.Name)
		}
	}
}
