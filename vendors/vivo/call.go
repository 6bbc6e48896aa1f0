package vivo

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
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
		r.isJSON, r.answer, r.code = true, a, a.Result.code()
	}
	if resp.Status != http.StatusOK {
		r.retryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	return r
}

// call makes one authenticated request. When vivo says that the authToken is no
// longer good it logs in again and repeats the request, once. The error is a
// *loginError, a *transport.Error or the context's.
func (s *Sender) call(ctx context.Context, method string, u *url.URL, body []byte) (reply, error) {
	token, err := s.tokens.Get(ctx)
	if err != nil {
		return reply{}, err
	}
	r, err := s.attempt(ctx, method, u, body, token)
	if err != nil || r.code != codeAuth {
		return r, err
	}
	s.tokens.Invalidate(token)
	if token, err = s.tokens.Get(ctx); err != nil {
		return reply{}, err
	}
	return s.attempt(ctx, method, u, body, token)
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
	case !r.isJSON || r.code == "" || (r.code == resultOK && r.status != http.StatusOK):
		s.noCode(&o, r)
	case r.code == resultOK:
		o.State, o.MessageID = vendors.StateAccepted, string(r.answer.TaskID)
	default:
		o.State = vendors.StateRefused
		if fact, known := s.facts.Code(r.code, where...); known {
			o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
		} else {
			o.Reason, o.Retry = vendors.ReasonVendorError, vendors.RetryNever
		}
		if o.Reason == vendors.ReasonOutsideHours && o.RetryAfter == 0 {
			o.RetryAfter = untilWindow(s.clock.Now(), s.limits.windowOpens)
		}
	}
	return o
}

// noCode judges an answer without a result by its HTTP status alone.
func (s *Sender) noCode(o *vendors.Outcome, r reply) {
	o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonVendorError, vendors.RetryBackoff
	if o.Text == "" {
		o.Text = s.redactor.String(firstLine(r.raw))
	}
	switch status := r.status; {
	case status == http.StatusTooManyRequests:
		o.Reason = vendors.ReasonQPS
	case status == http.StatusRequestEntityTooLarge:
		o.Reason, o.Retry = vendors.ReasonPayloadTooLarge, vendors.RetryNever
	case status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		// The proxy does not know whether vivo took it.
		o.State = vendors.StateUnknown
	case status >= 500, status == http.StatusRequestTimeout:
	case status >= 400:
		o.Reason, o.Retry = vendors.ReasonBadRequest, vendors.RetryNever
	case status >= 300:
		o.Retry = vendors.RetryNever
	default:
		// Success without a verdict. JSON without a result would come back the
		// same; a page that is no JSON is a proxy's and may go away.
		o.State = vendors.StateUnknown
		if r.isJSON {
			o.Retry = vendors.RetryNever
		}
	}
}

// firstLine is what a person needs of a page that is no JSON.
func firstLine(body []byte) string {
	const longest = 120
	s := strings.TrimSpace(string(body))
	s, _, _ = strings.Cut(s, "\n")
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	if utf8.RuneCountInString(s) > longest {
		s = string([]rune(s)[:longest])
	}
	return s
}

// vivoZone is GMT+8 all year, fixed so that no time zone data is needed.
func vivoZone() *time.Location { return time.FixedZone("GMT+8", 8*60*60) }

// untilWindow is how long from now operational messages are taken again, given
// the hour of vivo's day at which they are; more than zero.
func untilWindow(now time.Time, opensHour int) time.Duration {
	local := now.In(vivoZone())
	opens := time.Date(local.Year(), local.Month(), local.Day(), opensHour, 0, 0, 0, local.Location())
	if !opens.After(local) {
		opens = opens.AddDate(0, 0, 1)
	}
	return opens.Sub(local)
}
