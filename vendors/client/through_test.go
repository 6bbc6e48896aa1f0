package client_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

func TestWhatTheDriverLacksIsUnsupported(t *testing.T) {
	t.Parallel()
	c := newFake().wrap(t, client.Options{})
	ctx := context.Background()
	_, _, broadcast := c.Broadcast(ctx, msg(""), vendors.Audience{All: true})
	_, recall := c.Recall(ctx, "1", nil)
	_, audit := c.AuditStatus(ctx, nil)
	_, statistics := c.Statistics(ctx, nil)
	_, check := c.CheckTokens(ctx, nil)
	_, _, dryRun := c.DryRun(msg(""), tokens(1))
	for i, err := range []error{broadcast, recall, audit, statistics, check, dryRun} {
		if !errors.Is(err, client.ErrUnsupported) {
			t.Errorf("call %d: %v, want unsupported", i, err)
		}
	}
	if err := c.Close(); err != nil {
		t.Errorf("closing a sender that cannot be closed: %v", err)
	}
}

// able is a fake with every optional ability.
type able struct {
	*fake
	closed bool
}

func (a *able) Recall(_ context.Context, id string, _ []vendors.Token) (vendors.Outcome, error) {
	return vendors.Outcome{MessageID: id}, nil
}

func (a *able) AuditStatus(_ context.Context, ids []string) ([]vendors.AuditStatus, error) {
	return []vendors.AuditStatus{{MessageID: ids[0]}}, nil
}

func (a *able) Statistics(_ context.Context, ids []string) ([]vendors.Statistics, error) {
	return []vendors.Statistics{{MessageID: ids[0]}}, nil
}

func (a *able) CheckTokens(_ context.Context, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{{Token: to[0]}}, nil
}

func (a *able) Close() error {
	a.closed = true
	return nil
}

// Build writes a stored body and a list, as vendors with batches do, and cuts
// titles at three characters.
func (a *able) Build(m *vendors.Message, to []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	var adjustments []vendors.Adjustment
	if len(m.Title) > 5 {
		if m.Overflow == vendors.OverflowReject {
			return nil, nil, errors.New("title too long")
		}
		adjustments = append(adjustments, vendors.Adjustment{Field: "title", Action: vendors.AdjustTruncated, From: m.Title, To: m.Title[:5]})
	}
	if m.Category == "odd" {
		adjustments = append(adjustments, vendors.Adjustment{Field: "category", Action: vendors.AdjustConflict})
	}
	return []vendors.Request{{Method: "POST", URL: "/save", Body: m.ID}, {Method: "POST", URL: "/list", Body: fmt.Sprint(to)}}, adjustments, nil
}

func openAble(t *testing.T) (*able, *client.Client) {
	t.Helper()
	a := &able{fake: newFake()}
	c, err := client.New(a, &client.Options{Clock: a.clock, NewID: func() string { return "made" }})
	if err != nil {
		t.Fatal(err)
	}
	return a, c
}

func TestPassesThrough(t *testing.T) {
	t.Parallel()
	a, c := openAble(t)
	ctx := context.Background()
	if o, err := c.Recall(ctx, "1", nil); err != nil || o.MessageID != "1" {
		t.Errorf("recall: %+v, %v", o, err)
	}
	if s, err := c.AuditStatus(ctx, []string{"1"}); err != nil || s[0].MessageID != "1" {
		t.Errorf("audit: %+v, %v", s, err)
	}
	if s, err := c.Statistics(ctx, []string{"1"}); err != nil || s[0].MessageID != "1" {
		t.Errorf("statistics: %+v, %v", s, err)
	}
	if o, err := c.CheckTokens(ctx, tokens(1)); err != nil || o[0].Token != "t00" {
		t.Errorf("check: %+v, %v", o, err)
	}
	if c.Sender() != vendors.Sender(a) || c.Facts() != a.facts {
		t.Error("sender or facts are not the wrapped ones")
	}
	if err := c.Close(); err != nil || !a.closed {
		t.Errorf("close: %v, closed %v", err, a.closed)
	}
}

func TestDryRunShowsTheCommonBodyOnce(t *testing.T) {
	t.Parallel()
	a, c := openAble(t)
	requests, _, err := c.DryRun(msg(""), append(tokens(12), "t00"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range requests {
		got = append(got, r.URL+" "+r.Body)
	}
	want := []string{"/save made", "/list [t00 t01 t02 t03 t04 t05]", "/list [t06 t07 t08 t09 t10 t11]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	if len(a.calls) != 0 {
		t.Errorf("a dry run sent %d times", len(a.calls))
	}
	if _, _, err := c.DryRun(nil, tokens(1)); err == nil {
		t.Error("no message: no error")
	}
}

func TestPreflight(t *testing.T) {
	t.Parallel()
	_, c := openAble(t)
	if got := c.Preflight(msg("")); len(got) != 0 {
		t.Errorf("a message that fits: %+v", got)
	}
	if got := c.Preflight(nil); got != nil {
		t.Errorf("no message: %+v", got)
	}
	m := msg("")
	m.Title, m.Body, m.Category = "longer than five", "三个字", "odd"
	got := c.Preflight(m)
	var short []string
	for _, f := range got {
		short = append(short, fmt.Sprintf("%s %s %d/%d %v", f.Field, f.Severity, f.Got, f.Limit.Value, f.Adjustment != nil))
	}
	want := []string{"title warning 16/5 true", "body warning 9/6 false", "category error 0/0 true"}
	if diff := cmp.Diff(want, short); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	m = msg("")
	m.Title, m.Overflow = "longer than five", vendors.OverflowReject
	if got := c.Preflight(m); len(got) != 1 || got[0].Severity != client.SeverityError || got[0].Field != "title" {
		t.Errorf("rejected title: %+v, want one error", got)
	}
	if got := newFake().wrap(t, client.Options{}).Preflight(m); len(got) != 1 {
		t.Errorf("without a builder: %+v, want the limit", got)
	}
}

func TestRejectionWithoutALimitIsAFinding(t *testing.T) {
	t.Parallel()
	a, c := openAble(t)
	a.facts.Limits = nil
	m := msg("")
	m.Title, m.Overflow = "longer than five", vendors.OverflowReject
	got := c.Preflight(m)
	if len(got) != 1 || got[0].Severity != client.SeverityError || !strings.Contains(got[0].Why.EN, "title too long") {
		t.Errorf("findings %+v, want the driver's error", got)
	}
}
