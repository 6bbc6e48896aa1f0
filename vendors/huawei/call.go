package huawei

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK         = "80000000"
	codePartial    = "80100000" // some tokens; msg says which failed
	codeAuth       = "80200001" // access token missing or another app's
	codeExpired    = "80200003" // access token expired or garbled
	codeJWTExpired = "80200005"
	codeJWTLong    = "80300036" // valid for more than a day
	codeNoTokens   = "80300007"
	codeTopicTasks = "80100017" // more than 100 topic sends at once
	codeTestRate   = "80300029" // too many test messages
	codeTopicSome  = "82000010" // some tokens of a topic call
)

// longPause is how long topic tasks are given to end, and test messages to be taken
// again.
const longPause = time.Minute

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
	case codeAuth, codeExpired, codeJWTExpired, codeJWTLong:
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

// call makes one authenticated request. When Huawei says that the access token is
// no longer good it logs in again and repeats the request, once.
func (s *Sender) call(ctx context.Context, u *url.URL, body []byte, header func(token string) http.Header) (reply, error) {
	return tokencache.Call(ctx, s.tokens, func(token string) (reply, error) {
		return s.attempt(ctx, u, body, header(token))
	}, (*reply).refused)
}

func (s *Sender) attempt(ctx context.Context, u *url.URL, body []byte, header http.Header) (reply, error) {
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, URL: u, Header: header, Body: body})
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
	case r.code == "" || r.code == codeOK || r.code == codePartial || verdict.Busy(s.facts, r.code, r.status, vendors.InResponse):
		s.noCode(&o, r)
	default:
		verdict.Refused(&o, s.facts, r.code, vendors.InResponse)
		if (r.code == codeTopicTasks || r.code == codeTestRate) && o.RetryAfter == 0 {
			o.RetryAfter = longPause
		}
	}
	return o
}

// noCode judges an answer without a code that counts by its HTTP status.
func (s *Sender) noCode(o *vendors.Outcome, r reply) {
	verdict.ByStatus(o, r.status, r.isJSON)
	if o.Text == "" {
		o.Text = verdict.FirstLine(r.raw, s.redactor)
	}
	if fact, known := verdict.StatusFact(s.facts, vendors.InResponse, r.status); known {
		o.Reason, o.Retry = fact.Reason, fact.Retry
	} else if r.status == http.StatusUnauthorized {
		o.Reason = vendors.ReasonCredentialWrong
	}
}

// failed turns a call without an answer into an outcome. It may be repeated, but for
// messages see deliver.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	return verdict.Failed(vendors.Huawei, op, err)
}
