// Package redact keeps secrets out of what people and files can see: error
// texts, log records, captured headers and bodies.
//
// It works by value, not by place: whatever contains a registered secret loses
// it. That also covers what a driver does not write itself, such as a vendor
// that echoes a key in its answer or a proxy that quotes a request.
package redact

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/offpush/offpush/vendors"
)

// minLength keeps very short values from turning every text into noise; no
// vendor's secret is that short.
const minLength = 6

// keepTokens is how many access tokens are remembered: the current one and the
// few before it, which requests still in flight may carry.
const keepTokens = 4

// Redactor knows the secrets of one app. It is safe for concurrent use.
type Redactor struct {
	fixed  []string
	tokens atomic.Pointer[[]string]
}

// New returns a redactor for the app's long-lived secrets.
func New(secrets ...vendors.Secret) *Redactor {
	r := &Redactor{}
	for _, s := range secrets {
		r.fixed = append(r.fixed, spellings(s.Reveal())...)
	}
	return r
}

// spellings are the forms in which a secret shows up: as it is, and escaped for
// a query when that differs.
func spellings(s string) []string {
	if len(s) < minLength {
		return nil
	}
	if q := url.QueryEscape(s); q != s {
		return []string{s, q}
	}
	return []string{s}
}

// AddToken registers an access token, forgetting the oldest of several.
func (r *Redactor) AddToken(token vendors.Secret) {
	forms := spellings(token.Reveal())
	if len(forms) == 0 {
		return
	}
	for {
		old := r.tokens.Load()
		next := append([]string(nil), forms...)
		if old != nil {
			next = append(next, *old...)
		}
		if len(next) > keepTokens {
			next = next[:keepTokens]
		}
		if r.tokens.CompareAndSwap(old, &next) {
			return
		}
	}
}

// String returns s with every known secret replaced by [redacted].
func (r *Redactor) String(s string) string {
	if r == nil || s == "" {
		return s
	}
	for _, secret := range r.fixed {
		s = strings.ReplaceAll(s, secret, vendors.Redacted)
	}
	if tokens := r.tokens.Load(); tokens != nil {
		for _, secret := range *tokens {
			s = strings.ReplaceAll(s, secret, vendors.Redacted)
		}
	}
	return s
}

// redactedError says the cleaned text and still matches with errors.Is and As.
type redactedError struct {
	text  string
	cause error
}

func (e *redactedError) Error() string { return e.text }
func (e *redactedError) Unwrap() error { return e.cause }

// Error returns err, or an error with a clean text around it. Unwrapping leads
// to the original, so callers print what they got and only inspect the rest.
func (r *Redactor) Error(err error) error {
	if err == nil {
		return nil
	}
	text := err.Error()
	if clean := r.String(text); clean != text {
		return &redactedError{text: clean, cause: err}
	}
	return err
}

// Header copies h with the named headers, and secrets anywhere else, replaced.
func (r *Redactor) Header(h http.Header, names ...string) map[string][]string {
	out := make(map[string][]string, len(h))
	for k, vs := range h {
		hide := false
		for _, n := range names {
			hide = hide || strings.EqualFold(n, k)
		}
		copied := make([]string, len(vs))
		for i, v := range vs {
			if hide {
				copied[i] = vendors.Redacted
			} else {
				copied[i] = r.String(v)
			}
		}
		out[k] = copied
	}
	return out
}

// Body returns body as text with the string values of the named JSON members,
// and secrets anywhere else, replaced. The body stays as long as it parses: what
// is not JSON is only searched for secrets.
func (r *Redactor) Body(body []byte, members ...string) string {
	s := string(body)
	for _, m := range members {
		s = hideMember(s, m)
	}
	return r.String(s)
}

// hideMember replaces the value of every "name":"value" in s, with or without
// blanks around the colon.
func hideMember(s, name string) string {
	key := `"` + name + `"`
	var b strings.Builder
	for {
		i := strings.Index(s, key)
		if i < 0 {
			break
		}
		rest := s[i+len(key):]
		value := strings.TrimLeft(rest, " \t\r\n")
		if !strings.HasPrefix(value, ":") {
			b.WriteString(s[:i+len(key)])
			s = rest
			continue
		}
		value = strings.TrimLeft(value[1:], " \t\r\n")
		if !strings.HasPrefix(value, `"`) {
			b.WriteString(s[:i+len(key)])
			s = rest
			continue
		}
		b.WriteString(s[:len(s)-len(value)+1])
		b.WriteString(vendors.Redacted)
		s = value[closingQuote(value):]
	}
	b.WriteString(s)
	return b.String()
}

// closingQuote returns the index of the quote that ends the JSON string at the
// start of s, or len(s) when the text was cut.
func closingQuote(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i
		}
	}
	return len(s)
}
