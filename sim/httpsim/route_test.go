package httpsim_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
	"github.com/offpush/offpush/vendors"
)

type vendor = vendors.Vendor

func TestRouting(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil, &echo{}, toy.Endpoint{})
	for _, tc := range []struct{ url, site, path string }{
		{"http://sim/echo/e/x", "echo", "/e/x"},                 // the vendor's name
		{"http://sim/echo", "echo", "/"},                        //
		{"http://sim/echo/only", "echo-sandbox", "/only"},       // the only site with the path
		{"http://sim/echo-sandbox/e/x", "echo-sandbox", "/e/x"}, // the site's name
		{"http://sandbox.echo.example/echo/e/x", "echo-sandbox", "/e/x"},
		{"http://echo.example/e/x", "echo", "/e/x"}, // the host
		{"https://Echo.Example:8443/any", "echo", "/any"},
		{"http://sandbox.echo.example/e/x", "echo-sandbox", "/e/x"},
		{"http://127.0.0.1:7070/e/x", "echo", "/e/x"}, // the native path
		{"http://sim/exact", "echo", "/exact"},
		{"http://sim/p/104512345/x", "echo", "/p/104512345/x"},  // a free segment
		{"http://echo.example/e//x/../y", "echo", "/e//x/../y"}, // as it came
	} {
		_, header, _ := post(t, w.client(), tc.url, "")
		if header.Get("X-Site") != tc.site || header.Get("X-Path") != tc.path {
			t.Errorf("%s: got site %q path %q, want %q %q", tc.url, header.Get("X-Site"), header.Get("X-Path"), tc.site, tc.path)
		}
	}
	for _, url := range []string{"http://sim/exact/more", "http://sim/only", "http://sim/", "http://sim/E/x", "http://sim/p//x", "http://sim/p/1/2/x"} {
		if status, _, _ := post(t, w.client(), url, ""); status != 404 {
			t.Errorf("%s: got %d", url, status)
		}
	}
}

func TestSitesThatCannotBeToldApart(t *testing.T) {
	t.Parallel()
	for want, eps := range map[string][]sim.Endpoint{
		"both claim /v1/":          {toy.Endpoint{}, toy.Endpoint{Name: "other", Host: "o.example"}},
		"both claim /v1/sub/":      {toy.Endpoint{}, toy.Endpoint{Name: "other", Host: "o.example", Path: "/v1/sub/"}},
		"both claim /":             {toy.Endpoint{Path: "/v1/login"}, toy.Endpoint{Name: "other", Host: "o.example", Path: "/"}},
		"host push.toy.example":    {toy.Endpoint{}, toy.Endpoint{Name: "other", Path: "/v2/"}},
		"routing prefix /toy/":     {toy.Endpoint{Path: "/toy/"}},
		"begins like the routing ": {toy.Endpoint{}, toy.Endpoint{Name: "other", Host: "o.example", Path: "/toy/x"}},
	} {
		e, err := sim.New(sim.Options{Endpoints: eps, Start: start})
		if err != nil {
			t.Fatal(err)
		}
		defer e.Close()
		if _, err := httpsim.New(e, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	if _, err := httpsim.New(nil, nil); err == nil {
		t.Error("no engine is no error")
	}
}
