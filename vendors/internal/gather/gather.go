// Package gather joins what is written to a connection at the same time into one write.
package gather

import (
	"net"
	"sync"
	"time"
)

const (
	// gatherMost is how much may wait to be written before writers wait, too.
	gatherMost = 256 << 10
	// lastWords is how long closing lets what was written go out, and a broken
	// connection be read.
	lastWords = 250 * time.Millisecond
)

// gatherer is a connection whose writes go out together. The HTTP/2 library writes
// the headers and the payload of every request by themselves, one request after the
// other, and each write would be a TLS record and a system call of its own; here
// what is written while one is under way leaves with the next.
//
// A write returns before its bytes are on the wire, as it does with every kernel. An
// error is told to the next write, and soon ends the reading.
type gatherer struct {
	net.Conn

	mu      sync.Mutex
	some    sync.Cond // there is something to write, or closing
	room    sync.Cond // what waited was taken
	waiting []byte
	err     error // of a write
	closing bool
	done    chan struct{}
}

// New returns c with its writes gathered. Close ends what runs for it.
func New(c net.Conn) net.Conn { return start(c) }

func start(c net.Conn) *gatherer {
	g := &gatherer{Conn: c, done: make(chan struct{})}
	g.some.L, g.room.L = &g.mu, &g.mu
	go g.run()
	return g
}

// Write implements net.Conn.
func (g *gatherer) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for len(g.waiting) > gatherMost && g.err == nil && !g.closing {
		g.room.Wait()
	}
	switch {
	case g.err != nil:
		return 0, g.err
	case g.closing:
		return 0, net.ErrClosed
	}
	g.waiting = append(g.waiting, b...)
	g.some.Signal()
	return len(b), nil
}

// run writes until the connection is closed or breaks.
func (g *gatherer) run() {
	defer close(g.done)
	var out []byte
	for {
		g.mu.Lock()
		for len(g.waiting) == 0 && !g.closing {
			g.some.Wait()
		}
		if len(g.waiting) == 0 {
			g.mu.Unlock()
			return
		}
		out, g.waiting = g.waiting, out[:0]
		g.room.Broadcast()
		g.mu.Unlock()
		if _, err := g.Conn.Write(out); err != nil {
			g.fail(err)
			return
		}
	}
}

func (g *gatherer) fail(err error) {
	g.mu.Lock()
	g.err = err
	g.room.Broadcast()
	g.mu.Unlock()
	// The peer may have said why before it hung up: the reader gets to it, and then
	// to the end.
	if g.SetReadDeadline(time.Now().Add(lastWords)) != nil {
		// A tunnel that knows no deadlines; closing ends its reads.
		time.AfterFunc(lastWords, func() { _ = g.Conn.Close() })
	}
}

// Close implements net.Conn. What was written goes out first, if the peer takes it
// at once. It does not wait longer, not even for a connection without deadlines.
func (g *gatherer) Close() error {
	g.mu.Lock()
	g.closing = true
	g.some.Broadcast()
	g.room.Broadcast()
	g.mu.Unlock()
	_ = g.SetWriteDeadline(time.Now().Add(lastWords))
	late := time.NewTimer(2 * lastWords)
	defer late.Stop()
	select {
	case <-g.done:
	case <-late.C:
	}
	return g.Conn.Close()
}
