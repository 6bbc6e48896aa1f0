// Package report is for showing what a conformance run found: to scripts (JSON,
// JSON lines, TAP), to CI systems (JUnit, GitHub annotations) and to people
// (Markdown, HTML).
//
// The JSON form is the source of truth; Read takes it back in, and every other
// format is rendered from the conformance.Report alone, so a report can be shown
// again in another format long after its run.
package report

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// Format names one form of a report.
type Format string

const (
	JSON     Format = "json"
	JSONL    Format = "jsonl"
	JUnit    Format = "junit"
	Markdown Format = "md"
	HTML     Format = "html"
	GitHub   Format = "github"
	TAP      Format = "tap"
)

// Formats are all formats, in the order people see them.
func Formats() []Format { return []Format{JSON, JUnit, Markdown, HTML, GitHub, JSONL, TAP} }

// DefaultDir is where reports go whose path was not said.
const DefaultDir = "results"

// Stdout as a path is the standard output.
const Stdout = "-"

// DefaultPath is where a format goes when nothing was said. Annotations only mean
// something on the standard output of a CI step.
func (f Format) DefaultPath() string {
	switch f {
	case JUnit:
		return filepath.Join(DefaultDir, "junit.xml")
	case GitHub:
		return Stdout
	case JSON, JSONL, Markdown, HTML, TAP:
	}
	return filepath.Join(DefaultDir, "conformance."+string(f))
}

// Spec is one wanted report.
type Spec struct {
	Format Format
	Path   string
}

// ParseSpec reads "FORMAT" or "FORMAT=PATH", as --report takes it.
func ParseSpec(s string) (Spec, error) {
	name, path, hasPath := strings.Cut(s, "=")
	f := Format(name)
	if f.render() == nil {
		return Spec{}, &conformance.OptionError{Err: fmt.Errorf("report format %q is not known; use %s", name, formatList())}
	}
	switch {
	case !hasPath:
		path = f.DefaultPath()
	case path == "":
		return Spec{}, &conformance.OptionError{Err: fmt.Errorf("report %q has an empty path; write %s=FILE, or %s alone for %s", s, name, name, f.DefaultPath())}
	}
	return Spec{Format: f, Path: path}, nil
}

func formatList() string {
	var names []string
	for _, f := range Formats() {
		names = append(names, string(f))
	}
	return strings.Join(names, ", ")
}

// render is the writer of a format, nil if there is no such format.
func (f Format) render() func(io.Writer, *conformance.Report) error {
	switch f {
	case JSON:
		return writeJSON
	case JSONL:
		return writeJSONL
	case JUnit:
		return writeJUnit
	case Markdown:
		return writeMarkdown
	case HTML:
		return func(w io.Writer, r *conformance.Report) error { return WriteHTML(w, r) }
	case GitHub:
		return writeGitHub
	case TAP:
		return writeTAP
	}
	return nil
}

// Render writes a report to w.
func Render(w io.Writer, f Format, r *conformance.Report) error {
	render := f.render()
	if render == nil {
		return &conformance.OptionError{Err: fmt.Errorf("report format %q is not known; use %s", f, formatList())}
	}
	if err := render(w, r); err != nil {
		return fmt.Errorf("report: write %s: %w", f, err)
	}
	return nil
}

// Write writes a report to a file, which appears whole or not at all; missing
// folders are made. Path "" is the format's default, "-" the standard output.
func Write(f Format, path string, r *conformance.Report) error {
	if path == "" {
		path = f.DefaultPath()
	}
	if path == Stdout {
		return Render(os.Stdout, f, r)
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	tmp, err := os.CreateTemp(dir, ".report-*")
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	err = Render(tmp, f, r)
	if closeErr := tmp.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		// A temporary file is for its owner only; a report is for other programs.
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(tmp.Name()) // the error that matters is the one at hand
		return fmt.Errorf("report: %s: %w", path, err)
	}
	return nil
}
