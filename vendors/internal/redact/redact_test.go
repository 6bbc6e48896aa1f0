package redact_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
)

const secret = "test/secret+with=signs"

func TestString(t *testing.T) {
	t.Parallel()
	r := redact.New(secret, "tiny", "")
	for in, want := range map[string]string{
		"":                               "",
		"nothing here":                   "nothing here",
		"a " + secret + " b":             "a [redacted] b",
		"k=test%2Fsecret%2Bwith%3Dsigns": "k=[redacted]",
		"tiny":                           "tiny", // too short to be a secret, and a common word
	} {
		if got := r.String(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
	if got := (*redact.Redactor)(nil).String(secret); got != secret {
		t.Errorf("a nil redactor changed the text to %q", got)
	}
}

func TestTokensAreForgottenInTurn(t *testing.T) {
	t.Parallel()
	r := redact.New()
	for i := range 6 {
		r.AddToken(vendors.Secret(fmt.Sprintf("access-token-%d", i)))
	}
	for i, want := range []bool{true, true, false, false, false, false} {
		token := fmt.Sprintf("access-token-%d", i)
		if shown := r.String(token) == token; shown != want {
			t.Errorf("token %d of 6 is shown: %v, want %v", i, shown, want)
		}
	}
	r.AddToken("x") // too short to register, and no panic
}

func TestErrorKeepsItsCause(t *testing.T) {
	t.Parallel()
	r := redact.New(secret)
	err := r.Error(fmt.Errorf("dial %s: %w", secret, io.EOF))
	if err.Error() != "dial [redacted]: EOF" || !errors.Is(err, io.EOF) {
		t.Errorf("got %q, is EOF: %v", err, errors.Is(err, io.EOF))
	}
	if clean := errors.New("clean"); r.Error(clean) != clean {
		t.Error("an error without secrets was wrapped")
	}
	if r.Error(nil) != nil {
		t.Error("nil became an error")
	}
}

func TestHeaderAndBody(t *testing.T) {
	t.Parallel()
	r := redact.New(secret)
	h := http.Header{"Authtoken": {"abc"}, "X-Echo": {"with " + secret}, "Accept": {"a", "b"}}
	want := map[string][]string{"Authtoken": {"[redacted]"}, "X-Echo": {"with [redacted]"}, "Accept": {"a", "b"}}
	if diff := cmp.Diff(want, r.Header(h, "authToken")); diff != "" {
		t.Error(diff)
	}
	if h.Get("Authtoken") != "abc" {
		t.Error("the original header was changed")
	}
	for in, want := range map[string]string{
		`{"sign":"0123","a":1}`:                `{"sign":"[redacted]","a":1}`,
		`{"sign" : "a\"b\\","b":2,"sign":"x"}`: `{"sign" : "[redacted]","b":2,"sign":"[redacted]"}`,
		`{"sign":5,"x":"sign"}`:                `{"sign":5,"x":"sign"}`,
		`{"sign":"cut off`:                     `{"sign":"[redacted]`,
		`no JSON but ` + secret:                `no JSON but [redacted]`,
		``:                                     ``,
	} {
		if got := r.Body([]byte(in), "sign"); got != want {
			t.Errorf("body %s became %s, want %s", in, got, want)
		}
	}
}

type shows struct{ Key string }

func TestLoggerHidesSecretsOfEveryKind(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	r := redact.New(secret)
	l := r.Logger(slog.New(slog.NewTextHandler(&b, nil))).With("with", secret).WithGroup("g")
	l.Info("message "+secret, "text", secret, "err", errors.New("x "+secret), "any", shows{secret},
		slog.Group("inner", "deep", secret), "number", 7, "secret", vendors.Secret(secret))
	out := b.String()
	if strings.Contains(out, secret) {
		t.Errorf("the log shows the secret: %s", out)
	}
	for _, want := range []string{"g.number=7", "g.inner.deep=[redacted]", `msg="message [redacted]"`, "with=[redacted]"} {
		if !strings.Contains(out, want) {
			t.Errorf("the log lost %q: %s", want, out)
		}
	}
}

func FuzzBody(f *testing.F) {
	f.Add(`{"sign":"`+secret+`"}`, "sign")
	f.Add(`"sign":"\`, "sign")
	f.Add(`"":"`, "")
	f.Fuzz(func(t *testing.T, body, member string) {
		if got := redact.New(secret).Body([]byte(body), member); strings.Contains(got, secret) {
			t.Errorf("body %q shows the secret: %q", body, got)
		}
	})
}
