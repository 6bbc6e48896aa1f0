package sim_test

import (
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/rule"
)

// twoTongues is the toy that speaks two protocols: calls with a receipt are of the second,
// those of a batch with the batch. A rule about each refuses.
type twoTongues struct {
	toy
	third bool
}

func (x twoTongues) Decode(r *sim.Request, c *sim.Call) {
	x.toy.Decode(r, c)
	if c.Protocol = 1; c.Message.Receipt.URL != "" {
		c.Protocol = 2
	}
	if c.Verb == sim.VerbBatch {
		c.Protocol = 2
	}
}

func (x twoTongues) Rules() []sim.Rule {
	refusing := func(id string, p sim.Protocol) sim.Rule {
		r := toyRule(id, rule.Admit, 90, func(c *sim.Ctx) rule.Outcome { return c.Refuse() })
		r.Protocol, r.Verbs = p, sim.For(sim.VerbSend)
		return r
	}
	rules := append(x.toy.Rules(), refusing("T-FIRST", 1), refusing("T-SECOND", 2))
	if x.third {
		rules = append(rules, refusing("T-THIRD", sim.Protocols))
	}
	return rules
}

// A rule about one protocol is asked about its calls and the parts of its batches only.
func TestRulesOfAProtocol(t *testing.T) {
	t.Parallel()
	for without, want := range map[string]struct{ first, second, part bool }{
		"T-FIRST":  {first: false, second: true, part: true},
		"T-SECOND": {first: true, second: false, part: false},
	} {
		e, err := sim.New(sim.Options{
			Endpoints: []sim.Endpoint{twoTongues{}}, Start: toyStart, Clock: clock.Mode{Kind: clock.Jump}, Rules: sim.RuleOptions{Without: []string{without}},
		})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(e.Close)
		w := &world{Engine: e, t: t, tok: map[string]string{}}
		w.app, _ = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor})
		added, err := e.AddPhone(sim.NewPhone("a", toyVendor, "shop"))
		if err != nil {
			t.Fatal(err)
		}
		w.tok["a"] = added.Token
		first, second := w.submit(toyCall{To: []string{"a"}}), w.submit(toyCall{To: []string{"a"}, Receipt: true})
		batch := w.submit(toyCall{Op: "batch", Parts: []toyCall{{To: []string{"a"}}}})
		if first.Refused != want.first || second.Refused != want.second || batch.Parts[0].Refused != want.part {
			t.Errorf("without %s: first refused %v, second %v, part %v; want %+v", without, first.Refused, second.Refused, batch.Parts[0].Refused, want)
		}
	}
	if _, err := sim.NewRulebook(twoTongues{third: true}, sim.RuleOptions{}); err == nil {
		t.Error("a rule about a protocol no call can have is taken")
	}
}
