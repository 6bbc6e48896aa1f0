// Package layout says where the panes of a screen go. It is pure: a screen name
// and a size give rectangles that tile the terminal exactly.
package layout

// Rect is a place on the terminal, in cells.
type Rect struct {
	Pane       Pane
	X, Y, W, H int
}

// Pane names what is drawn in a rectangle.
type Pane string

// The panes of the frame around every screen.
const (
	Tabs   Pane = "tabs"
	Status Pane = "status"
	Footer Pane = "footer"
	// TooSmall stands alone when nothing useful fits.
	TooSmall Pane = "too-small"
	// Main is the one pane that fits on small screens: whichever has the focus.
	Main Pane = "main"
)

// The panes of the screens.
const (
	Compose  Pane = "compose"
	Forecast Pane = "forecast"
	Request  Pane = "request"
	Tail     Pane = "tail"
	Wall     Pane = "wall"

	Timeline  Pane = "timeline"
	Rate      Pane = "rate"
	Scheduled Pane = "scheduled"

	Detail Pane = "detail"

	Message  Pane = "message"
	Trace    Pane = "trace"
	WhatIf   Pane = "what-if"
	Exchange Pane = "exchange"
)

// Screen names a layout.
type Screen string

const (
	Send     Screen = "send"
	Live     Screen = "live"
	Devices  Screen = "devices"
	Diagnose Screen = "diagnose"
)

// Class is how much room there is.
type Class uint8

const (
	None Class = iota // under 40x12: only a line that says so
	XS                // under 80x24: one pane, no borders
	S                 // 80x24: a main pane and a strip
	M                 // 100x30: two panes
	L                 // 120x36 and more
)

// ClassOf tells the class of a size.
func ClassOf(w, h int) Class {
	switch {
	case w < 40 || h < 12:
		return None
	case w < 80 || h < 24:
		return XS
	case w < 100 || h < 30:
		return S
	case w < 120 || h < 36:
		return M
	}
	return L
}

// Of returns the rectangles of a screen. They tile w x h exactly.
func Of(s Screen, w, h int) []Rect {
	w, h = max(w, 1), max(h, 1)
	class := ClassOf(w, h)
	if class == None {
		return []Rect{{TooSmall, 0, 0, w, h}}
	}
	body := Rect{Main, 0, 1, w, h - 3}
	out := []Rect{{Tabs, 0, 0, w, 1}}
	if class == XS {
		// The tabs and the keys share a line's worth of space with the status.
		body.H = h - 2
		out = append(out, body)
		return append(out, Rect{Status, 0, h - 1, w, 1})
	}
	out = append(out, panes(s, class, body)...)
	return append(out, Rect{Status, 0, h - 2, w, 1}, Rect{Footer, 0, h - 1, w, 1})
}

func panes(s Screen, class Class, b Rect) []Rect {
	switch s {
	case Send:
		return send(class, b)
	case Live:
		if class == S {
			return []Rect{named(b, Timeline)}
		}
		top, low := b.rows(max(9, b.H/4))
		left, right := low.columns(low.W / 2)
		return []Rect{named(top, Timeline), named(left, Rate), named(right, Scheduled)}
	case Devices:
		if class == S {
			top, low := b.rows(3)
			return []Rect{named(top, Wall), named(low, Detail)}
		}
		left, right := b.columns(b.W - max(36, b.W/3))
		return []Rect{named(left, Wall), named(right, Detail)}
	case Diagnose:
		return diagnose(class, b)
	}
	return []Rect{b}
}

func send(class Class, b Rect) []Rect {
	switch {
	case class == S:
		top, low := b.rows(9)
		return []Rect{named(top, Compose), named(low, Forecast)}
	case class == M:
		left, right := b.columns(58)
		return []Rect{named(left, Compose), named(right, Forecast)}
	}
	var wall []Rect
	if b.W >= 166 { // room for a column of phones beside the rest
		rest, phones := b.columns(b.W - (b.W-120)/30*30)
		b, wall = rest, []Rect{named(phones, Wall)}
	}
	left, right := b.columns(max(62, b.W*52/100))
	upper, lower := left.rows(max(11, left.H*2/5))
	top, low := right.rows(max(9, right.H/3))
	return append([]Rect{
		named(upper, Compose), named(top, Forecast),
		named(lower, Request), named(low, Tail),
	}, wall...)
}

func diagnose(class Class, b Rect) []Rect {
	switch class {
	case S:
		top, low := b.rows(b.H - 13) // the message with its cause and advice comes first
		return []Rect{named(top, Message), named(low, Main)}
	case M:
		left, right := b.columns(42)
		return []Rect{named(left, Message), named(right, Main)}
	}
	top, low := b.rows(max(10, b.H*3/8))
	a, c := top.columns(max(46, b.W*3/8))
	d, e := low.columns(b.W * 3 / 4)
	return []Rect{named(a, Message), named(c, Trace), named(d, WhatIf), named(e, Exchange)}
}

func named(r Rect, p Pane) Rect { r.Pane = p; return r }

// rows splits r into an upper part and low rows at the bottom.
func (r Rect) rows(low int) (Rect, Rect) {
	low = min(max(low, 1), r.H-1)
	a, b := r, r
	a.H -= low
	b.Y, b.H = r.Y+a.H, low
	return a, b
}

// columns splits r into left columns and the rest.
func (r Rect) columns(left int) (Rect, Rect) {
	left = min(max(left, 1), r.W-1)
	a, b := r, r
	a.W = left
	b.X, b.W = r.X+left, r.W-left
	return a, b
}
