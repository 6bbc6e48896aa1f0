package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/report"
	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/scenario"
)

type scenarioShape struct {
	SchemaVersion int    `json:"schemaVersion"`
	Name          string `json:"name"`
	File          string `json:"file"`
	Seed          uint64 `json:"seed"`
	// Rulebook and Profile are the rules it played under.
	Rulebook string                `json:"rulebook"`
	Profile  string                `json:"profile"`
	Passed   bool                  `json:"passed"`
	Steps    []scenario.StepResult `json:"steps"`
}

// scenariosShape is the result of several scenarios at once.
type scenariosShape struct {
	SchemaVersion int             `json:"schemaVersion"`
	Scenarios     []scenarioShape `json:"scenarios"`
}

func (a *App) scenarioCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:     "scenario",
		Short:   "Run or check a story of phones, messages and expectations",
		Example: "  offpush scenario run vivo-marketing-cap",
		Long:    "A scenario is a YAML file that plays on a virtual clock: an hour costs no time. The terminal screen saves what somebody just did as one; CI replays it.",
	}, a.scenarioRunCommand(), a.scenarioCheckCommand(), a.scenarioListCommand())
}

type scenarioFlags struct {
	reports []string
	seed    uint64
	profile choice
}

func (a *App) scenarioRunCommand() *cobra.Command {
	f := scenarioFlags{profile: profileChoice("")}
	cmd := &cobra.Command{
		Use:               "run FILE|NAME...",
		Short:             "Play a scenario and check its expectations; exit 1 when one fails",
		Example:           "  offpush scenario run story.yaml --report junit=results/story.xml\n  offpush scenario run vivo-marketing-cap -o json",
		Args:              takes("FILE|NAME..."),
		ValidArgsFunction: completeScenarios,
		RunE:              func(cmd *cobra.Command, args []string) error { return a.scenarioRun(cmd.Context(), &f, args) },
	}
	fl := cmd.Flags()
	fl.StringArrayVar(&f.reports, "report", nil, "also write `FORMAT[=PATH]`: junit or json; may be repeated")
	fl.Uint64Var(&f.seed, "seed", 0, "`N` instead of the scenario's seed")
	fl.Var(&f.profile, "profile", "how sure a rule must be to hold (default: the scenario's)")
	inGroup(fl, groupOutput, "report")
	return cmd
}

func (a *App) scenarioRun(ctx context.Context, f *scenarioFlags, names []string) error {
	reports, err := parseReports(f.reports, []string{string(report.JUnit), string(report.JSON)})
	if err != nil {
		return err
	}
	var stories []loaded
	for _, name := range names {
		s, err := loadScenario(name)
		if err != nil {
			if len(names) > 1 {
				return usage("%w; nothing was run", err)
			}
			return err
		}
		stories = append(stories, s)
	}
	var shapes []scenarioShape
	passed := true
	for _, s := range stories {
		shape, err := a.play(ctx, f, s)
		if err != nil {
			return err
		}
		passed = passed && shape.Passed
		shapes = append(shapes, shape)
	}
	if err := a.showScenarios(shapes); err != nil {
		return err
	}
	if err := a.writeScenarioReports(reports, shapes); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if !passed {
		return exit(conformance.ExitFailed)
	}
	return nil
}

func (a *App) play(ctx context.Context, f *scenarioFlags, s loaded) (scenarioShape, error) {
	l, err := lab.ForScenario(s.story, lab.Options{Seed: f.seed, Rules: sim.RuleOptions{Profile: sim.Profile(f.profile.value)}})
	if err != nil {
		return scenarioShape{}, usage("%s: %w", s.file, err)
	}
	defer l.Close()
	if _, err := l.Listen(ctx, httpsim.Listeners{Plain: "127.0.0.1:0"}); err != nil {
		return scenarioShape{}, cannotRun("%s: %w", s.file, err)
	}
	r := s.story.Play(ctx, l, func(st scenario.StepResult) {
		if st.Status == scenario.Done {
			a.detail("%s  %s", st.At.Format("2006-01-02 15:04:05"), st.Step)
		}
	})
	rules := l.Engine().Options().Rules
	return scenarioShape{
		SchemaVersion: schemaVersion, Name: s.story.Name, File: s.file, Seed: l.Engine().Seed(),
		Rulebook: rules.Date, Profile: string(rules.Profile),
		Passed: r.Passed, Steps: r.Steps,
	}, nil
}

