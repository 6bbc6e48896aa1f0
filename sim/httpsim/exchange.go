package httpsim

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// exchange is one request on its way through the simulator. Exchanges are pooled:
// nothing in one may be kept by others after release.
type exchange struct {
	server  *Server
	engine  *sim.Engine
	site    *site
	strikes fault.Strikes

	request  sim.Request
	call     sim.Call
	decision sim.Decision
	response sim.Response
	answer   fault.Reaction
	event    sim.Event

	in  []byte // the request's body
	out []byte // the response's body
	// Copies for the event, redacted.
	head, sent, got []byte
}

// keepBuffer is how large a pooled buffer may stay, so that one big request does
// not hold its memory for ever.
const keepBuffer = 64 << 10

func (s *Server) release(x *exchange) {
	*x = exchange{
		call:     sim.Call{Reuse: x.call.Wire, Targets: reuseTargets(x.call.Targets)},
		decision: x.decision, // keeps its slices; Decide empties it
		in:       reuse(x.in), out: reuse(x.out),
		head: reuse(x.head), sent: reuse(x.sent), got: reuse(x.got),
	}
	s.pool.Put(x)
}

// keepTargets is how many targets' memory may stay.
const keepTargets = 16

func reuseTargets(t []sim.Target) []sim.Target {
	if cap(t) > keepTargets {
		return nil
	}
	clear(t)
	return t[:0]
}

func reuse(b []byte) []byte {
	if cap(b) > keepBuffer {
		return nil
	}
	return b[:0]
}

// noDifference is how far two clocks may be apart and count as one.
const noDifference = time.Second

// ahead is how far the simulator's time is ahead of the senders'.
func (s *Server) ahead(now time.Time) time.Duration {
	if !s.opts.MachineClock {
		return 0
	}
	d := now.Sub(vendors.SystemClock{}.Now())
	if d.Abs() < noDifference {
		return 0
	}
	return d
}

func (x *exchange) begin(s *Server, e *sim.Engine, st *site, path string, r *http.Request) {
	x.server, x.engine, x.site = s, e, st
	x.request = sim.Request{
		Method: r.Method, Path: path, Query: r.URL.RawQuery, Host: r.Host,
		Header: r.Header, Site: st.Name, TLS: r.TLS != nil, Proto: r.Proto,
		Remote: r.RemoteAddr,
	}
	if c := connOf(r.Context()); c != nil {
		x.request.ConnID = c.id
		x.request.ClientCert, x.request.ClientCertTrusted = c.certificate(r.TLS)
	}
}

// read fills the request's body, up to limit bytes.
func (x *exchange) read(body io.Reader, announced int64, limit int) error {
	if need := min(announced, int64(limit)) + 1; need > int64(cap(x.in)) {
		x.in = make([]byte, 0, need)
	} else if cap(x.in) == 0 {
		x.in = make([]byte, 0, 512)
	}
	for {
		n, err := body.Read(x.in[len(x.in):min(cap(x.in), limit+1)])
		x.in = x.in[:len(x.in)+n]
		if len(x.in) > limit {
			x.in, x.request.Truncated = x.in[:limit], true
			err = io.EOF
		}
		x.request.Body = x.in
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if len(x.in) == cap(x.in) {
			x.in = append(x.in, 0)[:len(x.in)]
		}
	}
}

// incomplete is a request that did not arrive in whole: no vendor sees it.
func (x *exchange) incomplete(err error) {
	x.answer = fault.Reaction{
		Status: http.StatusBadRequest, Type: "text/plain; charset=utf-8",
		Body: []byte("offpush simulator: the request's body did not arrive in whole\n"),
	}
	x.event.Error = "incomplete"
	if errors.Is(err, os.ErrDeadlineExceeded) {
		x.answer.Status, x.event.Error = http.StatusRequestTimeout, "timeout"
	}
}

// decide lets faults and the vendor act, and leaves the answer in x.answer.
func (x *exchange) decide(ctx context.Context) fault.Next {
	next := fault.Proceed
	disturbed := x.strikes.Any()
	if disturbed {
		next = x.strikes.Before(ctx, &x.answer)
	}
	if next == fault.Proceed {
		if x.ask(); x.response.Hangup {
			next = fault.ResetConn
		} else if disturbed {
			next = x.strikes.After(ctx, &x.answer)
		}
	}
	switch next {
	case fault.ResetConn:
		x.event.Error = "reset"
	case fault.NeverReply:
		x.event.Error = "timeout"
	case fault.Reply:
		x.event.Code = "" // the sender gets another answer than the vendor's
	case fault.Proceed:
	}
	return next
}

// ask brings the request to the vendor and takes its answer.
func (x *exchange) ask() {
	ep := x.site.endpoint
	x.call.Request, x.call.At = &x.request, x.engine.Clock().Now()
	x.call.Ahead = x.server.ahead(x.call.At)
	ep.Decode(&x.request, &x.call)
	x.event.ID = x.engine.Submit(x.site.vendor, &x.call, &x.decision)
	x.response.Body = x.out
	ep.Encode(&x.call, &x.decision, &x.response)
	x.out = x.response.Body
	x.event.At, x.event.Verb, x.event.Op = x.call.At, x.call.Verb, x.call.Op
	x.event.Code = x.decision.Reply.Code
	if x.response.Hangup {
		x.answer = fault.Reaction{}
		return
	}
	x.answer = fault.Reaction{
		Status: x.response.Status, Header: x.response.Header, Type: x.response.Type, Body: x.response.Body,
	}
	if x.answer.Status == 0 {
		x.answer.Status = http.StatusOK
	}
}
