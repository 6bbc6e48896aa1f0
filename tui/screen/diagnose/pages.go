package diagnose

import (
	"context"
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/curl"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/vendors"
)

// rulePage shows the rule of the selected step with its source.
func (s *Screen) rulePage() *component.Page {
	step := *s.selected()
	return &component.Page{Title: func() string { return screen.RuleID(&step) }, Lines: func(th *theme.Theme) []component.Line {
		return s.ctx.RuleLines(th, &step)
	}}
}

// variantPage shows what would have become of the message with the selected change.
func (s *Screen) variantPage() *component.Page {
	v := *s.variant()
	return &component.Page{Title: func() string { return s.ctx.Of(v.Change.Title) }, Lines: func(th *theme.Theme) []component.Line {
		return s.ctx.TraceLines(th, &v.Story)
	}}
}

func line(st cell.Style, text string) component.Line {
	return component.Line{Spans: []cell.Span{{Style: st, Text: text}}}
}

// exchangePage shows every request of the message with its answer, in full.
func (s *Screen) exchangePage() *component.Page {
	all := s.story.Exchanges
	return &component.Page{Title: func() string { return s.ctx.T("diagnose.exchange") }, Lines: func(th *theme.Theme) []component.Line {
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

// copy shows the message as lines of shell. One that was not sent from here is shown
// as it was recorded, with its secrets redacted.
func (s *Screen) copy() tea.Cmd {
	id, recorded := s.story.ID, s.story.Exchanges
	return s.ctx.Run(func(ctx context.Context) tea.Msg {
		lines, err := s.desk.CurlMessage(ctx, id)
		if err != nil {
			lines = nil
			for _, ex := range recorded {
				lines = append(lines, recordedCurl(ex))
			}
		}
		return screen.OpenPage{Page: s.ctx.CopyPage(screen.Copied{Curl: lines})}
	})
}

// recordedCurl is a recorded request as a line of shell.
func recordedCurl(ex desk.Exchange) string {
	r := vendors.Request{Method: ex.Method, URL: ex.Path, Header: map[string][]string{}, Body: ex.RequestBody}
	for _, h := range strings.Split(ex.RequestHeader, "\n") {
		name, value, ok := strings.Cut(strings.TrimSpace(h), ": ")
		switch {
		case !ok:
		case strings.EqualFold(name, "host"):
			r.URL = "http://" + value + ex.Path
		default:
			r.Header[name] = append(r.Header[name], value)
		}
	}
	return curl.Line(r, nil)
}
