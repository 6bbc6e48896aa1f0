package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
)

//go:embed page.gohtml
var page string

// WriteHTML writes one page for one or more reports: a matrix of cases and
// subjects, and a section for each case that did not pass. The page is one file
// without scripts and without anything to fetch.
func WriteHTML(w io.Writer, reports ...*conformance.Report) error {
	t, err := template.New("page").Funcs(template.FuncMap{
		"clock": func(at time.Time) string {
			if at.IsZero() {
				return ""
			}
			return at.Format("15:04:05.000")
		},
		"plain":  plain,
		"header": headerLines,
		"status": status,
	}).Parse(page)
	if err != nil {
		return fmt.Errorf("html template: %w", err)
	}
	return t.Execute(w, newMatrix(reports))
}

// matrix is what the page shows.
type matrix struct {
	Subjects []htmlSubject
	Rows     []htmlRow
	Failures []htmlFailure
}

type htmlSubject struct {
	*conformance.Report
	Verdict string
	Counts  []htmlCount
}

type htmlCount struct {
	Name string
	N    int
}

// htmlRow is one case; a cell is nil for a subject that did not have it.
type htmlRow struct {
	ID, Title string
	Level     conformance.Level
	Cells     []*htmlCell
}

type htmlCell struct {
	*conformance.Result
	Link string // the section with its evidence, "" if it has none
}

type htmlFailure struct {
	*conformance.Result
	Anchor, Subject string
}

func newMatrix(reports []*conformance.Report) matrix {
	var m matrix
	rows := map[string]int{}
	for i, r := range reports {
		s := htmlSubject{Report: r, Verdict: verdict(r)}
		for _, row := range summaryRows(r.Summary) {
			if row.n > 0 || row.always {
				s.Counts = append(s.Counts, htmlCount{row.name, row.n})
			}
		}
		m.Subjects = append(m.Subjects, s)
		for j := range r.Cases {
			c := &r.Cases[j]
			at, ok := rows[c.ID]
			if !ok {
				at = len(m.Rows)
				rows[c.ID] = at
				m.Rows = append(m.Rows, htmlRow{ID: c.ID, Title: c.Title, Level: c.Level, Cells: make([]*htmlCell, len(reports))})
			}
			cell := &htmlCell{Result: c}
			if deservesDetails(c) {
				cell.Link = fmt.Sprintf("s%d-%s", i+1, strings.ReplaceAll(c.ID, "/", "-"))
			}
			m.Rows[at].Cells[i] = cell
		}
		for _, c := range worstFirst(r, deservesDetails) {
			m.Failures = append(m.Failures, htmlFailure{c, fmt.Sprintf("s%d-%s", i+1, strings.ReplaceAll(c.ID, "/", "-")), r.Subject})
		}
	}
	return m
}

// headerLines are a request's headers, sorted, one a line.
func headerLines(h map[string][]string) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h)) {
		for _, v := range h[name] {
			b.WriteString(name + ": " + v + "\n")
		}
	}
	return plain(b.String())
}
