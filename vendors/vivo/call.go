package vivo

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/hours"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// codeAuth is 权限认证失败: authToken missing, wrong or older than a day.
const codeAuth = "10000"

// reply is one answer of vivo, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // the result as a decimal; "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// ok reports success: JSON, HTTP 200, result 0.
func (r *reply) ok() bool { return r.code == resultOK && r.status == http.StatusOK }

func (s *Sender) read(resp transport.Response) reply {
	r := reply{status: resp.Status, raw: resp.Body}
	a, err := decodeAnswer(resp.Body)
	if err == nil {
		r.isJSON, r.answer, r.code = true, a, a.Result.Code()
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

// call makes one authenticated request. When vivo says that the authToken is no
// longer good it logs in again and repeats the request, once.
func (s *Sender) call(ctx context.Context, method string, u *url.URL, body []byte) (reply, error) {
	return tokencache.Call(ctx, s.tokens, func(token string) (reply, error) {
		return s.attempt(ctx, method, u, body, token)
	}, func(r *reply) bool { return r.code == codeAuth })
}

func (s *Sender) attempt(ctx context.Context, method string, u *url.URL, body []byte, token string) (reply, error) {
	resp, err := s.http.Do(ctx, transport.Request{Method: method, URL: u, Header: jsonHeader(token), Body: body})
	if err != nil {
		return reply{}, err
	}
	return s.read(resp), nil
}

// verdict turns a reply into the outcome of a token (left empty). where says in
// which tables the code is looked up; none: the answers to ordinary calls.
func (s *Sender) verdict(r reply, where ...vendors.Where) vendors.Outcome {
	if len(where) == 0 {
		where = []vendors.Where{vendors.InResponse}
	}
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(string(r.answer.Desc)), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case !r.isJSON || r.code == "" || (r.code == resultOK && r.status != http.StatusOK) || verdict.Busy(s.facts, r.code, r.status, where...):
		verdict.ByStatus(&o, r.status, r.isJSON)
		if o.Text == "" {
			o.Text = verdict.FirstLine(r.raw, s.redactor)
		}
	case r.code == resultOK:
		o.State, o.MessageID = vendors.StateAccepted, string(r.answer.TaskID)
	default:
		verdict.Refused(&o, s.facts, r.code, where...)
		if o.Reason == vendors.ReasonOutsideHours && o.RetryAfter == 0 {
			o.RetryAfter = hours.Until(s.clock.Now(), hours.China(), s.limits.windowOpens)
		}
	}
	return o
}
