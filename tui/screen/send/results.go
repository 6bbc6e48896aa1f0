package send

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/screen/phones"
)

// drawResults draws the right pane: the forecast, or what each phone did.
func (s *Screen) drawResults(c *cell.Canvas, bare bool) {
	ctx, th := s.ctx, s.ctx.Theme
	p := component.Pane{Title: ctx.T("send.forecast"), Note: ctx.T("send.forecast.note"),
		Focus: s.focus == fieldResults, Bare: bare}
	if s.sent != nil {
		p.Title, p.Note = ctx.T("send.sent"), ctx.Clock(s.sent.at)
		p.NoteStyle = th.Text
	}
	in := p.Draw(c, th)
	rows := s.stories()
	if problem := s.problem(); problem != "" {
		in.Wrap(0, 0, in.W, in.H, th.Bad, problem)
		return
	}
	if len(rows) == 0 {
		key := "send.mark-a-phone"
		if s.flying || s.sending {
			key = "send.asking"
		}
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T(key))
		return
	}
	y := s.drawHeadline(in, rows)
	double := in.H-y >= 2*len(rows)
	if double && in.H-y > 2*len(rows)+1 {
		y++
	}
	y = s.drawRows(in, y, rows, double)
	s.drawSelected(in.Sub(0, y, in.W, in.H-y), rows)
}

// problem is why there is nothing to show, "" when there is.
func (s *Screen) problem() string {
	switch {
	case s.sent != nil && s.sent.err != nil:
		return s.sent.err.Error()
	case s.sent == nil && s.forecastErr != nil:
		return s.forecastErr.Error()
	}
	if _, problem := s.form.order(s.ctx); problem != "" && s.sent == nil {
		return problem
	}
	return ""
}

func (s *Screen) drawHeadline(in *cell.Canvas, rows []*desk.Story) int {
	ctx, th := s.ctx, s.ctx.Theme
	if s.sent == nil {
		yes, lit := 0, 0
		for _, r := range rows {
			if !r.Refused {
				yes++
			}
			if r.State == "shown" {
				lit++
			}
		}
		return in.Wrap(0, 0, in.W, 2, th.Strong, ctx.T("send.gap.would", yes, len(rows), lit, len(rows)))
	}
	return in.Wrap(0, 0, in.W, 2, th.Strong, ctx.Summary(rows))
}

// drawRows draws one phone per line, or two where there is room for the reason.
func (s *Screen) drawRows(in *cell.Canvas, y int, rows []*desk.Story, double bool) int {
	height := 1
	if double {
		height = 2
	}
	page := max(1, (in.H-y)/height)
	selected := min(s.row, len(rows)-1)
	top := component.Top(selected, len(rows), page)
	for i := top; i < min(top+page, len(rows)); i++ {
		s.drawRow(in.Sub(0, y, in.W, height), rows[i], i == selected)
		y += height
	}
	return y
}

func (s *Screen) drawRow(c *cell.Canvas, r *desk.Story, selected bool) {
	ctx, th := s.ctx, s.ctx.Theme
	name := r.Phone
	if name == "" {
		name = r.Token
	}
	x := c.Fit(2, 0, 12, th.Brand(ctx.Vendor(r.Vendor).Accent), name)
	x = max(x+2, 12)
	fate := ctx.FateWord(r)
	x = max(c.Put(x, 0, fate.Style, fate.Text)+2, x+11)
	why := ctx.Why(r)
	if c.H > 1 {
		c.Fit(x, 0, c.W-x, th.Muted, ctx.T("send.reply")+" "+ctx.Reply(r))
		c.Fit(12, 1, c.W-12, th.Muted, why)
	} else {
		c.Fit(x, 0, c.W-x, th.Muted, why)
	}
	if selected && s.focus == fieldResults {
		c.Put(0, 0, th.Accent.Strong(), th.Glyphs.Cursor)
		for y := range c.H {
			c.Restyle(0, y, c.W, th.Selected)
		}
	}
}

