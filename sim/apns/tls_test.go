package apns_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/httpsim"
)

// wire is a client of Apple's host names that reaches the simulator over TLS.
func wire(t testing.TB, s *httpsim.Server, addr string, h1 bool, certs ...tls.Certificate) *http.Client {
	p := new(http.Protocols)
	p.SetHTTP1(h1)
	p.SetHTTP2(!h1)
	tr := &http.Transport{
		Protocols: p, TLSClientConfig: &tls.Config{RootCAs: s.CA().Pool(), Certificates: certs},
		DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, network, addr)
		},
	}
	t.Cleanup(tr.CloseIdleConnections)
	return &http.Client{Transport: tr}
}

func over(t *testing.T, c *http.Client, url, jwt, topic, body string) (reply, error) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, bytes.NewReader([]byte(body)))
	if err != nil {
		t.Fatal(err)
	}
	if jwt != "" {
		r.Header.Set("authorization", "bearer "+jwt)
	}
	if topic != "" {
		r.Header.Set("apns-topic", topic)
	}
	resp, err := c.Do(r)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := reply{Reply: endpointtest.Reply{Status: resp.StatusCode, Header: resp.Header, Body: string(raw)}}
	if len(raw) > 0 {
		err = json.Unmarshal(raw, &a)
	}
	return a, err
}

// listening opens a TLS listener of the world and returns its base URL.
func listening(t testing.TB, w *world) (*httpsim.Server, string) {
	t.Helper()
	s, err := httpsim.New(w.Engine, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	addrs, err := s.Listen(context.Background(), httpsim.Listeners{TLS: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	return s, addrs.TLS
}

// issued is a push certificate of the world's app, signed by an authority.
func (w *world) issued(ca *httpsim.CA, environment string) tls.Certificate {
	w.T.Helper()
	cert, err := ca.Client(w.Endpoint.(sim.Certified).ClientCertificate(&w.App, environment))
	if err != nil {
		w.T.Fatal(err)
	}
	return cert
}

// stranger is an authority nobody trusts.
func stranger(t *testing.T) *httpsim.CA {
	t.Helper()
	ca, err := httpsim.NewCA()
	if err != nil {
		t.Fatal(err)
	}
	return ca
}

// A real TLS connection with HTTP/2 and certificate verification, by provider token
// and by client certificate, to both of Apple's hosts.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	s, base := listening(t, w)
	addr := strings.TrimPrefix(base, "https://")
	const prod, dev = "https://api.push.apple.com:2197/3/device/", "https://api.sandbox.push.apple.com/3/device/"
	id := w.Phone("p")
	own := w.Phone("s", func(p *device.Phone) { p.Environment = "sandbox" })
	topic := w.App.Credentials["topic"]
	signed := func(environment string) *http.Client {
		return wire(t, s, addr, false, w.issued(s.CA(), environment))
	}
	plain := wire(t, s, addr, false)
	for _, tc := range []struct {
		name, url, jwt, topic, want string
		client                      *http.Client
	}{
		{"token", prod + id, w.jwt, topic, "200", plain},
		{"token, sandbox", dev + own, w.jwt, topic, "200", plain},
		{"token of the other environment", dev + id, w.jwt, topic, "400 BadDeviceToken", plain},
		{"nothing", prod + id, "", topic, "403 MissingProviderToken", plain},
		{"no prefix needed", base + "/3/device/" + id, w.jwt, topic, "200", plain},
		{"prefix of the site", base + "/apns-sandbox/3/device/" + own, w.jwt, topic, "200", plain},
		{"certificate", prod + id, "", "", "200", signed("production")},
		{"certificate of the other environment", prod + id, "", "", "403 BadCertificateEnvironment", signed("sandbox")},
		{"combined certificate", dev + own, "", topic, "200", signed("")},
		{"certificate of a stranger", prod + id, "", topic, "403 BadCertificate", wire(t, s, addr, false, w.issued(stranger(t), ""))},
		{"too large", prod + id, w.jwt, topic, "413 PayloadTooLarge", plain},
	} {
		body := hello
		if tc.name == "too large" {
			body = sized(2 << 20)
		}
		a, err := over(t, tc.client, tc.url, tc.jwt, tc.topic, body)
		if err != nil || a.said() != tc.want {
			t.Errorf("%s: %s (%v), want %s", tc.name, a.said(), err, tc.want)
		}
		if (tc.want == "200") != (a.Body == "") || a.Header.Get("apns-id") == "" {
			t.Errorf("%s: body %q, header %v", tc.name, a.Body, a.Header)
		}
	}
	if a, err := over(t, wire(t, s, addr, true), prod+id, w.jwt, topic, hello); err == nil {
		t.Errorf("HTTP/1.1 is answered %s", a.said())
	}
	if a, err := over(t, &http.Client{Transport: s.Transport()}, prod+id, w.jwt, topic, hello); err != nil || a.said() != "200" {
		t.Errorf("in memory: %s, %v", a.said(), err)
	}
	w.Settle()
	if n := len(w.Shade("p").Items); n != 4 {
		t.Errorf("%d notifications on the phone, want 4", n)
	}
	for _, e := range events(w) {
		if strings.Contains(string(e.RequestHeader), w.jwt) {
			t.Error("a captured exchange holds the provider token")
		}
	}
}

func events(w *world) []sim.Event {
	all, _ := w.Engine.Events(0, 1_000_000)
	return all
}
