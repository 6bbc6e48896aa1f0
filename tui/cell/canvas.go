package cell

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
)

// Style is how a cell looks. Colours are "#rrggbb"; "" is the terminal's own.
type Style struct {
	FG, BG                        string
	Bold, Dim, Underline, Inverse bool
}

// Strong, On and Reversed return a changed copy.
func (s Style) Strong() Style         { s.Bold = true; return s }
func (s Style) On(bg string) Style    { s.BG = bg; return s }
func (s Style) Reversed() Style       { s.Inverse = true; return s }
func (s Style) Plainer() Style        { s.Bold = false; return s }
func (s Style) Colour(c string) Style { s.FG = c; return s }

// Span is a text in one style.
type Span struct {
	Style Style
	Text  string
}

type glyph struct {
	text  string // "" is a space; the right half of a wide glyph has width 0
	width uint8
	style Style
}

// Canvas is a rectangle of cells. Sub-canvases share the cells and cannot draw
// outside their part, so a component needs to know nothing of its neighbours.
type Canvas struct {
	W, H   int
	x, y   int
	stride int
	cells  []glyph
	rule   Rule
}

// New returns an empty canvas.
func New(w, h int, rule Rule) *Canvas {
	w, h = max(w, 0), max(h, 0)
	c := &Canvas{W: w, H: h, stride: w, cells: make([]glyph, w*h), rule: rule}
	for i := range c.cells {
		c.cells[i].width = 1
	}
	return c
}

// Rule is the width rule of the canvas.
func (c *Canvas) Rule() Rule { return c.rule }

// Sub is the part of c at (x, y), clipped to c.
func (c *Canvas) Sub(x, y, w, h int) *Canvas {
	x, y = min(max(x, 0), c.W), min(max(y, 0), c.H)
	s := *c
	s.x, s.y = c.x+x, c.y+y
	s.W, s.H = max(0, min(w, c.W-x)), max(0, min(h, c.H-y))
	return &s
}

func (c *Canvas) at(x, y int) *glyph { return &c.cells[(c.y+y)*c.stride+c.x+x] }

// Put draws s from (x, y) on, clipped at the right edge, and returns the column
// after it. Control characters are left out: a message must not steer the terminal.
func (c *Canvas) Put(x, y int, st Style, s string) int {
	if y < 0 || y >= c.H {
		return x
	}
	for g := graphemes.FromString(valid(s)); g.Next(); {
		v := g.Value()
		if first, _ := utf8.DecodeRuneInString(v); unicode.IsControl(first) {
			continue
		}
		w := c.rule.Width(v)
		if w == 0 {
			continue
		}
		if x+w > c.W {
			break
		}
		if x >= 0 {
			c.set(x, y, v, w, st)
		}
		x += w
	}
	return x
}

func (c *Canvas) set(x, y int, v string, w int, st Style) {
	for i := range w { // a half-covered wide glyph leaves spaces, not half a character
		c.breakWide(x+i, y)
	}
	*c.at(x, y) = glyph{text: v, width: uint8(w), style: st}
	for i := 1; i < w; i++ {
		*c.at(x+i, y) = glyph{width: 0, style: st}
	}
}

// breakWide replaces the wide glyph that covers a cell by spaces.
func (c *Canvas) breakWide(x, y int) {
	row := (c.y + y) * c.stride
	i := row + c.x + x
	for i > row && c.cells[i].width == 0 {
		i--
	}
	n := max(int(c.cells[i].width), 1)
	if n == 1 {
		return
	}
	for k := i; k < i+n && k < row+c.stride; k++ {
		c.cells[k].text, c.cells[k].width = "", 1
	}
}

// Fit draws s in at most w columns, marking a cut, and returns the column after it.
func (c *Canvas) Fit(x, y, w int, st Style, s string) int {
	return c.Put(x, y, st, c.rule.Fit(s, min(w, c.W-x)))
}

// Right draws s so that it ends before column x.
func (c *Canvas) Right(x, y int, st Style, s string) int {
	start := x - c.rule.Width(s)
	c.Put(start, y, st, s)
	return start
}

// Center draws s in the middle of the row.
func (c *Canvas) Center(y int, st Style, s string) {
	s = c.rule.Fit(s, c.W)
	c.Put((c.W-c.rule.Width(s))/2, y, st, s)
}

// Spans draws texts one after the other in at most w columns.
func (c *Canvas) Spans(x, y, w int, spans ...Span) int {
	end := min(x+w, c.W)
	for _, s := range spans {
		if x >= end {
			break
		}
		x = c.Fit(x, y, end-x, s.Style, s.Text)
	}
	return x
}

// Wrap draws s broken into lines of w columns, at most h of them, and returns how
// many were drawn. What does not fit is marked at the end.
func (c *Canvas) Wrap(x, y, w, h int, st Style, s string) int {
	w, h = min(w, c.W-x), min(h, c.H-y)
	if w <= 0 || h <= 0 {
		return 0
	}
	lines := c.rule.Wrap(s, w)
	for i, line := range lines {
		if i == h {
			return h
		}
		if i == h-1 && len(lines) > h {
			line = c.rule.Fit(line+strings.Repeat(" ", w), w)
			line = strings.TrimRight(strings.TrimSuffix(line, cut), " ")
			line = c.rule.Fit(line, max(0, w-len(cut))) + cut
		}
		c.Put(x, y+i, st, line)
	}
	return len(lines)
}

// Fill clears a rectangle and gives it a style.
func (c *Canvas) Fill(x, y, w, h int, st Style) {
	for yy := max(y, 0); yy < min(y+h, c.H); yy++ {
		for xx := max(x, 0); xx < min(x+w, c.W); xx++ {
			c.breakWide(xx, yy)
			*c.at(xx, yy) = glyph{width: 1, style: st}
		}
	}
}

// Restyle changes the style of a part of a row and leaves the text.
func (c *Canvas) Restyle(x, y, w int, change func(Style) Style) {
	if y < 0 || y >= c.H {
		return
	}
	for xx := max(x, 0); xx < min(x+w, c.W); xx++ {
		g := c.at(xx, y)
		g.style = change(g.style)
	}
}

// Plain is the text of the canvas without any styling, one line per row.
func (c *Canvas) Plain() string {
	var b strings.Builder
	for y := range c.H {
		if y > 0 {
			b.WriteByte('\n')
		}
		for x := range c.W {
			writeGlyph(&b, c.at(x, y))
		}
	}
	return b.String()
}

func writeGlyph(b *strings.Builder, g *glyph) {
	switch {
	case g.width == 0:
	case g.text == "":
		b.WriteByte(' ')
	default:
		b.WriteString(g.text)
	}
}
