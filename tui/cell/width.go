// Package cell draws text into a grid of terminal cells. Everything on screen goes
// through it, so a Chinese character takes two columns everywhere, nothing can be
// wider than its place, and a frame can be read back without a terminal.
package cell

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"
)

// Rule says how wide the characters are that Unicode calls ambiguous: one column
// in most terminals, two in some set up for Chinese. One rule holds for a whole
// program run.
type Rule uint8

const (
	Narrow Rule = iota
	Wide
)

// Width is how many columns s takes; escape sequences take none.
func (r Rule) Width(s string) int {
	if r == Narrow {
		return ansi.StringWidth(s) // what the framework's renderer counts with, too
	}
	return (&runewidth.Condition{EastAsianWidth: true, StrictEmojiNeutral: true}).StringWidth(ansi.Strip(s))
}

// cut marks a text that did not fit. It avoids the ellipsis, whose width is ambiguous.
const cut = ".."

// Fit shortens s to at most width columns and marks the cut.
func (r Rule) Fit(s string, width int) string {
	if width <= 0 {
		return ""
	}
	s = valid(s)
	if r.Width(s) <= width {
		return s
	}
	tail := cut
	if width <= len(cut) {
		tail = ""
	}
	var b strings.Builder
	used := 0
	for g := graphemes.FromString(s); g.Next(); {
		w := r.Width(g.Value())
		if used+w > width-len(tail) {
			break
		}
		b.WriteString(g.Value())
		used += w
	}
	return b.String() + tail
}

// Pad shortens or fills s to exactly width columns.
func (r Rule) Pad(s string, width int) string {
	s = r.Fit(s, width)
	return s + strings.Repeat(" ", max(0, width-r.Width(s)))
}

// valid replaces bytes that are no text: terminals and counters differ on them.
func valid(s string) string { return strings.ToValidUTF8(s, "?") }

// closing are marks that must not begin a line of Chinese text.
const closing = "，。、；：！？）》」』”’%,.;:!?)"

// Wrap breaks s into lines of at most width columns: at spaces, and between
// Chinese characters.
func (r Rule) Wrap(s string, width int) []string {
	if width <= 0 {
		return nil
	}
	var lines []string
	for _, para := range strings.Split(valid(s), "\n") {
		lines = append(lines, r.wrapLine(para, width)...)
	}
	return lines
}

func (r Rule) wrapLine(s string, width int) []string {
	var lines []string
	line, used := "", 0
	for _, word := range r.words(s) {
		w := r.Width(word)
		trimmed := r.Width(strings.TrimRight(word, " "))
		if used > 0 && used+trimmed > width {
			lines = append(lines, strings.TrimRight(line, " "))
			line, used = "", 0
		}
		for w > width { // a word longer than a line is broken where it must
			head := prefix(r, word, width-used)
			if head == "" { // not even one character fits: it is on its own
				g := graphemes.FromString(word)
				g.Next()
				head = g.Value()
			}
			lines = append(lines, line+head)
			line, used = "", 0
			word = word[len(head):]
			w = r.Width(word)
		}
		line += word
		used += w
	}
	return append(lines, strings.TrimRight(line, " "))
}

// words splits s after spaces and around wide characters; a closing mark stays
// with what it closes.
func (r Rule) words(s string) []string {
	var out []string
	word := ""
	flush := func() {
		if word != "" {
			out = append(out, word)
			word = ""
		}
	}
	wide := false
	for g := graphemes.FromString(s); g.Next(); {
		v := g.Value()
		switch {
		case strings.Contains(closing, v):
			word += v
		case r.Width(v) > 1:
			flush()
			word, wide = v, true
			continue
		default:
			if wide {
				flush()
			}
			word += v
			if v == " " {
				flush()
			}
		}
		wide = wide && strings.Contains(closing, v)
	}
	flush()
	return out
}

// prefix is the longest beginning of s that fits into width columns.
func prefix(r Rule, s string, width int) string {
	used, n := 0, 0
	for g := graphemes.FromString(s); g.Next(); {
		w := r.Width(g.Value())
		if used+w > width {
			break
		}
		used += w
		n += len(g.Value())
	}
	return s[:n]
}
