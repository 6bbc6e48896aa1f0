package send

import (
	"fmt"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
)

const labels = 13 // columns of the labels and the cursor before them

// Draw implements screen.Screen.
func (s *Screen) Draw(pane layout.Pane, c *cell.Canvas, class layout.Class) {
	switch pane {
	case layout.Compose:
		s.drawCompose(component.Pane{Title: s.ctx.T("send.compose"), Focus: s.focus < fieldResults,
			Note: s.ctx.T("send.sim"), NoteStyle: s.ctx.Theme.OK}.Draw(c, s.ctx.Theme), class)
	case layout.Main: // one pane: the form, or what became of it
		if s.focus >= fieldResults {
			s.drawResults(c, true)
			return
		}
		s.drawCompose(component.Pane{Title: s.ctx.T("send.compose"), Focus: true, Bare: true,
			Note: s.ctx.T("send.sim"), NoteStyle: s.ctx.Theme.OK}.Draw(c, s.ctx.Theme), class)
	case layout.Forecast:
		s.drawResults(c, false)
	case layout.Request:
		s.drawRequest(c)
	case layout.Tail:
		s.drawTail(c)
	case layout.Wall:
		s.drawWall(c)
	}
}

// drawCompose draws the form and below it the preflight.
func (s *Screen) drawCompose(in *cell.Canvas, class layout.Class) {
	ctx, th, f := s.ctx, s.ctx.Theme, &s.form
	y := 0
	s.label(in, y, "send.vendor", s.focus == fieldVendor || s.focus == fieldApp)
	v := ctx.Vendor(f.vendor)
	// Vendors' names are long and say it at once; apps often differ at their end alone.
	app := in.Rule().Width("   "+ctx.T("send.app")+"  <  >") + in.Rule().Width(f.app)
	room := in.Sub(0, y, max(labels+8, in.W-app), 1)
	x := s.choice(room, labels, 0, th.Brand(v.Accent), ctx.Of(v.Name), s.focus == fieldVendor, len(f.vendorsWithApps(ctx)) > 1)
	x = in.Put(x+3, y, th.Muted, ctx.T("send.app")+"  ")
	s.choice(in, x, y, th.Text, f.app, s.focus == fieldApp, len(f.apps(ctx.State)) > 1)
	y++

	s.label(in, y, "send.phones", s.focus == fieldPhones)
	others := 7 // rows that are always there, the button the last of them
	for _, at := range []field{fieldExtension, fieldData} {
		if f.brought(at) {
			others++
		}
	}
	rows := max(1, min(2, in.H-others))
	if in.H > 12 {
		rows = min(5, in.H-10)
	}
	y += s.drawPhones(in.Sub(labels, y, in.W-labels, rows))

	s.label(in, y, "send.category", s.focus == fieldCategory)
	s.drawCategory(in, y)
	y++
	for _, row := range []struct {
		at   field
		key  string
		hint string
	}{{fieldTitle, "send.title", ""}, {fieldBody, "send.body", ""}, {fieldExtension, "send.extension", ctx.T("send.none")},
		{fieldData, "send.data", ctx.T("send.none")}, {fieldOpen, "send.opens", ctx.T("send.opens.app")}} {
		if !f.brought(row.at) {
			continue
		}
		s.label(in, y, row.key, s.focus == row.at)
		width := in.W - labels
		if row.at == fieldExtension && f.stale() {
			note := ctx.T("send.stale")
			width -= in.Rule().Width(note) + 2
			in.Right(in.W, y, th.Warn, note)
		}
		f.text(row.at).Draw(in, th, labels, y, width, s.focus == row.at, row.hint)
		y++
	}
	s.drawOptions(in, y)
	y++
	if in.H-y > 6 {
		y++
	}
	s.drawButton(in, y)
	if y+1 == in.H { // no row is left: what has to be looked at stands beside the button
		if note, ok := s.preflight(); ok {
			text := ctx.T("send.preflight") + " " + note.Text
			if len(s.forecast.Findings) > s.passed() { // where they can be read
				text += "  ctrl+d"
			}
			in.Right(in.W, y, note.Style, text)
		}
	}
	y++
	if in.H-y > 3 {
		y++
	}
	s.drawPreflight(in.Sub(0, y, in.W, in.H-y), class)
}

func (s *Screen) label(c *cell.Canvas, y int, key string, focus bool) {
	st, mark := s.ctx.Theme.Muted, "  "
	if focus {
		st, mark = s.ctx.Theme.Accent.Strong(), s.ctx.Theme.Glyphs.Cursor+" "
	}
	c.Put(0, y, st, mark)
	c.Fit(2, y, labels-3, st, s.ctx.T(key))
}

