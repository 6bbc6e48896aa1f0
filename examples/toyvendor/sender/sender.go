// Package sender is the toy vendor's driver: it logs in, writes a message in the
// toy's form and reads every answer into outcomes. It makes one attempt; pacing,
// retry and splitting are the client's.
package sender

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/offpush/offpush/examples/toyvendor/facts"
	"github.com/offpush/offpush/vendors"
)

// Sender is the toy's driver for one app. It is safe for concurrent use.
type Sender struct {
	key    string
	secret vendors.Secret
	base   string
	http   http.RoundTripper
	facts  *vendors.Facts

	// access holds the access token, and is held by who may change it: those who
	// wait for a login can still be cancelled, which a mutex would not allow.
	access chan vendors.Secret
}

var _ vendors.Sender = (*Sender)(nil)

// Open makes a sender for one app. The toy has no hosts of its own, so a base URL
// is needed; credentials are "key" and "secret".
func Open(cfg vendors.Config, transport http.RoundTripper) (vendors.Sender, error) {
	for _, name := range []string{"key", "secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("toy: credential %q is missing", name)
		}
	}
	if cfg.BaseURLs[""] == "" {
		return nil, errors.New("toy: no base URL; the toy vendor exists in simulators only")
	}
	if transport == nil {
		transport = http.DefaultTransport
	}
	s := &Sender{
		key: cfg.Credentials["key"].Reveal(), secret: cfg.Credentials["secret"],
		base: cfg.BaseURLs[""], http: transport, facts: facts.Facts(),
		access: make(chan vendors.Secret, 1),
	}
	s.access <- ""
	return s, nil
}

// Facts implements vendors.Sender.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// Send implements vendors.Sender.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	body := push{Title: msg.Title, Text: msg.Body, Kind: "news"}
	res := vendors.Result{Vendor: facts.Vendor, Outcomes: make([]vendors.Outcome, len(tokens))}
	switch msg.Class {
	case vendors.ClassTransactional:
		body.Kind = "notice"
	case vendors.ClassUnset:
		res.Adjustments = append(res.Adjustments, vendors.Adjustment{
			Field: "class", Action: vendors.AdjustDefaulted, To: string(vendors.ClassMarketing),
			Why: vendors.Text{EN: "no class was said", ZH: "未指定消息分类"},
		})
	}
	for _, t := range tokens {
		body.To = append(body.To, string(t))
	}
	a, whole, err := s.deliver(ctx, body)
	for i, t := range tokens {
		o := whole
		if slices.Contains(a.Dead, string(t)) {
			// The toy's per-token answer has no code of its own.
			o.State, o.Reason, o.TokenDead = vendors.StateRefused, vendors.ReasonTokenInvalid, true
		}
		o.Token = t
		res.Outcomes[i] = o
	}
	if err != nil {
		return res, fmt.Errorf("toy: push: %w", err)
	}
	return res, nil
}

// deliver makes the call, and makes it exactly once more after a refresh when the
// answer is that the access token is no longer good.
func (s *Sender) deliver(ctx context.Context, body push) (answer, vendors.Outcome, error) {
	token, o, err := s.token(ctx, "")
	if err != nil || token == "" {
		return answer{}, o, err
	}
	a, o, err := s.post(ctx, "/push", token, body)
	if err != nil || o.Reason != vendors.ReasonCredentialExpired {
		return a, o, err
	}
	if token, o, err = s.token(ctx, token); err != nil || token == "" {
		return answer{}, o, err
	}
	return s.post(ctx, "/push", token, body)
}

// token returns an access token other than the refused one, logging in when there
// is none. Of many callers one logs in, the others wait for it.
func (s *Sender) token(ctx context.Context, refused vendors.Secret) (vendors.Secret, vendors.Outcome, error) {
	var held vendors.Secret
	select {
	case held = <-s.access:
	case <-ctx.Done():
		return "", unanswered(), ctx.Err()
	}
	defer func() { s.access <- held }()
	if held != "" && held != refused {
		return held, vendors.Outcome{}, nil
	}
	held = ""
	a, o, err := s.post(ctx, "/login", "", login{Key: s.key, Secret: s.secret.Reveal()})
	if err == nil && o.State == vendors.StateAccepted {
		held = vendors.Secret(a.Token)
	}
	return held, o, err
}

// unanswered is the outcome when nobody knows whether the message was taken.
func unanswered() vendors.Outcome {
	return vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryNever}
}

func (s *Sender) post(ctx context.Context, path string, token vendors.Secret, body any) (answer, vendors.Outcome, error) {
	if err := ctx.Err(); err != nil {
		return answer{}, unanswered(), err
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return answer{}, unanswered(), fmt.Errorf("write request: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+path, bytes.NewReader(raw))
	if err != nil {
		return answer{}, unanswered(), fmt.Errorf("make request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", token.Reveal())
	}
	resp, err := s.http.RoundTrip(req)
	if err != nil {
		if own := ctx.Err(); own != nil {
			return answer{}, unanswered(), own
		}
		// Transports of others quote requests in errors, secrets included.
		return answer{}, unanswered(), fmt.Errorf("%s: no answer", path)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		if own := ctx.Err(); own != nil {
			return answer{}, unanswered(), own
		}
		return answer{}, unanswered(), fmt.Errorf("%s: answer broke off", path)
	}
	a, o := s.read(resp, text, path == "/login")
	return a, o, nil
}

// read judges an answer: the toy says everything in the body of an HTTP 200.
func (s *Sender) read(resp *http.Response, text []byte, auth bool) (answer, vendors.Outcome) {
	o := vendors.Outcome{
		State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever,
		HTTPStatus: resp.StatusCode,
	}
	if resp.StatusCode != http.StatusOK {
		o.Retry = vendors.RetryBackoff
		if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
			o.RetryAfter = time.Duration(n) * time.Second
		}
		return answer{}, o
	}
	var a answer
	if json.Unmarshal(text, &a) != nil || a.Code == nil {
		return answer{}, o
	}
	o.Code = *a.Code
	where := vendors.InResponse
	if auth {
		where = vendors.InAuth
	}
	fact, known := s.facts.Code(o.Code, where, vendors.InResponse)
	if !known {
		return a, o
	}
	o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
	if fact.Reason == vendors.ReasonNone {
		o.State, o.MessageID = vendors.StateAccepted, a.ID
	}
	return a, o
}

// String keeps the secret and the access token out of logs.
func (s *Sender) String() string { return "toy sender of " + s.key }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }
