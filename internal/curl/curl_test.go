package curl_test

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/curl"
	"github.com/offpush/offpush/vendors"
)

func request(url, body string, header ...string) vendors.Request {
	r := vendors.Request{Method: "POST", URL: url, Header: map[string][]string{}, Body: body}
	for _, h := range header {
		name, value, _ := strings.Cut(h, ": ")
		r.Header[name] = append(r.Header[name], value)
	}
	return r
}

func TestWordsSurviveAShell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":           `''`,
		"a b":        `'a b'`,
		"it's $HOME": `'it'\''s $HOME'`,
	} {
		if got := curl.Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestTheLongerValueIsNamedFirst(t *testing.T) {
	t.Parallel()
	got := curl.Line(request("http://x", "secret-longer"), map[string]string{"secret": "A", "secret-longer": "B"})
	if !strings.HasSuffix(got, `--data-binary ''"$B"''`) {
		t.Errorf("Line = %s", got)
	}
}

func TestHTTP2IsAskedFor(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"http://127.0.0.1/3": "curl -sS --http2-prior-knowledge -X POST 'http://127.0.0.1/3'",
		"https://127.0.0.1/": "curl -sS --http2 -X POST 'https://127.0.0.1/'",
	} {
		r := request(url, "")
		r.Proto = vendors.HTTP2
		if got := curl.Line(r, nil); got != want {
			t.Errorf("Line = %s, want %s", got, want)
		}
	}
}

// A login's token goes into the next line; short numbers that happen to be in both
// do not, nor headers that curl makes itself.
func ExampleLines() {
	for _, line := range curl.Lines([]curl.Call{
		{Request: request("http://127.0.0.1/login", `{"key":"k"}`, "Content-Length: 11"), Answer: `{"code":0,"token":"tok-12345"}`},
		{Request: request("http://127.0.0.1/send", `{"n":0}`, "Token: tok-12345"), Answer: `{"code":0}`},
	}) {
		fmt.Println(line)
	}
	// Output:
	// token=$(curl -sS -X POST 'http://127.0.0.1/login' \
	//   --data-binary '{"key":"k"}' | sed -n 's,\\/,/,g;s/.*"token" *: *"\{0,1\}\([^",}]*\).*/\1/p')
	// curl -sS -X POST 'http://127.0.0.1/send' \
	//   -H 'Token: '"$token"'' \
	//   --data-binary '{"n":0}'
}

// Huawei writes a token's slashes as \/, and refuses a token that kept the backslash.
func TestEscapedSlashesAreUndone(t *testing.T) {
	t.Parallel()
	answer := `{"access_token":"a\/b\/c+d==","expires_in":3600}`
	lines := curl.Lines([]curl.Call{
		{Request: request("http://127.0.0.1/login", ""), Answer: answer},
		{Request: request("http://127.0.0.1/send", "", "Authorization: Bearer a/b/c+d==")},
	})
	if len(lines) != 2 || !strings.Contains(lines[1], `Bearer '"$access_token"`) {
		t.Fatalf("lines = %q", lines)
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no POSIX shell here")
	}
	_, script, _ := strings.Cut(strings.TrimSuffix(lines[0], ")"), "| ")
	cmd := exec.Command(sh, "-c", script)
	cmd.Stdin = strings.NewReader(answer)
	out, err := cmd.Output()
	if got := strings.TrimSpace(string(out)); err != nil || got != "a/b/c+d==" {
		t.Errorf("%s gives %q (%v), want a/b/c+d==", script, got, err)
	}
}
