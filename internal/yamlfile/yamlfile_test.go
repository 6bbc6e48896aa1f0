package yamlfile_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/yamlfile"
)

type note struct {
	Title string   `yaml:"title"`
	Tags  []string `yaml:"tags,omitempty"`
	Deep  *deep    `yaml:"deep,omitempty"`
}

type deep struct {
	Level int `yaml:"level"`
}

func TestDecodeNamesThePlace(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"titel: x\n":                 `f.yaml:1:1: unknown key "titel"; did you mean "title"?`,
		"title: x\ndeep:\n  levl: 1": `f.yaml:3:3: unknown key "levl"; did you mean "level"?`,
		"title: x\ndeep: {level: a}": "f.yaml:2:15: ",
		"":                           "f.yaml: the file is empty",
		"title: [":                   "f.yaml:1:",
	} {
		var n note
		err := yamlfile.Decode("f.yaml", []byte(file), &n)
		var p *yamlfile.Problem
		if !errors.As(err, &p) || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: err = %v, want %q", file, err, want)
		}
	}
}

type letter struct {
	To    []string        `yaml:"to"`
	Sub   map[string]deep `yaml:"sub"`
	List  []deep          `yaml:"list"`
	Kind  struct{ Big bool }
	Inner `yaml:",inline"`
	Note  note `yaml:"note"`
}

type Inner struct {
	Alias string `yaml:"alias"`
}

// An unknown key is related to the keys that may stand where it stands.
func TestUnknownKeysAreTakenByTheirLevel(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"level: 1\n":                            `f.yaml:1:1: unknown key "level" here`, // known deeper down
		"note: {alias: x}\n":                    `f.yaml:1:8: unknown key "alias" here`,
		"note: {tag: [x]}\n":                    `f.yaml:1:8: unknown key "tag"; did you mean "tags"?`, // not "to"
		"titel: x\n":                            `f.yaml:1:1: unknown key "titel"`,                     // title is a note's
		"alais: x\n":                            `f.yaml:1:1: unknown key "alais"; did you mean "alias"?`,
		"kind: {bug: true}\n":                   `f.yaml:1:8: unknown key "bug"; did you mean "big"?`,
		"list:\n- level: 1\n- lvel: 2\n":        `f.yaml:3:3: unknown key "lvel"; did you mean "level"?`,
		"sub:\n  a: {level: 1}\n  b: {to: 1}\n": `f.yaml:3:7: unknown key "to" here`,
		"zzz: 1\nyyy: 2\nxxx: 3\nto: []\n":      `f.yaml:1:1: unknown key "zzz"`, // always the first
		"to: []\nnote: &n {levl: 1}\n":          `f.yaml:2:11: unknown key "levl"`,
	} {
		for range 5 { // the library takes unknown keys in a random order
			err := yamlfile.Decode("f.yaml", []byte(file), &letter{})
			if err == nil || err.Error() != want {
				t.Fatalf("%q:\n got %v\nwant %s", file, err, want)
			}
		}
	}
}

func TestEachReadsAllDocuments(t *testing.T) {
	t.Parallel()
	var notes []*note
	err := yamlfile.Each("f", []byte("title: a\n---\ntitle: b\ntags: [x]\n"), func() any {
		notes = append(notes, &note{})
		return notes[len(notes)-1]
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]*note{{Title: "a"}, {Title: "b", Tags: []string{"x"}}, {}}, notes); diff != "" {
		t.Errorf("the last one is what was left unread (-want +got):\n%s", diff)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("title: x\ntags: [a, b]\n"))
	f.Add([]byte("deep: {level: 1}"))
	f.Add([]byte("tags: &a [*a]"))
	f.Add([]byte("tags: !!set"))
	f.Add([]byte("deep: {levl: 1}\ntags: &a [b]\n<<: *a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var n note
		err := yamlfile.Decode("f", data, &n)
		var p *yamlfile.Problem
		if err != nil && (!errors.As(err, &p) || strings.Contains(p.Text, "\n")) {
			t.Errorf("err = %v, want a problem of one line", err)
		}
	})
}

func ExampleDecode() {
	var n note
	fmt.Println(yamlfile.Decode("note.yaml", []byte("tag: [a]\n"), &n))
	// Output: note.yaml:1:1: unknown key "tag"; did you mean "tags"?
}
