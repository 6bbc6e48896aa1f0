package sim_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
)

func TestTimesOfASenderWithAnotherClock(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		ahead       time.Duration
		from, until time.Duration // from the sender's now
		theirs      bool
	}{
		"one clock":                               {0, -time.Hour, -time.Hour, true},
		"ahead: made now":                         {24 * time.Hour, 0, 0, true},
		"ahead: made an hour ago":                 {24 * time.Hour, -time.Hour, -time.Hour, true},
		"ahead: made by the simulator's":          {24 * time.Hour, 24 * time.Hour, 24 * time.Hour, false},
		"ahead: a life that began":                {24 * time.Hour, -50 * time.Minute, 10 * time.Minute, true},
		"ahead: a life that is over":              {24 * time.Hour, -2 * time.Hour, -time.Hour, true},
		"a little ahead: a life with both":        {20 * time.Minute, 0, time.Hour, false},
		"a little ahead: a life with one of them": {20 * time.Minute, -50 * time.Minute, 10 * time.Minute, true},
		"behind: made now":                        {-24 * time.Hour, 0, 0, true},
		"behind: a life that began":               {-time.Hour, -50 * time.Minute, 10 * time.Minute, true},
		"behind: made by the simulator's":         {-24 * time.Hour, -24 * time.Hour, -24 * time.Hour, false},
		"a life that ends before it begins":       {24 * time.Hour, 0, -48 * time.Hour, true},
	} {
		call := &sim.Call{At: now, Ahead: c.ahead}
		theirs := now.Add(-c.ahead)
		want := now
		if c.theirs {
			want = theirs
		}
		if got := call.SenderNow(theirs.Add(c.from), theirs.Add(c.until)); !got.Equal(want) {
			t.Errorf("%s: read from a clock at %v, want %v", name, got, want)
		}
		if got := call.Due(theirs.Add(time.Hour)); !got.Equal(now.Add(time.Hour)) {
			t.Errorf("%s: what is due in an hour is due at %v, want an hour from now", name, got)
		}
	}
}
