package kit

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/device"
)

// Fate is what became of an accepted message at a phone once everything on its way
// has happened.
func (b *Bench) Fate(a Answer, p device.Phone) conformance.MessageState {
	return b.FateOf(a.ID(), p)
}

// FateOf is Fate by the vendor's id of the message.
func (b *Bench) FateOf(id string, p device.Phone) conformance.MessageState {
	b.Settle()
	all, err := b.World.Messages()
	if err != nil {
		b.T.SetupErrorf("messages: %v", err)
	}
	found := conformance.MessageState{}
	for _, m := range all {
		if m.Phone == p.ID && (m.VendorID == id || b.AnyCase && strings.EqualFold(m.VendorID, id)) {
			found = m
		}
	}
	if found.ID == "" {
		b.T.Fatalf("message %s never was on its way to phone %s (token %s); the world has %d messages", id, p.ID, p.Token, len(all))
	}
	if found.Receipt == "" && (found.State.Visible() || found.State == device.Hidden) {
		found.Receipt = b.Arrived
	}
	return found
}

// WantFate says what the phone's user must find.
func (b *Bench) WantFate(a Answer, p device.Phone, states ...device.Fate) conformance.MessageState {
	return b.WantFateOf(a.ID(), p, states...)
}

// WantFateOf is WantFate by the vendor's id of the message.
func (b *Bench) WantFateOf(id string, p device.Phone, states ...device.Fate) conformance.MessageState {
	m := b.FateOf(id, p)
	if !slices.Contains(states, m.State) {
		b.T.Errorf("message %s at phone %s is %q (reason %s, rule %s, receipt %q), want %v", id, p.ID, m.State, m.Reason, m.Rule, m.Receipt, states)
	}
	return m
}

// WantVisible says that the user finds the notification, wherever.
func (b *Bench) WantVisible(a Answer, p device.Phone) conformance.MessageState {
	return b.WantFate(a, p, device.Shown, device.Silent, device.Folded)
}

// Shade is what the phone shows, after everything settled.
func (b *Bench) Shade(p device.Phone) device.Shade { return ShadeOf(b.T, p) }

// ShadeOf is Shade for phones that belong to no bench.
func ShadeOf(t *conformance.T, p device.Phone) device.Shade {
	settle(t)
	s, err := t.Control().Shade(p.ID)
	if err != nil {
		t.SetupErrorf("shade of %s: %v", p.ID, err)
	}
	return s
}

// WantItems says how many notifications the phone must show.
func (b *Bench) WantItems(p device.Phone, n int) device.Shade {
	s := b.Shade(p)
	if len(s.Items) != n {
		b.T.Errorf("phone %s shows %d notifications, want %d", p.ID, len(s.Items), n)
	}
	return s
}

// WantTitles says what the phone must show, oldest first.
func (b *Bench) WantTitles(p device.Phone, want ...string) {
	var got []string
	for _, n := range b.Shade(p).Items {
		got = append(got, n.Title)
	}
	if !slices.Equal(got, want) {
		b.T.Errorf("phone %s shows %q, want %q", p.ID, got, want)
	}
}
