package conformance

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

func learned(credentials map[string]string) *redactor {
	r := &redactor{}
	r.learn(sim.AppSpec{Credentials: credentials})
	return r
}

func TestCredentialsAreTakenOutWhereverTheyStand(t *testing.T) {
	t.Parallel()
	r := learned(map[string]string{"app_id": "105000001", "app_secret": `a+b/c="d"`, "app_key": "prefix-", "master_secret": "prefix-and-more", "server_key": "<k>&1234", "pin": "1234"})
	for in, want := range map[string]string{
		`raw a+b/c="d" text`:                   "raw [redacted] text",
		"query x=a%2Bb%2Fc%3D%22d%22":          "query x=[redacted]",
		`json {"x":"a+b/c=\"d\""}`:             `json {"x":"[redacted]"}`,
		`html {"x":"\u003ck\u003e\u00261234"}`: `html {"x":"[redacted]"}`,
		"the longer one prefix-and-more":       "the longer one [redacted]",
		"app 105000001 is no secret":           "app 105000001 is no secret",
		"1234 is too short to be one":          "1234 is too short to be one",
	} {
		if got := r.text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNamedSecretsAreTakenOut(t *testing.T) {
	t.Parallel()
	r := &redactor{}
	for in, want := range map[string]string{
		`{"authToken" : "abc", "regId":"t1"}`:           `{"authToken" : "[redacted]", "regId":"t1"}`,
		`{"client_secret":"a\"b","x":1}`:                `{"client_secret":"[redacted]","x":1}`,
		`{"access_token":""}`:                           `{"access_token":""}`,
		"client_id=1&client_secret=xyz&grant_type=a":    "client_id=1&client_secret=[redacted]&grant_type=a",
		"level=INFO app_secret=hush token=t1":           "level=INFO app_secret=[redacted] token=t1",
		`{"sign":"00ff","design":"round","title":"签名"}`: `{"sign":"[redacted]","design":"round","title":"签名"}`,
	} {
		if got := r.text(in); got != want {
			t.Errorf("text(%q) = %q, want %q", in, got, want)
		}
	}
	header := r.header(http.Header{"Authorization": {"Bearer x"}, "Cookie": {"a=b"}, "Content-Type": {"text/plain"}, "X-App-Key": {"k"}})
	want := map[string][]string{"Authorization": {"[redacted]"}, "Cookie": {"[redacted]"}, "Content-Type": {"text/plain"}, "X-App-Key": {"[redacted]"}}
	if diff := cmp.Diff(want, header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
}

func TestEvidenceIsBounded(t *testing.T) {
	t.Parallel()
	r := &redactor{}
	var list []Exchange
	for range 100 {
		list = append(list, Exchange{Body: []byte(strings.Repeat("中", maxBody)), Response: []byte{0xff, 'x'}})
	}
	got := r.exchanges(list)
	if len(got) != maxExchanges {
		t.Errorf("%d exchanges, want %d", len(got), maxExchanges)
	}
	if e := got[0]; len(e.Body) > maxBody+len(" [cut]") || !strings.HasSuffix(e.Body, "中 [cut]") || e.Response != "\uFFFDx" {
		t.Errorf("body of %d bytes ending in %q, response %q", len(e.Body), e.Body[len(e.Body)-10:], e.Response)
	}
	if got := r.messages(make([]MessageState, 100)); len(got) != maxMessages {
		t.Errorf("%d messages, want %d", len(got), maxMessages)
	}
}
