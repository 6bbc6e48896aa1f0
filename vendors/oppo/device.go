package oppo

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// deviceRequest is the body of the calls about aliases and tags.
type deviceRequest struct {
	RegistrationID vendors.Token `json:"registration_id,omitempty"`
	Alias          string        `json:"alias,omitempty"`
	Tags           string        `json:"tags,omitempty"`
}

// BindAlias gives a registration id an alias, at most 64 characters without semicolons.
// An alias has one phone, and the last binding wins.
func (s *Sender) BindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	if alias == "" || token == "" {
		return vendors.Outcome{}, errors.New("oppo: bind alias: an alias and a token are needed")
	}
	if length.Characters.Over(alias, s.limits.alias) || strings.Contains(alias, separator) {
		return vendors.Outcome{
			Token: token, State: vendors.StateRejected, Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever,
			Text: fmt.Sprintf("an alias has at most %d characters and no semicolon", s.limits.alias),
		}, nil
	}
	return s.device(ctx, "bind alias", s.at.setAlias, deviceRequest{RegistrationID: token, Alias: alias}, token)
}

// UnbindAlias takes the alias away, whoever has it: OPPO's call names no registration id.
func (s *Sender) UnbindAlias(ctx context.Context, alias string, token vendors.Token) (vendors.Outcome, error) {
	if alias == "" {
		return vendors.Outcome{}, errors.New("oppo: unbind alias: no alias")
	}
	return s.device(ctx, "unbind alias", s.at.deleteAlias, deviceRequest{Alias: alias}, token)
}

// Subscribe puts registration ids under a tag, one call for each, and returns one outcome
// per token in the order given. The error is a call without an answer; tokens after it
// were not sent (StateSuppressed).
func (s *Sender) Subscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.tags(ctx, "subscribe", s.at.subscribeTags, tag, tokens)
}

// Unsubscribe takes registration ids from a tag; see Subscribe.
func (s *Sender) Unsubscribe(ctx context.Context, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	return s.tags(ctx, "unsubscribe", s.at.unsubscribe, tag, tokens)
}

func (s *Sender) tags(ctx context.Context, op string, u *url.URL, tag string, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if tag == "" || len(tokens) == 0 {
		return nil, errors.New("oppo: " + op + ": a tag and at least one token are needed")
	}
	out := make([]vendors.Outcome, 0, len(tokens))
	for _, t := range tokens {
		o, err := s.device(ctx, op, u, deviceRequest{RegistrationID: t, Tags: tag}, t)
		out = append(out, o)
		if err != nil {
			return append(out, verdict.Same(tokens[len(out):], verdict.Unsent())...), err
		}
	}
	return out, nil
}

// device makes a call about one phone; a refusal is an outcome.
func (s *Sender) device(ctx context.Context, op string, u *url.URL, request deviceRequest, token vendors.Token) (vendors.Outcome, error) {
	body, err := encode(request)
	if err != nil {
		o := verdict.Unbuilt(err)
		o.Token = token
		return o, err
	}
	r, err := s.call(ctx, s.home, func(auth string) transport.Request {
		return transport.Request{Method: http.MethodPost, URL: u, Header: tokenHeader(auth, typeJSON), Body: body}
	})
	if err != nil {
		o, failure := s.failed(op, err)
		o.Token = token
		return o, failure
	}
	o := s.verdict(r)
	o.Token = token
	return o, nil
}

// tokenHeader has the auth_token where there is no form for it.
func tokenHeader(token, contentType string) http.Header {
	h := make(http.Header, 3) // with the transport's User-Agent
	h[headerAuthToken] = []string{token}
	if contentType != "" {
		h[headerContentType] = []string{contentType}
	}
	return h
}
