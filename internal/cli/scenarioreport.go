package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/report"
	"github.com/offpush/offpush/sim/scenario"
)

// writeScenarioReports writes what scenarios showed for CI systems: each
// expectation is a test of a suite named after its story.
func (a *App) writeScenarioReports(targets []reportTarget, shapes []scenarioShape) error {
	for _, t := range targets {
		if t.format == string(report.JUnit) {
			if err := a.writeReports([]reportTarget{t}, asSuite(shapes)); err != nil {
				return err
			}
			continue
		}
		path := t.path
		if path == "" {
			path = filepath.Join(report.DefaultDir, "scenario.json")
		}
		write := func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetIndent("", "  ")
			if len(shapes) == 1 {
				return enc.Encode(shapes[0])
			}
			return enc.Encode(scenariosShape{schemaVersion, shapes})
		}
		if path == report.Stdout {
			if err := write(a.out); err != nil {
				return cannotRun("report %s: %w", t.format, err)
			}
			continue
		}
		if err := writeFile(path, write); err != nil {
			return err
		}
		a.note("wrote %s", path)
	}
	return nil
}

// asSuite turns expectations into cases of a conformance report, which has an
// encoder for JUnit already.
func asSuite(shapes []scenarioShape) *conformance.Report {
	r := &conformance.Report{SchemaVersion: conformance.SchemaVersion, Subject: "scenario", About: about("", "")}
	for _, s := range shapes {
		r.Seed, r.About = s.Seed, about(s.Profile, s.Rulebook)
		story := strings.ReplaceAll(strings.TrimSuffix(filepath.Base(s.File), filepath.Ext(s.File)), "/", "-")
		for i, st := range s.Steps {
			if st.Status == scenario.Done {
				continue
			}
			c := conformance.Result{
				ID: fmt.Sprintf("scenario/%s/step-%d", story, i+1), Vendor: "scenario", Direction: conformance.Sender,
				Level: conformance.Must, Status: conformance.StatusPassed, Title: st.Step, Feature: story,
				Source: fmt.Sprintf("%s:%d", s.File, st.Line), Rerun: "offpush scenario run " + s.File,
			}
			if st.Status == scenario.Failed {
				c.Status, c.Reason = conformance.StatusFailed, fmt.Sprintf("want %s, got %s", st.Want, st.Got)
				c.Failures = []string{c.Reason}
			}
			r.Cases = append(r.Cases, c)
		}
	}
	r.Summary = conformance.Summarize(r.Cases)
	return r
}
