package cell

import (
	"strings"

	"github.com/muesli/termenv"
)

// Depth is how much styling a frame is written with.
type Depth uint8

const (
	// Bare writes text only.
	Bare Depth = iota
	// Attributes writes bold, dim, underline and reverse, and no colour.
	Attributes
	Colours16
	Colours256
	TrueColour
)

// ANSI is the canvas as text with escape sequences. Every line is closed, so that
// lines can be written in any order.
func (c *Canvas) ANSI(depth Depth) string {
	if depth == Bare {
		return c.Plain()
	}
	var b strings.Builder
	b.Grow(c.W * c.H * 2)
	codes := map[Style]string{}
	for y := range c.H {
		if y > 0 {
			b.WriteByte('\n')
		}
		open := ""
		for x := range c.W {
			g := c.at(x, y)
			code, ok := codes[g.style]
			if !ok {
				code = sgr(g.style, depth)
				codes[g.style] = code
			}
			if code != open {
				if open != "" {
					b.WriteString("\x1b[0m")
				}
				b.WriteString(code)
				open = code
			}
			writeGlyph(&b, g)
		}
		if open != "" {
			b.WriteString("\x1b[0m")
		}
	}
	return b.String()
}

// sgr is the escape sequence that begins a style, "" for none.
func sgr(s Style, depth Depth) string {
	var parts []string
	for _, a := range []struct {
		on   bool
		code string
	}{{s.Bold, "1"}, {s.Dim, "2"}, {s.Underline, "4"}, {s.Inverse, "7"}} {
		if a.on {
			parts = append(parts, a.code)
		}
	}
	if depth > Attributes {
		profile := map[Depth]termenv.Profile{
			Colours16: termenv.ANSI, Colours256: termenv.ANSI256, TrueColour: termenv.TrueColor,
		}[depth]
		if s.FG != "" {
			parts = append(parts, profile.Color(s.FG).Sequence(false))
		}
		if s.BG != "" {
			parts = append(parts, profile.Color(s.BG).Sequence(true))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return "\x1b[" + strings.Join(parts, ";") + "m"
}
