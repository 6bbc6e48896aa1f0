package loosejson_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors/internal/loosejson"
)

type reading struct {
	Text  loosejson.Text                  `json:"text"`
	Texts loosejson.Texts                 `json:"texts"`
	List  loosejson.List[struct{ N int }] `json:"list"`
	Value loosejson.Value                 `json:"value"`
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]reading{
		`{"text":"a\u0062","texts":["x",7,"",null,{}],"list":[{"N":1},[],null,{"N":"no"}],"value":[1, 2]}`: {
			Text: "ab", Texts: loosejson.Texts{"x", "7"}, List: []struct{ N int }{{1}}, Value: loosejson.Value("[1, 2]"),
		},
		`{"text":-7.50,"texts":{},"list":"x"}`: {Text: "-7.50"},
		`{"text":true,"texts":null}`:           {},
	} {
		var got reading
		if err := loosejson.Decode([]byte(body), &got); err != nil {
			t.Errorf("%s: %v", body, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", body, diff)
		}
	}
	for _, body := range []string{"", "null", "[]", "<html>", `{"`} {
		if err := loosejson.Decode([]byte(body), new(reading)); err == nil {
			t.Errorf("%q is taken for an object", body)
		}
	}
}

func TestCode(t *testing.T) {
	t.Parallel()
	for in, want := range map[loosejson.Text]string{
		"0": "0", " 0 ": "0", "0.0": "0", "00": "0", "10071": "10071", "1e2": "100", "-1": "-1", "": "", "x": "", "1.5": "", "NaN": "",
	} {
		if got := in.Code(); got != want {
			t.Errorf("%q.Code() = %q, want %q", string(in), got, want)
		}
	}
	if n, ok := loosejson.Text("7").Int(); n != 7 || !ok {
		t.Errorf(`"7".Int() = %d, %v`, n, ok)
	}
	if _, ok := loosejson.Text("").Int(); ok {
		t.Error(`"".Int() is a number`)
	}
}

func TestEncodeEscapesNoHTML(t *testing.T) {
	t.Parallel()
	if b, err := loosejson.Encode(map[string]string{"a": "<&>"}); err != nil || string(b) != `{"a":"<&>"}` {
		t.Errorf("Encode = %s, %v", b, err)
	}
	if _, err := loosejson.Encode(func() {}); err == nil {
		t.Error("a function is written as JSON")
	}
}

// FuzzAppend: what is written without the encoder is what the encoder writes.
func FuzzAppend(f *testing.F) {
	for _, text := range []string{"", "plain", "中文😀", `q"\`, "\x00\n\x7f", "<&>", "\xff", "a\u2028b\u2029", "\xe2\x80"} {
		f.Add(text, "other")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, v := range []any{a, map[string]string{a: b, b: a}, map[string]string{}} {
			want, err := loosejson.Encode(v)
			if err != nil {
				t.Fatal(err)
			}
			var got []byte
			switch v := v.(type) {
			case string:
				got = loosejson.AppendText(nil, v)
			case map[string]string:
				got = loosejson.AppendObject(nil, v)
			}
			if string(got) != string(want) {
				t.Errorf("%q is written %s, want %s", v, got, want)
			}
		}
	})
}

// FuzzMembers: an object's members are those the decoder finds, the last of a name alike,
// and what is no object to it is none here.
func FuzzMembers(f *testing.F) {
	for _, body := range []string{
		`{}`, " {\n} ", `{"a":1}`, `{"a" : -1.5e3 , "b":[1,{"c":"]}"}],"a":null}`, `{"\u0061\\":"x\"y","中":true}`, `{"":{}}`,
		"", "[]", "null", `{"a":1`, `{"a":1,}`, "{\"\xff\":0}", `{"a":{"b":"\\"},"c":false}x`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		var want map[string]json.RawMessage
		wantErr := loosejson.Decode([]byte(body), &want)
		got := map[string]json.RawMessage{}
		err := loosejson.Members([]byte(body), func(name, value []byte) { got[string(name)] = value })
		if (err == nil) != (wantErr == nil) {
			t.Fatalf("%q: error %v, the decoder's %v", body, err, wantErr)
		}
		if err != nil {
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", body, diff)
		}
	})
}

// FuzzDecode: whatever is answered, reading it neither panics nor fails on one member.
func FuzzDecode(f *testing.F) {
	f.Add(`{"text":1,"texts":[{}],"list":[{"N":1e400}],"value":{}}`)
	f.Add("\xff{}")
	f.Fuzz(func(t *testing.T, body string) {
		var r reading
		err := loosejson.Decode([]byte(body), &r)
		if valid := json.Valid([]byte(body)) && loosejson.Object([]byte(body)); valid != (err == nil) {
			t.Errorf("%q: valid %v, error %v", body, valid, err)
		}
		_ = r.Text.Code()
	})
}
