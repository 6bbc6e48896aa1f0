package meizu

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	facts "github.com/offpush/offpush/fixtures/meizu"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Meizu's hosts, used when Config.BaseURLs is empty: messages and tasks go to the first,
// switches, aliases and tags to the second.
const (
	DefaultPushURL         = "https://server-api-push.meizu.com"
	DefaultSubscriptionURL = "https://api-push.meizu.com"
	OverseasPushURL        = "https://server-api-push.in.meizu.com"
	OverseasSubscribeURL   = "https://api-push.in.meizu.com"
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	appID    string
	secret   vendors.Secret
	vip      bool
	defaults *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	http     *transport.Client
	tasks    stored.Bodies
	at       endpoints
}

var (
	_ vendors.Sender            = (*Sender)(nil)
	_ vendors.Builder           = (*Sender)(nil)
	_ vendors.Broadcaster       = (*Sender)(nil)
	_ vendors.AliasSender       = (*Sender)(nil)
	_ vendors.Canceller         = (*Sender)(nil)
	_ vendors.Stopper           = (*Sender)(nil)
	_ vendors.TopicSubscriber   = (*Sender)(nil)
	_ vendors.TopicLister       = (*Sender)(nil)
	_ vendors.AliasBinder       = (*Sender)(nil)
	_ vendors.AliasLister       = (*Sender)(nil)
	_ vendors.PictureFetcher    = (*Sender)(nil)
	_ vendors.StatisticsQuerier = (*Sender)(nil)
	_ vendors.TokenChecker      = (*Sender)(nil)
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

// New returns a sender for one app. Credentials: "app_id" (a number) and "app_secret",
// from the console's application page; "region" may be "overseas", for the hosts outside
// China; "vip" may be "true", for an app with a VIP contract, whose subtitle and picture
// are shown. The base URLs are cfg.BaseURLs["push"] and ["subscription"], else [""] for
// both, else Meizu's; overseas ["overseas"] comes before them.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"app_id", "app_secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("meizu: open: credential %q is missing: take it from the console's application page", name)
		}
	}
	appID := strings.TrimSpace(cfg.Credentials["app_id"].Reveal())
	if _, err := strconv.ParseUint(appID, 10, 63); err != nil {
		// The value is left out: a secret pasted into the wrong field would show.
		return nil, fmt.Errorf("meizu: open: credential %q is no number: take it from the console's application page", "app_id")
	}
	vip, err := yesOrNo(cfg.Credentials["vip"].Reveal())
	if err != nil {
		return nil, err
	}
	at, err := newEndpoints(cfg.BaseURLs, cfg.Credentials["region"].Reveal())
	if err != nil {
		return nil, err
	}
	s := &Sender{
		appID: appID, secret: cfg.Credentials["app_secret"], vip: vip, defaults: cfg.Defaults,
		facts: facts.Facts(), clock: cfg.ClockOrSystem(), redactor: redact.New(cfg.Credentials["app_secret"]), at: at,
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Meizu)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	return s, nil
}

func yesOrNo(vip string) (bool, error) {
	if vip == "" {
		return false, nil
	}
	yes, err := strconv.ParseBool(vip)
	if err != nil {
		return false, fmt.Errorf("meizu: open: credential %q is neither true nor false", "vip")
	}
	return yes, nil
}

// Facts returns what is known about Meizu; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("meizu.Sender(app %s)", s.appID) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own transport. Calls in flight are
// not disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

// overseas is the region outside China, and its site.
const overseas = "overseas"

// endpoints are the calls' URLs, parsed once; message is where switches, aliases and
// tags are.
type endpoints struct {
	push, alias, hiddenPush, hiddenAlias       *url.URL
	task, taskPush, taskAlias                  *url.URL
	hiddenTaskPush, hiddenTaskAlias            *url.URL
	all, tag, cancel, statistics, daily, image *url.URL
	message                                    *url.URL
}

func newEndpoints(sites map[string]string, region string) (endpoints, error) {
	push, subscription := DefaultPushURL, DefaultSubscriptionURL
	switch region {
	case "", "cn":
	case overseas:
		push, subscription = OverseasPushURL, OverseasSubscribeURL
		if u := sites[overseas]; u != "" {
			sites = map[string]string{"": u}
		}
	default:
		return endpoints{}, fmt.Errorf("meizu: open: credential %q is none of cn, overseas", "region")
	}
	p, err := transport.Site(sites, "push", push)
	if err != nil {
		return endpoints{}, fmt.Errorf("meizu: open: %w", err)
	}
	m, err := transport.Site(sites, "subscription", subscription)
	if err != nil {
		return endpoints{}, fmt.Errorf("meizu: open: %w", err)
	}
	p = p.JoinPath("/garcia/api/server/push")
	return endpoints{
		push: p.JoinPath("varnished/pushByPushId"), alias: p.JoinPath("varnished/pushByAlias"),
		hiddenPush: p.JoinPath("unvarnished/pushByPushId"), hiddenAlias: p.JoinPath("unvarnished/pushByAlias"),
		task:     p.JoinPath("pushTask/getTaskId"),
		taskPush: p.JoinPath("task/varnished/pushByPushId"), taskAlias: p.JoinPath("task/varnished/pushByAlias"),
		hiddenTaskPush: p.JoinPath("task/unvarnished/pushByPushId"), hiddenTaskAlias: p.JoinPath("task/unvarnished/pushByAlias"),
		all: p.JoinPath("pushTask/pushToApp"), tag: p.JoinPath("pushTask/pushToTag"), cancel: p.JoinPath("pushTask/cancel"),
		statistics: p.JoinPath("statistics/getTaskStatistics"), daily: p.JoinPath("statistics/dailyPushStatics"),
		image:   p.JoinPath("uploadImg"),
		message: m.JoinPath("/garcia/api/server/message"),
	}, nil
}
