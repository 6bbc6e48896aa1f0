package huawei

import (
	"context"
	"errors"
	"net/url"
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// AnswerError is a query Huawei refused. Sends and subscriptions never return it:
// there a refusal is an outcome.
type AnswerError = vendors.AnswerError

// topicRequest is the body of topic:subscribe and topic:unsubscribe.
type topicRequest struct {
	Topic      string          `json:"topic"`
	TokenArray []vendors.Token `json:"tokenArray"`
}

// listRequest is the body of topic:list.
type listRequest struct {
	Token vendors.Token `json:"token"`
}

// Topic is one subscription of a token; AddDate is Huawei's text, such as 2019-11-25.
type Topic = vendors.Topic

// Subscribe adds tokens to a topic, 1000 in one call, and returns one outcome per
// token in the order given. The error is a call without an answer; tokens after it
// were not sent (StateSuppressed).
func (s *Sender) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "subscribe", s.at.subscribe, topic, tokens)
}

// Unsubscribe removes tokens from a topic; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "unsubscribe", s.at.unsubscribe, topic, tokens)
}

// Topics returns the topics of a token. A refusal is an *AnswerError.
func (s *Sender) Topics(ctx context.Context, token vendors.Token) ([]Topic, error) {
	const op = "list topics"
	if s.v3 {
		return nil, noTopics(op)
	}
	body, err := encode(listRequest{token})
	if err != nil {
		return nil, err
	}
	r, err := s.call(ctx, s.at.list, body, jsonHeader)
	if err != nil {
		o, failure := s.failed(op, err)
		if failure != nil {
			return nil, failure
		}
		return nil, &AnswerError{Vendor: vendors.Huawei, Op: op, Outcome: o}
	}
	if o := s.verdict(r); o.State != vendors.StateAccepted {
		return nil, &AnswerError{Vendor: vendors.Huawei, Op: op, Outcome: o}
	}
	topics := make([]Topic, len(r.answer.Topics))
	for i, t := range r.answer.Topics {
		topics[i] = Topic{Name: string(t.Name), AddDate: string(t.AddDate)}
	}
	return topics, nil
}

// noTopics: v3 knows tokens only.
func noTopics(op string) error {
	return errors.New("huawei: " + op + ": HarmonyOS has no topics: send to tokens")
}

func (s *Sender) membership(ctx context.Context, op string, u *url.URL, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if topic == "" || len(tokens) == 0 {
		return nil, errors.New("huawei: " + op + ": a topic and at least one token are needed")
	}
	if s.v3 {
		return nil, noTopics(op)
	}
	out := make([]vendors.Outcome, 0, len(tokens))
	for len(out) < len(tokens) {
		rest := tokens[len(out):]
		if most := s.limits.topicTokens; most > 0 {
			rest = rest[:min(len(rest), most)]
		}
		outcomes, err := s.memberBlock(ctx, op, u, topic, rest)
		out = append(out, outcomes...)
		if err != nil {
			return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), err
		}
	}
	return out, nil
}

func (s *Sender) memberBlock(ctx context.Context, op string, u *url.URL, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	body, err := encode(topicRequest{topic, tokens})
	if err != nil {
		return verdict.Same(tokens, verdict.Unbuilt(err)), err
	}
	r, err := s.call(ctx, u, body, jsonHeader)
	if err != nil {
		o, failure := s.failed(op, err)
		return verdict.Same(tokens, o), failure
	}
	outcomes := verdict.Same(tokens, s.verdict(r))
	s.judgeMembers(r, outcomes)
	return outcomes, nil
}

// judgeMembers applies the list of errors. It comes with success and with 82000010,
// some tokens failed; with the latter those not listed were processed, if Huawei
// counts any.
func (s *Sender) judgeMembers(r reply, outcomes []vendors.Outcome) {
	if len(r.answer.Errors) == 0 || len(outcomes) == 0 {
		return
	}
	processed, _ := strconv.Atoi(string(r.answer.SuccessCount))
	if !r.ok() && (r.code != codeTopicSome || processed == 0) {
		return
	}
	fact, _ := s.facts.Code(codeTopicSome, vendors.InResponse)
	shared := outcomes[0]
	for i := range outcomes {
		o := &outcomes[i]
		o.State, o.Reason, o.Retry, o.MessageID = vendors.StateAccepted, vendors.ReasonNone, "", string(r.answer.RequestID)
	}
	for _, e := range r.answer.Errors {
		if e.Index == nil || *e.Index < 0 || *e.Index >= len(outcomes) {
			s.log.Warn("answer names a token by an index that was not sent", "sent", len(outcomes))
			continue
		}
		o := &outcomes[*e.Index]
		token := o.Token
		*o = shared
		o.Token, o.State, o.MessageID = token, vendors.StateRefused, ""
		o.Reason, o.Retry, o.Text = fact.Reason, fact.Retry, s.redactor.String(string(e.Reason))
	}
}
