package fcm

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK            = "200" // success has no word, its code is the status
	codeInvalid       = "INVALID_ARGUMENT"
	codeThirdParty    = "THIRD_PARTY_AUTH_ERROR"
	codeThirdPartyOld = "APNS_AUTH_ERROR"
)

// reply is one answer of Google, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// refused reports that the access token was: any 401 but the one about the credential
// stored in Firebase, for which another access token helps nothing. The words of the
// topic service are not published, so no word is asked for.
func (r *reply) refused() bool {
	return r.status == http.StatusUnauthorized && r.code != codeThirdParty && r.code != codeThirdPartyOld
}

func (s *Sender) read(resp transport.Response) reply {
	r := reply{status: resp.Status, raw: resp.Body}
	if resp.Status == http.StatusOK {
		if n, ok := name(resp.Body); ok {
			r.isJSON = true
			r.answer.Name = loosejson.Text(n)
			return r
		}
	}
	if a, err := decodeAnswer(resp.Body); err == nil {
		r.isJSON, r.answer, r.code = true, a, a.Error.code()
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

// request is one call before it has an access token.
type request struct {
	method string
	url    *url.URL
	body   []byte
	label  string // stands for a path with a token in it
	topic  bool   // to the topic service
}

// call makes one authenticated request. When Google says that the access token is no
// longer good it logs in again and repeats the request, once.
func (s *Sender) call(ctx context.Context, r request) (reply, error) {
	return tokencache.Call(ctx, s.tokens, func(token string) (reply, error) {
		resp, err := s.http.Do(ctx, r.with(token))
		if err != nil {
			return reply{}, err
		}
		return s.read(resp), nil
	}, (*reply).refused)
}

func (r *request) with(token string) transport.Request {
	return transport.Request{Method: r.method, URL: r.url, Header: r.header(token), Body: r.body, Label: r.label}
}

const (
	headerContentType   = "Content-Type"
	headerAuthorization = "Authorization"
	// headerTokenAuth tells the topic service that the Bearer is an access token.
	headerTokenAuth = "Access_token_auth"
)

func (r *request) header(token string) http.Header {
	h := make(http.Header, 4) // with the transport's User-Agent
	if r.body != nil {
		h[headerContentType] = []string{"application/json"}
	}
	h[headerAuthorization] = []string{"Bearer " + token}
	if r.topic {
		h[headerTokenAuth] = []string{"true"}
	}
	return h
}

// verdict turns a reply into an outcome.
func (s *Sender) verdict(r *reply) vendors.Outcome {
	o := vendors.Outcome{HTTPStatus: r.status, Code: r.code, RetryAfter: r.retryAfter}
	if r.status == http.StatusOK && r.code == "" && r.answer.Name != "" {
		o.State, o.Code, o.MessageID = vendors.StateAccepted, codeOK, string(r.answer.Name)
		return o
	}
	o.Text = s.redactor.String(r.answer.Error.text())
	if _, known := s.facts.Code(r.code, vendors.InResponse); !known || r.code == "" || r.status == http.StatusOK {
		s.noCode(&o, r)
	} else {
		verdict.Refused(&o, s.facts, r.code, vendors.InResponse)
		s.sharpen(&o, r)
	}
	s.hint(&o)
	return o
}

// noCode judges an answer without a code, or with one nobody knows, by its HTTP status:
// whole calls to the topic service are refused with words that are not published.
func (s *Sender) noCode(o *vendors.Outcome, r *reply) {
	verdict.ByStatus(o, r.status, r.isJSON)
	if o.Text == "" {
		o.Text = verdict.FirstLine(r.raw, s.redactor)
	}
	switch {
	case r.status == http.StatusUnauthorized:
		o.Reason = vendors.ReasonCredentialWrong
	case r.status == http.StatusForbidden:
		o.Reason = vendors.ReasonRightMissing
	case r.code != "" && o.Reason == vendors.ReasonBadRequest:
		o.Reason = vendors.ReasonVendorError // what an unknown word complains about is not known
	}
}

// sharpen tells apart what INVALID_ARGUMENT is for. Google has one code for a field, a
// token and a size, so here, and only here, the text is read.
func (s *Sender) sharpen(o *vendors.Outcome, r *reply) {
	if r.code != codeInvalid {
		return
	}
	text := strings.ToLower(string(r.answer.Error.Message))
	switch f := &r.answer.Error; {
	case f.about("message.token", "message.fid") || strings.Contains(text, "registration token"):
		o.Reason = vendors.ReasonTokenInvalid
	case strings.Contains(text, "too big") || strings.Contains(text, "too large"):
		o.Reason = vendors.ReasonPayloadTooLarge
	}
}

// hint is how long Google asks senders to wait where the answer does not say.
func (s *Sender) hint(o *vendors.Outcome) {
	if o.RetryAfter > 0 || o.Retry != vendors.RetryBackoff {
		return
	}
	switch o.HTTPStatus {
	case http.StatusTooManyRequests:
		o.RetryAfter = s.limits.pause429
	case http.StatusBadGateway:
		o.RetryAfter = s.limits.pause502
	default:
		o.RetryAfter = s.limits.pause
	}
}

// failed turns a call without an answer into an outcome. FCM drops no repetition: one
// that was taken would ring twice, so a message that may have arrived is not repeated.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	o, failure := verdict.Failed(vendors.FCM, op, err)
	if failure != nil && verdict.MaybeTaken(err) {
		o.Retry = vendors.RetryNever
	}
	return o, failure
}
