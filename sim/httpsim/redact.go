package httpsim

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
)

const redacted = vendors.Redacted

// redactor copies header fields, JSON and forms without their secrets. It goes by
// name and by token, never through a generic decode: a body that is broken JSON
// is redacted as far as it can be read. It is immutable.
type redactor struct {
	names []string // lower case
	// lengths has a bit for each length of a name, to pass most members quickly.
	lengths uint64
}

func newRedactor(names []string) *redactor {
	d := &redactor{}
	for _, n := range names {
		d.names = append(d.names, strings.ToLower(n))
		d.lengths |= 1 << (len(n) & 63)
	}
	return d
}

func (d *redactor) secret(name []byte) bool {
	if d.lengths&(1<<(len(name)&63)) == 0 {
		return false
	}
	for _, n := range d.names {
		if len(n) == len(name) && equalFold(name, n) {
			return true
		}
	}
	return false
}

// equalFold compares name with a lower-case word of the same length.
func equalFold(name []byte, lower string) bool {
	for i, c := range name {
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != lower[i] {
			return false
		}
	}
	return true
}

func (d *redactor) secretHeader(name string) bool {
	switch name {
	case "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie":
		return true
	}
	if d.lengths&(1<<(len(name)&63)) == 0 {
		return false
	}
	for _, n := range d.names {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}

// body appends a copy of b without secrets: JSON and multipart by their look, anything
// else as a form.
func (d *redactor) body(into, b []byte) []byte {
	if len(d.names) == 0 || len(b) == 0 {
		return append(into, b...)
	}
	switch first := bytes.TrimLeft(b, " \t\r\n\ufeff"); {
	case len(first) > 0 && (first[0] == '{' || first[0] == '[' || first[0] == '"'):
		return d.json(into, b)
	case bytes.HasPrefix(first, []byte("--")):
		return d.multipart(append(into, b[:len(b)-len(first)]...), first)
	default:
		return d.form(into, b)
	}
}

// json copies b, replacing the values of secret members. Strings are found by
// their quotes; a string followed by a colon is a member's name.
func (d *redactor) json(into, b []byte) []byte {
	copied, i := 0, 0 // b[:copied] is done
	for {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			return append(into, b[copied:]...)
		}
		start := i + q + 1
		end := stringEnd(b, start)
		if end < 0 { // a string that does not end
			return append(into, b[copied:]...)
		}
		i = skipSpace(b, end+1)
		if i >= len(b) || b[i] != ':' {
			i = end + 1
			continue
		}
		i = skipSpace(b, i+1)
		if !d.secret(memberName(b[start:end])) {
			continue
		}
		into = append(into, b[copied:i]...)
		into = append(into, `"`+redacted+`"`...)
		i = valueEnd(b, i)
		copied = i
	}
}

// memberName is the name as a decoder would see it.
func memberName(raw []byte) []byte {
	if bytes.IndexByte(raw, '\\') < 0 {
		return raw
	}
	var name string
	if json.Unmarshal(append(append([]byte{'"'}, raw...), '"'), &name) != nil {
		return raw
	}
	return []byte(name)
}

// stringEnd is the index of the quote that ends the string whose first byte is at
// i, -1 if none does.
func stringEnd(b []byte, i int) int {
	for i < len(b) {
		q := bytes.IndexByte(b[i:], '"')
		if q < 0 {
			return -1
		}
		q += i
		slashes := 0
		for k := q - 1; k >= i && b[k] == '\\'; k-- {
			slashes++
		}
		if slashes%2 == 0 {
			return q
		}
		i = q + 1
	}
	return -1
}

// valueEnd is the index behind the JSON value that starts at i; the end of b if it
// does not end.
func valueEnd(b []byte, i int) int {
	depth := 0
	for i < len(b) {
		switch b[i] {
		case '"':
			end := stringEnd(b, i+1)
			if end < 0 {
				return len(b)
			}
			i = end
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return i
			}
			if depth--; depth == 0 {
				return i + 1
			}
		case ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

func skipSpace(b []byte, i int) int {
	for i < len(b) && (b[i] == ' ' || b[i] == '\t' || b[i] == '\r' || b[i] == '\n') {
		i++
	}
	return i
}

// form copies name=value pairs, replacing the values of secret names.
func (d *redactor) form(into, b []byte) []byte {
	for len(b) > 0 {
		pair, rest := b, []byte(nil)
		if i := bytes.IndexAny(b, "&;\r\n"); i >= 0 {
			pair, rest = b[:i+1], b[i+1:]
		}
		eq := bytes.IndexByte(pair, '=')
		if eq < 0 || !d.secret(fieldName(pair[:eq])) {
			into = append(into, pair...)
			b = rest
			continue
		}
		into = append(into, pair[:eq+1]...)
		into = append(into, redacted...)
		if last := pair[len(pair)-1]; rest != nil && bytes.IndexByte([]byte("&;\r\n"), last) >= 0 {
			into = append(into, last)
		}
		b = rest
	}
	return into
}

func fieldName(raw []byte) []byte {
	raw = bytes.TrimSpace(raw)
	if bytes.IndexByte(raw, '%') < 0 {
		return raw
	}
	if name, err := url.QueryUnescape(string(raw)); err == nil {
		return []byte(name)
	}
	return raw
}
