package httpsim

import (
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// site is one sim.Site with what a request to it needs.
type site struct {
	sim.Site
	vendor   vendors.Vendor
	endpoint sim.Endpoint
	redact   *redactor
	// lastType is the Content-Type field of the last answer, as a header value:
	// vendors have one or two, and a header wants a slice for each.
	lastType atomic.Pointer[[]string]
}

// contentType is t as a header value, shared and never changed.
func (s *site) contentType(t string) []string {
	if last := s.lastType.Load(); last != nil && (*last)[0] == t {
		return *last
	}
	value := []string{t}
	s.lastType.Store(&value)
	return value
}

// routes finds the site of a request. It is immutable.
type routes struct {
	byVendor map[string][]*site
	bySite   map[string]*site
	byHost   map[string]*site
	byPath   map[string]*site // exact paths of default sites
	prefixes []prefix         // path prefixes and patterns of default sites
	names    []string         // the routing prefixes, for people
}

type prefix struct {
	path string
	site *site
}

func newRoutes(e *sim.Engine) (*routes, error) {
	t := &routes{
		byVendor: map[string][]*site{}, bySite: map[string]*site{},
		byHost: map[string]*site{}, byPath: map[string]*site{},
	}
	for _, v := range e.Vendors() {
		ep := e.Endpoint(v)
		var secrets []string
		if s, ok := ep.(sim.Secretive); ok {
			secrets = s.Secrets()
		}
		redact := newRedactor(secrets)
		for _, def := range ep.Sites() {
			if err := t.add(&site{Site: def, vendor: v, endpoint: ep, redact: redact}); err != nil {
				return nil, err
			}
		}
		t.names = append(t.names, "/"+string(v)+"/")
	}
	return t, t.checkPrefixes()
}

func (t *routes) add(s *site) error {
	t.byVendor[string(s.vendor)] = append(t.byVendor[string(s.vendor)], s)
	if s.Name != string(s.vendor) {
		if old := t.bySite[s.Name]; old != nil {
			return fmt.Errorf("httpsim: two sites are named %q (%s and %s); site names must differ", s.Name, old.vendor, s.vendor)
		}
		t.bySite[s.Name] = s
	}
	for _, h := range s.Hosts {
		h = strings.ToLower(h)
		if old := t.byHost[h]; old != nil {
			return fmt.Errorf("httpsim: sites %s and %s both have the host %s", old.Name, s.Name, h)
		}
		t.byHost[h] = s
	}
	if !s.Default {
		return nil
	}
	for _, p := range s.Paths {
		if old := t.overlap(p); old != nil && old != s {
			return fmt.Errorf("httpsim: default sites %s of %s and %s of %s both claim %s; at most one may be the default",
				old.Name, old.vendor, s.Name, s.vendor, p)
		}
		if strings.HasSuffix(p, "/") || sim.IsPathPattern(p) {
			t.prefixes = append(t.prefixes, prefix{p, s})
		} else {
			t.byPath[p] = s
		}
	}
	return nil
}

// overlap is a default site that would get some of the requests path p means.
func (t *routes) overlap(p string) *site {
	for _, old := range t.prefixes {
		if sim.PathsMeet(old.path, p) {
			return old.site
		}
	}
	for exact, s := range t.byPath {
		if sim.PathsMeet(exact, p) {
			return s
		}
	}
	return nil
}

// checkPrefixes refuses native paths that a routing prefix would swallow.
func (t *routes) checkPrefixes() error {
	claimed := func(path string) error {
		first, _ := firstSegment(path)
		if t.byVendor[first] != nil || t.bySite[first] != nil {
			return fmt.Errorf("httpsim: the native path %s begins like the routing prefix /%s/; its site cannot be a default site", path, first)
		}
		return nil
	}
	for path := range t.byPath {
		if err := claimed(path); err != nil {
			return err
		}
	}
	for _, p := range t.prefixes {
		if err := claimed(p.path); err != nil {
			return err
		}
	}
	return nil
}

// find returns the site of a request and its path without the routing prefix;
// nil when no vendor answers there.
func (t *routes) find(r *http.Request) (*site, string) {
	path := r.URL.Path
	first, rest := firstSegment(path)
	if s := t.bySite[first]; s != nil {
		return s, rest
	}
	if sites := t.byVendor[first]; sites != nil {
		return choose(sites, r.Host, rest), rest
	}
	if s := t.byHost[hostOnly(r.Host)]; s != nil {
		return s, path
	}
	if r.TLS != nil && r.TLS.ServerName != "" {
		if s := t.byHost[strings.ToLower(r.TLS.ServerName)]; s != nil {
			return s, path
		}
	}
	if s := t.byPath[path]; s != nil {
		return s, path
	}
	for i := range t.prefixes {
		if sim.MatchPath(t.prefixes[i].path, path) {
			return t.prefixes[i].site, path
		}
	}
	return nil, path
}

// choose picks one of a vendor's sites for a path behind the vendor's prefix.
func choose(sites []*site, host, path string) *site {
	if len(sites) == 1 {
		return sites[0]
	}
	host = hostOnly(host)
	best, score := sites[0], -1
	for _, s := range sites {
		n := 0
		if slices.Contains(s.Hosts, host) {
			n += 4
		}
		if s.has(path) {
			n += 2
		}
		if s.Default {
			n++
		}
		if n > score {
			best, score = s, n
		}
	}
	return best
}

func (s *site) has(path string) bool {
	for _, p := range s.Paths {
		if sim.MatchPath(p, path) {
			return true
		}
	}
	return false
}

// firstSegment splits "/vivo/message/send" into "vivo" and "/message/send".
func firstSegment(path string) (first, rest string) {
	path = strings.TrimPrefix(path, "/")
	if i := strings.IndexByte(path, '/'); i >= 0 {
		return path[:i], path[i:]
	}
	return path, "/"
}

// hostOnly is a Host header without its port, in lower case.
func hostOnly(host string) string {
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
	}
	return strings.ToLower(host)
}

func (t *routes) notFound(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(w, "offpush simulator: no vendor answers %s %s at host %q.\n"+
		"Put a vendor's name in front of the path (%s), or use a vendor's own host or path.\n",
		r.Method, r.URL.Path, r.Host, strings.Join(t.names, " "))
}
