package apns

import (
	"fmt"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors"
)

// How often is dialled when connections come to nothing. Apple takes frequent
// connecting and disconnecting for an attack, and a plain transport dials hundreds
// of times a second when each connection is closed at once.
const (
	freeDials  = 3 // fruitless ones in a row before the first pause
	firstPause = time.Second
	longPause  = time.Minute      // after a refused certificate, and the longest other
	maxPause   = 15 * time.Minute // after a certificate refused again and again
)

// gate decides whether another connection may be opened. It is safe for concurrent
// use.
type gate struct {
	clock vendors.Clock

	mu     sync.Mutex
	failed int // fruitless connections in a row
	until  time.Time
	cause  error // of the last one
	leaves int   // connections left in a row, each soon after the other
	leftAt time.Time
}

// lasting reports reasons that a new connection cannot mend.
func lasting(reason string) bool {
	switch reason {
	case "BadCertificate", "BadCertificateEnvironment":
		return true
	}
	return false
}

// closedError is a connection that was not opened, because of what became of the
// last ones.
type closedError struct {
	cause error
	wait  time.Duration
}

func (e *closedError) Error() string {
	return fmt.Sprintf("no connection is opened for %v: the last came to nothing: %v", e.wait, e.cause)
}

func (e *closedError) Unwrap() error { return e.cause }

// enter lets one dial through, or says how long to wait.
func (g *gate) enter() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if wait := g.until.Sub(g.clock.Now()); wait > 0 {
		return &closedError{cause: g.cause, wait: wait}
	}
	return nil
}

// answered says that a connection works.
func (g *gate) answered() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed, g.until, g.cause = 0, time.Time{}, nil
}

// fruitless says that a connection ended without an answer to any request, or was
// refused for good.
func (g *gate) fruitless(cause error, lasts bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.failed++
	g.cause = cause
	switch {
	case lasts:
		g.until = g.clock.Now().Add(doubled(longPause, g.failed-1, maxPause))
	case g.failed >= freeDials:
		g.until = g.clock.Now().Add(doubled(firstPause, g.failed-freeDials, longPause))
	}
}

// leftError is why connections were left: answers that want another one.
type leftError struct{ reason string }

func (e *leftError) Error() string { return "it was left for " + e.reason }

// left says that a connection was left because of an answer on it. It was not
// fruitless; but a server that wants another one each time is not dialled each time.
func (g *gate) left(reason string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.clock.Now()
	if now.Sub(g.leftAt) > longPause {
		g.leaves = 0
	}
	g.leaves++
	g.leftAt = now
	if g.leaves >= freeDials {
		g.cause, g.until = &leftError{reason}, now.Add(doubled(firstPause, g.leaves-freeDials, longPause))
	}
}

// doubled is d doubled n times, at most limit.
func doubled(d time.Duration, n int, limit time.Duration) time.Duration {
	for range n {
		if d >= limit {
			return limit
		}
		d *= 2
	}
	return min(d, limit)
}
