package archtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// importRule says what some packages may not depend on. Deny and Allow look at
// everything a package pulls in; Importers at who imports From directly.
type importRule struct {
	name string
	// from are the packages the rule is about, except those in but.
	from, but []string
	// deny are packages they may not depend on. "<other>" is a vendor's name that
	// is not the one in from, "<v>" any.
	deny []string
	// allow, when set, are the only packages they may depend on beside the
	// standard library. "<v>" is the vendor in from.
	allow []string
	// importers, when set, are the only packages that may import them. "<v>" is
	// the vendor in from.
	importers []string
	reason    string
}

// house are the packages that put offpush together. Internal leaves, such as the
// search for the nearest name, are no part of it.
func house(more ...string) []string {
	return append(more, "internal/catalog", "internal/lab", "internal/desk", "internal/cli", "internal/i18n", "tui/...")
}

func importRules() []importRule {
	return []importRule{
		{
			name: "the vocabulary stands alone", from: []string{"vendors"},
			allow: []string{}, deny: []string{"std:net/http", "std:net"},
			reason: "every package shares these words; whoever speaks them must not get a network with them",
		},
		{
			name: "the search for the nearest name is a leaf", from: []string{"internal/nearest"},
			allow:  []string{},
			reason: "public packages use it for their error texts; it must not bring the house along",
		},
		{
			name: "facts are data", from: []string{"fixtures/<v>"},
			allow: []string{"vendors"}, deny: []string{"std:embed", "std:net/http"},
			reason: "back ends embed a sender and with it these tables; tables do nothing and carry nothing",
		},
		{
			name: "a sender is a light library", from: []string{"vendors/<v>"}, but: []string{"vendors/apns", "vendors/fcm"},
			allow:  []string{"vendors", "vendors/internal/...", "fixtures/<v>"},
			reason: "a back end can embed one sender without the simulator, the suite or another vendor",
		},
		{
			name: "a sender with a library of its own brings that and no more", from: []string{"vendors/apns"},
			allow: []string{
				"vendors", "vendors/internal/...", "fixtures/apns",
				"github.com/sideshow/apns2/...", "github.com/golang-jwt/jwt/...", "software.sslmate.com/src/go-pkcs12/...",
				"golang.org/x/net/...", "golang.org/x/text/...", "golang.org/x/crypto/...",
			},
			reason: "HTTP/2 with client certificates, ES256 and .p12 files are no work for this house",
		},
		{
			name: "a sender that signs tokens brings a library for that and no more", from: []string{"vendors/fcm"},
			allow:  []string{"vendors", "vendors/internal/...", "fixtures/fcm", "github.com/golang-jwt/jwt/..."},
			reason: "RS256 and the keys it is made with are no work for this house",
		},
		{
			name: "the client knows no vendor", from: []string{"vendors/client"},
			allow: []string{"vendors", "github.com/cenkalti/backoff/v5", "golang.org/x/time/rate"},
			deny:  []string{"std:net/http"},
			reason: "splitting, pacing and retry follow from a sender's own facts and outcomes; " +
				"a client that knew vendors would be a second place to change for each",
		},
		{
			name: "the contracts know no vendor", from: []string{"vendors/vendortest", "sim/endpointtest"},
			deny:   []string{"vendors/<v>", "fixtures/<v>", "sim/<v>", "conformance/<v>", "internal/catalog", "internal/lab"},
			reason: "whoever writes a driver or an endpoint outside this repository runs them too",
		},
		{
			name: "mock endpoints learn nothing from senders",
			from: []string{"sim/...", "conformance/...", "fixtures/..."}, but: []string{"sim/simtest"},
			deny: []string{"vendors/client", "vendors/<v>", "vendors/internal/..."},
			reason: "if both sides shared wire code, one wrong field name would pass every test " +
				"(simtest is left out: it is the one front door that brings the catalogue along)",
		},
		{
			name: "senders learn nothing from mock endpoints",
			from: []string{"vendors/..."},
			deny: []string{"sim/...", "conformance/...", "internal/...", "tui/..."},
			reason: "the same bytes go to the simulator and to the vendor: a sender must not be able " +
				"to tell which of the two answers",
		},
		{
			name: "cases write what they expect", from: []string{"conformance/<v>"},
			deny: house("vendors/<v>", "sim/<v>", "fixtures/<v>", "vendors/client"),
			reason: "codes, field names and limits stand in a case as literals, so that a typo in " +
				"the shared facts cannot pass everything",
		},
		{
			name: "vendors do not know each other",
			from: []string{"vendors/<v>", "fixtures/<v>/...", "sim/<v>", "conformance/<v>"},
			deny: []string{"vendors/<other>", "fixtures/<other>/...", "sim/<other>", "conformance/<other>"},
			reason: "a vendor is added, changed and removed by itself; what two share belongs " +
				"into a package with a name of its own",
		},
		{
			name: "the core knows no transport", from: []string{"sim"},
			allow:  []string{"vendors", "sim/clock", "sim/device", "sim/quota", "sim/rule"},
			reason: "decisions are pure and are played in forks, tests and scenarios without a server",
		},
		{
			name: "the suite does not need our house", from: []string{"conformance"},
			deny:   house("fixtures/<v>", "sim/<v>"),
			reason: "it is a library function first: others test their own senders and endpoints with it",
		},
		{
			name: "examples use what users can use", from: []string{"examples/..."},
			deny:   house("vendors/<v>", "sim/<v>"),
			reason: "an example that needs the house is no example, and the toy vendor comes from outside",
		},
		{
			name: "the example's two sides do not share wire code", from: []string{"examples/toyvendor/sender"},
			deny:   []string{"examples/toyvendor/endpoint", "examples/toyvendor/cases", "sim/..."},
			reason: "whoever copies it copies the separation",
		},
		{
			name: "the example's cases write what they expect", from: []string{"examples/toyvendor/cases"},
			deny:   []string{"examples/toyvendor/endpoint", "examples/toyvendor/facts", "examples/toyvendor/sender"},
			reason: "whoever copies it copies the separation",
		},
		{
			name: "the catalogue is for those who put things together", from: []string{"internal/catalog"},
			importers: []string{"internal/lab", "internal/cli", "internal/tools/...", "sim/simtest"},
			reason: "what imports the list depends on every vendor; parts of the simulator " +
				"and screens get handed what they show",
		},
		{
			name: "a sender is reached through its row", from: []string{"vendors/<v>"},
			importers: []string{"internal/catalog"},
			reason:    "the lab, the command line and the screens know vendors only through the catalogue",
		},
		{
			name: "an endpoint is reached through its row", from: []string{"sim/<v>"},
			importers: []string{"internal/catalog"},
			reason:    "the lab, the command line and the screens know vendors only through the catalogue",
		},
		{
			name: "facts are reached through the row or by their own vendor", from: []string{"fixtures/<v>"},
			importers: []string{"internal/catalog", "vendors/<v>", "sim/<v>"},
			reason:    "what is written for one vendor's table would have to be written again for the next",
		},
		{
			name: "cases are reached through the lists", from: []string{"conformance/<v>"},
			importers: []string{"internal/catalog", "conformance/suite"},
			reason:    "two lists, one for users of the suite and one for the house; a third would go stale",
		},
		{
			name: "only the terminal UI speaks bubbletea", from: []string{"github.com/charmbracelet/bubbletea"},
			importers: []string{"tui", "tui/..."},
			reason:    "everything a screen shows can be had without a terminal",
		},
		{
			name: "only the command line speaks cobra", from: []string{"github.com/spf13/cobra"},
			importers: []string{"internal/cli"},
			reason:    "flags and exit codes are the edge of the program; the work behind them is a library",
		},
		{
			name: "the terminal UI is started in one place", from: []string{"tui"},
			importers: []string{"internal/cli", "internal/tools/...", "tui/..."},
			reason:    "beside the makers of pictures nothing else of the house may grow a need for a screen",
		},
	}
}

