package send

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/vendors"
)

// Blocked implements screen.Screen.
func (s *Screen) Blocked(id action.ID) string {
	switch id {
	case action.SendNow:
		return s.notSendable()
	case action.SendDry, action.SendExplain, action.SendCopy:
		if _, problem := s.form.order(s.ctx); problem != "" {
			return problem
		}
		if len(s.stories()) == 0 && len(s.requests()) == 0 {
			return s.ctx.T("send.no-forecast")
		}
	case action.SendOpen:
		switch s.focus {
		case fieldButton:
			return s.notSendable()
		case fieldResults, fieldTail:
			return ""
		}
		return s.ctx.T("send.nothing-to-open")
	case action.SendTemplate:
		if len(s.desk.Templates()) == 0 {
			return s.ctx.T("send.no-templates")
		}
	case action.SendHistory:
		if len(s.history) == 0 {
			return s.ctx.T("send.no-history")
		}
	}
	return ""
}

func (s *Screen) notSendable() string {
	o, problem := s.form.order(s.ctx)
	switch {
	case s.sending:
		return s.ctx.T("send.under-way")
	case problem != "":
		return problem
	case s.form.app == "":
		return s.ctx.T("send.no-app")
	case len(o.Phones) == 0:
		return s.ctx.T("send.no-phone")
	}
	return ""
}

// Do implements screen.Screen.
func (s *Screen) Do(id action.ID) tea.Cmd {
	switch id {
	case action.SendNow:
		return s.send()
	case action.SendAll:
		s.form.markAll(s.ctx.State)
		return s.edited()
	case action.SendOpen:
		return s.open()
	case action.SendExplain:
		return screen.Send(screen.OpenPage{Page: s.explainPage()})
	case action.SendDry:
		return screen.Send(screen.OpenPage{Page: s.dryPage()})
	case action.SendCopy:
		return s.copy()
	case action.SendTemplate:
		return s.templates()
	case action.SendHistory:
		return s.previous()
	case action.NextPane:
		s.move(1)
	case action.PrevPane:
		s.move(-1)
	case action.Back:
		s.back()
	}
	return nil
}

// back leaves a text field for the button, and results for the form.
func (s *Screen) back() {
	switch {
	case s.form.text(s.focus) != nil:
		s.focus = fieldButton
	case s.sent != nil:
		s.sent, s.focus = nil, fieldButton
	default:
		s.focus = fieldPhones
	}
}

func (s *Screen) send() tea.Cmd {
	order, _ := s.form.order(s.ctx)
	s.sending = true
	return s.ctx.Run(func(ctx context.Context) tea.Msg {
		r, err := s.desk.Send(ctx, order)
		return sendDone{order: order, receipt: r, err: err}
	})
}

// open is enter: the button sends, a row goes to its diagnosis.
func (s *Screen) open() tea.Cmd {
	switch s.focus {
	case fieldButton:
		return s.send()
	case fieldTail:
		if n := s.ctx.State.Len(); s.tail < n {
			return screen.Send(screen.Goto{Scope: action.Diagnose, Story: s.ctx.State.Story(n - 1 - s.tail)})
		}
	case fieldResults:
		rows := s.stories()
		if s.row >= len(rows) {
			return nil
		}
		if s.sent == nil { // a forecast has no message to diagnose, but it has a trace
			return screen.Send(screen.OpenPage{Page: s.explainPage()})
		}
		return screen.Send(screen.Goto{Scope: action.Diagnose, Story: rows[s.row]})
	}
	return nil
}

func (s *Screen) templates() tea.Cmd {
	menu := &component.Menu{Title: s.ctx.T("send.templates"), Search: true, Hint: s.ctx.T("menu.hint")}
	for _, t := range s.desk.Templates() {
		menu.Items = append(menu.Items, component.Item{Title: s.ctx.Of(t.Name), Note: t.Message.Title, Value: t.Message})
	}
	return screen.Send(screen.OpenMenu{Menu: menu, Chosen: s.take})
}

func (s *Screen) previous() tea.Cmd {
	menu := &component.Menu{Title: s.ctx.T("send.history"), Search: true, Hint: s.ctx.T("menu.hint")}
	for i := len(s.history) - 1; i >= 0; i-- {
		m := s.history[i]
		menu.Items = append(menu.Items, component.Item{Title: m.Title + "  " + m.Body, Note: string(m.Category), Value: m})
	}
	return screen.Send(screen.OpenMenu{Menu: menu, Chosen: s.take})
}

func (s *Screen) take(item component.Item) tea.Cmd {
	if m, ok := item.Value.(vendors.Message); ok {
		s.form.load(m, s.ctx)
	}
	return s.edited()
}

// copy asks the lab for the shell's lines and shows them.
func (s *Screen) copy() tea.Cmd {
	o, _ := s.form.order(s.ctx)
	if s.sent != nil {
		o = s.sent.order
	}
	command := s.command(&o)
	return s.ctx.Run(func(ctx context.Context) tea.Msg {
		lines, err := s.desk.Curl(ctx, o)
		if err != nil {
			return screen.Toast{Text: err.Error(), Bad: true}
		}
		return screen.OpenPage{Page: s.ctx.CopyPage(screen.Copied{Commands: []string{command}, Unsaid: screen.Unsaid(&o.Message), Curl: lines})}
	})
}

// command is an order on the command line: everything of the message, to this lab.
func (s *Screen) command(o *desk.Order) string {
	flags := [][2]string{{"--sim", s.ctx.Admin}, {"--vendor", string(s.form.vendor)}}
	for _, id := range o.Phones {
		flags = append(flags, [2]string{"--to", id})
	}
	return screen.Command("offpush send", append(flags, screen.MessageFlags(&o.Message)...)...)
}

// stories are the rows of the right pane: what became of the last order, or what
// the forecast says.
func (s *Screen) stories() []*desk.Story {
	var out []*desk.Story
	if s.sent == nil {
		for i := range s.forecast.Targets {
			out = append(out, &s.forecast.Targets[i])
		}
		return out
	}
	for _, id := range s.sent.receipt.Messages {
		if st, _ := s.ctx.State.Find(id); st != nil {
			out = append(out, st)
		}
	}
	for i := range s.sent.receipt.Unmade {
		out = append(out, &s.sent.receipt.Unmade[i])
	}
	return out
}

// requests are those of the last order, or of the forecast.
func (s *Screen) requests() []vendors.Request {
	if s.sent != nil {
		return s.sent.receipt.Requests
	}
	return s.forecast.Requests
}
