package apns

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
)

// goAway is why the server ended a connection. HTTP/2 libraries drop the words, so
// they are read from the wire.
type goAway struct {
	LastStream uint32
	Code       uint32 // HTTP/2 error code, 0 NO_ERROR
	Reason     string // Apple's, from the JSON in the debug data; may be empty
}

func (g *goAway) String() string {
	if g.Reason != "" {
		return "GOAWAY " + g.Reason
	}
	return fmt.Sprintf("GOAWAY with HTTP/2 code %d and no reason", g.Code)
}

// Frame types of RFC 9113.
const (
	frameHeaders  = 0x1
	frameSettings = 0x4
	frameGoAway   = 0x7
)

const (
	frameHeader = 9
	// maxGoAway bounds what is kept of a GOAWAY; Apple's are below 100 bytes.
	maxGoAway = 1 << 10
)

// watched is a connection whose frames from the server are looked at while the
// HTTP/2 library reads them. Only that library's one reading goroutine calls Read.
type watched struct {
	net.Conn
	gate *gate

	header  [frameHeader]byte
	got     int // of header
	left    int // of the frame's payload
	kept    []byte
	closing bool // inside a GOAWAY

	settled bool // the server's settings were read
	heard   bool // the server answered something
	ended   bool // the gate knows of the end
	ready   chan struct{}
	over    chan struct{}
	once    sync.Once
	goAway  atomic.Pointer[goAway]
	alert   atomic.Pointer[net.OpError] // a TLS alert after the handshake
}

func newWatched(c net.Conn, g *gate) *watched {
	return &watched{Conn: c, gate: g, ready: make(chan struct{}), over: make(chan struct{})}
}

// Read implements net.Conn.
func (c *watched) Read(b []byte) (int, error) {
	if c.settled {
		// The library asks for more only when it has worked on what it had.
		c.once.Do(func() { close(c.ready) })
	}
	n, err := c.Conn.Read(b)
	c.watch(b[:n])
	switch alert := alertIn(err); {
	case err == nil:
		return n, nil
	case alert != nil:
		c.alert.Store(alert)
		c.end(&refusedError{alert}, true)
	case !errors.Is(err, net.ErrClosed): // our own closing says nothing
		c.end(&handshakeError{err}, false)
	}
	c.finish()
	return n, err
}

func (c *watched) finish() {
	select {
	case <-c.over:
	default:
		close(c.over)
	}
}

// watch follows the frames: nine bytes of header, then as many as it says.
func (c *watched) watch(b []byte) {
	for len(b) > 0 {
		if c.left > 0 {
			n := min(c.left, len(b))
			if c.closing && len(c.kept) < maxGoAway {
				c.kept = append(c.kept, b[:min(n, maxGoAway-len(c.kept))]...)
			}
			b, c.left = b[n:], c.left-n
			c.frameEnd()
			continue
		}
		n := copy(c.header[c.got:], b)
		b, c.got = b[n:], c.got+n
		if c.got < frameHeader {
			return
		}
		c.got = 0
		c.left = int(c.header[0])<<16 | int(c.header[1])<<8 | int(c.header[2])
		switch c.header[3] {
		case frameSettings:
			c.settled = true
		case frameHeaders:
			if !c.heard {
				c.heard = true
				c.gate.answered()
			}
		case frameGoAway:
			c.closing, c.kept = true, c.kept[:0]
		}
		c.frameEnd()
	}
}

func (c *watched) frameEnd() {
	if c.left > 0 || !c.closing {
		return
	}
	c.closing = false
	if len(c.kept) < 8 {
		return
	}
	g := &goAway{LastStream: binary.BigEndian.Uint32(c.kept) &^ (1 << 31), Code: binary.BigEndian.Uint32(c.kept[4:])}
	var debug struct {
		Reason string `json:"reason"`
	}
	if json.Unmarshal(c.kept[8:], &debug) == nil {
		g.Reason = debug.Reason
	}
	c.goAway.Store(g)
	c.end(&endedError{goAway: g, untouched: true}, lasting(g.Reason))
}

// end tells the gate once that a connection is over on which nothing was answered.
func (c *watched) end(cause error, lasts bool) {
	if c.ended || (c.heard && !lasts) {
		return
	}
	c.ended = true
	c.gate.fruitless(cause, lasts)
}

// alertIn finds a TLS alert of the server in err. The standard library has no type
// for it; the operation is what tells it from other errors.
func alertIn(err error) *net.OpError {
	var op *net.OpError
	if errors.As(err, &op) && op.Op == "remote error" {
		return op
	}
	return nil
}
