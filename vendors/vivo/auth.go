package vivo

import (
	"context"
	"crypto/md5"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	// tokenRefresh is when a new authToken is fetched: vivo advises to renew a
	// shared one every one to two hours, although it lives for a day. Several
	// tokens of one app are valid together, so requests in flight are not hurt.
	tokenRefresh = time.Hour
	// tokenLife is the documented 24 hours less an hour for two clocks that differ.
	tokenLife = 23 * time.Hour
)

// sign is the lower-case hex MD5 of the four values without separators. MD5 is
// vivo's choice, not ours.
func sign(appID int64, appKey string, timestamp int64, appSecret string) string {
	h := md5.New()
	buf := make([]byte, 0, 128)
	buf = strconv.AppendInt(buf, appID, 10)
	buf = append(buf, appKey...)
	buf = strconv.AppendInt(buf, timestamp, 10)
	buf = append(buf, appSecret...)
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))
}

// authRequest is the body of /message/auth. Numbers, as the vendor's SDK writes
// them; timestamp is in milliseconds and must be the one that was signed.
type authRequest struct {
	AppID     int64  `json:"appId"`
	AppKey    string `json:"appKey"`
	Timestamp int64  `json:"timestamp"`
	Sign      string `json:"sign"`
}

// refusedLogin becomes the outcome of every token of the Send that needed the authToken.
func refusedLogin(o vendors.Outcome) error {
	return &verdict.Refusal{
		Vendor: vendors.Vivo, Op: "login", Advice: "check app_id, app_key, app_secret and the clock", Outcome: o,
	}
}

// login fetches an authToken; the token cache calls it under single flight.
func (s *Sender) login(ctx context.Context) (tokencache.Token, error) {
	now := s.clock.Now()
	ms := now.UnixMilli()
	body, err := encode(authRequest{
		AppID: s.appID, AppKey: s.appKey, Timestamp: ms,
		Sign: sign(s.appID, s.appKey, ms, s.appSecret.Reveal()),
	})
	if err != nil {
		return tokencache.Token{}, err
	}
	resp, err := s.http.Do(ctx, transport.Request{
		Method: http.MethodPost, URL: s.at.auth, Header: jsonHeader(""), Body: body,
	})
	if err != nil {
		return tokencache.Token{}, err
	}
	r := s.read(resp)
	if !r.ok() {
		return tokencache.Token{}, refusedLogin(s.verdict(r, vendors.InAuth, vendors.InResponse))
	}
	if r.answer.AuthToken == "" {
		o := s.verdict(r, vendors.InAuth)
		o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
		return tokencache.Token{}, refusedLogin(o)
	}
	token := vendors.Secret(r.answer.AuthToken)
	s.redactor.AddToken(token)
	return tokencache.Token{Value: token, Refresh: now.Add(tokenRefresh), Expires: now.Add(tokenLife)}, nil
}
