// Package loopback measures how much of a bare handler's throughput the simulator
// keeps: the same requests over real sockets to two servers with the same
// settings, in rounds of interleaved turns, compared by their medians.
package loopback

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/vendors"
)

// Load is what is compared.
type Load struct {
	// Server is the simulator; Bare the handler it is measured against.
	Server *httpsim.Server
	Bare   http.Handler
	// Path, Header and Body make the POST request that is repeated.
	Path   string
	Header map[string]string // beside the usual ones
	Body   []byte
	// Number is a run of digits in Body that is another number in every request, for
	// vendors that know a repeated request by its id; "" repeats the same bytes.
	Number string
	// Want must be in every answer of the simulator, so that refusals are not
	// measured by mistake.
	Want string
	// After runs behind each of the simulator's turns, not timed: it brings what is
	// still on its way to an end, so that the next turn is not disturbed. May be nil.
	After func()
}

// How often and how long: an odd number of rounds, so that there is a median, and
// short turns within a round, so that a busy machine disturbs both sides alike.
const (
	rounds  = 5
	turns   = 8
	perTurn = 1000
	// warmUp fills the simulator's ring, which grows until then: what is compared
	// is a simulator that has run for a while.
	warmUp = 24_000
)

// Compare runs the load and reports "ratio" (simulator / bare, 1 is as fast) and
// both rates in requests per second. It returns the ratio.
func Compare(b *testing.B, l Load) float64 {
	b.Helper()
	simulator := side{
		addr: start(b, l.Server), message: l.request(), number: l.Number,
		want: []byte(l.Want), after: l.After, sent: &atomic.Uint64{},
	}
	bare := side{addr: start(b, l.Bare), message: simulator.message, number: l.Number, sent: &atomic.Uint64{}}
	var ratio float64
	for b.Loop() {
		simulator.turn(b, warmUp)
		bare.turn(b, warmUp/4)
		var ours, theirs []float64
		for range rounds {
			runtime.GC() // one round's garbage is not another's
			var took [2]time.Duration
			for range turns {
				took[0] += simulator.turn(b, perTurn)
				took[1] += bare.turn(b, perTurn)
			}
			ours = append(ours, turns*perTurn/took[0].Seconds())
			theirs = append(theirs, turns*perTurn/took[1].Seconds())
		}
		slices.Sort(ours)
		slices.Sort(theirs)
		ratio = ours[rounds/2] / theirs[rounds/2]
		b.ReportMetric(ratio, "ratio")
		b.ReportMetric(ours[rounds/2], "sim-req/s")
		b.ReportMetric(theirs[rounds/2], "bare-req/s")
	}
	b.ReportMetric(0, "ns/op") // the time of all rounds says nothing
	return ratio
}

// start serves a handler with the simulator's settings and returns its address.
func start(b *testing.B, h http.Handler) string {
	b.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv := httpsim.HTTPServer(h, httpsim.Limits{})
	var run sync.WaitGroup
	run.Go(func() {
		if err := srv.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			b.Error(err)
		}
	})
	b.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		srv.Shutdown(ctx) //nolint:errcheck // idle by now
		run.Wait()
	})
	return ln.Addr().String()
}

// request is the load's request as it goes over the wire.
func (l *Load) request() []byte {
	m := fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: loopback\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n", l.Path, len(l.Body))
	for name, value := range l.Header {
		m = fmt.Appendf(m, "%s: %s\r\n", name, value)
	}
	return fmt.Appendf(m, "\r\n%s", l.Body)
}

// side is one of the two that are compared.
type side struct {
	addr    string
	message []byte
	number  string // the digits in message to be counted up
	want    []byte
	after   func()
	sent    *atomic.Uint64
}

// turn sends n requests over one connection for each processor and returns how
// long that took.
func (s *side) turn(b *testing.B, n int) time.Duration {
	b.Helper()
	clock := vendors.SystemClock{}
	workers := runtime.GOMAXPROCS(0)
	begin := clock.Now()
	var run sync.WaitGroup
	errs := make(chan error, workers)
	for range workers {
		run.Go(func() { errs <- s.send(n / workers) })
	}
	run.Wait()
	took := clock.Now().Sub(begin)
	if s.after != nil {
		s.after()
	}
	for range workers {
		if err := <-errs; err != nil {
			b.Fatal(err)
		}
	}
	return took
}

// send repeats a request on one connection. It is a client that costs as little as
// can be, so that the server is what is measured.
func (s *side) send(n int) error {
	message, count := slices.Clone(s.message), []byte(nil)
	if s.number != "" {
		at := bytes.Index(message, []byte(s.number))
		count = message[at : at+len(s.number)]
	}
	conn, err := net.Dial("tcp", s.addr)
	if err != nil {
		return err
	}
	defer conn.Close() //nolint:errcheck // read to its end
	in := bufio.NewReader(conn)
	var body []byte
	for range n {
		for i, left := len(count)-1, s.sent.Add(1); i >= 0; i, left = i-1, left/10 {
			count[i] = byte('0' + left%10)
		}
		if _, err := conn.Write(message); err != nil {
			return err
		}
		if body, err = answer(in, body); err != nil {
			return err
		}
		if !bytes.Contains(body, s.want) {
			return fmt.Errorf("answer %q, want %q in it", body, s.want)
		}
	}
	return nil
}

// answer reads one response with a Content-Length and returns its body.
func answer(in *bufio.Reader, body []byte) ([]byte, error) {
	length := -1
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return nil, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if first && !bytes.HasPrefix(line, []byte("HTTP/1.1 200")) {
			return nil, fmt.Errorf("status line %q, want 200", line)
		}
		if len(line) == 0 {
			break
		}
		if v, ok := bytes.CutPrefix(line, []byte("Content-Length: ")); ok {
			if length, err = strconv.Atoi(string(v)); err != nil {
				return nil, err
			}
		}
	}
	if length < 0 {
		return nil, errors.New("an answer without Content-Length")
	}
	body = slices.Grow(body[:0], length)[:length]
	_, err := io.ReadFull(in, body)
	return body, err
}
