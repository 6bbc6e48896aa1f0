package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
)

type rulesShape struct {
	SchemaVersion int         `json:"schemaVersion"`
	Rules         []ruleShape `json:"rules"`
}

// ruleFilter is what the flags of rules choose.
type ruleFilter struct {
	vendor  string
	stage   choice
	profile choice
	date    string
	all     bool
}

func profileChoice(value string) choice {
	return choice{value: value, label: "PROFILE", of: []string{string(sim.Lenient), string(sim.DocumentedProfile), string(sim.Strict)}}
}

func (a *App) rulesCommand() *cobra.Command {
	f := ruleFilter{profile: profileChoice(string(sim.DocumentedProfile)), stage: choice{label: "STAGE", of: []string{
		string(rule.StageAuth), string(rule.StageValidate), string(rule.StageClassify), string(rule.StageFilter),
		string(rule.StageQuota), string(rule.StageRate), string(rule.StageDeliver),
	}}}
	cmd := &cobra.Command{
		Use:               "rules [RULE...]",
		Short:             "List the rules the mock vendors decide by, with their sources",
		Example:           "  offpush rules --vendor vivo --stage quota\n  offpush rules VV-QTA-002 -o json\n  offpush rules diff 2023-01-01 2026-11-01",
		Long:              "Without --date: the rules in force now. With IDs: all about these rules, with what to do and the source. IDs are permanent; traces, receipts and conformance cases name them.",
		Annotations:       map[string]string{optionalKey: "yes"},
		Args:              takes("[RULE...]"),
		ValidArgsFunction: completeRules,
		RunE:              func(_ *cobra.Command, args []string) error { return a.rules(&f, args) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.vendor, "vendor", "", "only this `VENDOR`")
	fl.Var(&f.stage, "stage", "only this stage: "+orList(f.stage.of))
	fl.Var(&f.profile, "profile", "how sure a rule must be to hold")
	fl.StringVar(&f.date, "date", "", "the rulebook of that `DATE` (2026-11-01)")
	fl.BoolVar(&f.all, "all", false, "all editions and profiles, in force or not")
	inGroup(fl, groupWhat, "vendor", "stage", "profile", "date", "all")
	_ = cmd.RegisterFlagCompletionFunc("vendor", completeVendors)
	cmd.AddCommand(a.rulesDiffCommand())
	return cmd
}

func (a *App) rules(f *ruleFilter, ids []string) error {
	for i, id := range ids { // they are written in capitals, and people type
		ids[i] = strings.ToUpper(id)
	}
	if err := checkDate("--date", f.date); err != nil {
		return err
	}
	rows, err := rowsOf(f.vendor)
	if err != nil {
		return err
	}
	shape := rulesShape{SchemaVersion: schemaVersion, Rules: []ruleShape{}}
	var known []string
	for _, row := range rows {
		rules, err := f.of(row, len(ids) > 0)
		if err != nil {
			return cannotRun("%w", err)
		}
		for i := range rules {
			r := &rules[i]
			known = append(known, r.ID)
			if (f.stage.value == "" || string(r.Stage) == f.stage.value) && (len(ids) == 0 || slices.Contains(ids, r.ID)) {
				shape.Rules = append(shape.Rules, shapeRule(r))
			}
		}
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			return usage("no rule %q%s", id, nearest.Hint(id, known))
		}
	}
	if !a.text() {
		return lines(a, shape, shape.Rules)
	}
	if len(ids) > 0 { // who names rules wants to know them
		for i := range shape.Rules {
			if i > 0 {
				a.printf("\n")
			}
			a.ruleText(&shape.Rules[i])
		}
		return nil
	}
	t := &table{}
	for _, r := range shape.Rules {
		t.row(a.paint(r.ID, bold), r.Stage, r.Phase, r.Code, validity(r.Since, r.Until), r.Confidence, a.of(r.Title))
	}
	a.printf("%s", t)
	if len(shape.Rules) == 0 {
		a.note("no rule matches; drop --stage or --date to see more")
	}
	return nil
}

