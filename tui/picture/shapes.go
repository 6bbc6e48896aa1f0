package picture

import "fmt"

// shapeOf draws border and block characters as shapes, so that lines meet whatever
// the font; "" for any other character.
func shapeOf(v string, x, y float64, colour string) string {
	const w, h = cellW, cellH
	cx, cy := x+w/2, y+h/2
	line := func(d string, width float64) string {
		return fmt.Sprintf(`<path d="%s" fill="none" stroke="%s" stroke-width="%.1f"/>`+"\n", d, colour, width)
	}
	p := func(format string, a ...any) string { return fmt.Sprintf(format, a...) }
	switch v {
	case "─":
		return line(p("M%.1f %.1fH%.1f", x-0.2, cy, x+w+0.2), 1.2)
	case "━":
		return line(p("M%.1f %.1fH%.1f", x-0.2, cy, x+w+0.2), 2.4)
	case "│":
		return line(p("M%.1f %.1fV%.1f", cx, y-0.2, y+h+0.2), 1.2)
	case "╭":
		return line(p("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, y+h, cy+4, cx, cy, cx+4, cy, x+w), 1.2)
	case "╮":
		return line(p("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, y+h, cy+4, cx, cy, cx-4, cy, x), 1.2)
	case "╰":
		return line(p("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, y, cy-4, cx, cy, cx+4, cy, x+w), 1.2)
	case "╯":
		return line(p("M%.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f", cx, y, cy-4, cx, cy, cx-4, cy, x), 1.2)
	case "●":
		return fmt.Sprintf(`<circle cx="%.1f" cy="%.1f" r="3.4" fill="%s"/>`+"\n", cx, cy, colour)
	case "○":
		return fmt.Sprintf(`<circle cx="%.1f" cy="%.1f" r="3" fill="none" stroke="%s"/>`+"\n", cx, cy, colour)
	case "▸":
		return fmt.Sprintf(`<path d="M%.1f %.1fL%.1f %.1fL%.1f %.1fZ" fill="%s"/>`+"\n", x+1.5, cy-4, x+w-1, cy, x+1.5, cy+4, colour)
	}
	if r := []rune(v); len(r) == 1 && r[0] >= '▁' && r[0] <= '█' {
		part := h * float64(r[0]-'▁'+1) / 8
		return fmt.Sprintf(`<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n", x, y+h-part, w, part, colour)
	}
	return ""
}
