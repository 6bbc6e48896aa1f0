package huawei

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	// tokenMargin is how long before its end a token is renewed: the longest of what
	// the official demos do, enough for clocks that differ and requests in flight.
	tokenMargin = 5 * time.Minute
	// tokenLife is the documented life, for an answer that does not say.
	tokenLife = time.Hour
)

// loginForm is the body of a token request, in the order of the vendor's pages. The
// secret is percent-encoded, which two of the official demos forget: with a + or &
// in it they log in with another secret.
func loginForm(clientID, secret string) []byte {
	return []byte("grant_type=client_credentials&client_id=" + url.QueryEscape(clientID) +
		"&client_secret=" + url.QueryEscape(secret))
}

// loginAnswer is every answer of the token endpoint; error and sub_error are numbers
// at Huawei and text in plain OAuth.
type loginAnswer struct {
	AccessToken loosejson.Text `json:"access_token"`
	ExpiresIn   loosejson.Text `json:"expires_in"` // seconds
	Error       loosejson.Text `json:"error"`
	SubError    loosejson.Text `json:"sub_error"`
	Description loosejson.Text `json:"error_description"`
}

// code is the refusal as the facts write it, "error/sub_error".
func (a *loginAnswer) code() string {
	return strings.TrimSuffix(string(a.Error)+"/"+string(a.SubError), "/")
}

func (a *loginAnswer) life() time.Duration {
	if n, err := strconv.ParseInt(string(a.ExpiresIn), 10, 32); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	return tokenLife
}

// login fetches an access token; the token cache calls it under single flight.
func (s *Sender) login(ctx context.Context) (tokencache.Token, error) {
	now := s.clock.Now()
	header := make(http.Header, 2) // with the transport's User-Agent
	header[headerContentType] = []string{"application/x-www-form-urlencoded"}
	resp, err := s.http.Do(ctx, transport.Request{
		Method: http.MethodPost, URL: s.at.token, Header: header,
		Body: loginForm(s.clientID, s.clientSecret.Reveal()),
	})
	if err != nil {
		return tokencache.Token{}, err
	}
	var a loginAnswer
	if loosejson.Object(resp.Body) {
		// What cannot be read is no token, and is judged by its status below.
		_ = json.Unmarshal(resp.Body, &a)
	}
	if resp.Status != http.StatusOK || a.AccessToken == "" {
		return tokencache.Token{}, &verdict.Refusal{
			Vendor: vendors.Huawei, Op: "login", Advice: "check client_id and client_secret", Outcome: s.loginVerdict(resp, &a),
		}
	}
	token, life := vendors.Secret(a.AccessToken), a.life()
	s.redactor.AddToken(token)
	return tokencache.Token{
		Value: token, Refresh: now.Add(life - min(tokenMargin, life/2)), Expires: now.Add(life),
	}, nil
}

// loginVerdict judges a login that brought no token. The message never went out, so
// the state is never unknown.
func (s *Sender) loginVerdict(resp transport.Response, a *loginAnswer) vendors.Outcome {
	o := vendors.Outcome{
		State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever,
		Code: a.code(), Text: s.redactor.String(string(a.Description)), HTTPStatus: resp.Status,
	}
	if o.Text == "" && resp.Status != http.StatusOK {
		o.Text = verdict.FirstLine(resp.Body, s.redactor)
	}
	if resp.Status != http.StatusOK {
		o.RetryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
	}
	fact, known := s.facts.Code(o.Code, vendors.InAuth)
	if o.Code == "" || !known {
		fact, known = verdict.StatusFact(s.facts, vendors.InAuth, resp.Status)
	}
	switch {
	case known:
		o.Reason, o.Retry = fact.Reason, fact.Retry
	case resp.Status == http.StatusTooManyRequests:
		o.Reason, o.Retry = vendors.ReasonQPS, vendors.RetryBackoff
	case resp.Status >= 500:
		o.Retry = vendors.RetryBackoff
	case resp.Status >= 400:
		o.Reason = vendors.ReasonCredentialWrong
	}
	return o
}
