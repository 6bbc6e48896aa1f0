package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/feed"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/screen/devices"
	"github.com/offpush/offpush/tui/screen/diagnose"
	"github.com/offpush/offpush/tui/screen/live"
	"github.com/offpush/offpush/tui/screen/send"
)

// tab is a registered screen and the key that goes there.
type tab struct {
	key    string
	screen screen.Screen
}

// Model is the root: the screens, the frame around them and what lies over them.
type Model struct {
	deps     Deps
	opts     Options
	registry *action.Registry
	shared   *screen.Context
	feed     *feed.Feed
	// life gives a command the program's context.
	life func() context.Context
	// live keeps the feed going; frames made without a terminal collect by hand.
	live bool

	tabs     []tab
	front    int
	back     []int // where esc goes
	w, h     int
	overlays []overlay
	toast    *screen.Toast
}

var _ tea.Model = (*Model)(nil)

// New returns the root model of a program whose commands end with ctx.
func New(ctx context.Context, deps Deps, opts Options) *Model {
	opts = opts.resolve()
	m := &Model{
		deps: deps, opts: opts, life: func() context.Context { return ctx },
		feed: &feed.Feed{Engine: deps.Engine, Stories: deps.Desk, Zone: opts.Zone, Quiet: opts.ReducedMotion},
		w:    80, h: 24,
	}
	m.shared = &screen.Context{
		Lang: opts.Lang, Theme: opts.theme(opts.Theme), State: &screen.State{},
		Vendors: deps.Vendors, Zone: opts.Zone, Run: m.run, Admin: deps.Admin,
	}
	m.tabs = []tab{ // a screen that is not built has no tab; the numbers are for good
		{"1", send.New(m.shared, deps.Desk)},
		{"2", live.New(m.shared, deps.Desk)},
		{"4", devices.New(m.shared, deps.Engine)},
		{"8", diagnose.New(m.shared, deps.Desk)},
	}
	m.registry = Registry(m.tabKeys())
	for i, t := range m.tabs {
		if t.screen.Scope() == opts.InitialScreen {
			m.front = i
		}
	}
	return m
}

// run makes a command of work that may wait.
func (m *Model) run(work func(context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg { return work(m.life()) }
}

// Init implements tea.Model.
func (m *Model) Init() tea.Cmd {
	return func() tea.Msg { return m.feed.Collect(0) }
}

// Collect takes in what happened in the lab without waiting, and returns the
// commands that follow: for frames made without a terminal.
func (m *Model) Collect() tea.Cmd {
	_, cmd := m.Update(m.feed.Collect(m.shared.State.Cursor))
	return cmd
}

// Update implements tea.Model.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.w, m.h = msg.Width, msg.Height
		return m, m.broadcast(msg)
	case tea.KeyMsg:
		return m, m.key(msg)
	case screen.Delta:
		return m, m.follow(msg)
	case screen.Goto:
		return m, m.goTo(msg)
	case screen.Toast:
		m.toast = &msg
	case screen.OpenMenu:
		m.overlays = append(m.overlays, &menuOverlay{menu: msg.Menu, chosen: msg.Chosen})
	case screen.OpenPage:
		m.overlays = append(m.overlays, &pageOverlay{page: msg.Page})
	case screen.OpenPrompt:
		m.overlays = append(m.overlays, newPrompt(msg))
	case doAction:
		return m, m.do(msg.action)
	case clockSet:
		m.clockChanged(msg)
	default:
		return m, m.broadcast(msg)
	}
	return m, nil
}

func (m *Model) broadcast(msg tea.Msg) tea.Cmd {
	var cmds []tea.Cmd
	for _, t := range m.tabs {
		if cmd := t.screen.Message(msg); cmd != nil {
			cmds = append(cmds, cmd)
		}
	}
	return tea.Batch(cmds...)
}

// follow merges what the feed saw and asks it for more.
func (m *Model) follow(d screen.Delta) tea.Cmd {
	m.shared.State.Merge(d)
	cmd := m.broadcast(d)
	if !m.live {
		return cmd
	}
	cursor := d.Cursor
	return tea.Batch(cmd, m.run(func(ctx context.Context) tea.Msg {
		if next, ok := m.feed.Next(ctx, cursor); ok {
			return next
		}
		return nil
	}))
}

// screen is the one in front.
func (m *Model) screen() screen.Screen { return m.tabs[m.front].screen }

// show brings a tab to the front.
func (m *Model) show(i int) tea.Cmd {
	if i != m.front {
		m.back = append(m.back, m.front)
		if len(m.back) > 16 {
			m.back = m.back[1:]
		}
	}
	m.front = i
	return m.screen().Shown()
}

func (m *Model) goTo(g screen.Goto) tea.Cmd {
	for i, t := range m.tabs {
		if t.screen.Scope() != g.Scope {
			continue
		}
		cmd := t.screen.Message(g)
		if i != m.front {
			m.back = append(m.back, m.front)
		}
		m.front = i
		return cmd
	}
	return nil
}

// key routes a key: paste to text only, then what lies on top, then the part of
// the screen that has the focus, then the actions.
func (m *Model) key(k tea.KeyMsg) tea.Cmd {
	m.toast = nil
	// A burst of characters is a paste or an input method at work: text, never an
	// action, whatever letters it has.
	if k.Type == tea.KeyRunes && !k.Alt && (k.Paste || len(k.Runes) > 1) {
		return m.insert(string(k.Runes))
	}
	name := k.String()
	if name == "ctrl+c" {
		return tea.Quit
	}
	if n := len(m.overlays); n > 0 {
		done, cmd := m.overlays[n-1].key(k, m)
		if done {
			m.overlays = m.overlays[:n-1]
		}
		return cmd
	}
	front := m.screen()
	if cmd, used := front.Key(k); used {
		return cmd
	}
	if front.Mode() == action.Form && (k.Type == tea.KeyRunes || k.Type == tea.KeySpace) {
		return front.Insert(string(k.Runes))
	}
	a, ok := m.registry.Match(front.Scope(), front.Mode(), name)
	if !ok {
		return nil
	}
	return m.do(a)
}

func (m *Model) insert(text string) tea.Cmd {
	if n := len(m.overlays); n > 0 {
		m.overlays[n-1].insert(text)
		return nil
	}
	return m.screen().Insert(text)
}

// View implements tea.Model.
func (m *Model) View() string { return m.canvas().ANSI(m.opts.Depth) }

// canvas draws the whole frame.
func (m *Model) canvas() *cell.Canvas {
	c := cell.New(m.w, m.h, m.opts.Ambiguous)
	front := m.screen()
	class := layout.ClassOf(m.w, m.h)
	for _, r := range layout.Of(front.Layout(), m.w, m.h) {
		part := c.Sub(r.X, r.Y, r.W, r.H)
		switch r.Pane {
		case layout.TooSmall:
			part.Wrap(0, 0, r.W, r.H, m.shared.Theme.Text, m.shared.T("frame.too-small", m.w, m.h))
		case layout.Tabs:
			m.drawTabs(part, class)
		case layout.Status:
			m.drawStatus(part, class)
		case layout.Footer:
			m.drawFooter(part)
		default:
			front.Draw(r.Pane, part, class)
		}
	}
	if class != layout.None {
		for _, o := range m.overlays {
			o.draw(c, m.shared.Theme)
		}
	}
	return c
}

func (m *Model) pageSize() component.Size {
	return component.Size{W: m.w, H: m.h, Rule: m.opts.Ambiguous}
}
