package archtest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// A file has one subject and fits in usual lines. What is longer says why here; the
// hard bound has no exceptions.
const usual, bound = 400, 600

// longFiles are those between the two, with the reason.
func longFiles() map[string]string {
	return map[string]string{}
}

func TestFilesAreShort(t *testing.T) {
	t.Parallel()
	exceptions := longFiles()
	each(t, true, func(t *testing.T, name string, src []byte) {
		lines := bytes.Count(src, []byte("\n"))
		reason, listed := exceptions[name]
		switch {
		case lines > bound:
			t.Errorf("%s has %d lines, more than %d: split it by subject", name, lines, bound)
		case lines > usual && !listed:
			t.Errorf("%s has %d lines, more than %d: split it by subject, or list it in longFiles with a reason", name, lines, usual)
		case lines <= usual && listed:
			t.Errorf("%s has %d lines; take it off longFiles (%q)", name, lines, reason)
		}
		delete(exceptions, name)
	})
	for name := range exceptions {
		t.Errorf("longFiles names %s, which does not exist", name)
	}
}

func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	t.Parallel()
	g := packages(t)
	for _, name := range g.names() {
		p := g[name]
		if len(p.GoFiles) == 0 {
			continue // tests only
		}
		var docs []string
		var where []string
		for _, file := range p.files(false) {
			f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.PackageClauseOnly)
			if err != nil {
				t.Error(err)
				continue
			}
			if f.Doc != nil && strings.TrimSpace(f.Doc.Text()) != "" {
				docs, where = append(docs, f.Doc.Text()), append(where, filepath.Base(file))
			}
		}
		start := "Package " + p.Name + " "
		if p.Name == "main" {
			start = "Command "
		}
		switch {
		case len(docs) == 0:
			t.Errorf("%s has no package comment: say in one what it is for", name)
		case len(docs) > 1:
			t.Errorf("%s has package comments in %v: keep one, readers see them in any order", name, where)
		case !strings.HasPrefix(docs[0], start):
			t.Errorf("%s: the package comment starts %.40q, want %q and what it is for", name, docs[0], start)
		case len(strings.Fields(docs[0])) < 8:
			t.Errorf("%s: the package comment %q does not say what it is for", name, docs[0])
		}
	}
}

// What runs by being imported cannot be left out, ordered or tested.
func TestNoInit(t *testing.T) {
	t.Parallel()
	each(t, true, func(t *testing.T, name string, src []byte) {
		for _, d := range parse(t, name, src).Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				t.Errorf("%s has an init function: list things in a function that somebody calls", name)
			}
		}
	})
}

// generic are the packages that may name no vendor in code: they know vendors
// through the catalogue's rows, so that adding one changes none of them.
func generic() (in, but []string) {
	return []string{
			"sim", "sim/...", "conformance", "conformance/...", "tui", "tui/...", "internal/...",
			"vendors/client", "vendors/vendortest", "vendors/internal/...",
		}, []string{
			"sim/<v>", "sim/<v>/...", "conformance/<v>", "conformance/<v>/...",
			"internal/catalog", "internal/archtest", // the list, and the list of names
			"conformance/suite", // the public list of cases
		}
}

func TestGenericCodeNamesNoVendor(t *testing.T) {
	t.Parallel()
	in, but := generic()
	g := packages(t)
	for _, pattern := range in {
		if !slices.ContainsFunc(g.names(), func(n string) bool { _, ok := match(n, pattern); return ok }) {
			t.Errorf("no package matches %q: mend the list", pattern)
		}
	}
	each(t, false, func(t *testing.T, name string, src []byte) {
		dir := filepath.ToSlash(filepath.Dir(name))
		_, listed := match(dir, in...)
		if _, excepted := match(dir, but...); !listed || excepted {
			return
		}
		fset := token.NewFileSet()
		f, err := parser.ParseFile(fset, name, src, parser.SkipObjectResolution)
		if err != nil {
			t.Error(err)
			return
		}
		ast.Inspect(f, func(n ast.Node) bool {
			var word string
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false // import rules look at these
			case *ast.Ident:
				word = n.Name
			case *ast.BasicLit:
				if dir == "internal/cli" && strings.Contains(n.Value, "offpush ") {
					return true // an example in a help text is something to type
				}
				word = n.Value
			}
			if v := vendorIn(word); v != "" {
				t.Errorf("%s:%d: %s names %s: take it from the catalogue's row",
					name, fset.Position(n.Pos()).Line, word, v)
			}
			return true
		})
	})
}

// vendorIn returns the vendor a word or sentence names, "" if none. A name counts
// when it stands as a word or as a part of a camel-case one: simVivo and VivoKey
// do, survivor and opposite do not.
func vendorIn(s string) string {
	for _, zh := range []string{"华为", "荣耀", "小米", "魅族", "苹果"} {
		if strings.Contains(s, zh) {
			return zh
		}
	}
	lower := strings.ToLower(s)
	if len(lower) != len(s) { // letters whose lower case has another length
		return ""
	}
	for _, v := range vendorNames() {
		for from := 0; ; {
			i := strings.Index(lower[from:], v)
			if i < 0 {
				break
			}
			start, end := from+i, from+i+len(v)
			if wordStarts(s, start) && wordEnds(s, end) {
				return v
			}
			from = end
		}
	}
	return ""
}

func wordStarts(s string, i int) bool {
	return i == 0 || !isLetter(s[i-1]) || (isLower(s[i-1]) && !isLower(s[i]))
}

func wordEnds(s string, i int) bool { return i == len(s) || !isLower(s[i]) }

func isLower(b byte) bool { return 'a' <= b && b <= 'z' }

func isLetter(b byte) bool { return unicode.IsLetter(rune(b)) && b < 0x80 }

func TestVendorIn(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]string{
		"Vivo": "vivo", "simVivo": "vivo", "VivoKey": "vivo", "FCMToken": "fcm", "APNs": "apns",
		`"oppo push"`: "oppo", "HonorToken": "honor", `"小米手机"`: "小米", `"/vivo/"`: "vivo",
		"survivor": "", "opposite": "", "honors": "", "vivoid": "", "vendor": "",
	} {
		if got := vendorIn(s); got != want {
			t.Errorf("vendorIn(%s) = %q, want %q", s, got, want)
		}
	}
}

// each calls f with every Go file of the module; name is relative to the root.
func each(t *testing.T, tests bool, f func(t *testing.T, name string, src []byte)) {
	t.Helper()
	top, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	g := packages(t)
	for _, name := range g.names() {
		for _, file := range g[name].files(tests) {
			src, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			rel, err := filepath.Rel(top, file)
			if err != nil {
				t.Fatal(err)
			}
			f(t, filepath.ToSlash(rel), src)
		}
	}
}

func parse(t *testing.T, name string, src []byte) *ast.File {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), name, src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
