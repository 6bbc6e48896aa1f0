package sim_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func TestAudienceExpression(t *testing.T) {
	t.Parallel()
	tag := func(name string) *sim.TagExpr { return &sim.TagExpr{Op: sim.HasTag, Tag: name} }
	op := func(op sim.TagOp, parts ...*sim.TagExpr) *sim.TagExpr { return &sim.TagExpr{Op: op, Of: parts} }
	// a && (b || !c)
	x := op(sim.AllOf, tag("a"), op(sim.AnyOf, tag("b"), op(sim.NotTag, tag("c"))))
	audience := sim.Audience{Expr: x, Any: []string{"never looked at"}}
	for want, phones := range map[bool][][]string{
		true:  {{"a"}, {"a", "b"}, {"a", "b", "c"}},
		false: {nil, {"b"}, {"a", "c"}},
	} {
		for _, tags := range phones {
			if got := audience.Matches(&device.Phone{Tags: tags}); got != want {
				t.Errorf("a phone with %v is meant: %t", tags, got)
			}
		}
	}
	if diff := cmp.Diff([]string{"a", "b", "c"}, x.Tags()); diff != "" {
		t.Errorf("tags (-want +got):\n%s", diff)
	}
	for _, empty := range []*sim.TagExpr{op(sim.AllOf), op(sim.AnyOf), op(sim.NotTag)} {
		if (&sim.Audience{Expr: empty}).Matches(&device.Phone{Tags: []string{"a"}}) {
			t.Errorf("an operator %d without parts means somebody", empty.Op)
		}
	}
	if none := (sim.Audience{}); !none.Nobody() || audience.Nobody() {
		t.Error("Nobody is wrong")
	}
}
