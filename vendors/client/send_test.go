package client_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

func TestSplitsIntoEvenBatches(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]int{1: {1}, 2: {2}, 10: {10}, 11: {6, 5}, 21: {7, 7, 7}, 25: {9, 8, 8}} {
		f := newFake()
		res := send(t, f.wrap(t, client.Options{}), msg(""), tokens(n))
		if !slices.Equal(f.sizes(), want) || res.Accepted() != n {
			t.Errorf("%d tokens: batches %v, accepted %d; want %v", n, f.sizes(), res.Accepted(), want)
		}
		for _, c := range f.calls {
			if c.id == "" || c.id != f.calls[0].id {
				t.Errorf("%d tokens: message IDs differ or are empty: %+v", n, f.calls)
			}
		}
		if len(res.Adjustments) != 1 {
			t.Errorf("%d tokens: %d adjustments, want the message's one", n, len(res.Adjustments))
		}
	}
}

func TestVendorWithoutListsGetsOneByOne(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.facts.Batch = vendors.Batch{}
	send(t, f.wrap(t, client.Options{}), msg(""), tokens(3))
	if want := []int{1, 1, 1}; !slices.Equal(f.sizes(), want) {
		t.Errorf("batches %v, want %v", f.sizes(), want)
	}
}

func TestRepeatedTokensAreSentOnce(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(_ int, tk vendors.Token) vendors.Outcome {
		if tk == "b" {
			return no("X", vendors.ReasonTokenInvalid, vendors.RetryNever)
		}
		return yes()
	}
	res := send(t, f.wrap(t, client.Options{}), msg(""), []vendors.Token{"a", "b", "a", "c", "b"})
	if want := []vendors.Token{"a", "b", "c"}; !slices.Equal(f.calls[0].tokens, want) || len(f.calls) != 1 {
		t.Errorf("sent %v, want %v once", f.calls, want)
	}
	if res.Outcomes[1] != res.Outcomes[4] || res.Outcomes[1].State != vendors.StateRefused {
		t.Errorf("the two places of b differ: %+v, %+v", res.Outcomes[1], res.Outcomes[4])
	}
}

