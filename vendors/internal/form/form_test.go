package form_test

import (
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"github.com/offpush/offpush/vendors/internal/form"
)

func TestBody(t *testing.T) {
	t.Parallel()
	f := form.New(0)
	f.Add("a.b", "x y+z&{}")
	f.Int("n", -7)
	f.Add("a.b", "again")
	ids := []string{"1,", "二"}
	f.List("ids", 2, ",", func(i int) string { return ids[i] })
	f.AddIn("extra.", "a b", "c")
	f.List("none", 0, ",", nil)
	if got, want := string(f.Bytes()), "a.b=x+y%2Bz%26%7B%7D&n=-7&a.b=again&ids=1%2C%2C%E4%BA%8C&extra.a+b=c&none="; got != want {
		t.Errorf("form %s, want %s", got, want)
	}
	var zero form.Body
	if len(zero.Bytes()) != 0 {
		t.Errorf("an empty form is %q", zero.Bytes())
	}
}

func TestPieces(t *testing.T) {
	t.Parallel()
	f, rest := form.New(0), form.New(0)
	f.Add("a", "1")
	rest.Begin("list")
	rest.More([]byte("[{"))
	rest.Encoded(form.Escape([]byte(`"b c"`)))
	rest.More([]byte("}]"))
	f.Append(rest)
	f.Append(form.New(0))
	if got, want := string(f.Bytes()), "a=1&list="+url.QueryEscape(`[{"b c"}]`); got != want {
		t.Errorf("form %s, want %s", got, want)
	}
	alone := form.New(0)
	alone.Append(rest)
	if string(alone.Bytes()) != string(rest.Bytes()) {
		t.Errorf("appended to nothing: %s", alone.Bytes())
	}
}

func TestValuesAreEncodedOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name, value := rapid.String().Draw(t, "name"), rapid.String().Draw(t, "value")
		f := form.New(0)
		f.Add(name, value)
		if got := string(f.Bytes()); got != url.QueryEscape(name)+"="+url.QueryEscape(value) {
			t.Fatalf("%q, %q are written %s", name, value, got)
		}
		back, err := url.ParseQuery(string(f.Bytes()))
		if err != nil || back.Get(name) != value {
			t.Fatalf("%q reads as %q, %v", value, back.Get(name), err)
		}
	})
}
