package diagnose

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
)

// Draw implements screen.Screen. On small screens layout.Main shows the pane that
// has the focus.
func (s *Screen) Draw(pane layout.Pane, c *cell.Canvas, class layout.Class) {
	focus := pane == s.focus
	if pane == layout.Main {
		pane, focus = s.focus, true
	}
	p := component.Pane{Focus: focus, Bare: class == layout.XS}
	if s.story == nil {
		s.drawNothing(c, p)
		return
	}
	switch pane {
	case layout.Message:
		s.drawMessage(c, p)
	case layout.Trace:
		s.drawTrace(c, p)
	case layout.WhatIf:
		s.drawWhatIf(c, p)
	case layout.Exchange:
		s.drawExchange(c, p)
	}
}

func (s *Screen) drawNothing(c *cell.Canvas, p component.Pane) {
	p.Title = s.ctx.T("diagnose.message")
	in := p.Draw(c, s.ctx.Theme)
	text := s.ctx.T("diagnose.none")
	if s.err != nil {
		text = s.err.Error()
	}
	in.Wrap(0, 0, in.W, in.H, s.ctx.Theme.Muted, text)
}

// drawMessage says the whole story in a few lines: what was sent, what the vendor
// said, what the phone did, why, and what to do.
func (s *Screen) drawMessage(c *cell.Canvas, p component.Pane) {
	ctx, th, st := s.ctx, s.ctx.Theme, s.story
	p.Title, p.Note = ctx.T("diagnose.message"), st.ID
	in := p.Draw(c, th)
	v := ctx.Vendor(st.Vendor)
	y := 0
	x := in.Put(0, y, th.Brand(v.Accent), string(v.ID))
	x = in.Fit(x+2, y, in.W-x-12, th.Text, cmp.Or(st.Phone, st.Op))
	in.Fit(x+2, y, in.W-x-12, th.Muted, st.App)
	in.Right(in.W, y, th.Muted, ctx.Clock(st.At))
	y++
	x = in.Fit(0, y, in.W, th.Strong, st.Title)
	in.Fit(x+2, y, in.W-x-2, th.Text, st.Body)
	y++
	if in.H > 12 {
		y++
	}
	y = s.field(in, y, "label.class", cell.Span{Style: th.Text, Text: s.classes()})
	y = s.drawReply(in, y)
	fate := ctx.FateWord(st)
	if !st.FateAt.IsZero() && st.FateAt.After(st.At) && !st.Refused {
		fate.Text += "  +" + screen.Span(st.FateAt.Sub(st.At))
	}
	y = s.field(in, y, "label.fate", fate)
	if in.H > 12 {
		y++
	}
	st2, key := verdict(st)
	style := th.OK
	if !st2 {
		style = th.Strong
	}
	if in.H > 12 {
		y += in.Wrap(0, y, in.W, 2, style, ctx.T(key))
	}
	advice := ctx.Of(st.Advice)
	if advice != "" {
		advice = ctx.T("label.advice", advice)
	}
	if cause := screen.CauseStep(st); cause != nil && y < in.H {
		word := ctx.OutcomeWord(cause.Outcome)
		x = in.Put(0, y, th.Muted, ctx.T("label.cause", st.Cause+1)+" ")
		x = in.Put(x, y, th.Accent.Strong(), screen.RuleID(cause)+" ")
		in.Put(x, y, word.Style, word.Text)
		y++
		rest := len(in.Rule().Wrap(advice, in.W)) // neither may push the other out
		y += in.Wrap(0, y, in.W, max(1, in.H-y-rest), th.Text, ctx.Of(cause.Because))
	}
	if advice != "" && y < in.H {
		in.Wrap(0, y, in.W, in.H-y, th.OK, advice)
	}
}

