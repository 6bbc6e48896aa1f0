package meizu

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// reply is one answer of Meizu, understood as far as it can be.
type reply struct {
	status     int
	isJSON     bool
	code       string // as a decimal; "" when there is none
	answer     answer
	raw        []byte
	retryAfter time.Duration
}

// ok reports success of the call; targets may have failed all the same.
func (r *reply) ok() bool { return r.code == codeOK && r.status == http.StatusOK }

// post makes one signed request and follows a redirect of Meizu's once.
func (s *Sender) post(ctx context.Context, u *url.URL, f form) (reply, error) {
	return s.exchange(ctx, http.MethodPost, u, f)
}

// get is post for reads, which Meizu's document asks for by GET.
func (s *Sender) get(ctx context.Context, u *url.URL, f form) (reply, error) {
	return s.exchange(ctx, http.MethodGet, u, f)
}

func (s *Sender) exchange(ctx context.Context, method string, u *url.URL, f form) (reply, error) {
	text := s.signed(f).encode()
	r, err := s.attempt(ctx, method, u, text)
	if err != nil || r.code != codeRedirect {
		return r, err
	}
	to := s.redirect(u, string(r.answer.Redirect))
	if to == nil {
		return r, nil
	}
	return s.attempt(ctx, method, to, text)
}

func (s *Sender) attempt(ctx context.Context, method string, u *url.URL, text []byte) (reply, error) {
	request := transport.Request{Method: method, URL: u, Label: u.Path}
	if method == http.MethodGet {
		with := *u
		with.RawQuery = string(text)
		request.URL = &with
	} else {
		request.Header, request.Body = formHeader(), text
	}
	resp, err := s.http.Do(ctx, request)
	if err != nil {
		return reply{}, err
	}
	return s.read(resp), nil
}

// redirect is where an answer with code 300 sends the request, nil if that is not
// Meizu's: a request is good for whoever has it, for ever.
func (s *Sender) redirect(from *url.URL, to string) *url.URL {
	u, err := url.Parse(to)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != from.Scheme {
		return nil
	}
	if u.Host != from.Host && !strings.HasSuffix(u.Hostname(), ".meizu.com") {
		return nil
	}
	u.RawQuery, u.Fragment = "", ""
	return u
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

// verdict turns a reply into the outcome all targets share (token left empty).
func (s *Sender) verdict(r reply) vendors.Outcome {
	o := vendors.Outcome{
		Code: r.code, Text: s.redactor.String(string(r.answer.Message)), HTTPStatus: r.status, RetryAfter: r.retryAfter,
	}
	switch {
	case r.ok():
		o.State, o.MessageID = vendors.StateAccepted, string(r.answer.MsgID)
	case r.code == "" || r.code == codeOK || verdict.Busy(s.facts, r.code, r.status, vendors.InResponse):
		verdict.ByStatus(&o, r.status, r.isJSON)
		if o.Text == "" {
			o.Text = verdict.FirstLine(r.raw, s.redactor)
		}
	default:
		verdict.Refused(&o, s.facts, r.code, vendors.InResponse)
		if r.code == codeOther && namesRule(o.Text) {
			o.Reason, o.Retry = vendors.ReasonBadRequest, vendors.RetryNever
		}
		// The code is about one pushId. An answer to a call with many does not say which.
		o.TokenDead = false
	}
	return o
}

// namesRule reports whether the text of code 500 says what is forbidden: 任务已取消[已完成]，无法取消
// ("cannot"), 结束时间不能早于开始时间 ("must not"). Only the text tells a refusal, which comes
// again, from a failure, which may pass.
func namesRule(text string) bool {
	return strings.Contains(text, "不能") || strings.Contains(text, "无法")
}

// judge gives the targets an answer names as failed their own outcomes.
func (s *Sender) judge(r reply, targets []vendors.Token, outcomes []vendors.Outcome) {
	failed := r.answer.failed()
	if len(failed) == 0 {
		return
	}
	found := 0
	for i, t := range targets {
		code, bad := failed[string(t)]
		if !bad {
			continue
		}
		found++
		o := &outcomes[i]
		verdict.Refused(o, s.facts, code, vendors.InPerToken)
		o.Code, o.Text, o.MessageID = code, "", ""
	}
	if found < len(failed) {
		s.log.Warn("answer names targets that were not sent", "named", len(failed), "sent", found)
	}
}

// lost is the outcome of a push without an answer. Meizu drops no repetition: a push that
// was taken would ring twice.
func (s *Sender) lost(op string, err error) (vendors.Outcome, error) {
	o, failure := s.failed(op, err)
	if verdict.MaybeTaken(err) {
		o.Retry = vendors.RetryNever
	}
	return o, failure
}

// failed is the outcome of any other call without an answer, which may be repeated.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	return verdict.Failed(vendors.Meizu, op, err)
}
