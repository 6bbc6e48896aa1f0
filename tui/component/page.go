package component

import (
	"fmt"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// Line is one line of a page. Long lines are wrapped at their indent.
type Line struct {
	Indent int
	Spans  []cell.Span
}

// Page is a text to read and scroll, over the screen.
type Page struct {
	// Title and Lines make the text; they are asked at every Draw, so that the language
	// and theme of the moment hold.
	Title func() string
	Lines func(th *theme.Theme) []Line
	// Plain is the same for a terminal without a frame, where long lines stay whole for
	// the mouse; "" for pages nobody copies.
	Plain string
	top   int
}

// Size is the terminal a page is read on.
type Size struct {
	W, H int
	Rule cell.Rule
}

// Key scrolls; done closes the page.
func (p *Page) Key(key string, th *theme.Theme, size Size) (done bool) {
	in := p.inside(cell.New(size.W, size.H, size.Rule), th)
	rows, page := len(p.wrapped(in, th)), in.H
	switch key {
	case "esc", "q", "enter", "?", "f1":
		return true
	case "g", "home":
		p.top = 0
	case "G", "end":
		p.top = rows
	case "up", "k":
		p.top--
	case "down", "j":
		p.top++
	case "pgup":
		p.top -= page
	case "pgdown", " ":
		p.top += page
	}
	p.top = max(0, min(p.top, rows-page))
	return false
}

// Draw draws the page over most of c.
func (p *Page) Draw(c *cell.Canvas, th *theme.Theme) {
	in := p.inside(c, th)
	lines := p.wrapped(in, th)
	top := max(0, min(p.top, len(lines)-in.H))
	for i := range min(in.H, len(lines)-top) {
		line := lines[top+i]
		in.Spans(line.Indent, i, in.W-line.Indent, line.Spans...)
	}
	if more := len(lines) - top - in.H; more > 0 { // on the border: every row is text
		box := p.box(c)
		box.Right(box.W-2, box.H-1, th.Accent.Strong(), fmt.Sprintf(" pgdown +%d ", more))
	}
}

// box is where on the screen a page lies.
func (p *Page) box(c *cell.Canvas) *cell.Canvas {
	margin := 2
	if c.W < 90 {
		margin = 0
	}
	return c.Sub(margin, 1, c.W-2*margin, c.H-2)
}

func (p *Page) inside(c *cell.Canvas, th *theme.Theme) *cell.Canvas {
	box := p.box(c)
	box.Fill(0, 0, box.W, box.H, th.Text)
	return Pane{Title: p.Title(), Note: "esc", Focus: true}.Draw(box, th)
}

// wrapped breaks lines of one span; lines of several are columns and are cut.
func (p *Page) wrapped(in *cell.Canvas, th *theme.Theme) []Line {
	var out []Line
	for _, l := range p.Lines(th) {
		if len(l.Spans) != 1 {
			out = append(out, l)
			continue
		}
		for _, s := range in.Rule().Wrap(l.Spans[0].Text, in.W-l.Indent) {
			out = append(out, Line{Indent: l.Indent, Spans: []cell.Span{{Style: l.Spans[0].Style, Text: s}}})
		}
	}
	return out
}