// of returns a vendor's rules: those in force, or all editions.
func (f *ruleFilter) of(row catalog.Entry, all bool) ([]sim.Rule, error) {
	if f.all || all {
		return row.Endpoint().Rules(), nil
	}
	book, err := sim.NewRulebook(row.Endpoint(), sim.RuleOptions{Profile: sim.Profile(f.profile.value), Date: f.date})
	if err != nil {
		return nil, err
	}
	return book.Rules(), nil
}

func validity(since, until string) string {
	switch {
	case since == "" && until == "":
		return "-"
	case until == "":
		return since + ".."
	}
	return since + ".." + until
}

// rowsOf returns one vendor's row, or all for "" and "all".
func rowsOf(name string) ([]catalog.Entry, error) {
	if name == "" || name == "all" {
		return catalog.All(), nil
	}
	row, err := vendor(name)
	if err != nil {
		return nil, err
	}
	return []catalog.Entry{row}, nil
}

// checkDate refuses what is no date; an empty one is none.
func checkDate(flag, date string) error {
	if date == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, date); err != nil {
		return usage("%s %q: want a date such as 2026-11-01", flag, date)
	}
	return nil
}

func (a *App) rulesDiffCommand() *cobra.Command {
	var name string
	profile := profileChoice(string(sim.DocumentedProfile))
	cmd := &cobra.Command{
		Use:     "diff A B",
		Short:   "Show what changed between the rulebooks of two dates",
		Example: "  offpush rules diff 2023-01-01 2026-11-01",
		Long:    "One line a change: + a rule that came, - one that went, ~ one that changed; exit 0.",
		Args:    takes("A", "B"),
		RunE: func(_ *cobra.Command, args []string) error {
			return a.rulesDiff(name, sim.Profile(profile.value), args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&name, "vendor", "", "only this `VENDOR`")
	cmd.Flags().Var(&profile, "profile", "how sure a rule must be to hold")
	inGroup(cmd.Flags(), groupWhat, "vendor", "profile")
	return cmd
}

type ruleChange struct {
	Change string    `json:"change"`
	Rule   ruleShape `json:"rule"`
}

func (a *App) rulesDiff(name string, profile sim.Profile, from, to string) error {
	if err := errors.Join(checkDate("A", from), checkDate("B", to)); err != nil {
		return asUsage(err)
	}
	rows, err := rowsOf(name)
	if err != nil {
		return err
	}
	changes := []ruleChange{}
	for _, row := range rows {
		before, err := sim.NewRulebook(row.Endpoint(), sim.RuleOptions{Profile: profile, Date: from})
		if err != nil {
			return cannotRun("%w", err)
		}
		after, err := sim.NewRulebook(row.Endpoint(), sim.RuleOptions{Profile: profile, Date: to})
		if err != nil {
			return cannotRun("%w", err)
		}
		changes = append(changes, compareBooks(before.Rules(), after.Rules())...)
	}
	if !a.text() {
		return lines(a, struct {
			SchemaVersion int          `json:"schemaVersion"`
			From          string       `json:"from"`
			To            string       `json:"to"`
			Changes       []ruleChange `json:"changes"`
		}{schemaVersion, from, to, changes}, changes)
	}
	for _, c := range changes {
		a.printf("%s %s %s\n", c.Change, c.Rule.ID, a.of(c.Rule.Title))
	}
	return nil
}

// compareBooks lists what went, came and changed, in the order of IDs.
func compareBooks(before, after []sim.Rule) []ruleChange {
	index := func(rules []sim.Rule) map[string]ruleShape {
		m := map[string]ruleShape{}
		for i := range rules {
			m[rules[i].ID] = shapeRule(&rules[i])
		}
		return m
	}
	old, now := index(before), index(after)
	var out []ruleChange
	for id, r := range old {
		n, ok := now[id]
		switch {
		case !ok:
			out = append(out, ruleChange{"-", r})
		case fmt.Sprint(r) != fmt.Sprint(n):
			out = append(out, ruleChange{"~", n})
		}
	}
	for id, r := range now {
		if _, ok := old[id]; !ok {
			out = append(out, ruleChange{"+", r})
		}
	}
	slices.SortFunc(out, func(x, y ruleChange) int {
		if x.Rule.ID < y.Rule.ID {
			return -1
		}
		return 1
	})
	return out
}
