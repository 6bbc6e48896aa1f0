package screen

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
)

// Stage is one stage of a decision summed up: the hardest thing a rule of it said.
type Stage struct {
	Name    string
	Outcome rule.Outcome
}

// Stages sums a trace up by stage, in the order they were passed.
func (c *Context) Stages(s *desk.Story) []Stage {
	var out []Stage
	at := map[rule.Stage]int{}
	for _, step := range s.Steps {
		if step.Rule == nil {
			continue
		}
		i, ok := at[step.Rule.Stage]
		if !ok {
			i = len(out)
			at[step.Rule.Stage] = i
			out = append(out, Stage{Name: c.T("stage." + string(step.Rule.Stage))})
		}
		if Bites(step.Outcome) || !ok {
			out[i].Outcome = step.Outcome
		}
	}
	return out
}

// TraceLines is a whole trace as text: every rule that was asked, its answer, its
// source, and the advice.
func (c *Context) TraceLines(th *theme.Theme, s *desk.Story) []component.Line {
	var out []component.Line
	line := func(indent int, spans ...cell.Span) {
		out = append(out, component.Line{Indent: indent, Spans: spans})
	}
	fate := c.FateWord(s)
	line(0, cell.Span{Style: th.Strong, Text: target(s) + "  "},
		cell.Span{Style: th.Muted, Text: c.T("send.reply") + " " + c.Reply(s) + "  "}, fate)
	line(0, cell.Span{})
	for i, step := range s.Steps {
		word := c.OutcomeWord(step.Outcome)
		mark := "  "
		if i == s.Cause {
			mark = th.Glyphs.Cursor + " "
		}
		stage := ""
		if step.Rule != nil {
			stage = c.T("stage." + string(step.Rule.Stage))
		}
		line(0, cell.Span{Style: th.Accent, Text: mark},
			cell.Span{Style: th.Muted, Text: fmt.Sprintf("%2d ", i+1)},
			cell.Span{Style: th.Muted, Text: cell.Narrow.Pad(stage, 10)},
			cell.Span{Style: th.Text, Text: cell.Narrow.Pad(RuleID(&step), 16)},
			cell.Span{Style: word.Style, Text: cell.Narrow.Pad(word.Text, 8)},
			cell.Span{Style: th.Text, Text: c.Because(&step)})
	}
	cause := CauseStep(s)
	if cause != nil {
		line(0, cell.Span{})
		out = append(out, c.RuleLines(th, cause)...)
	}
	if advice := c.Of(s.Advice); advice != "" && (cause == nil || cause.Rule == nil || cause.Rule.Advice != s.Advice) {
		line(0, cell.Span{})
		line(0, cell.Span{Style: th.OK, Text: c.T("label.advice", advice)})
	}
	return out
}

// RuleLines is a rule as text: title, reason, parameters, and where it comes from.
func (c *Context) RuleLines(th *theme.Theme, step *desk.Step) []component.Line {
	r := step.Rule
	if r == nil {
		return nil
	}
	one := func(st cell.Style, text string) component.Line {
		return component.Line{Spans: []cell.Span{{Style: st, Text: text}}}
	}
	out := []component.Line{
		one(th.Strong, r.ID+"  "+c.Of(r.Title)),
		one(th.Text, c.Because(step)),
		one(th.Muted, c.T("rule.where", c.T("stage."+string(r.Stage)), r.Phase.String(), r.Order)),
		one(th.Muted, c.T("rule.source", r.Source, r.Checked, c.T("confidence."+string(r.Confidence)))),
	}
	if r.Code != "" {
		out = append(out, one(th.Muted, c.T("rule.code", r.Code, r.Reason)))
	}
	if r.Since != "" || r.Until != "" {
		out = append(out, one(th.Muted, c.T("rule.holds", r.Since, r.Until)))
	}
	if p := params(r.Params); p != "" {
		out = append(out, one(th.Muted, c.T("rule.params", p)))
	}
	if advice := c.Of(r.Advice); advice != "" {
		out = append(out, one(th.OK, c.T("label.advice", advice)))
	}
	return out
}

func params(p map[string]int64) string {
	var parts []string
	for _, name := range sortedKeys(p) {
		parts = append(parts, fmt.Sprintf("%s=%d", name, p[name]))
	}
	return strings.Join(parts, "  ")
}

func sortedKeys(m map[string]int64) []string { return slices.Sorted(maps.Keys(m)) }

func sortedNames(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