// field draws a label and a value and returns the next row.
func (s *Screen) field(c *cell.Canvas, y int, key string, value cell.Span) int {
	c.Put(0, y, s.ctx.Theme.Muted, s.ctx.T(key))
	c.Fit(8, y, c.W-8, value.Style, value.Text)
	return y + 1
}

// classes says what was asked for and what the vendor made of it.
func (s *Screen) classes() string {
	text := strings.TrimSpace(s.story.Category + " " + s.ctx.ClassWord(s.story.Asked))
	if s.story.Granted != "" && s.story.Granted != s.story.Asked {
		text += " -> " + s.ctx.ClassWord(s.story.Granted)
	}
	return text
}

func (s *Screen) drawReply(in *cell.Canvas, y int) int {
	style := s.ctx.Theme.OK
	if s.story.Refused || s.story.Error != "" {
		style = s.ctx.Theme.Bad.Strong()
	}
	text := s.ctx.Reply(s.story)
	if m := s.ctx.Of(s.story.Meaning); m != "" {
		text += "  " + m
	}
	return s.field(in, y, "label.reply", cell.Span{Style: style, Text: text})
}

// verdict is the one sentence people come for.
func verdict(st *desk.Story) (good bool, key string) {
	switch {
	case st.Error != "":
		return false, "verdict.no-answer"
	case st.Refused:
		return false, "verdict.refused"
	case st.Answered:
		return false, "verdict.answered"
	case st.State == device.Shown:
		return true, "verdict.shown"
	case st.State == device.Silent || st.State == device.Folded:
		return false, "verdict.quiet"
	case st.State == device.Held:
		return false, "verdict.held"
	case !st.State.Final() || st.State == "":
		return false, "verdict.pending"
	}
	return false, "verdict.dark"
}

// drawTrace draws the rules that were asked, and details of the selected one.
func (s *Screen) drawTrace(c *cell.Canvas, p component.Pane) {
	ctx, th, steps := s.ctx, s.ctx.Theme, s.story.Steps
	p.Title, p.Note = ctx.T("diagnose.trace"), ctx.T("diagnose.steps", len(steps))
	in := p.Draw(c, th)
	detail := s.ruleDetail(in)
	room := in.H - len(detail)
	if len(steps) > 0 && room < 4 {
		detail, room = nil, in.H
	}
	span := func(st cell.Style, t string) cell.Span { return cell.Span{Style: st, Text: t} }
	component.Table{
		Rows: len(steps), Selected: min(s.step, len(steps)-1), Focus: p.Focus, Empty: ctx.T("diagnose.no-trace"),
		Columns: []component.Column{
			{Title: "#", Width: 2, Cell: func(i int) cell.Span { return span(th.Muted, fmt.Sprintf("%2d", i+1)) }},
			{Title: ctx.T("col.stage"), Width: 8, Drop: 1, Cell: func(i int) cell.Span {
				if steps[i].Rule == nil {
					return span(th.Muted, "")
				}
				return span(th.Muted, ctx.T("stage."+string(steps[i].Rule.Stage)))
			}},
			{Title: ctx.T("col.rule"), Width: 12, Cell: func(i int) cell.Span { return span(th.Text, screen.RuleID(&steps[i])) }},
			{Title: ctx.T("col.result"), Width: 7, Cell: func(i int) cell.Span { return ctx.OutcomeWord(steps[i].Outcome) }},
			{Title: ctx.T("col.because"), Width: 12, Flex: true, Cell: func(i int) cell.Span {
				st := th.Muted
				if screen.Bites(steps[i].Outcome) {
					st = th.Text
				}
				return span(st, ctx.Because(&steps[i]))
			}},
		},
	}.Draw(in.Sub(0, 0, in.W, room), th)
	for i, l := range detail {
		in.Put(0, room+i, l.Style, l.Text)
	}
}

