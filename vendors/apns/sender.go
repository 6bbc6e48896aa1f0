package apns

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
)

// Apple's hosts, used when Config.BaseURLs is empty.
const (
	ProductionURL = "https://api.push.apple.com"
	SandboxURL    = "https://api.sandbox.push.apple.com"
)

// Values of the credential "environment", which are also the names of the sites.
const (
	Production = "production"
	Sandbox    = "sandbox"
)

// Sender sends for one app. It is safe for concurrent use.
type Sender struct {
	topic    string
	keyed    bool // by provider token; else by certificate
	home     string
	defaults *vendors.Message

	facts    *vendors.Facts
	limits   limits
	clock    vendors.Clock
	log      *slog.Logger
	redactor *redact.Redactor
	signer   *signer // nil with a certificate
	lines    map[string]*line
}

var (
	_ vendors.Sender  = (*Sender)(nil)
	_ vendors.Builder = (*Sender)(nil)
)

// Open is New for callers that know drivers only by the Sender contract.
func Open(cfg vendors.Config, rt http.RoundTripper) (vendors.Sender, error) {
	s, err := New(cfg, rt)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// New returns a sender for one app. Credentials:
//
//	topic         the app's bundle id; a certificate's own one when absent
//	environment   production (also when absent) or sandbox
//
// and either a key
//
//	team_id, key_id   ten characters each
//	p8                the text of the .p8 file
//
// or a certificate with its private key
//
//	p12, p12_password     the .p12 file in base64
//	certificate           or both as PEM, in one text ...
//	certificate_key       ... or the key apart
//
// Sites of cfg.BaseURLs are "production" and "sandbox", each falling back to "";
// without any the real APNs is used.
//
// rt carries the requests. Nil, an *http.Transport or an *http2.Transport: their
// dialer and TLS settings are used for HTTP/2 connections of the sender's own, which
// Close shuts down. Any other is used as it is; with a certificate it must have a
// method WithClientCertificate(tls.Certificate) http.RoundTripper. Nothing is sent
// before the first call.
func New(cfg vendors.Config, rt http.RoundTripper) (*Sender, error) {
	id, err := readIdentity(cfg.Credentials)
	if err != nil {
		return nil, fmt.Errorf("apns: open: %w", err)
	}
	s := &Sender{
		topic: id.topic, keyed: id.key != nil, home: id.environment,
		defaults: cfg.Defaults,
		facts:    facts.Facts(),
		clock:    cfg.ClockOrSystem(),
		redactor: redact.New(id.secrets...),
		lines:    make(map[string]*line, 2),
	}
	s.limits = limitsFrom(s.facts)
	s.log = s.redactor.Logger(cfg.LoggerOrDiscard().With("vendor", string(vendors.APNs)))
	if s.keyed {
		s.signer = newSigner(s.clock, s.redactor, id, s.limits)
	}
	if err := s.openLines(cfg.BaseURLs, rt, id); err != nil {
		return nil, fmt.Errorf("apns: open: %w", err)
	}
	return s, nil
}

// openLines makes the way to each environment; nothing is dialled yet. Two
// environments at one URL share it.
func (s *Sender) openLines(sites map[string]string, rt http.RoundTripper, id identity) error {
	byURL := make(map[string]*line, 2)
	for environment, real := range map[string]string{Production: ProductionURL, Sandbox: SandboxURL} {
		base, ok := siteURL(sites, environment, real)
		if !ok {
			continue
		}
		u, err := url.Parse(base)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") {
			return fmt.Errorf("base URL %q is not http(s)://host", base)
		}
		base = strings.TrimRight(base, "/")
		if byURL[base] == nil {
			if byURL[base], err = s.newLine(base, u.Scheme, rt, id); err != nil {
				return err
			}
		}
		s.lines[environment] = byURL[base]
	}
	if s.lines[s.home] == nil {
		return fmt.Errorf("no base URL for the environment %q: give the site %q or \"\"", s.home, s.home)
	}
	return nil
}

// siteURL never falls back to the real APNs once any site is given.
func siteURL(sites map[string]string, environment, real string) (string, bool) {
	if len(sites) == 0 {
		return real, true
	}
	for _, name := range []string{environment, ""} {
		if u := sites[name]; u != "" {
			return u, true
		}
	}
	return "", false
}

// Facts returns what is known about APNs; treat it as read-only.
func (s *Sender) Facts() *vendors.Facts { return s.facts }

// String names the app and shows no secret; without it fmt would print the fields.
func (s *Sender) String() string { return fmt.Sprintf("apns.Sender(%s, %s)", s.topic, s.home) }

// GoString does the same for %#v.
func (s *Sender) GoString() string { return s.String() }

// Close drops the idle connections of the sender's own transports. Calls in flight
// are not disturbed.
func (s *Sender) Close() error {
	for _, l := range s.lines {
		l.close()
	}
	return nil
}

// limits are the facts' figures a message is built by.
type limits struct {
	payload, collapse                int
	ttlMax, jwtAge, jwtRenew, pause5 time.Duration
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	seconds := func(name string) time.Duration { return time.Duration(n(name)) * time.Second }
	return limits{
		payload: n("payload"), collapse: n("apns-collapse-id"),
		ttlMax: seconds("apns-expiration.max"), jwtAge: seconds("jwt.age.max"), jwtRenew: seconds("jwt.renew.min"),
		pause5: seconds("retry.5xx"),
	}
}

var errNoMessage = errors.New("no message")
