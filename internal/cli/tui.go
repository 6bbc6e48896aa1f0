package cli

import (
	"context"
	"errors"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/vendors"
)

// tuiOptions are the flags of tui.
type tuiOptions struct {
	scenario string
	seed     uint64
}

func (a *App) tuiCommand() *cobra.Command {
	var o tuiOptions
	cmd := &cobra.Command{
		Use:     "tui",
		Short:   "Open the screen: forecast, send, watch and explain messages",
		Example: "  offpush tui",
		Long:    "The same as offpush without a command. The built-in simulator takes port 7070 if it is free, else any, and shows it.",
		Args:    takes(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !a.std.Terminal {
				a.warnNoTerminal()
				return exit(2)
			}
			return a.runTUI(cmd.Context(), o)
		},
	}
	cmd.Flags().StringVar(&o.scenario, "scenario", "", "world of this scenario (`FILE|NAME`) instead of the lab's own")
	cmd.Flags().Uint64Var(&o.seed, "seed", 0, "`N` that makes credentials, tokens and ids")
	inGroup(cmd.Flags(), groupWhat, "scenario", "seed")
	return cmd
}

// runTUI is where the command line and the screens meet.
func (a *App) runTUI(ctx context.Context, o tuiOptions) error {
	l, err := worldFor(o.scenario, lab.Options{
		Seed: o.seed, Start: vendors.SystemClock{}.Now(), Clock: clock.Mode{Kind: clock.Real},
	})
	if err != nil {
		return err
	}
	defer l.Close()
	at, err := l.Listen(ctx, httpsim.Listeners{Plain: defaultListen})
	if errors.Is(err, syscall.EADDRINUSE) {
		at, err = l.Listen(ctx, httpsim.Listeners{Plain: "127.0.0.1:0"})
	}
	if err != nil {
		return cannotRun("tui: %w", err)
	}
	var rows []tui.VendorRow
	for _, e := range catalog.All() {
		f := e.Facts()
		rows = append(rows, tui.VendorRow{ID: e.ID, Name: f.Name, Accent: e.Accent, Categories: f.Categories})
	}
	err = tui.Run(ctx, tui.Deps{Engine: l.Engine(), Desk: l, Vendors: rows, Address: at.Plain}, tui.Options{
		Lang: a.language, NoColor: !a.colored(), Env: a.std.Getenv,
	})
	if err != nil {
		return cannotRun("%w", err)
	}
	return ctx.Err()
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
