// Package jsonscan walks JSON bodies for mock endpoints in one pass and without
// allocating, keeping what the standard decoder hides: a member's exact name, its
// type as it was sent, and that it was there at all. A Table reads a body into a
// struct of such fields.
//
// The standard decoder matches names without regard to case, and a mock that takes
// "Ttl" for ttl hides a sender's mistake. Everything here wants bytes that are valid
// JSON (see encoding/json.Valid) and is total on them.
package jsonscan

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// IsBody reports whether a request's body is valid JSON and an object.
func IsBody(data []byte) bool { return Kind(data) == '{' && valid(data) }

// Object visits the members of an object in the order written, names without their
// quotes and with escapes resolved; anything but an object has none. The slices are
// parts of data and good during the visit only.
func Object(data []byte, member func(name, value []byte)) {
	i := space(data, 0)
	if i == len(data) || data[i] != '{' {
		return
	}
	walk(data[i:], func(key, value []byte) {
		name := key[1 : len(key)-1]
		if bytes.IndexByte(name, '\\') >= 0 {
			name = []byte(Text(key))
		}
		member(name, value)
	})
}

// Array visits the elements of an array; anything else has none.
func Array(data []byte, element func(value []byte)) {
	i := space(data, 0)
	if i == len(data) || data[i] != '[' {
		return
	}
	walk(data[i:], func(_, value []byte) { element(value) })
}

// Kind is the first byte of a value, which tells its type: one of { [ " t f n, and
// 0 for a number.
func Kind(value []byte) byte {
	i := space(value, 0)
	if i == len(value) {
		return 0
	}
	switch c := value[i]; c {
	case '{', '[', '"', 't', 'f', 'n':
		return c
	}
	return 0
}

// Text returns the text of a JSON string, as a copy; "" for anything else. Bytes
// that are no UTF-8 become U+FFFD.
func Text(value []byte) string {
	if len(value) < 2 || value[0] != '"' {
		return ""
	}
	inner := value[1 : len(value)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var s string
	if err := json.Unmarshal(value, &s); err != nil {
		return ""
	}
	return s
}

// Strings reads an array of strings. An element of another type stands as "" and is
// counted in bad, so that positions are kept. The texts share one copy of the array:
// a list of a thousand tokens costs two allocations.
func Strings(array []byte) (list []string, bad int) {
	if Kind(array) != '[' {
		return nil, 0
	}
	list = make([]string, 0, bytes.Count(array, []byte{','})+1)
	plain := utf8.Valid(array)
	shared := ""
	if plain {
		shared = string(array)
	}
	i := space(array, 0)
	i = space(array, i+1)
	for i < len(array) && array[i] != ']' {
		end := value(array, i)
		switch element := array[i:end]; {
		case element[0] != '"':
			list, bad = append(list, ""), bad+1
		case plain && bytes.IndexByte(element, '\\') < 0:
			list = append(list, shared[i+1:end-1])
		default:
			list = append(list, Text(element))
		}
		i = space(array, end)
		if i < len(array) && array[i] == ',' {
			i = space(array, i+1)
		}
	}
	return list, bad
}

// CompactLen is how many bytes a value has when it is written again without white
// space, with every character that needs no escape as itself in UTF-8.
func CompactLen(v []byte) int {
	n := 0
	for i := 0; i < len(v); {
		switch v[i] {
		case ' ', '\t', '\n', '\r':
			i++
		case '"':
			end := quoted(v, i)
			n += quotedLen(v[i:end])
			i = end
		default:
			n++
			i++
		}
	}
	return n
}

// quotedLen is CompactLen of a string, its quotes included.
func quotedLen(s []byte) int {
	n := 2
	for i := 1; i < len(s)-1; {
		if s[i] != '\\' {
			n++
			i++
			continue
		}
		if i+1 >= len(s)-1 {
			return n + 1
		}
		switch s[i+1] {
		case '/':
			n++
			i += 2
		case 'u':
			width, used := unicodeLen(s[i:])
			n += width
			i += used
		default:
			n += 2
			i += 2
		}
	}
	return n
}

// unicodeLen is the width of the character behind \uXXXX and how much of s says it.
func unicodeLen(s []byte) (width, used int) {
	r := hex4(s)
	switch {
	case r == '"' || r == '\\' || r == '\b' || r == '\f' || r == '\n' || r == '\r' || r == '\t':
		return 2, 6
	case r < 0x20:
		return 6, 6
	case r >= 0xd800 && r < 0xdc00 && len(s) >= 12 && s[6] == '\\' && s[7] == 'u':
		if low := hex4(s[6:]); low >= 0xdc00 && low < 0xe000 {
			return 4, 12
		}
	}
	if n := utf8.RuneLen(r); n > 0 {
		return n, 6
	}
	return utf8.RuneLen(utf8.RuneError), 6 // half a surrogate pair
}

func hex4(s []byte) (r rune) {
	for i := 2; i < 6 && i < len(s); i++ {
		c := rune(s[i])
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		}
		r = r<<4 | c
	}
	return r
}

// walk visits the members of an object or the elements of an array. Keys come
// quoted, nil for elements.
func walk(v []byte, visit func(key, value []byte)) {
	object := v[0] == '{'
	i := space(v, 1)
	for i < len(v) && v[i] != '}' && v[i] != ']' {
		var key []byte
		if object {
			end := value(v, i)
			key = v[i:end]
			i = space(v, end)
			i = space(v, i+1) // the colon
		}
		end := value(v, i)
		visit(key, v[i:end])
		i = space(v, end)
		if i < len(v) && v[i] == ',' {
			i = space(v, i+1)
		}
	}
}

func space(v []byte, i int) int {
	for i < len(v) && (v[i] == ' ' || v[i] == '\t' || v[i] == '\n' || v[i] == '\r') {
		i++
	}
	return i
}

// value returns the end of the JSON value that begins at i.
func value(v []byte, i int) int {
	depth := 0
	for i < len(v) {
		switch v[i] {
		case '"':
			i = quoted(v, i)
			if depth == 0 {
				return i
			}
			continue
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth <= 0 {
				if depth < 0 { // the end of what holds a bare number or word
					return i
				}
				return i + 1
			}
		case ',', ' ', '\t', '\n', '\r':
			if depth == 0 {
				return i
			}
		}
		i++
	}
	return i
}

// quoted returns the end of the string that begins at i.
func quoted(v []byte, i int) int {
	for {
		j := bytes.IndexByte(v[i+1:], '"')
		if j < 0 {
			return len(v)
		}
		j += i + 1
		escapes := 0
		for k := j - 1; k > i && v[k] == '\\'; k-- {
			escapes++
		}
		if escapes%2 == 0 {
			return j + 1
		}
		i = j // an escaped quote: go on behind it
	}
}