// showScenarios prints one document for one story, a list for several.
func (a *App) showScenarios(shapes []scenarioShape) error {
	if !a.text() {
		if len(shapes) == 1 {
			return lines(a, shapes[0], shapes[0].Steps)
		}
		return lines(a, scenariosShape{schemaVersion, shapes}, shapes)
	}
	for _, s := range shapes {
		verdict := a.paint(a.t("passed", "通过"), green)
		if !s.Passed {
			verdict = a.paint(a.t("failed", "失败"), red)
		}
		a.printf("%s  %s\n", a.paint(s.Name, bold), verdict)
		t := &table{}
		for _, st := range s.Steps {
			switch st.Status {
			case scenario.Passed:
				t.row("  "+a.paint(a.t("ok", "通过"), green), a.stepText(st.Step), st.Got)
			case scenario.Failed:
				t.row("  "+a.paint(a.t("FAIL", "失败"), red), fmt.Sprintf("%s:%d %s", s.File, st.Line, a.stepText(st.Step)),
					a.t("want ", "期望 ")+st.Want+a.t("; got ", "；实际 ")+st.Got)
			case scenario.Done:
				if note, ok := strings.CutPrefix(st.Step, "note "); ok {
					t.row("  " + a.paint("#", dim) + " " + note)
					continue
				}
				t.row("  "+a.paint("-", dim), a.stepText(st.Step))
			}
		}
		a.printf("%s", t)
	}
	return nil
}

// maxStep is how wide the column of steps may get: one long send must not push
// every result out of sight.
const maxStep = 60

// stepText is a step for people: its verb in their language, and no longer than the
// column.
func (a *App) stepText(step string) string {
	if a.language == i18n.ZH {
		verbs := map[string]string{
			"send": "发送", "expect": "期望", "advance": "快进", "device": "手机", "app": "应用", "fault": "故障", "note": "说明",
		}
		at := strings.IndexByte(step, ' ')
		if at > 0 && verbs[step[:at]] != "" {
			step = verbs[step[:at]] + step[at:]
		}
	}
	return ansi.Truncate(step, maxStep, "…")
}

func (a *App) scenarioCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:               "check FILE|NAME...",
		Short:             "Read scenarios strictly without playing them",
		Example:           "  offpush scenario check stories/*.yaml",
		Args:              takes("FILE|NAME..."),
		ValidArgsFunction: completeScenarios,
		RunE: func(_ *cobra.Command, args []string) error {
			shape := checkShape{schemaVersion, []checkedShape{}}
			for _, name := range args {
				s, err := loadScenario(name)
				if err != nil {
					return err
				}
				l, err := lab.ForScenario(s.story, lab.Options{})
				if err != nil {
					return usage("%s: %w", s.file, err)
				}
				l.Close()
				shape.Scenarios = append(shape.Scenarios, checkedShape{s.file, s.story.Name, len(s.story.Devices), len(s.story.Steps)})
				if !a.text() {
					continue
				}
				a.note("%s: %s, %s, %s", s.file, a.t("ok", "通过"), a.count(len(s.story.Devices), "device", "部手机"), a.count(len(s.story.Steps), "step", "个步骤"))
			}
			if !a.text() {
				return lines(a, shape, shape.Scenarios)
			}
			return nil
		},
	}
}

// checkShape are the scenarios scenario check found to be right, in -o json; a wrong one
// is an error.
type checkShape struct {
	SchemaVersion int            `json:"schemaVersion"`
	Scenarios     []checkedShape `json:"scenarios"`
}

type checkedShape struct {
	File    string `json:"file"`
	Name    string `json:"name"`
	Devices int    `json:"devices"`
	Steps   int    `json:"steps"`
}

