package sim_test

import (
	"encoding/json"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/quota"
)

// shared is the toy with one project, whose apps count their day together.
type shared struct{ toy }

func (shared) AppGroup(map[string]string) string { return "project" }
func (shared) Counters() []quota.Def {
	return []quota.Def{{Name: "day", Group: true}, {Name: "device", Device: true}}
}

func TestAppsOfAGroup(t *testing.T) {
	t.Parallel()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{shared{}}, Start: toyStart, Seed: 7, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	var tokens []string
	for _, app := range []string{"shop", "bank"} {
		if _, err := e.AddApp(sim.AppSpec{ID: app, Vendor: toyVendor}); err != nil {
			t.Fatal(err)
		}
		p, err := e.AddPhone(sim.NewPhone("of-"+app, toyVendor, app))
		if err != nil {
			t.Fatal(err)
		}
		tokens = append(tokens, p.Token)
	}
	play := func(e *sim.Engine, group bool, to ...string) (d sim.Decision) {
		body, err := json.Marshal(toyCall{App: "toy-7-shop", To: to, Title: "hello"})
		if err != nil {
			t.Fatal(err)
		}
		call := &sim.Call{Request: &sim.Request{Method: "POST", Path: "/toy", Body: body}, At: e.Clock().Now()}
		toy{}.Decode(call.Request, call)
		call.Group = group
		e.Submit(toyVendor, call, &d)
		e.Clock().Settle()
		return d
	}
	count := func(e *sim.Engine, app string) int64 {
		n, err := e.Count(app, "day", "")
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if d := play(e, false, tokens[1]); d.Admissions[0].Phone != nil {
		t.Error("a call of one app reaches the phone of another")
	}
	if d := play(e, true, tokens[1]); d.Admissions[0].Phone == nil {
		t.Error("a call of the group does not reach the phone of another app")
	}
	if d := play(e, true, tokens...); d.Admissions[0].Phone == nil || d.Admissions[1].Phone == nil {
		t.Error("a call of the group does not reach the phones of both apps")
	}
	if err := e.SetCount("shop", "day", 3); err != nil {
		t.Fatal(err)
	}
	f := e.Fork()
	defer f.Close()
	if err := f.SetCount("bank", "day", 4); err != nil {
		t.Fatal(err)
	}
	if count(e, "bank") != 3 || count(f, "shop") != 4 {
		t.Errorf("the world counts %d and its copy %d, want 3 and 4", count(e, "bank"), count(f, "shop"))
	}
}

// A limit is the group's, whichever app it was set for or came with; a copy of the world
// has its own.
func TestLimitsOfAGroup(t *testing.T) {
	t.Parallel()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{shared{}}, Start: toyStart, Seed: 7, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	want := func(what string, e *sim.Engine, want int64) {
		t.Helper()
		for _, q := range e.Quotas() {
			got := int64(-1)
			if q.Limit != nil {
				got = *q.Limit
			}
			if got != want {
				t.Errorf("%s: the limit of %s is %d, want %d", what, q.App, got, want)
			}
		}
	}
	add := func(id string, limits map[string]int64) {
		t.Helper()
		if _, err := e.AddApp(sim.AppSpec{ID: id, Vendor: toyVendor, Limits: limits}); err != nil {
			t.Fatal(err)
		}
	}
	set := func(e *sim.Engine, app string, n int64) {
		t.Helper()
		if err := e.SetLimit(app, "day", n); err != nil {
			t.Fatal(err)
		}
	}
	add("shop", map[string]int64{"day": 5})
	add("bank", nil)
	want("the first app's", e, 5)
	set(e, "bank", 0)
	f := e.Fork()
	defer f.Close()
	set(e, "shop", -1)
	want("set for the second app, in the copy", f, 0)
	want("taken back for the first", e, -1)
	set(f, "shop", 7)
	want("set in the copy", f, 7)
	want("and not here", e, -1)
	add("news", map[string]int64{"day": 0})
	want("a third app's", e, 0)
}
