package vivo

import (
	"context"
	"net/http"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// saveOnce stores the body, unless this very body with this requestId is stored
// already. Concurrent blocks of one message share one call.
func (s *Sender) saveOnce(ctx context.Context, d *draft, body []byte) (stored.Body, error) {
	life := stored.Longest
	if ttl := d.body.TimeToLive; ttl != nil {
		life = min(life, time.Duration(*ttl)*time.Second)
	}
	return s.saved.Once(ctx, stored.KeyOf(body), s.clock.Now, func(ctx context.Context) (stored.Body, error) {
		now := s.clock.Now()
		r, err := s.call(ctx, http.MethodPost, s.at.save, body)
		if err != nil {
			return stored.Body{}, err
		}
		if !r.ok() || r.answer.TaskID == "" {
			o := s.verdict(r)
			if r.ok() { // success without the one thing asked for
				o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
			}
			return stored.Body{}, &verdict.Refusal{Vendor: vendors.Vivo, Op: "save", Outcome: o}
		}
		return stored.Body{ID: string(r.answer.TaskID), Expires: now.Add(life)}, nil
	})
}
