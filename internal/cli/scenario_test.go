package cli

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/scenarios"
)

const story = `name: a story
seed: 7
start: 2026-11-11T08:00:00+08:00
apps: [{id: shop, vendor: vivo, listed: true}]
devices: [{id: v1, brand: vivo, app: shop}]
steps:
  - send: {to: v1, message: seed-im}
  - expect: {device: v1, shown: %s, reply: "0"}
`

func TestEveryEmbeddedStoryPasses(t *testing.T) {
	t.Parallel()
	names, err := scenarios.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, "scenario", "run", name).wants(t, 0, "passed", "ok")
			run(t, "scenario", "check", name).wants(t, 0, "ok")
		})
	}
	run(t, "scenario", "list").wants(t, 0, names...)
}

func TestScenarioThatFails(t *testing.T) {
	t.Parallel()
	path := file(t, "story.yaml", strings.ReplaceAll(story, "%s", "2"))
	report := filepath.Join(t.TempDir(), "sub", "r.xml")
	got := run(t, "scenario", "run", path, "--report", "junit="+report)
	got.wants(t, 1, "failed", path+":8", "want shown=2 reply=0", "got shown=1 reply=0")
	doc := strictXML(t, report)
	for _, want := range []string{"want shown=2 reply=0", "<failure", `failures="1"`} {
		if !strings.Contains(doc, want) {
			t.Errorf("no %q in the JUnit file:\n%s", want, doc)
		}
	}
	conforms(t, "scenario-run", run(t, "scenario", "run", path, "-o", "json").out)
	path = file(t, "story.yaml", strings.ReplaceAll(story, "%s", "1"))
	run(t, "scenario", "run", path, "--report", "json="+report).wants(t, 0)
	data, err := os.ReadFile(report)
	if err != nil {
		t.Fatal(err)
	}
	conforms(t, "scenario-run", string(data))
}

// strictXML reads a file to its end with a strict parser.
func strictXML(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	dec := xml.NewDecoder(strings.NewReader(string(data)))
	for {
		_, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return string(data)
		}
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
	}
}

func TestScenarioErrorsHavePlaces(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		strings.ReplaceAll(story, "shown: %s", "shwon: 1"):                           `story.yaml:8:26: unknown key "shwon"; did you mean "shown"?`,
		strings.ReplaceAll(strings.ReplaceAll(story, "%s", "1"), "to: v1", "to: v2"): `story.yaml:7:16: no device "v2"; did you mean "v1"?`,
		strings.ReplaceAll(strings.ReplaceAll(story, "%s", "1"), "vivo", "vvo"):      "vvo",
		"steps: !00\n00000": "story.yaml: ",
		"":                  "story.yaml: ",
	} {
		for _, command := range []string{"check", "run"} {
			run(t, "scenario", command, file(t, "story.yaml", text)).wants(t, 2, want)
		}
	}
}
