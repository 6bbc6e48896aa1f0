package fcm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// AnswerError is a query FCM refused. Sends and subscriptions never return it: there a
// refusal is an outcome.
type AnswerError = vendors.AnswerError

// Topic is one subscription of a token; AddDate is Google's text, RFC 3339.
type Topic = vendors.Topic

// topicRequest is the body of batchAdd and batchRemove.
type topicRequest struct {
	To     string          `json:"to"`
	Tokens []vendors.Token `json:"registration_tokens"`
}

// Subscribe adds tokens to a topic, 1000 in one call, and returns one outcome per token
// in the order given. The error is a call without an answer; tokens after it were not
// sent (StateSuppressed).
func (s *Sender) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "subscribe", s.at.add, topic, tokens)
}

// Unsubscribe removes tokens from a topic; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, "unsubscribe", s.at.remove, topic, tokens)
}

func (s *Sender) membership(ctx context.Context, op string, u *url.URL, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	bare := strings.TrimPrefix(topic, topicPrefix)
	if !isTopic(bare) || len(tokens) == 0 {
		return nil, errors.New("fcm: " + op + ": a topic of letters, digits and -_.~% and at least one token are needed")
	}
	out := make([]vendors.Outcome, 0, len(tokens))
	for len(out) < len(tokens) {
		rest := tokens[len(out):]
		if most := s.limits.topicTokens; most > 0 {
			rest = rest[:min(len(rest), most)]
		}
		outcomes, err := s.memberBlock(ctx, op, u, bare, rest)
		out = append(out, outcomes...)
		if err != nil {
			return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), err
		}
	}
	return out, nil
}

func (s *Sender) memberBlock(ctx context.Context, op string, u *url.URL, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	body, err := json.Marshal(topicRequest{topicPrefix + topic, tokens})
	if err != nil {
		return verdict.Same(tokens, verdict.Unbuilt(err)), err
	}
	r, err := s.call(ctx, request{method: http.MethodPost, url: u, body: body, topic: true})
	if err != nil {
		// Subscribing twice is as good as once.
		o, failure := verdict.Failed(vendors.FCM, op, err)
		return verdict.Same(tokens, o), failure
	}
	return s.judgeMembers(&r, tokens), nil
}

// judgeMembers reads the results, which stand in the order of the tokens.
func (s *Sender) judgeMembers(r *reply, tokens []vendors.Token) []vendors.Outcome {
	if r.status != http.StatusOK || r.code != "" {
		return verdict.Same(tokens, s.verdict(r))
	}
	if len(r.answer.Results) != len(tokens) {
		o := vendors.Outcome{HTTPStatus: r.status}
		s.noCode(&o, r)
		return verdict.Same(tokens, o)
	}
	out := make([]vendors.Outcome, len(tokens))
	for i, one := range r.answer.Results {
		o := vendors.Outcome{Token: tokens[i], State: vendors.StateAccepted, Code: codeOK, HTTPStatus: r.status}
		if one.Error != "" {
			o.Code = string(one.Error)
			verdict.Refused(&o, s.facts, o.Code, vendors.InPerToken)
		}
		out[i] = o
	}
	return out
}

// maxPages bounds a list: a token has 2000 topics at most, and a page 1000.
const maxPages = 8

// Topics returns the topics of a token, by the API of 2026
// (projects.registrations.topicSubscriptions). A refusal is an *AnswerError.
func (s *Sender) Topics(ctx context.Context, token vendors.Token) ([]Topic, error) {
	const op = "list topics"
	if token == "" {
		return nil, errors.New("fcm: " + op + ": no token")
	}
	u := s.at.registrations.JoinPath(url.PathEscape(string(token)), "topicSubscriptions")
	var topics []Topic
	for page := ""; ; {
		if page != "" {
			u.RawQuery = url.Values{"pageToken": {page}}.Encode()
		}
		r, err := s.call(ctx, request{method: http.MethodGet, url: u, label: "/v1/projects/.../topicSubscriptions"})
		if err != nil {
			o, failure := verdict.Failed(vendors.FCM, op, err)
			if failure != nil {
				return nil, failure
			}
			return nil, &AnswerError{Vendor: vendors.FCM, Op: op, Outcome: o}
		}
		if r.status != http.StatusOK || !r.isJSON || r.code != "" {
			return nil, &AnswerError{Vendor: vendors.FCM, Op: op, Outcome: s.verdict(&r)}
		}
		for _, t := range r.answer.Subscriptions {
			topics = append(topics, Topic{Name: string(t.TopicName), AddDate: string(t.CreateTime)})
		}
		if page = string(r.answer.NextPage); page == "" {
			return topics, nil
		}
		if len(topics) > maxPages*1000 {
			return nil, fmt.Errorf("fcm: %s: the pages do not end", op)
		}
	}
}
