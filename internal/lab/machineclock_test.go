package lab_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// slow is the machine's clock, so much behind.
type slow struct {
	vendors.SystemClock
	by time.Duration
}

func (c slow) Now() time.Time { return c.SystemClock.Now().Add(-c.by) }

// signers are the apps of the lab's world whose senders send a time that is judged.
func signers() map[string]bool {
	return map[string]bool{
		"shop": true, "shop-oppo": true, "notes-oppo": true, "shop-honor": true, "notes-honor": true,
		"shop-ios": true, "shop-fcm": true, "shop-next": true,
	}
}

// A simulator's clock that was moved does not lock out the senders of other programs,
// which read the machine's; a clock that is wrong is found out all the same.
func TestSendersOfTheMachinesClock(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		machine bool
		moved   time.Duration
		late    time.Duration
		refused map[string]bool
	}{
		"moved by a day":                {machine: true, moved: 24 * time.Hour},
		"moved by twenty minutes":       {machine: true, moved: 20 * time.Minute},
		"an old time, not moved":        {machine: true, late: 2 * time.Hour, refused: signers()},
		"an old time, moved by a day":   {machine: true, moved: 24 * time.Hour, late: 2 * time.Hour, refused: signers()},
		"a time of the simulator's":     {machine: true, moved: 24 * time.Hour, late: -24 * time.Hour},
		"moved, and times not moved so": {moved: 24 * time.Hour, refused: signers()},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := openWorld(t, lab.Options{
				Start: vendors.SystemClock{}.Now(), Clock: clock.Mode{Kind: clock.Manual}, MachineClock: c.machine,
			})
			l.Engine().Clock().Advance(c.moved)
			refused := map[string]bool{}
			for _, app := range l.Engine().Apps() {
				if !loggedIn(t, l, app, slow{by: c.late}) {
					refused[app.ID] = true
				}
			}
			if diff := cmp.Diff(c.refused, refused); diff != "" && len(c.refused)+len(refused) > 0 {
				t.Errorf("apps whose senders are refused (-want +got):\n%s", diff)
			}
		})
	}
}

// openWorld starts the lab's own world with the newest rules.
func openWorld(t *testing.T, o lab.Options) *lab.Lab {
	t.Helper()
	data, err := scenarios.Get("lab")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Load("lab", data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.WithWorld(s, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// loggedIn reports whether a message of an app's sender, which reads this clock, gets as
// far as being judged by what it says.
func loggedIn(t *testing.T, l *lab.Lab, app sim.AppSpec, c vendors.Clock) bool {
	t.Helper()
	creds := vendors.Credentials{}
	for _, of := range []map[string]string{app.Credentials, app.Sender} {
		for name, value := range maps.All(of) {
			creds[name] = vendors.Secret(value)
		}
	}
	sites := map[string]string{}
	for _, s := range l.Engine().Endpoint(app.Vendor).Sites() {
		sites[strings.TrimPrefix(strings.TrimPrefix(s.Name, string(app.Vendor)), "-")] = "https://offpush.invalid/" + s.Name
	}
	row, _ := catalog.Find(app.Vendor)
	s, err := row.Open(vendors.Config{Credentials: creds, BaseURLs: sites, Clock: c}, l.Server().Transport())
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range l.Engine().Phones() {
		if p.App != app.ID {
			continue
		}
		r, err := s.Send(t.Context(), &vendors.Message{Title: "a", Body: "b"}, []vendors.Token{vendors.Token(p.Token)})
		if err != nil {
			t.Fatalf("%s: %v", app.ID, err)
		}
		o := r.Outcomes[0]
		// Honor judges the time of a message, and calls a wrong one a bad request.
		return o.Reason != vendors.ReasonCredentialWrong && o.Reason != vendors.ReasonCredentialExpired && o.Reason != vendors.ReasonBadRequest
	}
	t.Fatalf("no phone of %s", app.ID)
	return false
}
