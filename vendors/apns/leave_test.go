package apns_test

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
)

// Each reason that wants another connection gets one, for everybody, and what is under
// way on the old one is answered there.
func TestAnswersThatWantAnotherConnection(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		reason string
		dials  int32
	}{{503, "Shutdown", 2}, {400, "IdleTimeout", 2}, {403, "UnrelatedKeyIdInToken", 2}, {429, "TooManyRequests", 1}, {400, "BadTopic", 1}} {
		t.Run(c.reason, func(t *testing.T) {
			t.Parallel()
			srv := newH2(t)
			s := srv.open(t)
			send(t, s, testMessage(), "aa")
			arrived, release := make(chan struct{}), make(chan struct{})
			srv.answerWith(func(w http.ResponseWriter, r got) {
				if r.path == "/3/device/bb" {
					close(arrived)
					<-release
					yes(w, r)
					return
				}
				says(w, c.status, `{"reason":"`+c.reason+`"}`)
			})
			var waiting sync.WaitGroup
			waiting.Go(func() {
				if o := send(t, s, testMessage(), "bb"); o.State != vendors.StateAccepted {
					t.Errorf("what was under way: %+v, want accepted", o)
				}
			})
			<-arrived
			for range 2 {
				send(t, s, testMessage(), "aa")
				srv.answerWith(yes)
			}
			if n := srv.dials.Load(); n != c.dials {
				t.Errorf("%d connections, want %d", n, c.dials)
			}
			close(release)
			waiting.Wait()
		})
	}
}

// A request that was given up before does not keep a connection open that was left, nor
// one of a closed sender.
func TestLeftConnectionsEndAfterRequestsThatWereGivenUp(t *testing.T) {
	t.Parallel()
	for name, closed := range map[string]bool{"left": false, "closed": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(context.Background())
			defer cancel()
			ended := make(chan struct{})
			srv := newGoAway(t, func(_ int, f *http2.Framer) {
				defer close(ended)
				untilHeaders(f)
				cancel()
				shutdown(f)
			})
			s := open(t, srv.url, vendortest.NewClock(startOfTest()), trusting(srv.cert))
			if _, err := s.Send(ctx, testMessage(), []vendors.Token{"aa"}); err == nil {
				t.Fatal("the first request was answered")
			}
			if closed {
				_ = s.Close()
			} else if o := send(t, s, testMessage(), "bb"); o.Code != "Shutdown" {
				t.Fatalf("outcome %+v, want Shutdown", o)
			}
			select {
			case <-ended:
			case <-time.After(5 * time.Second):
				t.Error("the connection is still open")
			}
		})
	}
}

// shutdown answers Shutdown to each request, and pings after a while, until the
// connection ends.
func shutdown(f *http2.Framer) {
	var writing sync.Mutex
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return
		}
		switch frame := frame.(type) {
		case *http2.HeadersFrame:
			writing.Lock()
			answerWith(f, frame.StreamID, "503", `{"reason":"Shutdown"}`)
			writing.Unlock()
		case *http2.PingFrame:
			data := frame.Data
			time.AfterFunc(200*time.Millisecond, func() {
				writing.Lock()
				defer writing.Unlock()
				_ = f.WritePing(true, data)
			})
		}
	}
}

// Of a caller's own transport the connections are not known: it is asked to drop those
// that nobody uses.
func TestForeignTransportIsAskedForAnotherConnection(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	own := srv.transport()
	own.ForceAttemptHTTP2 = true
	t.Cleanup(own.CloseIdleConnections)
	rt := &dropping{RoundTripper: own}
	s := open(t, srv.URL, srv.clock, rt)
	for reason, want := range map[string]int32{"TooManyRequests": 0, "Shutdown": 1} {
		srv.answerWith(func(w http.ResponseWriter, _ got) { says(w, 503, `{"reason":"`+reason+`"}`) })
		rt.asked.Store(0)
		send(t, s, testMessage(), "aa")
		if n := rt.asked.Load(); n != want {
			t.Errorf("%s: asked %d times, want %d", reason, n, want)
		}
	}
}

type dropping struct {
	http.RoundTripper
	asked atomic.Int32
}

func (d *dropping) CloseIdleConnections() { d.asked.Add(1) }

// A server that wants another connection each time is not dialled each time.
func TestConnectionsAreNotLeftInARow(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	srv.answerWith(func(w http.ResponseWriter, _ got) { says(w, 503, `{"reason":"Shutdown"}`) })
	for range 10 {
		o := send(t, s, testMessage(), "aa")
		if o.State != vendors.StateRefused || o.Code != "Shutdown" || o.Retry != vendors.RetryNewConnection {
			t.Errorf("outcome %+v", o)
		}
	}
	if n := srv.dials.Load(); n != 3 {
		t.Errorf("10 sends at one moment opened %d connections, want 3 and then a pause", n)
	}
	srv.answerWith(yes)
	srv.clock.Advance(time.Second)
	if o := send(t, s, testMessage(), "aa"); o.State != vendors.StateAccepted {
		t.Errorf("a second later: %+v, want accepted", o)
	}
}
