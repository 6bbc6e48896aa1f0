package admin

import (
	"crypto/sha256"
	"crypto/subtle"
	"mime"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// admit refuses requests that are not from somebody who may turn the dials.
func (s *Server) admit(r *http.Request) error {
	if s.opts.Token != "" {
		if r.URL.Path != "/healthz" && !bearer(r, s.opts.Token.Reveal()) {
			return refuse(http.StatusUnauthorized, "send the admin token: Authorization: Bearer TOKEN")
		}
	} else if !loopback(r.Host) {
		return refuse(http.StatusForbidden, "host "+r.Host+" is not this machine; use 127.0.0.1 or localhost, or start with a token")
	}
	if origin := r.Header.Get("Origin"); origin != "" && s.opts.Token == "" {
		if u, err := url.Parse(origin); err != nil || !loopback(u.Host) {
			return refuse(http.StatusForbidden, "pages of "+origin+" may not use the simulator")
		}
	}
	if r.Method != http.MethodPost && r.Method != http.MethodPut {
		return nil
	}
	if t, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || t != "application/json" {
		return refuse(http.StatusUnsupportedMediaType, "send changes with Content-Type: application/json")
	}
	return nil
}

func bearer(r *http.Request, want string) bool {
	got, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	a, b := sha256.Sum256([]byte(got)), sha256.Sum256([]byte(want)) // equal lengths
	return ok && subtle.ConstantTimeCompare(a[:], b[:]) == 1
}

// loopback reports whether a Host header names this machine: a page of another
// site that got its name to mean 127.0.0.1 still sends that name.
func loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
