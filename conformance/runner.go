package conformance

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Options choose what is run and how. The zero value runs everything once.
type Options struct {
	// Seed makes every case's world; the same seed, the same world.
	Seed uint64
	// Parallel is how many cases run at a time; 0: one per processor. The report
	// is the same whatever it is.
	Parallel int
	// Repeat runs each case that often with the same seed, to find flaky ones;
	// 0 and 1 are once.
	Repeat int

	// Patterns over ids and aliases, with * and **; a case must match one.
	Patterns []string
	Levels   []Level
	Vendors  []vendors.Vendor
	// Features: the case needs one of them, or has it as the middle of its id.
	Features []string
	Shard    Shard
	// RerunFailed limits the selection to what failed in an earlier report.
	RerunFailed *Report
	// Disabled are patterns of cases that are listed and not run.
	Disabled []string
	// AllowEmpty makes a selection without cases no error.
	AllowEmpty bool

	// KnownFailing are the failures somebody wrote a reason for.
	KnownFailing []KnownFailure
	// Progress is told of every finished case, one at a time, in the order they
	// finish; nil: nobody is.
	Progress func(Progress)

	// About goes into the report as it is.
	About About
	// Command is how a case is run again, without id and seed;
	// "": "offpush conformance run".
	Command string
	// Clock measures how long cases take; nil: the machine's.
	Clock vendors.Clock

	grace time.Duration // for tests; 0: defaultGrace
}

// Progress tells that one more case is finished.
type Progress struct {
	Done, Total int
	Result      Result
}

// Run runs the selected cases, each in a session of its own, and reports in the
// order of the cases. The error is for options that make no sense and cases that
// are not complete; whatever happens to a case is in the report. When ctx ends,
// the report is partial and marked Incomplete.
func Run(ctx context.Context, subject Subject, cases []Case, o Options) (*Report, error) {
	if err := Validate(cases); err != nil {
		return nil, fmt.Errorf("run: %w", err)
	}
	chosen, err := Select(cases, o)
	if err != nil {
		return nil, err
	}
	r := &run{subject: subject, o: o.withDefaults(), total: len(chosen)}
	results := r.all(ctx, chosen)
	rep := r.report(cases, chosen, results)
	return rep, nil
}

func (o Options) withDefaults() Options {
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	o.Repeat = max(1, o.Repeat)
	if o.Command == "" {
		o.Command = "offpush conformance run"
	}
	if o.Clock == nil {
		o.Clock = vendors.SystemClock{}
	}
	if o.grace == 0 {
		o.grace = defaultGrace
	}
	if o.About.Profile == "" {
		o.About.Profile = "documented"
	}
	return o
}

// run is one call of Run.
type run struct {
	subject Subject
	o       Options
	total   int

	mu   sync.Mutex // serialises Progress
	done int
}

// all runs the cases with Parallel workers; a nil result is a case that the run
// did not get to.
func (r *run) all(ctx context.Context, cases []Case) []*Result {
	results := make([]*Result, len(cases))
	next := make(chan int)
	var workers sync.WaitGroup
	for range min(r.o.Parallel, len(cases)) {
		workers.Go(func() {
			for i := range next {
				if res, err := r.one(ctx, &cases[i]); err == nil {
					results[i] = &res
					r.progress(res)
				}
			}
		})
	}
	for i := range cases {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

func (r *run) progress(res Result) {
	if r.o.Progress == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.done++
	r.o.Progress(Progress{Done: r.done, Total: r.total, Result: res})
}

// one runs a case as often as asked and says what that means under the
// known-failing list.
func (r *run) one(ctx context.Context, c *Case) (Result, error) {
	res := Result{ID: c.ID, Vendor: c.Vendor, Direction: c.Direction, Level: c.Level, Source: c.Source,
		Title: c.Title, Requirement: c.Requirement, Feature: feature(c.ID), Provisional: c.Provisional,
		Rerun: r.rerun(c)}
	if matchesAny(r.o.Disabled, c) {
		res.Status, res.Reason = StatusDisabled, "disabled by the configuration"
		return res, nil
	}
	if c.Assumed && r.profile(c) == sim.Lenient {
		res.Status, res.Reason = StatusSkipped, "needs a rule that is only assumed; profile lenient leaves those out"
		return res, nil
	}
	started := r.o.Clock.Now()
	var worst trial
	var attempts []Status
	for i := range r.o.Repeat {
		got, err := try(ctx, r.subject, c, r.o.Seed, r.o.grace)
		if err != nil {
			return Result{}, err
		}
		attempts = append(attempts, got.status)
		if i == 0 || severity(got.status) > severity(worst.status) {
			worst = got
		}
		if !got.status.Ran() {
			break // it will not run the next time either
		}
	}
	res.Seconds = r.o.Clock.Now().Sub(started).Seconds()
	res.fill(worst, attempts)
	applyKnown(r.o.KnownFailing, c, &res)
	return res, nil
}

// rerun is the command that runs a case alone in the same world.
func (r *run) rerun(c *Case) string {
	line := fmt.Sprintf("%s %s --seed %d", r.o.Command, c.ID, r.o.Seed)
	if s, ok := r.subject.(Rerunner); ok {
		line = strings.Join(append([]string{line}, s.RerunFlags()...), " ")
	}
	return line
}

// profile is the one a case plays under.
func (r *run) profile(c *Case) sim.Profile {
	return cmp.Or(c.World.Profile, sim.Profile(r.o.About.Profile))
}

// severity orders what repetitions of one case can give, the worst highest.
func severity(s Status) int {
	switch s {
	case StatusError:
		return 3
	case StatusFailed:
		return 2
	case StatusNonStrict:
		return 1
	default:
		return 0
	}
}

// fill takes over the worst attempt; a case that both passed and failed is flaky.
func (r *Result) fill(worst trial, attempts []Status) {
	r.Status, r.Reason, r.Failures, r.Manners = worst.status, worst.reason, worst.failures, worst.manners
	r.Steps, r.Exchanges, r.Messages, r.Stack = worst.steps, worst.exchanges, worst.messages, worst.stack
	if len(attempts) > 1 {
		r.Attempts = attempts
	}
	failed := 0
	for _, s := range attempts {
		if s == StatusFailed {
			failed++
		}
	}
	if worst.status == StatusFailed && failed < len(attempts) {
		r.Status = StatusFlaky
		r.Reason = fmt.Sprintf("failed %d of %d times with the same seed: %s", failed, len(attempts), worst.reason)
	}
	if r.Status.Passes() {
		r.Steps = nil // only what did not pass needs evidence
	}
}

func (r *run) report(all, chosen []Case, results []*Result) *Report {
	rep := &Report{SchemaVersion: SchemaVersion, Seed: r.o.Seed, Subject: r.subject.Name(), About: r.o.About,
		Cases: []Result{}}
	for i, res := range results {
		if res == nil {
			rep.Incomplete = true
			rep.NotRun = append(rep.NotRun, chosen[i].ID)
			continue
		}
		rep.Cases = append(rep.Cases, *res)
	}
	rep.Stale = staleEntries(r.o.KnownFailing, all, rep.Cases)
	rep.Summary = Summarize(rep.Cases)
	return rep
}
