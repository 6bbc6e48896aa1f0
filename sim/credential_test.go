package sim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
)

// keyed is the toy at a vendor whose requests name an app, show a key, and come over
// connections that the first key binds. Title names the key, Op "hangup" ends the
// connection, Key is the message's own id.
type keyed struct{ toy }

func (keyed) AppNames(c map[string]string) []string { return []string{"key " + c["id"]} }
func (keyed) MintFor(seed uint64, spec *sim.AppSpec) map[string]string {
	return map[string]string{"id": fmt.Sprint(spec.Package, seed)}
}

func (keyed) Decode(r *sim.Request, c *sim.Call) {
	toy{}.Decode(r, c)
	c.CredentialRef, c.GivenID, c.Key = "key "+c.Message.Title, c.Key, ""
}

func (keyed) Rules() []sim.Rule {
	bound := toyRule("K-BOUND", rule.Gate, 1, func(c *sim.Ctx) rule.Outcome {
		first, _, ok := c.Conn("key")
		if ok && first != c.Message.Title {
			return c.RefuseAs(403, "other-key")
		}
		c.KeepOnConn("key", c.Message.Title)
		return rule.Skip
	})
	closing := toyRule("K-CLOSING", rule.Gate, 2, func(c *sim.Ctx) rule.Outcome {
		if c.Message.Body == "hangup" {
			return c.Hangup()
		}
		return rule.Skip
	})
	known := toyRule("K-KNOWN", rule.Gate, 3, func(c *sim.Ctx) rule.Outcome {
		if owner := c.Named(c.Call.CredentialRef); owner != nil {
			c.Quote(owner.ID)
			return rule.Pass
		}
		return c.Refuse()
	})
	elsewhere := toyRule("K-ELSEWHERE", rule.Resolve, 1, func(c *sim.Ctx) rule.Outcome {
		switch other := c.Elsewhere(c.Call.Targets[c.Target].Name); {
		case c.Phone != nil:
			return rule.Skip
		case other != nil:
			c.Quote(other.ID)
			return c.RefuseTarget(2)
		}
		return c.RefuseTarget(1)
	})
	stored := toyRule("K-STORED", rule.Arrive, 1, func(c *sim.Ctx) rule.Outcome {
		if !c.Phone.Offline {
			c.Effect(sim.Effect{Kind: sim.EffBadge, Phone: c.Phone, N: 4})
			return rule.Pass
		}
		c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, N: 1})
		return c.Wait()
	})
	return []sim.Rule{bound, closing, known, elsewhere, stored}
}

// keyedWorld has two apps with a phone each.
func keyedWorld(t *testing.T) *world {
	t.Helper()
	e, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{keyed{}}, Seed: 7, Start: toyStart, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	for _, app := range []string{"a", "b"} {
		if _, err = e.AddApp(sim.AppSpec{ID: app, Vendor: toyVendor}); err != nil {
			t.Fatal(err)
		}
		p, err := e.AddPhone(sim.NewPhone("p"+app, toyVendor, app))
		if err != nil {
			t.Fatal(err)
		}
		w.tok[p.ID] = p.Token
	}
	return w
}

// over submits a call to an app with a key over a connection of an engine.
func (w *world) over(e *sim.Engine, conn uint64, app, key, to, body, id string) sim.Decision {
	w.t.Helper()
	r := &sim.Request{ConnID: conn, Body: fmt.Appendf(nil, `{"App":%q,"Title":%q,"To":[%q],"Body":%q,"Key":%q,"TTL":60}`, app, key, w.tok[to], body, id)}
	c := &sim.Call{Request: r, At: e.Clock().Now()}
	keyed{}.Decode(r, c)
	var d sim.Decision
	e.Submit(toyVendor, c, &d)
	return d
}

const refA, refB = "com.example.a7", "com.example.b7"

