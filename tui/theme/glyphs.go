package theme

// Glyphs are the characters a frame is drawn with. The Unicode set has characters
// whose width is ambiguous, so it is used only where ambiguous means narrow.
type Glyphs struct {
	TopLeft, Top, TopRight          string
	Left, Right                     string
	BottomLeft, Bottom, BottomRight string
	// FocusTop replaces Top and Bottom of the pane that has the focus.
	FocusTop string
	// Line is a separator inside a pane.
	Line   string
	Cursor string // before the selected row
	On     string // a marked item
	Off    string
	Sound  string
	Bullet string
	// HomeBar and HomeKeys are the lower edges of phones.
	HomeBar, HomeKeys string
	// Bars are the levels of a spark line, lowest first.
	Bars []string
	// Full and Empty are the cells of a gauge.
	Full, Empty string
}

// Unicode is the default set: rounded borders, block elements.
func Unicode() Glyphs {
	return Glyphs{
		TopLeft: "╭", Top: "─", TopRight: "╮", Left: "│", Right: "│",
		BottomLeft: "╰", Bottom: "─", BottomRight: "╯", FocusTop: "━", Line: "─",
		Cursor: "▸", On: "●", Off: "○", Sound: "♪", Bullet: "•",
		HomeBar: "━━━━━━", HomeKeys: "◁ ○ □",
		Bars: []string{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"}, Full: "█", Empty: "░",
	}
}

// ASCII needs nothing a terminal of 1978 did not have.
func ASCII() Glyphs {
	return Glyphs{
		TopLeft: "+", Top: "-", TopRight: "+", Left: "|", Right: "|",
		BottomLeft: "+", Bottom: "-", BottomRight: "+", FocusTop: "=", Line: "-",
		Cursor: ">", On: "x", Off: " ", Sound: "d", Bullet: "-",
		HomeBar: "______", HomeKeys: "< o =",
		Bars: []string{" ", ".", ":", "-", "=", "+", "*", "#", "@"}, Full: "#", Empty: "-",
	}
}

// Frameless is a set without lines: for people who copy text off the screen, and
// for those who have it read to them.
func (g Glyphs) Frameless() Glyphs {
	g.TopLeft, g.Top, g.TopRight, g.Left, g.Right = " ", " ", " ", " ", " "
	g.BottomLeft, g.Bottom, g.BottomRight, g.FocusTop, g.Line = " ", " ", " ", " ", " "
	return g
}
