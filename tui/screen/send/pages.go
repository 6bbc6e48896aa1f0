package send

import (
	"strings"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
)

// explainPage shows every step of the selected phone's trace.
func (s *Screen) explainPage() *component.Page {
	return &component.Page{Title: func() string { return s.ctx.T("send.explain") }, Lines: func(th *theme.Theme) []component.Line {
		rows := s.stories()
		if len(rows) == 0 {
			return nil
		}
		return s.ctx.TraceLines(th, rows[min(s.row, len(rows)-1)])
	}}
}

// dryPage shows what the preflight found, what was adjusted, and the requests in full;
// nothing is sent.
func (s *Screen) dryPage() *component.Page {
	return &component.Page{Title: func() string { return s.ctx.T("send.dry") }, Lines: func(th *theme.Theme) []component.Line {
		var out []component.Line
		add := func(indent int, st cell.Style, text string) {
			out = append(out, component.Line{Indent: indent, Spans: []cell.Span{{Style: st, Text: text}}})
		}
		for _, f := range s.forecast.Findings {
			text := f.Field
			if f.Limit > 0 {
				text += " " + s.used(f)
			}
			mark := s.mark(f)
			add(0, mark.Style, mark.Text+" "+strings.TrimSpace(text+"  "+s.ctx.Of(f.Text)))
		}
		for _, a := range s.forecast.Result.Adjustments {
			add(0, th.Warn, string(a.Action)+" "+a.Field+": "+s.ctx.Of(a.Why))
		}
		if len(out) > 0 {
			add(0, th.Text, "")
		}
		for _, r := range s.requests() {
			add(0, th.Accent.Strong(), r.Method+" "+r.URL)
			for name, values := range sorted(r.Header) {
				add(2, th.Muted, name+": "+strings.Join(values, ", "))
			}
			for _, line := range strings.Split(pretty(r.Body), "\n") {
				add(2+len(line)-len(strings.TrimLeft(line, " ")), th.Text, strings.TrimLeft(line, " "))
			}
			add(0, th.Text, "")
		}
		return out
	}}
}
