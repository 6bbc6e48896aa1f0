package jsonwrite_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim/jsonwrite"
)

func Example() {
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Number(b, "result", "10302")
	b = jsonwrite.Str(b, "desc", "regId不合法")
	b = jsonwrite.Array(b, "invalidUsers")
	for _, id := range []string{"a", "b"} {
		b = jsonwrite.Object(b, "")
		b = jsonwrite.Int(b, "status", 2)
		b = jsonwrite.Str(b, "userid", id)
		b = append(b, '}')
	}
	b = append(b, ']', '}')
	fmt.Println(string(b))
	// Output: {"result":10302,"desc":"regId不合法","invalidUsers":[{"status":2,"userid":"a"},{"status":2,"userid":"b"}]}
}

func TestCommas(t *testing.T) {
	t.Parallel()
	b := jsonwrite.Object(nil, "")
	b = jsonwrite.Bool(b, "a", true)
	b = jsonwrite.Null(b, "b")
	b = append(jsonwrite.Array(b, "c"), ']')
	b = append(jsonwrite.Object(b, "d"), '}')
	b = jsonwrite.Array(b, "e")
	b = jsonwrite.Str(b, "", ",")
	b = jsonwrite.Int(b, "", -1)
	b = append(jsonwrite.Array(b, ""), ']')
	b = jsonwrite.Raw(b, "", `{"x":[1]}`)
	b = append(b, ']')
	b = jsonwrite.Number(b, "f", "0")
	b = jsonwrite.Number(b, "g", "007")
	b = jsonwrite.Number(b, "h", "")
	b = append(b, '}')
	want := `{"a":true,"b":null,"c":[],"d":{},"e":[",",-1,[],{"x":[1]}],"f":0,"g":"007","h":""}`
	if string(b) != want {
		t.Errorf("%s, want %s", b, want)
	}
}

func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a\"\\\n\x00", "中🍜", "\xff\xfe", "{\"a\":1}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		b := jsonwrite.Quote(nil, s)
		var got string
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatalf("%q is written %s: %v", s, b, err)
		}
		if want := strings.ToValidUTF8(s, "\ufffd"); strings.ReplaceAll(got, "\ufffd", "") != strings.ReplaceAll(want, "\ufffd", "") {
			t.Errorf("%q is written %s", s, b)
		}
	})
}
