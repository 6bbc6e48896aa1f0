package huawei

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK         = "80000000"
	codePartial    = "80100000" // some tokens; msg says which failed
	codeAuth       = "80200001" // access token missing or another app's
	codeExpired    = "80200003" // access token expired or garbled
	codeJWTExpired = "80200005"
	codeTopicTasks = "80100017" // more than 100 topic sends at once
	codeTopicSome  = "82000010" // some tokens of a topic call
)

// topicPause is how long Huawei's topic tasks are given to end.
const topicPause = time.Minute

// reply is one answer of Huawei, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// ok reports success, whole or partial: JSON, HTTP 200 and the code. A success with
// another status contradicts itself and is judged by the status.
func (r *reply) ok() bool {
	return r.status == http.StatusOK && (r.code == codeOK || r.code == codePartial)
}

// refused reports that the access token was: by code at any status, because errors
// were seen with HTTP 200 and are documented with 401, or by a bare 401.
func (r *reply) refused() bool {
	switch r.code {
	case codeAuth, codeExpired, codeJWTExpired:
		return true
	case "":
		return r.status == http.StatusUnauthorized
	}
	return false
}

func (s *Sender) read(resp transport.Response) reply {
	r := reply{status: resp.Status, raw: resp.Body}
	a, err := decodeAnswer(resp.Body)
	if err == nil {
		r.isJSON, r.answer, r.code = true, a, strings.TrimSpace(string(a.Code))
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

// unsentError is a failure before the message itself went out: the login got no
// answer, or was refused.
type unsentError struct{ err error }

func (e *unsentError) Error() string { return "login: " + e.err.Error() }

func (e *unsentError) Unwrap() error { return e.err }

// maybeTaken reports whether Huawei may have the request although no answer came.
func maybeTaken(err error) bool {
	var unsent *unsentError
	var lost *transport.Error
	return !errors.As(err, &unsent) && errors.As(err, &lost) && lost.MaybeSent
}

// call makes one authenticated request. When Huawei says that the access token is
// no longer good it logs in again and repeats the request, once. The error is an
// *unsentError around what stopped the login, or a *transport.Error.
func (s *Sender) call(ctx context.Context, u *url.URL, body []byte) (reply, error) {
	token, err := s.tokens.Get(ctx)
	if err != nil {
		return reply{}, &unsentError{err}
	}
	r, err := s.attempt(ctx, u, body, token)
	if err != nil || !r.refused() {
		return r, err
	}
	s.tokens.Invalidate(token)
	if token, err = s.tokens.Get(ctx); err != nil {
		return reply{}, &unsentError{err}
	}
	return s.attempt(ctx, u, body, token)
}

func (s *Sender) attempt(ctx context.Context, u *url.URL, body []byte, token string) (reply, error) {
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, URL: u, Header: jsonHeader(token), Body: body})
	if err != nil {
		return reply{}, err
	}
	return s.read(resp), nil
}

// verdict turns a reply into the outcome all tokens share (token left empty).
func (s *Sender) verdict(r reply) vendors.Outcome {
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(string(r.answer.Msg)), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case r.ok():
		o.State, o.MessageID = vendors.StateAccepted, string(r.answer.RequestID)
	case r.code == "" || r.code == codeOK || r.code == codePartial:
		s.noCode(&o, r)
	default:
		o.State = vendors.StateRefused
		if fact, known := s.facts.Code(r.code, vendors.InResponse); known {
			o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
		} else {
			o.Reason, o.Retry = vendors.ReasonVendorError, vendors.RetryNever
		}
		if r.code == codeTopicTasks && o.RetryAfter == 0 {
			o.RetryAfter = topicPause
		}
	}
	return o
}

// noCode judges an answer without a usable code by its HTTP status.
func (s *Sender) noCode(o *vendors.Outcome, r reply) {
	o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonVendorError, vendors.RetryBackoff
	if o.Text == "" {
		o.Text = s.firstLine(r.raw)
	}
	fact, known := s.statusFact(vendors.InResponse, r.status)
	if known {
		o.Reason, o.Retry = fact.Reason, fact.Retry
	}
	switch status := r.status; {
	case status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		// The proxy does not know whether Huawei took it.
		o.State = vendors.StateUnknown
	case known:
	case status == http.StatusTooManyRequests:
		o.Reason = vendors.ReasonQPS
	case status == http.StatusRequestEntityTooLarge:
		o.Reason, o.Retry = vendors.ReasonPayloadTooLarge, vendors.RetryNever
	case status == http.StatusUnauthorized:
		o.Reason, o.Retry = vendors.ReasonCredentialWrong, vendors.RetryNever
	case status >= 500, status == http.StatusRequestTimeout:
	case status >= 400:
		o.Reason, o.Retry = vendors.ReasonBadRequest, vendors.RetryNever
	case status >= 300:
		o.Retry = vendors.RetryNever
	default:
		// Success without a verdict. JSON without a code would come back the same; a
		// page that is no JSON is a proxy's and may go away.
		o.State = vendors.StateUnknown
		if r.isJSON {
			o.Retry = vendors.RetryNever
		}
	}
}

// failed turns a call without an answer into an outcome. A refused login is an
// answer; the rest may be repeated, but for messages see deliver.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	var login *loginError
	if errors.As(err, &login) {
		return login.outcome, nil
	}
	o := vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff}
	if errors.Is(err, transport.ErrBodyTooLarge) {
		o.Reason = vendors.ReasonVendorError
	}
	return o, fmt.Errorf("huawei: %s: %w", op, err)
}

// firstLine is what a person needs of a page that is no JSON. Secrets go before the
// cut, which could halve one.
func (s *Sender) firstLine(body []byte) string {
	const longest = 120
	line := strings.TrimSpace(s.redactor.String(string(body)))
	line, _, _ = strings.Cut(line, "\n")
	line = strings.ToValidUTF8(line, string(utf8.RuneError))
	if utf8.RuneCountInString(line) > longest {
		line = string([]rune(line)[:longest])
	}
	return line
}
