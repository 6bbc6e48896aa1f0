package huawei

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

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
	APIv3 = "v3" // /v3/{project id}/messages:send, for HarmonyOS 5 and later
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	clientID     string
	clientSecret vendors.Secret
	defaults     *vendors.Message
	account      *account // nil: the OAuth client logs in
	v3           bool

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
	_ vendors.Recaller        = (*Sender)(nil)
)

// Open is New for callers that know drivers only by the Sender contract, and ask what one
// can do by its interfaces: it has those of the protocol it speaks. What has no interface,
// such as RecallVoice, is New's.
func Open(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
	s, err := New(cfg, rt)
	switch {
	case err != nil:
		return nil, err
	case s.v3:
		return harmonySender{both{s, s, s, s, s, s}, s}, nil
	}
	return hmsSender{both{s, s, s, s, s, s}, s, s, s}, nil
}

// both is what a Sender can do in either protocol.
type both struct {
	vendors.Sender
	vendors.Builder
	vendors.Classifier
	io.Closer
	fmt.Stringer
	fmt.GoStringer
}

// hmsSender is a Sender of v1 or v2, which know no recall.
type hmsSender struct {
	both
	vendors.Broadcaster
	vendors.TopicSubscriber
	vendors.TopicLister
}

// harmonySender is a Sender of v3, which knows no topics.
type harmonySender struct {
	both
	vendors.Recaller
}

// New returns a sender for one app and one version of the API, by the credential
// "api_version": APIv1 (default), APIv2 or APIv3. HMS phones are reached by the first
// two, phones with HarmonyOS 5 and later by the third, each with tokens of its own: an
// app on both has two senders.
//
// Credentials, from AppGallery Connect. For v1 and v2 "client_id" (digits) and
// "client_secret" of the OAuth 2.0 client; optional "app_id", which replaces client_id
// in the path of v1, but for recalls; v2 needs "project_id". For v3 "project_id" and what the service
// account's key file has: "key_id", "sub_account" and "private_key" (PEM); "client_id"
// is for Recall. A service account may take the place of the client_secret at v1 and v2.
//
// Base URLs: cfg.BaseURLs["auth"] and ["push"], else [""] for both, else Huawei's
// hosts. An auth URL that ends in /token is used as it stands, for the older
// /oauth2/v2/token.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	s := &Sender{
		clientSecret: cfg.Credentials["client_secret"],
		defaults:     cfg.Defaults,
		facts:        facts.Facts(),
		clock:        cfg.ClockOrSystem(),
		v3:           cfg.Credentials["api_version"].Reveal() == APIv3,
		redactor:     redact.New(cfg.Credentials["client_secret"], cfg.Credentials["private_key"]),
	}
	login, err := s.identify(cfg.Credentials)
	if err != nil {
		return nil, err
	}
	if s.at, err = newEndpoints(cfg, s.clientID); err != nil {
		return nil, err
	}
	s.limits = limitsFrom(s.facts, s.v3)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Huawei)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	s.tokens = tokencache.New(s.clock, login)
	return s, nil
}

// identify finds out as whom the sender speaks, and returns how it gets a bearer token.
func (s *Sender) identify(c vendors.Credentials) (func(context.Context) (tokencache.Token, error), error) {
	if v := c["api_version"].Reveal(); v != "" && v != APIv1 && v != APIv2 && v != APIv3 {
		return nil, errors.New(`huawei: open: credential "api_version" is none of "v1", "v2" and "v3"`)
	}
	s.clientID = strings.TrimSpace(c["client_id"].Reveal())
	serves := s.v3 || (c["client_secret"] == "" && c["private_key"] != "")
	needs := []string{"client_id", "client_secret"}
	switch {
	case s.v3:
		needs = nil
	case serves:
		needs = needs[:1]
	}
	for _, name := range needs {
		if c[name] == "" {
			return nil, fmt.Errorf("huawei: open: credential %q is missing: take it from AppGallery Connect, project settings", name)
		}
	}
	if s.clientID != "" && !digits(s.clientID) {
		// The value is left out: a secret pasted into the wrong field would show.
		return nil, errors.New(`huawei: open: credential "client_id" is not all digits: take it from AppGallery Connect, project settings`)
	}
	if !serves {
		return s.login, nil
	}
	life, _ := s.facts.Limit("jwt.life")
	var err error
	s.account, err = newAccount(c, time.Duration(life.Value)*time.Second)
	return s.mint, err
}

// Facts returns what is known about Huawei; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string {
	if s.v3 {
		return fmt.Sprintf("huawei.Sender(service account %s)", s.account.name)
	}
	return fmt.Sprintf("huawei.Sender(client %s)", s.clientID)
}

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
	revoke                       *url.URL
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
		revoke:      push.JoinPath("v1", url.PathEscape(clientID), "messages:revoke"), // which takes no App ID
	}, nil
}

// sendPath is the path of messages:send in the version the credentials choose.
func sendPath(c vendors.Credentials, id string) (string, error) {
	version := c["api_version"].Reveal()
	if version == "" || version == APIv1 {
		return "/v1/" + url.PathEscape(id) + "/messages:send", nil
	}
	project := strings.TrimSpace(c["project_id"].Reveal())
	if project == "" {
		return "", errors.New(`huawei: open: credential "project_id" is missing: API ` + version + ` sends by project id`)
	}
	return "/" + version + "/" + url.PathEscape(project) + "/messages:send", nil
}
