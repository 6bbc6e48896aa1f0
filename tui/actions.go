package tui

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/feed"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// goPrefix begins the IDs of the actions that go to a screen.
const goPrefix = "go."

// Registry is the list of all actions, given the screens and their keys.
func Registry(tabs map[action.Scope]string) *action.Registry {
	var goes []action.Action
	for _, scope := range []action.Scope{action.Send, action.Live, action.Devices, action.Diagnose} {
		if key, ok := tabs[scope]; ok {
			goes = append(goes, action.Action{ID: action.ID(goPrefix + string(scope)), Scope: action.Global, Keys: []string{key}})
		}
	}
	return action.NewRegistry(goes, action.Frame(), action.Screens())
}

func (m *Model) tabKeys() map[action.Scope]string {
	keys := map[action.Scope]string{}
	for _, t := range m.tabs {
		keys[t.screen.Scope()] = t.key
	}
	return keys
}

// doAction asks the root to carry out an action, as its key would.
type doAction struct{ action action.Action }

// do carries out an action, or says why it cannot be.
func (m *Model) do(a action.Action) tea.Cmd {
	if why := m.blocked(a.ID); why != "" {
		m.toast = &screen.Toast{Text: why, Bad: true}
		return nil
	}
	if scope, ok := strings.CutPrefix(string(a.ID), goPrefix); ok {
		for i, t := range m.tabs {
			if string(t.screen.Scope()) == scope {
				return m.show(i)
			}
		}
		return nil
	}
	if strings.HasPrefix(string(a.ID), "clock.") {
		return m.doClock(a.ID)
	}
	switch a.ID {
	case action.Quit:
		return tea.Quit
	case action.Redraw:
		return tea.ClearScreen
	case action.Language:
		m.shared.Lang = m.shared.Lang.Other()
	case action.Theme:
		m.nextTheme()
	case action.Help:
		m.overlays = append(m.overlays, &pageOverlay{m.helpPage()})
	case action.Palette:
		m.overlays = append(m.overlays, &menuOverlay{menu: m.palette(), chosen: chosenAction})
	case action.Save:
		m.overlays = append(m.overlays, newPrompt(m.savePrompt()))
	case action.Back:
		return m.goBack()
	default:
		return m.screen().Do(a.ID)
	}
	return nil
}

// blocked says why an action cannot be done now, "" when it can.
func (m *Model) blocked(id action.ID) string {
	if id == action.ClockFaster || id == action.ClockSlower {
		if m.shared.State.Mode.Kind == clock.Jump {
			return m.shared.T("clock.no-speed")
		}
	}
	return m.screen().Blocked(id)
}

// goBack is esc: it leaves Diagnose for where it was opened from; other screens
// have their own meaning of it.
func (m *Model) goBack() tea.Cmd {
	if m.screen().Scope() == action.Diagnose && len(m.back) > 0 {
		m.front = m.back[len(m.back)-1]
		m.back = m.back[:len(m.back)-1]
		return nil
	}
	return m.screen().Do(action.Back)
}

func (m *Model) nextTheme() {
	names := theme.Names()
	for i, n := range names {
		if n == m.shared.Theme.Name {
			m.shared.Theme = m.opts.theme(names[(i+1)%len(names)])
			m.toast = &screen.Toast{Text: m.shared.T("frame.theme", string(m.shared.Theme.Name))}
			return
		}
	}
}

func (m *Model) savePrompt() screen.OpenPrompt {
	lang := m.shared.Lang
	return screen.OpenPrompt{
		Title: m.shared.T("save.title"), Value: "scenario.yaml", Hint: m.shared.T("save.hint"),
		Done: func(path string) tea.Cmd {
			return m.run(func(context.Context) tea.Msg {
				where, err := m.deps.Desk.SaveScenario(path)
				if err != nil {
					return screen.Toast{Text: err.Error(), Bad: true}
				}
				return screen.Toast{Text: lang.T("save.done", where)}
			})
		},
	}
}

