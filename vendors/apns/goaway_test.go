package apns_test

import (
	"context"
	"net/http"
	"sync"
	"testing"
	"time"

	"golang.org/x/net/http2"
	"golang.org/x/net/http2/hpack"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
)

// answer writes 200 to a stream; the encoder must be used in order.
func answer(f *http2.Framer, stream uint32) { answerWith(f, stream, "200", "") }

// answerWith writes a status and a JSON body, if any, to a stream.
func answerWith(f *http2.Framer, stream uint32, status, body string) {
	var block headerBlock
	enc := hpack.NewEncoder(&block)
	_ = enc.WriteField(hpack.HeaderField{Name: ":status", Value: status})
	if body != "" {
		_ = enc.WriteField(hpack.HeaderField{Name: "content-type", Value: "application/json"})
	}
	_ = f.WriteHeaders(http2.HeadersFrameParam{StreamID: stream, BlockFragment: block.b, EndHeaders: true, EndStream: body == ""})
	if body != "" {
		_ = f.WriteData(stream, true, []byte(body))
	}
}

type headerBlock struct{ b []byte }

func (l *headerBlock) Write(p []byte) (int, error) {
	l.b = append(l.b, p...)
	return len(p), nil
}

// As seen in production: every connection is closed with GOAWAY, last stream 0,
// NO_ERROR and the reason in the debug data. A plain transport dials 6,849 times in
// twelve seconds.
func TestRefusedCertificateOpensFewConnections(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(int, *http2.Framer){
		"at once":           func(_ int, f *http2.Framer) { goAwayWith(f, 0, "BadCertificateEnvironment") },
		"after the request": func(_ int, f *http2.Framer) { untilHeaders(f); goAwayWith(f, 0, "BadCertificateEnvironment") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newGoAway(t, end)
			clock := vendortest.NewClock(startOfTest())
			s := open(t, srv.url, clock, trusting(srv.cert))
			var all sync.WaitGroup
			for _, token := range testTokens(40) {
				all.Go(func() {
					o := send(t, s, testMessage(), token)
					if o.State != vendors.StateRefused || o.Reason != vendors.ReasonCredentialEnv || o.Code != "BadCertificateEnvironment" ||
						o.Retry != vendors.RetryNever || o.TokenDead || o.HTTPStatus != 0 {
						t.Errorf("outcome %+v, want the environment of the credential", o)
					}
				})
			}
			all.Wait()
			if n := srv.dials.Load(); n != 1 {
				t.Errorf("40 sends opened %d connections, want 1", n)
			}
			for range 5 { // each time after the pause of the first refusal
				clock.Advance(time.Minute)
				send(t, s, testMessage(), "aa")
			}
			if n := srv.dials.Load(); n < 2 || n > 4 {
				t.Errorf("five minutes later: %d connections, want a few more and longer and longer pauses", n)
			}
		})
	}
}

// The caller's own transport, hidden in a wrapper, dials as it likes: only the
// number of connections one request is tried on can be bounded.
func TestForeignTransportIsBounded(t *testing.T) {
	t.Parallel()
	srv := newGoAway(t, func(_ int, f *http2.Framer) { goAwayWith(f, 0, "BadCertificateEnvironment") })
	rt := trusting(srv.cert)
	rt.ForceAttemptHTTP2 = true
	t.Cleanup(rt.CloseIdleConnections)
	s := open(t, srv.url, vendortest.NewClock(startOfTest()), wrapped{rt})
	res, err := s.Send(context.Background(), testMessage(), []vendors.Token{"aa"})
	if err == nil || res.Outcomes[0].State != vendors.StateUnknown {
		t.Errorf("send: %+v, %v", res.Outcomes, err)
	}
	if n := srv.dials.Load(); n > 6 {
		t.Errorf("one send opened %d connections, want a handful", n)
	}
}

type wrapped struct{ http.RoundTripper }

func TestShutdownIsRepeatedOnAnotherConnection(t *testing.T) {
	t.Parallel()
	srv := newGoAway(t, func(n int, f *http2.Framer) {
		stream := untilHeaders(f)
		if n == 1 {
			goAwayWith(f, 0, "Shutdown") // this stream was not looked at
			return
		}
		answer(f, stream)
	})
	o := send(t, open(t, srv.url, vendortest.NewClock(startOfTest()), trusting(srv.cert)), testMessage(), "aa")
	if o.State != vendors.StateAccepted || srv.dials.Load() != 2 {
		t.Errorf("outcome %+v over %d connections, want accepted over 2", o, srv.dials.Load())
	}
}

func TestShutdownThatGoesOnIsAnOutcome(t *testing.T) {
	t.Parallel()
	srv := newGoAway(t, func(_ int, f *http2.Framer) {
		untilHeaders(f)
		goAwayWith(f, 0, "Shutdown")
	})
	clock := vendortest.NewClock(startOfTest())
	s := open(t, srv.url, clock, trusting(srv.cert))
	for range 10 {
		o := send(t, s, testMessage(), "aa")
		if o.State != vendors.StateRefused || o.Code != "Shutdown" || o.Retry != vendors.RetryNewConnection {
			t.Errorf("outcome %+v", o)
		}
	}
	if n := srv.dials.Load(); n != 3 {
		t.Errorf("10 sends at one moment opened %d connections, want 3 and then a pause", n)
	}
	clock.Advance(time.Second)
	send(t, s, testMessage(), "aa")
	if n := srv.dials.Load(); n != 4 {
		t.Errorf("a second later: %d connections, want 4", n)
	}
}

// The server says that it may have worked on the stream, and hangs up: nobody knows.
func TestLostAfterBeingLookedAtIsUnknown(t *testing.T) {
	t.Parallel()
	srv := newGoAway(t, func(_ int, f *http2.Framer) {
		stream := untilHeaders(f)
		goAwayWith(f, stream, "Shutdown")
		_ = f.WriteRSTStream(stream, http2.ErrCodeInternal)
	})
	o := send(t, open(t, srv.url, vendortest.NewClock(startOfTest()), trusting(srv.cert)), testMessage(), "aa")
	if o.State != vendors.StateUnknown || o.Code != "Shutdown" || o.Retry != vendors.RetryNewConnection || srv.dials.Load() != 1 {
		t.Errorf("outcome %+v over %d connections, want unknown over 1", o, srv.dials.Load())
	}
}

func TestGoAwayWithoutAReason(t *testing.T) {
	t.Parallel()
	srv := newGoAway(t, func(_ int, f *http2.Framer) {
		untilHeaders(f)
		goAwayWith(f, 0, "")
	})
	o := send(t, open(t, srv.url, vendortest.NewClock(startOfTest()), trusting(srv.cert)), testMessage(), "aa")
	if o.State != vendors.StateRefused || o.Reason != vendors.ReasonVendorError || o.Retry != vendors.RetryNewConnection || srv.dials.Load() != 2 {
		t.Errorf("outcome %+v over %d connections", o, srv.dials.Load())
	}
}
