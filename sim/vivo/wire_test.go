package vivo

import (
	"bytes"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

func TestLenientFields(t *testing.T) {
	t.Parallel()
	read := func(set func(v []byte), text string) { set([]byte(text)) }
	for text, want := range map[string]Int{
		`1`: {1, Set}, `"1"`: {1, Set}, `-1`: {-1, Set}, `60.0`: {60, Set}, `6e1`: {60, Set}, `null`: {0, Null},
		`1.5`: {0, Wrong}, `""`: {0, Wrong}, `"x"`: {0, Wrong}, `true`: {0, Wrong}, `[1]`: {0, Wrong}, `1e300`: {0, Wrong},
	} {
		var got Int
		read(got.set, text)
		if got != want {
			t.Errorf("Int %s: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]Str{
		`"a"`: {"a", Set}, `""`: {"", Set}, `"\u4e2d\"\\"`: {"中\"\\", Set}, `12`: {"12", Set}, `null`: {"", Null},
		`true`: {"", Wrong}, `{}`: {"", Wrong}, `["a"]`: {"", Wrong}, "\"\xff\"": {"\ufffd", Set},
	} {
		var got Str
		read(got.set, text)
		if got != want {
			t.Errorf("Str %s: %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]Bool{
		`true`: {true, Set}, `false`: {false, Set}, `"true"`: {true, Set}, `1`: {true, Set}, `0`: {false, Set},
		`null`: {false, Null}, `"yes"`: {false, Wrong}, `[]`: {false, Wrong},
	} {
		var got Bool
		read(got.set, text)
		if got != want {
			t.Errorf("Bool %s: %v, want %v", text, got, want)
		}
	}
}

func TestMemberNamesAreExact(t *testing.T) {
	t.Parallel()
	var b MessageBody
	body := `{ "Title":"no", "title" : "first" , "title":"last", "cont\u0065nt":"yes", "regid":"no", "extra":{"a":{"b":[1,"]}"]},"callback":"u"}, "nested":{"regId":"no"} }`
	if err := json.Unmarshal([]byte(body), &b); err != nil {
		t.Fatal(err)
	}
	if b.Title.S != "last" || b.Content.S != "yes" || b.RegID.State != Absent {
		t.Errorf("title %v, content %v, regId %v", b.Title, b.Content, b.RegID)
	}
	if url, ok := b.Extra.Get("callback"); !ok || url != "u" || b.Extra.Bad != 1 {
		t.Errorf("extra %+v", b.Extra)
	}
}

func TestDefectsAreListed(t *testing.T) {
	t.Parallel()
	c := decoded(http.MethodPost, "/message/send", `{"title":{},"content":"x","timeToLive":"soon","extra":[]}`)
	want := []sim.Defect{
		{Field: "title", Kind: sim.WrongType}, {Field: "timeToLive", Kind: sim.WrongType}, {Field: "extra", Kind: sim.WrongType},
	}
	if diff := cmp.Diff(want, c.Defects); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
}

func decoded(method, path, body string) *sim.Call {
	c := &sim.Call{}
	New().Decode(&sim.Request{Method: method, Path: path, Body: []byte(body), Header: http.Header{}}, c)
	return c
}

func TestQuerySpellings(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"taskIds=1,2": {"1", "2"}, "taskIds=1%2C2": {"1", "2"}, "": nil, "taskIds=": nil, "x=1&taskIds=7": {"7"},
		"taskIds=%zz": {"taskIds=%zz"}, "taskIds=1,,2": {"1", "", "2"},
	} {
		c := &sim.Call{}
		New().Decode(&sim.Request{Method: http.MethodGet, Path: "/report/getStatistics", Query: query, Header: http.Header{}}, c)
		if diff := cmp.Diff(want, c.Wire.(*Query).TaskIDs); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
}

// FuzzEach holds the scanner to the standard decoder: the same members, the same
// values, for every valid object.
func FuzzEach(f *testing.F) {
	for _, s := range []string{
		`{}`, `{"a":1}`, ` { "a" : [ 1 , {"b":"}"} ] , "c" : "\"" , "d":null,"e":-1.5e3 } `, `[]`, `[1,"a,b",[],{}]`,
		`{"\u0061":"\ud83d\ude00"}`, `{"a":{"b":{"c":[[[]]]}}}`, `[true,false,null]`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		i := space(data, 0)
		if !json.Valid(data) || (data[i] != '{' && data[i] != '[') {
			return
		}
		var got []string
		each(data[i:], func(key, v []byte) {
			if key != nil {
				got = append(got, unquote(key))
			}
			got = append(got, string(v))
		})
		if want := members(t, data); !cmp.Equal(want, got) {
			t.Errorf("%s: members %q, want %q", data, got, want)
		}
	})
}

// members is each by the standard decoder.
func members(t *testing.T, data []byte) []string {
	var out []string
	if data[space(data, 0)] == '[' {
		var list []json.RawMessage
		if err := json.Unmarshal(data, &list); err != nil {
			t.Skip(err) // too deep for the decoder
		}
		for _, v := range list {
			out = append(out, string(v))
		}
		return out
	}
	d := json.NewDecoder(bytes.NewReader(data))
	if _, err := d.Token(); err != nil {
		t.Skip(err)
	}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			t.Skip(err)
		}
		var v json.RawMessage
		if err := d.Decode(&v); err != nil {
			t.Skip(err)
		}
		out = append(out, key.(string), string(v))
	}
	return out
}

// FuzzDecode: whatever is posted, decoding ends and keeps no byte of the body.
func FuzzDecode(f *testing.F) {
	for i, r := range routes() {
		f.Add(i, []byte(`{"appId":105000001,"regId":"15638535410301000000001","title":"t","extra":{"callback":"u"},"userIds":["1"]}`), "taskIds=1,2")
		f.Add(i, []byte(`{"`+r.op+`":`), "%zz")
	}
	ep := New()
	all := routes()
	f.Fuzz(func(t *testing.T, op int, body []byte, query string) {
		route := all[uint(op)%uint(len(all))]
		r := &sim.Request{Method: route.method, Path: route.path, Query: query, Body: body, Header: http.Header{}}
		c := &sim.Call{}
		ep.Decode(r, c)
		if c.Verb != route.verb || c.Op != route.op {
			t.Errorf("%s is read as %s %s", route.path, c.Verb, c.Op)
		}
		if route.method == http.MethodPost && c.Malformed == (json.Valid(body) && body[space(body, 0)] == '{') {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
	})
}
