package fcm

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to one token: a registration token, or a Firebase installation id. More
// are not sent (StateRejected, RetrySplit): FCM has no lists, and spreading is the
// client's. Sends may run together; they share connections.
//
// Beside the outcomes the error is a request without an answer or a context that ended;
// then the outcome is StateUnknown. FCM drops no repetition, so it is RetryNever when
// the request may have arrived.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.FCM}
	switch {
	case msg == nil:
		return res, errors.New("fcm: send: no message")
	case len(tokens) == 0:
		return res, errors.New("fcm: send: no tokens: give one")
	case len(tokens) > 1:
		res.Outcomes = verdict.TooMany(tokens, 1, "request")
		return res, nil
	}
	d := s.draft(msg, s.limits.payload)
	res.Adjustments = d.Adjustments
	o, err := s.deliver(ctx, "send", d, toToken(tokens[0]))
	o.Token = tokens[0]
	res.Outcomes = []vendors.Outcome{o}
	return res, err
}

// target is who a message is for: exactly one member of the message.
type target struct{ member, value string }

// toToken names a phone: by installation id where it is one, else by token.
func toToken(t vendors.Token) target {
	if isFID(string(t)) {
		return target{"fid", string(t)}
	}
	return target{"token", string(t)}
}

// isFID reports the form of a Firebase installation id: 22 characters of base64url.
// Registration tokens are longer and have a colon.
func isFID(s string) bool {
	return len(s) == 22 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

// deliver sends a draft to one target.
func (s *Sender) deliver(ctx context.Context, op string, d *draft, to target) (vendors.Outcome, error) {
	if d.buildErr != nil {
		return verdict.Unbuilt(d.buildErr), d.buildErr
	}
	if d.Rejected() != nil {
		return d.Rejection(), nil
	}
	r, err := s.call(ctx, request{method: http.MethodPost, url: s.at.send, body: d.assemble(to)})
	if err != nil {
		return s.failed(op, err)
	}
	return s.verdict(&r), nil
}

// Build returns the request Send would make, without the login and with the access token
// redacted. A message that would not be sent is an error that says why.
func (s *Sender) Build(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	if msg == nil || len(tokens) == 0 {
		return nil, nil, errors.New("fcm: build: a message and at least one token are needed")
	}
	d := s.draft(msg, s.limits.payload)
	if d.buildErr != nil {
		return nil, d.Adjustments, d.buildErr
	}
	if d.Rejected() != nil {
		return nil, d.Adjustments, fmt.Errorf("fcm: build: %w", d.Rejected())
	}
	out := make([]vendors.Request, len(tokens))
	for i, t := range tokens {
		r := request{method: http.MethodPost, url: s.at.send, body: d.assemble(toToken(t))}
		out[i] = s.http.Describe(r.with(vendors.Redacted), []string{headerAuthorization}, nil)
	}
	return out, d.Adjustments, nil
}

// ClassOf tells the class msg would go out under, after defaults. FCM has none; what is
// said is what it is.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	if msg.Class == vendors.ClassUnset && s.defaults != nil {
		return s.defaults.Class
	}
	return msg.Class
}

// checkers is how many tokens are checked at a time.
const checkers = 32

// CheckTokens asks FCM about each token with a message that is validated and not
// delivered (validate_only). A check counts as a message in the project's quota. The
// error is the first check that got no answer; the others are done all the same.
func (s *Sender) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	probe := &vendors.Message{Title: "check", Body: "check", DryRun: true}
	d := s.draft(probe, s.limits.payload)
	out := make([]vendors.Outcome, len(tokens))
	errs := make([]error, len(tokens))
	inParallel(len(tokens), checkers, func(i int) {
		out[i], errs[i] = s.deliver(ctx, "check", d, toToken(tokens[i]))
		out[i].Token, out[i].MessageID = tokens[i], ""
		if out[i].Retry == vendors.RetryNever && errs[i] != nil {
			out[i].Retry = vendors.RetryBackoff // nothing rings twice
		}
	})
	for _, err := range errs {
		if err != nil {
			return out, err
		}
	}
	return out, nil
}
