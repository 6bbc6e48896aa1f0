package fcm_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/offpush/offpush/sim/device"
)

// The end of a message of a sender that keeps its clock is as far off on the simulator's,
// which was moved by a day.
func TestExpirationOfASenderADayBehind(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p", func(p *device.Phone) { p.Offline, p.Flags = true, map[string]string{"platform": "ios"} })
	w.Ahead = 24 * time.Hour
	until := w.Now().Add(time.Hour - w.Ahead).Unix()
	w.send(id, fields{"message.apns": fields{"headers": fields{"apns-expiration": strconv.FormatInt(until, 10)}}})
	w.Pass(time.Hour - time.Minute)
	before := w.Fate()
	w.Pass(2 * time.Minute)
	if got := before + ", " + w.Fate(); got != "held, expired" {
		t.Errorf("fate: %s, want held and expired after an hour", got)
	}
}
