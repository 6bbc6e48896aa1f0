package huawei

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	facts "github.com/offpush/offpush/fixtures/huawei"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// The hosts Huawei documents; one push host serves all regions.
const (
	DefaultAuthURL = "https://oauth-login.cloud.huawei.com"
	DefaultPushURL = "https://push-api.cloud.huawei.com"
)

// Values of the credential "api_version".
const (
	APIv1 = "v1" // /v1/{client or app id}/messages:send
	APIv2 = "v2" // /v2/{project id}/messages:send, needed for several senders
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
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
	at       endpoints
}

var (
	_ vendors.Sender          = (*Sender)(nil)
	_ vendors.Builder         = (*Sender)(nil)
	_ vendors.Broadcaster     = (*Sender)(nil)
	_ vendors.TopicSubscriber = (*Sender)(nil)
	_ vendors.TopicLister     = (*Sender)(nil)
	_ vendors.Classifier      = (*Sender)(nil)
)

// Open is New for callers that know drivers only by the Sender contract.
func Open(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
	s, err := New(cfg, rt)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// New returns a sender for one app. Credentials, from AppGallery Connect:
// "client_id" (digits) and "client_secret" of the OAuth 2.0 client; optional
// "app_id", which replaces client_id in the path of v1; optional "api_version",
// APIv1 (default) or APIv2, which needs "project_id".
//
// Base URLs: cfg.BaseURLs["auth"] and ["push"], else [""] for both, else Huawei's
// hosts. An auth URL that ends in /token is used as it stands, for the older
// /oauth2/v2/token. rt carries the requests; nil makes a transport of the sender's
// own, which Close shuts down. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"client_id", "client_secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("huawei: open: credential %q is missing: take it from AppGallery Connect, project settings", name)
		}
	}
	clientID := strings.TrimSpace(cfg.Credentials["client_id"].Reveal())
	if !digits(clientID) {
		// The value is left out: a secret pasted into the wrong field would show.
		return nil, errors.New(`huawei: open: credential "client_id" is not all digits: take it from AppGallery Connect, project settings`)
	}
	at, err := newEndpoints(cfg, clientID)
	if err != nil {
		return nil, err
	}
	s := &Sender{
		clientID:     clientID,
		clientSecret: cfg.Credentials["client_secret"],
		defaults:     cfg.Defaults,
		facts:        facts.Facts(),
		clock:        cfg.ClockOrSystem(),
		redactor:     redact.New(cfg.Credentials["client_secret"]),
		at:           at,
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Huawei)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	s.tokens = tokencache.New(s.clock, s.login)
	return s, nil
}

// Facts returns what is known about Huawei; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("huawei.Sender(client %s)", s.clientID) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own transport. Calls in flight
// are not disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

func digits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// endpoints are the calls' URLs, parsed once.
type endpoints struct {
	token, send                  *url.URL
	subscribe, unsubscribe, list *url.URL
}

func newEndpoints(cfg vendors.Config, clientID string) (endpoints, error) {
	auth, err := transport.Site(cfg.BaseURLs, "auth", DefaultAuthURL)
	if err != nil {
		return endpoints{}, fmt.Errorf("huawei: open: %w", err)
	}
	push, err := transport.Site(cfg.BaseURLs, "push", DefaultPushURL)
	if err != nil {
		return endpoints{}, fmt.Errorf("huawei: open: %w", err)
	}
	id := clientID
	if app := strings.TrimSpace(cfg.Credentials["app_id"].Reveal()); app != "" {
		id = app
	}
	send, err := sendPath(cfg.Credentials, id)
	if err != nil {
		return endpoints{}, err
	}
	if !strings.HasSuffix(auth.Path, "/token") {
		auth = auth.JoinPath("/oauth2/v3/token")
	}
	v1 := push.JoinPath("v1", url.PathEscape(id))
	return endpoints{
		token:       auth,
		send:        push.JoinPath(send),
		subscribe:   v1.JoinPath("topic:subscribe"),
		unsubscribe: v1.JoinPath("topic:unsubscribe"),
		list:        v1.JoinPath("topic:list"),
	}, nil
}

// sendPath is the path of messages:send in the version the credentials choose.
func sendPath(c vendors.Credentials, id string) (string, error) {
	switch version := c["api_version"].Reveal(); version {
	case "", APIv1:
		return "/v1/" + url.PathEscape(id) + "/messages:send", nil
	case APIv2:
		project := strings.TrimSpace(c["project_id"].Reveal())
		if project == "" {
			return "", errors.New(`huawei: open: credential "project_id" is missing: API v2 sends by project id`)
		}
		return "/v2/" + url.PathEscape(project) + "/messages:send", nil
	default:
		return "", errors.New(`huawei: open: credential "api_version" is neither "v1" nor "v2"`)
	}
}
