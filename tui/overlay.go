package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// overlay lies over the screen and gets all keys until it is done.
type overlay interface {
	key(k tea.KeyMsg, m *Model) (done bool, cmd tea.Cmd)
	insert(text string)
	draw(c *cell.Canvas, th *theme.Theme)
}

type menuOverlay struct {
	menu   *component.Menu
	chosen func(component.Item) tea.Cmd
}

func (o *menuOverlay) key(k tea.KeyMsg, _ *Model) (bool, tea.Cmd) {
	name := k.String()
	if o.menu.Search && (k.Type == tea.KeyRunes || k.Type == tea.KeySpace) {
		o.menu.Insert(string(k.Runes))
		return false, nil
	}
	item, done := o.menu.Key(name)
	if item != nil {
		return true, o.chosen(*item)
	}
	return done, nil
}

func (o *menuOverlay) insert(text string)                   { o.menu.Insert(text) }
func (o *menuOverlay) draw(c *cell.Canvas, th *theme.Theme) { o.menu.Draw(c, th) }

type pageOverlay struct{ page *component.Page }

func (o *pageOverlay) key(k tea.KeyMsg, m *Model) (bool, tea.Cmd) {
	if o.page.Key(k.String(), m.shared.Theme, m.pageSize()) {
		return true, nil
	}
	if o.page.Plain != "" && k.String() == "p" {
		return false, tea.Exec(&plainText{text: o.page.Plain, hint: m.shared.T("copy.back")}, nil)
	}
	switch a, _ := m.registry.Match(action.Global, action.Command, k.String()); a.ID {
	case action.Palette: // what is chosen there is on the screen below
		m.overlays = m.overlays[:len(m.overlays)-1]
		return false, m.do(a)
	case action.Language, action.Theme, action.Redraw:
		return false, m.do(a)
	}
	return false, nil
}

func (o *pageOverlay) insert(string)                        {}
func (o *pageOverlay) draw(c *cell.Canvas, th *theme.Theme) { o.page.Draw(c, th) }

// promptOverlay asks for one line.
type promptOverlay struct {
	ask   screen.OpenPrompt
	field component.TextField
}

func newPrompt(ask screen.OpenPrompt) *promptOverlay {
	p := &promptOverlay{ask: ask}
	p.field.Set(ask.Value)
	return p
}

func (o *promptOverlay) key(k tea.KeyMsg, _ *Model) (bool, tea.Cmd) {
	switch {
	case k.String() == "esc":
		return true, nil
	case k.String() == "enter":
		return true, o.ask.Done(o.field.Value())
	case k.Type == tea.KeyRunes || k.Type == tea.KeySpace:
		o.field.Insert(string(k.Runes))
	default:
		o.field.Key(k.String())
	}
	return false, nil
}

func (o *promptOverlay) insert(text string) { o.field.Insert(text) }

func (o *promptOverlay) draw(c *cell.Canvas, th *theme.Theme) {
	w := min(64, c.W-4)
	box := c.Sub((c.W-w)/2, max(1, (c.H-4)/3), w, 4)
	box.Fill(0, 0, box.W, box.H, th.Text)
	in := component.Pane{Title: o.ask.Title, Focus: true, Note: "enter / esc"}.Draw(box, th)
	o.field.Draw(in, th, 0, 0, in.W, true, "")
	in.Fit(0, 1, in.W, th.Muted, o.ask.Hint)
}
