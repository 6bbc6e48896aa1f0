package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/offpush/offpush/conformance"
)

func writeJSON(w io.Writer, r *conformance.Report) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// Read takes a JSON report back in. A report of another schema version, or one
// whose summary does not count its cases, is an error.
func Read(r io.Reader) (*conformance.Report, error) {
	var raw json.RawMessage
	d := json.NewDecoder(r)
	if err := d.Decode(&raw); err != nil {
		return nil, fmt.Errorf("report: read json: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("report: read json: something follows the report; give one JSON document")
	}
	var rep conformance.Report
	var has struct {
		Cases   *[]json.RawMessage `json:"cases"`
		Summary *json.RawMessage   `json:"summary"`
	}
	if err := errors.Join(json.Unmarshal(raw, &rep), json.Unmarshal(raw, &has)); err != nil {
		return nil, fmt.Errorf("report: read json: %w", err)
	}
	if rep.SchemaVersion != conformance.SchemaVersion {
		return nil, fmt.Errorf("report: schemaVersion %d; this version reads %d (is it the file of --report json=FILE?)",
			rep.SchemaVersion, conformance.SchemaVersion)
	}
	if has.Cases == nil || has.Summary == nil {
		return nil, errors.New("report: the file has no cases or no summary; give a whole file of --report json=FILE")
	}
	if want := conformance.Summarize(rep.Cases); want != rep.Summary {
		return nil, fmt.Errorf("report: the summary says %+v, the cases are %+v; the file was changed or cut", rep.Summary, want)
	}
	return &rep, nil
}

// Stream writes a run as JSON lines while it goes on: one "run" line, a "case" line
// for each finished case, one "summary" line. It is not safe for concurrent use;
// Options.Progress calls one at a time.
type Stream struct{ e *json.Encoder }

// NewStream starts a stream on w.
func NewStream(w io.Writer) *Stream {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return &Stream{e}
}

// Start writes what is known before the first case: seed, subject, profile.
func (s *Stream) Start(r *conformance.Report) error {
	return s.e.Encode(struct {
		Type          string `json:"type"`
		SchemaVersion int    `json:"schemaVersion"`
		Seed          uint64 `json:"seed"`
		Subject       string `json:"subject"`
		conformance.About
	}{"run", conformance.SchemaVersion, r.Seed, r.Subject, r.About})
}

// Case writes a finished case.
func (s *Stream) Case(c conformance.Result) error {
	return s.e.Encode(struct {
		Type string `json:"type"`
		conformance.Result
	}{"case", c})
}

// End writes the summary.
func (s *Stream) End(r *conformance.Report) error {
	return s.e.Encode(struct {
		Type       string                   `json:"type"`
		Incomplete bool                     `json:"incomplete"`
		NotRun     []string                 `json:"not_run,omitempty"`
		Stale      []conformance.StaleEntry `json:"stale,omitempty"`
		Summary    conformance.Summary      `json:"summary"`
	}{"summary", r.Incomplete, r.NotRun, r.Stale, r.Summary})
}

func writeJSONL(w io.Writer, r *conformance.Report) error {
	s := NewStream(w)
	if err := s.Start(r); err != nil {
		return err
	}
	for i := range r.Cases {
		if err := s.Case(r.Cases[i]); err != nil {
			return err
		}
	}
	return s.End(r)
}
