package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/report"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// runFlags are the flags of conformance run.
type runFlags struct {
	selection
	seed     uint64
	parallel int
	repeat   int
	reports  []string
	known    string
	disabled []string
	profile  choice
	rulebook string
	without  []string
	inMemory bool
	list     bool
}

func (a *App) conformanceRunCommand() *cobra.Command {
	f := runFlags{profile: profileChoice("")}
	cmd := &cobra.Command{
		Use:   "run [PATTERN...]",
		Short: "Run the suite and report; exit 1 when a case fails",
		Example: "  offpush conformance run\n" +
			"  offpush conformance run 'vivo/quota/**' --report junit=results/vivo.xml\n" +
			"  offpush conformance run --level must --repeat 5 --report json=results/all.json",
		Long: "Every case plays in its own world, with its own apps, tokens, counters and clock. " +
			"Exit codes: 0 at least one case ran and none failed; 1 a case failed or a known-failing entry is stale; 2 wrong options; " +
			"3 a case could not be tried; 4 nothing ran; 130 interrupted.",
		Args:              takes("[PATTERN...]"),
		ValidArgsFunction: completeCases,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.conformanceRun(cmd.Context(), &f, args) },
	}
	fl := cmd.Flags()
	f.flags(fl)
	fl.StringSliceVar(&f.disabled, "disable", nil, "list these `PATTERNS` as disabled and do not run them")
	fl.BoolVar(&f.list, "list", false, "list what would run, and run nothing")
	fl.Uint64Var(&f.seed, "seed", 1, "`N` that makes every case's world")
	fl.IntVar(&f.parallel, "parallel", 0, "`N` cases at a time (default: one a processor)")
	fl.IntVar(&f.repeat, "repeat", 1, "run each case `N` times with the same seed, to find flaky ones")
	fl.StringVar(&f.known, "known-failing", "", "`FILE` of patterns with a reason and a link each")
	fl.Var(&f.profile, "profile", "how sure a rule must be to hold (default documented)")
	fl.StringVar(&f.rulebook, "rulebook", "", "rules of that `DATE` (default: the newest)")
	fl.StringSliceVar(&f.without, "without", nil, "take these `RULES` out; the suite must notice")
	fl.BoolVar(&f.inMemory, "in-memory", false, "no sockets between sender and mock vendor")
	fl.StringArrayVar(&f.reports, "report", nil, "write `FORMAT[=PATH]`: "+strings.Join(reportFormats(), ", ")+"; under "+report.DefaultDir+"/ without a PATH, - is standard output; may be repeated")
	inGroup(fl, groupWhat, "disable", "list")
	inGroup(fl, groupOutput, "report")
	_ = cmd.RegisterFlagCompletionFunc("vendor", completeVendors)
	_ = cmd.RegisterFlagCompletionFunc("without", completeRules)
	return cmd
}

func (a *App) conformanceRun(ctx context.Context, f *runFlags, patterns []string) error {
	o, rules, err := f.read(patterns)
	if err != nil {
		return err
	}
	if f.list {
		return a.conformanceList(o)
	}
	reports, err := parseReports(f.reports, reportFormats())
	if err != nil {
		return err
	}
	if a.std.Getenv("GITHUB_ACTIONS") == "true" && !slices.ContainsFunc(reports, reportTarget.annotates) {
		reports = append(reports, reportTarget{string(report.GitHub), report.Stdout})
	}
	cases := allCases()
	if _, err := choose(cases, o); err != nil {
		return err
	}
	if _, err := choose(cases, conformance.Options{Patterns: f.disabled}); err != nil {
		return usage("--disable: %w", err)
	}
	o.Progress = a.progress()
	subject := lab.NewSubject(lab.SubjectOptions{Rules: rules, InMemory: f.inMemory})
	got, err := conformance.Run(ctx, subject, cases, o)
	a.endProgress()
	if err != nil {
		return &exitError{conformance.ExitCode(nil, err, f.allowEmpty), err}
	}
	if err := a.showReport(got); err != nil {
		return err
	}
	if err := a.writeReports(reports, got); err != nil {
		return err
	}
	a.githubOutputs(reports, got)
	return a.verdict(got, f.allowEmpty)
}

