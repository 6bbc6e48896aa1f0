package transport

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"sync"
	"testing"
)

// Together, requests under way at once share one connection where the server speaks
// HTTP/2, and the caller's transport is left as it was; else each has its own.
func TestTogether(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		together, server bool
		proto            string
		conns            int
	}{
		{together: true, server: true, proto: "HTTP/2.0", conns: 1},
		{together: true, server: false, proto: "HTTP/1.1", conns: 4},
		{together: false, server: true, proto: "HTTP/1.1", conns: 4},
	} {
		t.Run(fmt.Sprintf("asked %v, spoken %v", c.together, c.server), func(t *testing.T) {
			t.Parallel()
			const calls = 4
			var mu sync.Mutex
			var all sync.WaitGroup
			var protos, conns []string
			all.Add(calls)
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				mu.Lock()
				protos, conns = append(protos, r.Proto), append(conns, r.RemoteAddr)
				mu.Unlock()
				all.Done()
				all.Wait() // so that all are under way at once
			}))
			srv.EnableHTTP2 = c.server
			srv.StartTLS()
			defer srv.Close()
			roots := x509.NewCertPool()
			roots.AddCert(srv.Certificate())
			rt := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}
			defer rt.CloseIdleConnections()
			cl := New(Options{RoundTripper: rt, Together: c.together})
			defer cl.Close()
			to, err := url.Parse(srv.URL)
			if err != nil {
				t.Fatal(err)
			}
			// HTTP/2 is agreed on when the first connection is there.
			var callers sync.WaitGroup
			for range calls {
				callers.Go(func() {
					if res, err := cl.Do(t.Context(), Request{Method: http.MethodPost, URL: to, Body: []byte("{}")}); err != nil || res.Status != http.StatusOK {
						t.Errorf("%+v, error %v", res, err)
					}
				})
			}
			callers.Wait()
			slices.Sort(protos)
			slices.Sort(conns)
			protos, conns = slices.Compact(protos), slices.Compact(conns)
			if len(protos) != 1 || protos[0] != c.proto || len(conns) != c.conns {
				t.Errorf("%v over %d connections, want %s over %d", protos, len(conns), c.proto, c.conns)
			}
			if rt.DialContext != nil || rt.ForceAttemptHTTP2 {
				t.Error("the caller's transport was changed")
			}
		})
	}
}
