package component

import (
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// Column is one column of a table. Widths are in terminal columns.
type Column struct {
	Title string
	Width int
	// Flex takes what is left; Width is then the least it needs.
	Flex bool
	// Drop is the order in which columns leave when there is no room: the highest
	// first, 0 never.
	Drop int
	Cell func(row int) cell.Span
}

// Table draws rows under column heads and keeps the selected row in view.
type Table struct {
	Columns []Column
	Rows    int
	// Selected is the row with the cursor, -1 for none.
	Selected int
	Focus    bool
	NoHead   bool
	// Empty is said when there are no rows.
	Empty string
}

// Draw draws the table.
func (t Table) Draw(c *cell.Canvas, th *theme.Theme) {
	widths := fit(t.Columns, c.W-2)
	y := 0
	if !t.NoHead && c.H > 2 {
		t.line(c, 0, widths, func(i int) cell.Span { return cell.Span{Style: th.Muted, Text: t.Columns[i].Title} })
		y = 1
	}
	if t.Rows == 0 {
		c.Wrap(2, y, c.W-2, c.H-y, th.Muted, t.Empty)
		return
	}
	page := max(c.H-y, 1)
	top := Top(t.Selected, t.Rows, page)
	for i := range min(page, t.Rows-top) {
		row := top + i
		t.line(c, y+i, widths, func(col int) cell.Span { return t.Columns[col].Cell(row) })
		if row == t.Selected {
			c.Put(0, y+i, th.Accent.Strong(), th.Glyphs.Cursor)
			if t.Focus {
				c.Restyle(0, y+i, c.W, th.Selected)
			}
		}
	}
}

func (t Table) line(c *cell.Canvas, y int, widths []int, text func(int) cell.Span) {
	x := 2
	for i, w := range widths {
		if w == 0 {
			continue
		}
		s := text(i)
		c.Fit(x, y, w, s.Style, s.Text)
		x += w + 2
	}
}

// fit returns the width of each column, 0 for those dropped.
func fit(cols []Column, room int) []int {
	gone := make([]bool, len(cols))
	for {
		need, worst := -2, -1
		for i, col := range cols {
			if gone[i] {
				continue
			}
			need += col.Width + 2
			if col.Drop > 0 && (worst < 0 || col.Drop > cols[worst].Drop) {
				worst = i
			}
		}
		if need <= room || worst < 0 {
			return widths(cols, gone, room-need)
		}
		gone[worst] = true
	}
}

func widths(cols []Column, gone []bool, spare int) []int {
	out := make([]int, len(cols))
	for i, col := range cols {
		if gone[i] {
			continue
		}
		out[i] = col.Width
		if col.Flex {
			out[i] = max(1, out[i]+spare)
		}
	}
	return out
}

// Top is the first of page rows to show so that the selected one is in the middle
// where possible: it depends on nothing drawn before.
func Top(selected, rows, page int) int {
	return max(0, min(selected-page/2, rows-page))
}

// Move is a cursor after a key: lists everywhere move alike. ok is false for
// other keys.
func Move(key string, at, rows, page int) (to int, ok bool) {
	step := map[string]int{
		"up": -1, "k": -1, "down": 1, "j": 1,
		"pgup": -max(page, 1), "pgdown": max(page, 1),
	}
	d, ok := step[key]
	if !ok {
		return at, false
	}
	return max(0, min(at+d, rows-1)), true
}