// violations are what is wrong under a rule, one line each.
func (r *importRule) violations(g graph) []string {
	var out []string
	if !r.concerns(g) {
		out = append(out, fmt.Sprintf("no package matches %v: take the rule out, or mend it", r.from))
	}
	for _, name := range g.names() {
		p := g[name]
		if r.importers != nil {
			for _, dep := range p.Imports {
				v, ok := match(dep, r.from...)
				if !ok {
					continue
				}
				if _, ok := match(name, fill(r.importers, v)...); !ok {
					out = append(out, fmt.Sprintf("%s imports %s", name, dep))
				}
			}
			continue
		}
		v, ok := match(name, r.from...)
		if _, excepted := match(name, r.but...); !ok || excepted {
			continue
		}
		for _, dep := range p.Deps {
			if r.forbids(name, v, dep) {
				out = append(out, fmt.Sprintf("%s depends on %s (%s)", name, dep, g.chain(name, dep)))
			}
		}
	}
	return out
}

// concerns reports whether the packages the rule is about exist.
func (r *importRule) concerns(g graph) bool {
	for _, name := range g.names() {
		if _, ok := match(name, r.from...); ok {
			return true
		}
		if r.importers != nil && slices.ContainsFunc(g[name].Imports, func(dep string) bool {
			_, ok := match(dep, r.from...)
			return ok
		}) {
			return true
		}
	}
	return false
}

