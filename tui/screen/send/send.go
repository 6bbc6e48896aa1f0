// Package send is the screen that asks "what will happen if I send this?": a form,
// a forecast that follows every change, the request as it goes out, and afterwards
// what each phone did with the message.
package send

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/vendors"
)

// Desk is what the screen needs of the lab.
type Desk interface {
	Send(ctx context.Context, o desk.Order) (desk.Receipt, error)
	Forecast(ctx context.Context, o desk.Order) (desk.Forecast, error)
	Templates() []desk.Template
	Curl(ctx context.Context, o desk.Order) ([]string, error)
}

// Screen is the Send screen.
type Screen struct {
	ctx  *screen.Context
	desk Desk
	form form

	focus field
	row   int // the cursor in the results
	tail  int // the cursor in the tail

	// The forecast belongs to the form as it was at generation known.
	generation, known int
	flying            bool // a forecast is under way
	forecast          desk.Forecast
	forecastErr       error
	phones            string // the phones the forecast saw

	stale   bool // it was said that the extension holds an old text
	sending bool
	sent    *sent // nil while the forecast is shown
	history []vendors.Message
}

// sent is the last order that went out.
type sent struct {
	at      time.Time
	order   desk.Order
	receipt desk.Receipt
	err     error
}

var _ screen.Screen = (*Screen)(nil)

// New returns the screen; it fills its form when the first state arrives.
func New(ctx *screen.Context, d Desk) *Screen {
	return &Screen{ctx: ctx, desk: d, focus: fieldPhones}
}

// Scope implements screen.Screen.
func (s *Screen) Scope() action.Scope { return action.Send }

// Layout implements screen.Screen.
func (s *Screen) Layout() layout.Screen { return layout.Send }

// Mode implements screen.Screen: the text fields are forms, the choices are not.
func (s *Screen) Mode() action.Mode {
	if s.form.text(s.focus) != nil {
		return action.Form
	}
	return action.Command
}

// Hints implements screen.Screen.
func (s *Screen) Hints() []screen.Hint {
	switch s.focus {
	case fieldPhones:
		return []screen.Hint{{Key: " ", Text: "hint.mark"}, {Key: "arrows", Text: "hint.phone"}}
	case fieldVendor, fieldApp, fieldCategory:
		return []screen.Hint{{Key: "left/right", Text: "hint.choose"}}
	case fieldTest:
		return []screen.Hint{{Key: " ", Text: "hint.tick"}}
	}
	return nil
}

// Shown implements screen.Screen.
func (s *Screen) Shown() tea.Cmd { return s.refresh() }

// Key implements screen.Screen.
func (s *Screen) Key(key tea.KeyMsg) (tea.Cmd, bool) {
	k := key.String()
	if f := s.form.text(s.focus); f != nil {
		switch {
		case k == "up" || k == "down":
			s.move(map[string]int{"up": -1, "down": 1}[k])
			return nil, true
		case k == "enter":
			// A pasted line end must not send: only the button and ctrl+g do.
			return screen.Say(s.ctx.T("send.enter-in-text")), true
		case f.Key(k):
			return s.edited(), true
		}
		return nil, false
	}
	if s.focus == fieldResults || s.focus == fieldTail {
		return nil, s.moveInList(k)
	}
	switch k {
	case "up", "k":
		s.move(-1)
	case "down", "j":
		s.move(1)
	case "left", "h":
		return s.turn(-1), true
	case "right", "l":
		return s.turn(1), true
	case " ":
		if s.form.toggle(s.focus, s.ctx.State) {
			return s.edited(), true
		}
		return nil, false
	default:
		return nil, false
	}
	return nil, true
}

// moveInList moves the cursor of the results or the tail.
func (s *Screen) moveInList(key string) bool {
	if s.focus == fieldTail {
		to, ok := component.Move(key, s.tail, s.ctx.State.Len(), 5)
		if ok {
			s.tail = to
		}
		return ok
	}
	to, ok := component.Move(key, s.row, len(s.stories()), 5)
	if ok {
		s.row = to
	}
	return ok
}

// turn changes a choice, or moves among the phones.
func (s *Screen) turn(d int) tea.Cmd {
	if s.form.turn(s.focus, d, s.ctx) {
		return s.edited()
	}
	return nil
}

