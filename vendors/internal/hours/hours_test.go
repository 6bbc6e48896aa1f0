package hours_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/vendors/internal/hours"
)

func TestUntil(t *testing.T) {
	t.Parallel()
	at := func(hour, minute int) time.Time { return time.Date(2025, 12, 31, hour, minute, 0, 0, hours.China()) }
	for _, c := range []struct {
		now  time.Time
		hour int
		want time.Duration
	}{
		{at(6, 30), 7, 30 * time.Minute},
		{at(7, 0), 7, 24 * time.Hour},
		{at(23, 0), 7, 8 * time.Hour},
		{at(23, 59), 0, time.Minute},
		{at(0, 0), 0, 24 * time.Hour},
		{at(6, 30).UTC(), 7, 30 * time.Minute},
	} {
		if got := hours.Until(c.now, hours.China(), c.hour); got != c.want {
			t.Errorf("Until(%v, %d) = %v, want %v", c.now, c.hour, got, c.want)
		}
	}
}
