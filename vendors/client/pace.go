package client

import (
	"context"
	"time"

	"golang.org/x/time/rate"

	"github.com/offpush/offpush/vendors"
)

// pacer spaces targets out over the clock's time.
type pacer struct {
	clock   vendors.Clock
	limiter *rate.Limiter // nil: no limit
}

func newPacer(perSecond float64, burst int, clock vendors.Clock) *pacer {
	p := &pacer{clock: clock}
	if perSecond > 0 {
		p.limiter = rate.NewLimiter(rate.Limit(perSecond), burst)
	}
	return p
}

// wait blocks until n targets may go, in parts no larger than the burst. paused
// is called before each pause.
func (p *pacer) wait(ctx context.Context, n int, paused func(time.Duration)) error {
	if p.limiter == nil {
		return nil
	}
	for n > 0 {
		part := min(n, p.limiter.Burst())
		now := p.clock.Now()
		r := p.limiter.ReserveN(now, part)
		if d := r.DelayFrom(now); d > 0 {
			paused(d)
			if err := p.clock.Sleep(ctx, d); err != nil {
				r.CancelAt(p.clock.Now())
				return err
			}
		}
		n -= part
	}
	return nil
}
