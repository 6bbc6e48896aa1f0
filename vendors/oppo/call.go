package oppo

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK    = "0"
	codeAuth  = "11" // the auth_token is not, or no longer, good
	codeGone  = "31" // among others: no such stored body
	codeValue = "41" // a bad value; the text says which
)

// pauses are what OPPO's texts ask for; the answers have no header that says so.
func pauses() map[string]time.Duration {
	return map[string]time.Duration{
		"-2": time.Second, "-1": time.Second,
		"13": time.Minute, // calls counted by the minute
		"55": time.Second,
		"69": 10 * time.Second, // the limit of all apps
	}
}

// reply is one answer of OPPO, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // a decimal; "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// ok reports success, whole or partial: JSON, HTTP 200, code 0.
func (r *reply) ok() bool { return r.status == http.StatusOK && r.code == codeOK }

func (s *Sender) read(resp transport.Response) reply {
	r := reply{status: resp.Status, raw: resp.Body}
	a, err := decodeAnswer(resp.Body)
	if err == nil {
		r.isJSON, r.answer, r.code = true, a, a.Code.Code()
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

const (
	headerContentType = "Content-Type"
	// Some proxies drop headers with an underscore: where OPPO takes a form, the token
	// stands in it.
	headerAuthToken = "auth_token"
	typeForm        = "application/x-www-form-urlencoded; charset=UTF-8"
	typeJSON        = "application/json"
)

func (s *Sender) formHeader() http.Header {
	h := make(http.Header, 2) // with the transport's User-Agent
	h[headerContentType] = s.form
	return h
}

// authenticated ends a form with the auth_token, in the room the form keeps for it.
func authenticated(rest []byte, token string) []byte {
	f := form.Of(rest)
	f.Add("auth_token", token)
	return f.Bytes()
}

// post sends a form. When OPPO says that the auth_token is no longer good it logs in again
// and repeats the request, once.
func (s *Sender) post(ctx context.Context, l *line, u *url.URL, f *form.Body) (reply, error) {
	rest := f.Bytes()
	return s.call(ctx, l, func(token string) transport.Request {
		body := authenticated(rest, token)
		rest = slices.Clip(rest) // somebody may still read this one when a second is written
		return transport.Request{Method: http.MethodPost, URL: u, Header: s.formHeader(), Body: body}
	})
}

func (s *Sender) call(ctx context.Context, l *line, request func(token string) transport.Request) (reply, error) {
	return tokencache.Call(ctx, l.tokens, func(token string) (reply, error) {
		resp, err := s.http.Do(ctx, request(token))
		if err != nil {
			return reply{}, err
		}
		return s.read(resp), nil
	}, func(r *reply) bool { return r.code == codeAuth })
}

// verdict turns a reply into the outcome all targets share (token left empty). where says
// in which tables the code is looked up; none: the answers to ordinary calls.
func (s *Sender) verdict(r reply, where ...vendors.Where) vendors.Outcome {
	if len(where) == 0 {
		where = []vendors.Where{vendors.InResponse}
	}
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(string(r.answer.Message)), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case r.ok():
		o.State = vendors.StateAccepted
	case r.code == "" || r.code == codeOK || verdict.Busy(s.facts, r.code, r.status, where...):
		// No answer of OPPO's: a proxy's page, or a success whose status contradicts it. All
		// its own come with HTTP 200.
		verdict.ByStatus(&o, r.status, r.isJSON)
		if o.Text == "" {
			o.Text = verdict.FirstLine(r.raw, s.redactor)
		}
	default:
		verdict.Refused(&o, s.facts, r.code, where...)
		blameWords(&o)
		if o.RetryAfter == 0 {
			o.RetryAfter = pauses()[r.code]
		}
	}
	return o
}

// blameWords tells a text OPPO does not want from a field that is wrong: both are 41, and
// only OPPO's words part them ("title can't contain sensitive word").
func blameWords(o *vendors.Outcome) {
	if o.Code == codeValue && strings.Contains(strings.ToLower(o.Text), "sensitive word") {
		o.Reason = vendors.ReasonContentFiltered
	}
}

// lost is the outcome of a push without an answer. OPPO pushes an app_message_id to the
// same target once, but drops nothing else that comes again: what was taken would ring
// twice. once says that the push has one.
func (s *Sender) lost(op string, err error, once bool) (vendors.Outcome, error) {
	o, failure := s.failed(op, err)
	if !once && verdict.MaybeTaken(err) {
		o.Retry = vendors.RetryNever
	}
	return o, failure
}

// unclear is the outcome of a push whose answer does not tell whether it was taken.
func unclear(o *vendors.Outcome, once bool) {
	if !once && o.State == vendors.StateUnknown {
		o.Retry = vendors.RetryNever
	}
}

// once reports whether a repetition of the single push would be dropped.
func (o *Options) once() bool { return o.AppMessageID != nil && *o.AppMessageID != "" }

// failed turns a call without an answer into an outcome; it may be repeated.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	return verdict.Failed(vendors.OPPO, op, err)
}
