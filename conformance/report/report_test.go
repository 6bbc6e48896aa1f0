package report

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
)

var update = flag.Bool("update", false, "write the golden files anew")

// nasty is what error texts from real senders have in them.
const nasty = "<>&]]>\"'\x1b[31mred\x1b[0m\x00\r\n\t| ` % : , ::error:: 中文 \u2028\xff"

// sample has every status once, and nasty texts wherever a subject can put one.
func sample() *conformance.Report {
	at := conformance.DefaultStart
	mk := func(id string, s conformance.Status, reason string) conformance.Result {
		return conformance.Result{ID: "toy/" + id, Vendor: "toy", Direction: conformance.Sender, Level: conformance.Must, Status: s,
			Seconds: 0.25, Source: "toy.md 3", Rerun: "offpush conformance run toy/" + id + " --seed 7", Reason: reason,
			Title: "title of " + id, Requirement: "the sender must do " + id, Feature: strings.Split(id, "/")[0]}
	}
	r := &conformance.Report{SchemaVersion: conformance.SchemaVersion, Seed: 7, Subject: "a <fake> sender",
		About: conformance.About{Profile: "documented", Rulebook: "2025-11-01", Versions: map[string]string{"offpush": "v0.1.0"}}}
	failed := mk("field/failed", conformance.StatusFailed, "got "+nasty)
	failed.Failures = []string{"got " + nasty, "want 0"}
	failed.Steps = []conformance.Step{{At: at, What: "send to v1"}, {At: at.Add(time.Second), What: "look at " + nasty}}
	failed.Exchanges = []conformance.ExchangeText{{At: at, Method: "POST", Path: "/send?a=1", Header: map[string][]string{"Authtoken": {"[redacted]"}, "Accept": {"*/*"}},
		Body: `{"title":"<b>"}`, Status: 200, Response: "{\"code\":\"101\"}"}}
	failed.Messages = []conformance.MessageText{{ID: "m-000001", Phone: "v1", Title: "<订单>", ReplyCode: "0", State: "dropped", Reason: "QUOTA_DEVICE_DAY", Rule: "TOY-1"}}
	should := mk("field/should", conformance.StatusFailed, "no")
	should.Level = conformance.Should
	broken := mk("target/error", conformance.StatusError, "panic: boom")
	broken.Stack = "goroutine 1 [running]:"
	manners := mk("auth/manners", conformance.StatusNonStrict, "logs in on every send")
	manners.Manners = []string{"logs in on every send"}
	provisional := mk("auth/provisional", conformance.StatusFailed, "not yet")
	provisional.Provisional = true
	flaky := mk("target/flaky", conformance.StatusFlaky, "failed 1 of 2 times")
	flaky.Attempts = []conformance.Status{conformance.StatusPassed, conformance.StatusFailed}
	r.Cases = []conformance.Result{mk("auth/ok", conformance.StatusPassed, ""), manners, provisional, should, failed,
		mk("field/known", conformance.StatusKnownFailing, "being fixed, https://example.com/1"),
		mk("field/unexpected", conformance.StatusUnexpectedPass, "passes"), flaky, broken,
		mk("target/skipped", conformance.StatusSkipped, "needs clock"), mk("target/disabled", conformance.StatusDisabled, "by the configuration")}
	r.Stale = []conformance.StaleEntry{{KnownFailure: conformance.KnownFailure{Pattern: "toy/gone/*", Reason: "x", Line: 3}, Why: "matches no case; remove it"}}
	r.Summary = conformance.Summarize(r.Cases)
	return r
}

func render(t *testing.T, f Format, r *conformance.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Render(&b, f, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join("testdata", "sample."+string(f))
			got := render(t, f, sample())
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("differs from %s (-want +got); -update writes it anew:\n%s", path, diff)
			}
		})
	}
}

func TestJSONRoundTrip(t *testing.T) {
	t.Parallel()
	want := sample()
	// JSON is UTF-8: a broken byte is the one thing it cannot carry.
	fix := func(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
	c := &want.Cases[4]
	c.Reason, c.Failures[0], c.Steps[1].What = fix(c.Reason), fix(c.Failures[0]), fix(c.Steps[1].What)
	got, err := Read(strings.NewReader(render(t, JSON, sample())))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("report (-want +got):\n%s", diff)
	}
	if a, b := render(t, JUnit, want), render(t, JUnit, got); a != b {
		t.Error("another format rendered from the JSON differs from the one of the run")
	}
}

