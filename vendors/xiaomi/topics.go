package xiaomi

import (
	"context"
	"errors"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Subscribe puts registration ids under a topic, 1000 in one call, and returns one outcome
// per token in the order given. The error is a call without an answer; tokens after it
// were not sent (StateSuppressed). A phone has at most 30 topics of an app.
func (s *Sender) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.SubscribeTo(ctx, Membership{Topic: topic}, tokens)
}

// Unsubscribe takes registration ids from a topic; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.UnsubscribeFrom(ctx, Membership{Topic: topic}, tokens)
}

// SubscribeAliases is Subscribe for aliases.
func (s *Sender) SubscribeAliases(ctx context.Context, topic string, aliases []vendors.Token) ([]vendors.Outcome, error) {
	return s.SubscribeTo(ctx, Membership{Topic: topic, OfAliases: true}, aliases)
}

// UnsubscribeAliases is Unsubscribe for aliases.
func (s *Sender) UnsubscribeAliases(ctx context.Context, topic string, aliases []vendors.Token) ([]vendors.Outcome, error) {
	return s.UnsubscribeFrom(ctx, Membership{Topic: topic, OfAliases: true}, aliases)
}

// Membership is what a subscription says beside whose it is.
type Membership struct {
	Topic string
	// Category is optional: a name of the SDK, of which no page says what it does.
	Category string
	// OfAliases: the tokens are aliases.
	OfAliases bool
}

// SubscribeTo is Subscribe with everything a subscription can say.
func (s *Sender) SubscribeTo(ctx context.Context, to Membership, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "subscribe", "v2/topic/subscribe", to, tokens)
}

// UnsubscribeFrom is Unsubscribe with everything a subscription can say.
func (s *Sender) UnsubscribeFrom(ctx context.Context, from Membership, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "unsubscribe", "v2/topic/unsubscribe", from, tokens)
}

func (s *Sender) membership(ctx context.Context, op, path string, in Membership, tokens []vendors.Token) ([]vendors.Outcome, error) {
	field := "registration_id"
	if in.OfAliases {
		op, path, field = op+" aliases", path+"/alias", "aliases"
	}
	if in.Topic == "" || len(tokens) == 0 {
		return nil, errors.New("xiaomi: " + op + ": a topic and at least one token are needed")
	}
	u := s.at.base.JoinPath(path)
	out := make([]vendors.Outcome, 0, len(tokens))
	for len(out) < len(tokens) {
		block := s.block(tokens[len(out):])
		good := joinable(block)
		if len(good) == 0 {
			out = append(out, verdict.Same(block, unaddressable())...)
			continue
		}
		f := form.New(128 + 72*len(good))
		f.List(field, len(good), ",", func(i int) string { return string(good[i]) })
		f.Add("topic", in.Topic)
		if in.Category != "" {
			f.Add("category", in.Category)
		}
		f.Add("restricted_package_name", s.pkg)
		r, err := s.post(ctx, u, f)
		if err != nil {
			o, failure := s.failed(op, err)
			out = append(out, around(block, verdict.Same(good, o))...)
			return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), failure
		}
		outcomes := verdict.Same(good, s.verdict(r))
		s.judge(r, outcomes)
		out = append(out, around(block, outcomes)...)
	}
	return out, nil
}

// Topics returns the topics of a registration id. A refusal is an *AnswerError.
func (s *Sender) Topics(ctx context.Context, token vendors.Token) ([]vendors.Topic, error) {
	names, err := s.of(ctx, "topics", "v1/topic/all", token)
	out := make([]vendors.Topic, len(names))
	for i, name := range names {
		out[i].Name = name
	}
	return out, err
}

// Aliases returns the aliases of a registration id, which has at most 15.
func (s *Sender) Aliases(ctx context.Context, token vendors.Token) ([]string, error) {
	return s.of(ctx, "aliases", "v1/alias/all", token)
}

// Accounts returns the user accounts of a registration id.
func (s *Sender) Accounts(ctx context.Context, token vendors.Token) ([]string, error) {
	return s.of(ctx, "accounts", "v1/account/all", token)
}

func (s *Sender) of(ctx context.Context, op, path string, token vendors.Token) ([]string, error) {
	f := s.query()
	f.Add("registration_id", string(token))
	r, err := s.ask(ctx, op, path, f)
	if err != nil {
		return nil, err
	}
	return r.members().list("list"), nil
}
