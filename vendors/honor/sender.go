package honor

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	facts "github.com/offpush/offpush/fixtures/honor"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// The hosts in use. The older hihonor.com family can be given as base URLs.
const (
	DefaultAuthURL = "https://iam.developer.honor.com"
	DefaultPushURL = "https://push-api.cloud.honor.com"
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	appID        string
	clientID     string
	clientSecret vendors.Secret
	defaults     *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	http     *transport.Client
	tokens   *tokencache.Cache
	login    *url.URL
	send     *url.URL
}

var (
	_ vendors.Sender     = (*Sender)(nil)
	_ vendors.Builder    = (*Sender)(nil)
	_ vendors.Classifier = (*Sender)(nil)
)

// Open is New for callers that know drivers only by the Sender contract.
func Open(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
	s, err := New(cfg, rt)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// New returns a sender for one app. Credentials, from the push service page of Honor's
// console: "app_id", which the path names, and "client_id" and "client_secret", which
// log in. The Client ID is not the App ID, and the App Secret beside them is not used.
//
// Base URLs: cfg.BaseURLs["auth"] and ["push"], else [""] for both, else Honor's hosts.
// An auth URL that ends in /token is used as it stands, for the path of 2023.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"app_id", "client_id", "client_secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("honor: open: credential %q is missing: take it from the push service page of Honor's console", name)
		}
	}
	appID := strings.TrimSpace(cfg.Credentials["app_id"].Reveal())
	if strings.Trim(appID, "0123456789") != "" || appID == "" {
		// The value is left out: a secret pasted into the wrong field would show.
		return nil, errors.New(`honor: open: credential "app_id" is not all digits: take it from the push service page of Honor's console`)
	}
	auth, err := transport.Site(cfg.BaseURLs, "auth", DefaultAuthURL)
	if err != nil {
		return nil, fmt.Errorf("honor: open: %w", err)
	}
	push, err := transport.Site(cfg.BaseURLs, "push", DefaultPushURL)
	if err != nil {
		return nil, fmt.Errorf("honor: open: %w", err)
	}
	if !strings.HasSuffix(auth.Path, "/token") {
		auth = auth.JoinPath("/auth/token")
	}
	s := &Sender{
		appID:        appID,
		clientID:     strings.TrimSpace(cfg.Credentials["client_id"].Reveal()),
		clientSecret: cfg.Credentials["client_secret"],
		defaults:     cfg.Defaults,
		facts:        facts.Facts(),
		clock:        cfg.ClockOrSystem(),
		redactor:     redact.New(cfg.Credentials["client_secret"]),
		login:        auth,
		send:         push.JoinPath("api", "v1", appID, "sendMessage"),
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Honor)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	s.tokens = tokencache.New(s.clock, s.logIn)
	return s, nil
}

// Facts returns what is known about Honor; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("honor.Sender(app %s)", s.appID) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own. Calls in flight are not
// disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}
