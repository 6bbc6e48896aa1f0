package client_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
	"github.com/offpush/offpush/vendors/vendortest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// noon is 2025-11-25 12:00 in the fake vendor's zone.
func noon() time.Time { return time.Date(2025, 11, 25, 4, 0, 0, 0, time.UTC) }

func testFacts() *vendors.Facts {
	return &vendors.Facts{
		Vendor: "fake", TimeZone: "Asia/Shanghai", Batch: vendors.Batch{Min: 2, Max: 10},
		Limits: []vendors.Limit{
			{Name: "title", Value: 5, Unit: "characters"}, {Name: "content", Value: 6, Unit: "bytes"},
		},
		Quotas: []vendors.Quota{
			{Name: "marketing.app.day", Class: vendors.ClassTransactional, Code: "M", Until: "2020-01-01"},
			{Name: "marketing.app.day", Class: vendors.ClassMarketing, Code: "M"},
			{Name: "save.app.day", Code: "S"},
			{Name: "all.app.day", Class: vendors.ClassMarketing, Code: "A"},
		},
		Endpoints: []vendors.EndpointFact{{Name: "all"}, {Name: "save"}},
	}
}

// took is one call to the fake.
type took struct {
	at     time.Time
	id     string
	tokens []vendors.Token
}

// fake is a sender that answers as told.
type fake struct {
	facts *vendors.Facts
	clock *vendortest.Clock
	// answer gives the outcome of one token in call number n (from 1).
	answer func(n int, t vendors.Token) vendors.Outcome
	fail   func(n int) error

	mu    sync.Mutex
	calls []took
}

func (f *fake) Facts() *vendors.Facts { return f.facts }

func (f *fake) Send(_ context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	f.mu.Lock()
	f.calls = append(f.calls, took{f.clock.Now(), msg.ID, append([]vendors.Token(nil), tokens...)})
	n := len(f.calls)
	f.mu.Unlock()
	res := vendors.Result{Vendor: "fake", Adjustments: []vendors.Adjustment{{Field: "title"}}}
	for _, t := range tokens {
		o := yes()
		if f.answer != nil {
			o = f.answer(n, t)
		}
		o.Token = t
		res.Outcomes = append(res.Outcomes, o)
	}
	if f.fail != nil {
		return res, f.fail(n)
	}
	return res, nil
}

func yes() vendors.Outcome { return vendors.Outcome{State: vendors.StateAccepted, Code: "0"} }

func no(code string, reason vendors.Reason, retry vendors.Retry) vendors.Outcome {
	return vendors.Outcome{State: vendors.StateRefused, Code: code, Reason: reason, Retry: retry}
}

func busy() vendors.Outcome { return no("B", vendors.ReasonQPS, vendors.RetryBackoff) }

func newFake() *fake { return &fake{facts: testFacts(), clock: vendortest.NewClock(noon())} }

func (f *fake) wrap(t *testing.T, o client.Options) *client.Client {
	t.Helper()
	o.Clock, o.Jitter = f.clock, -1
	c, err := client.New(f, &o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func (f *fake) sizes() []int {
	var out []int
	for _, c := range f.calls {
		out = append(out, len(c.tokens))
	}
	return out
}

func tokens(n int) []vendors.Token {
	out := make([]vendors.Token, n)
	for i := range out {
		out[i] = vendors.Token(fmt.Sprintf("t%02d", i))
	}
	return out
}

func msg(class vendors.Class) *vendors.Message {
	return &vendors.Message{Title: "t", Body: "b", Class: class}
}

func send(t *testing.T, c *client.Client, m *vendors.Message, to []vendors.Token) vendors.Result {
	t.Helper()
	res, err := c.Send(context.Background(), m, to)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Outcomes) != len(to) {
		t.Fatalf("%d outcomes for %d tokens", len(res.Outcomes), len(to))
	}
	for i := range to {
		if res.Outcomes[i].Token != to[i] {
			t.Fatalf("outcome %d is of %q, want %q", i, res.Outcomes[i].Token, to[i])
		}
	}
	return res
}
