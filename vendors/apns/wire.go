package apns

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"sync/atomic"

	"github.com/sideshow/apns2"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Header names, in the spelling Go keeps them; HTTP/2 writes them in lower case.
const (
	headerAuthorization = "Authorization"
	headerExpiration    = "Apns-Expiration"
	headerID            = "Apns-Id"
	headerPriority      = "Apns-Priority"
	headerPushType      = "Apns-Push-Type"
	headerUniqueID      = "Apns-Unique-Id"
)

// Reasons the sender acts on.
const (
	reasonExpiredToken = "ExpiredProviderToken"
	reasonTooNewToken  = "TooManyProviderTokenUpdates"
)

// line is the way to one environment: apns2 above, our RoundTripper below it.
type line struct {
	base  string
	apns  *apns2.Client
	http  *transport.Client
	link  *link
	login *signer // nil with a certificate
}

func (s *Sender) newLine(base, scheme string, rt http.RoundTripper, id identity) (*line, error) {
	out, err := newLink(s.clock, scheme, rt, id.certificate)
	if err != nil {
		return nil, err
	}
	l := &line{base: base, link: out, login: s.signer}
	l.http = transport.New(transport.Options{RoundTripper: out, HTTP2: true, Redactor: s.redactor, Logger: s.log})
	// Client.Token stays nil: its token follows the machine's clock. No time-out
	// either, each attempt below has one.
	l.apns = &apns2.Client{Host: base, HTTPClient: &http.Client{
		Transport: l,
		// A redirect would carry the provider token to another host.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
	if id.certificate != nil {
		l.apns.Certificate = *id.certificate
	}
	return l, nil
}

func (l *line) close() { l.link.close() }

// delivery is one request on its way through apns2, and what came back. It travels
// in the request's context, because apns2's own types have no place for it.
type delivery struct {
	payload []byte
	headers ownHeaders

	reply reply
	err   error
	// conn is what carries it; an attempt that was given up may still write here.
	conn atomic.Pointer[watched]
}

// ownHeaders are what apns2's notification cannot say.
type ownHeaders struct {
	expiration string // apns-expiration, empty: none
	priority   string // apns-priority below 1, empty: apns2's
	untyped    bool   // no apns-push-type, where apns2 writes alert
}

type deliveryKey struct{}

// push sends n with the payload and the headers of d. Everything that came back
// is in d.
func (l *line) push(ctx context.Context, n *apns2.Notification, d *delivery) {
	resp, err := l.apns.PushWithContext(context.WithValue(ctx, deliveryKey{}, d), n)
	switch {
	case err != nil:
		// http.Client wraps the error in one that shows the device token.
		if d.err == nil {
			d.err = unwrapURL(err)
		}
	case resp.StatusCode != d.reply.status:
		d.err = errors.New("apns2 reports another status than was answered")
	default:
		d.reply.id, d.reply.uniqueID = resp.ApnsID, resp.ApnsUniqueID
	}
}

func unwrapURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// RoundTrip implements http.RoundTripper for apns2. It signs, sends the payload of
// the delivery instead of apns2's re-encoded one, and repeats a request once whose
// provider token APNs calls expired, or too new. apns2 gets a JSON answer whatever
// the server wrote.
func (l *line) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_ = r.Body.Close()
	}
	d, ok := r.Context().Value(deliveryKey{}).(*delivery)
	if !ok {
		return nil, errors.New("a request that was not made by this sender")
	}
	bearer := ""
	if l.login != nil {
		if bearer, d.err = l.login.token(); d.err != nil {
			return nil, d.err
		}
	}
	if d.err = l.attempt(r, d, bearer); d.err != nil {
		return nil, d.err
	}
	if next, again := l.otherToken(d.reply.answer.Reason, bearer); again {
		if d.err = l.attempt(r, d, next); d.err != nil {
			return nil, d.err
		}
	}
	return d.reply.forLibrary(r), nil
}

// otherToken is the provider token with which a refused request is repeated.
func (l *line) otherToken(reason, refused string) (string, bool) {
	if l.login == nil {
		return "", false
	}
	switch reason {
	case reasonExpiredToken:
		return l.login.renew(refused)
	case reasonTooNewToken:
		return l.login.goBack(refused)
	}
	return "", false
}

// attempt makes one request and reads its answer into d.
func (l *line) attempt(r *http.Request, d *delivery, bearer string) error {
	resp, err := l.http.Do(r.Context(), transport.Request{
		Method: r.Method, URL: r.URL, Header: d.headers.over(r.Header, bearer), Body: d.payload,
		Label: "/3/device/",
	})
	if err != nil {
		return err
	}
	d.reply = readReply(resp)
	return nil
}

// over puts ours over apns2's, in its own map: the request is made for us alone.
func (o *ownHeaders) over(h http.Header, bearer string) http.Header {
	delete(h, headerExpiration)
	if o.expiration != "" {
		h[headerExpiration] = []string{o.expiration}
	}
	if o.priority != "" {
		h[headerPriority] = []string{o.priority}
	}
	if o.untyped {
		delete(h, headerPushType)
	}
	if bearer != "" {
		h[headerAuthorization] = []string{"bearer " + bearer}
	}
	return h
}

// forLibrary is the answer as apns2 can read it: it loses the status of what is no
// JSON, and stumbles over a timestamp that is no number.
func (r *reply) forLibrary(req *http.Request) *http.Response {
	resp := &http.Response{
		StatusCode: r.status, Proto: "HTTP/2.0", ProtoMajor: 2, Header: r.header, Request: req, Body: http.NoBody,
	}
	if body := r.answer.canonical(); len(body) > 0 {
		resp.Body, resp.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	return resp
}

var _ http.RoundTripper = (*line)(nil)

// show describes the request push would make.
func (l *line) show(n *apns2.Notification, d *delivery) vendors.Request {
	h := http.Header{"Content-Type": {"application/json; charset=utf-8"}}
	setHeaders(h, n)
	bearer := ""
	if l.login != nil {
		bearer = vendors.Redacted
	}
	u := &url.URL{}
	if parsed, err := url.Parse(l.base + "/3/device/" + n.DeviceToken); err == nil {
		u = parsed
	}
	return l.http.Describe(transport.Request{
		Method: http.MethodPost, URL: u, Header: d.headers.over(h, bearer), Body: d.payload,
	}, []string{headerAuthorization}, nil)
}
