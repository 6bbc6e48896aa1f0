package endpointtest

import (
	"fmt"
	"maps"

	"github.com/offpush/offpush/sim"
)

// checkMint wants what consoles, servers and phones hand out to be the same in
// every world of the seed, and nothing to be handed out twice.
func checkMint(h Harness, r *report) {
	a, b := h.New(), h.New()
	for _, m := range []struct {
		what string
		make func(ep sim.Endpoint, seed uint64, i int) string
	}{
		{"token by device", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.MintToken(seed, "app", fmt.Sprint("phone", i))
		}},
		{"token by app", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.MintToken(seed, fmt.Sprint("app", i), "phone")
		}},
		{"access token", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.MintAccess(seed, "app", uint64(i))
		}},
		{"access token by app", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.MintAccess(seed, fmt.Sprint("app", i), 1)
		}},
		{"message id", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.MintMessage(seed, "app", uint64(i))
		}},
		{"app reference", func(ep sim.Endpoint, seed uint64, i int) string {
			return ep.AppRef(ep.MintCredentials(seed, fmt.Sprint("app", i)))
		}},
	} {
		// Ids of apps are short at some vendors: a hundred must differ, no more.
		n := 2000
		if m.what == "app reference" {
			n = 100
		}
		seen := map[string]int{}
		for i := range n {
			v := m.make(a, 1, i)
			if v == "" {
				r.addf("%s %d is empty", m.what, i)
				break
			}
			if first, taken := seen[v]; taken {
				r.addf("%s: %d and %d are both %s", m.what, first, i, v)
				break
			}
			seen[v] = i
			if again := m.make(b, 1, i); again != v {
				r.addf("%s %d: %s and then %s for the same seed", m.what, i, v, again)
				break
			}
		}
		// An app may be named by its package, which no seed changes; its secrets must.
		if m.what != "app reference" && m.make(a, 1, 7) == m.make(a, 2, 7) {
			r.addf("%s: the seed makes no difference", m.what)
		}
	}
	if one, two := a.MintCredentials(1, "app"), b.MintCredentials(1, "app"); !maps.Equal(one, two) {
		r.addf("credentials: not the same for the same seed")
	} else if len(one) == 0 {
		r.addf("credentials: there are none")
	} else if maps.Equal(one, a.MintCredentials(2, "app")) {
		r.addf("credentials: the seed makes no difference")
	} else if a.AppRef(one) == "" {
		r.addf("credentials: they hold nothing that requests name the app by")
	}
}
