package fcm

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	scope    = "https://www.googleapis.com/auth/firebase.messaging"
	grantJWT = "urn:ietf:params:oauth:grant-type:jwt-bearer"

	// assertionLife is the most Google takes; backdated is for a clock that runs ahead
	// of Google's, as the official library does it.
	assertionLife = time.Hour
	backdated     = 10 * time.Second
	// tokenMargin is how long before its end an access token is renewed.
	tokenMargin = time.Minute
	// tokenLife is the usual life, for an answer that does not say.
	tokenLife = 3599 * time.Second
)

// assertionHeader and assertionClaims are the two signed parts, with the members in the
// order of the official library: what goes out is byte for byte what it sends.
type assertionHeader struct {
	Alg string `json:"alg"`
	Typ string `json:"typ"`
	Kid string `json:"kid,omitempty"`
}

type assertionClaims struct {
	Issuer   string `json:"iss"`
	Scope    string `json:"scope"`
	Audience string `json:"aud"`
	Expires  int64  `json:"exp"`
	Issued   int64  `json:"iat"`
}

// assertion signs the claims for a moment.
func (a *account) assertion(now time.Time) (string, error) {
	iat := now.Add(-backdated)
	header, err := segment(assertionHeader{jwt.SigningMethodRS256.Alg(), "JWT", a.keyID})
	if err != nil {
		return "", err
	}
	claims, err := segment(assertionClaims{a.email, scope, a.tokenURI, iat.Add(assertionLife).Unix(), iat.Unix()})
	if err != nil {
		return "", err
	}
	signing := header + "." + claims
	signature, err := jwt.SigningMethodRS256.Sign(signing, a.key)
	if err != nil {
		return "", fmt.Errorf("sign assertion: %w", err)
	}
	return signing + "." + base64.RawURLEncoding.EncodeToString(signature), nil
}

func segment(part any) (string, error) {
	b, err := json.Marshal(part)
	if err != nil {
		return "", fmt.Errorf("sign assertion: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

// loginAnswer is every answer of the token endpoint.
type loginAnswer struct {
	AccessToken loosejson.Text `json:"access_token"`
	ExpiresIn   loosejson.Text `json:"expires_in"` // seconds
	Error       loosejson.Text `json:"error"`
	Description loosejson.Text `json:"error_description"`
}

func (a *loginAnswer) life() time.Duration {
	if n, err := strconv.ParseInt(string(a.ExpiresIn), 10, 32); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	return tokenLife
}

// login exchanges an assertion for an access token; the token cache calls it under
// single flight.
func (s *Sender) login(ctx context.Context) (tokencache.Token, error) {
	now := s.clock.Now()
	signed, err := s.account.assertion(now)
	if err != nil {
		return tokencache.Token{}, err
	}
	s.redactor.AddToken(vendors.Secret(signed))
	body := form.New(len(signed) + 96)
	body.Add("assertion", signed)
	body.Add("grant_type", grantJWT)
	header := make(http.Header, 2) // with the transport's User-Agent
	header[headerContentType] = []string{"application/x-www-form-urlencoded"}
	resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, URL: s.at.token, Header: header, Body: body.Bytes()})
	if err != nil {
		return tokencache.Token{}, err
	}
	var a loginAnswer
	// What cannot be read is no token, and is judged by its status below.
	_ = loosejson.Decode(resp.Body, &a)
	if resp.Status != http.StatusOK || a.AccessToken == "" {
		return tokencache.Token{}, &verdict.Refusal{
			Vendor: vendors.FCM, Op: "login", Advice: "check the key file and the machine's clock", Outcome: s.loginVerdict(resp, &a),
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
		Code: string(a.Error), Text: s.redactor.String(string(a.Description)), HTTPStatus: resp.Status,
	}
	if resp.Status != http.StatusOK {
		o.RetryAfter = transport.RetryAfter(resp.Header, s.clock.Now())
		if o.Text == "" {
			o.Text = verdict.FirstLine(resp.Body, s.redactor)
		}
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
