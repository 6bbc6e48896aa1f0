package vivo

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	facts "github.com/offpush/offpush/fixtures/vivo"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// DefaultBaseURL is vivo's only documented host.
const DefaultBaseURL = "https://api-push.vivo.com.cn"

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	appID     int64
	appKey    string
	appSecret vendors.Secret
	defaults  *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	http     *transport.Client
	tokens   *tokencache.Cache
	saved    stored.Bodies
	at       endpoints
}

var (
	_ vendors.Sender            = (*Sender)(nil)
	_ vendors.Builder           = (*Sender)(nil)
	_ vendors.Broadcaster       = (*Sender)(nil)
	_ vendors.Recaller          = (*Sender)(nil)
	_ vendors.AuditQuerier      = (*Sender)(nil)
	_ vendors.StatisticsQuerier = (*Sender)(nil)
	_ vendors.TokenChecker      = (*Sender)(nil)
	_ vendors.AliasSender       = (*Sender)(nil)
	_ vendors.TopicSubscriber   = (*Sender)(nil)
	_ vendors.Classifier        = (*Sender)(nil)
)

// Open is New for callers that know drivers only by the Sender contract.
func Open(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
	s, err := New(cfg, rt)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// New returns a sender for one app. Credentials: "app_id" (a whole number),
// "app_key", "app_secret", from the console's application page. The base URL is
// cfg.BaseURLs["push"] or [""], else DefaultBaseURL.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"app_id", "app_key", "app_secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("vivo: open: credential %q is missing: take it from the console's application page", name)
		}
	}
	appID, err := strconv.ParseInt(strings.TrimSpace(cfg.Credentials["app_id"].Reveal()), 10, 64)
	if err != nil {
		// The value is left out: a secret pasted into the wrong field would show.
		return nil, errors.New(`vivo: open: credential "app_id" is not a whole number: take it from the console's application page`)
	}
	at, err := newEndpoints(cfg.BaseURLs)
	if err != nil {
		return nil, err
	}
	s := &Sender{
		appID:     appID,
		appKey:    cfg.Credentials["app_key"].Reveal(),
		appSecret: cfg.Credentials["app_secret"],
		defaults:  cfg.Defaults,
		facts:     facts.Facts(),
		clock:     cfg.ClockOrSystem(),
		redactor:  redact.New(cfg.Credentials["app_key"], cfg.Credentials["app_secret"]),
		at:        at,
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Vivo)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	s.tokens = tokencache.New(s.clock, s.login)
	return s, nil
}

// Facts returns what is known about vivo; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("vivo.Sender(app %d)", s.appID) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own transport. Calls in
// flight are not disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

// endpoints are the calls' URLs, parsed once.
type endpoints struct {
	base                                  *url.URL
	auth, send, save, list, all, tag      *url.URL
	recycle, statistics, status, checkIDs *url.URL
}

func newEndpoints(sites map[string]string) (endpoints, error) {
	u, err := transport.Site(sites, "push", DefaultBaseURL)
	if err != nil {
		return endpoints{}, fmt.Errorf("vivo: open: %w", err)
	}
	return endpoints{
		base:       u,
		auth:       u.JoinPath("/message/auth"),
		send:       u.JoinPath("/message/send"),
		save:       u.JoinPath("/message/saveListPayload"),
		list:       u.JoinPath("/message/pushToList"),
		all:        u.JoinPath("/message/all"),
		tag:        u.JoinPath("/message/tagPush"),
		recycle:    u.JoinPath("/message/recycle"),
		statistics: u.JoinPath("/report/getStatistics"),
		status:     u.JoinPath("/search/msgStatus"),
		checkIDs:   u.JoinPath("/invalidUser/check"),
	}, nil
}
