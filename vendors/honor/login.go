package honor

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	// tokenMargin is how long before its end a token is renewed, enough for clocks that
	// differ and requests in flight.
	tokenMargin = 5 * time.Minute
	// tokenLife is what clients take when an answer does not say.
	tokenLife = time.Hour
)

// loginForm is the body of a token request. Id and secret are percent-encoded: with a +
// or & in it, which some clients forget, another secret would arrive.
func loginForm(id, secret string) []byte {
	return []byte("grant_type=client_credentials&client_id=" + url.QueryEscape(id) + "&client_secret=" + url.QueryEscape(secret))
}

// loginAnswer is every answer of the token endpoint. error is a name, at other services
// of Honor's a number; clients have seen code and message as well. Members that the
// older, Keycloak path adds are ignored.
type loginAnswer struct {
	AccessToken loosejson.Text `json:"access_token"`
	ExpiresIn   loosejson.Text `json:"expires_in"` // seconds
	Error       loosejson.Text `json:"error"`
	Description loosejson.Text `json:"error_description"`
	Code        loosejson.Text `json:"code"`
	Message     loosejson.Text `json:"message"`
}

func (a *loginAnswer) life() time.Duration {
	const year = 365 * 86400
	if n, ok := a.ExpiresIn.Int(); ok && n > 0 {
		return time.Duration(min(n, year)) * time.Second
	}
	return tokenLife
}

// logIn fetches an access token; the token cache calls it under single flight.
func (s *Sender) logIn(ctx context.Context) (tokencache.Token, error) {
	now := s.clock.Now()
	header := make(http.Header, 2) // with the transport's User-Agent
	header[headerContentType] = []string{"application/x-www-form-urlencoded"}
	resp, err := s.http.Do(ctx, transport.Request{
		Method: http.MethodPost, URL: s.login, Header: header, Body: loginForm(s.clientID, s.clientSecret.Reveal()),
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
			Vendor: vendors.Honor, Op: "login", Advice: "check client_id (not the App ID) and client_secret", Outcome: s.loginVerdict(resp, &a),
		}
	}
	token, life := vendors.Secret(a.AccessToken), a.life()
	s.redactor.AddToken(token)
	return tokencache.Token{Value: token, Refresh: now.Add(life - min(tokenMargin, life/2)), Expires: now.Add(life)}, nil
}

// loginVerdict judges a login that brought no token. The message never went out, so the
// state is never unknown.
func (s *Sender) loginVerdict(resp transport.Response, a *loginAnswer) vendors.Outcome {
	o := vendors.Outcome{
		State: vendors.StateRefused, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever,
		Code: first(string(a.Error), a.Code.Code()), HTTPStatus: resp.Status,
		Text: s.redactor.String(first(string(a.Description), string(a.Message))),
	}
	if resp.Status != http.StatusOK {
		o.RetryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
		if o.Text == "" {
			o.Text = verdict.FirstLine(resp.Body, s.redactor)
		}
	}
	if fact, known := s.facts.Code(o.Code, vendors.InAuth); known {
		o.Reason, o.Retry = fact.Reason, fact.Retry
		return o
	}
	switch status := resp.Status; {
	case status == http.StatusTooManyRequests, status == http.StatusServiceUnavailable:
		o.Reason, o.Retry = vendors.ReasonQPS, vendors.RetryBackoff
	case status >= 500:
		o.Retry = vendors.RetryBackoff
	case status == http.StatusNotFound:
		o.Reason = vendors.ReasonBadRequest
	case status >= 400, o.Code != "":
		o.Reason = vendors.ReasonCredentialWrong
	}
	return o
}

// first is the first text that says something.
func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}
