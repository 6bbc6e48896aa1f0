package send

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/screen/phones"
	"github.com/offpush/offpush/vendors"
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
	y = s.drawRows(in, y, rows)
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

// drawRows draws one phone per line; where there is room for all, the reason has a
// line of its own.
func (s *Screen) drawRows(in *cell.Canvas, y int, rows []*desk.Story) int {
	heights, total := make([]int, len(rows)), 0
	for i, r := range rows {
		heights[i] = 1
		if s.ctx.Why(r) != "" {
			heights[i] = 2
		}
		total += heights[i]
	}
	room := in.H - y
	double := total <= room
	if total < room {
		y++
	}
	selected := min(s.row, len(rows)-1)
	top := 0
	if !double {
		top = component.Top(selected, len(rows), room)
	}
	more := ""
	if hidden := len(rows) - room; !double && hidden > 0 {
		more = fmt.Sprintf(" +%d", hidden)
	}
	for i := top; i < len(rows) && y < in.H; i++ {
		height, w := 1, in.W
		if double {
			height = heights[i]
		} else if y == in.H-1 {
			w -= len(more)
		}
		s.drawRow(in.Sub(0, y, w, height), rows[i], i == selected, double)
		y += height
	}
	in.Right(in.W, in.H-1, s.ctx.Theme.Accent, more)
	return y
}

func (s *Screen) drawRow(c *cell.Canvas, r *desk.Story, selected, double bool) {
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
	if double {
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
		y += c.Wrap(0, y, c.W, c.H-y-1, th.Text, ctx.T("label.advice", advice))
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
	note := ctx.T("send.request.n", len(requests))
	in := component.Pane{Title: title, Note: note}.Draw(c, th)
	if len(requests) == 0 {
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T("send.no-forecast"))
		return
	}
	shown := featured(requests, s.title())
	y := 0
	for i, r := range requests {
		path := r.URL
		if u, err := url.Parse(r.URL); err == nil {
			path = u.RequestURI()
		}
		method, text := th.Muted, th.Muted
		if i == shown {
			method, text = th.Accent.Strong(), th.Text
		}
		x := in.Put(0, y, method, r.Method+" ")
		in.Fit(x, y, in.W-x-12, text, path)
		in.Right(in.W, y, th.Muted, ctx.T("send.bytes", length(r)))
		y++
	}
	y = s.drawHeader(in, y, requests[shown])
	for _, line := range strings.Split(pretty(requests[shown].Body), "\n") {
		if y >= in.H {
			break
		}
		drawJSON(in, y, line, s.ctx)
		y++
	}
}

// featured is the request that carries the message: the one with its title, else
// the last.
func featured(requests []vendors.Request, title string) int {
	for i, r := range requests {
		if title != "" && strings.Contains(r.Body, title) {
			return i
		}
	}
	return len(requests) - 1
}

// title is the title of the message shown.
func (s *Screen) title() string {
	if s.sent != nil {
		return s.sent.order.Message.Title
	}
	return s.form.title.Value()
}

// length is how many bytes a request's body had on the wire: what is shown of it has
// secrets taken out, and long lists cut.
func length(r vendors.Request) int {
	for name, values := range r.Header {
		if strings.EqualFold(name, "Content-Length") && len(values) > 0 {
			if n, err := strconv.Atoi(values[0]); err == nil {
				return n
			}
		}
	}
	return len(r.Body)
}

// drawHeader draws what a sender sets itself; what every HTTP client adds is left out.
func (s *Screen) drawHeader(in *cell.Canvas, y int, r vendors.Request) int {
	for name, values := range sorted(r.Header) {
		switch strings.ToLower(name) {
		case "content-type", "content-length", "user-agent", "accept-encoding":
			continue
		}
		x := in.Put(0, y, s.ctx.Theme.Muted, name+": ")
		in.Fit(x, y, in.W-x, s.ctx.Theme.Muted, strings.Join(values, ", "))
		y++
	}
	return y
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
