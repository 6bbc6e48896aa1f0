// Package jsonwrite writes the JSON answers of mock endpoints by appending to a buffer,
// with the members in the order in which the vendor has them.
//
// Commas are put where they belong: a member or an element after another one gets one.
// What is opened with Object or Array is closed with append(b, '}') or append(b, ']').
package jsonwrite

import (
	"strconv"
	"unicode/utf8"
)

// Object opens an object: as a member, or with an empty name as an element or the
// whole.
func Object(b []byte, name string) []byte { return append(place(b, name), '{') }

// Array opens an array.
func Array(b []byte, name string) []byte { return append(place(b, name), '[') }

// Str writes a text.
func Str(b []byte, name, value string) []byte { return Quote(place(b, name), value) }

// Int writes a whole number.
func Int(b []byte, name string, n int64) []byte { return strconv.AppendInt(place(b, name), n, 10) }

// Bool writes true or false.
func Bool(b []byte, name string, v bool) []byte { return strconv.AppendBool(place(b, name), v) }

// Null writes null.
func Null(b []byte, name string) []byte { return append(place(b, name), "null"...) }

// Raw writes JSON as it is.
func Raw(b []byte, name, json string) []byte { return append(place(b, name), json...) }

// Number writes a code: as the number it is when it has digits only, else as a text.
func Number(b []byte, name, code string) []byte {
	if isNumber(code) {
		return Raw(b, name, code)
	}
	return Str(b, name, code)
}

func isNumber(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s == "0" || (s != "" && s[0] != '0')
}

// place writes what stands before a value: a comma behind another value, and the name.
func place(b []byte, name string) []byte {
	if n := len(b); n > 0 {
		switch b[n-1] {
		case '{', '[', ',', ':':
		default:
			b = append(b, ',')
		}
	}
	if name == "" {
		return b
	}
	return append(Quote(b, name), ':')
}

// Quote writes a JSON string. Chinese stays as it is; bytes that are no UTF-8 become
// U+FFFD.
func Quote(b []byte, s string) []byte {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			b = utf8.AppendRune(b, r)
			i += size
			continue
		}
		switch {
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
		i++
	}
	return append(b, '"')
}
