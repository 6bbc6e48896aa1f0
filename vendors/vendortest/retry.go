package vendortest

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

func checkCancel(tb TB, h Harness) {
	s := newStub(tb, h)
	arrived, release := make(chan struct{}, 1), make(chan struct{})
	var once sync.Once
	tb.Cleanup(func() { once.Do(func() { close(release) }) })
	s.answerWith(func(r *http.Request, body []byte) Reply {
		select {
		case arrived <- struct{}{}:
		default:
		}
		<-release
		return h.Script.Success(r, body)
	})
	sender := s.open(tb)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go func() {
		select {
		case <-arrived:
		case <-release:
		}
		cancel()
	}()
	tokens := h.Tokens(1)
	within(tb, h, "send whose context was cancelled", func() {
		res, err := sender.Send(ctx, h.Message(), tokens)
		if !errors.Is(err, context.Canceled) {
			tb.Errorf("cancelled send: error %v, want context.Canceled", err)
		}
		if wellFormed(tb, "cancelled send", res, tokens) && res.Outcomes[0].State != vendors.StateUnknown {
			tb.Errorf("cancelled after the request went out: state %q, want %q", res.Outcomes[0].State, vendors.StateUnknown)
		}
	})
	once.Do(func() { close(release) })
}

func checkCancelledBefore(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	tokens := h.Tokens(1)
	res, err := sender.Send(ctx, h.Message(), tokens)
	if !errors.Is(err, context.Canceled) {
		tb.Errorf("send with an ended context: error %v, want context.Canceled", err)
	}
	wellFormed(tb, "send with an ended context", res, tokens)
	if _, calls := s.counts(); len(calls) != 0 {
		tb.Errorf("send with an ended context: %d messages went out", len(calls))
	}
}

// newClient wraps the sender as users do, on the stub's clock and without jitter.
func newClient(tb TB, s *stub, sender vendors.Sender) *client.Client {
	tb.Helper()
	c, err := client.New(sender, &client.Options{Clock: s.clock, Jitter: -1})
	if err != nil {
		tb.Fatalf("client: %v", err)
	}
	return c
}

func checkRetryAfter(tb TB, h Harness) {
	const asked = 7 * time.Second // longer than the client's own first pause
	s := newStub(tb, h)
	sender := s.open(tb)
	var mu sync.Mutex
	refused := false
	s.answerWith(func(r *http.Request, body []byte) Reply {
		mu.Lock()
		defer mu.Unlock()
		if !refused {
			refused = true
			return Reply{
				Status: http.StatusServiceUnavailable, Body: "busy",
				Header: http.Header{"Retry-After": {strconv.Itoa(int(asked / time.Second))}},
			}
		}
		return h.Script.Success(r, body)
	})
	res, err := newClient(tb, s, sender).Send(context.Background(), h.Message(), h.Tokens(1))
	if err != nil || res.Accepted() != 1 {
		tb.Errorf("503 with Retry-After, then success: %+v, %v; want accepted", res.Outcomes, err)
	}
	_, calls := s.counts()
	if len(calls) != 2 {
		tb.Errorf("503 with Retry-After, then success: %d calls, want 2", len(calls))
		return
	}
	if pause := calls[1].at.Sub(calls[0].at); pause < asked {
		tb.Errorf("the vendor asked for a pause of %v, the next call came after %v", asked, pause)
	}
}

func checkPermanentOnce(tb TB, h Harness) {
	probe := newStub(tb, h).open(tb)
	for _, c := range probe.Facts().Codes {
		if c.Where != vendors.InResponse || c.Retry != vendors.RetryNever || c.Reason == vendors.ReasonNone {
			continue
		}
		s := newStub(tb, h)
		sender := s.open(tb)
		possible := true
		s.answerWith(func(r *http.Request, body []byte) Reply {
			reply, ok := h.Script.Code(c, r, body)
			possible = possible && ok
			return reply
		})
		_, _ = newClient(tb, s, sender).Send(context.Background(), h.Message(), h.Tokens(1))
		if _, calls := s.counts(); possible && len(calls) != 1 {
			tb.Errorf("code %q is permanent: %d calls, want 1", c.Code, len(calls))
		}
	}
}

// crowd is how many callers meet one expired access token.
const crowd = 32

func checkRefreshOnce(tb TB, h Harness) {
	if h.Script.IsLogin == nil {
		return
	}
	s := newStub(tb, h)
	sender := s.open(tb)
	if _, err := sender.Send(context.Background(), h.Message(), h.Tokens(1)); err != nil {
		tb.Fatalf("first send: %v", err)
	}
	// The whole crowd is refused together, so that all of them want a new token.
	gathered := make(chan struct{})
	var mu sync.Mutex
	waiting := 0
	s.answerWith(func(r *http.Request, body []byte) Reply {
		if h.Script.TokenOf(r, body) != accessToken(1) {
			return h.Script.Success(r, body)
		}
		mu.Lock()
		waiting++
		if waiting == crowd {
			close(gathered)
		}
		mu.Unlock()
		select {
		case <-gathered:
		case <-r.Context().Done():
		}
		return h.Script.Expired(r, body)
	})
	var wg sync.WaitGroup
	within(tb, h, "send of many with an expired token", func() {
		for range crowd {
			wg.Go(func() {
				res, err := sender.Send(context.Background(), h.Message(), h.Tokens(1))
				if err != nil || res.Accepted() != 1 {
					tb.Errorf("send with an expired token: %+v, %v; want accepted after a refresh", res.Outcomes, err)
				}
			})
		}
		wg.Wait()
	})
	logins, calls := s.counts()
	if logins != 2 {
		tb.Errorf("%d callers met an expired token: %d logins in all, want 2", crowd, logins)
	}
	if want := 1 + 2*crowd; len(calls) != want {
		tb.Errorf("%d callers met an expired token: %d calls, want %d: each repeated once", crowd, len(calls), want)
	}
}

func checkRefreshGivesUp(tb TB, h Harness) {
	if h.Script.IsLogin == nil {
		return
	}
	s := newStub(tb, h)
	sender := s.open(tb)
	s.answerWith(h.Script.Expired)
	tokens := h.Tokens(1)
	res, err := newClient(tb, s, sender).Send(context.Background(), h.Message(), tokens)
	if err != nil {
		tb.Errorf("token refused for good: %v, want an outcome", err)
	}
	if wellFormed(tb, "token refused for good", res, tokens) && res.Outcomes[0].State != vendors.StateRefused {
		tb.Errorf("token refused for good: %+v, want %q", res.Outcomes[0], vendors.StateRefused)
	}
	logins, calls := s.counts()
	if logins != 2 || len(calls) != 2 {
		tb.Errorf("token refused for good: %d logins and %d calls, want 2 and 2", logins, len(calls))
	}
}