// choice draws a value; between brackets when others can be chosen.
func (s *Screen) choice(c *cell.Canvas, x, y int, st cell.Style, text string, focus, several bool) int {
	th := s.ctx.Theme
	if !several {
		return c.Fit(x, y, c.W-x, st, text)
	}
	bracket := th.Muted
	if focus {
		bracket = th.Accent.Strong()
		st = th.Selected(st)
	}
	x = c.Put(x, y, bracket, "< ")
	x = c.Fit(x, y, c.W-x-2, st, text)
	return c.Put(x, y, bracket, " >")
}

// drawPhones draws the phones as a flow of ticks and returns the rows it took.
func (s *Screen) drawPhones(c *cell.Canvas) int {
	th, f := s.ctx.Theme, &s.form
	all := f.phones(s.ctx.State)
	if len(all) == 0 {
		c.Put(0, 0, th.Muted, s.ctx.T("send.no-phones"))
		return 1
	}
	rows := s.flow(c.W, c.Rule())
	// The row with the cursor must be seen; rows above it may scroll away.
	first := max(0, min(rows[min(f.at, len(rows)-1)].y-c.H+1, rows[len(rows)-1].y))
	for i, p := range all {
		place := rows[i]
		y := place.y - first
		if y < 0 || y >= c.H {
			continue
		}
		mark, st := "["+th.Glyphs.Off+"] ", th.Muted
		if f.marked[p.ID] {
			mark, st = "["+th.Glyphs.On+"] ", th.Text
		}
		x := c.Put(place.x, y, st, mark+p.ID+" ")
		word := s.ctx.Presence(p)
		end := c.Put(x, y, word.Style, word.Text)
		if s.focus == fieldPhones && i == f.at {
			c.Restyle(place.x, y, end-place.x, th.Selected)
		}
	}
	if below := rows[len(rows)-1].y - first - c.H + 1; below > 0 {
		c.Right(c.W, c.H-1, th.Accent, "+"+fmt.Sprint(s.hidden(rows, first+c.H)))
	}
	return min(rows[len(rows)-1].y-first+1, c.H)
}

// hidden counts the phones placed from a row on.
func (s *Screen) hidden(places []place, from int) int {
	n := 0
	for _, p := range places {
		if p.y >= from {
			n++
		}
	}
	return n
}

type place struct{ x, y int }

// flow places the phones one after the other, as many to a row as fit.
func (s *Screen) flow(w int, rule cell.Rule) []place {
	phones := s.form.phones(s.ctx.State)
	out := make([]place, len(phones))
	x, y := 0, 0
	for i, p := range phones {
		width := 4 + rule.Width(p.ID) + 1 + rule.Width(s.ctx.Presence(p).Text)
		if x > 0 && x+width > w {
			x, y = 0, y+1
		}
		out[i] = place{x: x, y: y}
		x += width + 2
	}
	return out
}

func (s *Screen) drawCategory(c *cell.Canvas, y int) {
	ctx, th := s.ctx, s.ctx.Theme
	all := ctx.Vendor(s.form.vendor).Categories
	text, class := ctx.T("send.category.none"), ctx.ClassWord(s.form.meant.Class)
	if len(all) == 0 {
		text = ctx.T("send.category.unknown")
	}
	if i := s.form.category; i >= 0 && i < len(all) {
		text = string(all[i].Category) + "  " + ctx.Of(all[i].Name)
		class = ctx.ClassWord(all[i].Class)
	}
	note := "[" + class + "]"
	room := c.Sub(0, y, c.W-c.Rule().Width(note)-1, 1)
	s.choice(room, labels, 0, th.Text, text, s.focus == fieldCategory, len(all) > 0)
	c.Right(c.W, y, th.Muted, note)
}

// drawOptions draws TTL, collapse key and the test box on one line.
func (s *Screen) drawOptions(c *cell.Canvas, y int) {
	ctx, th, f := s.ctx, s.ctx.Theme, &s.form
	s.label(c, y, "send.ttl", s.focus == fieldTTL)
	f.ttl.Draw(c, th, labels, y, 8, s.focus == fieldTTL, ctx.T("send.default"))
	st := th.Muted
	if s.focus == fieldCollapse {
		st = th.Accent.Strong()
	}
	x := c.Put(labels+10, y, st, ctx.T("send.collapse")+" ")
	f.collapse.Draw(c, th, x, y, 8, s.focus == fieldCollapse, ctx.T("send.none"))
	box := "[" + th.Glyphs.Off + "] "
	st = th.Muted
	if f.test {
		box, st = "["+th.Glyphs.On+"] ", th.Text
	}
	if s.focus == fieldTest {
		st = th.Accent.Strong()
	}
	c.Fit(x+9, y, c.W-x-9, st, box+ctx.T("send.test"))
}

