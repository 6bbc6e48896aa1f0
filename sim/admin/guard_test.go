package admin_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/admin"
)

func TestOnlyThisMachineMayTurnTheDials(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	for _, tc := range []struct {
		name, method, path, body string
		header                   []string
		want                     int
	}{
		{"localhost", "GET", "/healthz", "", []string{"Host", "localhost:7071"}, 200},
		{"ipv6", "GET", "/healthz", "", []string{"Host", "[::1]:7071"}, 200},
		{"another name", "GET", "/apps", "", []string{"Host", "rebound.example"}, 403},
		{"a name that begins well", "GET", "/apps", "", []string{"Host", "127.0.0.1.rebound.example"}, 403},
		{"a page elsewhere", "PUT", "/clock", `{"settle":true}`, []string{"Origin", "https://elsewhere.example"}, 403},
		{"a sandboxed page", "DELETE", "/faults", "", []string{"Origin", "null"}, 403},
		{"a page here", "PUT", "/clock", `{"settle":true}`, []string{"Origin", "http://localhost:3000"}, 200},
		{"a form", "POST", "/reset", "", []string{"Content-Type", "application/x-www-form-urlencoded"}, 415},
		{"a plain text post", "POST", "/devices", `{"id":"x","app":"shop"}`, []string{"Content-Type", "text/plain"}, 415},
		{"with charset", "PUT", "/clock", `{"settle":true}`, []string{"Content-Type", "application/json; charset=utf-8"}, 200},
	} {
		if got, text := w.do(tc.method, tc.path, tc.body, tc.header...); got != tc.want {
			t.Errorf("%s: got %d %s, want %d", tc.name, got, text, tc.want)
		}
	}
}

func TestTokenIsAskedFor(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	s, err := admin.New(admin.Options{Engine: w.engine.Load, Token: "test-admin-token"})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	w.admin, s = s, w.admin
	defer func() { w.admin = s }()
	for _, tc := range []struct {
		name, path, auth string
		want             int
	}{
		{"without", "/apps", "", 401},
		{"wrong", "/apps", "Bearer test-admin-tokem", 401},
		{"another scheme", "/apps", "test-admin-token", 401},
		{"right", "/apps", "Bearer test-admin-token", 200},
		{"health needs none", "/healthz", "", 200},
	} {
		got, text := w.do("GET", tc.path, "", "Authorization", tc.auth, "Host", "lab.example")
		if got != tc.want || strings.Contains(text, "test-admin-token") {
			t.Errorf("%s: got %d %s, want %d", tc.name, got, text, tc.want)
		}
	}
}

func TestListenRefusesToBeReachableWithoutToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	if url, err := w.admin.Listen(t.Context(), "0.0.0.0:0"); err == nil || !strings.Contains(err.Error(), "set a token") {
		t.Errorf("got %q, %v", url, err)
	}
	url, err := w.admin.Listen(t.Context(), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.Get(url + "/healthz")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 200 {
		t.Errorf("got %d", resp.StatusCode)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	status, text := w.do("POST", "/devices", `{"id":"`+strings.Repeat("x", 2<<20)+`"}`)
	if status != 413 || !strings.Contains(text, "1048576") {
		t.Errorf("got %d %s", status, text)
	}
}

func TestEngineIsNeeded(t *testing.T) {
	t.Parallel()
	if _, err := admin.New(admin.Options{}); err == nil {
		t.Error("no error")
	}
	if _, err := admin.New(admin.Options{Engine: func() *sim.Engine { return nil }}); err == nil {
		t.Error("no error")
	}
}
