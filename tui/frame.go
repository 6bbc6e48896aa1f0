package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// drawTabs draws the first line: the screens and their keys.
func (m *Model) drawTabs(c *cell.Canvas, class layout.Class) {
	th := m.shared.Theme
	x := 1
	for i, t := range m.tabs {
		name := m.shared.T("screen." + string(t.screen.Scope()))
		if i == m.front {
			x = c.Put(x, 0, th.Button, " "+t.key+" "+name+" ")
			if th.Name == theme.Mono { // the brackets say it where nothing else can
				c.Put(x-c.Rule().Width(" "+t.key+" "+name+" "), 0, th.Button, "[")
				c.Put(x-1, 0, th.Button, "]")
			}
			x++
			continue
		}
		x = c.Put(x, 0, th.Muted, " "+t.key+" ")
		x = c.Put(x, 0, th.Text, name+" ") + 1
	}
	right := "offpush"
	if class >= layout.M && m.deps.Address != "" {
		right += "  " + m.shared.T("frame.sim", strings.TrimPrefix(m.deps.Address, "http://"))
	}
	if x+c.Rule().Width(right)+2 < c.W {
		c.Right(c.W-1, 0, th.Muted, right)
	}
}

// drawStatus draws the line above the footer: the clock, the seed, the tally - or
// what was just said.
func (m *Model) drawStatus(c *cell.Canvas, class layout.Class) {
	th, st := m.shared.Theme, m.shared.State
	if m.toast != nil {
		style := th.Accent
		if m.toast.Bad {
			style = th.Warn.Strong()
		}
		c.Fit(1, 0, c.W-2, style, m.toast.Text)
		return
	}
	format := "2006-01-02 15:04:05"
	if class < layout.M {
		format = "01-02 15:04:05"
	}
	x := c.Put(1, 0, th.Strong, st.Now.In(m.opts.Zone).Format(format))
	speed, style := m.speed()
	x = c.Put(x+1, 0, style, speed)
	x = c.Put(x+2, 0, th.Muted, fmt.Sprintf("seed %d", m.deps.Engine.Seed()))
	t := st.Tally
	for _, part := range []struct {
		key   string
		n     int
		style cell.Style
	}{
		{"tally.shown", t.Shown, th.OK}, {"tally.altered", t.Altered, th.Warn},
		{"tally.refused", t.Refused, th.Bad}, {"tally.dropped", t.Dropped, th.Bad},
		{"fate.hidden", t.Hidden, th.Bad}, {"tally.pending", t.Pending, th.Muted},
	} {
		if part.n == 0 && part.key == "fate.hidden" {
			continue // rare
		}
		if x+14 > c.W {
			return
		}
		x = c.Put(x+2, 0, th.Muted, m.shared.T(part.key)+" ")
		style := th.Muted
		if part.n > 0 {
			style = part.style
		}
		x = c.Put(x, 0, style, fmt.Sprint(part.n))
	}
}

// speed says how the clock goes.
func (m *Model) speed() (string, cell.Style) {
	mode := m.shared.State.Mode
	switch mode.Kind {
	case clock.Manual:
		return m.shared.T("clock.paused"), m.shared.Theme.Warn
	case clock.Jump:
		return m.shared.T("clock.jump"), m.shared.Theme.Muted
	}
	return fmt.Sprintf("x%g", max(mode.Scale, 1)), m.shared.Theme.Muted
}

