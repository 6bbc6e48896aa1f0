package conformance

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// redactor takes secrets out of everything a report shows. It knows them in two
// ways: the values of the credentials a case worked with, wherever they appear,
// and the names under which vendors carry keys, access tokens and signatures.
type redactor struct{ values []string }

// shortestSecret is the length from which a credential's value is replaced
// everywhere; shorter ones would take ordinary words out of a report.
const shortestSecret = 6

// learn remembers an app's secret credentials in each form they take on the wire.
func (r *redactor) learn(app sim.AppSpec) {
	for name, v := range app.Credentials {
		if len(v) < shortestSecret || !isCredentialSecret(name) {
			continue
		}
		for _, f := range []string{v, url.QueryEscape(v), url.PathEscape(v), jsonForm(v, false), jsonForm(v, true)} {
			if !slices.Contains(r.values, f) {
				r.values = append(r.values, f)
			}
		}
	}
	// The longest first: one secret may be the beginning of another.
	slices.SortFunc(r.values, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b))
	})
}

// jsonForm is a text as it stands between the quotes of a JSON string.
func jsonForm(s string, escapeHTML bool) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(escapeHTML)
	if err := e.Encode(s); err != nil {
		return s // strings can always be encoded
	}
	quoted := strings.TrimSuffix(b.String(), "\n")
	return quoted[1 : len(quoted)-1]
}

// isCredentialSecret is false for the fields of a credential that only name
// something; everything else is taken for a secret.
func isCredentialSecret(name string) bool {
	n := plainName(name)
	for _, suffix := range []string{"id", "package", "type", "email", "uri", "url", "environment"} {
		if strings.HasSuffix(n, suffix) {
			return false
		}
	}
	return true
}

// isSecretName reports whether a header, member or parameter of this name carries
// something that lets its reader act as the app.
func isSecretName(name string) bool {
	n := plainName(name)
	for _, part := range []string{"secret", "password", "authtoken", "accesstoken", "authorization", "cookie",
		"appkey", "apikey", "privatekey", "masterkey", "assertion", "jwt", "signature"} {
		if strings.Contains(n, part) {
			return true
		}
	}
	return n == "sign" || n == "auth"
}

func plainName(name string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", ".", "").Replace(name))
}

// The shapes in which a named value stands in a body, a query or a log line.
//
//nolint:gochecknoglobals // compiled once, never changed
var (
	jsonMember = regexp.MustCompile(`"([A-Za-z0-9_.\-]+)"(\s*:\s*)"((?:[^"\\]|\\.)*)"`)
	pair       = regexp.MustCompile(`([A-Za-z0-9_.\-]+)=([^&\s"']+)`)
)

// text returns s without secrets.
func (r *redactor) text(s string) string {
	for _, v := range r.values {
		s = strings.ReplaceAll(s, v, vendors.Redacted)
	}
	s = jsonMember.ReplaceAllStringFunc(s, func(m string) string {
		p := jsonMember.FindStringSubmatch(m)
		if !isSecretName(p[1]) || p[3] == "" {
			return m
		}
		return `"` + p[1] + `"` + p[2] + `"` + vendors.Redacted + `"`
	})
	return pair.ReplaceAllStringFunc(s, func(m string) string {
		p := pair.FindStringSubmatch(m)
		if !isSecretName(p[1]) {
			return m
		}
		return p[1] + "=" + vendors.Redacted
	})
}

func (r *redactor) texts(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = r.text(s)
	}
	return out
}

func (r *redactor) header(h http.Header) map[string][]string {
	if len(h) == 0 {
		return nil
	}
	out := make(map[string][]string, len(h))
	for name, values := range h {
		if isSecretName(name) {
			out[name] = []string{vendors.Redacted}
		} else {
			out[name] = r.texts(values)
		}
	}
	return out
}

// Bounds of the evidence in a report: enough to see what went wrong, and a
// message to a thousand tokens does not fill a screen.
const (
	maxBody      = 4 << 10
	maxExchanges = 40
	maxMessages  = 40
)

func (r *redactor) body(b []byte) string {
	s := r.text(strings.ToValidUTF8(string(b), "\uFFFD"))
	if len(s) <= maxBody {
		return s
	}
	return strings.ToValidUTF8(s[:maxBody], "") + " [cut]"
}

// exchanges are the newest exchanges as text.
func (r *redactor) exchanges(list []Exchange) []ExchangeText {
	list = list[max(0, len(list)-maxExchanges):]
	out := make([]ExchangeText, len(list))
	for i, e := range list {
		out[i] = ExchangeText{At: e.At, Method: e.Method, Path: r.text(e.Path), Header: r.header(e.Header),
			Body: r.body(e.Body), Status: e.Status, Response: r.body(e.Response)}
	}
	return out
}

// messages are the newest states of messages.
func (r *redactor) messages(list []MessageState) []MessageText {
	list = list[max(0, len(list)-maxMessages):]
	out := make([]MessageText, len(list))
	for i, m := range list {
		out[i] = MessageText{ID: m.ID, Phone: m.Phone, Title: r.text(m.Title), ReplyCode: m.ReplyCode,
			State: string(m.State), Reason: string(m.Reason), Rule: m.Rule}
	}
	return out
}
