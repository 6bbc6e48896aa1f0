package conformance

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseKnownFailing(t *testing.T) {
	t.Parallel()
	got, err := ParseKnownFailing("known-failing.txt", strings.NewReader(
		"# cases we know about\r\n\ntoy/a/*\t# slow, https://example.com/1\r\n  toy/b/c # see https://example.com/2#part for why\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := []KnownFailure{{Pattern: "toy/a/*", Reason: "slow, https://example.com/1", Line: 3},
		{Pattern: "toy/b/c", Reason: "see https://example.com/2#part for why", Line: 4}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
}

func TestKnownFailingErrorsSayWhere(t *testing.T) {
	t.Parallel()
	_, err := ParseKnownFailing("list.txt", strings.NewReader(
		"toy/a\ntoy/b #\ntoy/c # no link\ntoy/d # https://example.com/only-a-link\ntoy/e toy/f # two, https://example.com/1\ntoy/g # fine, https://example.com/1\n"))
	if ExitCode(nil, err, false) != ExitUsage {
		t.Errorf("exit code %d, want %d", ExitCode(nil, err, false), ExitUsage)
	}
	var lines []string
	if err != nil {
		lines = strings.Split(err.Error(), "\n")
	}
	want := []string{`list.txt:1: pattern "toy/a" has no reason`, `list.txt:2: pattern "toy/b" has no reason`,
		`list.txt:3: the reason of pattern "toy/c" has no link`, `list.txt:4: the reason of pattern "toy/d" is only a link`,
		`list.txt:5: pattern "toy/e toy/f" has a space`}
	if !slices.EqualFunc(lines, want, strings.HasPrefix) {
		t.Errorf("errors:\n%s\nwant the starts:\n%s", strings.Join(lines, "\n"), strings.Join(want, "\n"))
	}
}

// broken is a reader that fails.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("unplugged") }

func TestKnownFailingReadError(t *testing.T) {
	t.Parallel()
	if _, err := ParseKnownFailing("list.txt", broken{}); err == nil || !strings.Contains(err.Error(), "list.txt: read: unplugged") {
		t.Errorf("error %v", err)
	}
}

func FuzzParseKnownFailing(f *testing.F) {
	f.Add("toy/a/* # slow, https://example.com/1\n")
	f.Add("# only a comment\n\n")
	f.Add("toy/a")
	f.Fuzz(func(t *testing.T, text string) {
		list, err := ParseKnownFailing("f", strings.NewReader(text))
		if err != nil && list != nil {
			t.Errorf("entries and an error: %+v, %v", list, err)
		}
		for _, k := range list {
			again, err := ParseKnownFailing("f", strings.NewReader(k.Pattern+" # "+k.Reason))
			if err != nil || len(again) != 1 || again[0].Pattern != k.Pattern || again[0].Reason != k.Reason {
				t.Errorf("%+v is read back as %+v, %v", k, again, err)
			}
		}
	})
}

func TestStaleEntriesFailTheRun(t *testing.T) {
	t.Parallel()
	cases := []Case{toyCase("a/fails", func(t *T) { t.Errorf("no") }), toyCase("a/passes", func(*T) {}),
		with(toyCase("a/skips", func(*T) {}), func(c *Case) { c.Features = []string{"none"} })}
	entry := func(pattern string) []KnownFailure {
		return []KnownFailure{{Pattern: pattern, Reason: "known, https://example.com/1", Line: 5}}
	}
	tests := map[string]struct {
		o    Options
		exit int
		why  string // of the stale entry, "" if none
	}{
		"true":                  {Options{KnownFailing: entry("toy/a/fails"), Patterns: []string{"toy/a/fails"}}, ExitOK, ""},
		"matches nothing":       {Options{KnownFailing: entry("toy/a/fals"), Patterns: []string{"toy/a/passes"}}, ExitFailed, `matches no case; remove it; did you mean "toy/a/fails"?`},
		"passes":                {Options{KnownFailing: entry("toy/a/passes")}, ExitFailed, "case toy/a/passes passes"},
		"pattern too wide":      {Options{KnownFailing: entry("toy/**")}, ExitFailed, "case toy/a/passes passes"},
		"its case not selected": {Options{KnownFailing: entry("toy/a/fails"), Patterns: []string{"toy/a/passes"}}, ExitOK, ""},
		"its case skipped":      {Options{KnownFailing: entry("toy/a/skips"), Patterns: []string{"toy/a/passes", "toy/a/skips"}}, ExitOK, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rep := mustRun(t, &fakeSubject{}, cases, tt.o)
			if got := rep.ExitCode(false); got != tt.exit {
				t.Errorf("exit code %d, want %d: %+v", got, tt.exit, rep.Stale)
			}
			switch {
			case tt.why == "" && len(rep.Stale) != 0:
				t.Errorf("stale: %+v, want none", rep.Stale)
			case tt.why != "" && (len(rep.Stale) != 1 || !strings.HasPrefix(rep.Stale[0].Why, tt.why) || rep.Stale[0].Line != 5):
				t.Errorf("stale: %+v, want line 5: %q", rep.Stale, tt.why)
			}
		})
	}
}

func TestKnownFailingCoversFlakyCasesAndNoErrors(t *testing.T) {
	t.Parallel()
	known := []KnownFailure{{Pattern: "**", Reason: "known, https://example.com/1"}}
	for in, want := range map[Status]Status{StatusFailed: StatusKnownFailing, StatusFlaky: StatusKnownFailing,
		StatusPassed: StatusUnexpectedPass, StatusNonStrict: StatusUnexpectedPass,
		StatusError: StatusError, StatusSkipped: StatusSkipped, StatusDisabled: StatusDisabled} {
		r := Result{Status: in}
		applyKnown(known, &Case{ID: "toy/a"}, &r)
		if r.Status != want {
			t.Errorf("%s becomes %s, want %s", in, r.Status, want)
		}
	}
}
