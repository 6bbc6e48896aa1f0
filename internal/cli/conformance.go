package cli

import (
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/vendors"
)

func (a *App) conformanceCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:     "conformance",
		Short:   "Hold senders and endpoints against what vendors document",
		Example: "  offpush conformance run",
		Long: "Sender cases ask whether a sender behaves when the vendor answers like this; endpoint cases ask whether an endpoint answers as documented. " +
			"Without a subject of your own the suite runs offpush's senders against its mock vendors, in process.",
	}, a.conformanceListCommand(), a.conformanceRunCommand(), a.conformanceExplainCommand(),
		a.conformanceReportCommand(), a.conformanceKillCommand())
}

// allCases are the cases of every vendor, in the order of the catalogue.
func allCases() []conformance.Case {
	var out []conformance.Case
	for _, e := range catalog.All() {
		out = append(out, e.Cases()...)
	}
	return out
}

// selection is what the flags that choose cases say.
type selection struct {
	vendors    []string
	levels     []string
	features   []string
	shard      string
	rerun      string
	allowEmpty bool
}

func (s *selection) flags(f *pflag.FlagSet) {
	f.StringSliceVar(&s.vendors, "vendor", nil, "only these `VENDORS`")
	f.StringSliceVar(&s.levels, "level", nil, "only these `LEVELS`: must, should, may")
	f.StringSliceVar(&s.features, "feature", nil, "only cases about these `FEATURES`")
	f.StringVar(&s.shard, "shard", "", "one `PART` of equal parts, such as 2/4")
	f.StringVar(&s.rerun, "rerun-failed", "", "only what failed in this JSON report (`FILE`)")
	f.BoolVar(&s.allowEmpty, "allow-empty", false, "no case selected is no error (otherwise exit 4)")
	inGroup(f, groupWhat, "vendor", "level", "feature", "shard", "rerun-failed", "allow-empty")
}

// options turns the flags into the suite's words.
func (s *selection) options(patterns []string) (conformance.Options, error) {
	o := conformance.Options{Patterns: patterns, Features: s.features, AllowEmpty: s.allowEmpty}
	for _, name := range s.vendors {
		if name == "all" {
			continue
		}
		row, err := vendor(name)
		if err != nil {
			return o, err
		}
		o.Vendors = append(o.Vendors, row.ID)
	}
	if len(s.levels) > 0 {
		levels, err := conformance.ParseLevels(strings.Join(s.levels, ","))
		if err != nil {
			return o, usage("--level: %w", err)
		}
		o.Levels = levels
	}
	if s.shard != "" {
		shard, err := conformance.ParseShard(s.shard)
		if err != nil {
			return o, usage("--shard: %w", err)
		}
		o.Shard = shard
	}
	if s.rerun != "" {
		r, err := readReport(s.rerun)
		if err != nil {
			return o, err
		}
		o.RerunFailed = r
	}
	return o, nil
}

// choose selects cases; a pattern, vendor or feature without a match has its own
// exit code.
func choose(cases []conformance.Case, o conformance.Options) ([]conformance.Case, error) {
	chosen, err := conformance.Select(cases, o)
	if err != nil {
		return nil, &exitError{conformance.ExitCode(nil, err, o.AllowEmpty), err}
	}
	if len(chosen) == 0 && !o.AllowEmpty {
		return nil, &exitError{conformance.ExitNothing, errNothing}
	}
	return chosen, nil
}

type errorText string

// Error implements error.
func (e errorText) Error() string { return string(e) }

const errNothing = errorText("conformance: no case matches all of the selection; see offpush conformance list, or pass --allow-empty")

func (a *App) conformanceListCommand() *cobra.Command {
	var s selection
	cmd := &cobra.Command{
		Use:               "list [PATTERN...]",
		Short:             "List the cases of the suite",
		Example:           "  offpush conformance list 'vivo/quota/**'\n  offpush conformance list --level must -o json",
		Long:              "Patterns are matched against IDs: * is any part of a name, ** any number of names.",
		Args:              takes("[PATTERN...]"),
		ValidArgsFunction: completeCases,
		RunE: func(_ *cobra.Command, args []string) error {
			o, err := s.options(args)
			if err != nil {
				return err
			}
			return a.conformanceList(o)
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

func (a *App) conformanceList(o conformance.Options) error {
	chosen, err := choose(allCases(), o)
	if err != nil {
		return err
	}
	if !a.text() {
		l := conformance.List(chosen)
		return lines(a, l, l.Cases)
	}
	t := &table{}
	if a.language == i18n.ZH {
		t.row("用例", "方向", "级别", "内容")
	}
	for i := range chosen {
		c := &chosen[i]
		t.row(c.ID, string(c.Direction), string(c.Level), c.Title)
	}
	a.printf("%s", t)
	return nil
}

func (a *App) conformanceExplainCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "explain ID",
		Short:             "Tell what a case demands, of whom, and where that is written",
		Example:           "  offpush conformance explain vivo/quota/next-day",
		Args:              takes("ID"),
		ValidArgsFunction: completeCases,
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := conformance.Find(allCases(), args[0])
			if err != nil {
				return usage("conformance: no case %q%s", args[0], hintOf(err))
			}
			if !a.text() {
				l := conformance.List([]conformance.Case{*c})
				return lines(a, l, l.Cases)
			}
			a.printf("%s", a.described(conformance.Describe(c)))
			return nil
		},
	}
}

// described puts the headings of a case into the user's language; what a case
// demands is written in English, as its sources are quoted there.
func (a *App) described(text string) string {
	if a.language != i18n.ZH {
		return text
	}
	names := map[string]string{
		"requirement": "要求", "level": "级别", "direction": "方向", "source": "来源", "features": "主题", "needs": "前提",
		"codes": "错误码", "rows": "数据行", "was called": "曾用名", "since": "起始版本", "provisional": "试行",
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if name, value, ok := strings.Cut(line, ":"); ok && names[name] != "" {
			line = padded(names[name]+"：", 12) + strings.TrimLeft(value, " ")
		}
		b.WriteString(line)
	}
	return b.String()
}

// facts of the run that go into its report.
func about(profile, rulebook string) conformance.About {
	v := versions()
	if profile == "" {
		profile = "documented"
	}
	if rulebook == "" {
		rulebook = v.Rulebook
	}
	return conformance.About{Profile: profile, Rulebook: rulebook, Versions: map[string]string{"offpush": v.Version, "go": v.Go}}
}

// known reads the file of failures somebody wrote a reason for.
func known(path string) ([]conformance.KnownFailure, error) {
	if path == "" {
		return nil, nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, usage("--known-failing: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	list, err := conformance.ParseKnownFailing(path, f)
	if err != nil {
		return nil, usage("--known-failing: %w", err)
	}
	return list, nil
}

// rulesOfAll are the rules that can be taken out, of every vendor chosen.
func rulesOfAll(only []vendors.Vendor) []conformance.RuleRef {
	var out []conformance.RuleRef
	for _, e := range catalog.All() {
		if len(only) > 0 && !hasVendor(only, e.ID) {
			continue
		}
		for _, r := range e.Endpoint().Rules() {
			out = append(out, conformance.RuleRef{ID: r.ID, Vendor: e.ID, Title: r.Title, Code: r.Code, Confidence: r.Confidence})
		}
	}
	return out
}
