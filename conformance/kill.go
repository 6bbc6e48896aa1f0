package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// RuleRef names a rule of the world that can be taken out.
type RuleRef struct {
	ID         string
	Vendor     vendors.Vendor
	Title      vendors.Text
	Code       string
	Confidence vendors.Confidence
}

// KillOptions say what is proven with what.
type KillOptions struct {
	// NewSubject makes a subject whose worlds play under the rules and whose
	// senders' HTTP client is wrapped by m.Transport; m may be nil. Sender and
	// Session are nil in m: Kill applies them itself (see Mutate).
	NewSubject func(rules sim.RuleOptions, m *Mutant) Subject
	Cases      []Case
	Rules      []RuleRef
	Mutants    []Mutant
	Seed       uint64
	// Parallel rows at a time; 0: one per processor.
	Parallel int
	// Fast stops looking for killers of a rule at the first one and tries a mutant
	// only against what it is declared for; the proof is the same.
	Fast bool
	// Progress is told of every finished row, one at a time; nil: nobody is.
	Progress func(done, total int, row KillRow)
}

// Kill proves a suite: it runs the cases once per rule with that rule taken out,
// and once per bad sender. What is not proven is in Matrix.Err; the error here is
// for options that cannot work and a ctx that ended.
func Kill(ctx context.Context, o KillOptions) (*Matrix, error) {
	if err := checkKill(&o); err != nil {
		return nil, fmt.Errorf("kill: %w", err)
	}
	k := &killer{o: o, killed: map[string]bool{}}
	if err := k.baseline(ctx); err != nil {
		return nil, fmt.Errorf("kill: %w", err)
	}
	spoilt := k.spoilings()
	rows := make([]KillRow, len(spoilt))
	k.total = len(spoilt)
	if err := k.each(ctx, len(spoilt), func(i int) error {
		var err error
		rows[i], err = k.row(ctx, spoilt[i])
		k.progress(rows[i])
		return err
	}); err != nil {
		return nil, fmt.Errorf("kill: %w", err)
	}
	unproven, err := k.unproven(ctx, spoilt)
	if err != nil {
		return nil, fmt.Errorf("kill: %w", err)
	}
	return &Matrix{SchemaVersion: SchemaVersion, Seed: o.Seed, Fast: o.Fast, Cases: len(o.Cases),
		Rules: rows[:len(o.Rules)], Mutants: rows[len(o.Rules):], Unproven: unproven,
		Baseline: k.problems, NotRun: k.notRun}, nil
}

func checkKill(o *KillOptions) error {
	if o.NewSubject == nil {
		return errors.New("NewSubject is missing")
	}
	if o.Parallel <= 0 {
		o.Parallel = runtime.GOMAXPROCS(0)
	}
	for i := range o.Mutants {
		if m := &o.Mutants[i]; m.Transport == nil && m.Sender == nil && m.Session == nil {
			return fmt.Errorf("mutant %q changes nothing", m.Name)
		}
	}
	return Validate(o.Cases)
}

// killer is one call of Kill.
type killer struct {
	o        KillOptions
	base     []trial // by index of the case
	problems []BaselineProblem
	notRun   []string
	total    int

	mu     sync.Mutex
	done   int
	killed map[string]bool // ids of cases that were seen to fail
}

// spoiling is one row to be: a rule that is gone, or a mutant.
type spoiling struct {
	rule   *RuleRef
	mutant *Mutant
}

func (k *killer) spoilings() []spoiling {
	var out []spoiling
	for i := range k.o.Rules {
		out = append(out, spoiling{rule: &k.o.Rules[i]})
	}
	for i := range k.o.Mutants {
		out = append(out, spoiling{mutant: &k.o.Mutants[i]})
	}
	return out
}

