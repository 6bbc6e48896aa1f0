package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// The cases of the toy vendor that the tests of the matrix prove, or cannot prove.
func titleCase() Case {
	c := toyCase("field/title-empty", func(t *T) {
		r := t.Send(t.Sender(toyApp(t)), &vendors.Message{}, alive(t))
		if r.Outcomes[0].Code != "101" {
			t.Errorf("code %q, want 101", r.Outcomes[0].Code)
		}
	})
	c.Codes = []string{"101"}
	return c
}

func deadCase() Case {
	c := toyCase("target/dead", func(t *T) {
		p, err := t.Control().AddPhone(device.Phone{ID: "gone"})
		if err != nil {
			t.SetupErrorf("%v", err)
		}
		r := t.Send(t.Sender(toyApp(t)), &vendors.Message{Title: "x"}, vendors.Token(p.ID))
		if !r.Outcomes[0].TokenDead {
			t.Errorf("a dead token is not reported")
		}
	})
	c.Codes = []string{"102"}
	return c
}

func emptyCase() Case { return toyCase("field/nothing", func(*T) {}) }

func toyApp(t *T) sim.AppSpec {
	app, err := t.Control().AddApp(sim.AppSpec{ID: "shop", Vendor: toy})
	if err != nil {
		t.SetupErrorf("%v", err)
	}
	return app
}

func alive(t *T) vendors.Token {
	p, err := t.Control().AddPhone(device.Phone{ID: "v1", Installed: true})
	if err != nil {
		t.SetupErrorf("%v", err)
	}
	return vendors.Token(p.ID)
}

// outcomes is a mutant's sender that changes what the good one reports.
type outcomes struct {
	TestedSender
	change func(*vendors.Outcome)
}

func (o outcomes) Send(ctx context.Context, m *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	r, err := o.TestedSender.Send(ctx, m, to)
	for i := range r.Outcomes {
		o.change(&r.Outcomes[i])
	}
	return r, err
}

func deadAsAlive(kills ...string) Mutant {
	return Mutant{Name: "dead-as-alive", Title: vendors.Text{EN: "a dead token is reported alive"}, Vendor: toy, Kills: kills,
		Sender: func(s TestedSender) TestedSender {
			return outcomes{s, func(o *vendors.Outcome) { o.TokenDead = false }}
		}}
}

// harmless spoils nothing that a case looks at.
func harmless(kills ...string) Mutant {
	return Mutant{Name: "harmless", Kills: kills, Sender: func(s TestedSender) TestedSender { return s }}
}

func toyRules(ids ...string) []RuleRef {
	all := []RuleRef{
		{ID: "TOY-1", Vendor: toy, Code: "101", Confidence: vendors.Documented},
		{ID: "TOY-2", Vendor: toy, Code: "102", Confidence: vendors.Documented},
		{ID: "TOY-3", Vendor: toy, Code: "103", Confidence: vendors.Observed},
		{ID: "TOY-4", Vendor: toy, Code: "104", Confidence: vendors.Assumed},
	}
	return slices.DeleteFunc(all, func(r RuleRef) bool { return !slices.Contains(ids, r.ID) })
}

func newToy(rules sim.RuleOptions, _ *Mutant) Subject { return &fakeSubject{without: rules.Without} }

func kill(t *testing.T, o KillOptions) *Matrix {
	t.Helper()
	o.NewSubject = newToy
	m, err := Kill(t.Context(), o)
	if err != nil {
		t.Fatalf("kill: %v", err)
	}
	return m
}

func TestProvenSuite(t *testing.T) {
	t.Parallel()
	for _, fast := range []bool{false, true} {
		var seen []string
		m := kill(t, KillOptions{Cases: []Case{deadCase(), titleCase()}, Rules: toyRules("TOY-1", "TOY-2"),
			Mutants: []Mutant{deadAsAlive("toy/target/*")}, Fast: fast,
			Progress: func(done, total int, row KillRow) { seen = append(seen, fmt.Sprint(done, "/", total, row.Survived)) }})
		if diff := cmp.Diff([]string{"1/3 false", "2/3 false", "3/3 false"}, seen); diff != "" {
			t.Errorf("fast %v: progress (-want +got):\n%s", fast, diff)
		}
		if err := m.Err(); err != nil {
			t.Errorf("fast %v: %v", fast, err)
		}
		if diff := cmp.Diff([]string{"toy/field/title-empty"}, m.Rules[0].KilledBy); diff != "" {
			t.Errorf("fast %v: killers of TOY-1 (-want +got):\n%s", fast, diff)
		}
		if fast && m.Rules[0].Tried != 1 {
			t.Errorf("the case that names the code is not the first: %d tried", m.Rules[0].Tried)
		}
	}
}