// drawSelected explains the selected phone below the rows: stages, advice, keys.
func (s *Screen) drawSelected(c *cell.Canvas, rows []*desk.Story) {
	ctx, th := s.ctx, s.ctx.Theme
	if c.H < 4 {
		return
	}
	r := rows[min(s.row, len(rows)-1)]
	c.Put(0, 1, th.Border, strings.Repeat(th.Glyphs.Line, c.W))
	y := 2
	name := r.Phone
	if p, ok := ctx.State.Phone(r.Phone); ok && p.Model != "" {
		name += " " + p.Model
	}
	x := c.Put(0, y, th.Text, name)
	for _, st := range ctx.Stages(r) {
		if x+4 > c.W {
			break
		}
		x = c.Put(x+2, y, th.Muted, st.Name+" ")
		word := ctx.OutcomeWord(st.Outcome)
		x = c.Put(x, y, word.Style, word.Text)
	}
	y++
	if advice := ctx.Of(r.Advice); advice != "" {
		y += c.Wrap(0, y, c.W, c.H-y-1, th.Text, ctx.T("label.advice")+": "+advice)
	}
	if s.sent != nil && y < c.H {
		c.Fit(0, c.H-1, c.W, th.Accent, ctx.T("send.diagnose-hint"))
	}
}

// drawRequest draws the request of the vendor's API as it goes out.
func (s *Screen) drawRequest(c *cell.Canvas) {
	ctx, th := s.ctx, s.ctx.Theme
	title := ctx.T("send.request")
	if s.sent != nil {
		title = ctx.T("send.request.sent")
	}
	requests := s.requests()
	note := ""
	if n := len(requests); n > 1 {
		note = ctx.T("send.request.n", n)
	}
	in := component.Pane{Title: title, Note: note}.Draw(c, th)
	if len(requests) == 0 {
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T("send.no-forecast"))
		return
	}
	r := requests[len(requests)-1]
	path := r.URL
	if u, err := url.Parse(r.URL); err == nil {
		path = u.RequestURI()
	}
	x := in.Put(0, 0, th.Accent.Strong(), r.Method+" ")
	in.Fit(x, 0, in.W-x-12, th.Text, path)
	in.Right(in.W, 0, th.Muted, ctx.T("send.bytes", len(r.Body)))
	y := 1
	for name, values := range sorted(r.Header) {
		if strings.EqualFold(name, "content-type") || y > 4 {
			continue
		}
		x := in.Put(0, y, th.Muted, name+": ")
		in.Fit(x, y, in.W-x, th.Muted, strings.Join(values, ", "))
		y++
	}
	for _, line := range strings.Split(pretty(r.Body), "\n") {
		if y >= in.H {
			break
		}
		drawJSON(in, y, line, s.ctx)
		y++
	}
}

// drawJSON draws one line of JSON, names quieter than values.
func drawJSON(c *cell.Canvas, y int, line string, ctx *screen.Context) {
	name, value, ok := strings.Cut(line, `": `)
	if !ok {
		c.Fit(0, y, c.W, ctx.Theme.Text, line)
		return
	}
	x := c.Fit(0, y, c.W, ctx.Theme.Muted, name+`": `)
	c.Fit(x, y, c.W-x, ctx.Theme.Text, value)
}

func pretty(body string) string {
	var b bytes.Buffer
	if json.Indent(&b, []byte(body), "", "  ") != nil {
		return body
	}
	return b.String()
}

func (s *Screen) drawTail(c *cell.Canvas) {
	ctx := s.ctx
	t := ctx.State.Tally
	n := ctx.State.Len()
	in := component.Pane{Title: ctx.T("send.tail"), Focus: s.focus == fieldTail,
		Note: ctx.T("send.tail.note", n, t.Refused, t.Dropped)}.Draw(c, ctx.Theme)
	selected := -1
	if s.focus == fieldTail {
		selected = s.tail
	}
	component.Table{
		Columns: ctx.StoryColumns(func(i int) *desk.Story { return ctx.State.Story(n - 1 - i) }),
		Rows:    n, Selected: selected, Focus: true, NoHead: true, Empty: ctx.T("send.tail.empty"),
	}.Draw(in, ctx.Theme)
}

// drawWall draws the phones of the order in one column.
func (s *Screen) drawWall(c *cell.Canvas) {
	wall := phones.Wall{Phones: s.form.phones(s.ctx.State), Selected: -1}
	in := component.Pane{Title: s.ctx.T("send.wall")}.Draw(c, s.ctx.Theme)
	wall.Draw(in, s.ctx)
}

// sorted walks a header in a fixed order.
func sorted(h map[string][]string) iter.Seq2[string, []string] {
	return func(yield func(string, []string) bool) {
		for _, name := range slices.Sorted(maps.Keys(h)) {
			if !yield(name, h[name]) {
				return
			}
		}
	}
}
