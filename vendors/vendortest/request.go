package vendortest

import (
	"encoding/json"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/exchange"
)

// SameRequest compares a request with a recorded one: method, host, path with the query,
// the documented headers, and the body member by member, leaving out the named members.
func (m *Mock[S]) SameRequest(got Sent, want exchange.Request, without ...string) {
	m.t.Helper()
	compareRequests(m.t, m.of.Headers, got, want, without)
}

func compareRequests(t TB, headers []string, got Sent, want exchange.Request, without []string) {
	t.Helper()
	if got.Method != want.Method || got.Host != want.Host || got.Path != want.Path {
		t.Errorf("request is %s %s%s, recorded %s %s%s", got.Method, got.Host, got.Path, want.Method, want.Host, want.Path)
	}
	for _, name := range headers {
		if w, ok := want.Header[name]; ok && sentHeader(got.Header, name) != w {
			t.Errorf("header %s is %q, recorded %q", name, sentHeader(got.Header, name), w)
		}
	}
	g, w := members(t, got.Header.Get("Content-Type"), got.Body), members(t, want.Header["Content-Type"], string(want.Body))
	for _, name := range without {
		delete(g, name)
		delete(w, name)
	}
	if diff := cmp.Diff(w, g); diff != "" {
		t.Errorf("body of %s (-recorded +sent):\n%s", got.Path, diff)
	}
}

// sentHeader is a header in whichever case the sender wrote its name: one vendor's has an
// underscore and goes out in lower case.
func sentHeader(h http.Header, name string) string {
	for key, values := range h {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// members reads a body by its content type: a form, whose values may be JSON themselves,
// or a JSON object.
func members(t TB, contentType, body string) map[string]any {
	t.Helper()
	if kind, _, _ := mime.ParseMediaType(contentType); kind != "application/x-www-form-urlencoded" {
		return object(t, body)
	}
	form, err := url.ParseQuery(body)
	if err != nil {
		t.Errorf("form %q: %v", body, err)
		return nil
	}
	out := make(map[string]any, len(form))
	for name, values := range form {
		var inner any
		if len(values) == 1 && strings.ContainsAny(values[0][:min(1, len(values[0]))], "{[") && json.Unmarshal([]byte(values[0]), &inner) == nil {
			out[name] = inner
			continue
		}
		out[name] = values
	}
	return out
}

// Object decodes a JSON body; numbers become float64 on both sides of a diff. No body is
// no object.
func Object(t testing.TB, body string) map[string]any {
	t.Helper()
	return object(t, body)
}

func object(t TB, body string) map[string]any {
	t.Helper()
	if body == "" {
		return nil
	}
	var o map[string]any
	if err := json.Unmarshal([]byte(body), &o); err != nil {
		t.Fatalf("body %q: %v", body, err)
	}
	return o
}

// Form decodes a form body.
func Form(t testing.TB, body string) url.Values {
	t.Helper()
	form, err := url.ParseQuery(body)
	if err != nil {
		t.Fatalf("form %q: %v", body, err)
	}
	return form
}
