package conformance

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Matrix is the proof of a suite: what each case notices. Its three claims are
// that every documented rule is noticed when it is gone, that every bad sender
// fails the cases declared for it, and that nothing binding was never seen to fail.
type Matrix struct {
	SchemaVersion int    `json:"schemaVersion"`
	Seed          uint64 `json:"seed"`
	// Fast: KilledBy holds what was needed for the proof, not every killer.
	Fast    bool      `json:"fast,omitempty"`
	Cases   int       `json:"cases"`
	Rules   []KillRow `json:"rules"`
	Mutants []KillRow `json:"mutants"`
	// Unproven are MUST cases that fail for no missing rule and no bad sender.
	Unproven []string `json:"unproven,omitempty"`
	// Baseline are cases that do not even pass with all rules and the good sender.
	Baseline []BaselineProblem `json:"baseline,omitempty"`
	// NotRun are cases the subject skips; they are neither proven nor unproven.
	NotRun []string `json:"not_run,omitempty"`
}

// KillRow is one rule taken out, or one bad sender, and who noticed.
type KillRow struct {
	// ID is the rule's id or the mutant's name.
	ID         string             `json:"id"`
	Title      vendors.Text       `json:"title,omitzero"`
	Vendor     vendors.Vendor     `json:"vendor,omitempty"`
	Code       string             `json:"code,omitempty"`
	Confidence vendors.Confidence `json:"confidence,omitempty"`
	Tried      int                `json:"tried"`
	KilledBy   []string           `json:"killed_by"`
	// Missed are declared kills that did not happen, or name no case.
	Missed []string `json:"missed,omitempty"`
	// Errors are cases that could not be tried under the change: no kill.
	Errors []string `json:"errors,omitempty"`
	// Survived: nobody noticed, or not everybody who is declared to.
	Survived bool `json:"survived"`
	// Tolerated: it survived, and is only assumed of the vendor.
	Tolerated bool `json:"tolerated,omitempty"`
}

// BaselineProblem is a case that cannot prove anything, as it does not pass.
type BaselineProblem struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Reason string `json:"reason"`
}

// Err says what is not proven, nil when everything is.
func (m *Matrix) Err() error {
	var errs []error
	add := func(format string, args ...any) { errs = append(errs, fmt.Errorf("kill matrix: "+format, args...)) }
	for _, b := range m.Baseline {
		add("case %s is %s before anything is spoilt: %s", b.ID, b.Status, b.Reason)
	}
	for i := range m.Rules {
		if r := &m.Rules[i]; r.Survived && !r.Tolerated {
			add("rule %s can be taken out and none of %d cases of %s fails; write a case that needs it", r.ID, r.Tried, r.Vendor)
		}
	}
	for i := range m.Mutants {
		switch r := &m.Mutants[i]; {
		case len(r.Missed) > 0:
			add("bad sender %s is not noticed by %s, which are declared for it", r.ID, strings.Join(r.Missed, ", "))
		case r.Survived:
			add("bad sender %s is noticed by none of %d cases; declare and write one", r.ID, r.Tried)
		}
	}
	for _, id := range m.Unproven {
		add("unproven case: %s fails for no missing rule and no bad sender; sharpen it, or declare the mutant it is for", id)
	}
	return errors.Join(errs...)
}

// WriteJSON writes the matrix as one indented JSON document.
func (m *Matrix) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return fmt.Errorf("kill matrix: write json: %w", err)
	}
	return nil
}

// WriteMarkdown writes the matrix as tables for people.
func (m *Matrix) WriteMarkdown(w io.Writer) error {
	var b strings.Builder
	rules, mutants := survivors(m.Rules), survivors(m.Mutants)
	fmt.Fprintf(&b, "# Kill matrix\n\n%d cases, seed %d. %d of %d rules and %d of %d bad senders are noticed; %d unproven cases.\n",
		m.Cases, m.Seed, len(m.Rules)-rules, len(m.Rules), len(m.Mutants)-mutants, len(m.Mutants), len(m.Unproven))
	if err := m.Err(); err != nil {
		fmt.Fprintf(&b, "\n## Not proven\n\n")
		for line := range strings.SplitSeq(err.Error(), "\n") {
			fmt.Fprintf(&b, "- %s\n", cell(strings.TrimPrefix(line, "kill matrix: ")))
		}
	}
	fmt.Fprintf(&b, "\n## Rules taken out\n\n| rule | code | known by | noticed by |\n| --- | --- | --- | --- |\n")
	for i := range m.Rules {
		r := &m.Rules[i]
		fmt.Fprintf(&b, "| %s %s | %s | %s | %s |\n", cell(r.ID), cell(r.Title.EN), cell(r.Code), cell(string(r.Confidence)), r.noticed())
	}
	fmt.Fprintf(&b, "\n## Bad senders\n\n| sender | noticed by |\n| --- | --- |\n")
	for i := range m.Mutants {
		r := &m.Mutants[i]
		fmt.Fprintf(&b, "| %s: %s | %s |\n", cell(r.ID), cell(r.Title.EN), r.noticed())
	}
	list(&b, "Unproven cases", m.Unproven)
	list(&b, "Cases the subject skips", m.NotRun)
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("kill matrix: write markdown: %w", err)
	}
	return nil
}

func survivors(rows []KillRow) int {
	n := 0
	for i := range rows {
		if rows[i].Survived {
			n++
		}
	}
	return n
}

// noticed is the last cell of a row.
func (r *KillRow) noticed() string {
	const shown = 5
	text := strings.Join(r.KilledBy[:min(shown, len(r.KilledBy))], ", ")
	if more := len(r.KilledBy) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	switch {
	case len(r.Missed) > 0:
		text += " **not by " + strings.Join(r.Missed, ", ") + "**"
	case r.Tolerated:
		text = "nobody (only assumed)"
	case r.Survived:
		text = "**nobody**"
	}
	return cell(text)
}

func list(b *strings.Builder, title string, ids []string) {
	if len(ids) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## %s\n\n", title)
	for _, id := range ids {
		fmt.Fprintf(b, "- %s\n", cell(id))
	}
}

// cell keeps a text inside one cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ", "\r", " ", "<", "&lt;").Replace(s)
}
