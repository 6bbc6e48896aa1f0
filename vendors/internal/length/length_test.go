package length_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

func TestCut(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		unit  length.Unit
		in    string
		limit int
		want  string
	}{
		{length.Characters, "", 3, ""}, {length.Characters, "abc", 3, "abc"}, {length.Characters, "abcd", 3, "ab…"},
		{length.Characters, "推送推送", 3, "推送…"}, {length.Characters, "推送推", 3, "推送推"},
		{length.Characters, "a👨\u200d👩\u200d👧", 4, "a👨…"}, // cut behind the joiner
		{length.Characters, "anything", 0, "anything"},
		{length.Bytes, "推送推送", 9, "推送…"}, {length.Bytes, "abcdef", 6, "abcdef"}, {length.Bytes, "abcdefg", 6, "abc…"},
		{length.Halves, "推送a", 5, "推送a"}, {length.Halves, "推送ab", 5, "推…"}, {length.Halves, "abcdef", 5, "abc…"},
		{length.JSON, `""""`, 8, `""""`}, {length.JSON, `"""""`, 8, `""…`},
	} {
		if got, cut := c.unit.Cut(c.in, c.limit); got != c.want || cut != (c.in != c.want) {
			t.Errorf("%s.Cut(%q, %d) = %q, %v; want %q", c.unit.In("en"), c.in, c.limit, got, cut, c.want)
		}
	}
	if got, ok := length.JSON.Shorten("abcdefgh", 1); got != "abcd…" || !ok {
		t.Errorf("Shorten by one = %q, %v", got, ok)
	}
	if _, ok := length.JSON.Shorten("abc", 1); ok {
		t.Error("Shorten left nothing of the text and calls it one")
	}
}

func units() []length.Unit {
	return []length.Unit{length.Characters, length.Bytes, length.JSON, length.Halves}
}

func TestCutProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom(units()).Draw(t, "unit")
		in, limit := rapid.String().Draw(t, "text"), rapid.IntRange(6, 40).Draw(t, "limit")
		got, cut := unit.Cut(in, limit)
		if unit.Of(got) > limit || unit.Over(got, limit) {
			t.Fatalf("%q is longer than %d %s", got, limit, unit.In("en"))
		}
		if cut && !strings.HasPrefix(in, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q does not begin like %q", got, in)
		}
		if cut == unit.Over(got, limit) && in != got {
			t.Fatalf("%q was changed to %q without a word", in, got)
		}
		if cut != unit.Over(in, limit) {
			t.Fatalf("%q: cut %v, too long %v", in, cut, unit.Over(in, limit))
		}
	})
}

func TestJSONIsWhatTheEncoderWrites(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		written, err := loosejson.Encode(in)
		if err != nil || length.JSON.Of(in) != len(written)-len(`""`) {
			t.Fatalf("%q is written as %s: %d bytes, counted %d, %v", in, written, len(written)-2, length.JSON.Of(in), err)
		}
		if !json.Valid(written) {
			t.Fatalf("%q is written as %s", in, written)
		}
	})
}

func TestUnitsHaveNames(t *testing.T) {
	t.Parallel()
	for _, u := range units() {
		if u.In("en") == "" || u.In("zh") == "" || utf8.RuneCountInString(u.In("zh")) == len(u.In("zh")) {
			t.Errorf("unit %d is %q, %q", u, u.In("en"), u.In("zh"))
		}
	}
}
