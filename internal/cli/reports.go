package cli

import (
	"cmp"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/report"
)

// reportTarget is one --report FORMAT[=PATH].
type reportTarget struct {
	format, path string
}

// place is where a run of the suite is written in this form.
func (t reportTarget) place() string {
	return cmp.Or(t.path, report.Format(t.format).DefaultPath())
}

// reportFormats are the forms a run of the suite can be written in.
func reportFormats() []string {
	var out []string
	for _, f := range report.Formats() {
		out = append(out, string(f))
	}
	return out
}

// parseReports reads the values of --report. A path of - is stdout, an empty one
// the format's default.
func parseReports(values, formats []string) ([]reportTarget, error) {
	var out []reportTarget
	for _, v := range values {
		format, path, _ := strings.Cut(v, "=")
		if !slices.Contains(formats, format) {
			return nil, usage("--report %q: no such format%s", v, hintOrList(format, formats))
		}
		out = append(out, reportTarget{format, path})
	}
	return out, nil
}

// writeReports writes a report in every form asked for; the json form is the source
// of truth, all others are made from the same value.
func (a *App) writeReports(targets []reportTarget, r *conformance.Report) error {
	for _, t := range targets {
		var err error
		path := t.place()
		if path == report.Stdout {
			err = report.Render(a.out, report.Format(t.format), r)
		} else {
			err = report.Write(report.Format(t.format), path, r)
		}
		if err != nil {
			return cannotRun("report %s: %w", t.format, err)
		}
		if path != report.Stdout {
			a.note("wrote %s", path)
		}
	}
	return nil
}

// writeFile makes the folder if need be and replaces the file when it is complete.
func writeFile(path string, write func(io.Writer) error) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return cannotRun("write %s: %w", path, err)
	}
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return cannotRun("write %s: %w", path, err)
	}
	err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name()) // best effort
		return cannotRun("write %s: %w", path, err)
	}
	return nil
}

// readReport reads a JSON report written earlier.
func readReport(path string) (*conformance.Report, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, usage("report: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read
	r, err := report.Read(f)
	if err != nil {
		return nil, usage("%s: %w", path, err)
	}
	return r, nil
}

func (a *App) conformanceReportCommand() *cobra.Command {
	var from string
	var reports []string
	cmd := &cobra.Command{
		Use:     "report",
		Short:   "Write an earlier run's report in another form",
		Example: "  offpush conformance report --from results/offpush.json --report junit=out.xml",
		Args:    takes(),
		RunE: func(*cobra.Command, []string) error {
			if from == "" {
				return usage("conformance report: --from is missing; pass a JSON report of conformance run")
			}
			targets, err := parseReports(reports, reportFormats())
			if err != nil {
				return err
			}
			r, err := readReport(from)
			if err != nil {
				return err
			}
			if len(r.Cases) == 0 {
				return usage("conformance report: %s holds no cases: nothing ran, or it is no report of conformance run", from)
			}
			if len(targets) == 0 {
				return a.showReport(r)
			}
			return a.writeReports(targets, r)
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "JSON report to read (`FILE`)")
	cmd.Flags().StringArrayVar(&reports, "report", nil, "write `FORMAT[=PATH]`: "+strings.Join(reportFormats(), ", ")+"; under "+report.DefaultDir+"/ without a PATH, - is standard output; may be repeated")
	inGroup(cmd.Flags(), groupWhat, "from")
	inGroup(cmd.Flags(), groupOutput, "report")
	return cmd
}

// annotates reports whether a target is the notes GitHub shows beside code.
func (t reportTarget) annotates() bool { return t.format == string(report.GitHub) }

// githubOutputs hands counts and the report's place to later steps of a workflow.
func (a *App) githubOutputs(targets []reportTarget, r *conformance.Report) {
	path := a.std.Getenv("GITHUB_OUTPUT")
	if path == "" {
		return
	}
	at := ""
	for _, t := range targets {
		if t.format == string(report.JSON) {
			at = t.place()
		}
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err == nil {
		_, err = f.WriteString(report.GitHubOutputs(r, at))
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		a.warn("GITHUB_OUTPUT: %v", err)
	}
}
