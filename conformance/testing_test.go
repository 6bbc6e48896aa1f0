package conformance

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// childScene is the environment variable that makes this binary a test of a
// scene: what Test reports can only be seen from outside.
const childScene = "OFFPUSH_TEST_SCENE"

// scenes are runs of Test and what go test -v says of them.
func scenes() map[string]struct {
	cases []Case
	o     Options
	ok    bool
	says  []string
} {
	pass, fail := toyCase("a/passes", func(*T) {}), toyCase("a/fails", func(t *T) { t.Stepf("look"); t.Errorf("got 1") })
	skip := with(toyCase("a/skips", func(*T) {}), func(c *Case) { c.Features = []string{"list"} })
	known := []KnownFailure{{Pattern: "toy/a/*", Reason: "slow, https://example.com/1", Line: 1}}
	type scene = struct {
		cases []Case
		o     Options
		ok    bool
		says  []string
	}
	return map[string]scene{
		"good": {[]Case{pass, skip, toyCase("a/manners", func(t *T) { t.Mannersf("rude") })}, Options{}, true,
			[]string{"--- PASS: TestScene/toy/a/passes", "--- SKIP: TestScene/toy/a/skips", "skipped: fake does not declare",
				"--- PASS: TestScene/toy/a/manners", "passes, with bad manners: rude"}},
		"bad": {[]Case{pass, fail}, Options{Parallel: 1, Seed: 9}, false,
			[]string{"--- FAIL: TestScene/toy/a/fails", "toy/a/fails failed (MUST): got 1", "requirement: the sender must a/fails",
				"source: toy.md 1", "look", "rerun: offpush conformance run toy/a/fails --seed 9"}},
		"known":       {[]Case{fail, with(pass, func(c *Case) { c.ID = "toy/b/passes" })}, Options{KnownFailing: known}, true, []string{"--- SKIP: TestScene/toy/a/fails", "known_failing: slow"}},
		"unexpected":  {[]Case{pass}, Options{KnownFailing: known}, false, []string{"--- FAIL: TestScene/toy/a/passes", "remove the entry", `known-failing entry "toy/a/*"`}},
		"stale":       {[]Case{with(pass, func(c *Case) { c.ID = "toy/b/passes" })}, Options{KnownFailing: known}, false, []string{`known-failing entry "toy/a/*" matches no case`}},
		"provisional": {[]Case{pass, with(fail, func(c *Case) { c.Provisional = true })}, Options{}, true, []string{"provisional, not counted: toy/a/fails failed"}},
		"error":       {[]Case{toyCase("a/error", func(*T) { panic("boom") })}, Options{}, false, []string{"toy/a/error error (MUST): panic: boom", "goroutine"}},
		"nothing ran": {[]Case{skip}, Options{}, false, []string{"none of 1 cases ran against fake"}},
		"allowed":     {[]Case{skip}, Options{AllowEmpty: true}, true, []string{"--- SKIP"}},
		"typo":        {[]Case{pass}, Options{Patterns: []string{"toy/a/pases"}}, false, []string{`did you mean "toy/a/passes"?`}},
		"invalid":     {[]Case{{}}, Options{}, false, []string{"the id is empty"}},
	}
}

// TestScene is run in the child only.
func TestScene(t *testing.T) {
	s, ok := scenes()[os.Getenv(childScene)]
	if !ok {
		t.Skip("runs in a child of TestTestReports")
	}
	Test(t, &fakeSubject{}, s.cases, s.o)
}

func TestTestReports(t *testing.T) {
	t.Parallel()
	for name, s := range scenes() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestScene$", "-test.v")
			cmd.Env = append(os.Environ(), childScene+"="+name)
			out, err := cmd.CombinedOutput()
			if (err == nil) != s.ok {
				t.Errorf("passed is %v, want %v", err == nil, s.ok)
			}
			for _, want := range s.says {
				if !strings.Contains(string(out), want) {
					t.Errorf("the output lacks %q", want)
				}
			}
			if t.Failed() {
				t.Logf("output:\n%s", out)
			}
		})
	}
}
