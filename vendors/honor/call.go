package honor

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK        = "200"
	codeOKAlias   = "80000000" // no code of Honor's; some clients take it for success
	codePartial   = "80100000" // some tokens; the lists say which failed
	codeForbidden = "403"
	codeDenied    = "401" // not in Honor's table
)

// reply is one answer of Honor, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// ok reports success, whole or partial. A whole one has a 2xx status: with another it
// contradicts itself and is judged by the status. With which status Honor says that some
// tokens failed is not known, and the others have the message at any.
func (r *reply) ok() bool {
	return r.code == codePartial || r.status >= 200 && r.status < 300 && succeeds(r.code)
}

func succeeds(code string) bool { return code == codeOK || code == codeOKAlias }

// refused reports that the access token was: by code at any status, or by HTTP 401 or 403
// with whatever code says no. Honor does not tell a wrong one from an old one.
func (r *reply) refused() bool {
	switch {
	case r.code == codeForbidden, r.code == codeDenied:
		return true
	case r.code == codePartial, succeeds(r.code):
		return false
	}
	return r.status == http.StatusForbidden || r.status == http.StatusUnauthorized
}

func (s *Sender) read(resp transport.Response) reply {
	r := reply{status: resp.Status, raw: resp.Body}
	if a, err := decodeAnswer(resp.Body); err == nil {
		r.isJSON, r.answer, r.code = true, a, a.Code.Code()
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

// call makes one authenticated request. When Honor says that the access token is no
// longer good it logs in again and repeats the request, once.
func (s *Sender) call(ctx context.Context, body []byte) (reply, error) {
	return tokencache.Call(ctx, s.tokens, func(token string) (reply, error) {
		resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, URL: s.send, Header: s.header(token), Body: body})
		if err != nil {
			return reply{}, err
		}
		return s.read(resp), nil
	}, (*reply).refused)
}

const (
	headerContentType   = "Content-Type"
	headerAuthorization = "Authorization"
	headerTimestamp     = "Timestamp"
	contentType         = "application/json; charset=UTF-8"
)

// header returns the headers of one request. timestamp is the time of this request, so
// that a repetition after a login is not an old one.
func (s *Sender) header(token string) http.Header {
	values := []string{contentType, "Bearer " + token, strconv.FormatInt(s.clock.Now().UnixMilli(), 10)}
	h := make(http.Header, len(values)+1) // with the transport's User-Agent
	h[headerContentType], h[headerAuthorization], h[headerTimestamp] = values[0:1:1], values[1:2:2], values[2:3:3]
	return h
}

// blames reports whether a refusal is the credential's: the code is one of those for it,
// or says nothing else.
func (s *Sender) blames(r *reply) bool {
	_, known := s.facts.Code(r.code, vendors.InResponse)
	return r.refused() && (!known || r.code == codeForbidden)
}

// verdict turns a reply into the outcome all tokens share (token left empty).
func (s *Sender) verdict(r *reply) vendors.Outcome {
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(string(r.answer.Message)), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case r.ok():
		o.State, o.MessageID = vendors.StateAccepted, r.answer.requestID()
	case s.blames(r):
		// call has logged in again: what is refused here is so with a fresh access token.
		o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonCredentialWrong, vendors.RetryNever
		if o.Text == "" {
			o.Text = verdict.FirstLine(r.raw, s.redactor)
		}
	case r.code == "" || succeeds(r.code) || verdict.Busy(s.facts, r.code, r.status, vendors.InResponse):
		s.noCode(&o, r)
	default:
		verdict.Refused(&o, s.facts, r.code, vendors.InResponse)
	}
	return o
}

// noCode judges an answer without a code that counts by its HTTP status, which is one of
// Honor's codes where a gateway has not made it.
func (s *Sender) noCode(o *vendors.Outcome, r *reply) {
	verdict.ByStatus(o, r.status, r.isJSON)
	if o.Text == "" {
		o.Text = verdict.FirstLine(r.raw, s.redactor)
	}
	switch {
	case r.status < 400, r.status == http.StatusGatewayTimeout:
		o.Retry = vendors.RetryNever // Honor may have it, and drops no repetition
		return
	}
	if fact, known := s.facts.Code(strconv.Itoa(r.status), vendors.InResponse); known {
		o.Reason, o.Retry = fact.Reason, fact.Retry
	}
}

// failed turns a call without an answer into an outcome.
func (s *Sender) failed(err error) (vendors.Outcome, error) {
	o, failure := verdict.Failed(vendors.Honor, "send", err)
	if verdict.MaybeTaken(err) {
		// Honor drops no repetition: one that was taken would ring twice.
		o.Retry = vendors.RetryNever
	}
	return o, failure
}
