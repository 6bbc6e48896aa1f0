// Package diagnose is the screen that asks "why did this message end like that,
// and what would change it?": the answer and the fate side by side, every rule
// that was asked, and the same message again with one thing different.
package diagnose

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
)

// Desk is what the screen needs of the lab.
type Desk interface {
	Story(id string) (desk.Story, error)
	WhatIf(ctx context.Context, id string, changes []desk.Change) ([]desk.Variant, error)
	Changes(id string) []desk.Change
	Order(id string) (desk.Order, bool)
	CurlMessage(ctx context.Context, id string) ([]string, error)
}

// Screen is the Diagnose screen.
type Screen struct {
	ctx  *screen.Context
	desk Desk

	story *desk.Story // nil until one was chosen
	err   error
	focus layout.Pane
	step  int // the cursor in the trace
	row   int // the cursor in the what-ifs

	variants []desk.Variant
	trying   bool
	tryErr   error
}

var _ screen.Screen = (*Screen)(nil)

// New returns the screen.
func New(ctx *screen.Context, d Desk) *Screen {
	return &Screen{ctx: ctx, desk: d, focus: layout.Trace}
}

// Scope implements screen.Screen.
func (s *Screen) Scope() action.Scope { return action.Diagnose }

// Layout implements screen.Screen.
func (s *Screen) Layout() layout.Screen { return layout.Diagnose }

// Mode implements screen.Screen.
func (s *Screen) Mode() action.Mode { return action.Command }

// Hints implements screen.Screen.
func (s *Screen) Hints() []screen.Hint { return []screen.Hint{{Key: "up/down", Text: "hint.step"}} }

// Insert implements screen.Screen: there is no text field.
func (s *Screen) Insert(string) tea.Cmd { return nil }

// Shown implements screen.Screen: with nothing chosen it takes the newest message.
func (s *Screen) Shown() tea.Cmd {
	if n := s.ctx.State.Len(); s.story == nil && n > 0 {
		return s.load(s.ctx.State.Story(n - 1).ID)
	}
	return nil
}

type (
	loaded struct {
		id       string
		story    desk.Story
		err      error
		variants []desk.Variant
		tryErr   error
	}
)

// load reads a message and tries its what-ifs.
func (s *Screen) load(id string) tea.Cmd {
	s.trying = true
	return s.ctx.Run(func(ctx context.Context) tea.Msg {
		m := loaded{id: id}
		if m.story, m.err = s.desk.Story(id); m.err != nil {
			return m
		}
		m.variants, m.tryErr = s.desk.WhatIf(ctx, id, s.desk.Changes(id))
		return m
	})
}

// Message implements screen.Screen.
func (s *Screen) Message(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case screen.Goto:
		if m.Scope == action.Diagnose && m.Story != nil {
			s.show(*m.Story)
			return s.load(m.Story.ID)
		}
	case loaded:
		s.trying = false
		s.err, s.variants, s.tryErr = m.err, m.variants, m.tryErr
		if m.err == nil {
			same := s.story != nil && s.story.ID == m.story.ID && len(s.story.Steps) == len(m.story.Steps)
			step := s.step
			s.show(m.story)
			if same {
				s.step = step
			}
		}
	case screen.Delta:
		if s.story == nil {
			return nil
		}
		// The fate may come after the screen was opened.
		if st, _ := s.ctx.State.Find(s.story.ID); st != nil && (st.State != s.story.State || len(st.Steps) != len(s.story.Steps)) {
			exchanges := s.story.Exchanges
			s.show(*st)
			s.story.Exchanges = exchanges
			return s.load(st.ID)
		}
	}
	return nil
}

// show takes a message in and puts the cursor on its first cause.
func (s *Screen) show(st desk.Story) {
	s.story, s.err = &st, nil
	s.step, s.row = max(0, st.Cause), 0
}

// Key implements screen.Screen.
func (s *Screen) Key(key tea.KeyMsg) (tea.Cmd, bool) {
	if s.story == nil {
		return nil, false
	}
	if s.focus == layout.WhatIf {
		to, ok := component.Move(key.String(), s.row, len(s.variants), 5)
		if ok {
			s.row = max(0, to)
		}
		return nil, ok
	}
	to, ok := component.Move(key.String(), s.step, len(s.story.Steps), 10)
	if ok {
		s.step = max(0, to)
	}
	return nil, ok
}

