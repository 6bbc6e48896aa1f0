package conformance

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/offpush/offpush/sim"
)

// connected is a session with connections of its own and an ear.
type connected struct {
	*fakeSession
	err error
}

func (c connected) Connect(Connection) (*http.Client, error) { return http.DefaultClient, c.err }
func (c connected) Certificate(sim.AppSpec, string) (tls.Certificate, error) {
	return tls.Certificate{}, c.err
}
func (c connected) SiteURL(site string) (string, error) { return "http://" + site + ".invalid", c.err }
func (c connected) Heard(string) []string               { return []string{"bearer 1"} }
func (c connected) Connections() []uint64               { return []uint64{1, 1, 2} }

// connectedSubject opens them.
type connectedSubject struct {
	fakeSubject
	err error
}

func (s *connectedSubject) Open(context.Context, SessionOptions) (Session, error) {
	return connected{&fakeSession{subject: &s.fakeSubject}, s.err}, nil
}

func TestOptionalAbilitiesOfASession(t *testing.T) {
	t.Parallel()
	asks := map[string]func(*T){
		"connect": func(t *T) {
			if t.Connect(Connection{HTTP1: true}) == nil {
				t.Errorf("no client")
			}
		},
		"certificate": func(t *T) { t.Certificate(sim.AppSpec{}, "sandbox") },
		"site": func(t *T) {
			if got := t.SiteURL("sandbox"); got != "http://sandbox.invalid" {
				t.Errorf("site %q", got)
			}
		},
	}
	hide := &Mutant{Name: "hides", Session: func(s Session) Session { return renamed{s} }}
	for name, run := range asks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, tt := range []struct {
				subject Subject
				want    Status
			}{
				{&connectedSubject{}, StatusPassed},
				{Mutate(&connectedSubject{}, hide), StatusPassed},
				{&fakeSubject{}, StatusSkipped},
				{&connectedSubject{err: fmt.Errorf("not here: %w", errors.ErrUnsupported)}, StatusSkipped},
				{&connectedSubject{err: errNotFaked}, StatusError},
			} {
				if got := one(t, tt.subject, toyCase("f/a", run), Options{}); got.Status != tt.want {
					t.Errorf("%+v: got %s (%s), want %s", tt.subject, got.Status, got.Reason, tt.want)
				}
			}
		})
	}
}

func TestHeard(t *testing.T) {
	t.Parallel()
	c := toyCase("f/a", func(t *T) {
		if got := t.Heard("Authorization"); len(got) != 1 {
			t.Errorf("heard %d headers", len(got))
		}
	})
	if got := one(t, &connectedSubject{}, c, Options{}); got.Status != StatusPassed {
		t.Errorf("got %s (%s)", got.Status, got.Reason)
	}
	if got := one(t, &fakeSubject{}, c, Options{}); got.Status != StatusSkipped {
		t.Errorf("got %s (%s), want skipped", got.Status, got.Reason)
	}
}

func TestConnections(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		subject Subject
		want    int
	}{{&connectedSubject{}, 3}, {&fakeSubject{}, 0}} {
		c := toyCase("f/a", func(t *T) {
			if got := t.Connections(); len(got) != tt.want {
				t.Errorf("%d connections, want %d", len(got), tt.want)
			}
		})
		if got := one(t, tt.subject, c, Options{}); got.Status != StatusPassed {
			t.Errorf("%T: got %s (%s)", tt.subject, got.Status, got.Reason)
		}
	}
}
