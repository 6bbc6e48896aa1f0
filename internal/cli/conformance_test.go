package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/conformance"
)

// quick selects some cases that run in no time.
const quick = "vivo/auth/auth-*"

func TestConformanceRun(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	jsonFile, xmlFile := filepath.Join(dir, "r.json"), filepath.Join(dir, "r.xml")
	got := run(t, "conformance", "run", quick, "--seed", "5", "--report", "json="+jsonFile, "--report", "junit="+xmlFile)
	got.wants(t, 0, "passed", "seed 5", "cases")
	data, err := os.ReadFile(jsonFile)
	if err != nil {
		t.Fatal(err)
	}
	doc := conforms(t, "conformance-run", string(data))
	sum, _ := doc["summary"].(map[string]any)
	total := 0.0
	for name, n := range sum {
		if name != "total" {
			total += n.(float64)
		}
	}
	if total == 0 || sum["total"] != total {
		t.Errorf("total = %v, the other counts add up to %v", sum["total"], total)
	}
	strictXML(t, xmlFile)
	// Every form can be made from the JSON again.
	again := filepath.Join(dir, "again.xml")
	run(t, "conformance", "report", "--from", jsonFile, "--report", "junit="+again).wants(t, 0)
	if a, b := strictXML(t, xmlFile), strictXML(t, again); a != b {
		t.Errorf("JUnit from the run and from its JSON report differ:\n%s\n%s", a, b)
	}
	run(t, "conformance", "report", "--from", jsonFile).wants(t, 0, "passed")
	run(t, "conformance", "run", "--rerun-failed", jsonFile).wants(t, 4) // nothing failed
	run(t, "conformance", "run", "--rerun-failed", jsonFile, "--allow-empty").wants(t, 0)
}

// A rule that is gone is noticed: exit 1, what was wanted, and how to run it again.
func TestConformanceFails(t *testing.T) {
	t.Parallel()
	args := []string{"conformance", "run", "vivo/quota/device-quota", "--without", "VV-QTA-002"}
	run(t, args...).wants(t, 1, "1 failed", "rerun: offpush conformance run vivo/quota/device-quota --seed 1")
	run(t, append(args, "--disable", "**")...).wants(t, 4, "nothing ran")

	outputs := filepath.Join(t.TempDir(), "out")
	got := runCall(t.Context(), call{args: args, env: map[string]string{"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": outputs}})
	got.wants(t, 1, "::error ")
	data, err := os.ReadFile(outputs)
	if err != nil || !strings.Contains(string(data), "failed=1") {
		t.Errorf("GITHUB_OUTPUT holds %q, error %v; want failed=1", data, err)
	}

	list := file(t, "known.txt", "vivo/quota/device-quota # the rule is out; see https://example.com/1\n")
	run(t, append(args, "--known-failing", list)...).wants(t, 0, "1 known failing")
	run(t, "conformance", "run", "vivo/quota/device-quota", "--known-failing", list).wants(t, 1, "remove the entry")
	bad := file(t, "known.txt", "vivo/quota/device-quota\n")
	run(t, append(args, "--known-failing", bad)...).wants(t, 2, ":1: ", "has no reason")
}

func TestConformanceList(t *testing.T) {
	t.Parallel()
	var l conformance.Listing
	if err := json.Unmarshal([]byte(run(t, "conformance", "list", "--level", "must", "-o", "json").out), &l); err != nil {
		t.Fatal(err)
	}
	for _, c := range l.Cases {
		if c.Level != conformance.Must {
			t.Errorf("--level must lists %s, which is %s", c.ID, c.Level)
		}
	}
	run(t, "conformance", "explain", "vivo/auth/auth-ok").wants(t, 0, "requirement:", "source:")
	if a, b := run(t, "conformance", "run", "--list", quick).out, run(t, "conformance", "list", quick).out; a != b || a == "" {
		t.Errorf("run --list shows\n%s\nlist shows\n%s", a, b)
	}
	shards := 0
	for _, s := range []string{"1/2", "2/2"} {
		shards += strings.Count(run(t, "conformance", "list", "--shard", s).out, "\n")
	}
	if all := strings.Count(run(t, "conformance", "list").out, "\n"); shards != all {
		t.Errorf("the shards have %d cases together, the suite has %d", shards, all)
	}
}
