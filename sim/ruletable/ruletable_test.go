package ruletable_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

func Example() {
	const checked = ruletable.Checked("2026-11-23")
	rules := ruletable.Of("toy", ruletable.In(rule.Gate, rule.StageValidate, checked.Documented("the toy's manual"),
		sim.Rule{Info: rule.Info{ID: "TY-VAL-001", Title: ruletable.T("Somebody is addressed", "目标不能为空")},
			Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return len(c.Call.Targets) == 0 })}))
	r := rules[0]
	fmt.Println(r.Vendor, r.Phase, r.Stage, r.Scope, r.Confidence, r.Checked)
	// Output: toy gate validate call documented 2026-11-23
}

func TestInKeepsWhatARuleSays(t *testing.T) {
	t.Parallel()
	const checked = ruletable.Checked("2026-11-23")
	shared, own := checked.Observed("many"), checked.Assumed("nobody knows")
	rules := ruletable.In(rule.Arrive, rule.StageQuota, shared,
		sim.Rule{}, sim.Rule{Info: rule.Info{Stage: rule.StageFilter, Provenance: own}})
	got := []rule.Info{rules[0].Info, rules[1].Info}
	want := []rule.Info{
		{Phase: rule.Arrive, Stage: rule.StageQuota, Scope: rule.ScopeTarget, Provenance: shared},
		{Phase: rule.Arrive, Stage: rule.StageFilter, Scope: rule.ScopeTarget, Provenance: own},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for phase, want := range map[rule.Phase]rule.Scope{
		rule.Gate: rule.ScopeCall, rule.Admit: rule.ScopeCall,
		rule.Resolve: rule.ScopeTarget, rule.Present: rule.ScopeTarget,
	} {
		got := ruletable.Of("toy", ruletable.In(phase, rule.StageDeliver, shared, sim.Rule{}))[0]
		if got.Scope != want || got.Vendor != vendors.Vendor("toy") {
			t.Errorf("%s: scope %s of %s, want %s", phase, got.Scope, got.Vendor, want)
		}
	}
}
