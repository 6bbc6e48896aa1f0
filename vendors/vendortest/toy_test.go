package vendortest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
)

// toy is a vendor that does not exist, with a sender that can be broken in one
// way at a time. Unbroken it keeps the contract; each bug must fail its clause.
const toy vendors.Vendor = "toy"

type toySender struct {
	bug    string
	secret vendors.Secret
	base   string
	rt     http.RoundTripper
	clock  vendors.Clock
	log    *slog.Logger

	mu    sync.Mutex
	token string
	kept  *vendors.Message
}

func openToy(bug string) func(vendors.Config, http.RoundTripper) (vendors.Sender, error) {
	return func(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
		return &toySender{
			bug: bug, secret: cfg.Credentials["secret"], base: cfg.BaseURLs[""], rt: rt,
			clock: cfg.ClockOrSystem(), log: cfg.LoggerOrDiscard(),
		}, nil
	}
}

func (s *toySender) String() string {
	if s.bug == "prints_secret" {
		return "toy " + s.secret.Reveal()
	}
	return "toy"
}
func (s *toySender) GoString() string { return s.String() }

func (s *toySender) Facts() *vendors.Facts {
	code := func(c string, w vendors.Where, r vendors.Reason, retry vendors.Retry, dead bool) vendors.Code {
		return vendors.Code{Code: c, Where: w, Reason: r, Retry: retry, TokenDead: dead}
	}
	return &vendors.Facts{
		Vendor: toy, TimeZone: "UTC", Batch: vendors.Batch{Min: 2, Max: 100},
		Codes: []vendors.Code{
			code("0", vendors.InResponse, vendors.ReasonNone, vendors.RetryNever, false),
			code("100", vendors.InResponse, vendors.ReasonBadRequest, vendors.RetryNever, false),
			code("200", vendors.InResponse, vendors.ReasonQPS, vendors.RetryBackoff, false),
			code("300", vendors.InResponse, vendors.ReasonTokenInvalid, vendors.RetryNever, true),
			code("401", vendors.InResponse, vendors.ReasonCredentialExpired, vendors.RetryRefreshOnce, false),
			code("900", vendors.InAuth, vendors.ReasonCredentialWrong, vendors.RetryNever, false),
		},
	}
}

type toyAnswer struct {
	Code  *string  `json:"code"`
	Token string   `json:"token"`
	Dead  []string `json:"dead"`
}

func (s *toySender) post(ctx context.Context, path, token string, body any) (toyAnswer, vendors.Outcome, error) {
	var a toyAnswer
	b, err := json.Marshal(body)
	if err != nil {
		return a, vendors.Outcome{}, err
	}
	if s.bug == "ignores_context" {
		ctx = context.Background()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+path, bytes.NewReader(b))
	if err != nil {
		return a, vendors.Outcome{}, err
	}
	req.Header.Set("Token", token)
	resp, err := s.rt.RoundTrip(req)
	unknown := vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff}
	if err != nil {
		if s.bug == "error_shows_token" {
			return a, unknown, fmt.Errorf("post with %s: %w", token, err)
		}
		if own := ctx.Err(); own != nil {
			return a, unknown, own
		}
		return a, unknown, errors.New("post: no answer")
	}
	if s.bug != "leaks_body" {
		defer resp.Body.Close()
	}
	text, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err != nil {
		return a, unknown, err
	}
	o := vendors.Outcome{State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever, HTTPStatus: resp.StatusCode}
	if s.bug == "result_quotes_answer" {
		o.Text = string(text)
	}
	if resp.StatusCode != http.StatusOK {
		o.Retry = vendors.RetryBackoff
		if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s.bug != "forgets_retry_after" {
			o.RetryAfter = time.Duration(n) * time.Second
		}
		return a, o, nil
	}
	if json.Unmarshal(text, &a) != nil || a.Code == nil {
		if s.bug == "takes_garbage" {
			o.State, o.Reason = vendors.StateAccepted, vendors.ReasonNone
		}
		return a, o, nil
	}
	return a, s.judge(*a.Code, path), nil
}

func (s *toySender) judge(code, path string) vendors.Outcome {
	o := vendors.Outcome{State: vendors.StateRefused, Code: code, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever, HTTPStatus: 200}
	where := vendors.InResponse
	if path == "/login" {
		where = vendors.InAuth
	}
	if c, ok := s.Facts().Code(code, where); ok {
		o.Reason, o.Retry, o.TokenDead = c.Reason, c.Retry, c.TokenDead
	} else if s.bug == "repeats_unknown_codes" {
		o.Retry = vendors.RetryBackoff
	}
	switch {
	case code == "0":
		o.State, o.Reason = vendors.StateAccepted, vendors.ReasonNone
	case s.bug == "never_dead":
		o.TokenDead = false
	}
	return o
}