// Insert implements screen.Screen.
func (s *Screen) Insert(text string) tea.Cmd {
	f := s.form.text(s.focus)
	if f == nil {
		return nil
	}
	f.Insert(text)
	return s.edited()
}

// move takes the focus to the next or previous place.
func (s *Screen) move(d int) {
	for range fields {
		s.focus = field((int(s.focus) + d + int(fields)) % int(fields))
		if s.reachable(s.focus) {
			return
		}
	}
}

// reachable leaves out what has nothing to choose from.
func (s *Screen) reachable(f field) bool {
	switch f {
	case fieldExtension, fieldData:
		return s.form.brought(f)
	case fieldVendor:
		return len(s.form.vendorsWithApps(s.ctx)) > 1
	case fieldApp:
		return len(s.form.apps(s.ctx.State)) > 1
	case fieldTail:
		return s.ctx.State.Len() > 0
	case fieldResults:
		return len(s.stories()) > 0
	}
	return true
}

// edited starts a forecast of the changed form and leaves the last results.
func (s *Screen) edited() tea.Cmd {
	s.generation++
	s.sent = nil
	stale := s.form.stale()
	if said := stale && !s.stale; said {
		s.stale = stale
		return tea.Batch(screen.Say(s.ctx.T("send.stale.said")), s.refresh())
	}
	s.stale = stale
	return s.refresh()
}

// refresh starts a forecast unless one is under way; that one starts the next.
func (s *Screen) refresh() tea.Cmd {
	if s.flying || s.form.app == "" {
		return nil
	}
	order, problem := s.form.order(s.ctx)
	if problem != "" || len(order.Phones) == 0 {
		s.known, s.forecast, s.forecastErr = s.generation, desk.Forecast{}, nil
		return nil
	}
	s.flying = true
	gen := s.generation
	return s.ctx.Run(func(ctx context.Context) tea.Msg {
		f, err := s.desk.Forecast(ctx, order)
		return forecastDone{generation: gen, forecast: f, err: err}
	})
}

type (
	forecastDone struct {
		generation int
		forecast   desk.Forecast
		err        error
	}
	sendDone struct {
		order   desk.Order
		receipt desk.Receipt
		err     error
	}
)

// Message implements screen.Screen.
func (s *Screen) Message(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case screen.Delta:
		return s.follow()
	case forecastDone:
		s.flying = false
		s.known, s.forecast, s.forecastErr = m.generation, m.forecast, m.err
		if m.generation != s.generation {
			return s.refresh()
		}
	case sendDone:
		s.sending = false
		s.sent = &sent{at: s.ctx.State.Now, order: m.order, receipt: m.receipt, err: m.err}
		s.focus, s.row = fieldResults, 0
		s.history = append(s.history, m.order.Message)
	case screen.Goto:
		if m.Scope == action.Send && m.Story != nil {
			return s.again(m)
		}
	}
	return nil
}

// follow fills an empty form, and forecasts again when phones changed.
func (s *Screen) follow() tea.Cmd {
	if s.form.app == "" {
		s.form.start(s.ctx)
		if all := s.desk.Templates(); len(all) > 0 {
			s.form.load(all[0].Message, s.ctx)
		}
	}
	if now := fingerprint(s.ctx.State.Phones); now != s.phones {
		s.phones = now
		return s.refresh()
	}
	return nil
}

// load takes a message into the form; app and phone are kept when empty.
func (s *Screen) load(m vendors.Message, app, phone string) {
	if app != "" {
		s.form.choose(app, s.ctx)
	}
	if phone != "" {
		s.form.marked = map[string]bool{phone: true}
	}
	s.form.load(m, s.ctx)
	s.focus = fieldTitle
}

// again takes a message that was sent into the form: as it was sent, or as far as the
// simulator saw it.
func (s *Screen) again(g screen.Goto) tea.Cmd {
	if g.Message != nil {
		s.load(*g.Message, g.Story.App, g.Story.Phone)
		return s.edited()
	}
	s.load(replay(g.Story), g.Story.App, g.Story.Phone)
	return tea.Batch(screen.Say(s.ctx.T("send.replay.part")), s.edited())
}

// replay is a message made of what is known of one that was sent.
func replay(st *desk.Story) vendors.Message {
	return vendors.Message{
		Title: st.Title, Body: st.Body, Class: st.Asked, Category: vendors.Category(st.Category),
	}
}
