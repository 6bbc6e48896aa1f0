package report

import (
	"fmt"
	"html"
	"io"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// A CI step's summary may be 1 MiB; beyond that GitHub shows nothing at all.
const (
	maxMarkdown = 900 << 10
	maxDetail   = 32 << 10
)

func writeMarkdown(w io.Writer, r *conformance.Report) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Conformance of %s: %s\n\n", inline(r.Subject), verdict(r))
	fmt.Fprintf(&b, "seed %d, profile %s, rulebook %s\n\n", r.Seed, inline(r.Profile), inline(r.Rulebook))
	if r.Incomplete {
		fmt.Fprintf(&b, "**Interrupted: %d cases did not run.**\n\n", len(r.NotRun))
	}
	b.WriteString("| status | cases |\n| --- | ---: |\n")
	for _, row := range summaryRows(r.Summary) {
		if row.n > 0 || row.always {
			fmt.Fprintf(&b, "| %s | %d |\n", row.name, row.n)
		}
	}
	if len(r.Stale) > 0 {
		b.WriteString("\n### Known-failing entries that are not true\n\n")
		for _, s := range r.Stale {
			fmt.Fprintf(&b, "- line %d, `%s`: %s\n", s.Line, strings.ReplaceAll(oneLine(s.Pattern), "`", "'"), inline(s.Why))
		}
	}
	markdownDetails(&b, r)
	_, err := io.WriteString(w, cut(b.String(), maxMarkdown))
	return err
}

type summaryRow struct {
	name   string
	n      int
	always bool
}

// summaryRows are the counts in the order of the contract.
func summaryRows(s conformance.Summary) []summaryRow {
	return []summaryRow{{"total", s.Total, true}, {"passed", s.Passed, true}, {"nonstrict", s.NonStrict, false},
		{"failed", s.Failed, true}, {"known failing", s.KnownFailing, false}, {"unexpected pass", s.UnexpectedPass, false},
		{"flaky", s.Flaky, false}, {"skipped", s.Skipped, false}, {"disabled", s.Disabled, false},
		{"provisional", s.Provisional, false}, {"errors", s.Errors, false}}
}

// markdownDetails folds the evidence of each failure, the worst first, as long as
// there is room.
func markdownDetails(b *strings.Builder, r *conformance.Report) {
	const room = maxMarkdown - 4<<10 // for the last line, and headings
	shown := worstFirst(r, deservesDetails)
	if len(shown) == 0 {
		return
	}
	b.WriteString("\n### Not passed\n\n")
	for i, c := range shown {
		text := cut(plain(c.Explain()), maxDetail)
		detail := fmt.Sprintf("<details><summary>%s <b>%s</b> <code>%s</code> %s</summary>\n\n<pre>%s</pre>\n</details>\n\n",
			c.Level, status(c), html.EscapeString(plain(c.ID)), html.EscapeString(cut(oneLine(c.Reason), 200)), html.EscapeString(text))
		if b.Len()+len(detail) > room {
			fmt.Fprintf(b, "and %d more, see the JSON report.\n", len(shown)-i)
			return
		}
		b.WriteString(detail)
	}
}

// status is the status as people read it.
func status(c *conformance.Result) string {
	s := strings.ReplaceAll(string(c.Status), "_", " ")
	if c.Provisional {
		s += " (provisional, not counted)"
	}
	return s
}

// inline keeps a text from being taken for markup.
func inline(s string) string {
	return strings.NewReplacer("`", "'", "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`).Replace(oneLine(s))
}
