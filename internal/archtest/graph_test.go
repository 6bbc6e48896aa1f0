package archtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

const module = "github.com/offpush/offpush"

// pkg is one package as `go list -json` describes it. Names of our own packages
// are relative to the module ("sim/clock"); the root is ".".
type pkg struct {
	ImportPath   string
	Dir          string
	Name         string
	GoFiles      []string
	TestGoFiles  []string
	XTestGoFiles []string
	Imports      []string // direct, without tests
	Deps         []string // transitive, without tests
	TestImports  []string // of tests inside the package
	XTestImports []string // of tests outside it
}

// graph is the module's packages by relative name.
type graph map[string]*pkg

// load lists the module once for all tests: it takes a second.
var load = sync.OnceValues(func() (graph, error) {
	// -e: a package that does not compile fails its own build; the rules still hold
	// for the others.
	cmd := exec.Command("go", "list", "-e",
		"-json=ImportPath,Dir,Name,GoFiles,TestGoFiles,XTestGoFiles,Imports,Deps,TestImports,XTestImports", "./...")
	cmd.Dir = root
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, errors.New("go list: " + err.Error() + "\n" + stderr.String())
	}
	g := graph{}
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(pkg)
		if err := dec.Decode(p); errors.Is(err, io.EOF) {
			return g, nil
		} else if err != nil {
			return nil, err
		}
		p.ImportPath = relative(p.ImportPath)
		for _, list := range [][]string{p.Imports, p.Deps, p.TestImports, p.XTestImports} {
			for i := range list {
				list[i] = relative(list[i])
			}
		}
		g[p.ImportPath] = p
	}
})

// root is the repository's top directory, seen from this package.
const root = "../.."

func packages(t *testing.T) graph {
	t.Helper()
	g, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// relative turns our own import paths into names relative to the module, marks the
// standard library ("std:net/http"), which has folders of the same names as ours,
// and leaves third parties alone: their first path element is a host name.
func relative(path string) string {
	if path == module {
		return "."
	}
	if name, ok := strings.CutPrefix(path, module+"/"); ok {
		return name
	}
	if first, _, _ := strings.Cut(path, "/"); !strings.Contains(first, ".") {
		return "std:" + path
	}
	return path
}

// ours reports whether g has a package of this name.
func (g graph) ours(name string) bool { return g[name] != nil }

// names are the packages in order.
func (g graph) names() []string {
	var out []string
	for name := range g {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

// files are the package's source files; tests too when asked for.
func (p *pkg) files(tests bool) []string {
	list := slices.Clone(p.GoFiles)
	if tests {
		list = append(append(list, p.TestGoFiles...), p.XTestGoFiles...)
	}
	for i := range list {
		list[i] = filepath.Join(p.Dir, list[i])
	}
	return list
}

// vendorNames are the push channels a folder can be named after, whether or not
// the repository has them yet.
func vendorNames() []string {
	return []string{"huawei", "honor", "xiaomi", "oppo", "vivo", "meizu", "apns", "fcm"}
}

// match reports whether a package matches one of the patterns: a name stands for
// itself, "x/..." for x and all below it, "<v>" for a vendor's name; and which
// vendor that was, "" if none.
func match(name string, patterns ...string) (vendor string, ok bool) {
	for _, p := range patterns {
		if v, ok := match1(name, p); ok {
			return v, true
		}
	}
	return "", false
}

func match1(name, pattern string) (vendor string, ok bool) {
	if strings.Contains(pattern, "<v>") {
		for _, v := range vendorNames() {
			if _, ok := match1(name, strings.ReplaceAll(pattern, "<v>", v)); ok {
				return v, true
			}
		}
		return "", false
	}
	if below, ok := strings.CutSuffix(pattern, "/..."); ok {
		return "", name == below || strings.HasPrefix(name, below+"/")
	}
	return "", name == pattern
}