func (r *importRule) forbids(name, vendor, dep string) bool {
	if dep == name {
		return false
	}
	for _, pattern := range r.deny {
		generic := strings.ReplaceAll(pattern, "<other>", "<v>")
		v, ok := match(dep, generic)
		if ok && (generic == pattern || v != vendor) {
			return true
		}
	}
	if r.allow == nil {
		return false
	}
	_, allowed := match(dep, fill(r.allow, vendor)...)
	return !allowed && !strings.HasPrefix(dep, "std:")
}

// fill puts a vendor's name in place of "<v>".
func fill(patterns []string, vendor string) []string {
	if vendor == "" {
		return patterns
	}
	out := slices.Clone(patterns)
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], "<v>", vendor)
	}
	return out
}

// chain is a shortest way from one package to another, for the message: who has to
// change is seldom the package the rule is about.
func (g graph) chain(from, to string) string {
	before := map[string]string{from: ""}
	for queue := []string{from}; len(queue) > 0; queue = queue[1:] {
		name := queue[0]
		if name == to {
			way := []string{to}
			for n := before[to]; n != ""; n = before[n] {
				way = append([]string{n}, way...)
			}
			return strings.Join(way, " > ")
		}
		if p := g[name]; p != nil {
			for _, dep := range p.Imports {
				if _, seen := before[dep]; !seen {
					before[dep] = name
					queue = append(queue, dep)
				}
			}
		}
	}
	return "through a third party"
}

func TestImports(t *testing.T) {
	t.Parallel()
	g := packages(t)
	for _, r := range importRules() {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			if r.reason == "" {
				t.Error("the rule has no reason")
			}
			for _, v := range r.violations(g) {
				t.Errorf("%s\nreason: %s", v, r.reason)
			}
		})
	}
}

// A tag is a promise to users of the public packages: contract tests are written
// as they would write theirs.
func TestContractTestsStandOutside(t *testing.T) {
	t.Parallel()
	contracts := []string{"vendors/vendortest", "sim/endpointtest"}
	g := packages(t)
	for _, c := range contracts {
		if !g.ours(c) {
			t.Errorf("no package %s: mend this test", c)
		}
	}
	used := map[string]bool{}
	for _, name := range g.names() {
		for _, dep := range g[name].TestImports {
			if slices.Contains(contracts, dep) && dep != name {
				t.Errorf("%s: the test that imports %s belongs into package %s_test: "+
					"it must pass with what users see", name, dep, g[name].Name)
			}
		}
		for _, dep := range g[name].XTestImports {
			used[dep] = used[dep] || dep != name
		}
	}
	for _, c := range contracts {
		if !used[c] {
			t.Errorf("nobody runs the contract %s", c)
		}
	}
}