// ruleDetail is the selected rule below the trace: title, source, advice.
func (s *Screen) ruleDetail(in *cell.Canvas) []cell.Span {
	step := s.selected()
	if step == nil || step.Rule == nil || in.H < 9 {
		return nil
	}
	ctx, th, r := s.ctx, s.ctx.Theme, step.Rule
	out := []cell.Span{{Style: th.Border, Text: strings.Repeat(th.Glyphs.Line, in.W)}}
	head := r.ID + "  " + ctx.Of(r.Title)
	if screen.Bites(step.Outcome) {
		head += "; " + ctx.Because(step)
	}
	for i, text := range in.Rule().Wrap(head, in.W) {
		if i < 3 {
			out = append(out, cell.Span{Style: th.Text, Text: text})
		}
	}
	source := ctx.T("rule.source", r.Source, r.Checked, ctx.T("confidence."+string(r.Confidence)))
	return append(out, cell.Span{Style: th.Muted, Text: in.Rule().Fit(source, in.W)})
}

// drawWhatIf draws the same message with one thing different, line by line.
func (s *Screen) drawWhatIf(c *cell.Canvas, p component.Pane) {
	ctx, th := s.ctx, s.ctx.Theme
	p.Title, p.Note = ctx.T("diagnose.what-if"), ctx.T("diagnose.what-if.note")
	in := p.Draw(c, th)
	empty := ctx.T("diagnose.no-what-if")
	switch {
	case s.tryErr != nil:
		empty = s.tryErr.Error()
	case s.trying:
		empty = ctx.T("diagnose.trying")
	}
	selected := -1
	if p.Focus && len(s.variants) > 0 {
		selected = min(s.row, len(s.variants)-1)
	}
	story := func(i int) *desk.Story { return &s.variants[i].Story }
	component.Table{
		Rows: len(s.variants), Selected: selected, Focus: p.Focus, Empty: empty,
		Columns: []component.Column{
			{Title: ctx.T("col.change"), Width: 29, Cell: func(i int) cell.Span {
				return cell.Span{Style: th.Text, Text: ctx.Of(s.variants[i].Change.Title)}
			}},
			{Title: ctx.T("col.reply"), Width: 12, Drop: 1, Cell: func(i int) cell.Span {
				return cell.Span{Style: th.Muted, Text: ctx.Reply(story(i))}
			}},
			{Title: ctx.T("col.fate"), Width: 9, Cell: func(i int) cell.Span {
				if s.variants[i].Err != nil {
					return cell.Span{Style: th.Bad, Text: ctx.T("word.error")}
				}
				return ctx.FateWord(story(i))
			}},
			{Title: ctx.T("col.why"), Width: 10, Flex: true, Cell: func(i int) cell.Span {
				if err := s.variants[i].Err; err != nil {
					return cell.Span{Style: th.Muted, Text: err.Error()}
				}
				return cell.Span{Style: th.Muted, Text: ctx.Why(story(i))}
			}},
		},
	}.Draw(in, th)
}

// drawExchange draws the first lines of the request and the answer.
func (s *Screen) drawExchange(c *cell.Canvas, p component.Pane) {
	ctx, th := s.ctx, s.ctx.Theme
	p.Title = ctx.T("diagnose.exchange")
	in := p.Draw(c, th)
	if len(s.story.Exchanges) == 0 {
		in.Wrap(0, 0, in.W, in.H, th.Muted, ctx.T("diagnose.no-exchange"))
		return
	}
	ex := s.story.Exchanges[len(s.story.Exchanges)-1]
	x := in.Put(0, 0, th.Accent.Strong(), ex.Method+" ")
	in.Fit(x, 0, in.W-x, th.Text, ex.Path)
	y := 1
	y += in.Wrap(0, y, in.W, max(1, in.H-y-4), th.Muted, ex.RequestBody)
	if y < in.H {
		in.Put(0, y, th.Accent.Strong(), fmt.Sprintf("-> %d", ex.Status))
		in.Wrap(0, y+1, in.W, in.H-y-1, th.Text, ex.ResponseBody)
	}
}
