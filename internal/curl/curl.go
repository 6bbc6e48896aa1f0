// Package curl writes requests as curl command lines that work when they are pasted
// into a POSIX shell: what an answer brings and a later request needs (an access
// token, the number of a stored message) goes from one line to the next in a shell
// variable.
package curl

import (
	"bytes"
	"encoding/json"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Call is a request as it went out, with nothing redacted, and the body of its answer.
type Call struct {
	Request vendors.Request
	Answer  string
}

// Lines are calls as command lines, in order.
func Lines(calls []Call) []string {
	var out []string
	named := map[string]string{} // value -> variable
	for i, c := range calls {
		line := Line(c.Request, named)
		name, value := wanted(c.Answer, calls[i+1:], named)
		if name != "" {
			line = name + "=$(" + line + " | sed -n '" + pick(name) + "')"
			named[value] = name
		}
		out = append(out, line)
	}
	return out
}

// pick is the sed script that finds a field's value in a JSON document. Some vendors
// write / as \/, and a token that keeps the backslash is refused.
func pick(field string) string {
	return `s,\\/,/,g;s/.*"` + field + `" *: *"\{0,1\}\([^",}]*\).*/\1/p`
}

// shortest is how long a value must be to be taken for more than a number that
// happens to be in both.
const shortest = 6

var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// wanted is the field of an answer that a later request repeats.
func wanted(answer string, later []Call, named map[string]string) (name, value string) {
	fields := map[string]string{}
	dec := json.NewDecoder(strings.NewReader(answer))
	dec.UseNumber() // ids are longer than a float's digits
	var doc any
	if dec.Decode(&doc) != nil {
		return "", ""
	}
	collect("", doc, fields)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		value := fields[name]
		if len(value) < shortest || !variable.MatchString(name) || named[value] != "" {
			continue
		}
		for i := range later {
			if contains(&later[i].Request, value) {
				return name, value
			}
		}
	}
	return "", ""
}

// collect gathers the plain values of a JSON document by their field's name.
func collect(name string, v any, into map[string]string) {
	switch v := v.(type) {
	case map[string]any:
		for k, inner := range v {
			collect(k, inner, into)
		}
	case string:
		into[name] = v
	case json.Number:
		into[name] = v.String()
	}
}

func contains(r *vendors.Request, value string) bool {
	if strings.Contains(r.Body, value) || strings.Contains(r.URL, value) {
		return true
	}
	for _, values := range r.Header {
		if slices.ContainsFunc(values, func(v string) bool { return strings.Contains(v, value) }) {
			return true
		}
	}
	return false
}

// Line is one request as a command line. Values in named are written as the shell
// variable of that name.
func Line(r vendors.Request, named map[string]string) string {
	parts := []string{"curl -sS " + protocol(&r) + "-X " + r.Method + " " + word(r.URL, named)}
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		if ownBusiness(name) {
			continue
		}
		for _, v := range r.Header[name] {
			parts = append(parts, "-H "+word(name+": "+v, named))
		}
	}
	if r.Body != "" {
		parts = append(parts, "--data-binary "+word(r.Body, named))
	}
	return strings.Join(parts, " \\\n  ")
}

// protocol is the option for requests that must be HTTP/2, which curl speaks unasked
// over TLS only.
func protocol(r *vendors.Request) string {
	switch {
	case r.Proto != vendors.HTTP2:
		return ""
	case strings.HasPrefix(r.URL, "http://"):
		return "--http2-prior-knowledge "
	}
	return "--http2 "
}

// ownBusiness are headers that curl makes itself, and better: the length of a body
// with a variable in it is not the recorded one.
func ownBusiness(header string) bool {
	switch http.CanonicalHeaderKey(header) {
	case "Content-Length", "Accept-Encoding", "User-Agent", "Host", "Connection":
		return true
	}
	return false
}

// word quotes s and takes the named values out of the quotes; the longest first, so
// that one that is a part of another does not cut it.
func word(s string, named map[string]string) string {
	values := slices.SortedFunc(maps.Keys(named), func(a, b string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return strings.Compare(a, b)
	})
	var out bytes.Buffer
	out.WriteByte('\'')
	for s != "" {
		at, found := len(s), ""
		for _, v := range values {
			if i := strings.Index(s, v); v != "" && i >= 0 && i < at {
				at, found = i, v
			}
		}
		out.WriteString(strings.ReplaceAll(s[:at], "'", `'\''`))
		if found != "" {
			out.WriteString(`'"$` + named[found] + `"'`)
		}
		s = s[at+len(found):]
	}
	out.WriteByte('\'')
	return out.String()
}

// Quote is s as one word of a POSIX shell.
func Quote(s string) string { return word(s, nil) }