func TestTheFirstKeyBindsAConnection(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	fork := w.Fork()
	defer fork.Close()
	try := func(e *sim.Engine, conn uint64, app, key string) string {
		d := w.over(e, conn, app, key, "pa", "", "")
		return fmt.Sprint(d.Reply.Status, " ", d.Reply.Code)
	}
	var got []string
	for _, s := range [][2]string{{refA, refA}, {refA, refB}, {refA, refA}} {
		got = append(got, try(w.Engine, 1, s[0], s[1]))
	}
	got = append(got, try(w.Engine, 2, refA, refB), try(w.Engine, 0, refA, refA), try(w.Engine, 0, refA, refB))
	if diff := cmp.Diff([]string{"0 0", "403 other-key", "0 0", "0 0", "0 0", "0 0"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := try(fork, 1, refA, refB); got != "0 0" {
		t.Errorf("a fork of before knows the connection: %s", got)
	}
	later := w.Fork()
	defer later.Close()
	if got := later.LastConn(); got != 2 {
		t.Errorf("the fork's last connection is %d, want 2: 0 is no connection", got)
	}
	if got := try(later, 1, refA, refB); got != "403 other-key" {
		t.Errorf("a fork of after: %s", got)
	}
	// A call of nobody's app binds as well: the connection is known, the app is not.
	if got := try(w.Engine, 3, "nobody", "no key"); got != "0 K-KNOWN" {
		t.Errorf("unknown key: %s", got)
	}
	if got := try(w.Engine, 3, refA, refA); got != "403 other-key" {
		t.Errorf("after it: %s", got)
	}
}

// Connections come and go; what is remembered of them is bounded.
func TestConnectionsAreForgotten(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	for conn := range uint64(5000) {
		w.over(w.Engine, conn+1, "nobody", refA, "pa", "", "")
	}
	if d := w.over(w.Engine, 5000, refA, refB, "pa", "", ""); d.Reply.Code != "other-key" {
		t.Errorf("the newest: %+v", d.Reply)
	}
	if d := w.over(w.Engine, 1, refA, refB, "pa", "", ""); d.Refused {
		t.Errorf("the oldest: %+v", d.Reply)
	}
}

func TestTheCredentialFindsTheApp(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	d := w.over(w.Engine, 0, "nobody", refB, "pb", "", "")
	if d.Refused || d.Admissions[0].State != sim.Scheduled {
		t.Errorf("%+v", d)
	}
	// The app that is named comes first, whoever's key it is.
	d = w.over(w.Engine, 0, refA, refB, "pb", "", "")
	if a := d.Admissions[0]; a.State != sim.Refused || a.Detail != 2 || d.Trace[a.Cause].Ref != "pb" {
		t.Errorf("a token of another app: %+v", a)
	}
	d = w.over(w.Engine, 0, refA, refA, "nobody's", "", "")
	if a := d.Admissions[0]; a.Detail != 1 {
		t.Errorf("a token of no app: %+v", a)
	}
}

func TestAMessageMayBringItsID(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	if d := w.over(w.Engine, 0, refA, refA, "pa", "", "mine"); d.Reply.MessageID != "mine" {
		t.Errorf("id %q", d.Reply.MessageID)
	}
	if d := w.over(w.Engine, 0, refA, refA, "pa", "", ""); d.Reply.MessageID != "msg-a-2" {
		t.Errorf("id %q", d.Reply.MessageID)
	}
	if m := w.Messages(0); m[0].VendorMessageID != "mine" {
		t.Errorf("event %+v", m[0])
	}
}

func TestHangupIsNoReply(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	d := w.over(w.Engine, 0, refA, refA, "pa", "hangup", "")
	if e := w.Messages(0)[0]; !d.Reply.Hangup || e.Replied || e.Status != 0 || e.Error != "reset" {
		t.Errorf("replied %t, status %d, error %q", e.Replied, e.Status, e.Error)
	}
}

func TestStorageOfOneAndAbsoluteBadge(t *testing.T) {
	t.Parallel()
	w := keyedWorld(t)
	if err := w.UpdatePhone("pa", func(p *device.Phone) { p.Offline = true }); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		w.over(w.Engine, 0, refA, refA, "pa", "", "")
		w.Clock().Settle()
	}
	if diff := cmp.Diff([]string{"replaced", "replaced", "held K-STORED"}, w.fates("pa")); diff != "" {
		t.Errorf("offline (-want +got):\n%s", diff)
	}
	if err := w.UpdatePhone("pa", func(p *device.Phone) { p.Offline = false }); err != nil {
		t.Fatal(err)
	}
	w.over(w.Engine, 0, refA, refA, "pa", "", "")
	w.Clock().Settle()
	if s, err := w.Shade("pa"); err != nil || len(s.Items) != 2 || s.Badge != 4 {
		t.Errorf("shade %+v, %v", s, err)
	}
}

func TestPhonesKnowSinceWhenTheyAreGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	gone := func(change func(*device.Phone)) time.Time {
		t.Helper()
		if err := w.UpdatePhone("a", change); err != nil {
			t.Fatal(err)
		}
		return w.Phones()[0].GoneSince
	}
	if at := gone(func(p *device.Phone) { p.Installed = false }); !at.Equal(toyStart) {
		t.Errorf("removed at %s", at)
	}
	w.Clock().Advance(time.Hour)
	if at := gone(func(p *device.Phone) { p.Subscribed = false }); !at.Equal(toyStart) {
		t.Errorf("still gone since %s", at)
	}
	if at := gone(func(p *device.Phone) { p.Installed, p.Subscribed = true, true }); !at.IsZero() {
		t.Errorf("back, and gone since %s", at)
	}
	p := sim.NewPhone("b", toyVendor, "shop")
	p.Installed, p.GoneSince = false, toyStart.Add(-time.Hour)
	if p, err := w.AddPhone(p); err != nil || !p.GoneSince.Equal(toyStart.Add(-time.Hour)) {
		t.Errorf("%s, %v", p.GoneSince, err)
	}
}
