package jsonscan

import (
	"encoding/json"
	"strings"
	"testing"
)

// FuzzValid: what the standard library takes is taken, and nothing else.
func FuzzValid(f *testing.F) {
	for _, v := range []string{
		"", " ", "{}", "[]", `""`, "0", "-0", "-", "01", "1.", "1.5e-3", "1e", "1E+", "true", "tru", "truex", "null", "nul", "false",
		`{"a":1,"b":[1,2,{"c":null}]}`, `{"a":1,}`, `{"a"}`, `{"a":}`, `{a:1}`, `{"a":1 "b":2}`, `[1,]`, `[1 2]`, `[,1]`, "[", "{", `{"a":1`, "[1",
		`"\u00e9\\\/\b\f\n\r\t\""`, `"\u00e"`, `"\u00eg"`, `"\u`, `"\x"`, "\"\n\"", "\"\xff\"", `"`, `"\`, "{} x", " \t\n\r{ } \n", "\ufeff{}", "{}\x00", "\v{}",
	} {
		f.Add([]byte(v))
	}
	f.Fuzz(func(t *testing.T, v []byte) {
		if got, want := valid(v), json.Valid(v); got != want {
			t.Errorf("valid(%q) = %v, want %v", v, got, want)
		}
	})
}

// A body may be as deep as the standard library reads, and no deeper.
func TestValidDepth(t *testing.T) {
	t.Parallel()
	for _, n := range []int{deepest, deepest + 1} {
		for _, v := range []string{strings.Repeat("[", n) + strings.Repeat("]", n), strings.Repeat(`{"a":`, n) + "1" + strings.Repeat("}", n)} {
			if got, want := valid([]byte(v)), json.Valid([]byte(v)); got != want || got != (n <= deepest) {
				t.Errorf("%d deep: %v, the standard library says %v", n, got, want)
			}
		}
	}
}