func TestReadRefusesWhatIsNoReport(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ text, want string }{
		"no json":       {"<xml/>", "read json"},
		"cut":           {`{"schemaVersion":1,"cases":[`, "read json"},
		"two documents": {`{"schemaVersion":1} {}`, "something follows"},
		"other schema":  {`{"schemaVersion":2}`, "schemaVersion 2"},
		"no schema":     {`{}`, "schemaVersion 0"},
		"cases removed": {`{"schemaVersion":1,"summary":{"total":3,"passed":3},"cases":[]}`, "changed or cut"},
	} {
		if _, err := Read(strings.NewReader(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q in it", name, err, tt.want)
		}
	}
}

func TestParseSpec(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]Spec{
		"junit=out/x.xml": {JUnit, "out/x.xml"},
		"junit":           {JUnit, filepath.Join("results", "junit.xml")},
		"json":            {JSON, filepath.Join("results", "conformance.json")},
		"github":          {GitHub, "-"},
		"md=-":            {Markdown, "-"},
		"html=a=b.html":   {HTML, "a=b.html"},
	} {
		if got, err := ParseSpec(in); err != nil || got != want {
			t.Errorf("ParseSpec(%q) = %+v, %v; want %+v", in, got, err, want)
		}
	}
	for _, in := range []string{"", "xml", "junit=", "=f"} {
		var option *conformance.OptionError
		if got, err := ParseSpec(in); !errors.As(err, &option) {
			t.Errorf("ParseSpec(%q) = %+v, %v; want an option error", in, got, err)
		}
	}
}

func TestWriteIsAllOrNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "new", "folder", "r.json")
	for range 2 { // the second replaces the first
		if err := Write(JSON, path, sample()); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	if _, err := Read(f); err != nil {
		t.Error(err)
	}
	if err := Write("xml", filepath.Join(dir, "r.xml"), sample()); err == nil {
		t.Error("an unknown format is written")
	}
	// A folder stands where the file should go.
	if err := os.MkdirAll(filepath.Join(dir, "taken", "x"), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := Write(JSON, filepath.Join(dir, "taken"), sample()); err == nil {
		t.Error("a folder was overwritten")
	}
	// A file stands where the folder should go.
	if err := Write(JSON, filepath.Join(path, "below"), sample()); err == nil {
		t.Error("wrote below a file")
	}
	for _, pattern := range []string{filepath.Join(dir, ".report-*"), filepath.Join(dir, "new", "folder", ".report-*")} {
		if left, _ := filepath.Glob(pattern); len(left) != 0 {
			t.Errorf("temporary files stay: %q", left)
		}
	}
}

// failing is a writer that takes n bytes.
type failing struct{ n int }

var errFull = errors.New("disk full")

func (f *failing) Write(p []byte) (int, error) {
	if f.n -= len(p); f.n < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestWriteErrorsAreTold(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		if err := Render(&failing{10}, f, sample()); !errors.Is(err, errFull) {
			t.Errorf("%s: error %v, want %v", f, err, errFull)
		}
	}
}

func TestMarkdownStaysUnderTheLimit(t *testing.T) {
	t.Parallel()
	r := &conformance.Report{SchemaVersion: 1}
	for i := range 200 {
		r.Cases = append(r.Cases, conformance.Result{ID: fmt.Sprintf("toy/f/case-%03d", i), Level: conformance.Must,
			Status: conformance.StatusFailed, Reason: "no", Failures: []string{strings.Repeat("&中", 20_000)}})
	}
	got := render(t, Markdown, r)
	if len(got) > 900<<10 || len(got) < 500<<10 {
		t.Errorf("%d bytes, want as much as fits into 900 KiB", len(got))
	}
	if !strings.Contains(got, "more, see the JSON report.") || strings.Count(got, "<details>") != strings.Count(got, "</details>") {
		t.Error("details are cut without a word")
	}
}

func TestAnnotationsAreBounded(t *testing.T) {
	t.Parallel()
	r := &conformance.Report{SchemaVersion: 1}
	for i := range 24 {
		c := conformance.Result{ID: fmt.Sprintf("toy/f/%02d", i), Vendor: "toy", Level: conformance.May, Status: conformance.StatusFailed, Reason: "no"}
		if i >= 20 {
			c.Level = conformance.Must
		}
		r.Cases = append(r.Cases, c)
	}
	lines := strings.Split(render(t, GitHub, r), "\n")
	var errs []string
	for _, l := range lines {
		if strings.HasPrefix(l, "::error") {
			errs = append(errs, l)
		}
	}
	if len(errs) != 10 || !strings.Contains(errs[9], "and 15 more, see summary") || !strings.Contains(errs[0], "toy/f/20") {
		t.Errorf("%d annotations, want the 9 worst and one for 15 more:\n%s", len(errs), strings.Join(errs, "\n"))
	}
	r.Cases = r.Cases[:10]
	if got := strings.Count(render(t, GitHub, r), "::error"); got != 10 {
		t.Errorf("%d annotations for 10 failures, want 10", got)
	}
}

func TestTextCannotBecomeACommand(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Cases[4].Reason = "x\n::stop-commands::all\r::set-output name=a::b"
	for line := range strings.SplitSeq(strings.ReplaceAll(render(t, GitHub, r), "\r", "\n"), "\n") {
		if strings.HasPrefix(line, "::stop") || strings.HasPrefix(line, "::set-output") {
			t.Errorf("a failure's text is a command: %q", line)
		}
	}
	if got, want := commandProperty("a:b,c%d\r\n"), "a%3Ab%2Cc%25d%0D%0A"; got != want {
		t.Errorf("property %q, want %q", got, want)
	}
}

func TestGitHubOutputs(t *testing.T) {
	t.Parallel()
	if got, want := GitHubOutputs(sample(), "results/a.json\nx=1"), "passed=2\nfailed=5\nreport=results/a.json x=1\n"; got != want {
		t.Errorf("outputs %q, want %q", got, want)
	}
}

func TestInterruptedReportsSaySo(t *testing.T) {
	t.Parallel()
	r := sample()
	r.Incomplete, r.NotRun = true, []string{"toy/f/x"}
	for f, want := range map[Format]string{JSON: `"incomplete": true`, JSONL: `"incomplete":true`, JUnit: `name="incomplete" value="true"`,
		Markdown: "Interrupted: 1 cases", HTML: "Interrupted: 1 cases", GitHub: "title=incomplete", TAP: "Bail out!"} {
		if got := render(t, f, r); !strings.Contains(got, want) {
			t.Errorf("%s does not say %q", f, want)
		}
	}
}

func TestPageNeedsNothingElse(t *testing.T) {
	t.Parallel()
	other := sample()
	other.Subject, other.Cases = "another", append(other.Cases[:2:2], conformance.Result{ID: "toy/only/here", Status: conformance.StatusPassed})
	var b bytes.Buffer
	if err := WriteHTML(&b, sample(), other); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	for _, forbidden := range []string{"<script", "src=", "@import", "url(", "<fake>", "\x1b", "\x00"} {
		if strings.Contains(page, forbidden) {
			t.Errorf("the page has %q in it", forbidden)
		}
	}
	for _, wanted := range []string{"prefers-color-scheme: dark", "@media print", "toy/only/here", `<th scope="col">another</th>`,
		`href="#s1-toy-field-failed"`, `id="s1-toy-field-failed"`, "[redacted]", "QUOTA_DEVICE_DAY", "10:00:01.000"} {
		if !strings.Contains(page, wanted) {
			t.Errorf("the page lacks %q", wanted)
		}
	}
}

func TestEmptyReport(t *testing.T) {
	t.Parallel()
	r := &conformance.Report{SchemaVersion: 1, Cases: []conformance.Result{}}
	for _, f := range Formats() {
		if render(t, f, r) == "" {
			t.Errorf("%s: nothing at all", f)
		}
	}
	if got := render(t, Markdown, r); !strings.Contains(got, "nothing ran") {
		t.Errorf("a report of nothing looks like a success:\n%s", got)
	}
}

func TestReadRefusesWhatIsNoWholeReport(t *testing.T) {
	t.Parallel()
	for _, file := range []string{`{"schemaVersion":1}`, `{"schemaVersion":1,"cases":[]}`, `{"schemaVersion":1,"summary":{}}`, `{"schemaVersion":1,"cases":null,"summary":{}}`} {
		if _, err := Read(strings.NewReader(file)); err == nil || !strings.Contains(err.Error(), "no cases or no summary") {
			t.Errorf("%s: err = %v", file, err)
		}
	}
}
