package endpointtest_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
)

func TestToyKeepsTheContract(t *testing.T) {
	t.Parallel()
	endpointtest.Run(t, harness(""))
}

// Every check has a way of being broken that it notices.
func TestBrokenToyIsNoticed(t *testing.T) {
	t.Parallel()
	for spoil, check := range map[string]string{
		"language": "rules say what they are",
		"hole":     "rules say what they are",
		"source":   "rules say what they are",
		"order":    "rules say what they are",
		"date":     "rules say what they are",
		"fact":     "rules answer known codes",
		"counter":  "counters and flags are described",
		"flag":     "counters and flags are described",
		"path":     "every path of a default site is read",
		"drunk":    "the story succeeds and is traced",
		"untraced": "the story succeeds and is traced",
		"strict":   "unknown fields change nothing",
		"random":   "the same seed gives the same bytes",
		"panic":    "nasty bodies get an answer",
		"header":   "nasty bodies get an answer",
		"garbled":  "nasty bodies get an answer",
		"code":     "wrong types get an answer",
		"cut":      "mutated requests get an answer",
		"edition":  "every edition and profile answers",
		"leans":    "any rule can be taken out",
		"zero":     "a zero decision can be written",
		"keeps":    "requests are not kept",
		"mint":     "minted values are stable and distinct",
	} {
		t.Run(spoil, func(t *testing.T) {
			t.Parallel()
			for _, p := range endpointtest.Problems(harness(spoil)) {
				if p.Check == check {
					return
				}
			}
			t.Errorf("an endpoint spoiled by %q passes the check %q", spoil, check)
		})
	}
}

// A vendor's closed paths need nobody, and only those that are named.
func TestClosedPathsNeedNoStory(t *testing.T) {
	t.Parallel()
	unasked := func(closed ...string) (n int) {
		h := harness("")
		h.Closed, h.Story = closed, func(*endpointtest.Lab) {}
		for _, p := range endpointtest.Problems(h) {
			if p.Check == "the story succeeds and is traced" && strings.HasPrefix(p.Text, "the story sends nothing to ") {
				n++
			}
		}
		return n
	}
	paths := harness("").New().Sites()[0].Paths
	if got := unasked(); got != len(paths) {
		t.Fatalf("%d paths without a story, want all %d", got, len(paths))
	}
	if got := unasked(paths[0]); got != len(paths)-1 {
		t.Errorf("%d paths without a story, want all but the closed one", got)
	}
}

// A vendor that refuses unknown members has to, and says where.
func TestExactOperationsRefuseUnknownMembers(t *testing.T) {
	t.Parallel()
	everywhere := func(*sim.Request) bool { return true }
	for _, tt := range []struct {
		name, spoil string
		exact       func(*sim.Request) bool
		noticed     bool
	}{
		{"it refuses and says so", "strict", everywhere, false},
		{"it says so and takes them", "", everywhere, true},
		{"nothing is exact after all", "", func(*sim.Request) bool { return false }, true},
	} {
		h := harness(tt.spoil)
		h.Exact = tt.exact
		noticed := false
		for _, p := range endpointtest.Problems(h) {
			noticed = noticed || p.Check == "unknown fields change nothing"
		}
		if noticed != tt.noticed {
			t.Errorf("%s: noticed %t, want %t", tt.name, noticed, tt.noticed)
		}
	}
}
