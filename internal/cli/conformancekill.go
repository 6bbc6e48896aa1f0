package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// killFlags are the flags of conformance kill.
type killFlags struct {
	vendor   string
	seed     uint64
	parallel int
	fast     bool
	markdown string
}

func (a *App) conformanceKillCommand() *cobra.Command {
	var f killFlags
	cmd := &cobra.Command{
		Use:     "kill",
		Short:   "Prove the suite: spoil rules and senders, and see who notices",
		Example: "  offpush conformance kill --fast",
		Long: "Runs the suite once for each documented rule with that rule removed, and once for each bad sender. " +
			"At least one case must fail each time; a MUST case that nothing makes fail is an error too. Exit 1 when something is not proven.",
		Args: takes(),
		RunE: func(cmd *cobra.Command, _ []string) error { return a.kill(cmd.Context(), &f) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.vendor, "vendor", "", "only this `VENDOR`")
	fl.Uint64Var(&f.seed, "seed", 1, "`N` that makes every case's world")
	fl.IntVar(&f.parallel, "parallel", 0, "`N` rows at a time (default: one a processor)")
	fl.BoolVar(&f.fast, "fast", false, "stop at the first case that notices; the proof is the same")
	fl.StringVar(&f.markdown, "markdown", "", "also write the matrix as tables to this `FILE`")
	inGroup(fl, groupWhat, "vendor")
	inGroup(fl, groupOutput, "markdown")
	return cmd
}

func (a *App) kill(ctx context.Context, f *killFlags) error {
	rows, err := rowsOf(f.vendor)
	if err != nil {
		return err
	}
	o := conformance.KillOptions{
		Seed: f.seed, Parallel: f.parallel, Fast: f.fast, Progress: a.killProgress(),
		NewSubject: func(rules sim.RuleOptions, m *conformance.Mutant) conformance.Subject {
			so := lab.SubjectOptions{Rules: rules, InMemory: true}
			if m != nil && m.Transport != nil {
				// Sender and Session are applied by Kill itself.
				so.Mutant = &conformance.Mutant{Name: m.Name, Transport: m.Transport}
			}
			return lab.NewSubject(so)
		},
	}
	for _, row := range rows {
		o.Cases = append(o.Cases, row.Cases()...)
		o.Mutants = append(o.Mutants, row.Mutants()...)
		o.Rules = append(o.Rules, rulesOfAll([]vendors.Vendor{row.ID})...)
	}
	m, err := conformance.Kill(ctx, o)
	a.endProgress()
	if err != nil {
		return err
	}
	return a.showMatrix(m, f.markdown)
}

func (a *App) showMatrix(m *conformance.Matrix, markdown string) error {
	if markdown != "" {
		if err := writeFile(markdown, func(w io.Writer) error { return m.WriteMarkdown(w) }); err != nil {
			return err
		}
	}
	unproven := m.Err()
	if !a.text() {
		if err := a.document(m); err != nil {
			return err
		}
	} else {
		a.printf(a.t("%d rules taken out, %d bad senders, %d cases: ", "移除 %d 条规则，%d 个坏发送端，%d 个用例："),
			len(m.Rules), len(m.Mutants), m.Cases)
		if unproven == nil {
			a.printf("%s\n", a.paint(a.t("all noticed", "全部被发现"), green))
		} else {
			a.printf("%s\n%s\n", a.paint(a.t("not proven", "未被证明"), red), strings.ReplaceAll(unproven.Error(), "kill matrix: ", "  "))
		}
	}
	if unproven != nil {
		return exit(conformance.ExitFailed)
	}
	return nil
}

func (a *App) killProgress() func(done, total int, row conformance.KillRow) {
	if a.quiet {
		return nil
	}
	tenth := 0
	return func(done, total int, row conformance.KillRow) {
		if a.std.ErrTerminal {
			fmt.Fprintf(a.err, "\r%s %d/%d  %s\x1b[K", bar(done, total), done, total, row.ID)
			return
		}
		if now := done * 10 / max(total, 1); now > tenth {
			tenth = now
			fmt.Fprintf(a.err, "%d of %d rows\n", done, total)
		}
	}
}
