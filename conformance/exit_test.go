package conformance

import (
	"errors"
	"testing"
)

func TestExitCodes(t *testing.T) {
	t.Parallel()
	rep := func(statuses ...Status) *Report {
		r := &Report{}
		for _, s := range statuses {
			r.Cases = append(r.Cases, Result{Status: s})
		}
		return r
	}
	interrupted := rep(StatusFailed)
	interrupted.Incomplete = true
	stale := rep(StatusPassed)
	stale.Stale = []StaleEntry{{}}
	provisional := rep(StatusError, StatusFailed)
	provisional.Cases[0].Provisional, provisional.Cases[1].Provisional = true, true
	tests := map[string]struct {
		r    *Report
		err  error
		want int
	}{
		"all pass":                  {rep(StatusPassed, StatusNonStrict, StatusSkipped), nil, ExitOK},
		"known failures only":       {rep(StatusKnownFailing), nil, ExitOK},
		"a failure":                 {rep(StatusPassed, StatusFailed), nil, ExitFailed},
		"flaky":                     {rep(StatusPassed, StatusFlaky), nil, ExitFailed},
		"unexpected pass":           {rep(StatusPassed, StatusUnexpectedPass), nil, ExitFailed},
		"stale entry":               {stale, nil, ExitFailed},
		"an error":                  {rep(StatusPassed, StatusError), nil, ExitCannotRun},
		"a failure beside an error": {rep(StatusError, StatusFailed), nil, ExitFailed},
		"interrupted after failure": {interrupted, nil, ExitInterrupted},
		"provisional ones only":     {provisional, nil, ExitOK},
		"nothing selected":          {rep(), nil, ExitNothing},
		"all skipped or disabled":   {rep(StatusSkipped, StatusDisabled), nil, ExitNothing},
		"no match":                  {nil, &NoMatchError{What: "pattern", Name: "x"}, ExitNothing},
		"several without a match":   {nil, errors.Join(&NoMatchError{}, &NoMatchError{}), ExitNothing},
		"option":                    {nil, &OptionError{errors.New("x")}, ExitUsage},
		"anything else":             {nil, errors.New("x"), ExitCannotRun},
		"neither report nor error":  {nil, nil, ExitCannotRun},
	}
	for name, tt := range tests {
		if got := ExitCode(tt.r, tt.err, false); got != tt.want {
			t.Errorf("%s: exit code %d, want %d", name, got, tt.want)
		}
	}
}
