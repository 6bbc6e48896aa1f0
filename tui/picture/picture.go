// Package picture turns a frame of the terminal UI into an SVG, so that the
// pictures of the README are made by a command of this repository and change only
// when the screen does.
package picture

import (
	"fmt"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

// Look is what surrounds the text of a picture.
type Look struct {
	Background, Text, Chrome string
}

// LookOf is the look that goes with a theme.
func LookOf(th *theme.Theme) Look {
	l := Look{Background: th.Background, Text: th.Text.FG, Chrome: th.Border.FG}
	if l.Background == "" {
		l = Look{Background: "#ffffff", Text: "#000000", Chrome: "#888888"}
	}
	return l
}

// The size of a cell, in pixels, and of what is around the text.
const (
	cellW, cellH = 8.4, 19.0
	margin       = 14.0
	bar          = 34.0 // the window's bar with its title
)

// SVG draws a frame with escape sequences (as View returns it) as a window with a
// title.
func SVG(frame, title string, look Look) string {
	rows := parse(frame)
	columns := 0
	for _, row := range rows {
		columns = max(columns, row.width())
	}
	w := float64(columns)*cellW + 2*margin
	h := float64(len(rows))*cellH + bar + margin
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %.0f" width="%.0f" height="%.0f">`+"\n", w, h, w, h)
	fmt.Fprintf(&b, `<rect width="%.0f" height="%.0f" rx="10" fill="%s" stroke="%s"/>`+"\n", w, h, look.Background, look.Chrome)
	for i, colour := range []string{"#ec6a5e", "#f4bf4f", "#61c554"} {
		fmt.Fprintf(&b, `<circle cx="%d" cy="17" r="5.5" fill="%s"/>`+"\n", 20+i*19, colour)
	}
	fmt.Fprintf(&b, `<g font-family="'JetBrains Mono','SF Mono',Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono CJK SC','WenQuanYi Zen Hei Mono','Microsoft YaHei','PingFang SC',monospace" font-size="14" fill="%s" xml:space="preserve">`+"\n", look.Text)
	fmt.Fprintf(&b, `<text x="%.1f" y="21" text-anchor="middle" opacity="0.6" font-size="13">%s</text>`+"\n", w/2, escape(title))
	for y, row := range rows {
		drawRow(&b, row, y, look)
	}
	b.WriteString("</g>\n</svg>\n")
	return b.String()
}

// drawRow draws backgrounds first, then line glyphs as shapes, then text.
func drawRow(b *strings.Builder, row row, y int, look Look) {
	top := bar + float64(y)*cellH
	x := 0
	for _, r := range row {
		st := r.style
		fg, bg := st.FG, st.BG
		if fg == "" {
			fg = look.Text
		}
		if st.Inverse {
			if bg == "" {
				bg = look.Background
			}
			fg, bg = bg, fg
		}
		width := cell.Narrow.Width(r.text)
		if bg != "" {
			fmt.Fprintf(b, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="%s"/>`+"\n",
				margin+float64(x)*cellW, top, float64(width)*cellW+0.3, cellH, bg)
		}
		drawText(b, r, x, top, fg)
		x += width
	}
}

// drawText splits a run into shapes, narrow text and wide text, each placed at its
// own column: no font's idea of widths can then move what follows.
func drawText(b *strings.Builder, r run, x int, top float64, fg string) {
	text, width, wide := "", 0, false
	flush := func() {
		if strings.TrimSpace(text) != "" && wide {
			// One element per character, in the middle of its two columns.
			fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle" fill="%s"%s>%s</text>`+"\n",
				margin+(float64(x)+float64(width)/2)*cellW, top+cellH*0.74, fg, attributes(r.style), escape(text))
		} else if strings.TrimSpace(text) != "" {
			fmt.Fprintf(b, `<text x="%.1f" y="%.1f" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
				margin+float64(x)*cellW, top+cellH*0.74, float64(width)*cellW, fg, attributes(r.style), escape(text))
		}
		x += width
		text, width = "", 0
	}
	for g := graphemes.FromString(r.text); g.Next(); {
		v := g.Value()
		w := cell.Narrow.Width(v)
		if shape := shapeOf(v, margin+float64(x+width)*cellW, top, fg); shape != "" {
			flush()
			b.WriteString(shape)
			x += w
			continue
		}
		if text != "" && (wide || w > 1) {
			flush()
		}
		wide = w > 1
		text += v
		width += w
	}
	flush()
}

func attributes(s cell.Style) string {
	out := ""
	if s.Bold {
		out += ` font-weight="bold"`
	}
	if s.Dim {
		out += ` opacity="0.65"`
	}
	if s.Underline {
		out += ` text-decoration="underline"`
	}
	return out
}

func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", " ", "\u00a0").Replace(s)
}
