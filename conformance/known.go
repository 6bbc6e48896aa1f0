package conformance

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
)

// KnownFailure is one entry of a known-failing list: cases that fail for a reason
// somebody wrote down. The list must not outlive the truth, so an entry that
// matches no case, or whose case passes, fails the run.
type KnownFailure struct {
	Pattern string `json:"pattern"`
	// Reason is why, with a link to where it is being worked on.
	Reason string `json:"reason"`
	// Line in the list, from 1; 0 when the entry does not come from a file.
	Line int `json:"line,omitempty"`
}

// StaleEntry is an entry of the known-failing list that is not true.
type StaleEntry struct {
	KnownFailure
	// Why it is stale, in a sentence that says what to do.
	Why string `json:"why"`
}

// ParseKnownFailing reads a known-failing list: a line is a pattern, white space,
// and "# reason and link"; empty lines and lines that start with # are for people.
// All wrong lines are reported, each with name and line number.
func ParseKnownFailing(name string, r io.Reader) ([]KnownFailure, error) {
	var out []KnownFailure
	var errs []error
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		k, err := parseKnownLine(text)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		k.Line = n
		out = append(out, k)
	}
	if err := lines.Err(); err != nil {
		errs = append(errs, fmt.Errorf("%s: read: %w", name, err))
	}
	if len(errs) > 0 {
		return nil, &OptionError{Err: errors.Join(errs...)}
	}
	return out, nil
}

func parseKnownLine(text string) (KnownFailure, error) {
	pattern, reason, _ := strings.Cut(text, "#")
	pattern, reason = strings.TrimSpace(pattern), strings.TrimSpace(reason)
	if strings.ContainsAny(pattern, " \t") {
		return KnownFailure{}, fmt.Errorf("pattern %q has a space; write one pattern a line, then \"# reason and link\"", pattern)
	}
	if reason == "" {
		return KnownFailure{}, fmt.Errorf("pattern %q has no reason; add \"# reason and link\" behind it", pattern)
	}
	link, words := false, false
	for _, w := range strings.Fields(reason) {
		if strings.Contains(w, "://") {
			link = true
		} else {
			words = true
		}
	}
	if !link {
		return KnownFailure{}, fmt.Errorf("the reason of pattern %q has no link; add where it is being worked on (https://...)", pattern)
	}
	if !words {
		return KnownFailure{}, fmt.Errorf("the reason of pattern %q is only a link; say why it fails", pattern)
	}
	return KnownFailure{Pattern: pattern, Reason: reason}, nil
}

// knownFor is the first entry that speaks of a case, nil if none does.
func knownFor(list []KnownFailure, c *Case) *KnownFailure {
	for i := range list {
		if matchesCase(list[i].Pattern, c) {
			return &list[i]
		}
	}
	return nil
}

// applyKnown turns what a case did into what that means under the list. An entry
// also covers a flaky case: it does fail.
func applyKnown(list []KnownFailure, c *Case, r *Result) {
	k := knownFor(list, c)
	if k == nil {
		return
	}
	switch {
	case r.Status == StatusFailed || r.Status == StatusFlaky:
		r.Status, r.Reason = StatusKnownFailing, k.Reason
	case r.Status.Passes():
		r.Status = StatusUnexpectedPass
		r.Reason = fmt.Sprintf("listed as known failing (%s), and passed; remove the entry %q", k.Reason, k.Pattern)
	}
}

// staleEntries finds the entries that match none of all cases, and those of whose
// cases one passed. Cases that were not selected say nothing.
func staleEntries(list []KnownFailure, all []Case, results []Result) []StaleEntry {
	passed := map[string]bool{}
	for i := range results {
		if results[i].Status == StatusUnexpectedPass {
			passed[results[i].ID] = true
		}
	}
	var out []StaleEntry
	for _, k := range list {
		matched, why := false, ""
		for i := range all {
			if !matchesCase(k.Pattern, &all[i]) {
				continue
			}
			matched = true
			if passed[all[i].ID] && why == "" {
				why = fmt.Sprintf("case %s passes; remove the entry or make its pattern narrower", all[i].ID)
			}
		}
		if !matched {
			why = "matches no case; remove it" + didYouMean(k.Pattern, all)
		}
		if why != "" {
			out = append(out, StaleEntry{KnownFailure: k, Why: why})
		}
	}
	return out
}
