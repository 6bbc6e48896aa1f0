package httpsim

import (
	"net"
	"net/http"
	"strconv"

	"github.com/offpush/offpush/sim/fault"
)

// finish does on the wire what was decided.
func (s *Server) finish(x *exchange, w http.ResponseWriter, r *http.Request, next fault.Next) {
	switch next {
	case fault.ResetConn:
		reset(w)
	case fault.NeverReply:
		select {
		case <-r.Context().Done():
		case <-s.life.Done():
		}
		abort(w)
	case fault.Proceed, fault.Reply:
		x.write(w)
	}
}

// smallBody is up to which size net/http counts a response's length by itself.
const smallBody = 2048

func (x *exchange) write(w http.ResponseWriter) {
	a, h := &x.answer, w.Header()
	for name, values := range a.Header {
		h[name] = values
	}
	if a.Type != "" {
		h["Content-Type"] = x.site.contentType(a.Type)
	} else {
		h["Content-Type"] = nil // no guess: the vendor sends none
	}
	switch {
	case a.Cut:
		h["Content-Length"] = []string{strconv.Itoa(a.Length)}
	case len(a.Body) >= smallBody:
		h["Content-Length"] = []string{strconv.Itoa(len(a.Body))}
	}
	w.WriteHeader(a.Status)
	w.Write(a.Body) //nolint:errcheck // a sender that went away is its own matter
	if a.Cut {
		abort(w)
	}
}

// breaker is a ResponseWriter without a connection that can still break one.
type breaker interface{ breakOff(reset bool) }

// reset makes the sender see a connection reset where there is a TCP connection of
// its own, and a broken stream on HTTP/2.
func reset(w http.ResponseWriter) {
	if b, ok := w.(breaker); ok {
		b.breakOff(true)
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		abort(w)
		return
	}
	if t, ok := conn.(interface{ NetConn() net.Conn }); ok { // TLS
		conn = t.NetConn()
	}
	if t, ok := conn.(*net.TCPConn); ok {
		t.SetLinger(0) //nolint:errcheck // then it closes in the ordinary way
	}
	conn.Close() //nolint:errcheck // broken is what it should be
}

// abort breaks the exchange off: nothing more is sent. What was written goes out
// first, so that a cut answer is seen as one.
func abort(w http.ResponseWriter) {
	if b, ok := w.(breaker); ok {
		b.breakOff(false)
		return
	}
	if f, ok := w.(http.Flusher); ok && w.Header().Get("Content-Length") != "" {
		f.Flush()
	}
	// The one way net/http has to end an exchange without an answer.
	panic(http.ErrAbortHandler)
}
