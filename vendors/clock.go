package vendors

import (
	"context"
	"time"
)

// Clock is where senders get the time: signatures, token expiry, back-off and
// "until midnight" all follow it, so a simulator can move them. TLS and HTTP
// time-outs stay on the machine's clock.
type Clock interface {
	Now() time.Time
	// Sleep returns nil after d of this clock's time, or the context's error.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the machine's clock; its zero value is ready.
type SystemClock struct{}

var _ Clock = SystemClock{}

// Now is time.Now.
func (SystemClock) Now() time.Time { return time.Now() }

// Sleep waits on a timer; d <= 0 only checks the context.
func (SystemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
