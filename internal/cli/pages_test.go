package cli

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

func written(t *testing.T, path ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, path...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// The examples of the page about the control API are requests a simulator takes, in the
// page's order.
func TestControlAPIExamplesWork(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	blocks := regexp.MustCompile("(?s)```http\n(.*?)\n```").FindAllStringSubmatch(written(t, "docs", "control-api.md"), -1)
	if len(blocks) < 10 {
		t.Fatalf("%d examples; is the page still written so?", len(blocks))
	}
	for _, b := range blocks {
		line, body, _ := strings.Cut(b[1], "\n")
		method, path, _ := strings.Cut(line, " ")
		control(t, method, ready.Admin+path, body)
	}
}

// Every request the control API answers is in the page, and no other.
func TestControlAPIPageIsComplete(t *testing.T) {
	t.Parallel()
	text := written(t, "docs", "control-api.md")
	routes := map[string]bool{}
	route := regexp.MustCompile(`"((?:GET|POST|PUT|DELETE) /[^"]*)"`)
	for _, file := range []string{"sim/admin/server.go", "internal/cli/simadmin.go"} {
		for _, m := range route.FindAllStringSubmatch(written(t, file), -1) {
			routes[m[1]] = true
		}
	}
	if len(routes) < 20 {
		t.Fatalf("%d routes; are they still written so?", len(routes))
	}
	for r := range routes {
		if !strings.Contains(text, "`"+r+"`") {
			t.Errorf("the page does not have %s", r)
		}
	}
	for _, m := range regexp.MustCompile("`((?:GET|POST|PUT|DELETE) /[^`?]*)`").FindAllStringSubmatch(text, -1) {
		if !routes[m[1]] && !strings.HasPrefix(m[1], "GET /devices/mine") {
			t.Errorf("there is no %s", m[1])
		}
	}
}

// Every key of the YAML files is in the page about them, and its examples can be read.
func TestFilesPageIsComplete(t *testing.T) {
	t.Parallel()
	text := written(t, "docs", "files.md")
	for _, v := range []any{
		scenario.Scenario{}, scenario.App{}, scenario.User{}, scenario.Device{}, scenario.Step{}, scenario.Send{}, scenario.Expect{},
		scenario.DeviceChange{}, scenario.QuotaChange{}, scenario.FlagChange{}, fault.Fault{}, letter{},
	} {
		keys(reflect.TypeOf(v), func(key string) {
			if !strings.Contains(text, "`"+key+"`") {
				t.Errorf("the page does not have %q of %T", key, v)
			}
		})
	}
	for kind := range strings.SplitSeq("latency reset status html answer truncate wrong-type stall", " ") {
		if !strings.Contains(text, "`"+kind+"`") {
			t.Errorf("the page does not have the fault %q", kind)
		}
	}
	examples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(text, -1)
	if len(examples) != 3 {
		t.Fatalf("%d examples, want a scenario, a message and settings", len(examples))
	}
	run(t, "scenario", "run", file(t, "night.yaml", examples[0][1])).wants(t, 0)
	run(t, "send", "-f", file(t, "msg.yaml", examples[1][1])).wants(t, 0, "v2  accepted")
	run(t, "version", "--config", file(t, "config.yaml", examples[2][1])).wants(t, 0)
}

// Every right is in the page, or is a category of the vendor; and no other is taken.
func TestRightsAreThoseOfThePage(t *testing.T) {
	t.Parallel()
	text := written(t, "docs/files.md")
	for _, row := range catalog.All() {
		ep := row.Endpoint()
		g, ok := ep.(sim.Granting)
		if !ok {
			t.Errorf("%s: any right is taken", row.ID)
			continue
		}
		for _, right := range g.Rights() {
			own := slices.ContainsFunc(row.Facts().Categories, func(c vendors.CategoryFact) bool { return string(c.Category) == right })
			if !own && !strings.Contains(text, "`"+right) {
				t.Errorf("%s: the page does not have the right %q", row.ID, right)
			}
			if strings.HasSuffix(right, ":") || strings.HasSuffix(right, ".") {
				right += "a"
			}
			if err := sim.CheckRights(ep, []string{right}); err != nil {
				t.Errorf("%s: %v", row.ID, err)
			}
		}
		if err := sim.CheckRights(ep, []string{"xyz"}); err == nil || !strings.Contains(err.Error(), `unknown right "xyz"`) {
			t.Errorf("%s: %v, want a refusal of a right nobody grants", row.ID, err)
		}
	}
}

// A mistyped right is refused where apps are changed, as a mistyped switch is.
func TestAMistypedRightIsRefused(t *testing.T) {
	t.Parallel()
	ready, _ := simulator(t)
	for body, want := range map[string]int{`{"rights":["xyz"]}`: http.StatusBadRequest, `{"rights":["IM"]}`: http.StatusOK} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, ready.Admin+"/apps/shop-oppo", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %s, want %d", body, res.Status, want)
		}
	}
}

// keys calls f with the YAML keys of a struct.
func keys(typ reflect.Type, f func(string)) {
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, options, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		switch {
		case strings.Contains(options, "inline"):
			keys(field.Type, f)
		case name != "" && name != "-":
			f(name)
		}
	}
}

// Where phones and messages are is said when a simulator starts.
func TestSimSaysWhereItsDialsAre(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	args := strings.Fields("sim --listen 127.0.0.1:0 --admin 127.0.0.1:0 --tls-listen=")
	runCall(ctx, call{args: args}).wants(t, 0, "/devices has the phones", "/messages what became of each message", "docs/control-api.md")
}
