package archtest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// made is a small house with everything the kinds of rules look at.
func made() graph {
	g := graph{}
	add := func(name string, deps ...string) {
		p := &pkg{ImportPath: name, Imports: deps}
		seen := map[string]bool{}
		var walk func([]string)
		walk = func(list []string) {
			for _, d := range list {
				if !seen[d] {
					seen[d] = true
					p.Deps = append(p.Deps, d)
					if g[d] != nil {
						walk(g[d].Imports)
					}
				}
			}
		}
		walk(deps)
		g[name] = p
	}
	add("words", "std:time")
	add("middle", "words")
	add("side/vivo", "middle", "std:fmt")
	add("side/oppo", "side/vivo", "example.com/lib")
	add("top", "side/oppo")
	return g
}

func TestImportRulesBite(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name string
		rule importRule
		want []string // the start of each line
	}{
		{"the standard library is always allowed", importRule{from: []string{"words"}, allow: []string{}}, nil},
		{"deny sees transitive imports", importRule{from: []string{"side/vivo"}, deny: []string{"words"}},
			[]string{"side/vivo depends on words (side/vivo > middle > words)"}},
		{"deny can name the standard library", importRule{from: []string{"words"}, deny: []string{"std:time"}},
			[]string{"words depends on std:time"}},
		{"allow is complete", importRule{from: []string{"side/<v>"}, allow: []string{"middle", "words", "side/vivo"}},
			[]string{"side/oppo depends on example.com/lib"}},
		{"a vendor may not use another", importRule{from: []string{"side/<v>"}, deny: []string{"side/<other>"}},
			[]string{"side/oppo depends on side/vivo"}},
		{"an exception is one", importRule{from: []string{"side/..."}, but: []string{"side/oppo"}, deny: []string{"side/<other>"}}, nil},
		{"importers are direct", importRule{from: []string{"side/<v>"}, importers: []string{"top"}},
			[]string{"side/oppo imports side/vivo"}},
		{"importers of a third party", importRule{from: []string{"example.com/lib"}, importers: []string{"top"}},
			[]string{"side/oppo imports example.com/lib"}},
		{"<v> in importers is the same vendor", importRule{from: []string{"side/vivo"}, importers: []string{"side/<v>"}}, nil},
		{"a rule about nothing fails", importRule{from: []string{"gone"}, deny: []string{"words"}},
			[]string{"no package matches [gone]"}},
		{"and so does one about importers of nothing", importRule{from: []string{"example.com/gone"}, importers: []string{"top"}},
			[]string{"no package matches [example.com/gone]"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := c.rule.violations(made())
			if len(got) != len(c.want) {
				t.Fatalf("got %q, want %q", got, c.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], c.want[i]) {
					t.Errorf("got %q, want %q...", got[i], c.want[i])
				}
			}
		})
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	type answer struct {
		Vendor string
		OK     bool
	}
	cases := []struct {
		name, pattern string
		want          answer
	}{
		{"sim", "sim", answer{"", true}},
		{"sim/clock", "sim", answer{}},
		{"sim/clock", "sim/...", answer{"", true}},
		{"sim", "sim/...", answer{"", true}},
		{"simple", "sim/...", answer{}},
		{"sim/vivo", "sim/<v>", answer{"vivo", true}},
		{"sim/vivo/x", "sim/<v>", answer{}},
		{"sim/vivo/x", "sim/<v>/...", answer{"vivo", true}},
		{"sim/clock", "sim/<v>", answer{}},
	}
	for _, c := range cases {
		v, ok := match(c.name, c.pattern)
		if diff := cmp.Diff(c.want, answer{v, ok}); diff != "" {
			t.Errorf("match(%q, %q) (-want +got):\n%s", c.name, c.pattern, diff)
		}
	}
}
