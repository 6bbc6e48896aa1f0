// Package length measures and cuts texts in the unit a vendor counts in. A cut text ends
// in an ellipsis and never in half a character.
package length

import "unicode/utf8"

// Unit is what a vendor counts.
type Unit int

// The units vendors count in.
const (
	Characters Unit = iota // code points: Chinese and Latin alike
	Bytes                  // of UTF-8
	JSON                   // bytes of UTF-8 once written as JSON without HTML escaping
	Halves                 // a Latin character is one, any other two
)

const (
	ellipsis        = "…"
	zeroWidthJoiner = '\u200d'
)

// In is the unit's name in a language, for texts.
func (u Unit) In(lang string) string {
	switch {
	case u == Characters && lang == "zh":
		return "字符"
	case u == Characters:
		return "characters"
	case u == Halves && lang == "zh":
		return "字符（汉字计 2）"
	case u == Halves:
		return "characters, of which a Chinese one counts twice"
	case lang == "zh":
		return "字节"
	}
	return "bytes"
}

// Of is the length of s.
func (u Unit) Of(s string) int {
	switch u {
	case Characters:
		return utf8.RuneCountInString(s)
	case Bytes:
		return len(s)
	}
	n := 0
	for i, r := range s {
		n += u.cost(s[i:], r)
	}
	return n
}

// Over reports whether s is longer than limit; 0 is no limit.
func (u Unit) Over(s string, limit int) bool {
	// Bytes are never fewer than characters, halves or nothing escaped: the common case
	// needs no count.
	if limit <= 0 || (u != JSON && len(s) <= limit) {
		return false
	}
	return u.Of(s) > limit
}

// Cut shortens s to limit, the ellipsis included. It reports whether it cut; nothing may
// be left but the ellipsis.
func (u Unit) Cut(s string, limit int) (string, bool) {
	if !u.Over(s, limit) {
		return s, false
	}
	return u.keep(s, limit), true
}

// Shorten cuts s by at least excess, the ellipsis included. False: nothing of s would be
// left.
func (u Unit) Shorten(s string, excess int) (string, bool) {
	short := u.keep(s, u.Of(s)-excess)
	return short, short != ellipsis
}

// keep is as much of s as fits into budget, and an ellipsis.
func (u Unit) keep(s string, budget int) string {
	budget -= u.cost(ellipsis, []rune(ellipsis)[0])
	end := 0
	for i, r := range s {
		if budget -= u.cost(s[i:], r); budget < 0 {
			break
		}
		end = i + width(s[i:], r)
	}
	s = s[:end]
	// A joiner at the cut would glue the ellipsis to half an emoji.
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if r != zeroWidthJoiner {
			return s + ellipsis
		}
		s = s[:len(s)-size]
	}
}

// cost is what the character r, which s starts with, counts.
func (u Unit) cost(s string, r rune) int {
	switch u {
	case Bytes:
		return width(s, r)
	case JSON:
		return escaped(s, r)
	case Halves:
		if r > 0x7f {
			return 2
		}
	}
	return 1
}

// escaped is how many bytes JSON without HTML escaping makes of r.
func escaped(s string, r rune) int {
	switch {
	case r == '"', r == '\\', r == '\n', r == '\r', r == '\t', r == '\b', r == '\f':
		return len(`\n`)
	case r < ' ', r == '\u2028', r == '\u2029':
		return len(`\u2028`)
	case r == utf8.RuneError && width(s, r) == 1: // not UTF-8
		return len(`\ufffd`)
	}
	return utf8.RuneLen(r)
}

// width is how many bytes r takes at the start of s; one when it is no UTF-8.
func width(s string, r rune) int {
	if r == utf8.RuneError {
		_, n := utf8.DecodeRuneInString(s)
		return n
	}
	return utf8.RuneLen(r)
}
