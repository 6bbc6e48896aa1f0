package jsonscan_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim/jsonscan"
)

func TestObjectKeepsExactNames(t *testing.T) {
	t.Parallel()
	var got []string
	body := ` { "Ttl" : 1 , "ttl":"2", "a\u0062" : {"ttl":[1,"}"]} , "x":null,"y":[] } `
	jsonscan.Object([]byte(body), func(name, value []byte) {
		got = append(got, string(name)+"="+string(value)+string(rune(jsonscan.Kind(value))))
	})
	want := []string{"Ttl=1\x00", `ttl="2""`, `ab={"ttl":[1,"}"]}{`, "x=nulln", "y=[]["}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
}

func TestStrings(t *testing.T) {
	t.Parallel()
	for in, want := range map[string][]string{
		`["a","b"]`: {"a", "b"}, ` [ "a" , 1 , "\"" ] `: {"a", "", `"`}, `[]`: {}, `{}`: nil, `"a"`: nil,
		`["\u4e2d,","\\"]`: {"中,", `\`}, "[\"\xff\",\"b\"]": {"\ufffd", "b"}, `[["a"],"b"]`: {"", "b"},
	} {
		got, _ := jsonscan.Strings([]byte(in))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", in, diff)
		}
	}
	if _, bad := jsonscan.Strings([]byte(`["a",1,null,"b"]`)); bad != 2 {
		t.Errorf("%d bad elements, want 2", bad)
	}
}

func TestStringsDoNotKeepTheBody(t *testing.T) {
	t.Parallel()
	body := []byte(`["one","two"]`)
	list, _ := jsonscan.Strings(body)
	for i := range body {
		body[i] = '#'
	}
	if list[0] != "one" || list[1] != "two" {
		t.Errorf("the texts changed with the body: %q", list)
	}
}

func TestCompactLen(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]int{
		`{}`: 2, ` { "a" : 1 } `: 7, `"\u4e2d"`: 5, `"中"`: 5, `"\ud83c\udf5c"`: 6, `"🍜"`: 6, `"\/"`: 3, `"\n"`: 4,
		`"\u000a"`: 4, `"\u0001"`: 8, `"\ud83c"`: 5, `"a b"`: 5, `"\\\""`: 6, `[1, true, null]`: 13,
	} {
		if got := jsonscan.CompactLen([]byte(in)); got != want {
			t.Errorf("%s: %d bytes, want %d", in, got, want)
		}
	}
}

// FuzzWalk holds the walk to the standard decoder: the same members with the same
// values for every valid body.
func FuzzWalk(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1}`, ` { "a" : [ 1 , {"b":"}"} ] , "c" : "\"" , "d":null,"e":-1.5e3 } `, `[]`, `[1,"a,b",[],{}]`,
		`{"\u0061":"\ud83d\ude00"}`, `["\\","\\\"",",]"]`, `[true,false,null]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if !json.Valid(data) {
			return
		}
		if kind := jsonscan.Kind(data); kind == '[' {
			checkArray(t, data)
		} else if kind == '{' {
			checkObject(t, data)
		}
		checkLen(t, data)
	})
}

func checkArray(t *testing.T, data []byte) {
	var want []json.RawMessage
	if json.Unmarshal(data, &want) != nil {
		t.Skip("too deep for the decoder")
	}
	var got []json.RawMessage
	jsonscan.Array(data, func(v []byte) { got = append(got, bytes.Clone(v)) })
	if len(got) != len(want) {
		t.Fatalf("%s: %d elements, want %d", data, len(got), len(want))
	}
	list, bad := jsonscan.Strings(data)
	for i := range want {
		if !bytes.Equal(got[i], want[i]) {
			t.Errorf("%s: element %d is %s, want %s", data, i, got[i], want[i])
		}
		var s string
		if want[i][0] == '"' {
			bad++
			if json.Unmarshal(want[i], &s) != nil || list[i] != s {
				t.Errorf("%s: string %d is %q, want %q", data, i, list[i], s)
			}
		}
	}
	if bad != len(want) {
		t.Errorf("%s: %d strings and others, want %d", data, bad, len(want))
	}
}

func checkObject(t *testing.T, data []byte) {
	want := map[string]json.RawMessage{}
	if json.Unmarshal(data, &want) != nil {
		t.Skip("too deep for the decoder")
	}
	got := map[string]json.RawMessage{}
	jsonscan.Object(data, func(name, v []byte) { got[string(bytes.ToValidUTF8(name, []byte("\ufffd")))] = bytes.Clone(v) })
	for k, v := range want {
		if _, same := got[k]; same && !bytes.Equal(got[k], v) {
			t.Errorf("%s: %q is %s, want %s", data, k, got[k], v)
		}
	}
}

func checkLen(t *testing.T, data []byte) {
	if !bytes.ContainsAny(data, `\`) {
		var compact bytes.Buffer
		if json.Compact(&compact, data) == nil && jsonscan.CompactLen(data) != compact.Len() {
			t.Errorf("%s: %d bytes, compact %d", data, jsonscan.CompactLen(data), compact.Len())
		}
	}
}
