package oppo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

const (
	// tokenRefresh is when a new auth_token is fetched, half its documented life. Older
	// ones stay good, so requests in flight are not hurt.
	tokenRefresh = 12 * time.Hour
	// tokenLife is the documented 24 hours less an hour for two clocks that differ.
	tokenLife = 23 * time.Hour
)

// sign is the lower-case hex SHA-256 of the three values without separators.
func sign(appKey string, timestamp int64, masterSecret string) string {
	b := make([]byte, 0, 96)
	b = append(b, appKey...)
	b = strconv.AppendInt(b, timestamp, 10)
	b = append(b, masterSecret...)
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// login returns what fetches an auth_token of a line; the token cache calls it under
// single flight.
func (s *Sender) login(l *line) func(context.Context) (tokencache.Token, error) {
	return func(ctx context.Context) (tokencache.Token, error) {
		now := s.clock.Now()
		ms := now.UnixMilli()
		f := form.New(160)
		f.Add("app_key", s.appKey)
		f.Add("sign", sign(s.appKey, ms, s.masterSecret.Reveal()))
		f.Int("timestamp", ms)
		resp, err := s.http.Do(ctx, transport.Request{Method: http.MethodPost, URL: l.auth, Header: s.formHeader(), Body: f.Bytes()})
		if err != nil {
			return tokencache.Token{}, err
		}
		r := s.read(resp)
		token := vendors.Secret(r.object().text("auth_token"))
		if r.ok() && token != "" {
			s.redactor.AddToken(token)
			return tokencache.Token{Value: token, Refresh: now.Add(tokenRefresh), Expires: now.Add(tokenLife)}, nil
		}
		o := s.verdict(r, vendors.InAuth, vendors.InResponse)
		if r.ok() { // success without the one thing asked for
			o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
		}
		return tokencache.Token{}, &verdict.Refusal{
			Vendor: vendors.OPPO, Op: "login", Advice: "check app_key, master_secret (not the AppSecret) and the clock", Outcome: o,
		}
	}
}
