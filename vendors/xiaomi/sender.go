package xiaomi

import (
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	facts "github.com/offpush/offpush/fixtures/xiaomi"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// The hosts used when Config.BaseURLs is empty.
const (
	DefaultPushURL     = "https://api.xmpush.xiaomi.com"
	DefaultFeedbackURL = "https://feedback.xmpush.xiaomi.com"
)

// Values of the credential "region": the region of the phones an app's registration ids
// are from. The sandbox knows phones with iOS only.
const (
	RegionChina   = "china"
	RegionRussia  = "russia"
	RegionIndia   = "india"
	RegionEurope  = "europe" // EEA and the United Kingdom
	RegionGlobal  = "global" // everywhere else
	RegionVIP     = "vip"    // China, for those Xiaomi gave it
	RegionSandbox = "sandbox"
)

func regions() map[string]string {
	return map[string]string{
		RegionChina: DefaultPushURL, RegionVIP: "https://vip.api.xmpush.xiaomi.com",
		RegionRussia: "https://ru-api.xmpush.global.xiaomi.com", RegionIndia: "https://idmb-api.xmpush.global.xiaomi.com",
		RegionEurope: "https://fr-api.xmpush.global.xiaomi.com", RegionGlobal: "https://sgp-api.xmpush.global.xiaomi.com",
		RegionSandbox: "https://sandbox.xmpush.xiaomi.com",
	}
}

// Values of the credential "api_version".
const (
	APIv2 = "v2" // one package
	APIv3 = "v3" // documented, used when nothing is said
	APIv4 = "v4" // registration ids only; the rest goes by v3
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	// auth and form are headers every request shares. The word "key" must be lower case.
	auth, form []string
	pkg        string
	channels   map[string]string // by category or class
	defaults   *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	http     *transport.Client
	at       endpoints
}

var (
	_ vendors.Sender            = (*Sender)(nil)
	_ vendors.Builder           = (*Sender)(nil)
	_ vendors.AliasSender       = (*Sender)(nil)
	_ vendors.AccountSender     = (*Sender)(nil)
	_ vendors.EachSender        = (*Sender)(nil)
	_ vendors.Broadcaster       = (*Sender)(nil)
	_ vendors.Recaller          = (*Sender)(nil)
	_ vendors.Canceller         = (*Sender)(nil)
	_ vendors.Stopper           = (*Sender)(nil)
	_ vendors.AliasLister       = (*Sender)(nil)
	_ vendors.TopicSubscriber   = (*Sender)(nil)
	_ vendors.TopicLister       = (*Sender)(nil)
	_ vendors.StatisticsQuerier = (*Sender)(nil)
	_ vendors.QuotaQuerier      = (*Sender)(nil)
	_ vendors.TokenChecker      = (*Sender)(nil)
	_ vendors.DeadTokenLister   = (*Sender)(nil)
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

// New returns a sender for one app. Credentials: "app_secret" (not the AppKey, which is
// the phone's) and "package_name", from the console; optional "region" (RegionChina),
// "api_version" (APIv3) and "channels", which says which channel a message goes to that
// names none: "im=135001,order=135003,marketing=135002", by category or class. The AppId and
// the AppKey are the phone's and are not read.
//
// Base URLs: cfg.BaseURLs["push"] and ["feedback"], else [""] for both, else Xiaomi's
// hosts.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"app_secret", "package_name"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("xiaomi: open: credential %q is missing: take it from the console's application page", name)
		}
	}
	at, err := newEndpoints(cfg)
	if err != nil {
		return nil, fmt.Errorf("xiaomi: open: %w", err)
	}
	channels, err := readChannels(cfg.Credentials["channels"].Reveal())
	if err != nil {
		return nil, fmt.Errorf("xiaomi: open: %w", err)
	}
	s := &Sender{
		auth:     []string{"key=" + cfg.Credentials["app_secret"].Reveal()},
		form:     []string{contentType},
		pkg:      strings.TrimSpace(cfg.Credentials["package_name"].Reveal()),
		channels: channels,
		defaults: cfg.Defaults,
		facts:    facts.Facts(),
		clock:    cfg.ClockOrSystem(),
		redactor: redact.New(cfg.Credentials["app_secret"]),
		at:       at,
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.Xiaomi)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	return s, nil
}

// readChannels reads "im=135001,marketing=135002".
func readChannels(text string) (map[string]string, error) {
	channels := map[string]string{}
	for _, pair := range strings.Split(text, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		word, channel, ok := strings.Cut(pair, "=")
		word, channel = strings.TrimSpace(word), strings.TrimSpace(channel)
		if !ok || word == "" || channel == "" {
			return nil, errors.New(`credential "channels" is no list like im=135001,marketing=135002`)
		}
		channels[word] = channel
	}
	return channels, nil
}

// Facts returns what is known about Xiaomi; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("xiaomi.Sender(%s)", s.pkg) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own. Calls in flight are not disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

// endpoints are the calls' URLs, parsed once.
type endpoints struct {
	base, feedback                                *url.URL
	regid, alias, account, topic, multiTopic, all *url.URL
	eachRegid, eachAlias, eachAccount             *url.URL
}

func newEndpoints(cfg vendors.Config) (endpoints, error) {
	region := cfg.Credentials["region"].Reveal()
	if region == "" {
		region = RegionChina
	}
	real, ok := regions()[region]
	if !ok {
		return endpoints{}, fmt.Errorf(`credential "region" is none of %s`, strings.Join(slices.Sorted(maps.Keys(regions())), ", "))
	}
	base, err := transport.Site(cfg.BaseURLs, "push", real)
	if err != nil {
		return endpoints{}, err
	}
	feedback, err := transport.Site(cfg.BaseURLs, "feedback", DefaultFeedbackURL)
	if err != nil {
		return endpoints{}, err
	}
	regid, other := APIv3, APIv3
	switch version := cfg.Credentials["api_version"].Reveal(); version {
	case "", APIv3:
	case APIv4:
		regid = APIv4
	case APIv2:
		regid, other = APIv2, APIv2
	default:
		return endpoints{}, errors.New(`credential "api_version" is none of v2, v3, v4`)
	}
	return endpoints{
		base: base, feedback: feedback,
		regid:      base.JoinPath(regid, "message/regid"),
		alias:      base.JoinPath(other, "message/alias"),
		account:    base.JoinPath("v2/message/user_account"), // there is no other
		topic:      base.JoinPath(other, "message/topic"),
		multiTopic: base.JoinPath(other, "message/multi_topic"),
		all:        base.JoinPath(other, "message/all"),
		eachRegid:  base.JoinPath("v2/multi_messages/regids"),
		eachAlias:  base.JoinPath("v2/multi_messages/aliases"), eachAccount: base.JoinPath("v2/multi_messages/user_accounts"),
	}, nil
}
