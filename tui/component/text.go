package component

import (
	"strings"
	"unicode"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// TextField is one line of editable text. Its cursor does not blink and moves by
// characters, of which a Chinese one is as good as any.
type TextField struct {
	value  []rune
	cursor int
}

// Value is the text.
func (f *TextField) Value() string { return string(f.value) }

// Set replaces the text and puts the cursor at its end.
func (f *TextField) Set(s string) {
	f.value = []rune(oneLine(s))
	f.cursor = len(f.value)
}

// Insert puts text at the cursor: typed, or pasted with line ends as spaces.
func (f *TextField) Insert(s string) {
	ins := []rune(oneLine(s))
	f.value = append(f.value[:f.cursor:f.cursor], append(ins, f.value[f.cursor:]...)...)
	f.cursor += len(ins)
}

func oneLine(s string) string {
	s = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(s)
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
}

// Key edits; it reports whether the key was one of the field's.
func (f *TextField) Key(key string) bool {
	switch key {
	case "left":
		f.cursor = max(0, f.cursor-1)
	case "right":
		f.cursor = min(len(f.value), f.cursor+1)
	case "home":
		f.cursor = 0
	case "end":
		f.cursor = len(f.value)
	case "backspace":
		if f.cursor > 0 {
			f.value = append(f.value[:f.cursor-1], f.value[f.cursor:]...)
			f.cursor--
		}
	case "delete":
		if f.cursor < len(f.value) {
			f.value = append(f.value[:f.cursor], f.value[f.cursor+1:]...)
		}
	case "ctrl+u":
		f.value, f.cursor = f.value[f.cursor:], 0
	case "ctrl+w":
		start := f.cursor
		for start > 0 && f.value[start-1] == ' ' {
			start--
		}
		for start > 0 && f.value[start-1] != ' ' {
			start--
		}
		f.value = append(f.value[:start], f.value[f.cursor:]...)
		f.cursor = start
	default:
		return false
	}
	return true
}

// Draw shows the text in one row of w columns; with the focus, as much as is
// needed to keep the cursor in view.
func (f *TextField) Draw(c *cell.Canvas, th *theme.Theme, x, y, w int, focus bool, hint string) {
	w = min(w, c.W-x)
	if w <= 0 {
		return
	}
	if !focus {
		if len(f.value) == 0 {
			c.Fit(x, y, w, th.Muted, hint)
			return
		}
		c.Fit(x, y, w, th.Text, f.Value())
		return
	}
	c.Fill(x, y, w, 1, th.Input)
	rule := c.Rule()
	start := 0
	for start < f.cursor && rule.Width(string(f.value[start:f.cursor])) > w-2 {
		start++
	}
	at := c.Put(x, y, th.Input, string(f.value[start:f.cursor]))
	under, rest := " ", ""
	if f.cursor < len(f.value) {
		under, rest = string(f.value[f.cursor]), string(f.value[f.cursor+1:])
	}
	line := c.Sub(x, y, w, 1)
	end := line.Put(at-x, 0, th.Caret, under)
	line.Fit(end, 0, w-end, th.Input, rest)
}