// speeds are what + and - walk through.
func speeds() []float64 { return []float64{1, 2, 5, 10, 60, 600, 3600} }

// doClock carries out the actions of the clock; events that become due run in a
// command, not here.
func (m *Model) doClock(id action.ID) tea.Cmd {
	c, mode := m.deps.Engine.Clock(), m.shared.State.Mode
	switch id {
	case action.ClockPause:
		if mode.Kind == clock.Real {
			return m.setMode(clock.Mode{Kind: clock.Manual})
		}
		return m.setMode(clock.Mode{Kind: clock.Real, Scale: 1})
	case action.ClockFaster:
		return m.setMode(clock.Mode{Kind: clock.Real, Scale: speed(mode, 1)})
	case action.ClockSlower:
		return m.setMode(clock.Mode{Kind: clock.Real, Scale: speed(mode, -1)})
	case action.ClockReset:
		return m.advanceTo(feed.Midnight(m.shared.State.Now, m.opts.Zone))
	case action.ClockAdvance:
		menu := &component.Menu{Title: m.shared.T("clock.advance"), Search: true,
			Hint: m.shared.T("clock.advance.hint"), Typed: m.typedAdvance}
		now := m.shared.State.Now
		for _, d := range []time.Duration{10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour} {
			menu.Items = append(menu.Items, m.advanceItem("+"+screen.Span(d), now.Add(d)))
		}
		if next := c.Next(1); len(next) > 0 {
			menu.Items = append(menu.Items, m.advanceItem(m.shared.T("clock.to-next"), next[0].At))
		}
		menu.Items = append(menu.Items, m.advanceItem(m.shared.T("clock.to-midnight"), feed.Midnight(now, m.opts.Zone)))
		m.overlays = append(m.overlays, &menuOverlay{menu: menu, chosen: func(it component.Item) tea.Cmd {
			return m.advanceTo(it.Value.(time.Time))
		}})
	}
	return nil
}

func (m *Model) advanceItem(title string, at time.Time) component.Item {
	return component.Item{Title: title, Note: at.In(m.opts.Zone).Format("01-02 15:04:05"), Value: at}
}

// typedAdvance reads a duration that is not in the menu.
func (m *Model) typedAdvance(text string) (component.Item, bool) {
	d, err := time.ParseDuration(strings.TrimPrefix(text, "+"))
	if err != nil || d <= 0 {
		return component.Item{}, false
	}
	return m.advanceItem("+"+d.String(), m.shared.State.Now.Add(d)), true
}

// clockSet tells that the clock was changed and where it stands.
type clockSet struct {
	mode clock.Mode
	now  time.Time
	said string
}

func (m *Model) setMode(mode clock.Mode) tea.Cmd {
	c := m.deps.Engine.Clock()
	return func() tea.Msg {
		c.SetMode(mode)
		return clockSet{mode: c.Mode(), now: c.Now()}
	}
}

func (m *Model) advanceTo(at time.Time) tea.Cmd {
	c := m.deps.Engine.Clock()
	said := m.shared.T("clock.advanced", at.In(m.opts.Zone).Format("01-02 15:04:05"))
	return func() tea.Msg {
		c.AdvanceTo(at)
		return clockSet{mode: c.Mode(), now: c.Now(), said: said}
	}
}

// clockChanged shows the changed clock at once; what it set off comes by the feed.
func (m *Model) clockChanged(c clockSet) {
	m.shared.State.Mode, m.shared.State.Now = c.mode, c.now
	if c.said != "" {
		m.toast = &screen.Toast{Text: c.said}
	}
}

// speed is the next faster or slower one.
func speed(mode clock.Mode, d int) float64 {
	all := speeds()
	at := 0
	for i, s := range all {
		if mode.Kind == clock.Real && mode.Scale >= s {
			at = i
		}
	}
	return all[max(0, min(at+d, len(all)-1))]
}

func chosenAction(item component.Item) tea.Cmd {
	return screen.Send(doAction{item.Value.(action.Action)})
}
