package override_test

import (
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/override"
)

type options struct {
	Title *string  `json:"title,omitempty"`
	List  []string `json:"list,omitempty"`
	Inner *inner   `json:"inner,omitempty"`
	Whole *inner   `json:"whole,omitempty"`
}

type inner struct {
	A *int `json:"a,omitempty"`
	B *int `json:"b,omitempty"`
}

func (options) OverrideFor() vendors.Vendor { return "somebody" }

type other struct{}

func (other) OverrideFor() vendors.Vendor { return "other" }

func ptr[T any](v T) *T { return &v }

func with(o ...vendors.Override) *vendors.Message { return &vendors.Message{Overrides: o} }

func TestOf(t *testing.T) {
	t.Parallel()
	want := options{Title: ptr("t")}
	for name, m := range map[string]*vendors.Message{"value": with(other{}, want), "pointer": with(&want)} {
		if got, ok := override.Of[options](m); !ok || !cmp.Equal(got, want) {
			t.Errorf("%s: %+v, %v", name, got, ok)
		}
	}
	for name, m := range map[string]*vendors.Message{"no message": nil, "none": with(), "another's": with(other{})} {
		if got, ok := override.Of[options](m); ok || !cmp.Equal(got, options{}) {
			t.Errorf("%s: %+v, %v, want none", name, got, ok)
		}
	}
}

func neutral(m *vendors.Message, path string) (field, said string) {
	if path == "title" {
		return path, m.Title
	}
	return "", ""
}

func TestMerge(t *testing.T) {
	t.Parallel()
	def := with(options{
		Title: ptr("default"), List: []string{"d"}, Inner: &inner{A: ptr(1), B: ptr(1)}, Whole: &inner{A: ptr(1), B: ptr(1)},
	})
	own := with(options{Inner: &inner{B: ptr(2)}, Whole: &inner{B: ptr(2)}})
	own.Title = "neutral"
	got, ok := override.Merge[options](own, def, neutral, "whole")
	want := options{List: []string{"d"}, Inner: &inner{A: ptr(1), B: ptr(2)}, Whole: &inner{B: ptr(2)}}
	if diff := cmp.Diff(want, got); diff != "" || !ok {
		t.Errorf("merged %v (-want +got):\n%s", ok, diff)
	}
	base, _ := override.Of[options](def)
	if *base.Inner.B != 1 {
		t.Error("merging changed the defaults")
	}
	if got, ok := override.Merge[options](own, nil, neutral); !ok || got.List != nil {
		t.Errorf("without defaults: %+v, %v", got, ok)
	}
	if _, ok := override.Merge[options](with(), with(other{}), neutral); ok {
		t.Error("there are no options and they were merged")
	}
}

func TestBelow(t *testing.T) {
	t.Parallel()
	one, two := ptr(1), ptr(2)
	for _, c := range []struct {
		dst, def *int
		said     bool
		want     *int
	}{{one, two, false, one}, {nil, two, false, two}, {nil, two, true, nil}, {nil, nil, false, nil}} {
		dst := c.dst
		if override.Below(&dst, c.def, c.said); dst != c.want {
			t.Errorf("Below(%v, %v, %v) = %v", c.dst, c.def, c.said, dst)
		}
	}
}

func TestShown(t *testing.T) {
	t.Parallel()
	for want, v := range map[string]any{
		"7": ptr(7), "true": ptr(true), `["a"]`: []string{"a"}, `{"a":1}`: &inner{A: ptr(1)},
	} {
		if got := override.Shown(reflect.ValueOf(v)); got != want {
			t.Errorf("Shown(%v) = %s, want %s", v, got, want)
		}
	}
}

func TestTelling(t *testing.T) {
	t.Parallel()
	neutral := func(m *vendors.Message, path string) (field, said string) {
		if path == "title" {
			return "title", m.Title
		}
		return "", ""
	}
	for name, c := range map[string]struct {
		said, old, option *string
		want              string
	}{
		"another":      {ptr("a"), ptr("a"), ptr("b"), "title a b"},
		"the same":     {ptr("a"), ptr("a"), ptr("a"), ""},
		"nothing said": {ptr(""), ptr("a"), ptr("b"), ""},
		"not there":    {ptr("a"), nil, ptr("b"), ""},
	} {
		var told string
		dst := options{Title: c.old}
		take := override.Telling(&vendors.Message{Title: *c.said}, neutral, func(field, from, to string) { told += field + " " + from + " " + to })
		override.Lay(&dst, &options{Title: c.option, List: []string{"x"}}, nil, take)
		if told != c.want || *dst.Title != *c.option || len(dst.List) != 1 {
			t.Errorf("%s: told %q, title %q, list %v; want %q told and both taken", name, told, *dst.Title, dst.List, c.want)
		}
	}
	for want, b := range map[string]*vendors.Badge{"": nil, "3": {Add: 3}, "0": {Set: ptr(0), Add: 3}} {
		if got := override.SaidOfBadge(b); got != want {
			t.Errorf("of %+v is said %q, want %q", b, got, want)
		}
	}
}