func (a *App) scenarioListCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "list",
		Short:   "List the stories that come with offpush",
		Example: "  offpush scenario list",
		Args:    takes(),
		RunE: func(*cobra.Command, []string) error {
			names, err := scenarios.Names()
			if err != nil {
				return cannotRun("%w", err)
			}
			if !a.text() {
				return lines(a, struct {
					SchemaVersion int      `json:"schemaVersion"`
					Scenarios     []string `json:"scenarios"`
				}{schemaVersion, names}, names)
			}
			longest := 0
			for _, name := range names {
				longest = max(longest, len(name))
			}
			for _, name := range names {
				s, err := loadScenario(name)
				if err != nil {
					return err
				}
				a.printf("%s  %s\n", padded(name, longest), wrapped(a.about(s), a.width(), longest+2))
			}
			return nil
		},
	}
}

// loaded is a scenario and where it comes from.
type loaded struct {
	file    string
	story   *scenario.Scenario
	comment string
}

// about says what a story shows: its description, else the comment it begins with,
// else what is in it.
func (a *App) about(s loaded) string {
	if s.story.Description != "" {
		return s.story.Description
	}
	if s.comment != "" {
		return s.comment
	}
	return fmt.Sprintf(a.t("%s, %s", "%s、%s"), a.count(len(s.story.Devices), "phone", "部手机"), a.count(len(s.story.Steps), "step", "个步骤"))
}

// leadingComment is the first sentence of the comment a file begins with.
func leadingComment(data []byte) string {
	var words []string
	for line := range strings.Lines(string(data)) {
		text, ok := strings.CutPrefix(line, "#")
		if !ok {
			break
		}
		words = append(words, strings.Fields(text)...)
	}
	first, _, _ := strings.Cut(strings.Join(words, " "), ". ")
	return strings.TrimSuffix(first, ".")
}

// loadScenario reads a file, or an embedded story by its name. A file wins.
func loadScenario(name string) (loaded, error) {
	data, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) && !strings.ContainsRune(name, filepath.Separator) {
		var embedded error
		if data, embedded = scenarios.Get(strings.TrimSuffix(name, ".yaml")); embedded == nil {
			err = nil
			name = strings.TrimSuffix(name, ".yaml") + ".yaml"
		}
	}
	if err != nil {
		names, _ := scenarios.Names() // without them there is no hint
		if errors.Is(err, fs.ErrNotExist) {
			return loaded{}, usage("scenario: no file or story %q%s; offpush scenario list shows all", name, storyHint(name, names))
		}
		return loaded{}, usage("scenario: %w", err)
	}
	s, err := parseScenario(name, data)
	if err != nil {
		return loaded{}, usage("%w", err)
	}
	return loaded{file: name, story: s, comment: leadingComment(data)}, nil
}

// nearestStory is the embedded story whose name, or a part of it, is most like a
// word, "" when none is: stories have long names and people remember one word of them.
func nearestStory(word string, names []string) string {
	word = strings.TrimSuffix(filepath.Base(word), ".yaml")
	if n := nearest.Name(word, names); n != "" {
		return n
	}
	byPart := map[string]string{}
	for _, n := range names {
		for _, part := range strings.Split(n, "-") {
			if byPart[part] == "" {
				byPart[part] = n
			}
		}
	}
	if part := nearest.Name(word, sorted(byPart)); part != "" {
		return byPart[part]
	}
	return ""
}

// storyHint is nearestStory as part of an error.
func storyHint(word string, names []string) string {
	if n := nearestStory(word, names); n != "" {
		return fmt.Sprintf("; did you mean %q?", n)
	}
	return ""
}

func parseScenario(name string, data []byte) (*scenario.Scenario, error) {
	s, err := scenario.Load(name, data)
	if err != nil {
		return nil, err
	}
	for _, app := range s.Apps {
		if _, err := vendor(string(app.Vendor)); err != nil {
			return nil, fmt.Errorf("%s: app %s: %w", name, app.ID, err)
		}
	}
	return s, nil
}
