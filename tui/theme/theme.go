// Package theme gives every role on screen a style, and the frame its glyphs. A
// screen asks for a role (ok, warn, muted ...), never for a colour, so a theme can
// be swapped while the program runs and none is needed to understand the screen.
package theme

import (
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
)

// Name is a theme as users write it.
type Name string

const (
	Dark         Name = "dark"
	Light        Name = "light"
	HighContrast Name = "high-contrast"
	Mono         Name = "mono"
)

// Names lists the themes in the order in which a key walks through them.
func Names() []Name { return []Name{Dark, Light, HighContrast, Mono} }

// Theme is the styles of all roles.
type Theme struct {
	Name Name
	// Background is what the colours were chosen for; it is not painted.
	Background string
	Glyphs     Glyphs

	Text, Strong, Muted, Accent cell.Style
	OK, Warn, Bad               cell.Style
	Border, Focus               cell.Style
	// Button is the main action of a form; Idle an unfocused one.
	Button, Idle cell.Style
	// Input is the text of a field that has the focus, Caret the cell under the cursor.
	Input, Caret cell.Style
	// Selection is the background of a selected row; "" reverses the row instead.
	Selection string
	// Screen is the background of a phone's banner.
	Screen string
}

// New returns a theme; an unknown name is Dark.
func New(n Name, ascii bool) *Theme {
	t := dark()
	switch n {
	case Light:
		t = light()
	case HighContrast:
		t = highContrast()
	case Mono:
		t = mono()
	}
	t.Glyphs = Unicode()
	if ascii {
		t.Glyphs = ASCII()
	}
	return t
}

// palette is what the coloured themes differ in.
type palette struct {
	bg, text, strong, muted, accent, ok, warn, bad, border, onAccent, selection, screen string
}

func (p palette) theme(n Name) *Theme {
	c := func(fg string) cell.Style { return cell.Style{FG: fg} }
	return &Theme{
		Name: n, Background: p.bg,
		Text: c(p.text), Strong: c(p.strong).Strong(), Muted: c(p.muted), Accent: c(p.accent),
		OK: c(p.ok), Warn: c(p.warn), Bad: c(p.bad),
		Border: c(p.border), Focus: c(p.accent),
		Button: c(p.onAccent).On(p.accent).Strong(), Idle: c(p.text).On(p.selection),
		Input: c(p.strong).On(p.selection), Caret: c(p.onAccent).On(p.accent),
		Selection: p.selection, Screen: p.screen,
	}
}

func dark() *Theme {
	return palette{
		bg: "#16181d", text: "#d3d7de", strong: "#f2f4f8", muted: "#8a93a3", accent: "#82aaff",
		ok: "#9ece8a", warn: "#e5b567", bad: "#f27983", border: "#444b58", onAccent: "#10131a",
		selection: "#2a303c", screen: "#242933",
	}.theme(Dark)
}

func light() *Theme {
	return palette{
		bg: "#fbfaf8", text: "#2d323a", strong: "#101418", muted: "#626a76", accent: "#2a5bb8",
		ok: "#2c6b34", warn: "#875400", bad: "#b02a3c", border: "#c3c7cf", onAccent: "#ffffff",
		selection: "#e6e9f0", screen: "#eef0f4",
	}.theme(Light)
}

func highContrast() *Theme {
	return palette{
		bg: "#000000", text: "#ffffff", strong: "#ffffff", muted: "#c8c8c8", accent: "#6cc4ff",
		ok: "#7dff7d", warn: "#ffd75f", bad: "#ff8080", border: "#ffffff", onAccent: "#000000",
		selection: "#303030", screen: "#202020",
	}.theme(HighContrast)
}

// mono uses no colour at all; words carry the meaning.
func mono() *Theme {
	plain, bold := cell.Style{}, cell.Style{Bold: true}
	return &Theme{
		Name: Mono, Text: plain, Strong: bold, Muted: cell.Style{Dim: true}, Accent: bold,
		OK: plain, Warn: bold, Bad: bold, Border: cell.Style{Dim: true}, Focus: bold,
		Button: bold.Reversed(), Idle: plain, Input: cell.Style{Underline: true}, Caret: plain.Reversed(),
	}
}

// Selected marks a row as selected, whatever its styles are.
func (t *Theme) Selected(s cell.Style) cell.Style {
	if t.Selection == "" {
		return s.Reversed()
	}
	return s.On(t.Selection)
}

// Brand is the style of a vendor's colour, moved towards the text colour as far as
// it takes to be read on the theme's background.
func (t *Theme) Brand(hex string) cell.Style {
	if t.Background == "" || hex == "" {
		return t.Strong
	}
	for step := range 11 {
		c := mix(hex, t.Strong.FG, float64(step)/10)
		if Contrast(c, t.Background) >= 4.6 {
			return cell.Style{FG: c, Bold: true}
		}
	}
	return t.Strong
}

// Fate is the style of what became of a message.
func (t *Theme) Fate(f device.Fate, refused bool) cell.Style {
	switch {
	case refused:
		return t.Bad.Strong()
	case f == device.Shown:
		return t.OK.Strong()
	case f == device.Dropped, f == device.Expired:
		return t.Bad.Strong()
	case f == device.Pending, f == "":
		return t.Muted
	}
	return t.Warn
}
