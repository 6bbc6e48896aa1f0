package loosejson

import (
	"encoding/json"
	"fmt"
)

// Members calls take with each member of an object: its name, read, and its value as it is
// written, a part of body. It does without reflection what Decode does by way of types, for
// the answers every send waits for. An error means that the body is no JSON object.
func Members(body []byte, take func(name, value []byte)) error {
	if !Object(body) {
		return fmt.Errorf("answer is no JSON object (%d bytes)", len(body))
	}
	if !json.Valid(body) {
		return fmt.Errorf("decode answer: %w", json.Unmarshal(body, new(any)))
	}
	// What follows leans on body being valid.
	for rest := after(body, '{'); ; {
		if rest = space(rest); rest[0] == '}' {
			return nil
		}
		if rest[0] == ',' {
			rest = space(rest[1:])
		}
		n := length(rest)
		name := rest[1 : n-1]
		if escaped(name) {
			var text string
			_ = json.Unmarshal(rest[:n], &text)
			name = []byte(text)
		}
		rest = space(after(rest[n:], ':'))
		n = length(rest)
		take(name, rest[:n:n])
		rest = rest[n:]
	}
}

func space(b []byte) []byte {
	for b[0] == ' ' || b[0] == '\n' || b[0] == '\t' || b[0] == '\r' {
		b = b[1:]
	}
	return b
}

// after is what stands behind the next c, which space alone precedes.
func after(b []byte, c byte) []byte {
	for b[0] != c {
		b = b[1:]
	}
	return b[1:]
}

// escaped reports a name that is not written as it reads: with escapes, or with bytes that
// are no text.
func escaped(name []byte) bool {
	for _, c := range name {
		if c == '\\' || c >= 0x80 {
			return true
		}
	}
	return false
}

// length is how long the value at the start of b is.
func length(b []byte) int {
	depth := 0
	for i := 0; ; i++ {
		switch b[i] {
		case '"':
			i = closing(b, i)
			if depth == 0 {
				return i + 1
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth < 0 {
				return i // of a number or a word
			}
			if depth == 0 {
				return i + 1
			}
		case ',', ' ', '\n', '\t', '\r':
			if depth == 0 {
				return i
			}
		}
	}
}

// closing is where the text ends that begins at i.
func closing(b []byte, i int) int {
	for i++; b[i] != '"'; i++ {
		if b[i] == '\\' {
			i++
		}
	}
	return i
}