func TestMatrixFindsWhatIsNotProven(t *testing.T) {
	t.Parallel()
	good := []Case{titleCase(), deadCase()}
	tests := map[string]struct {
		o    KillOptions
		want string // in the error; "" when there must be none
	}{
		"rule nobody notices":         {KillOptions{Cases: good, Rules: toyRules("TOY-1", "TOY-2", "TOY-3")}, "rule TOY-3 can be taken out"},
		"assumed rule nobody notices": {KillOptions{Cases: good, Rules: toyRules("TOY-1", "TOY-2", "TOY-4")}, ""},
		"mutant survives": {KillOptions{Cases: good, Rules: toyRules("TOY-1", "TOY-2"), Mutants: []Mutant{harmless("toy/target/dead")}},
			"harmless is not noticed by toy/target/dead"},
		"mutant declared for no case": {KillOptions{Cases: good, Rules: toyRules("TOY-1", "TOY-2"), Mutants: []Mutant{deadAsAlive("toy/renamed")}},
			"dead-as-alive is not noticed by toy/renamed"},
		"mutant declared for an endpoint case": {KillOptions{Cases: []Case{titleCase(), with(deadCase(), func(c *Case) { c.Direction = Endpoint })},
			Rules: toyRules("TOY-1", "TOY-2"), Mutants: []Mutant{deadAsAlive("toy/target/dead")}}, "dead-as-alive is not noticed by toy/target/dead"},
		"unproven case":        {KillOptions{Cases: append(good, emptyCase()), Rules: toyRules("TOY-1", "TOY-2")}, "unproven case: toy/field/nothing"},
		"unproven SHOULD case": {KillOptions{Cases: append(good, with(emptyCase(), func(c *Case) { c.Level = Should }))}, "unproven case: toy/field/title-empty"},
		"case that fails anyway": {KillOptions{Cases: []Case{toyCase("f/bad", func(t *T) { t.Errorf("no") })}},
			"toy/f/bad is failed before anything is spoilt"},
	}
	for name, tt := range tests {
		for _, fast := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				o := tt.o
				o.Fast = fast
				err := kill(t, o).Err()
				if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
					t.Errorf("fast %v: error %v; want %q", fast, err, tt.want)
				}
				if err != nil && strings.Contains(err.Error(), "unproven case: toy/field/nothing") && name == "unproven SHOULD case" {
					t.Errorf("a SHOULD case need not be proven: %v", err)
				}
			})
		}
	}
}

func TestFastFindsKillersThatTheRowsLeftOut(t *testing.T) {
	t.Parallel()
	// Both cases need TOY-1; the row of TOY-1 stops at the first of them.
	second := titleCase()
	second.ID, second.Codes = "toy/field/title-again", nil
	m := kill(t, KillOptions{Cases: []Case{titleCase(), second}, Rules: toyRules("TOY-1"), Fast: true})
	if err := m.Err(); err != nil {
		t.Error(err)
	}
}

func TestRuleIsTakenOutOfACasesOwnWorld(t *testing.T) {
	t.Parallel()
	c := titleCase()
	c.World = sim.RuleOptions{Profile: sim.Strict}
	o := KillOptions{Cases: []Case{c}, Rules: toyRules("TOY-1"),
		NewSubject: func(sim.RuleOptions, *Mutant) Subject { return &fakeSubject{} }} // knows the session's rules only
	m, err := Kill(t.Context(), o)
	if err != nil || m.Err() != nil {
		t.Errorf("%v, %v", err, m.Err())
	}
	if len(c.World.Without) != 0 {
		t.Errorf("the case itself was changed: %v", c.World)
	}
}

func TestErrorsAndSkipsAreNoKills(t *testing.T) {
	t.Parallel()
	c := toyCase("f/set-up", func(t *T) {
		if r := t.Send(t.Sender(toyApp(t)), &vendors.Message{}, alive(t)); r.Outcomes[0].Code != "101" {
			t.SetupErrorf("the world is not as expected")
		}
	})
	skipped := with(emptyCase(), func(c *Case) { c.Features = []string{"list"} })
	m := kill(t, KillOptions{Cases: []Case{c, skipped}, Rules: toyRules("TOY-1")})
	if !m.Rules[0].Survived || len(m.Rules[0].Errors) != 1 {
		t.Errorf("an error counts as a kill: %+v", m.Rules[0])
	}
	if !slices.Equal(m.NotRun, []string{skipped.ID}) || slices.Contains(m.Unproven, skipped.ID) {
		t.Errorf("not run %q, unproven %q", m.NotRun, m.Unproven)
	}
}

func TestBadMannersAreAKill(t *testing.T) {
	t.Parallel()
	c := toyCase("f/manners", func(t *T) {
		if r := t.Send(t.Sender(toyApp(t)), &vendors.Message{}, alive(t)); r.Outcomes[0].Code != "101" {
			t.Mannersf("not so nice")
		}
	})
	if err := kill(t, KillOptions{Cases: []Case{c}, Rules: toyRules("TOY-1")}).Err(); err != nil {
		t.Error(err)
	}
}

func TestKillRefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]KillOptions{
		"no subject":    {},
		"empty mutant":  {NewSubject: newToy, Mutants: []Mutant{{Name: "nothing"}}},
		"invalid cases": {NewSubject: newToy, Cases: []Case{{}}},
	} {
		if m, err := Kill(t.Context(), o); err == nil {
			t.Errorf("%s: no error, %+v", name, m)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Kill(ctx, KillOptions{NewSubject: newToy, Cases: []Case{emptyCase()}}); !errors.Is(err, context.Canceled) && !errors.Is(err, errInterrupted) {
		t.Errorf("cancelled: error %v", err)
	}
}

func TestMatrixWriters(t *testing.T) {
	t.Parallel()
	m := kill(t, KillOptions{Cases: []Case{titleCase(), deadCase(), emptyCase()}, Rules: toyRules("TOY-1", "TOY-2", "TOY-3", "TOY-4"),
		Mutants: []Mutant{deadAsAlive("toy/target/dead"), harmless("toy/target/dead")}})
	var doc, text bytes.Buffer
	if err := m.WriteJSON(&doc); err != nil {
		t.Fatal(err)
	}
	var back Matrix
	if err := json.Unmarshal(doc.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(m, &back); diff != "" {
		t.Errorf("json does not round-trip (-want +got):\n%s", diff)
	}
	if err := m.WriteMarkdown(&text); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 of 4 rules and 1 of 2 bad senders", "| TOY-3  | 103 | observed | **nobody** |",
		"| TOY-4  | 104 | assumed | nobody (only assumed) |", "**not by toy/target/dead**", "- toy/field/nothing",
		"- rule TOY-3 can be taken out"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("markdown lacks %q:\n%s", want, text.String())
		}
	}
}
