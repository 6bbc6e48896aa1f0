package transport

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/http/httptest"
	"testing"
)

// What a caller's transport can be, its copy works with it and leaves it as it was.
func TestTuned(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Spoken"], w.Header()["Encoding"] = []string{r.Proto}, r.Header["Accept-Encoding"]
	}))
	srv.EnableHTTP2 = true
	srv.StartTLS()
	t.Cleanup(srv.Close)
	roots := x509.NewCertPool()
	roots.AddCert(srv.Certificate())
	both := new(http.Protocols)
	both.SetHTTP1(true)
	both.SetHTTP2(true)
	for name, c := range map[string]struct {
		given *http.Transport
		proto string
	}{
		"zero":       {new(http.Transport), "HTTP/1.1"},
		"default":    {http.DefaultTransport.(*http.Transport).Clone(), "HTTP/2.0"},
		"own":        {ownTransport(), "HTTP/1.1"},
		"with TLS":   {&http.Transport{TLSClientConfig: &tls.Config{}}, "HTTP/1.1"},
		"old TLS":    {&http.Transport{TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS10}}, "HTTP/1.1"},
		"protocols":  {&http.Transport{Protocols: both, TLSClientConfig: &tls.Config{}}, "HTTP/2.0"},
		"for HTTP/2": {&http.Transport{ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{}}, "HTTP/2.0"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before := c.given.MaxIdleConnsPerHost
			c.given.CloseIdleConnections() // has it set itself up, as for a request
			rt := tuned(c.given)
			defer rt.CloseIdleConnections()
			if rt.TLSClientConfig.MinVersion < tls.VersionTLS12 || rt.MaxIdleConnsPerHost < most {
				t.Errorf("TLS from %x on, %d connections kept", rt.TLSClientConfig.MinVersion, rt.MaxIdleConnsPerHost)
			}
			if c.given.MaxIdleConnsPerHost != before || c.given.DisableCompression {
				t.Error("the caller's transport was changed")
			}
			rt.TLSClientConfig.RootCAs = roots
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL, nil)
			if err != nil {
				t.Fatal(err)
			}
			res, err := rt.RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			defer res.Body.Close()
			if res.Header.Get("Spoken") != c.proto || res.Header.Get("Encoding") != "" {
				t.Errorf("over %s, asking for %q; want %s and nothing", res.Header.Get("Spoken"), res.Header.Get("Encoding"), c.proto)
			}
		})
	}
}
