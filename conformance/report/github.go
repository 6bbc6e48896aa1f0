package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// maxAnnotations of one kind are shown per step; the last one says how many more
// there are.
const maxAnnotations = 10

// annotation is one line of a workflow command.
type annotation struct{ title, text string }

func writeGitHub(w io.Writer, r *conformance.Report) error {
	b := bufio.NewWriter(w)
	var errs, warnings []annotation
	if r.Incomplete {
		errs = append(errs, annotation{"incomplete", fmt.Sprintf("the run was interrupted; %d cases did not run", len(r.NotRun))})
	}
	for _, s := range r.Stale {
		errs = append(errs, annotation{"known-failing: " + s.Pattern, fmt.Sprintf("line %d: %s", s.Line, s.Why)})
	}
	for _, c := range worstFirst(r, counts) {
		errs = append(errs, annotation{fmt.Sprintf("%s %s: %s", c.Level, status(c), c.ID), c.Reason + "\nrerun: " + c.Rerun})
	}
	for _, c := range worstFirst(r, func(c *conformance.Result) bool { return c.Status == conformance.StatusNonStrict }) {
		warnings = append(warnings, annotation{"bad manners: " + c.ID, c.Reason})
	}
	annotate(b, "error", errs)
	annotate(b, "warning", warnings)
	s := r.Summary
	annotate(b, "notice", []annotation{{"conformance of " + r.Subject,
		fmt.Sprintf("%s: %d cases, %d passed, %d failed, %d skipped", verdict(r), s.Total, s.Passed+s.NonStrict, failures(s), s.Skipped)}})
	groups(b, r)
	return b.Flush()
}

// annotate writes at most maxAnnotations commands of one kind, the first ones.
func annotate(w io.Writer, kind string, list []annotation) {
	if len(list) > maxAnnotations {
		rest := len(list) - (maxAnnotations - 1)
		list = append(list[:maxAnnotations-1:maxAnnotations-1], annotation{"more", fmt.Sprintf("and %d more, see summary", rest)})
	}
	for _, a := range list {
		_, _ = fmt.Fprintf(w, "::%s title=%s::%s\n", kind, commandProperty(a.title), commandData(a.text)) // Flush tells of errors
	}
}

// groups lists every case, folded by vendor.
func groups(w io.Writer, r *conformance.Report) {
	vendor, open := "", false
	for i := range r.Cases {
		c := &r.Cases[i]
		if !open || string(c.Vendor) != vendor {
			if open {
				_, _ = io.WriteString(w, "::endgroup::\n")
			}
			vendor, open = string(c.Vendor), true
			_, _ = fmt.Fprintf(w, "::group::%s\n", commandData(vendor))
		}
		// The status in front keeps a text that starts with "::" from being a command.
		_, _ = fmt.Fprintf(w, "%s %s %s\n", status(c), oneLine(c.ID), cut(oneLine(c.Reason), 300))
	}
	if open {
		_, _ = io.WriteString(w, "::endgroup::\n")
	}
}

// commandData escapes the text of a workflow command.
func commandData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(plain(s))
}

// commandProperty escapes a property of a workflow command.
func commandProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(commandData(s))
}

// GitHubOutputs are the lines for the file that GITHUB_OUTPUT names: passed,
// failed, and where the report is.
func GitHubOutputs(r *conformance.Report, path string) string {
	s := r.Summary
	return fmt.Sprintf("passed=%d\nfailed=%d\nreport=%s\n", s.Passed+s.NonStrict, failures(s), oneLine(path))
}

// failures counts what makes a run anything but a success.
func failures(s conformance.Summary) int { return s.Failed + s.Flaky + s.UnexpectedPass + s.Errors }