// drawFooter draws the keys that are useful here, the dimmed ones being blocked.
func (m *Model) drawFooter(c *cell.Canvas) {
	th, front := m.shared.Theme, m.screen()
	x, end := 1, m.drawFixed(c)-2
	put := func(key, title string, keyStyle, titleStyle cell.Style) {
		if x+c.Rule().Width(key+" "+title) > end {
			return // a later one may be short enough
		}
		x = c.Put(x, 0, keyStyle, key)
		x = c.Put(x+1, 0, titleStyle, title) + 2
	}
	hints := front.Hints()
	hint := func(h screen.Hint) { put(m.label(h.Key), m.shared.T(h.Text), th.Accent.Strong(), th.Text) }
	for i, a := range m.registry.Footer(front.Scope(), front.Mode()) {
		switch { // after the main action comes what the focused part does
		case i == 1 && len(hints) > 0:
			hint(hints[0])
		case i > 1 && a.Footer > everywhere && len(hints) > 1:
			hint(hints[1])
			hints = hints[:1]
		}
		key := a.KeyIn(front.Mode())
		if onePane(front.Scope(), a.ID) || slices.ContainsFunc(front.Hints(), func(h screen.Hint) bool { return h.Key == key }) {
			continue
		}
		keyStyle, titleStyle := th.Accent.Strong(), th.Text
		if m.blocked(a.ID) != "" {
			keyStyle, titleStyle = th.Muted, th.Muted
		}
		put(m.label(key), m.shared.T("action."+string(a.ID)), keyStyle, titleStyle)
	}
}

// everywhere is the place in the footer of the keys that hold on every screen and
// must be seen: the next pane, the clock, the story to keep.
const everywhere = 2

// onePane reports whether an action goes to the next pane where there is only one.
func onePane(scope action.Scope, id action.ID) bool {
	return id == action.NextPane && (scope == action.Live || scope == action.Devices)
}

// label is a key as people read it in their language.
func (m *Model) label(key string) string {
	if i18n.Has("key." + key) {
		return m.shared.T("key." + key)
	}
	return action.Label(key)
}

// drawFixed draws what is always at the right of the footer: how to get help and, with
// room, the other language. It returns where it begins.
func (m *Model) drawFixed(c *cell.Canvas) int {
	ids := []action.ID{action.Help}
	if c.W >= 80 {
		ids = append(ids, action.Language)
	}
	end := c.W - 1
	for _, id := range ids {
		for _, a := range m.registry.All() {
			if a.ID == id {
				end = c.Right(end, 0, m.shared.Theme.Text, m.shared.T("action."+string(id))) - 1
				end = c.Right(end, 0, m.shared.Theme.Accent.Strong(), action.Label(a.KeyIn(m.screen().Mode()))) - 2
			}
		}
	}
	return end + 2
}

// palette lists everything that can be done here, with keys, and the reason where
// something cannot.
func (m *Model) palette() *component.Menu {
	menu := &component.Menu{Title: m.shared.T("palette.title"), Search: true, Hint: m.shared.T("palette.hint")}
	for _, a := range m.registry.In(m.screen().Scope()) {
		note := keys(a)
		if a.Command != "" {
			note = a.Command + "  " + note
		}
		menu.Items = append(menu.Items, component.Item{
			Title: m.shared.T("action." + string(a.ID) + ".help"), Note: note, Blocked: m.blocked(a.ID), Value: a,
		})
	}
	return menu
}

func keys(a action.Action) string {
	labels := make([]string, len(a.Keys))
	for i, k := range a.Keys {
		labels[i] = action.Label(k)
	}
	return strings.Join(labels, ", ")
}

// helpPage lists the keys of the screen in front, then those that hold everywhere.
func (m *Model) helpPage() *component.Page {
	front := m.screen().Scope()
	return &component.Page{Title: func() string { return m.shared.T("help.title") }, Lines: func(th *theme.Theme) []component.Line {
		one := func(st cell.Style, s string) component.Line {
			return component.Line{Spans: []cell.Span{{Style: st, Text: s}}}
		}
		out := []component.Line{one(th.Text, m.shared.T("help."+string(front))), {}}
		for _, scope := range []action.Scope{front, action.Global} {
			out = append(out, one(th.Accent.Strong(), m.shared.T("scope."+string(scope))))
			for _, a := range m.registry.All() {
				if a.Scope != scope {
					continue
				}
				out = append(out, component.Line{Indent: 2, Spans: []cell.Span{
					{Style: th.Strong, Text: cell.Narrow.Pad(keys(a), 18)},
					{Style: th.Text, Text: m.shared.T("action." + string(a.ID) + ".help")},
				}})
			}
			out = append(out, component.Line{})
		}
		return append(out, one(th.Muted, m.shared.T("help.modes")))
	}}
}
