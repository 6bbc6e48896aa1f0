// Package formscan reads application/x-www-form-urlencoded bodies and query strings for
// mock endpoints: every field with its exact name, in the order written, repeated ones
// included, and into structs as package jsonscan reads JSON.
//
// Reading is total. It decodes as servers in Java and PHP do, who never refuse a form as
// a whole: a plus sign is a space, and an escape that is none stays as it was written.
package formscan

import (
	"bytes"
	"strings"
)

// Pair is one field of a form, decoded.
type Pair struct{ Name, Value string }

// Pairs are the fields in the order written. A field without an equals sign has an
// empty value; between two separators there is none.
func Pairs(data []byte) (list []Pair) {
	Each(data, func(name, value []byte) {
		n, _ := Unescape(name)
		v, _ := Unescape(value)
		list = append(list, Pair{n, v})
	})
	return list
}

// Get returns the first value of a name, as getParameter of Java's servlets does.
func Get(list []Pair, name string) (value string, ok bool) {
	for i := range list {
		if list[i].Name == name {
			return list[i].Value, true
		}
	}
	return "", false
}

// Each visits the fields in the order written, still encoded. The slices are parts of
// data and good during the visit only.
func Each(data []byte, visit func(name, value []byte)) {
	for len(data) > 0 {
		var field []byte
		field, data, _ = bytes.Cut(data, []byte("&"))
		if len(field) == 0 {
			continue
		}
		name, value, _ := bytes.Cut(field, []byte("="))
		visit(name, value)
	}
}

// Unescape decodes one name or value into a text of its own. An escape that is none
// stays as written, and ok is false. Bytes that are no UTF-8 become U+FFFD.
func Unescape(v []byte) (text string, ok bool) {
	if bytes.IndexByte(v, '%') < 0 && bytes.IndexByte(v, '+') < 0 {
		return strings.ToValidUTF8(string(v), "\ufffd"), true
	}
	ok = true
	out := make([]byte, 0, len(v))
	for i := 0; i < len(v); i++ {
		switch v[i] {
		case '+':
			out = append(out, ' ')
			continue
		case '%':
			if i+2 < len(v) && isHex(v[i+1]) && isHex(v[i+2]) {
				out = append(out, hex(v[i+1])<<4|hex(v[i+2]))
				i += 2
				continue
			}
			ok = false
		}
		out = append(out, v[i])
	}
	return strings.ToValidUTF8(string(out), "\ufffd"), ok
}

func isHex(c byte) bool {
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')
}

func hex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}
