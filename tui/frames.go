package tui

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"
)

// Player plays keys on a model without a terminal and without waiting for the
// wall clock: for pictures, benchmarks and tests. Commands run at once, one after
// the other, so the same keys always give the same frame.
type Player struct {
	model *Model
	quit  bool
}

// NewPlayer returns a player of a new model of the given size.
func NewPlayer(ctx context.Context, deps Deps, opts Options, w, h int) *Player {
	p := &Player{model: New(ctx, deps, opts)}
	p.Resize(w, h)
	p.Collect()
	return p
}

// Resize changes the size of the terminal.
func (p *Player) Resize(w, h int) { p.message(tea.WindowSizeMsg{Width: w, Height: h}) }

// Collect lets the screens see what happened in the lab.
func (p *Player) Collect() { p.run(p.model.Collect()) }

// Press presses keys by name ("tab", "ctrl+g", "enter", "q").
func (p *Player) Press(keys ...string) {
	for _, k := range keys {
		p.message(keyMsg(k))
		p.Collect()
	}
}

// Type enters text character by character, as a keyboard or input method does.
func (p *Player) Type(text string) {
	for _, r := range text {
		p.message(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
	}
	p.Collect()
}

// Paste enters text as a terminal hands over a paste.
func (p *Player) Paste(text string) {
	p.message(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	p.Collect()
}

// Frame is the screen as text with escape sequences, Plain without any.
func (p *Player) Frame() string { return p.model.View() }

// Plain is the screen as text, one line per row.
func (p *Player) Plain() string { return p.model.canvas().Plain() }

// Quit reports whether a key ended the program.
func (p *Player) Quit() bool { return p.quit }

func (p *Player) message(msg tea.Msg) {
	_, cmd := p.model.Update(msg)
	p.run(cmd)
}

func (p *Player) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.QuitMsg:
		p.quit = true
	case tea.BatchMsg:
		for _, c := range msg {
			p.run(c)
		}
	default:
		p.message(msg)
	}
}

// keyMsg is the framework's message of a key's name.
func keyMsg(name string) tea.KeyMsg {
	for t := tea.KeyType(-100); t < 128; t++ {
		if k := (tea.KeyMsg{Type: t}); t != tea.KeyRunes && k.String() == name {
			return k
		}
	}
	return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
}

// Frame renders one frame after some keys, without a terminal.
func Frame(deps Deps, opts Options, w, h int, keys ...string) string {
	p := NewPlayer(context.Background(), deps, opts, w, h)
	p.Press(keys...)
	return p.Frame()
}
