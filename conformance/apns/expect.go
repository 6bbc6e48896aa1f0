package apns

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/device"
)

// accepted says that an answer must be Apple's yes: 200, an apns-id, no body.
func (b *bench) accepted(a answer) answer {
	switch {
	case a.status != 200:
		b.t.Errorf("%v, want 200", a)
	case len(a.raw) > 0:
		b.t.Errorf("%v, want an empty body", a)
	case !isUUID(a.id()):
		b.t.Errorf("%v with apns-id %q, want a UUID", a, a.id())
	}
	return a
}

// refused says that an answer must be this status and reason, and only answers about
// dead tokens have a timestamp.
func (b *bench) refused(a answer, status int, reason string) answer {
	switch {
	case a.status != status || a.reason() != reason:
		b.t.Errorf("%v, want %d %s", a, status, reason)
	case !strings.HasPrefix(a.header.Get("Content-Type"), "application/json"):
		b.t.Errorf("%v with content-type %q, want application/json", a, a.header.Get("Content-Type"))
	case !isUUID(a.id()):
		b.t.Errorf("%v with apns-id %q, want a UUID", a, a.id())
	case status != 410 && a.json["timestamp"] != nil:
		b.t.Errorf("%v: a timestamp belongs to status 410", a)
	}
	return a
}

func (b *bench) settle() {
	if err := b.world.Settle(); err != nil {
		b.t.SetupErrorf("settle: %v", err)
	}
}

// advance moves the world's clock.
func (b *bench) advance(d time.Duration) {
	at := b.world.Now().Add(d)
	if err := b.world.AdvanceTo(at); err != nil {
		b.t.SetupErrorf("advance the clock to %v: %v", at, err)
	}
}

// fate is what became of an accepted push once everything on its way has happened.
func (b *bench) fate(a answer, p device.Phone) conformance.MessageState {
	b.settle()
	all, err := b.world.Messages()
	if err != nil {
		b.t.SetupErrorf("messages: %v", err)
	}
	found := conformance.MessageState{}
	for _, m := range all {
		if strings.EqualFold(m.VendorID, a.id()) && m.Phone == p.ID {
			found = m
		}
	}
	if found.ID == "" {
		b.t.Fatalf("%v with apns-id %q never was a message to phone %s; the world has %d messages", a, a.id(), p.ID, len(all))
	}
	return found
}

// wantFate says what the phone's user must find.
func (b *bench) wantFate(a answer, p device.Phone, states ...device.Fate) {
	if m := b.fate(a, p); !slices.Contains(states, m.State) {
		b.t.Errorf("apns-id %s at phone %s is %q (reason %s, rule %s), want %v", a.id(), p.ID, m.State, m.Reason, m.Rule, states)
	}
}

// wantItems says how many notifications the phone must show.
func (b *bench) wantItems(p device.Phone, n int) device.Shade {
	s := b.shade(p)
	if len(s.Items) != n {
		b.t.Errorf("phone %s shows %d notifications, want %d", p.ID, len(s.Items), n)
	}
	return s
}

// wantTitles says what the phone must show, oldest first.
func (b *bench) wantTitles(p device.Phone, want ...string) {
	var got []string
	for _, n := range b.shade(p).Items {
		got = append(got, n.Title)
	}
	if !slices.Equal(got, want) {
		b.t.Errorf("phone %s shows %q, want %q", p.ID, got, want)
	}
}

func (b *bench) shade(p device.Phone) device.Shade {
	b.settle()
	s, err := b.world.Shade(p.ID)
	if err != nil {
		b.t.SetupErrorf("shade of %s: %v", p.ID, err)
	}
	return s
}
