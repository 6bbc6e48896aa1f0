// Package screen is what all screens share: the contract with the root model, the
// state of the lab as the newest feed told it, and the words for fates.
package screen

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/layout"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/vendors"
)

// Screen is one tab. Draw is pure; Key, Do and Message change the screen and never
// wait: what takes time is a command.
type Screen interface {
	Scope() action.Scope
	Layout() layout.Screen
	// Mode tells whether letters are text now.
	Mode() action.Mode
	// Key offers a key to what has the focus, before the actions are looked at.
	Key(key tea.KeyMsg) (cmd tea.Cmd, used bool)
	// Hints are the keys the part with the focus takes for itself; the footer shows
	// them in place of actions with the same key.
	Hints() []Hint
	// Insert is pasted or typed text for the field with the focus.
	Insert(text string) tea.Cmd
	// Do carries out an action; the root calls it only when Blocked is "".
	Do(id action.ID) tea.Cmd
	// Blocked says why an action cannot be done now, "" when it can.
	Blocked(id action.ID) string
	// Message gets everything that is not a key: results of its own commands.
	Message(msg tea.Msg) tea.Cmd
	// Shown is called when the screen comes to the front.
	Shown() tea.Cmd
	// Draw draws one pane; class is how much room there is.
	Draw(pane layout.Pane, c *cell.Canvas, class layout.Class)
}

// Hint is a key and what it does, as a catalogue key.
type Hint struct{ Key, Text string }

// Context is what the root gives to its screens. Screens read it and never keep
// copies: language, theme and state change while the program runs.
type Context struct {
	// Admin is the control API of the lab on screen, "" when there is none.
	Admin   string
	Lang    i18n.Lang
	Theme   *theme.Theme
	State   *State
	Vendors []Vendor
	Zone    *time.Location
	// Run makes a command of work that may wait. Its context ends with the program.
	Run func(work func(context.Context) tea.Msg) tea.Cmd
}

// Vendor is a vendor as its catalogue row describes it.
type Vendor = desk.Vendor

// T is the text of a catalogue key in the language of the moment.
func (c *Context) T(key string, args ...any) string { return c.Lang.T(key, args...) }

// Of is a text of the field in the language of the moment.
func (c *Context) Of(t vendors.Text) string { return c.Lang.Of(t) }

// Vendor returns the row of a vendor; one that is not there has its id as name.
func (c *Context) Vendor(id vendors.Vendor) Vendor {
	for _, v := range c.Vendors {
		if v.ID == id {
			return v
		}
	}
	name := vendors.Text{EN: string(id), ZH: string(id)}
	return Vendor{ID: id, Name: name, Phone: desk.Look{Brand: name}}
}

// Clock writes a time of day in the vendors' zone.
func (c *Context) Clock(t time.Time) string { return t.In(c.Zone).Format("15:04:05") }

// What screens ask of the root.
type (
	// Goto brings a screen to the front; Story, if any, is what it is about, and Message
	// what it was sent with, nil when that is not known.
	Goto struct {
		Scope   action.Scope
		Story   *desk.Story
		Message *vendors.Message
	}
	// Toast is a line said until the next key.
	Toast struct {
		Text string
		Bad  bool
	}
	// OpenMenu asks for a choice; Chosen makes the command for it.
	OpenMenu struct {
		Menu   *component.Menu
		Chosen func(component.Item) tea.Cmd
	}
	// OpenPage shows a text over the screen.
	OpenPage struct{ Page *component.Page }
	// OpenPrompt asks for a line of text.
	OpenPrompt struct {
		Title, Value, Hint string
		Done               func(string) tea.Cmd
	}
)

// Send wraps a message as a command.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Say is the command of a toast.
func Say(text string) tea.Cmd { return Send(Toast{Text: text}) }

// Fail is the command of a toast about an error.
func Fail(err error) tea.Cmd { return Send(Toast{Text: err.Error(), Bad: true}) }
