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
