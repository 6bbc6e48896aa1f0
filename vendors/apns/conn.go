package apns

import (
	"crypto/tls"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"net"
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
	frameHeaders = 0x1
	frameGoAway  = 0x7
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

	heard  bool // the server answered something
	ended  bool // the gate knows of the end
	goAway atomic.Pointer[goAway]
	alert  atomic.Pointer[tls.AlertError]
}

// Read implements net.Conn.
func (c *watched) Read(b []byte) (int, error) {
	n, err := c.Conn.Read(b)
	c.watch(b[:n])
	if err != nil {
		var alert tls.AlertError
		if errors.As(err, &alert) {
			c.alert.Store(&alert)
		}
		if !errors.Is(err, net.ErrClosed) { // our own closing says nothing
			c.end("")
		}
	}
	return n, err
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
	c.end(g.Reason)
}

// end tells the gate once that a connection is over on which nothing was answered.
func (c *watched) end(reason string) {
	if c.ended || (c.heard && !lasting(reason)) {
		return
	}
	c.ended = true
	c.gate.fruitless(reason)
}
