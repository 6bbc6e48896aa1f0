// Package phones draws the lab's phones as small lock screens: brand, state, the
// notification shade as its owner would see it, and what became of the newest
// message - so that people can look instead of read.
package phones

import (
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
)

// Wall is phones side by side.
type Wall struct {
	Phones []device.Phone
	// Selected is the phone with the cursor, -1 for none.
	Selected int
	// Size is how large the phones are; the zero value is Large.
	Size Size
}

// Size is how large the phones of a wall are.
type Size uint8

const (
	Large Size = iota // lock screens with their notifications
	Small             // what became of the newest message, in a few words
)

// bounds of a phone, in cells.
type bounds struct{ minWidth, maxWidth, minHeight, maxHeight int }

func (s Size) bounds() bounds {
	if s == Small {
		return bounds{minWidth: 19, maxWidth: 30, minHeight: 3, maxHeight: 4}
	}
	return bounds{minWidth: 24, maxWidth: 40, minHeight: 8, maxHeight: 14}
}

// Fitting is the largest size at which all n phones are on the screen at once, else
// Small.
func Fitting(n, width, height int) Size {
	w := Wall{Phones: make([]device.Phone, n)}
	if columns := w.Grid(width); (n+columns-1)/columns*w.Size.bounds().minHeight <= height {
		return Large
	}
	return Small
}

// Grid tells how many phones stand side by side: as few as give the same number of
// rows, so that the phones are as wide as they can be.
func (w Wall) Grid(width int) int {
	n := len(w.Phones)
	most := max(1, min(width/w.Size.bounds().minWidth, n))
	rows := max(1, (n+most-1)/most)
	return max(1, (n+rows-1)/rows)
}

// Draw draws as many phones as fit, the selected one among them.
func (w Wall) Draw(c *cell.Canvas, ctx *screen.Context) {
	if len(w.Phones) == 0 {
		c.Wrap(0, 0, c.W, c.H, ctx.Theme.Muted, ctx.T("devices.none"))
		return
	}
	size := w.Size.bounds()
	columns := w.Grid(c.W)
	rows := (len(w.Phones) + columns - 1) / columns
	width := min(size.maxWidth, c.W/columns)
	height := max(size.minHeight, min(size.maxHeight, c.H/rows))
	page := max(1, c.H/height)
	if page < rows { // what the rows that fit leave over is theirs, but a line
		height = max(height, min(size.maxHeight, (c.H-1)/page))
	}
	top := component.Top(max(w.Selected, 0)/columns, rows, page)
	for i, p := range w.Phones {
		row := i/columns - top
		if row < 0 || row >= page {
			continue
		}
		card := c.Sub(i%columns*width, row*height, width-1, height)
		if w.Size == Small {
			drawSmall(card, ctx, p, i == w.Selected)
		} else {
			draw(card, ctx, p, i == w.Selected)
		}
	}
	if hidden := len(w.Phones) - page*columns; hidden > 0 && c.H > page*height {
		c.Fit(0, page*height, c.W, ctx.Theme.Muted, ctx.T("devices.more", hidden))
	}
}
