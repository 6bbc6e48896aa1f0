package vivo_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

// TestQuotasTellTheEffectiveLimits: the formula's number until one is set, and only
// counters of the rules in force.
func TestQuotasTellTheEffectiveLimits(t *testing.T) {
	t.Parallel()
	limits := func(o sim.RuleOptions, edit func(*sim.Engine)) map[string]int64 {
		e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{vivo.New()}, Rules: o})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		if _, err := e.AddApp(sim.AppSpec{ID: "shop", Vendor: vendors.Vivo, Listed: true, Kind: "shopping", Users: 1_000_000}); err != nil {
			t.Fatal(err)
		}
		edit(e)
		out := map[string]int64{}
		for _, q := range e.Quotas() {
			out[q.Name] = -1
			if q.Limit != nil {
				out[q.Name] = *q.Limit
			}
		}
		return out
	}
	for name, c := range map[string]struct {
		rules sim.RuleOptions
		edit  func(*sim.Engine)
		want  map[string]int64
	}{
		"newest": {sim.RuleOptions{}, func(*sim.Engine) {}, map[string]int64{
			"operational": 2_000_000, "system": 20_000_000, "saved": 1000, "all": 1, "auth": 10, "speed": 3000, "msgstatus": 1}},
		"set": {sim.RuleOptions{}, func(e *sim.Engine) {
			_ = e.SetLimit("shop", "operational", 7)
			_ = e.SetFlag("shop", "unlimited_system", "on")
		}, map[string]int64{"operational": 7, "system": -1, "saved": 1000, "all": 1, "auth": 10, "speed": 3000, "msgstatus": 1}},
		"a parameter changed": {sim.RuleOptions{Profile: sim.Lenient, Params: map[string]map[string]int64{"VV-QTA-009": {"max": 3}}}, func(*sim.Engine) {},
			map[string]int64{"operational": 2_000_000, "system": 20_000_000, "saved": 1000, "all": 3, "speed": 3000}},
		"before 2023": {sim.RuleOptions{Date: "2022-06-01"}, func(*sim.Engine) {}, map[string]int64{
			"operational": 1_000_000, "system": 1_000_000, "saved": 1000, "all": 1, "auth.day": 10000, "speed": 3000,
			"msgstatus": 1, "test.operational": 100, "test.system": 10000}},
	} {
		if diff := cmp.Diff(c.want, limits(c.rules, c.edit)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
