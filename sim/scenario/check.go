package scenario

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/nearest"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// CheckCauses finds expectations of a cause that is none of rules, the ids of all
// rules there are. Load cannot know them: they are the endpoints'.
func (s *Scenario) CheckCauses(rules []string) error {
	for i := range s.Steps {
		x := s.Steps[i].Expect
		if x == nil || x.Cause == nil || *x.Cause == "" || slices.Contains(rules, *x.Cause) {
			continue
		}
		return s.problem(fmt.Sprintf("steps[%d].expect.cause", i), "expect: no rule %q%s", *x.Cause, nearest.Hint(*x.Cause, rules))
	}
	return nil
}

// CheckOverrides finds vendors' own fields that check does not take. Load cannot know
// them: they are the senders'.
func (s *Scenario) CheckOverrides(check func(*Send) error) error {
	for i := range s.Steps {
		if send := s.Steps[i].Send; send != nil && send.Override != nil {
			if err := check(send); err != nil {
				return s.problem(fmt.Sprintf("steps[%d].send.override", i), "send: %v", err)
			}
		}
	}
	return nil
}

// check finds what is well-formed and makes no sense.
func (s *Scenario) check() error {
	if s.Start.IsZero() {
		const such = "such as 2026-11-11T08:00:00+08:00"
		if at, ok := s.places["start"]; ok && at.text != "" {
			return s.problem("start", "start: %q is no moment; write one %s", at.text, such)
		}
		return s.problem("", "start is missing; a story needs a moment to begin at, %s", such)
	}
	if len(s.Apps) == 0 || len(s.Devices) == 0 {
		return s.problem("", "a story needs at least one app and one device")
	}
	c := checker{s: s, now: s.Start}
	for _, a := range s.Apps {
		c.apps = append(c.apps, a.ID)
	}
	for i, d := range s.Devices {
		at := fmt.Sprintf("devices[%d]", i)
		if !slices.Contains(c.apps, d.App) {
			return s.problem(at+".app", "device %s: no app %q%s", d.ID, d.App, nearest.Hint(d.App, c.apps))
		}
		if err := c.state(at+".state", "device "+d.ID, d.State); err != nil {
			return err
		}
		c.devices = append(c.devices, d.ID)
	}
	for i := range s.Steps {
		if err := c.step(fmt.Sprintf("steps[%d]", i), &s.Steps[i]); err != nil {
			return err
		}
	}
	return nil
}

// checker goes through the steps; now is the earliest moment the story can have
// reached.
type checker struct {
	s             *Scenario
	apps, devices []string
	now           time.Time
}

func (c *checker) step(at string, st *Step) error {
	n := 0
	for f := range fields(reflect.TypeFor[Step]()) {
		if !reflect.ValueOf(*st).FieldByIndex(f.Index).IsZero() {
			n++
		}
	}
	if n != 1 {
		return c.s.problem(at, "a step is one of send, expect, advance, device, quota, flag, fault or note; this one has %d", n)
	}
	switch {
	case st.Send != nil:
		return c.send(at+".send", st.Send)
	case st.Expect != nil:
		if err := c.class(at+".expect.granted", "expect: granted", st.Expect.Granted); err != nil {
			return err
		}
		return c.device(at+".expect.device", st.Expect.Device)
	case st.Advance != nil:
		return c.advance(at+".advance", st.Advance)
	case st.Device != nil:
		if err := c.device(at+".device.id", st.Device.ID); err != nil {
			return err
		}
		return c.state(at+".device.set.state", "device "+st.Device.ID, st.Device.Set.State)
	case st.Quota != nil:
		if (st.Quota.Limit == nil) == (st.Quota.Count == nil) {
			return c.s.problem(at, "quota: set either limit or count")
		}
		return c.app(at+".quota.app", st.Quota.App)
	case st.Flag != nil:
		return c.app(at+".flag.app", st.Flag.App)
	case st.Fault != nil:
		if err := st.Fault.Check(); err != nil {
			return c.s.problem(at+".fault", "%v", err)
		}
	}
	return nil
}

func (c *checker) send(at string, send *Send) error {
	if len(send.To) == 0 {
		return c.s.problem(at, "send: to is missing; name a device")
	}
	for i, id := range send.To {
		where := fmt.Sprintf("%s.to[%d]", at, i)
		if len(send.To) == 1 {
			where = at + ".to"
		}
		if err := c.device(where, id); err != nil {
			return err
		}
	}
	if err := c.oneOf(at+".alert", "send", "alert", string(send.Alert), string(vendors.AlertSilent), string(vendors.AlertBar),
		string(vendors.AlertLock), string(vendors.AlertFull)); err != nil {
		return err
	}
	if click := send.Click; click != nil {
		if err := c.oneOf(at+".click.action", "send: click", "action", click.Action, "app", "url", "intent", "page"); err != nil {
			return err
		}
	}
	if err := c.oneOf(at+".overflow", "send", "overflow", string(send.Overflow), string(vendors.OverflowReject)); err != nil {
		return err
	}
	return c.class(at+".class", "send: class", send.Class)
}

// advance follows the story's time, which never goes back.
func (c *checker) advance(at string, a *Advance) error {
	if a.To.IsZero() {
		c.now = c.now.Add(time.Duration(a.By))
		return nil
	}
	if a.To.Before(c.now) {
		return c.s.problem(at, "advance: %s is in the past; the story has reached %s",
			a.To.Format(time.RFC3339), c.now.In(a.To.Location()).Format(time.RFC3339))
	}
	c.now = a.To
	return nil
}

func (c *checker) device(at, id string) error {
	if !slices.Contains(c.devices, id) {
		return c.s.problem(at, "no device %q%s", id, nearest.Hint(id, c.devices))
	}
	return nil
}

func (c *checker) app(at, id string) error {
	if !slices.Contains(c.apps, id) {
		return c.s.problem(at, "no app %q%s", id, nearest.Hint(id, c.apps))
	}
	return nil
}

func (c *checker) state(at, of string, p device.Presence) error {
	return c.oneOf(at, of, "state", string(p), string(device.Foreground), string(device.Background), string(device.Locked), string(device.Killed))
}

func (c *checker) class(at, of string, class vendors.Class) error {
	return c.oneOf(at, of, "class", string(class), string(vendors.ClassTransactional), string(vendors.ClassMarketing))
}

func (c *checker) oneOf(at, of, what, word string, known ...string) error {
	if word == "" || slices.Contains(known, word) {
		return nil
	}
	hint := ";"
	if near := nearest.Hint(word, known); near != "" {
		hint = near + " All:"
	}
	return c.s.problem(at, "%s: unknown %s %q%s %s", of, what, word, hint, strings.Join(known, ", "))
}
