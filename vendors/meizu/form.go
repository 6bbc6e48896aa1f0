package meizu

import (
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// field is one field of a request.
type field struct{ name, value string }

// form is a request: its fields and, once signed, what goes out.
type form []field

// signed is the form in the order of its names, with its signature last: the lower-case
// hex MD5 of all name=value, raw and without separators, and the app's secret. The same
// text that is signed is escaped for the wire, so that the two cannot differ.
func (s *Sender) signed(f form) form {
	f = append(form{{"appId", s.appID}}, f...)
	slices.SortFunc(f, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return append(f, field{"sign", sign(f, s.secret.Reveal())})
}

// sign takes fields in the order of their names.
func sign(f form, secret string) string {
	size := len(secret)
	for i := range f {
		size += len(f[i].name) + len(f[i].value) + 1
	}
	text := make([]byte, 0, size)
	for i := range f {
		text = append(append(append(text, f[i].name...), '='), f[i].value...)
	}
	sum := md5.Sum(append(text, secret...))
	var out [2 * md5.Size]byte
	hex.Encode(out[:], sum[:])
	return string(out[:])
}

// encode writes the form as x-www-form-urlencoded.
func (f form) encode() string {
	var b strings.Builder
	size := 0
	for i := range f {
		size += len(f[i].name) + 3*len(f[i].value) + 2
	}
	b.Grow(size)
	for i := range f {
		if i > 0 {
			b.WriteByte('&')
		}
		b.WriteString(f[i].name)
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(f[i].value))
	}
	return b.String()
}

// contentType is spelt as in Meizu's document.
const contentType = "application/x-www-form-urlencoded;charset=UTF-8"

func formHeader() http.Header {
	h := make(http.Header, 2) // with the transport's User-Agent
	h["Content-Type"] = []string{contentType}
	return h
}
