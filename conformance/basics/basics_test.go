package basics_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/basics"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// toy is a vendor with a single path and no idempotency key.
func toy() basics.Wire {
	return basics.Wire{App: sim.AppSpec{ID: "app"}, Send: []string{"/push"}, Secrets: []string{"key"}}
}

func ExampleCases() {
	cases := basics.Cases("toy", toy())
	fmt.Println(cases[0].ID, cases[0].Level)
	// Output: toy/basics/dead-token MUST
}

func TestCasesAreComplete(t *testing.T) {
	t.Parallel()
	cases := basics.Cases("toy", toy())
	if err := conformance.Validate(cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		if c.Vendor != vendors.Vendor("toy") || c.Direction != conformance.Sender || !slices.Contains(c.Needs, conformance.NeedControl) {
			t.Errorf("%s: vendor %s, direction %s, needs %v", c.ID, c.Vendor, c.Direction, c.Needs)
		}
		if !slices.Contains(strings.Fields(c.Requirement), strings.ToLower(string(c.Level))) {
			t.Errorf("%s: the requirement says no %s: %s", c.ID, c.Level, c.Requirement)
		}
	}
}

// TestKeyIsOptional: vendors without an idempotency key have no case about it.
func TestKeyIsOptional(t *testing.T) {
	t.Parallel()
	has := func(w basics.Wire) bool {
		return slices.ContainsFunc(basics.Cases("toy", w), func(c conformance.Case) bool { return c.ID == "toy/basics/same-key" })
	}
	w := toy()
	if has(w) {
		t.Error("a vendor without a key has the case same-key")
	}
	w.Key = func(conformance.Exchange) string { return "" }
	if !has(w) {
		t.Error("a vendor with a key lacks the case same-key")
	}
}

// TestNoClasses: a vendor that tells no classes apart has no case about them.
func TestNoClasses(t *testing.T) {
	t.Parallel()
	has := func(w basics.Wire) bool {
		return slices.ContainsFunc(basics.Cases("toy", w), func(c conformance.Case) bool { return c.ID == "toy/basics/class-kept" })
	}
	w := toy()
	if !has(w) {
		t.Error("a vendor with classes lacks the case class-kept")
	}
	w.NoClasses = true
	if has(w) {
		t.Error("a vendor without classes has the case class-kept")
	}
}
