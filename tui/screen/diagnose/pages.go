package diagnose

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// rulePage shows the rule of the selected step with its source.
func (s *Screen) rulePage() *component.Page {
	step := *s.selected()
	return &component.Page{Title: screen.RuleID(&step), Lines: func(th *theme.Theme) []component.Line {
		return s.ctx.RuleLines(th, &step)
	}}
}

func line(st cell.Style, text string) component.Line {
	return component.Line{Spans: []cell.Span{{Style: st, Text: text}}}
}

// exchangePage shows every request of the message with its answer, in full.
func (s *Screen) exchangePage() *component.Page {
	all := s.story.Exchanges
	return &component.Page{Title: s.ctx.T("diagnose.exchange"), Lines: func(th *theme.Theme) []component.Line {
		var out []component.Line
		for _, ex := range all {
			out = append(out, line(th.Accent.Strong(), ex.Method+" "+ex.Path))
			for _, h := range strings.Split(strings.TrimSpace(ex.RequestHeader), "\n") {
				out = append(out, line(th.Muted, strings.TrimSpace(h)))
			}
			out = append(out, line(th.Text, ex.RequestBody), line(th.Accent.Strong(), fmt.Sprintf("-> %d", ex.Status)),
				line(th.Text, ex.ResponseBody), line(th.Text, ""))
		}
		return out
	}}
}

// copyPage shows the request as a curl line.
func (s *Screen) copyPage() *component.Page {
	all := s.story.Exchanges
	return &component.Page{Title: s.ctx.T("copy.title"), Lines: func(th *theme.Theme) []component.Line {
		var out []component.Line
		for _, ex := range all {
			out = append(out, line(th.Muted, s.ctx.T("copy.curl")), line(th.Text, curl(ex)), line(th.Text, ""))
		}
		return out
	}}
}

// curl is a recorded request as a line of shell; secrets are redacted in it.
func curl(ex desk.Exchange) string {
	flags := [][2]string{{"-X", ex.Method}}
	host := "http://127.0.0.1:7070"
	for _, h := range strings.Split(ex.RequestHeader, "\n") {
		h = strings.TrimSpace(h)
		name, value, ok := strings.Cut(h, ":")
		switch {
		case !ok:
		case strings.EqualFold(name, "host"):
			host = "http://" + strings.TrimSpace(value)
		case strings.EqualFold(name, "content-length"):
		default:
			flags = append(flags, [2]string{"-H", h})
		}
	}
	flags = append(flags, [2]string{"--data", ex.RequestBody})
	return screen.Command("curl", flags...) + " " + screen.Quote(host+ex.Path)
}