func (s *Screen) drawButton(c *cell.Canvas, y int) {
	ctx, th := s.ctx, s.ctx.Theme
	st := th.Idle
	if s.focus == fieldButton {
		st = th.Button
	}
	n := len(s.form.targets(ctx.State))
	text := ctx.T("send.button", n)
	note := "ctrl+g"
	if why := s.notSendable(); why != "" {
		st, note = th.Muted, why
	}
	s.markButton(c, y)
	x := c.Put(labels, y, st, "[ "+text+" ]")
	c.Fit(x+2, y, c.W-x-2, th.Muted, note)
}

func (s *Screen) markButton(c *cell.Canvas, y int) {
	if s.focus == fieldButton {
		c.Put(0, y, s.ctx.Theme.Accent.Strong(), s.ctx.Theme.Glyphs.Cursor)
	}
}

// preflight sums up what the preflight found; ok is false when it was not asked.
func (s *Screen) preflight() (note cell.Span, ok bool) {
	ctx, th := s.ctx, s.ctx.Theme
	if s.forecastErr != nil || len(s.forecast.Targets) == 0 {
		return note, false
	}
	good := s.passed()
	bad := len(s.forecast.Findings) - good
	switch {
	case good+bad == 0:
		return cell.Span{Style: th.OK, Text: ctx.T("send.preflight.clean")}, true
	case bad > 0:
		return cell.Span{Style: th.Warn, Text: ctx.T("send.preflight.some", good, bad)}, true
	}
	return cell.Span{Style: th.OK, Text: ctx.T("send.preflight.ok", good)}, true
}

// passed counts the findings there is nothing to do about.
func (s *Screen) passed() int {
	n := 0
	for _, f := range s.forecast.Findings {
		if f.Level == "ok" {
			n++
		}
	}
	return n
}

// drawPreflight draws what the preflight found; on small screens only the worst.
func (s *Screen) drawPreflight(c *cell.Canvas, class layout.Class) {
	ctx, th, findings := s.ctx, s.ctx.Theme, s.forecast.Findings
	note, ok := s.preflight()
	if c.H == 0 || !ok {
		return
	}
	c.Put(2, 0, th.Muted, ctx.T("send.preflight"))
	x := c.Fit(labels, 0, c.W-labels, note.Style, note.Text) + 2
	if len(findings)-s.passed() > c.H-1 {
		c.Fit(x, 0, c.W-x, th.Muted, "ctrl+d") // where they can be read
	}
	y := 1
	for _, level := range []string{"error", "warn", "ok"} {
		if level == "ok" && class < layout.M {
			return
		}
		for _, f := range findings {
			if f.Level == level && y < c.H {
				y += s.drawFinding(c, y, f)
			}
		}
	}
}

func (s *Screen) drawFinding(c *cell.Canvas, y int, f desk.Finding) int {
	th := s.ctx.Theme
	mark := s.mark(f)
	c.Put(2, y, mark.Style, mark.Text)
	c.Fit(5, y, labels-2, th.Muted, f.Field)
	x := labels + 5
	if f.Limit > 0 {
		x = c.Fit(x, y, c.W-x, th.Text, s.used(f)) + 2
	}
	text := s.ctx.Of(f.Text)
	if f.Level == "ok" {
		c.Fit(x, y, c.W-x, th.Muted, text)
		return 1
	}
	return max(1, c.Wrap(x, y, c.W-x, 2, mark.Style, text))
}

// mark says how much a finding weighs.
func (s *Screen) mark(f desk.Finding) cell.Span {
	th := s.ctx.Theme
	switch f.Level {
	case "warn":
		return cell.Span{Style: th.Warn, Text: "!"}
	case "error":
		return cell.Span{Style: th.Bad.Strong(), Text: "NO"}
	}
	return cell.Span{Style: th.OK, Text: "ok"}
}

// used is how much of a limit a finding's figure takes.
func (s *Screen) used(f desk.Finding) string {
	unit := f.Unit
	if key := "unit." + unit; i18n.Has(key) {
		unit = s.ctx.T(key)
	}
	return fmt.Sprintf("%d/%d %s", f.Used, f.Limit, unit)
}
