package meizu

import (
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"

	wire "github.com/offpush/offpush/vendors/internal/form"
)

// field is one field of a request.
type field struct{ name, value string }

// form is a request: its fields and, once signed, what goes out.
type form []field

// formFields is room for the fields of a push and its signature.
const formFields = 7

// signed is the form in the order of its names, with its signature last: the lower-case
// hex MD5 of all name=value, raw and without separators, and the app's secret. The same
// text that is signed is escaped for the wire, so that the two cannot differ.
func (s *Sender) signed(f form) form {
	f = append(f, field{"appId", s.appID})
	slices.SortFunc(f, func(a, b field) int { return strings.Compare(a.name, b.name) })
	return append(f, field{"sign", sign(f, s.secret.Reveal())})
}

// sign takes fields in the order of their names.
func sign(f form, secret string) string {
	h := md5.New()
	var piece [256]byte
	write := func(text string) {
		for len(text) > 0 {
			n := copy(piece[:], text)
			h.Write(piece[:n])
			text = text[n:]
		}
	}
	for i := range f {
		write(f[i].name)
		write("=")
		write(f[i].value)
	}
	write(secret)
	var sum [md5.Size]byte
	var out [2 * md5.Size]byte
	hex.Encode(out[:], h.Sum(sum[:0]))
	return string(out[:])
}

// encode writes the form as x-www-form-urlencoded.
func (f form) encode() []byte {
	size := 0
	for i := range f {
		size += len(f[i].name) + 3*len(f[i].value) + 2
	}
	b := wire.New(size)
	for i := range f {
		b.Add(f[i].name, f[i].value)
	}
	return b.Bytes()
}

// contentType is spelt as in Meizu's document.
const contentType = "application/x-www-form-urlencoded;charset=UTF-8"

func formHeader() http.Header {
	h := make(http.Header, 2) // with the transport's User-Agent
	h["Content-Type"] = []string{contentType}
	return h
}
