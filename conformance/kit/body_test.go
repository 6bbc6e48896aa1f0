package kit

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestChanges: a change reaches exactly the member it names.
func TestChanges(t *testing.T) {
	t.Parallel()
	got := Body{"a": map[string]any{"b": "x", "c": map[string]any{"d": 1}}, "e": 1}.With(
		Set("a.c.new", "y"), Drop("a.b", "e", "none.at.all"), Set("f.g", true), Under("a.c", Set("deep.er", 2), Drop("d")))
	want := Body{
		"a": map[string]any{"c": map[string]any{"new": "y", "deep": map[string]any{"er": 2}}},
		"f": map[string]any{"g": true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("changed body (-want +got):\n%s", diff)
	}
}

func TestObject(t *testing.T) {
	t.Parallel()
	o, ok := Decode([]byte(`{"code":0,"big":176722920012300001000709,"s":"1","n":null,"b":false,"list":["a",1,true],"in":{"er":{"x":"y"},"dot.ted":"z"}}`))
	if !ok {
		t.Fatal("no object")
	}
	for path, want := range map[string]string{
		"code": "0", "big": "176722920012300001000709", "s": "1", "b": "false", "in.er.x": "y", "in.dot.ted": "z", "n": "", "gone": "", "in.er.gone": "",
	} {
		if got := o.Field(path); got != want {
			t.Errorf("field %s is %q, want %q", path, got, want)
		}
	}
	for path, want := range map[string]string{
		"code": "number", "s": "string", "n": "null", "b": "bool", "list": "array", "in.er": "object", "gone": "", "in.gone": "",
	} {
		if got := o.Kind(path); got != want {
			t.Errorf("kind of %s is %q, want %q", path, got, want)
		}
	}
	if o.Number("s") != "" || o.Number("code") != "0" {
		t.Errorf("a string is no number: %q, %q", o.Number("s"), o.Number("code"))
	}
	if _, ok := o.Text("code"); ok {
		t.Error("a number is taken for a string")
	}
	if diff := cmp.Diff([]string{"a", "1", "true"}, o.List("list")); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"dot.ted", "er"}, o.Keys("in")); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	for _, bad := range []string{"", "null", "[]", `"x"`, "{"} {
		if _, ok := Decode([]byte(bad)); ok {
			t.Errorf("%q is taken for an object", bad)
		}
	}
}

func TestEncodeEscapesNothing(t *testing.T) {
	t.Parallel()
	raw, err := Encode(Body{"t": "a<b>&c 字", "n": json.Number("12345678901234567890")})
	if want := `{"n":12345678901234567890,"t":"a<b>&c 字"}`; err != nil || string(raw) != want {
		t.Errorf("encoded %s, %v; want %s", raw, err, want)
	}
}

func TestForm(t *testing.T) {
	t.Parallel()
	f := FormOf("b", "1 2", "a", "字&=", "m", `{"x":{"y":1}}`)
	const written = "b=1+2&a=%E5%AD%97%26%3D&m=%7B%22x%22%3A%7B%22y%22%3A1%7D%7D"
	if got := f.Encode(); got != written {
		t.Errorf("encoded %s, want %s", got, written)
	}
	back, ok := DecodeForm([]byte(written))
	if diff := cmp.Diff(f, back); !ok || diff != "" {
		t.Errorf("read back %t (-want +got):\n%s", ok, diff)
	}
	changed := f.With(Field("b", "3", "4"), Field("new", "n"), Without("a"), InField("m", Set("x.z", 2), Drop("x.y")), InField("fresh", Set("k", "v")))
	want := Form{{"b", "3"}, {"b", "4"}, {"m", `{"x":{"z":2}}`}, {"new", "n"}, {"fresh", `{"k":"v"}`}}
	if diff := cmp.Diff(want, changed); diff != "" {
		t.Errorf("changed form (-want +got):\n%s", diff)
	}
	if f.Get("b") != "1 2" || !f.Has("a") || f.Has("c") {
		t.Errorf("the form itself was changed: %v", f)
	}
	if diff := cmp.Diff([]string{"a", "b", "m"}, f.Sorted().Names()); diff != "" {
		t.Errorf("sorted names (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"3", "4"}, changed.All("b")); diff != "" {
		t.Errorf("values of b (-want +got):\n%s", diff)
	}
	if got := changed.JSON("m").Field("x.z"); got != "2" {
		t.Errorf("member of the JSON field is %q, want 2", got)
	}
	if _, ok := DecodeForm([]byte("a=%zz")); ok {
		t.Error("a broken escape is taken for a form")
	}
}

func TestObjects(t *testing.T) {
	t.Parallel()
	if got := Objects([]byte(`[{"a":1},{"a":2}]`)); len(got) != 2 || got[1].Field("a") != "2" {
		t.Errorf("objects %v, want two", got)
	}
	if got := Objects([]byte(`{"a":1}`)); len(got) != 1 {
		t.Errorf("objects %v, want one", got)
	}
	for _, bad := range []string{"", "x", `["a"]`, "["} {
		if got := Objects([]byte(bad)); len(got) != 0 {
			t.Errorf("%q has objects %v", bad, got)
		}
	}
}

func TestDigits(t *testing.T) {
	t.Parallel()
	for s, want := range map[string]bool{"123": true, "": false, "12x": false, "1234": false} {
		if Digits(s, 3) != want {
			t.Errorf("Digits(%q, 3) is %t", s, !want)
		}
	}
	if !Digits("1234567", 0) || Digits("", 0) {
		t.Error("any number of digits is at least one")
	}
}
