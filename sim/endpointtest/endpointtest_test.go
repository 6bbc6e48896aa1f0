package endpointtest_test

import (
	"testing"

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