func TestOnlyWhatFailedIsRepeated(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, tk vendors.Token) vendors.Outcome {
		switch {
		case tk == "t01":
			return no("X", vendors.ReasonBadRequest, vendors.RetryNever)
		case tk >= "t02" && n < 3:
			return busy()
		}
		return yes()
	}
	m := msg("")
	m.ID = "kept"
	res := send(t, f.wrap(t, client.Options{}), m, tokens(4))
	want := [][]vendors.Token{tokens(4), {"t02", "t03"}, {"t02", "t03"}}
	var got [][]vendors.Token
	for _, c := range f.calls {
		got = append(got, c.tokens)
		if c.id != "kept" {
			t.Errorf("message ID %q, want the caller's", c.id)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if res.Accepted() != 3 {
		t.Errorf("accepted %d of 4, want 3", res.Accepted())
	}
	if want := []time.Duration{time.Second, 2 * time.Second}; !slices.Equal(f.clock.Slept(), want) {
		t.Errorf("pauses %v, want %v", f.clock.Slept(), want)
	}
}

// dropping is a sender that has no place for an ID.
type dropping struct{ *fake }

func (d dropping) noted(m *vendors.Message) []vendors.Adjustment {
	return []vendors.Adjustment{{Field: "id", From: m.ID}, {Field: "title"}}
}

func (d dropping) Send(ctx context.Context, m *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	res, err := d.fake.Send(ctx, m, to)
	res.Adjustments = d.noted(m)
	return res, err
}

func (d dropping) Broadcast(_ context.Context, m *vendors.Message, _ vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	return yes(), d.noted(m), nil
}

func (d dropping) Build(m *vendors.Message, _ []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	return nil, d.noted(m), nil
}

// What a vendor makes of an ID is told to those who gave one.
func TestAnIDNobodyGaveIsNotMissed(t *testing.T) {
	t.Parallel()
	f := newFake()
	c, err := client.New(dropping{f}, &client.Options{Clock: f.clock})
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{"": 1, "own": 2} {
		m := msg(vendors.ClassMarketing)
		m.ID = id
		sent := send(t, c, m, tokens(2)).Adjustments
		_, broadcast, _ := c.Broadcast(t.Context(), m, vendors.Audience{All: true})
		_, built, _ := c.DryRun(m, tokens(1))
		for call, got := range map[string][]vendors.Adjustment{"send": sent, "broadcast": broadcast, "dry run": built} {
			if len(got) != want || got[want-1].Field != "title" {
				t.Errorf("%s with ID %q: %v, want %d", call, id, got, want)
			}
		}
	}
}

func TestGivesUpAfterMaxAttempts(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(int, vendors.Token) vendors.Outcome { return busy() }
	res := send(t, f.wrap(t, client.Options{MaxAttempts: 3}), msg(""), tokens(1))
	if len(f.calls) != 3 || res.Outcomes[0].Reason != vendors.ReasonQPS {
		t.Errorf("%d calls, outcome %+v; want 3 and the last answer", len(f.calls), res.Outcomes[0])
	}
}

func TestPermanentAndRefreshedAnswersAreNotRepeated(t *testing.T) {
	t.Parallel()
	for _, retry := range []vendors.Retry{"", vendors.RetryNever, vendors.RetryRefreshOnce, vendors.RetryAfterWindow} {
		f := newFake()
		f.answer = func(int, vendors.Token) vendors.Outcome { return no("X", vendors.ReasonBadRequest, retry) }
		send(t, f.wrap(t, client.Options{}), msg(""), tokens(1))
		if len(f.calls) != 1 {
			t.Errorf("retry %q: %d calls, want 1", retry, len(f.calls))
		}
	}
}

func TestVendorsPauseIsHonouredOrReported(t *testing.T) {
	t.Parallel()
	for asked, calls := range map[time.Duration]int{20 * time.Second: 2, 5 * time.Minute: 1} {
		f := newFake()
		f.answer = func(n int, _ vendors.Token) vendors.Outcome {
			if n > 1 {
				return yes()
			}
			o := busy()
			o.RetryAfter = asked
			return o
		}
		res := send(t, f.wrap(t, client.Options{}), msg(""), tokens(1))
		if len(f.calls) != calls {
			t.Errorf("asked for %v: %d calls, want %d", asked, len(f.calls), calls)
		}
		if calls == 2 && f.calls[1].at.Sub(f.calls[0].at) < asked {
			t.Errorf("asked for %v, waited %v", asked, f.calls[1].at.Sub(f.calls[0].at))
		}
		if calls == 1 && res.Outcomes[0].RetryAfter != asked {
			t.Errorf("asked for %v, the outcome says %v", asked, res.Outcomes[0].RetryAfter)
		}
	}
}

func TestUnknownIsRepeatedOnlyWhenTheDriverSaysSo(t *testing.T) {
	t.Parallel()
	cut := errors.New("cable cut")
	for retry, calls := range map[vendors.Retry]int{vendors.RetryBackoff: 2, vendors.RetryNever: 1} {
		f := newFake()
		f.answer = func(n int, _ vendors.Token) vendors.Outcome {
			if n > 1 {
				return yes()
			}
			return vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: retry}
		}
		f.fail = func(n int) error {
			if n > 1 {
				return nil
			}
			return cut
		}
		_, err := f.wrap(t, client.Options{}).Send(context.Background(), msg(""), tokens(1))
		if len(f.calls) != calls {
			t.Errorf("retry %q: %d calls, want %d", retry, len(f.calls), calls)
		}
		if mended := calls == 2; (err == nil) != mended || (!mended && !errors.Is(err, cut)) {
			t.Errorf("retry %q: error %v", retry, err)
		}
	}
}

func TestTooLargeBatchesAreHalved(t *testing.T) {
	t.Parallel()
	f := newFake()
	inFirst := 10
	f.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n == 1 {
			return no("L", vendors.ReasonPayloadTooLarge, vendors.RetrySplit)
		}
		return yes()
	}
	send(t, f.wrap(t, client.Options{}), msg(""), tokens(inFirst))
	if want := []int{10, 5, 5}; !slices.Equal(f.sizes(), want) {
		t.Errorf("batches %v, want %v", f.sizes(), want)
	}
}

// TestSplittingEnds: halves are halves of what was sent, and one token alone is not
// sent again in vain.
func TestSplittingEnds(t *testing.T) {
	t.Parallel()
	for n, want := range map[int][]int{1: {1}, 2: {2, 1, 1}, 3: {3, 1, 1, 1}} {
		f := newFake()
		f.answer = func(int, vendors.Token) vendors.Outcome {
			return no("L", vendors.ReasonPayloadTooLarge, vendors.RetrySplit)
		}
		r := send(t, f.wrap(t, client.Options{}), msg(""), tokens(n))
		if !slices.Equal(f.sizes(), want) {
			t.Errorf("%d tokens that are always too many: batches %v, want %v", n, f.sizes(), want)
		}
		if o := r.Outcomes[0]; o.State != vendors.StateRefused || o.Code != "L" {
			t.Errorf("%d tokens: the outcome is %s with code %q, want refused with L", n, o.State, o.Code)
		}
	}
}

