package huawei

import (
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
)

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	message, tokens              int
	ttl                          int64
	collapseMax, addMax, setMax  int
	conditionTopics, topicTokens int
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		message: n("message"), tokens: n("token.max"), ttl: int64(n("ttl.max")),
		collapseMax: n("collapse_key.max"), addMax: n("badge.add_num.max"), setMax: n("badge.set_num.max"),
		conditionTopics: n("condition.topics.max"), topicTokens: n("topic.tokens.max"),
	}
}

const (
	ellipsis        = "…"
	zeroWidthJoiner = '\u200d'
)

// cut shortens s so that its JSON form has at least excess bytes less, an ellipsis at
// the end included. False: nothing of s would be left.
func cut(s string, excess int) (string, bool) {
	budget := -excess - len(ellipsis)
	for i, r := range s {
		budget += escaped(s[i:], r)
	}
	keep := 0
	for i, r := range s {
		budget -= escaped(s[i:], r)
		if budget < 0 {
			break
		}
		keep = i + width(s[i:], r)
	}
	s = s[:keep]
	// A joiner at the cut would glue the ellipsis to half an emoji.
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if r != zeroWidthJoiner {
			return s + ellipsis, s != ""
		}
		s = s[:len(s)-size]
	}
}

// escaped is how many bytes the encoder of encode makes of r, which s starts with.
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
