package httpsim

import (
	"net/http"
	"strings"
	"testing"
)

func TestRedaction(t *testing.T) {
	t.Parallel()
	d := newRedactor([]string{"sign", "authToken", "app_secret"})
	for _, tc := range []struct{ name, in, want string }{
		{"a member", `{"sign":"abc","title":"x"}`, `{"sign":"[redacted]","title":"x"}`},
		{"spaces", "{ \"sign\" :\t\"abc\" ,\n \"a\":1}", "{ \"sign\" :\t\"[redacted]\" ,\n \"a\":1}"},
		{"any depth", `{"a":[{"b":{"authToken":"abc"}}]}`, `{"a":[{"b":{"authToken":"[redacted]"}}]}`},
		{"any case", `{"SIGN":"abc","AuthToken":"d"}`, `{"SIGN":"[redacted]","AuthToken":"[redacted]"}`},
		{"twice", `{"sign":"a","sign":"b"}`, `{"sign":"[redacted]","sign":"[redacted]"}`},
		{"an escaped name", `{"\u0073ign":"abc"}`, `{"\u0073ign":"[redacted]"}`},
		{"an escaped quote in the value", `{"sign":"a\"b\\","t":"x"}`, `{"sign":"[redacted]","t":"x"}`},
		{"a number", `{"sign":12345,"t":1}`, `{"sign":"[redacted]","t":1}`},
		{"a number at the end", `{"sign":12345}`, `{"sign":"[redacted]"}`},
		{"null", `{"sign":null}`, `{"sign":"[redacted]"}`},
		{"an object", `{"sign":{"v":"abc","w":["}"]},"t":1}`, `{"sign":"[redacted]","t":1}`},
		{"a list", `{"sign":["a","b"],"t":1}`, `{"sign":"[redacted]","t":1}`},
		{"the name as a value", `{"t":"sign","u":"x"}`, `{"t":"sign","u":"x"}`},
		{"the name in a text", `{"t":"my \"sign\":\"abc\""}`, `{"t":"my \"sign\":\"abc\""}`},
		{"a longer name", `{"signed":"abc"}`, `{"signed":"abc"}`},
		{"broken off in the value", `{"sign":"abc`, `{"sign":"[redacted]"`},
		{"broken off in an object", `{"sign":{"a":"abc`, `{"sign":"[redacted]"`},
		{"broken off behind the colon", `{"sign":`, `{"sign":"[redacted]"`},
		{"not JSON after all", `{"sign":"abc"} trailing "sign":"def"`, `{"sign":"[redacted]"} trailing "sign":"[redacted]"`},
		{"a byte order mark", "\ufeff{\"sign\":\"abc\"}", "\ufeff{\"sign\":\"[redacted]\"}"},
		{"a form", "a=1&app_secret=abc&b=2", "a=1&app_secret=[redacted]&b=2"},
		{"a form's last field", "a=1&app_secret=abc", "a=1&app_secret=[redacted]"},
		{"an escaped field", "app%5Fsecret=abc&b=2", "app%5Fsecret=[redacted]&b=2"},
		{"a field without value", "app_secret&b=2", "app_secret&b=2"},
		{"lines", "app_secret=abc\nb=2", "app_secret=[redacted]\nb=2"},
		{"a part", "--b\r\nContent-Disposition: form-data; name=\"app_secret\"\r\n\r\nabc\r\n--b--\r\n",
			"--b\r\nContent-Disposition: form-data; name=\"app_secret\"\r\n\r\n[redacted]\r\n--b--\r\n"},
		{"a part between others", "--b\r\nContent-Disposition: form-data; name=a; filename=\"sign\"\r\n\r\n1\r\n--b\r\ncontent-disposition: form-data; name=SIGN\r\n\r\nabc\r\n--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nsign=abc\r\n--b--",
			"--b\r\nContent-Disposition: form-data; name=a; filename=\"sign\"\r\n\r\n1\r\n--b\r\ncontent-disposition: form-data; name=SIGN\r\n\r\n[redacted]\r\n--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nsign=abc\r\n--b--"},
		{"a part with bare line ends", "--b\nContent-Disposition: form-data; name=\"sign\"\n\nabc\n--b--", "--b\nContent-Disposition: form-data; name=\"sign\"\n\n[redacted]\n--b--"},
		{"a part that does not end", "--b\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\nabc", "--b\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\n[redacted]"},
		{"a part without a name", "--b\r\nContent-Type: text/plain\r\n\r\nabc\r\n--b--", "--b\r\nContent-Type: text/plain\r\n\r\nabc\r\n--b--"},
		{"a part behind empty lines", "\r\n--b\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\nabc\r\n--b--", "\r\n--b\r\nContent-Disposition: form-data; name=\"sign\"\r\n\r\n[redacted]\r\n--b--"},
		{"dashes alone", "--", "--"},
		{"empty", "", ""},
		{"only blanks", "  ", "  "},
	} {
		if got := string(d.body(nil, []byte(tc.in))); got != tc.want {
			t.Errorf("%s: %s\n got %s\nwant %s", tc.name, tc.in, got, tc.want)
		}
	}
}

func TestNoSecretsToLookFor(t *testing.T) {
	t.Parallel()
	if got := string(newRedactor(nil).body(nil, []byte(`{"sign":"abc"}`))); got != `{"sign":"abc"}` {
		t.Errorf("got %s", got)
	}
}

func TestHeadersAreSortedAndRedacted(t *testing.T) {
	t.Parallel()
	h := http.Header{"Authtoken": {"abc"}, "Authorization": {"key=abc"}, "Accept": {"a", "b"}, "Cookie": {"c=abc"}, "X": {"1"}}
	want := "Accept: a\nAccept: b\nAuthorization: [redacted]\nAuthtoken: [redacted]\nCookie: [redacted]\nX: 1\n"
	if got := string(newRedactor([]string{"authToken"}).header(nil, h)); got != want {
		t.Errorf("got\n%s", got)
	}
	many := http.Header{}
	for c := range 60 {
		many[strings.Repeat("a", c+1)] = []string{"v"}
	}
	if n := strings.Count(string(newRedactor(nil).header(nil, many)), "\n"); n != 60 {
		t.Errorf("%d of 60 fields", n)
	}
}

// FuzzRedaction: whatever the body, a secret member's string is gone, nothing else
// is lost, and nothing panics.
func FuzzRedaction(f *testing.F) {
	for _, s := range []string{`{"sign":"SECRET"}`, `[{"a":{"sign" : ["SECRET"]}}]`, `sign=SECRET&a=b`, `{"sign`, `{"sign":`, `"\"`, `{"a":"\\","sign":"SECRET"}`} {
		f.Add(s)
	}
	d := newRedactor([]string{"sign"})
	f.Fuzz(func(t *testing.T, in string) {
		out := string(d.body(nil, []byte(in)))
		if !strings.Contains(strings.ToLower(in), "sign") && !strings.ContainsAny(in, `\%`) && out != in {
			t.Errorf("%q became %q without a reason", in, out)
		}
		embedded := `{"before":[1],"sign":"SECRET","after":` + jsonString(in) + `}`
		if got := string(d.body(nil, []byte(embedded))); strings.HasPrefix(got, embedded[:23]+`SECRET`) ||
			!strings.HasSuffix(got, `"after":`+jsonString(in)+`}`) {
			t.Errorf("%s became %s", embedded, got)
		}
	})
}

// jsonString quotes for JSON in the plainest way.
func jsonString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
