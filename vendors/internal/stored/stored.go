// Package stored remembers the bodies a driver stored at its vendor, by their digest and
// never their text, so that the blocks and repeats of one campaign use one of them:
// vendors limit what may be stored in a day.
package stored

import (
	"context"
	"crypto/sha256"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors/internal/flight"
)

const (
	// most bounds the remembered bodies. They serve campaigns, not history.
	most = 128
	// Longest is how long a stored body is used again at most, well below the times
	// vendors keep one; a shorter time to live ends it earlier.
	Longest = time.Hour
)

// Key is the digest of a body.
type Key = [sha256.Size]byte

// KeyOf is the digest of a body.
func KeyOf(body []byte) Key { return sha256.Sum256(body) }

// Body is a body stored at the vendor, under the vendor's id.
type Body struct {
	Key     Key
	ID      string
	Expires time.Time
}

// Bodies remembers what is stored. The zero value is ready; it is safe for concurrent use.
type Bodies struct {
	mu     sync.Mutex
	bodies map[Key]Body
	order  []Key // oldest first
	flight flight.Group[Key, Body]
}

// Once returns the stored body of this key, storing it by save when there is none.
// Concurrent callers share one save.
func (c *Bodies) Once(ctx context.Context, key Key, now func() time.Time, save func(context.Context) (Body, error)) (Body, error) {
	if b, ok := c.Find(key, now()); ok {
		return b, nil
	}
	return c.flight.Do(ctx, key, func(ctx context.Context) (Body, error) {
		if b, ok := c.Find(key, now()); ok {
			return b, nil
		}
		b, err := save(ctx)
		if err != nil {
			return Body{}, err
		}
		b.Key = key
		c.Keep(b)
		return b, nil
	})
}

// Find returns a body that is stored and has not expired.
func (c *Bodies) Find(key Key, now time.Time) (Body, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.bodies[key]
	return b, ok && now.Before(b.Expires)
}

// Keep remembers a body, forgetting the oldest of many.
func (c *Bodies) Keep(b Body) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bodies == nil {
		c.bodies = make(map[Key]Body)
	}
	if _, known := c.bodies[b.Key]; !known {
		if len(c.order) == most {
			delete(c.bodies, c.order[0])
			c.order = append(c.order[:0], c.order[1:]...)
		}
		c.order = append(c.order, b.Key)
	}
	c.bodies[b.Key] = b
}

// Forget drops b unless it has been stored anew since.
func (c *Bodies) Forget(b Body) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.bodies[b.Key]; ok && known.ID == b.ID {
		known.Expires = time.Time{} // its place in order stays
		c.bodies[b.Key] = known
	}
}
