package conformance

import "errors"

// Exit codes of a run, as every command of offpush uses them.
const (
	ExitOK          = 0   // at least one case ran and none failed
	ExitFailed      = 1   // a case failed, is flaky, or the known-failing list is stale
	ExitUsage       = 2   // the options make no sense; nothing was attempted
	ExitCannotRun   = 3   // a case could not be tried: subject not reachable, set-up, our bug
	ExitNothing     = 4   // no case selected, or every one skipped
	ExitInterrupted = 130 // the report is partial and says so
)

// ExitCode is the process exit code of a run that gave this report. An
// interruption outranks everything, since the rest of the answer is missing. A
// failure outranks an error: "no" is an answer that errors elsewhere cannot turn
// into "unknown". Provisional cases count for nothing but having run.
func (r *Report) ExitCode(allowEmpty bool) int {
	if r.Incomplete {
		return ExitInterrupted
	}
	ran, failed, broken := false, len(r.Stale) > 0, false
	for i := range r.Cases {
		c := &r.Cases[i]
		ran = ran || c.Status.Ran()
		if c.Provisional {
			continue
		}
		failed = failed || c.Status.FailsRun()
		broken = broken || c.Status == StatusError
	}
	switch {
	case failed:
		return ExitFailed
	case broken:
		return ExitCannotRun
	case !ran && !allowEmpty:
		return ExitNothing
	}
	return ExitOK
}

// ExitCode is the process exit code of what Run returned.
func ExitCode(r *Report, err error, allowEmpty bool) int {
	var noMatch *NoMatchError
	var option *OptionError
	switch {
	case errors.As(err, &noMatch):
		return ExitNothing
	case errors.As(err, &option):
		return ExitUsage
	case err != nil || r == nil:
		return ExitCannotRun
	}
	return r.ExitCode(allowEmpty)
}
