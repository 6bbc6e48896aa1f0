package picture

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/offpush/offpush/tui/cell"
)

// run is text in one style, row the runs of a line.
type (
	run struct {
		style cell.Style
		text  string
	}
	row []run
)

func (r row) width() int {
	n := 0
	for _, run := range r {
		n += cell.Narrow.Width(run.text)
	}
	return n
}

// parse reads lines with the escape sequences frames are written with: true
// colours, bold, dim, underline, reverse and reset. Others are left out.
func parse(frame string) []row {
	var rows []row
	for _, line := range strings.Split(frame, "\n") {
		var out row
		var st cell.Style
		for line != "" {
			text, rest, found := strings.Cut(line, "\x1b[")
			if text != "" {
				out = append(out, run{style: st, text: text})
			}
			if !found {
				break
			}
			code, after, ok := strings.Cut(rest, "m")
			if !ok {
				break
			}
			st = apply(st, strings.Split(code, ";"))
			line = after
		}
		rows = append(rows, out)
	}
	return rows
}

func apply(st cell.Style, codes []string) cell.Style {
	for i := 0; i < len(codes); i++ {
		switch codes[i] {
		case "", "0":
			st = cell.Style{}
		case "1":
			st.Bold = true
		case "2":
			st.Dim = true
		case "4":
			st.Underline = true
		case "7":
			st.Inverse = true
		case "38", "48":
			if i+4 >= len(codes) || codes[i+1] != "2" {
				return st
			}
			colour := hex(codes[i+2 : i+5])
			if codes[i] == "38" {
				st.FG = colour
			} else {
				st.BG = colour
			}
			i += 4
		}
	}
	return st
}

func hex(rgb []string) string {
	out := "#"
	for _, s := range rgb {
		n, err := strconv.ParseUint(s, 10, 8)
		if err != nil {
			return ""
		}
		out += fmt.Sprintf("%02x", n)
	}
	return out
}
