package sim_test

import (
	"testing"

	"github.com/offpush/offpush/sim"
)

func TestMatchPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"/a/b", "/a/b", true},
		{"/a/b", "/a/b/", false},
		{"/a/b", "/a/bc", false},
		{"/a/", "/a/b/c", true},
		{"/a/", "/a", false},
		{"/v1/*/m:send", "/v1/7/m:send", true},
		{"/v1/*/m:send", "/v1//m:send", false},
		{"/v1/*/m:send", "/v1/7/m:send/", false},
		{"/v1/*/m:send", "/v1/7/x/m:send", false},
		{"/v1/*/m:send", "/v1/7", false},
		{"/v1/*/m:send", "/v2/7/m:send", false},
		{"/v1/*", "/v1/7", true},
		{"/v1/*/", "/v1/7/x", true},
	} {
		if got := sim.MatchPath(c.pattern, c.path); got != c.want {
			t.Errorf("MatchPath(%q, %q) = %t", c.pattern, c.path, got)
		}
	}
}

func TestPathsMeet(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"/a", "/a", true},
		{"/a", "/b", false},
		{"/a/", "/a/b", true},
		{"/a/", "/b/", false},
		{"/a/", "/a/b/", true},
		{"/v1/*/send", "/v1/7/send", true},
		{"/v1/*/send", "/v1/7/push", false},
		{"/v1/*/send", "/v1/", true},
		{"/v1/*/send", "/v2/", false},
		{"/v1/*/send", "/v1/projects/*/send", false},
		{"/v1/*/send", "/v1/*/push", false},
		{"/v1/*/send", "/*/7/send", true},
		{"/v2/*/send", "/v2/message/regid", false},
	} {
		if got := sim.PathsMeet(c.a, c.b); got != c.want {
			t.Errorf("PathsMeet(%q, %q) = %t", c.a, c.b, got)
		}
		if got := sim.PathsMeet(c.b, c.a); got != c.want {
			t.Errorf("PathsMeet(%q, %q) = %t", c.b, c.a, got)
		}
	}
}
