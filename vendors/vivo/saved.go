package vivo

import (
	"context"
	"crypto/sha256"
	"net/http"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/flight"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	// maxSaved bounds the remembered bodies. They serve the blocks and repeats
	// of one campaign, not history.
	maxSaved = 128
	// savedFor is how long a stored body is used again at most, well below the
	// shortest default timeToLive; a shorter timeToLive ends it earlier.
	savedFor = time.Hour
)

// savedBody is a body stored at vivo: its digest, never its text.
type savedBody struct {
	key     [sha256.Size]byte
	taskID  string
	expires time.Time
}

// savedBodies remembers what is stored at vivo. The zero value is ready.
type savedBodies struct {
	mu     sync.Mutex
	bodies map[[sha256.Size]byte]savedBody
	order  [][sha256.Size]byte // oldest first
	flight flight.Group[[sha256.Size]byte, savedBody]
}

func (c *savedBodies) find(key [sha256.Size]byte, now time.Time) (savedBody, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	b, ok := c.bodies[key]
	return b, ok && now.Before(b.expires)
}

func (c *savedBodies) keep(b savedBody) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.bodies == nil {
		c.bodies = make(map[[sha256.Size]byte]savedBody)
	}
	if _, known := c.bodies[b.key]; !known {
		if len(c.order) == maxSaved {
			delete(c.bodies, c.order[0])
			c.order = append(c.order[:0], c.order[1:]...)
		}
		c.order = append(c.order, b.key)
	}
	c.bodies[b.key] = b
}

// forget drops b unless it has been saved anew since.
func (c *savedBodies) forget(b savedBody) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.bodies[b.key]; ok && known.taskID == b.taskID {
		known.expires = time.Time{} // its place in order stays
		c.bodies[b.key] = known
	}
}

// saveOnce stores the body, unless this very body with this requestId is stored
// already. Concurrent blocks of one message share one call.
func (s *Sender) saveOnce(ctx context.Context, d *draft, body []byte) (savedBody, error) {
	key := sha256.Sum256(body)
	if b, ok := s.saved.find(key, s.clock.Now()); ok {
		return b, nil
	}
	life := savedFor
	if ttl := d.body.TimeToLive; ttl != nil {
		life = min(life, time.Duration(*ttl)*time.Second)
	}
	return s.saved.flight.Do(ctx, key, func(ctx context.Context) (savedBody, error) {
		if b, ok := s.saved.find(key, s.clock.Now()); ok {
			return b, nil
		}
		now := s.clock.Now()
		r, err := s.call(ctx, http.MethodPost, s.at.save, body)
		if err != nil {
			return savedBody{}, err
		}
		if !r.ok() || r.answer.TaskID == "" {
			o := s.verdict(r)
			if r.ok() { // success without the one thing asked for
				o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
			}
			return savedBody{}, &verdict.Refusal{Vendor: vendors.Vivo, Op: "save", Outcome: o}
		}
		b := savedBody{key: key, taskID: string(r.answer.TaskID), expires: now.Add(life)}
		s.saved.keep(b)
		return b, nil
	})
}
