package apns_test

import (
	"strconv"
	"testing"
	"time"
)

// The end of a message of a sender that keeps its clock is as far off on the simulator's,
// which was moved by a day.
func TestExpirationOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.Ahead = 24 * time.Hour
	until := w.Now().Add(time.Hour - w.Ahead).Unix()
	w.want(w.push(w.Phone("p", offline), head{"apns-expiration": strconv.FormatInt(until, 10)}), "200")
	w.Pass(time.Hour - time.Minute)
	before := w.Fate()
	w.Pass(2 * time.Minute)
	if got := before + ", " + w.Fate(); got != "held, expired" {
		t.Errorf("fate: %s, want held and expired after an hour", got)
	}
}
