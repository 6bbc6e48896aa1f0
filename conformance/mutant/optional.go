package mutant

import (
	"context"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

var (
	_ vendors.TopicSubscriber = (*spoilt)(nil)
	_ vendors.TopicLister     = (*spoilt)(nil)
	_ vendors.QuotaQuerier    = (*spoilt)(nil)
	_ vendors.Canceller       = (*spoilt)(nil)
	_ vendors.DeadTokenLister = (*spoilt)(nil)
)

// ability finds an optional interface of the sender inside.
func ability[A any](s conformance.TestedSender) (A, error) {
	a, ok := s.(A)
	if !ok {
		return a, errNoAbility
	}
	return a, nil
}

// Sender is the driver inside, for what only it can do.
func (s *spoilt) Sender() vendors.Sender {
	in, ok := s.inner.(interface{ Sender() vendors.Sender })
	if !ok {
		return nil
	}
	return in.Sender()
}

// Subscribe implements vendors.TopicSubscriber.
func (s *spoilt) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	in, err := ability[vendors.TopicSubscriber](s.inner)
	if err != nil {
		return nil, err
	}
	out, err := in.Subscribe(ctx, topic, tokens)
	return s.toldAll(out), err
}

// Unsubscribe implements vendors.TopicSubscriber.
func (s *spoilt) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	in, err := ability[vendors.TopicSubscriber](s.inner)
	if err != nil {
		return nil, err
	}
	out, err := in.Unsubscribe(ctx, topic, tokens)
	return s.toldAll(out), err
}

func (s *spoilt) toldAll(out []vendors.Outcome) []vendors.Outcome {
	for i, o := range out {
		out[i] = s.told(o)
	}
	return out
}

// Topics implements vendors.TopicLister.
func (s *spoilt) Topics(ctx context.Context, token vendors.Token) ([]vendors.Topic, error) {
	in, err := ability[vendors.TopicLister](s.inner)
	if err != nil {
		return nil, err
	}
	return in.Topics(ctx, token)
}

// Quota implements vendors.QuotaQuerier.
func (s *spoilt) Quota(ctx context.Context) (vendors.QuotaUse, error) {
	in, err := ability[vendors.QuotaQuerier](s.inner)
	if err != nil {
		return vendors.QuotaUse{}, err
	}
	return in.Quota(ctx)
}

// Cancel implements vendors.Canceller.
func (s *spoilt) Cancel(ctx context.Context, messageID string) (vendors.Outcome, error) {
	in, err := ability[vendors.Canceller](s.inner)
	if err != nil {
		return vendors.Outcome{}, err
	}
	o, err := in.Cancel(ctx, messageID)
	return s.told(o), err
}

// DeadTokens implements vendors.DeadTokenLister.
func (s *spoilt) DeadTokens(ctx context.Context) ([]vendors.Token, error) {
	in, err := ability[vendors.DeadTokenLister](s.inner)
	if err != nil {
		return nil, err
	}
	return in.DeadTokens(ctx)
}