// panes in the order of the tab key.
func panes() []layout.Pane { return []layout.Pane{layout.Trace, layout.WhatIf, layout.Exchange} }

func (s *Screen) next(d int) {
	all := panes()
	for i, p := range all {
		if p == s.focus {
			s.focus = all[(i+d+len(all))%len(all)]
			return
		}
	}
}

// Blocked implements screen.Screen.
func (s *Screen) Blocked(id action.ID) string {
	switch id {
	case action.DiagnoseWhatIf, action.DiagnoseReplay:
		if s.story == nil {
			return s.ctx.T("diagnose.none-short")
		}
	case action.DiagnoseRule:
		return s.nothingSelected()
	case action.DiagnoseOpen, action.DiagnoseCopy:
		if s.story == nil || len(s.story.Exchanges) == 0 {
			return s.ctx.T("diagnose.no-exchange")
		}
	case action.DiagnosePrev:
		if s.neighbour(-1) == nil {
			return s.ctx.T("diagnose.no-older")
		}
	case action.DiagnoseNext:
		if s.neighbour(1) == nil {
			return s.ctx.T("diagnose.no-newer")
		}
	}
	return ""
}

// nothingSelected says why enter has nothing to show, "" when it has.
func (s *Screen) nothingSelected() string {
	if s.focus != layout.WhatIf {
		if s.selected() == nil {
			return s.ctx.T("diagnose.no-step")
		}
		return ""
	}
	v := s.variant()
	switch {
	case v == nil:
		return s.ctx.T("diagnose.no-what-if")
	case v.Err != nil:
		return v.Err.Error()
	}
	return ""
}

// Do implements screen.Screen.
func (s *Screen) Do(id action.ID) tea.Cmd {
	switch id {
	case action.NextPane:
		s.next(1)
	case action.PrevPane:
		s.next(-1)
	case action.DiagnoseRule:
		if s.focus == layout.WhatIf {
			return screen.Send(screen.OpenPage{Page: s.variantPage()})
		}
		return screen.Send(screen.OpenPage{Page: s.rulePage()})
	case action.DiagnoseOpen:
		return screen.Send(screen.OpenPage{Page: s.exchangePage()})
	case action.DiagnoseCopy:
		return s.copy()
	case action.DiagnoseWhatIf:
		s.focus = layout.WhatIf
		return s.load(s.story.ID)
	case action.DiagnoseReplay:
		return s.replay()
	case action.DiagnosePrev:
		return s.goTo(s.neighbour(-1))
	case action.DiagnoseNext:
		return s.goTo(s.neighbour(1))
	}
	return nil
}

// replay takes the message to the Send screen, as it was sent where that is known.
func (s *Screen) replay() tea.Cmd {
	g := screen.Goto{Scope: action.Send, Story: s.story}
	return s.ctx.Run(func(context.Context) tea.Msg {
		if o, ok := s.desk.Order(g.Story.ID); ok {
			g.Message = &o.Message
		}
		return g
	})
}

func (s *Screen) goTo(st *desk.Story) tea.Cmd {
	s.show(*st)
	return s.load(st.ID)
}

// neighbour is the message before or after the shown one.
func (s *Screen) neighbour(d int) *desk.Story {
	if s.story == nil {
		return nil
	}
	_, i := s.ctx.State.Find(s.story.ID)
	if i += d; i < 0 || i >= s.ctx.State.Len() {
		return nil
	}
	return s.ctx.State.Story(i)
}

// variant is the what-if with the cursor, nil when there is none.
func (s *Screen) variant() *desk.Variant {
	if s.row >= len(s.variants) {
		return nil
	}
	return &s.variants[s.row]
}

// selected is the step of the trace rule details are shown of.
func (s *Screen) selected() *desk.Step {
	if s.story == nil || s.step >= len(s.story.Steps) {
		return nil
	}
	return &s.story.Steps[s.step]
}
