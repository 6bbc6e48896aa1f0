package fcm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

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

// change is one of the two changes of a topic: how it is asked for at the topic service,
// which takes many registration tokens, and by the API of 2026, which takes one
// installation id.
type change struct {
	op     string
	batch  *url.URL
	method string
}

// Subscribe adds tokens to a topic and returns one outcome per token in the order given.
// Registration tokens go to the topic service, 1000 in one call; installation ids are
// calls of their own (projects.registrations.topicSubscriptions), some at a time. The
// error is a call without an answer; what had not been sent by then is not
// (StateSuppressed).
func (s *Sender) Subscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, change{"subscribe", s.at.add, http.MethodPatch}, topic, tokens)
}

// Unsubscribe removes tokens from a topic; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.membership(ctx, change{"unsubscribe", s.at.remove, http.MethodDelete}, topic, tokens)
}

func (s *Sender) membership(ctx context.Context, c change, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	bare := strings.TrimPrefix(topic, topicPrefix)
	if !isTopic(bare) || len(tokens) == 0 {
		return nil, errors.New("fcm: " + c.op + ": a topic of letters, digits and -_.~% and at least one token are needed")
	}
	var list []vendors.Token
	var at, ids []int // where tokens and installation ids stand
	for i, t := range tokens {
		if isFID(string(t)) {
			ids = append(ids, i)
			continue
		}
		list, at = append(list, t), append(at, i)
	}
	if len(ids) > 0 && (bare == "." || bare == "..") {
		return nil, errors.New("fcm: " + c.op + ": a path cannot name the topic " + bare)
	}
	out := make([]vendors.Outcome, len(tokens))
	outcomes, err := s.changeTokens(ctx, c, bare, list)
	for i, o := range outcomes {
		out[at[i]] = o
	}
	return out, s.changeIDs(ctx, c, bare, tokens, ids, out, err)
}

// changeTokens asks for registration tokens, block by block.
func (s *Sender) changeTokens(ctx context.Context, c change, topic string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	out := make([]vendors.Outcome, 0, len(tokens))
	for len(out) < len(tokens) {
		rest := tokens[len(out):]
		if most := s.limits.topicTokens; most > 0 {
			rest = rest[:min(len(rest), most)]
		}
		outcomes, err := s.memberBlock(ctx, c.op, c.batch, topic, rest)
		out = append(out, outcomes...)
		if err != nil {
			return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), err
		}
	}
	return out, nil
}

// changeIDs asks for the installation ids among tokens, those at ids, and writes their
// outcomes to the same places of out. Nothing is asked for once a call had no answer:
// before, which is the error given, or here.
func (s *Sender) changeIDs(ctx context.Context, c change, topic string, tokens []vendors.Token, ids []int, out []vendors.Outcome, before error) error {
	var failure atomic.Pointer[error]
	if before != nil {
		failure.Store(&before)
	}
	inParallel(len(ids), checkers, func(i int) {
		o, id := verdict.Unsent(), tokens[ids[i]]
		if failure.Load() == nil {
			var err error
			if o, err = s.changeID(ctx, c, topic, id); err != nil {
				failure.CompareAndSwap(nil, &err)
			}
		}
		o.Token = id
		out[ids[i]] = o
	})
	if err := failure.Load(); err != nil {
		return *err
	}
	return nil
}

// changeID asks for one installation id, in a way that may be repeated.
func (s *Sender) changeID(ctx context.Context, c change, topic string, id vendors.Token) (vendors.Outcome, error) {
	u := s.at.registrations.JoinPath(url.PathEscape(string(id)), "topicSubscriptions", url.PathEscape(topic))
	u.RawQuery = "allowMissing=true"
	r, err := s.call(ctx, request{method: c.method, url: u, label: labelSubscriptions})
	if err != nil {
		return verdict.Failed(vendors.FCM, c.op, err)
	}
	if r.status == http.StatusOK && r.isJSON && r.code == "" {
		return vendors.Outcome{State: vendors.StateAccepted, Code: codeOK, HTTPStatus: r.status}, nil
	}
	return s.verdict(&r), nil
}

// labelSubscriptions stands for the paths with a token or an installation id in them.
const labelSubscriptions = "/v1/projects/.../topicSubscriptions"

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
		r, err := s.call(ctx, request{method: http.MethodGet, url: u, label: labelSubscriptions})
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
