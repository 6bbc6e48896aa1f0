package yamlfile_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/yamlfile"
)

// TestTooDeepIsRefused: the library alone takes a minute or all memory for these.
func TestTooDeepIsRefused(t *testing.T) {
	t.Parallel()
	var stairs strings.Builder
	for i := range 1000 {
		stairs.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	for what, file := range map[string]string{
		"brackets": strings.Repeat("[", 900_000), "braces": strings.Repeat("{", 90_000), "both": strings.Repeat("[a: ", 20_000),
		"entries": strings.Repeat("- ", 40_000), "keys": strings.Repeat("? ", 40_000), "values": strings.Repeat("a: ", 30_000),
		"tags": strings.Repeat("! ", 40_000), "anchors": strings.Repeat("&a ", 30_000), "indentation": stairs.String(),
		"after a quote": "title: b 'x\ntags: " + strings.Repeat("[", 90_000),
	} {
		_, err := yamlfile.Parse("f.yaml", []byte(file))
		for _, err := range []error{err, yamlfile.Decode("f.yaml", []byte(file), &note{}), yamlfile.Each("f.yaml", []byte(file), func() any { return &note{} })} {
			if err == nil || !strings.Contains(err.Error(), "nested more than 64 deep") {
				t.Errorf("%s: err = %v", what, err)
			}
		}
	}
	_, err := yamlfile.Parse("f.yaml", []byte("a:\n  b: "+strings.Repeat("[", 100)))
	if want := "f.yaml:2:68: this is nested"; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("err = %v, want %s", err, want)
	}
}

func TestTextIsNotNesting(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("[{- ", 500)
	for _, file := range []string{
		"title: x" + many, "title: '" + many + "'", `title: "` + many + `"`, "title: x # " + many,
		"title: |\n  " + many, strings.Repeat("# a: [\n", 500) + "title: x", "title: x\ntags:\n" + strings.Repeat("  - [] \n", 500),
	} {
		if _, err := yamlfile.Parse("f.yaml", []byte(file)); err != nil {
			t.Errorf("%.40q: %v", file, err)
		}
	}
}

func TestTooLargeIsRefused(t *testing.T) {
	t.Parallel()
	err := yamlfile.Decode("f.yaml", make([]byte, 5<<20), &note{})
	if err == nil || !strings.Contains(err.Error(), "5242880 bytes; at most 4194304") {
		t.Errorf("err = %v", err)
	}
}

func TestProblemsAreInWords(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"deep: {level: three}":                  `f.yaml:1:15: level: want a whole number, got "three"`,
		"deep:\n  level: [1]":                   `f.yaml:2:10: level: want a whole number, got a list`,
		"deep: {level: 1111111111111111111111}": `f.yaml:1:15: level: want a whole number that is not so large, got "1111111111111111111111"`,
		"title: {a: b}":                         `f.yaml:1:8: title: want a text, got "key: value"`,
		"deep: hello":                           `f.yaml:1:7: deep: want "key: value" lines, got "hello"`,
		"tags: a":                               `f.yaml:1:7: tags: want a list, such as "- a" lines or [a, b], got "a"`,
		"- a":                                   `f.yaml:1:1: want "key: value" lines, got a list`,
	} {
		if err := yamlfile.Decode("f.yaml", []byte(file), &note{}); err == nil || err.Error() != want {
			t.Errorf("%q:\n got %v\nwant %s", file, err, want)
		}
	}
}