// read turns the flags into options of a run and the rules it plays under.
func (f *runFlags) read(patterns []string) (conformance.Options, sim.RuleOptions, error) {
	rules := sim.RuleOptions{Profile: sim.Profile(f.profile.value), Date: f.rulebook, Without: f.without}
	o, err := f.options(patterns)
	if err != nil {
		return o, rules, err
	}
	if err := checkDate("--rulebook", f.rulebook); err != nil {
		return o, rules, err
	}
	if f.parallel < 0 || f.repeat < 1 {
		return o, rules, usage("--parallel %d --repeat %d: want at least 0 and 1", f.parallel, f.repeat)
	}
	ids := ruleIDs()
	for _, id := range f.without {
		if !slices.Contains(ids, id) {
			return o, rules, usage("--without: no rule %q%s", id, hintOrList(id, ids))
		}
	}
	list, err := known(f.known)
	if err != nil {
		return o, rules, err
	}
	o.KnownFailing, o.Disabled = list, f.disabled
	o.Seed, o.Parallel, o.Repeat = f.seed, f.parallel, f.repeat
	o.About = about(f.profile.value, f.rulebook)
	return o, rules, nil
}

func ruleIDs() []string {
	var ids []string
	for _, r := range rulesOfAll(nil) {
		ids = append(ids, r.ID)
	}
	return ids
}

func hasVendor(list []vendors.Vendor, v vendors.Vendor) bool { return slices.Contains(list, v) }

// hintOf is the suggestion of a selection that named nothing.
func hintOf(err error) string {
	var none *conformance.NoMatchError
	if errors.As(err, &none) && none.Hint != "" {
		return none.Hint
	}
	return "; see offpush conformance list"
}

// verdict turns a report into the command's end.
func (a *App) verdict(r *conformance.Report, allowEmpty bool) error {
	for _, s := range r.Stale {
		a.warn("known-failing entry %q: %s", s.Pattern, s.Why)
	}
	code := r.ExitCode(allowEmpty)
	if code == conformance.ExitNothing {
		a.note("nothing ran: every selected case was skipped; pass --allow-empty if that is meant")
	}
	if code == conformance.ExitInterrupted {
		a.note("interrupted: the report is partial, %d cases did not run", len(r.NotRun))
	}
	return exit(code)
}

// showReport prints the result: people get what is not as it should be and the sum.
func (a *App) showReport(r *conformance.Report) error {
	if !a.text() {
		return lines(a, r, r.Cases)
	}
	for i := range r.Cases {
		c := &r.Cases[i]
		switch {
		case c.Status.FailsRun() || c.Status == conformance.StatusError:
			a.printf("%s\n", a.paint(c.Explain(), red))
		case c.Status == conformance.StatusPassed:
			a.detailResult(c, green)
		default:
			a.detailResult(c, yellow)
		}
	}
	s := r.Summary
	parts := []string{a.count(s.Total, "case", "个用例")}
	add := func(n int, en, zh, color string) {
		if n > 0 {
			parts = append(parts, a.paint(fmt.Sprintf("%d %s", n, a.t(en, zh)), color))
		}
	}
	add(s.Passed, "passed", "通过", green)
	add(s.NonStrict, "with bad manners", "通过但不规范", yellow)
	add(s.Failed, "failed", "失败", red)
	add(s.Flaky, "flaky", "不稳定", red)
	add(s.UnexpectedPass, "unexpected passes", "意外通过", red)
	add(s.Errors, "errors", "出错", red)
	add(s.KnownFailing, "known failing", "已知失败", yellow)
	add(s.Skipped, "skipped", "跳过", dim)
	add(s.Disabled, "disabled", "停用", dim)
	add(s.Provisional, "provisional", "试行", dim)
	a.printf("%s  (seed %d, profile %s, rulebook %s)\n", strings.Join(parts, ", "), r.Seed, r.Profile, r.Rulebook)
	return nil
}

// detailResult shows a case that needs no explanation; only -v does.
func (a *App) detailResult(c *conformance.Result, color string) {
	if a.verbose {
		a.printf("%s %s %s\n", a.paint(padded(string(c.Status), 9), color), c.ID, a.paint(c.Reason, dim))
	}
}

// progress shows how far a run is: one line that is rewritten on a terminal, a line
// now and then otherwise.
func (a *App) progress() func(conformance.Progress) {
	if a.quiet {
		return nil
	}
	tenth := 0
	return func(p conformance.Progress) {
		if a.std.ErrTerminal {
			fmt.Fprintf(a.err, "\r%s %d/%d  %s\x1b[K", bar(p.Done, p.Total), p.Done, p.Total, p.Result.ID)
			return
		}
		if now := p.Done * 10 / max(p.Total, 1); now > tenth {
			tenth = now
			fmt.Fprintf(a.err, "%d of %d cases\n", p.Done, p.Total)
		}
	}
}

// endProgress takes the line away.
func (a *App) endProgress() {
	if a.std.ErrTerminal && !a.quiet {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
}

func bar(done, total int) string {
	const width = 20
	full := done * width / max(total, 1)
	return "[" + strings.Repeat("#", full) + strings.Repeat(".", width-full) + "]"
}
