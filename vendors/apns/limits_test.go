package apns

import (
	"context"
	"testing"
	"time"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/vendors"
)

func TestEveryLimitIsInTheFacts(t *testing.T) {
	t.Parallel()
	l := limitsFrom(facts.Facts())
	for name, v := range map[string]int64{
		"payload": int64(l.payload), "apns-collapse-id": int64(l.collapse), "apns-expiration.max": int64(l.ttlMax),
		"jwt.age.max": int64(l.jwtAge), "jwt.renew.min": int64(l.jwtRenew), "retry.5xx": int64(l.pause5),
	} {
		if v <= 0 {
			t.Errorf("the facts have no limit %q: the sender would check nothing", name)
		}
	}
	if renewAfter <= l.jwtRenew || renewAfter >= l.jwtAge {
		t.Errorf("tokens are renewed after %v, want between %v and %v", renewAfter, l.jwtRenew, l.jwtAge)
	}
}

// The part that is signed has one right form; the signature differs each time.
func TestProviderTokenVectors(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.TokenVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		id, err := readIdentity(vendors.Credentials{
			"p8": v.Key, "key_id": vendors.Secret(v.KeyID), "team_id": vendors.Secret(v.TeamID), "topic": "com.example.im",
		})
		if err != nil {
			t.Fatal(err)
		}
		token, err := mint(id.key, id.keyID, id.teamID, time.Unix(v.IssuedAt, 0))
		if err != nil || len(token) != len(v.JWT) || token[:len(v.SigningInput)] != v.SigningInput {
			t.Errorf("%s: token %s, %v; want it to begin %s", v.Name, token, err, v.SigningInput)
		}
	}
}

// stillClock stands still.
type stillClock struct{ at time.Time }

func (c stillClock) Now() time.Time                                   { return c.at }
func (c stillClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

func TestGatePauses(t *testing.T) {
	t.Parallel()
	clock := stillClock{time.Unix(1764000000, 0)}
	g := &gate{clock: clock}
	for i, want := range []time.Duration{0, 0, 1, 2, 4, 8, 16, 32, 60, 60} {
		g.fruitless(&handshakeError{}, false)
		if wait := max(0, g.until.Sub(clock.Now())); wait != want*time.Second {
			t.Errorf("after %d fruitless connections: pause %v, want %v", i+1, wait, want*time.Second)
		}
	}
	g.answered()
	if err := g.enter(); err != nil {
		t.Errorf("after an answer: %v, want an open gate", err)
	}
	for i, want := range []time.Duration{1, 2, 4, 8, 15, 15} {
		g.fruitless(&handshakeError{}, true)
		if wait := g.until.Sub(clock.Now()); wait != want*time.Minute {
			t.Errorf("after %d refusals: pause %v, want %v", i+1, wait, want*time.Minute)
		}
	}
}
