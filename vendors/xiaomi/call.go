package xiaomi

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// The codes this package acts on; all others are only looked up.
const (
	codeOK        = "0"
	codeNotSent   = "20301" // which of two things it means only the reason tells
	codeNoMore    = "10035" // no further dead alias
	codeTooOften  = "26004" // broadcasts
	codeSecret    = "21301" // the one code that may come with another status than 200
	noTargets     = "No valid targets!"
	memberBad     = "bad_regids"           // in data, beside code 0
	memberExceeds = "channel_exceed_quota" // in data, beside code 0
)

// The pauses Xiaomi asks for without a header that says so.
const (
	pauseRate      = time.Second
	pauseBroadcast = time.Minute
)

// reply is one answer of Xiaomi, understood as far as it can be.
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

// told reports whether the code counts: the SDK reads a body with HTTP 200 only, and one
// client saw a missing secret answered with 401.
func (r *reply) told() bool {
	return r.code != "" && (r.status == http.StatusOK || r.status == http.StatusUnauthorized && r.code == codeSecret)
}

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

// post sends a form; get asks. The error is a *transport.Error.
func (s *Sender) post(ctx context.Context, u *url.URL, f *form.Body) (reply, error) {
	return s.call(ctx, transport.Request{
		Method: http.MethodPost, URL: u, Header: s.header(true), Body: f.Bytes(),
	})
}

func (s *Sender) get(ctx context.Context, base *url.URL, path string, query *form.Body) (reply, error) {
	u := base.JoinPath(path)
	u.RawQuery = string(query.Bytes())
	// Queries name phones and messages; logs and errors have the path alone.
	return s.call(ctx, transport.Request{Method: http.MethodGet, URL: u, Header: s.header(false), Label: u.Path})
}

func (s *Sender) call(ctx context.Context, r transport.Request) (reply, error) {
	resp, err := s.http.Do(ctx, r)
	if err != nil {
		return reply{}, err
	}
	return s.read(resp), nil
}

// verdict turns a reply into the outcome all targets share (token left empty).
func (s *Sender) verdict(r reply) vendors.Outcome {
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(r.answer.text()), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case r.ok():
		o.State, o.MessageID, o.LogID = vendors.StateAccepted, string(r.answer.Data.ID), string(r.answer.TraceID)
		if o.MessageID == "" {
			o.MessageID = o.LogID // as the vendor's SDK does
		}
	case r.told():
		s.refused(&o, r)
	default:
		s.byStatus(&o, r)
	}
	return o
}

// byStatus judges an answer whose code does not count: 5xx passes, another status but 200
// is an invalid request and never repeated, as in the SDK.
func (s *Sender) byStatus(o *vendors.Outcome, r reply) {
	verdict.ByStatus(o, r.status, r.isJSON)
	if fact, known := verdict.StatusFact(s.facts, vendors.InResponse, r.status); known {
		o.Reason, o.Retry = fact.Reason, fact.Retry
	} else if r.status == http.StatusUnauthorized {
		o.Reason = vendors.ReasonCredentialWrong
	}
	if r.status != http.StatusOK && r.status < http.StatusInternalServerError {
		o.Retry = vendors.RetryNever
	}
	if o.Text == "" {
		o.Text = verdict.FirstLine(r.raw, s.redactor)
	}
}

func (s *Sender) refused(o *vendors.Outcome, r reply) {
	verdict.Refused(o, s.facts, r.code, vendors.InResponse)
	if _, known := s.facts.Code(r.code, vendors.InResponse); !known && serverSide(r.code) {
		o.Retry = vendors.RetryBackoff
	}
	if r.code == codeNotSent && r.answer.Reason != noTargets {
		// 发送消息失败 without the reason that blames the targets is the server's.
		o.Reason, o.Retry, o.TokenDead = vendors.ReasonVendorError, vendors.RetryBackoff, false
	}
	switch {
	case o.RetryAfter > 0:
	case r.code == codeTooOften:
		o.RetryAfter = pauseBroadcast
	case o.Reason == vendors.ReasonQPS:
		o.RetryAfter = pauseRate
	}
}

// serverSide reports whether a code that is in no table, of which the public one is cut off
// after 65041, is of those below 10000: they are the server's own faults and may pass.
func serverSide(code string) bool {
	n, err := strconv.ParseInt(code, 10, 64)
	return err == nil && n < 10_000
}

// failed turns a call without an answer into an outcome. A message may be repeated: a
// phone shows the first of a jobkey alone.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	return verdict.Failed(vendors.Xiaomi, op, err)
}
