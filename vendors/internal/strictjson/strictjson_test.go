package strictjson_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors/internal/strictjson"
)

type inner struct {
	Name string `json:"name"`
	N    *int64 `json:"n,omitempty"`
}

type outer struct {
	Title string            `json:"title"`
	On    *bool             `json:"on"`
	Items []inner           `json:"items"`
	Deep  *inner            `json:"deep"`
	Free  map[string]string `json:"free"`
	Named map[string]inner  `json:"named"`
	Any   any               `json:"any"`
	Skip  string            `json:"-"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`{"title":"t","on":false,"items":[{"name":"a"}],"deep":{"n":1},"free":{"x":"y"},"any":{"z":1}}`: "",
		`{}`:                              "",
		`null`:                            "",
		`{"titel":"t"}`:                   `titel: unknown field, did you mean "title"?`,
		`{"Title":"t"}`:                   `Title: unknown field, did you mean "title"?`,
		`{"items":[{},{"m":1}]}`:          `items[1].m: unknown field, did you mean "n"?`,
		`{"deep":{"nam":1}}`:              `deep.nam: unknown field, did you mean "name"?`,
		`{"deep":{"m":1},"deep":{"n":1}}`: `deep.m: unknown field, did you mean "n"?`,
		`{"title":"a","title":"b"}`:       `title: given twice`,
		`{"named":{"a":{"nam":1}}}`:       `named.a.nam: unknown field, did you mean "name"?`,
		`{"free":{"a":"b"}}`:              "",
		`{"a\nb":1}`:                      `"a\nb": unknown field, did you mean "any"?`,
		`{"Skip":"x"}`:                    `Skip: unknown field, did you mean "deep"?`,
		`{"on":"yes"}`:                    `on: true or false is needed, got string`,
		`{"deep":{"n":1.5}}`:              `deep.n: a whole number is needed, got number 1.5`,
		`{"items":{}}`:                    `items: a list is needed, got object`,
		`[1]`:                             `a JSON object is needed, got array`,
		`{"title":"t"} x`:                 `more than one JSON value: give one object`,
	} {
		var o outer
		got := ""
		if err := strictjson.Decode([]byte(in), &o); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s:\n got %q\nwant %q", in, got, want)
		}
	}
}

func TestNearest(t *testing.T) {
	t.Parallel()
	names := []string{"alpha", "beta", "gamma"}
	for given, want := range map[string]string{"alhpa": "alpha", "BETA": "beta", "gamm": "gamma", "": "beta"} {
		if got := strictjson.Nearest(given, names); got != want {
			t.Errorf("nearest to %q is %q, want %q", given, got, want)
		}
	}
	if got := strictjson.Nearest("x", nil); got != "" {
		t.Errorf("nearest of nothing is %q", got)
	}
}

// Whatever is taken, the standard decoder takes with the same result and without
// an unknown member; whatever is refused is refused in one line.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"title":"t","on":false,"items":[{"name":"a"}],"deep":{"n":1},"free":{"x":"y"},"any":{"z":1}}`,
		`{"titel":"t"}`, `{"items":[{},{"m":1}]}`, `{"deep":{"n":1.5}}`, `{"title":"t"} x`, `[1]`, `null`, ``,
		`{"deep":{"m":1},"deep":{"n":1}}`, `{"Title":"t"}`, `{"named":{"a":{"nam":1}}}`, `{"free":{"a":"\ud800"}}`,
		`{"title":"\u0000\n","\u0074itle":"again"}`, `{"deep":` + strings.Repeat(`{"deep":`, 40),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want outer
		if err := strictjson.Decode(data, &got); err != nil {
			if text := err.Error(); text == "" || strings.ContainsAny(text, "\n\r") {
				t.Errorf("err = %q, want one line", text)
			}
			return
		}
		dec := json.NewDecoder(bytes.NewReader(data))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&want); err != nil {
			t.Fatalf("taken, but: %v", err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}
