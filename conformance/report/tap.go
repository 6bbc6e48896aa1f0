package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/offpush/offpush/conformance"
)

// writeTAP writes the Test Anything Protocol, version 13. A known failure is a
// TODO, as the protocol has it: reported, and no failure.
func writeTAP(w io.Writer, r *conformance.Report) error {
	b := bufio.NewWriter(w)
	_, _ = fmt.Fprintf(b, "TAP version 13\n1..%d\n", len(r.Cases)) // Flush tells of errors
	for i := range r.Cases {
		c := &r.Cases[i]
		ok, directive := "ok", ""
		switch {
		case !c.Status.Ran():
			directive = " # SKIP " + oneLine(c.Reason)
		case c.Status == conformance.StatusKnownFailing:
			ok, directive = "not ok", " # TODO "+oneLine(c.Reason)
		case c.Provisional && !c.Status.Passes():
			ok, directive = "not ok", " # TODO provisional: "+oneLine(c.Reason)
		case !c.Status.Passes():
			ok = "not ok"
		}
		_, _ = fmt.Fprintf(b, "%s %d - %s%s\n", ok, i+1, oneLine(c.ID), directive)
		if counts(c) {
			_, _ = fmt.Fprintf(b, "# %s\n", strings.ReplaceAll(plain(c.Explain()), "\n", "\n# "))
		}
	}
	if r.Incomplete {
		_, _ = fmt.Fprintf(b, "Bail out! interrupted, %d cases did not run\n", len(r.NotRun))
	}
	return b.Flush()
}
