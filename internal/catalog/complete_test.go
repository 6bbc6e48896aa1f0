package catalog_test

import (
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// channels are the vendors offpush speaks about. A folder named after one belongs
// to a row; a row has one folder in each room.
func channels() []vendors.Vendor {
	return []vendors.Vendor{
		vendors.Huawei, vendors.Honor, vendors.Xiaomi, vendors.OPPO,
		vendors.Vivo, vendors.Meizu, vendors.APNs, vendors.FCM,
	}
}

func TestRowsAndFoldersAgree(t *testing.T) {
	t.Parallel()
	for _, room := range []string{"fixtures", "vendors", "sim", "conformance"} {
		for _, v := range channels() {
			_, row := catalog.Find(v)
			files, err := filepath.Glob(filepath.Join("..", "..", room, string(v), "*.go"))
			if err != nil {
				t.Fatal(err)
			}
			switch folder := len(files) > 0; {
			case folder && !row:
				t.Errorf("%s/%s has no row in the catalogue: nothing can use it", room, v)
			case row && !folder:
				t.Errorf("%s has a row and no folder in %s", v, room)
			}
		}
	}
	seen := map[vendors.Vendor]bool{}
	for _, row := range catalog.All() {
		if seen[row.ID] {
			t.Errorf("%s has two rows", row.ID)
		}
		seen[row.ID] = true
	}
}

// TestComplete holds each row against what a vendor has to bring. It runs unasked
// for every vendor that is added.
func TestComplete(t *testing.T) {
	t.Parallel()
	for _, row := range catalog.All() {
		t.Run(string(row.ID), func(t *testing.T) {
			t.Parallel()
			if !fields(t, row) {
				return // what follows would stop at a nil function
			}
			t.Run("vendor", func(t *testing.T) { t.Parallel(); oneVendor(t, row) })
			t.Run("codes", func(t *testing.T) { t.Parallel(); codes(t, row) })
			t.Run("facts", func(t *testing.T) { t.Parallel(); facts(t, row) })
			t.Run("rules", func(t *testing.T) { t.Parallel(); rules(t, row) })
			t.Run("cases", func(t *testing.T) { t.Parallel(); cases(t, row) })
			t.Run("endpoint", func(t *testing.T) { t.Parallel(); endpoint(t, row) })
		})
	}
}

// fields reports whether every field of the row is set.
func fields(t *testing.T, row catalog.Entry) bool {
	t.Helper()
	v := reflect.ValueOf(row)
	whole := true
	for i := range v.NumField() {
		if v.Field(i).IsZero() {
			t.Errorf("the row has no %s", v.Type().Field(i).Name)
			whole = false
		}
	}
	logins(t, row)
	text(t, "brand", row.Phone.Brand)
	text(t, "drawer", row.Phone.Drawer)
	if row.Phone.Home != desk.HomeBar && row.Phone.Home != desk.HomeKeys {
		t.Errorf("the phones' home is %q", row.Phone.Home)
	}
	if !regexp.MustCompile(`^#[0-9a-f]{6}$`).MatchString(row.Accent) {
		t.Errorf("accent %q, want #rrggbb", row.Accent)
	}
	return whole
}

// logins: the sender opens with what each of them needs, or says what is wrong with
// a value; and the simulator makes what the first one needs.
func logins(t *testing.T, row catalog.Entry) {
	t.Helper()
	minted := row.Endpoint().MintCredentials(1, "app")
	for field := range minted {
		if !slices.Contains(row.Credentials(), field) {
			t.Errorf("the simulator makes the credential %q, which no login has", field)
		}
	}
	for i, l := range row.Logins {
		creds := vendors.Credentials{}
		for _, field := range l.Needs {
			if creds[field] = vendors.Secret(minted[field]); i == 0 && minted[field] == "" {
				t.Errorf("the first login needs %q, which the simulator does not make", field)
			}
			if creds[field] == "" {
				creds[field] = "x"
			}
		}
		if l.Version != "" {
			creds["api_version"] = vendors.Secret(l.Version)
		}
		s, err := row.Open(vendors.Config{Credentials: creds}, nil)
		switch {
		case err == nil:
			if c, ok := s.(io.Closer); ok {
				_ = c.Close() // it never spoke
			}
		case i == 0 || strings.Contains(err.Error(), "is missing"):
			t.Errorf("login %d: %v", i, err)
		}
	}
}

// oneVendor: everything in a row is about the row's vendor.
func oneVendor(t *testing.T, row catalog.Entry) {
	if got := row.Facts().Vendor; got != row.ID {
		t.Errorf("the facts are of %q", got)
	}
	if got := row.Endpoint().Vendor(); got != row.ID {
		t.Errorf("the endpoint is of %q", got)
	}
	for _, c := range row.Cases() {
		if c.Vendor != row.ID || !strings.HasPrefix(c.ID, string(row.ID)+"/") {
			t.Errorf("case %s is of %q; want %s and an id that starts with it", c.ID, c.Vendor, row.ID)
		}
	}
	for _, m := range row.Mutants() {
		if m.Vendor != row.ID && m.Vendor != "" {
			t.Errorf("mutant %s is of %q", m.Name, m.Vendor)
		}
	}
}

// inCase is how a case writes a code it makes the endpoint answer.
func inCase(c vendors.Code) string {
	if c.Where == vendors.InReceipt {
		return "receipt:" + c.Code
	}
	return c.Code
}

// codes: each documented code is reachable in the simulator and has a case, or says
// why not; and nothing is answered that is not documented.
func codes(t *testing.T, row catalog.Entry) {
	// A sender case may answer with any code, known or not, to see what the sender
	// makes of it; an endpoint case gets its codes from the rules.
	byCase, overTheWire := map[string]bool{}, map[string]bool{}
	for _, c := range row.Cases() {
		for _, code := range c.Codes {
			byCase[code] = true
			overTheWire[code] = overTheWire[code] || c.Direction == conformance.Endpoint
		}
	}
	byRule := map[string]bool{row.Endpoint().Success(): true}
	for _, r := range row.Endpoint().Rules() {
		byRule[r.Code] = true
	}
	known := map[string]bool{}
	for _, c := range row.Facts().Codes {
		known[c.Code], known[inCase(c)] = true, true
		switch {
		case c.Where == vendors.InClient && c.NotSimulated == "":
			t.Errorf("code %q is of the phone's SDK and counts as simulated; say why it is not", c.Code)
		case c.NotSimulated != "" && overTheWire[inCase(c)] && !elsewhere(row, c):
			t.Errorf("code %s %q is not simulated (%s), and an endpoint case reaches it", c.Where, c.Code, c.NotSimulated)
		case c.NotSimulated == "" && !byCase[inCase(c)]:
			t.Errorf("code %s %q has no case that names it in Codes, and does not say why it is not simulated", c.Where, c.Code)
		case c.NotSimulated == "" && !byRule[c.Code] && !overTheWire[inCase(c)]:
			// Some rules answer a code they find while judging, and the number of a
			// token is no code of a rule; then the wire is the proof.
			t.Errorf("code %s %q: no rule answers it and no endpoint case reaches it", c.Where, c.Code)
		}
	}
	for code := range byRule {
		if code != "" && !known[code] {
			t.Errorf("a rule answers %q, which is no fact", code)
		}
	}
	for code, endpoint := range overTheWire {
		if endpoint && !known[code] {
			t.Errorf("an endpoint case names the code %q, which is no fact", code)
		}
	}
}

// elsewhere reports whether the same number is a simulated code of another answer:
// cases do not say which of the two they mean.
func elsewhere(row catalog.Entry, c vendors.Code) bool {
	return slices.ContainsFunc(row.Facts().Codes, func(o vendors.Code) bool {
		return o.Where != c.Where && o.NotSimulated == "" && inCase(o) == inCase(c)
	})
}

// facts: each has a meaning in both languages and a source with a date.
func facts(t *testing.T, row catalog.Entry) {
	f := row.Facts()
	text(t, "name", f.Name)
	if _, err := time.LoadLocation(f.TimeZone); err != nil || f.TimeZone == "" {
		t.Errorf("time zone %q: %v", f.TimeZone, err)
	}
	day(t, "facts", f.Checked)
	for _, c := range f.Codes {
		what := "code " + string(c.Where) + " " + c.Code
		text(t, what, c.Meaning)
		origin(t, what, c.Provenance)
	}
	for _, c := range f.Categories {
		what := "category " + string(c.Category)
		text(t, what, c.Name)
		origin(t, what, c.Provenance)
		if c.Class != vendors.ClassTransactional && c.Class != vendors.ClassMarketing {
			t.Errorf("%s: class %q", what, c.Class)
		}
	}
	for _, l := range f.Limits {
		what := "limit " + l.Name
		text(t, what, l.Meaning)
		origin(t, what, l.Provenance)
		if l.Unit == "" {
			t.Errorf("%s has no unit", what)
		}
	}
	for _, q := range f.Quotas {
		what := "quota " + q.Name
		text(t, what, q.Formula)
		origin(t, what, q.Provenance)
	}
	for _, e := range f.Endpoints {
		what := "endpoint " + e.Name
		text(t, what, e.Purpose)
		origin(t, what, e.Provenance)
	}
	for name, n := range map[string]int{"codes": len(f.Codes), "limits": len(f.Limits), "endpoints": len(f.Endpoints)} {
		if n == 0 {
			t.Errorf("the facts list no %s", name)
		}
	}
}

// rules: each has a permanent ID, texts in both languages and a source.
func rules(t *testing.T, row catalog.Entry) {
	id := regexp.MustCompile(`^[A-Z]{2,3}-[A-Z]{3}-\d{3}$`)
	stages := []rule.Stage{
		rule.StageAuth, rule.StageValidate, rule.StageClassify, rule.StageFilter,
		rule.StageQuota, rule.StageRate, rule.StageDeliver,
	}
	seen := map[string]bool{}
	for _, r := range row.Endpoint().Rules() {
		if !id.MatchString(r.ID) {
			t.Errorf("rule %q: want an ID like VV-QTA-002", r.ID)
		}
		if seen[r.ID] {
			t.Errorf("rule %s is there twice", r.ID)
		}
		seen[r.ID] = true
		if r.Vendor != row.ID || r.Apply == nil {
			t.Errorf("rule %s: vendor %q, Apply set: %v", r.ID, r.Vendor, r.Apply != nil)
		}
		if !slices.Contains(stages, r.Stage) || (r.Scope != rule.ScopeCall && r.Scope != rule.ScopeTarget) {
			t.Errorf("rule %s: stage %q, scope %q", r.ID, r.Stage, r.Scope)
		}
		text(t, "rule "+r.ID+" title", r.Title)
		origin(t, "rule "+r.ID, r.Provenance)
		if r.Reason != "" || r.Code != "" { // it can bite: say what happened and what to do
			text(t, "rule "+r.ID+" because", r.Because)
			text(t, "rule "+r.ID+" advice", r.Advice)
		}
		for _, d := range []string{r.Since, r.Until} {
			if d != "" {
				day(t, "rule "+r.ID, d)
			}
		}
		if r.Since != "" && r.Until != "" && r.Since >= r.Until {
			t.Errorf("rule %s holds from %s to %s: never", r.ID, r.Since, r.Until)
		}
	}
}

// cases: they are complete, have a source, and none but documented or observed
// behaviour is a must.
func cases(t *testing.T, row catalog.Entry) {
	all := row.Cases()
	if err := conformance.Validate(all); err != nil {
		t.Error(err)
	}
	directions := map[conformance.Direction]int{}
	for _, c := range all {
		directions[c.Direction]++
		if c.Source == "" || c.Title == "" || c.Requirement == "" {
			t.Errorf("case %s: title %q, requirement %q, source %q; all three are needed", c.ID, c.Title, c.Requirement, c.Source)
		}
		if c.Level == conformance.Must && strings.Contains(c.Source, "assumed") {
			t.Errorf("case %s is a MUST and its source says %q", c.ID, c.Source)
		}
	}
	for _, d := range []conformance.Direction{conformance.Sender, conformance.Endpoint} {
		if directions[d] == 0 {
			t.Errorf("there is no %s case", d)
		}
	}
	if n := len(row.Mutants()); n < 8 {
		t.Errorf("%d bad senders, want at least 8", n)
	}
}

// endpoint: its sites, counters and switches can be shown and set.
func endpoint(t *testing.T, row catalog.Entry) {
	ep := row.Endpoint()
	if len(ep.Sites()) == 0 {
		t.Error("the endpoint answers for no site")
	}
	for _, s := range ep.Sites() {
		if s.Name == "" || len(s.Hosts) == 0 || len(s.Paths) == 0 {
			t.Errorf("site %+v: name, hosts and paths are needed", s)
		}
	}
	for _, c := range ep.Counters() {
		if c.Name == "" {
			t.Error("a counter has no name")
		}
		text(t, "counter "+c.Name, c.Title)
	}
	for _, f := range ep.Flags() {
		text(t, "switch "+f.Name, f.Doc)
		if f.Values != nil && !slices.Contains(f.Values, f.Default) {
			t.Errorf("switch %s: the default %q is none of %q", f.Name, f.Default, f.Values)
		}
	}
	if _, err := sim.NewRulebook(ep, sim.RuleOptions{}); err != nil {
		t.Error(err)
	}
}

func text(t *testing.T, what string, s vendors.Text) {
	t.Helper()
	if s.EN == "" || s.ZH == "" {
		t.Errorf("%s: text %+v; both languages are needed", what, s)
	}
}

func origin(t *testing.T, what string, p vendors.Provenance) {
	t.Helper()
	if p.Source == "" {
		t.Errorf("%s has no source", what)
	}
	if p.Confidence != vendors.Documented && p.Confidence != vendors.Observed && p.Confidence != vendors.Assumed {
		t.Errorf("%s: confidence %q", what, p.Confidence)
	}
	day(t, what, p.Checked)
}

func day(t *testing.T, what, s string) {
	t.Helper()
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		t.Errorf("%s: date %q, want YYYY-MM-DD", what, s)
	}
}

// The test reads folders; it must not pass because it looks in the wrong place.
func TestFoldersAreFound(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(filepath.Join("..", "..", "go.mod")); err != nil {
		t.Fatal(err)
	}
}
