package cli

import (
	"context"
	"errors"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/vendors"
)

// tuiOptions are the flags of tui.
type tuiOptions struct {
	scenario  string
	seed      uint64
	ambiguous choice
	borders   choice
	theme     choice
	plain     bool
	still     bool
}

func newTUIOptions() tuiOptions {
	o := tuiOptions{
		ambiguous: choice{value: "auto", label: "WIDTH", of: []string{"auto", "narrow", "wide"}},
		borders:   choice{value: "auto", label: "SET", of: []string{"auto", "unicode", "ascii", "none"}},
		theme:     choice{value: "auto", label: "NAME", of: []string{"auto"}},
	}
	for _, n := range theme.Names() {
		o.theme.of = append(o.theme.of, string(n))
	}
	return o
}

func (a *App) tuiCommand() *cobra.Command {
	o := newTUIOptions()
	cmd := &cobra.Command{
		Use:     "tui",
		Short:   "Open the screen: forecast, send, watch and explain messages",
		Example: "  offpush tui",
		Long:    "The same as offpush without a command. The built-in simulator takes port 7070 if it is free, else any, and shows it.",
		Args:    takes(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if o.plain {
				return a.plainScreen(cmd.Context(), o)
			}
			return a.openScreen(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.scenario, "scenario", "", "world of this scenario (`FILE|NAME`) instead of the lab's own")
	cmd.Flags().Uint64Var(&o.seed, "seed", 0, "`N` that makes credentials, tokens and ids")
	fl := cmd.Flags()
	fl.Var(&o.ambiguous, "ambiguous", "narrow or wide: how the terminal draws characters such as ─ and …")
	fl.Var(&o.borders, "borders", "frames of unicode or ascii characters, or none")
	fl.Var(&o.theme, "theme", "colours: "+orList(o.theme.of))
	fl.BoolVar(&o.still, "reduced-motion", false, "nothing moves on its own")
	fl.BoolVar(&o.plain, "plain", false, "print the screens once as lines, for screen readers and pipes")
	inGroup(fl, groupWhat, "scenario", "seed")
	inGroup(fl, groupOutput, "ambiguous", "borders", "theme", "reduced-motion", "plain")
	return cmd
}

// runTUI is where the command line and the screens meet.
func (a *App) runTUI(ctx context.Context, o tuiOptions) error {
	options := lab.Options{Seed: o.seed, Start: vendors.SystemClock{}.Now(), Clock: clock.Mode{Kind: clock.Real}}
	l, err := worldFor(o.scenario, options)
	if err != nil {
		return err
	}
	at, err := l.Listen(ctx, httpsim.Listeners{Plain: defaultListen})
	if errors.Is(err, syscall.EADDRINUSE) {
		at, err = l.Listen(ctx, httpsim.Listeners{Plain: "127.0.0.1:0"})
	}
	if err != nil {
		l.Close()
		return cannotRun("tui: %w", err)
	}
	// Commands that the screen offers to copy reach this lab by its control API.
	run := &running{
		app: a, flags: &simFlags{admin: "127.0.0.1:0"}, options: options, lab: l, world: l.Engine(), onScreen: true,
		ready: readyShape{SchemaVersion: schemaVersion, HTTP: at.Plain, Seed: l.Engine().Seed()},
	}
	defer run.close()
	if err := run.startAdmin(ctx); err != nil {
		return err
	}
	err = tui.Run(ctx, tui.Deps{Engine: l.Engine(), Desk: l, Vendors: lab.Vendors(), Address: at.Plain, Admin: run.ready.Admin}, tui.Options{
		Lang: a.language, NoColor: !a.colored(), Env: a.std.Getenv, ReducedMotion: o.still,
		Borders: o.borders.set(), Theme: theme.Name(o.theme.set()), Ambiguous: ambiguous(o.ambiguous.value),
	})
	if err != nil {
		return cannotRun("%w", err)
	}
	return ctx.Err()
}

// ambiguous is how wide the terminal draws characters that some draw narrow and
// some wide; nearly all draw them narrow, and there is no way to ask.
func ambiguous(value string) cell.Rule {
	if value == "wide" {
		return cell.Wide
	}
	return cell.Narrow
}

// worldFor starts a lab with a scenario's world, or its own.
func worldFor(name string, o lab.Options) (*lab.Lab, error) {
	if name == "" {
		l, err := ownWorld(o)
		if err != nil {
			return nil, cannotRun("%w", err)
		}
		return l, nil
	}
	s, err := loadScenario(name)
	if err != nil {
		return nil, err
	}
	l, err := lab.WithWorld(s.story, o)
	if err != nil {
		return nil, usage("%s: %w", s.file, err)
	}
	return l, nil
}
