package oppo

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	facts "github.com/offpush/offpush/fixtures/oppo"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// The hosts used when Config.BaseURLs is empty.
const (
	DefaultPushURL     = "https://api.push.oppomobile.com"
	DefaultPushURL2026 = "https://api-push-cn.heytapmobi.com" // named by newer pages, the same API
	DefaultOverseasURL = "https://api-intl.push.oppomobile.com"
	DefaultFeedbackURL = "https://feedback.push.oppomobile.com"
	DefaultDeviceURL   = "https://api-device.push.heytapmobi.com"
	DefaultMediaURL    = "https://api-media.push.heytapmobi.com"
)

// Values of the credential "region": where calls go that name no registration id.
const (
	RegionChina    = "china"
	RegionOverseas = "overseas"
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	appKey       string
	masterSecret vendors.Secret
	form         []string // a header every form shares
	defaults     *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	http     *transport.Client

	china, overseas, home *line
	at                    services
}

var (
	_ vendors.Sender          = (*Sender)(nil)
	_ vendors.Builder         = (*Sender)(nil)
	_ vendors.AliasSender     = (*Sender)(nil)
	_ vendors.EachSender      = (*Sender)(nil)
	_ vendors.Broadcaster     = (*Sender)(nil)
	_ vendors.TopicSubscriber = (*Sender)(nil)
	_ vendors.AliasBinder     = (*Sender)(nil)
	_ vendors.QuotaQuerier    = (*Sender)(nil)
	_ vendors.DeadTokenLister = (*Sender)(nil)
	_ vendors.PictureUploader = (*Sender)(nil)
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

// New returns a sender for one app. Credentials: "app_key" and "master_secret" (not the
// AppSecret, which is the phone's), from the console's application settings, which only
// the main account sees; optional "region" (RegionChina).
//
// Base URLs: cfg.BaseURLs["push"], ["overseas"], ["feedback"], ["device"] and ["media"],
// else [""] for all, else OPPO's hosts.
//
// rt carries the requests. Nil or an *http.Transport: they go over connections of the
// sender's own, with the transport's dialer, proxy and TLS settings, which Close shuts
// down. Any other is used as it is. Nothing is sent before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	for _, name := range []string{"app_key", "master_secret"} {
		if cfg.Credentials[name] == "" {
			return nil, fmt.Errorf("oppo: open: credential %q is missing: take it from the console's application settings", name)
		}
	}
	s := &Sender{
		appKey:       strings.TrimSpace(cfg.Credentials["app_key"].Reveal()),
		masterSecret: cfg.Credentials["master_secret"],
		form:         []string{typeForm},
		defaults:     cfg.Defaults,
		facts:        facts.Facts(),
		clock:        cfg.ClockOrSystem(),
		redactor:     redact.New(cfg.Credentials["app_key"], cfg.Credentials["master_secret"]),
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.OPPO)))
	s.http = transport.New(transport.Options{RoundTripper: rt, Redactor: s.redactor, Logger: s.log})
	if err := s.openLines(cfg); err != nil {
		return nil, fmt.Errorf("oppo: open: %w", err)
	}
	return s, nil
}

func (s *Sender) openLines(cfg vendors.Config) error {
	var urls [5]*url.URL
	for i, site := range []struct{ name, real string }{
		{"push", DefaultPushURL}, {"overseas", DefaultOverseasURL},
		{"feedback", DefaultFeedbackURL}, {"device", DefaultDeviceURL}, {"media", DefaultMediaURL},
	} {
		u, err := transport.Site(cfg.BaseURLs, site.name, site.real)
		if err != nil {
			return err
		}
		urls[i] = u
	}
	s.china, s.overseas = s.newLine(urls[0]), s.newLine(urls[1])
	if urls[0].String() == urls[1].String() {
		s.overseas = s.china // one place, one login
	}
	s.at = newServices(urls[2], urls[3], urls[4])
	switch region := cfg.Credentials["region"].Reveal(); region {
	case "", RegionChina:
		s.home = s.china
	case RegionOverseas:
		s.home = s.overseas
	default:
		return errors.New(`credential "region" is neither "china" nor "overseas"`)
	}
	return nil
}

// Facts returns what is known about OPPO; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String says what it is and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return "oppo.Sender" }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own. Calls in flight are not disturbed.
func (s *Sender) Close() error {
	s.http.Close()
	return nil
}

// line is the way to the phones of one region: a host with a login and stored bodies of
// its own.
type line struct {
	auth, unicast, batch, save, broadcast *url.URL

	tokens *tokencache.Cache
	saved  stored.Bodies
}

func (s *Sender) newLine(base *url.URL) *line {
	v1 := base.JoinPath("server/v1")
	push := v1.JoinPath("message/notification")
	l := &line{
		auth: v1.JoinPath("auth"), unicast: push.JoinPath("unicast"), batch: push.JoinPath("unicast_batch"),
		save: push.JoinPath("save_message_content"), broadcast: push.JoinPath("broadcast"),
	}
	l.tokens = tokencache.New(s.clock, s.login(l))
	return l
}

// services are the hosts beside those that push; they take the auth_token of the home.
type services struct {
	void, permit               *url.URL
	setAlias, deleteAlias      *url.URL
	subscribeTags, unsubscribe *url.URL
	smallPicture, bigPicture   *url.URL
}

func newServices(feedback, device, media *url.URL) services {
	f, d, m := feedback.JoinPath("server/v1/feedback"), device.JoinPath("server/v1/device"), media.JoinPath("server/v1/media/upload")
	return services{
		void: f.JoinPath("fetch_invalid_regidList"), permit: f.JoinPath("fetch_push_permit"),
		setAlias: d.JoinPath("set_alias"), deleteAlias: d.JoinPath("delete_alias"),
		subscribeTags: d.JoinPath("subscribe_tags"), unsubscribe: d.JoinPath("unsubscribe_tags"),
		smallPicture: m.JoinPath("small_picture"), bigPicture: m.JoinPath("big_picture"),
	}
}

// of is the way to a registration id. The id without a region, CN and <brand>_CN are of
// China; every other is of the rest of the world.
func (s *Sender) of(token vendors.Token) *line {
	parts := strings.Split(string(token), "_")
	switch len(parts) {
	case 1:
		return s.china
	case 2:
		if parts[0] == "CN" {
			return s.china
		}
	case 3:
		if parts[1] == "CN" {
			return s.china
		}
	}
	return s.overseas
}