func TestPacing(t *testing.T) {
	t.Parallel()
	f := newFake()
	c := f.wrap(t, client.Options{Rate: 5, Burst: 10})
	send(t, c, msg(""), tokens(30))
	if took := f.clock.Now().Sub(noon()); took < 4*time.Second || took > 4*time.Second+time.Millisecond {
		t.Errorf("30 tokens at 5 a second after a burst of 10 took %v, want 4 s", took)
	}
	small := newFake()
	send(t, small.wrap(t, client.Options{Rate: 5, Burst: 2}), msg(""), tokens(10))
	if len(small.calls) != 1 {
		t.Errorf("%d calls, want 1: a batch over the burst waits, it is not cut", len(small.calls))
	}
}

func TestConcurrentBatches(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, _ vendors.Token) vendors.Outcome {
		if n%3 == 1 {
			return busy()
		}
		return yes()
	}
	send(t, f.wrap(t, client.Options{Concurrency: 4, Rate: 1000}), msg(""), tokens(200))
}

func TestEndedContext(t *testing.T) {
	t.Parallel()
	f := newFake()
	ctx, cancel := context.WithCancel(context.Background())
	f.answer = func(int, vendors.Token) vendors.Outcome {
		cancel()
		return yes()
	}
	res, err := f.wrap(t, client.Options{}).Send(ctx, msg(""), tokens(15))
	if !errors.Is(err, context.Canceled) || len(f.calls) != 1 || res.Accepted() != 8 {
		t.Errorf("%d calls, accepted %d, %v; want the first batch of 8 and the context's error", len(f.calls), res.Accepted(), err)
	}
	if o := res.Outcomes[14]; o.Token != "t14" || o.State != vendors.StateSuppressed || !strings.Contains(o.Text, "not sent") {
		t.Errorf("token whose turn did not come: %+v", o)
	}
}

func TestDriverThatForgetsTokens(t *testing.T) {
	t.Parallel()
	f := newFake()
	c, err := client.New(forgetful{f}, &client.Options{Clock: f.clock})
	if err != nil {
		t.Fatal(err)
	}
	res := send(t, c, msg(""), tokens(3))
	if res.Outcomes[0].State != vendors.StateAccepted || res.Outcomes[2].State != vendors.StateUnknown {
		t.Errorf("outcomes %+v, want the forgotten one unknown", res.Outcomes)
	}
}

type forgetful struct{ *fake }

func (f forgetful) Send(ctx context.Context, m *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	res, err := f.fake.Send(ctx, m, to)
	res.Outcomes = res.Outcomes[:len(res.Outcomes)-1]
	return res, err
}

func TestNothingToSend(t *testing.T) {
	t.Parallel()
	c := newFake().wrap(t, client.Options{})
	if _, err := c.Send(context.Background(), nil, tokens(1)); err == nil {
		t.Error("no message: no error")
	}
	if _, err := c.Send(context.Background(), msg(""), nil); err == nil {
		t.Error("no tokens: no error")
	}
	if _, err := client.New(nil, nil); err == nil {
		t.Error("no sender: no error")
	}
	f := newFake()
	f.facts.TimeZone = "Mars/Olympus"
	if _, err := client.New(f, nil); err == nil || !strings.Contains(err.Error(), "tzdata") {
		t.Errorf("unknown time zone: %v, want one that says what to do", err)
	}
}

func TestObserverSeesAttemptsAndPauses(t *testing.T) {
	t.Parallel()
	f := newFake()
	f.answer = func(n int, tk vendors.Token) vendors.Outcome {
		if n == 1 && tk == "t01" {
			return busy()
		}
		return yes()
	}
	var got []string
	o := client.ObserverFunc(func(e client.Event) {
		got = append(got, strings.TrimSpace(string(e.Kind)+" "+e.Wait.String()))
		if e.Kind == client.EventAttempt && e.Attempt == 1 && (e.Tokens != 2 || e.Accepted != 1 || e.Reasons[vendors.ReasonQPS] != 1) {
			t.Errorf("first attempt is %+v", e)
		}
		if e.Vendor != "fake" || e.At.IsZero() {
			t.Errorf("event without vendor or time: %+v", e)
		}
	})
	send(t, f.wrap(t, client.Options{Observer: o}), msg(""), tokens(2))
	if want := []string{"attempt 0s", "wait 1s", "attempt 0s"}; !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
}
