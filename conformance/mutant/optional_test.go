package mutant

import (
	"context"
	"errors"
	"testing"

	"github.com/offpush/offpush/vendors"
)

// able is a good sender with the further abilities.
type able struct{ good }

func (a *able) Facts() *vendors.Facts  { return &vendors.Facts{} }
func (a *able) Sender() vendors.Sender { return a }

func (a *able) Subscribe(_ context.Context, _ string, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{fate(to[0])}, nil
}

func (a *able) Unsubscribe(_ context.Context, _ string, to []vendors.Token) ([]vendors.Outcome, error) {
	return []vendors.Outcome{fate(to[0])}, nil
}

func (a *able) Topics(context.Context, vendors.Token) ([]vendors.Topic, error) {
	return []vendors.Topic{{Name: "sport"}}, nil
}

func (a *able) Quota(context.Context) (vendors.QuotaUse, error) {
	return vendors.QuotaUse{Limit: 7}, nil
}

func (a *able) Cancel(context.Context, string) (vendors.Outcome, error) {
	return fate("dead-1"), nil
}

func (a *able) DeadTokens(context.Context) ([]vendors.Token, error) {
	return []vendors.Token{"dead-1"}, nil
}

func TestFurtherAbilitiesStay(t *testing.T) {
	t.Parallel()
	ctx, dead := t.Context(), []vendors.Token{"dead-1"}
	s, _ := DeadAsAlive().Sender(&able{}).(*spoilt)
	if o, err := s.Subscribe(ctx, "sport", dead); err != nil || o[0].TokenDead || o[0].Code != "102" {
		t.Errorf("subscribe: %+v, %v", o, err)
	}
	if o, err := s.Unsubscribe(ctx, "sport", dead); err != nil || o[0].TokenDead || o[0].Code != "102" {
		t.Errorf("unsubscribe: %+v, %v", o, err)
	}
	if o, err := s.Topics(ctx, "a"); err != nil || len(o) != 1 {
		t.Errorf("topics: %+v, %v", o, err)
	}
	if q, err := s.Quota(ctx); err != nil || q.Limit != 7 {
		t.Errorf("quota: %+v, %v", q, err)
	}
	if o, err := s.Cancel(ctx, "m1"); err != nil || o.TokenDead || o.Code != "102" {
		t.Errorf("cancel: %+v, %v", o, err)
	}
	if o, err := s.DeadTokens(ctx); err != nil || len(o) != 1 {
		t.Errorf("dead tokens: %v, %v", o, err)
	}
	if s.Sender() == nil {
		t.Error("the driver inside is hidden")
	}
}

func TestMissingFurtherAbilitiesAreErrors(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	s, _ := DeadAsAlive().Sender(bare{}).(*spoilt)
	_, subscribe := s.Subscribe(ctx, "", nil)
	_, unsubscribe := s.Unsubscribe(ctx, "", nil)
	_, topics := s.Topics(ctx, "")
	_, quota := s.Quota(ctx)
	_, cancelled := s.Cancel(ctx, "")
	_, dead := s.DeadTokens(ctx)
	for _, err := range []error{subscribe, unsubscribe, topics, quota, cancelled, dead} {
		if !errors.Is(err, errNoAbility) {
			t.Errorf("error %v, want %v", err, errNoAbility)
		}
	}
	if s.Sender() != nil {
		t.Error("there is no driver inside")
	}
}

// TestOverrideLost: the vendor's own fields are gone, the caller's message is not changed.
func TestOverrideLost(t *testing.T) {
	t.Parallel()
	inner := &good{}
	msg := &vendors.Message{Title: "t", Overrides: []vendors.Override{nil}}
	if _, err := OverrideLost().Sender(inner).Send(t.Context(), msg, []vendors.Token{"a"}); err != nil {
		t.Fatal(err)
	}
	if len(inner.messages[0].Overrides) != 0 || len(msg.Overrides) != 1 {
		t.Errorf("sent with %d, left with %d overrides; want 0 and 1", len(inner.messages[0].Overrides), len(msg.Overrides))
	}
}
