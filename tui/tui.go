// Package tui is the terminal UI: a lab of phones on one screen, where a message
// can be written, its fate forecast, sent, watched and explained.
//
// The root model here holds the frame (tabs, status, footer, overlays) and routes
// messages; each screen is a package under tui/screen and sees the lab through a
// small interface. Update never waits, View only reads the model.
package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/lipgloss"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/theme"
)

// Engine is what the screens need of a running lab; *sim.Engine has it.
type Engine interface {
	Clock() *clock.Clock
	Seed() uint64
	Apps() []sim.AppSpec
	Phones() []device.Phone
	Shade(phone string) (device.Shade, error)
	UpdatePhone(id string, change func(*device.Phone)) error
	WaitEvent(ctx context.Context, after uint64) error
}

// Desk carries out what the screens order. Its methods may wait; none is called
// from Update or View but Templates.
type Desk interface {
	Send(ctx context.Context, o desk.Order) (desk.Receipt, error)
	Forecast(ctx context.Context, o desk.Order) (desk.Forecast, error)
	// Story is one message with its texts and exchanges.
	Story(id string) (desk.Story, error)
	// Stories are the newest states of messages that changed after a cursor.
	Stories(after uint64) ([]desk.Story, uint64)
	WhatIf(ctx context.Context, id string, changes []desk.Change) ([]desk.Variant, error)
	// Changes are what is worth trying for a message.
	Changes(id string) []desk.Change
	// Order is the order a message was sent with from here; ok is false for another
	// sender's, and for one of long ago.
	Order(id string) (o desk.Order, ok bool)
	// SaveScenario writes what was done so far and returns where.
	SaveScenario(path string) (string, error)
	Templates() []desk.Template
	// Curl is an order as command lines for a shell, CurlMessage a message that was
	// sent: the login, then the message, with the lab's test credentials.
	Curl(ctx context.Context, o desk.Order) ([]string, error)
	CurlMessage(ctx context.Context, id string) ([]string, error)
}

// VendorRow is a vendor as the catalogue describes it.
type VendorRow = screen.Vendor

// Deps is the lab the screens show.
type Deps struct {
	Engine  Engine
	Desk    Desk
	Vendors []VendorRow
	// Address is where the built-in simulator listens, for the status line; Admin is
	// its control API, for commands that shall reach this lab; "" when there is none.
	Address string
	Admin   string
}

// Options are how the user wants to see it. Zero values choose by the environment.
type Options struct {
	Lang  i18n.Lang  // zero: by LC_ALL, LC_MESSAGES, LANG
	Theme theme.Name // zero: dark or light by COLORFGBG
	// Borders is "unicode", "ascii", "none", or "" for what the width rule allows.
	Borders string
	// NoColor draws with attributes only; NO_COLOR in the environment does, too.
	NoColor bool
	// Ambiguous says how wide ambiguous characters are here.
	Ambiguous cell.Rule
	// ReducedMotion stops counters that move on their own.
	ReducedMotion bool
	InitialScreen action.Scope // zero: Send
	// Zone is the vendors' time of day; nil: China's.
	Zone *time.Location
	// Depth is how many colours there are; zero: by TERM and COLORTERM.
	Depth cell.Depth
	In    io.Reader // nil: the terminal
	Out   io.Writer // nil: the terminal
	// Env reads the environment; nil: os.Getenv.
	Env func(string) string
}

// Run shows the screens until the user quits or the context ends.
func Run(ctx context.Context, deps Deps, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if opts.Theme == "" && opts.Out == nil && !opts.NoColor {
		// The framework asked the terminal for its background when it was loaded.
		opts.Theme = theme.Dark
		if !lipgloss.HasDarkBackground() {
			opts.Theme = theme.Light
		}
	}
	m := New(ctx, deps, opts)
	m.live = true
	program := []tea.ProgramOption{tea.WithContext(ctx), tea.WithAltScreen()}
	if opts.In != nil {
		program = append(program, tea.WithInput(opts.In))
	}
	if opts.Out != nil {
		program = append(program, tea.WithOutput(opts.Out))
	}
	_, err := tea.NewProgram(m, program...).Run()
	if err != nil && ctx.Err() == nil {
		return fmt.Errorf("terminal UI: %w", err)
	}
	return nil
}

// resolve fills what the user left open.
func (o Options) resolve() Options {
	if o.Env == nil {
		o.Env = os.Getenv
	}
	if o.Lang == "" {
		o.Lang = i18n.Pick("", o.Env("LC_ALL"), o.Env("LC_MESSAGES"), o.Env("LANG"))
	}
	if o.Zone == nil {
		o.Zone = time.FixedZone("CST", 8*60*60) // no summer time since 1991; needs no tzdata
	}
	if o.Depth == cell.Bare {
		o.Depth = depth(o.Env)
	}
	if o.NoColor || o.Env("NO_COLOR") != "" {
		o.Depth, o.Theme = cell.Attributes, theme.Mono
	}
	if o.Theme == "" {
		o.Theme = background(o.Env("COLORFGBG"))
	}
	if o.InitialScreen == "" {
		o.InitialScreen = action.Send
	}
	return o
}

// ascii tells whether borders avoid ambiguous characters.
func (o Options) ascii() bool {
	return o.Borders == "ascii" || o.Borders != "unicode" && o.Ambiguous == cell.Wide
}

// theme is a theme with the borders asked for.
func (o Options) theme(n theme.Name) *theme.Theme {
	t := theme.New(n, o.ascii())
	if o.Borders == "none" {
		t.Glyphs = t.Glyphs.Frameless()
	}
	return t
}

// depth reads how many colours a terminal has from the usual variables.
func depth(env func(string) string) cell.Depth {
	term := env("TERM")
	switch {
	case env("COLORTERM") == "truecolor" || env("COLORTERM") == "24bit":
		return cell.TrueColour
	case term == "dumb" || term == "":
		return cell.Attributes
	case len(term) > 8 && term[len(term)-8:] == "256color":
		return cell.Colours256
	}
	return cell.Colours16
}

// background guesses the theme from the colours a terminal says it has ("15;0").
func background(fgbg string) theme.Name {
	if n := len(fgbg); n >= 2 && (fgbg[n-2:] == ";7" || n >= 3 && fgbg[n-3:] == ";15") {
		return theme.Light
	}
	return theme.Dark
}