// accessToken logs in unless the token kept is another than the refused one.
func (s *toySender) accessToken(ctx context.Context, refused string) (string, vendors.Outcome, error) {
	if s.bug != "no_single_flight" {
		s.mu.Lock()
		defer s.mu.Unlock()
	}
	if s.token != "" && s.token != refused {
		return s.token, vendors.Outcome{}, nil
	}
	a, o, err := s.post(ctx, "/login", "", map[string]string{"secret": s.secret.Reveal()})
	if err == nil && a.Token != "" && s.bug == "logs_token" {
		s.log.Info("logged in", "token", a.Token)
	}
	if err == nil && a.Token == "" && s.bug == "login_is_error" {
		err = errors.New("login refused")
	}
	if a.Token != "" && s.bug != "no_single_flight" {
		s.token = a.Token
	}
	return a.Token, o, err
}

func (s *toySender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: toy, Outcomes: make([]vendors.Outcome, len(tokens))}
	set := func(o vendors.Outcome) {
		for i, t := range tokens {
			res.Outcomes[i] = o
			res.Outcomes[i].Token = t
		}
	}
	switch s.bug {
	case "keeps_message":
		s.kept = msg
	case "changes_message":
		msg.Title = strings.ToUpper(msg.Title) + "!"
	case "leaks_goroutine":
		go func() { select {} }()
	}
	o, a, err := s.exchange(ctx, msg, tokens)
	set(o)
	if err != nil {
		return res, err
	}
	for i := range res.Outcomes {
		if slices.Contains(a.Dead, string(tokens[i])) && s.bug != "forgets_partial" {
			res.Outcomes[i].State, res.Outcomes[i].TokenDead = vendors.StateRefused, true
			res.Outcomes[i].Reason = vendors.ReasonTokenInvalid
		}
	}
	if s.bug == "reverses_outcomes" {
		slices.Reverse(res.Outcomes)
	}
	return res, nil
}

func (s *toySender) exchange(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Outcome, toyAnswer, error) {
	to := make([]string, len(tokens))
	for i, t := range tokens {
		to[i] = string(t)
	}
	token, o, err := s.accessToken(ctx, "")
	if err != nil || token == "" {
		return o, toyAnswer{}, err
	}
	body := map[string]any{"to": to, "title": msg.Title}
	a, o, err := s.post(ctx, "/send", token, body)
	repeats := 1
	if s.bug == "refreshes_twice" {
		repeats = 2
	}
	for ; err == nil && o.Code == "401" && repeats > 0; repeats-- {
		if token, o, err = s.accessToken(ctx, token); err != nil || token == "" {
			return o, a, err
		}
		a, o, err = s.post(ctx, "/send", token, body)
	}
	if err == nil && o.Code == "100" && s.bug == "repeats_permanent" {
		a, o, err = s.post(ctx, "/send", token, body)
	}
	return o, a, err
}

// patience is short where a sender is meant to hang; a good one has all the time a busy
// machine needs.
func patience(bug string) time.Duration {
	if bug == "" {
		return 0
	}
	return 200 * time.Millisecond
}

func toyHarness(bug string) vendortest.Harness {
	say := func(code string) vendortest.Reply { return vendortest.Reply{Body: fmt.Sprintf(`{"code":%q}`, code)} }
	ok := func(*http.Request, []byte) vendortest.Reply { return say("0") }
	return vendortest.Harness{
		Open: openToy(bug), Patience: patience(bug),
		Credentials: vendors.Credentials{"secret": "test-secret-of-the-toy-vendor"},
		Message:     func() *vendors.Message { return &vendors.Message{ID: "m1", Title: "hello", Body: "world"} },
		Tokens: func(n int) []vendors.Token {
			out := make([]vendors.Token, n)
			for i := range out {
				out[i] = vendors.Token(fmt.Sprintf("toy-%03d", i))
			}
			return out
		},
		Script: vendortest.Script{
			IsLogin: func(r *http.Request) bool { return r.URL.Path == "/login" },
			Login: func(_ int, token string) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":"0","token":%q}`, token)}
			},
			TokenOf: func(r *http.Request, _ []byte) string { return r.Header.Get("Token") },
			Expired: func(*http.Request, []byte) vendortest.Reply { return say("401") },
			Success: ok,
			Partial: func(dead vendors.Token, _ *http.Request, _ []byte) vendortest.Reply {
				return vendortest.Reply{Body: fmt.Sprintf(`{"code":"0","dead":[%q]}`, dead)}
			},
			Code: func(c vendors.Code, _ *http.Request, _ []byte) (vendortest.Reply, bool) { return say(c.Code), true },
		},
	}
}