// each calls do for 0..n-1, Parallel at a time, and gives the first error.
func (k *killer) each(ctx context.Context, n int, do func(i int) error) error {
	var (
		wg    sync.WaitGroup
		first error
		once  sync.Once
	)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	next := make(chan int)
	for range min(k.o.Parallel, n) {
		wg.Go(func() {
			for i := range next {
				if err := do(i); err != nil {
					once.Do(func() { first = err })
					cancel()
				}
			}
		})
	}
	for i := range n {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wg.Wait()
	return cmp.Or(first, ctx.Err())
}

func (k *killer) progress(row KillRow) {
	if k.o.Progress == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.done++
	k.o.Progress(k.done, k.total, row)
}

// baseline runs everything unspoilt: only a case that passes then can kill.
func (k *killer) baseline(ctx context.Context) error {
	subject := k.o.NewSubject(sim.RuleOptions{}, nil)
	k.base = make([]trial, len(k.o.Cases))
	err := k.each(ctx, len(k.o.Cases), func(i int) (err error) {
		k.base[i], err = try(ctx, subject, &k.o.Cases[i], k.o.Seed, defaultGrace)
		return err
	})
	if err != nil {
		return err
	}
	for i, b := range k.base {
		switch id := k.o.Cases[i].ID; {
		case !b.status.Ran():
			k.notRun = append(k.notRun, id)
		case !b.status.Passes():
			k.problems = append(k.problems, BaselineProblem{ID: id, Status: b.status, Reason: b.reason})
		}
	}
	return nil
}

// row tries one spoiling against the cases that could notice it.
func (k *killer) row(ctx context.Context, s spoiling) (KillRow, error) {
	row := KillRow{KilledBy: []string{}}
	var declared []string
	if s.rule != nil {
		row.ID, row.Title, row.Vendor = s.rule.ID, s.rule.Title, s.rule.Vendor
		row.Code, row.Confidence = s.rule.Code, s.rule.Confidence
	} else {
		row.ID, row.Title, row.Vendor = s.mutant.Name, s.mutant.Title, s.mutant.Vendor
		declared, row.Missed = k.declared(s.mutant)
	}
	subject := k.subject(s)
	for _, i := range k.candidates(s) {
		c := &k.o.Cases[i]
		wanted := slices.Contains(declared, c.ID)
		if k.o.Fast && s.mutant != nil && !wanted {
			continue
		}
		killed, broke, err := k.try(ctx, subject, i, s)
		if err != nil {
			return row, err
		}
		row.Tried++
		switch {
		case killed:
			row.KilledBy = append(row.KilledBy, c.ID)
		case wanted:
			row.Missed = append(row.Missed, c.ID)
		}
		if broke != "" {
			row.Errors = append(row.Errors, c.ID+": "+broke)
		}
		if killed && k.o.Fast && s.rule != nil {
			break
		}
	}
	row.Survived = len(row.KilledBy) == 0 || len(row.Missed) > 0
	row.Tolerated = row.Survived && s.rule != nil && s.rule.Confidence == vendors.Assumed
	return row, nil
}

func (k *killer) subject(s spoiling) Subject {
	if s.rule != nil {
		return k.o.NewSubject(sim.RuleOptions{Without: []string{s.rule.ID}}, nil)
	}
	// The subject sees only what it has to apply: a sender spoilt twice can be a
	// good one again.
	wire := *s.mutant
	wire.Sender, wire.Session = nil, nil
	return Mutate(k.o.NewSubject(sim.RuleOptions{}, &wire), s.mutant)
}

// declared are the ids of the cases a mutant is declared for; a pattern that names
// no case, or one that cannot kill, is missed from the start.
func (k *killer) declared(m *Mutant) (ids, missed []string) {
	for _, p := range m.Kills {
		found := false
		for i := range k.o.Cases {
			if c := &k.o.Cases[i]; matchesCase(p, c) && (spoiling{mutant: m}).canReach(c) && k.base[i].status.Passes() {
				ids, found = append(ids, c.ID), true
			}
		}
		if !found {
			missed = append(missed, p)
		}
	}
	return ids, missed
}

func (m *Mutant) concerns(v vendors.Vendor) bool { return m.Vendor == "" || m.Vendor == v }

// candidates are the indices of the cases that pass unspoilt and can notice, the
// likeliest first.
func (k *killer) candidates(s spoiling) []int {
	var out []int
	for i := range k.o.Cases {
		c := &k.o.Cases[i]
		if k.base[i].status.Passes() && s.canReach(c) {
			out = append(out, i)
		}
	}
	if s.rule != nil {
		slices.SortStableFunc(out, func(a, b int) int {
			return cmp.Compare(s.rule.closeness(&k.o.Cases[a]), s.rule.closeness(&k.o.Cases[b]))
		})
	}
	return out
}

// canReach: a missing rule concerns all cases of its vendor, a bad sender only
// those in which a sender sends.
func (s spoiling) canReach(c *Case) bool {
	if s.rule != nil {
		return c.Vendor == s.rule.Vendor
	}
	return s.mutant.concerns(c.Vendor) && c.Direction == Sender
}

// closeness is 0 for the cases that name the rule's code, 1 for the others.
func (r *RuleRef) closeness(c *Case) int {
	if r.Code != "" && (slices.Contains(c.Codes, r.Code) || slices.Contains(c.Codes, "receipt:"+r.Code)) {
		return 0
	}
	return 1
}

// try runs case i spoilt. It is killed when its verdict is worse than unspoilt:
// bad manners count, an error does not, as it shows nothing about the sender.
func (k *killer) try(ctx context.Context, subject Subject, i int, s spoiling) (killed bool, broke string, err error) {
	c := k.o.Cases[i]
	if s.rule != nil && !isZero(c.World) {
		// The case's own rules replace the subject's, so the hole goes there too.
		c.World.Without = append(slices.Clone(c.World.Without), s.rule.ID)
	}
	got, err := try(ctx, subject, &c, k.o.Seed, defaultGrace)
	if err != nil {
		return false, "", err
	}
	if got.status == StatusError {
		return false, got.reason, nil
	}
	killed = got.status.Ran() && severity(got.status) > severity(k.base[i].status)
	if killed {
		k.mu.Lock()
		k.killed[c.ID] = true
		k.mu.Unlock()
	}
	return killed, "", nil
}

func isZero(o sim.RuleOptions) bool {
	return o.Profile == "" && o.Date == "" && len(o.Without) == 0 && len(o.Params) == 0
}

// unproven are the MUST cases nothing killed. After a fast pass each of them is
// first tried against everything that was left out.
func (k *killer) unproven(ctx context.Context, spoilt []spoiling) ([]string, error) {
	open := make([]bool, len(k.o.Cases))
	err := k.each(ctx, len(k.o.Cases), func(i int) error {
		c := &k.o.Cases[i]
		if c.Level != Must || c.Provisional || !k.base[i].status.Passes() || k.wasKilled(c.ID) {
			return nil
		}
		open[i] = true
		if !k.o.Fast {
			return nil
		}
		for _, s := range byCloseness(spoilt, c) {
			if killed, _, err := k.try(ctx, k.subject(s), i, s); killed || err != nil {
				open[i] = !killed
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var ids []string
	for i, is := range open {
		if is {
			ids = append(ids, k.o.Cases[i].ID)
		}
	}
	return ids, nil
}

func (k *killer) wasKilled(id string) bool {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.killed[id]
}

// byCloseness are the spoilings that can reach a case: rules of its codes, then
// bad senders, then the other rules.
func byCloseness(spoilt []spoiling, c *Case) []spoiling {
	place := func(s spoiling) int {
		switch {
		case s.mutant != nil:
			return 1
		case s.rule.closeness(c) == 0:
			return 0
		}
		return 2
	}
	var out []spoiling
	for _, s := range spoilt {
		if s.canReach(c) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(a, b spoiling) int { return cmp.Compare(place(a), place(b)) })
	return out
}
