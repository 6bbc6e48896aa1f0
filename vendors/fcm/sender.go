package fcm

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	facts "github.com/offpush/offpush/fixtures/fcm"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Google's hosts, used when Config.BaseURLs is empty. The token endpoint is the key
// file's.
const (
	DefaultSendURL  = "https://fcm.googleapis.com"
	DefaultTopicURL = "https://iid.googleapis.com"
)

// The names of the sites beside "".
const (
	SiteOAuth = "oauth"
	SiteTopic = "iid"
)

// Sender sends for one Firebase project. It is safe for concurrent use.
type Sender struct {
	account  account
	defaults *vendors.Message

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
	_ vendors.TokenChecker    = (*Sender)(nil)
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

// New returns a sender for one Firebase project. Credentials: "service_account", the
// text of the key file (JSON) from the Firebase console; optional "project_id", which
// replaces the key file's.
//
// Base URLs: cfg.BaseURLs[""] for everything, SiteOAuth for the token endpoint, whose
// path stays the key file's, and SiteTopic for topic subscriptions; without any,
// Google's. A base URL may end in /v1. The audience of the assertion is always the key
// file's token_uri.
//
// rt carries the requests. Nil or an *http.Transport: requests go over HTTP/2 where the
// server has it, with the transport's dialer and TLS settings, over connections of the
// sender's own, which Close shuts down. Any other is used as it is. Nothing is sent
// before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	acct, err := readAccount(cfg.Credentials)
	if err != nil {
		return nil, fmt.Errorf("fcm: open: %w", err)
	}
	at, err := newEndpoints(cfg.BaseURLs, &acct)
	if err != nil {
		return nil, fmt.Errorf("fcm: open: %w", err)
	}
	s := &Sender{
		account:  acct,
		defaults: cfg.Defaults,
		facts:    facts.Facts(),
		clock:    cfg.ClockOrSystem(),
		redactor: redact.New(acct.secrets...),
		at:       at,
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.FCM)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Together: true, Redactor: s.redactor, Logger: s.log})
	s.tokens = tokencache.New(s.clock, s.login)
	return s, nil
}

// Facts returns what is known about FCM; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the project and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("fcm.Sender(%s)", s.account.project) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own. Calls in flight are not
// disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

// endpoints are the calls' URLs, parsed once.
type endpoints struct {
	token         *url.URL
	send          *url.URL
	add, remove   *url.URL
	registrations *url.URL
}

func newEndpoints(sites map[string]string, a *account) (endpoints, error) {
	send, err := transport.Site(sites, "", DefaultSendURL)
	if err != nil {
		return endpoints{}, err
	}
	topic, err := transport.Site(sites, SiteTopic, DefaultTopicURL)
	if err != nil {
		return endpoints{}, err
	}
	token, err := tokenURL(sites, a.tokenURI)
	if err != nil {
		return endpoints{}, err
	}
	project := unversioned(send).JoinPath("v1", "projects", url.PathEscape(a.project))
	iid := unversioned(topic)
	return endpoints{
		token: token, send: project.JoinPath("messages:send"),
		add: iid.JoinPath("iid/v1:batchAdd"), remove: iid.JoinPath("iid/v1:batchRemove"),
		registrations: project.JoinPath("registrations"),
	}, nil
}

// unversioned takes the version off a base URL: one SDK wants it there, another not.
func unversioned(u *url.URL) *url.URL {
	bare := *u
	bare.Path = strings.TrimSuffix(strings.TrimSuffix(bare.Path, "/"), "/v1") + "/"
	return &bare
}

// tokenURL is the key file's token_uri, or its path at the base URL that is given; a
// token_uri below the base URL's path is not put below it again.
func tokenURL(sites map[string]string, uri string) (*url.URL, error) {
	real, err := url.Parse(uri)
	if err != nil {
		return nil, fmt.Errorf("token_uri: %w", err)
	}
	if sites[SiteOAuth] == "" && sites[""] == "" {
		return real, nil
	}
	base, err := transport.Site(sites, SiteOAuth, "")
	if err != nil {
		return nil, err
	}
	return base.JoinPath(strings.TrimPrefix(real.Path, strings.TrimSuffix(base.Path, "/")+"/")), nil
}

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	payload, topicPayload        int
	ttl                          int64
	conditionTopics, topicTokens int
	pause, pause429, pause502    time.Duration
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int64 {
		l, _ := f.Limit(name)
		return l.Value
	}
	seconds := func(name string) time.Duration { return time.Duration(n(name)) * time.Second }
	return limits{
		payload: int(n("payload")), topicPayload: int(n("payload.topic")), ttl: n("ttl.max"),
		conditionTopics: int(n("condition.topics.max")), topicTokens: int(n("topic.tokens.max")),
		pause: seconds("retry.min"), pause429: seconds("retry.429"), pause502: seconds("retry.502"),
	}
}
