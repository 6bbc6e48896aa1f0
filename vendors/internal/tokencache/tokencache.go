// Package tokencache keeps the access token of one app: fetched once for all
// callers, renewed before it ends, and renewed exactly once when a vendor says
// that it is no longer good.
//
// Time is the sender's Clock, so a simulator that jumps a day expires the token.
package tokencache

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/flight"
)

// Token is an access token with its two moments.
type Token struct {
	Value vendors.Secret
	// Refresh is when a new one is fetched although this one still works.
	Refresh time.Time
	// Expires is when it stops working. Between the two a failed fetch is
	// survived by using the old token.
	Expires time.Time
}

// retryRefresh is the pause between early fetches that fail, so that a login
// service that is down is not called with every message.
const retryRefresh = time.Minute

// Cache holds one app's token. It is safe for concurrent use.
type Cache struct {
	clock   vendors.Clock
	fetch   func(context.Context) (Token, error)
	current atomic.Pointer[Token]
	flights flight.Group[struct{}, *Token]
}

// New returns an empty cache; fetch logs in at the vendor. At most one fetch
// runs at a time.
func New(clock vendors.Clock, fetch func(context.Context) (Token, error)) *Cache {
	return &Cache{clock: clock, fetch: fetch}
}

// Get returns a token to use now, fetching one if needed. The error is fetch's,
// or the context's.
func (c *Cache) Get(ctx context.Context) (string, error) {
	if t := c.current.Load(); t != nil && c.clock.Now().Before(t.Refresh) {
		return t.Value.Reveal(), nil
	}
	t, err := c.flights.Do(ctx, struct{}{}, c.renew)
	if err != nil {
		return "", err
	}
	return t.Value.Reveal(), nil
}

// renew runs under single flight.
func (c *Cache) renew(ctx context.Context) (*Token, error) {
	now := c.clock.Now()
	old := c.current.Load()
	if old != nil && now.Before(old.Refresh) {
		return old, nil // somebody else's flight ended just before ours began
	}
	fresh, err := c.fetch(ctx)
	if err == nil {
		c.current.Store(&fresh)
		return &fresh, nil
	}
	if old != nil && now.Before(old.Expires) && ctx.Err() == nil {
		later := *old
		later.Refresh = earlier(now.Add(retryRefresh), old.Expires)
		if c.current.CompareAndSwap(old, &later) {
			return &later, nil
		}
	}
	return nil, err
}

// Invalidate drops the token old, which a vendor refused. A token fetched in the
// meantime stays: of many callers that were refused together only the first
// causes a fetch.
func (c *Cache) Invalidate(old string) {
	t := c.current.Load()
	if t != nil && t.Value.Reveal() == old {
		c.current.CompareAndSwap(t, nil)
	}
}

// LoginError is a failure before the call itself went out: the login got no answer, or
// was refused.
type LoginError struct{ Err error }

func (e *LoginError) Error() string { return "login: " + e.Err.Error() }

// Unwrap gives the cause.
func (e *LoginError) Unwrap() error { return e.Err }

// Call makes an attempt with a token and, when its answer says that the token is no
// longer good, once more with a new one. The error is a *LoginError or the attempt's.
func Call[R any](ctx context.Context, c *Cache, attempt func(token string) (R, error), refused func(*R) bool) (R, error) {
	var none R
	token, err := c.Get(ctx)
	if err != nil {
		return none, &LoginError{err}
	}
	r, err := attempt(token)
	if err != nil || !refused(&r) {
		return r, err
	}
	c.Invalidate(token)
	if token, err = c.Get(ctx); err != nil {
		return none, &LoginError{err}
	}
	return attempt(token)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
