// Package component has the parts screens are made of. A component draws itself
// into a canvas and knows nothing of the framework, the engine or other parts.
package component

import (
	"strings"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// Pane draws a border with a title and an optional note at the right, and returns
// the canvas inside, with one column of air at both sides. Without border (small
// terminals) only the title line is drawn.
type Pane struct {
	Title string
	Note  string
	// NoteStyle colours the note; the zero value is muted.
	NoteStyle cell.Style
	Focus     bool
	Bare      bool
}

// Draw draws the frame and returns the inside.
func (p Pane) Draw(c *cell.Canvas, th *theme.Theme) *cell.Canvas {
	if p.Bare {
		return p.bare(c, th)
	}
	g, line := th.Glyphs, th.Border
	horizontal := g.Top
	title := th.Muted
	if p.Focus {
		line, title = th.Focus, th.Accent.Strong()
		if th.Name == theme.Mono || g.Top == "-" {
			horizontal = g.FocusTop // the focus must be seen without colour, too
		}
	}
	w, h := c.W, c.H
	if w < 4 || h < 2 {
		return c.Sub(0, 0, 0, 0)
	}
	c.Put(0, 0, line, g.TopLeft+strings.Repeat(horizontal, w-2)+g.TopRight)
	c.Put(0, h-1, line, g.BottomLeft+strings.Repeat(horizontal, w-2)+g.BottomRight)
	for y := 1; y < h-1; y++ {
		c.Put(0, y, line, g.Left)
		c.Put(w-1, y, line, g.Right)
	}
	p.heading(c.Sub(2, 0, w-4, 1), th, title)
	return c.Sub(2, 1, w-4, h-2)
}

func (p Pane) heading(c *cell.Canvas, th *theme.Theme, title cell.Style) {
	note := p.NoteStyle
	if note == (cell.Style{}) {
		note = th.Muted
	}
	x := 0
	if p.Title != "" {
		x = c.Fit(0, 0, c.W-1, title, " "+p.Title+" ")
	}
	if p.Note != "" && x+4 < c.W {
		text := c.Rule().Fit(p.Note, c.W-x-3)
		c.Right(c.W, 0, note, " "+text+" ")
	}
}

func (p Pane) bare(c *cell.Canvas, th *theme.Theme) *cell.Canvas {
	title := th.Muted
	if p.Focus {
		title = th.Accent.Strong()
	}
	p.heading(c.Sub(0, 0, c.W, 1), th, title)
	return c.Sub(1, 1, c.W-2, c.H-1)
}
