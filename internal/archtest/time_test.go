package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
)

// timeFiles are the files that may use the machine's clock, with the reason. A
// trailing slash stands for a folder.
func timeFiles() map[string]string {
	return map[string]string{
		"vendors/clock.go":                  "SystemClock is where senders meet the machine's clock",
		"sim/clock/":                        "the real mode of the world's clock follows the machine's",
		"vendors/internal/gather/gather.go": "a connection's last words take machine time",
		// What is under test may hang, and then its own clock stands still.
		"conformance/attempt.go": "a case's time-out is in machine time",
	}
}

// Signatures, expiry, quotas and back-off follow the clock that was handed in, so
// that a day can be played in a millisecond and every run can be repeated.
func TestTimeIsAParameter(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	each(t, false, func(t *testing.T, name string, src []byte) {
		_, timed := match(filepath.ToSlash(filepath.Dir(name)), "vendors", "vendors/...", "sim", "sim/...", "fixtures/...", "conformance/...")
		if !timed {
			return
		}
		uses := clockUses(t, name, src)
		for file := range timeFiles() {
			if name == file || filepath.ToSlash(filepath.Dir(name))+"/" == file {
				used[file] = used[file] || len(uses) > 0
				return
			}
		}
		for _, u := range uses {
			t.Errorf("%s: %s: use the clock that was handed in", name, u)
		}
	})
	for file, reason := range timeFiles() {
		if !used[file] {
			t.Errorf("timeFiles lists %s (%s), which uses no clock of the machine", file, reason)
		}
	}
}

// A test that sleeps is slow on a fast machine and fails on a slow one; inside a
// synctest bubble time is made up, and sleeping is free.
func TestTestsDoNotSleep(t *testing.T) {
	t.Parallel()
	each(t, true, func(t *testing.T, name string, src []byte) {
		if ok, _ := filepath.Match("*_test.go", filepath.Base(name)); !ok || bytes.Contains(src, []byte(`"testing/synctest"`)) {
			return
		}
		for _, u := range clockUses(t, name, src) {
			if u.fn == "Sleep" {
				t.Errorf("%s: %s: wait for the event itself, or use a clock that jumps", name, u)
			}
		}
	})
}

// Draws come from the world's seed. Other chance cannot be replayed.
func TestNoUnseededChance(t *testing.T) {
	t.Parallel()
	excepted := map[string]string{
		"sim/endpointtest": "breaks requests with a generator whose seed is a constant",
		"sim/httpsim":      "a CA's key must not be guessed",
	}
	chance := []string{"std:math/rand", "std:math/rand/v2", "std:crypto/rand"}
	g := packages(t)
	for name, reason := range excepted {
		if p := g[name]; p == nil || !slices.ContainsFunc(chance, func(c string) bool { return slices.Contains(p.Imports, c) }) {
			t.Errorf("%s is excepted (%s) and draws nothing: take it off the list", name, reason)
		}
	}
	for _, name := range g.names() {
		if _, ok := match(name, "sim", "sim/...", "conformance", "conformance/...", "fixtures/..."); !ok {
			continue
		}
		if excepted[name] != "" {
			continue
		}
		for _, dep := range g[name].Imports {
			if slices.Contains(chance, dep) {
				t.Errorf("%s imports %s: draw from the seed", name, dep)
			}
		}
	}
}

// use is one use of the machine's clock.
type use struct {
	fn   string
	line int
}

func (u use) String() string { return "line " + strconv.Itoa(u.line) + ": time." + u.fn }

// clockUses finds where a file asks the machine for the time or waits for it.
func clockUses(t *testing.T, name string, src []byte) []use {
	t.Helper()
	machine := []string{"Now", "Sleep", "After", "AfterFunc", "Tick", "NewTicker", "NewTimer", "Since", "Until"}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	local := ""
	for _, imp := range f.Imports {
		if imp.Path.Value == `"time"` {
			local = "time"
			if imp.Name != nil {
				local = imp.Name.Name
			}
		}
	}
	var out []use
	ast.Inspect(f, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && local != "" {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == local && slices.Contains(machine, sel.Sel.Name) {
				out = append(out, use{sel.Sel.Name, fset.Position(sel.Pos()).Line})
			}
		}
		return true
	})
	return out
}

func TestClockUses(t *testing.T) {
	t.Parallel()
	src := `package x
import clock "time"
var a = clock.Now
func f() { clock.Sleep(1); _ = clock.Second; time.Now() }
`
	got := clockUses(t, "x.go", []byte(src))
	if want := []use{{"Now", 3}, {"Sleep", 4}}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
