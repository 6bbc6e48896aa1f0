package cli

import (
	"maps"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// table lines up columns by what they take on a screen: a Chinese character is two
// columns wide, a colour none.
type table struct {
	rows [][]string
}

func (t *table) row(cells ...string) { t.rows = append(t.rows, cells) }

// String is the table with two blanks between columns and none at line ends.
func (t *table) String() string {
	var widths []int
	for _, r := range t.rows {
		for i, c := range r {
			if len(r) == 1 {
				continue // a line between the rows, as long as it likes
			}
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], ansi.StringWidth(c))
		}
	}
	var b strings.Builder
	for _, r := range t.rows {
		var line strings.Builder
		for i, c := range r {
			line.WriteString(c)
			if i < len(r)-1 {
				line.WriteString(strings.Repeat(" ", widths[i]-ansi.StringWidth(c)+2))
			}
		}
		b.WriteString(strings.TrimRight(line.String(), " ") + "\n")
	}
	return b.String()
}

const noBreakHyphen = "\u2011"

// wrapped breaks text into lines of at most width columns and indents all but the
// first, so that it can stand behind a label.
func wrapped(text string, width, indent int) string {
	if width-indent < 20 {
		return text
	}
	// No break at a hyphen: rules and codes are searched for as they are written.
	text = ansi.Wrap(strings.ReplaceAll(text, "-", noBreakHyphen), width-indent, "")
	lines := strings.Split(strings.ReplaceAll(text, noBreakHyphen, "-"), "\n")
	return strings.Join(lines, "\n"+strings.Repeat(" ", indent))
}

// padded fills a cell up to a width on the screen.
func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-ansi.StringWidth(s)))
}

// sorted are a map's keys in order, for output that never changes its order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
