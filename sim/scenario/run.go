package scenario

import (
	"context"
	"fmt"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
)

// Stage is where a scenario plays: a fresh world on a clock that jumps, and real
// senders. The lab provides it.
type Stage interface {
	Engine() *sim.Engine
	// SendStep sends a step's message to phones of the world. The error is for what
	// could not be sent at all; a vendor's no is part of the story.
	SendStep(ctx context.Context, s *Send) error
	Fault(f fault.Fault) error
}

// Status is how a step ended.
type Status string

const (
	Passed Status = "passed" // an expectation that held
	Failed Status = "failed" // one that did not, or a step that could not be done
	Done   Status = "done"   // anything else
)

// StepResult is one step of a report.
type StepResult struct {
	Step   string    `json:"step"`
	Line   int       `json:"line,omitempty"`
	Status Status    `json:"status"`
	Got    string    `json:"got"`
	Want   string    `json:"want"`
	At     time.Time `json:"at"`
}

// Report is how a scenario went.
type Report struct {
	Name   string
	Passed bool
	Steps  []StepResult
}

// Populate adds the scenario's apps and devices to a world.
func (s *Scenario) Populate(e *sim.Engine) error {
	for _, a := range s.Apps {
		if _, err := e.AddApp(a.Spec()); err != nil {
			return fmt.Errorf("scenario %s: %w", s.Name, err)
		}
	}
	for _, d := range s.Devices {
		if _, err := e.AddPhone(d.Phone()); err != nil {
			return fmt.Errorf("scenario %s: %w", s.Name, err)
		}
	}
	return nil
}

// Play runs the steps on a populated stage. It stops at the first step that could
// not be done, and goes on after an expectation that did not hold. progress, if not
// nil, hears of every step.
func (s *Scenario) Play(ctx context.Context, stage Stage, progress func(StepResult)) Report {
	r := Report{Name: s.Name, Passed: true}
	for i := range s.Steps {
		res := StepResult{Step: s.Steps[i].String(), Line: s.line(i), Status: Done}
		err := ctx.Err()
		if err == nil {
			err = s.Steps[i].play(ctx, stage, &res)
		}
		if err != nil {
			res.Status, res.Got = Failed, err.Error()
		}
		res.At = stage.Engine().Clock().Now()
		if res.Status == Failed {
			r.Passed = false
		}
		r.Steps = append(r.Steps, res)
		if progress != nil {
			progress(res)
		}
		if err != nil {
			break
		}
	}
	return r
}

func (st *Step) play(ctx context.Context, stage Stage, res *StepResult) error {
	e := stage.Engine()
	switch {
	case st.Send != nil:
		if err := stage.SendStep(ctx, st.Send); err != nil {
			return err
		}
		e.Clock().Settle()
	case st.Expect != nil:
		e.Clock().Settle()
		st.Expect.hold(e, res)
	case st.Advance != nil:
		to := st.Advance.To
		if to.IsZero() {
			to = e.Clock().Now().Add(time.Duration(st.Advance.By))
		} else if to.Before(e.Clock().Now()) {
			return fmt.Errorf("advance: it is %s already", e.Clock().Now().Format(time.RFC3339))
		}
		e.Clock().AdvanceTo(to)
	case st.Device != nil:
		return e.UpdatePhone(st.Device.ID, st.Device.Set.Apply)
	case st.Quota != nil:
		if st.Quota.Limit != nil {
			return e.SetLimit(st.Quota.App, st.Quota.Name, *st.Quota.Limit)
		}
		return e.SetCount(st.Quota.App, st.Quota.Name, *st.Quota.Count)
	case st.Flag != nil:
		return e.SetFlag(st.Flag.App, st.Flag.Name, st.Flag.Value)
	case st.Fault != nil:
		return stage.Fault(*st.Fault)
	}
	return nil
}

// hold compares the expectation with the world.
func (x *Expect) hold(e *sim.Engine, res *StepResult) {
	seen := observe(e, x.Device)
	var c comparison
	c.count("shown", x.Shown, seen.visible)
	c.count("silent", x.Silent, seen.fates[device.Silent])
	c.count("folded", x.Folded, seen.fates[device.Folded])
	c.count("dropped", x.Dropped, seen.fates[device.Dropped])
	c.count("expired", x.Expired, seen.fates[device.Expired])
	c.count("held", x.Held, seen.fates[device.Held])
	c.count("refused", x.Refused, seen.refused)
	c.text("reply", x.Reply, seen.last.Code)
	c.text("receipt", x.Receipt, seen.last.Fate.Code)
	c.text("cause", x.Cause, seen.cause)
	c.word("fate", string(x.Fate), string(seen.last.Fate.State))
	c.word("reason", x.Reason, string(seen.last.Reason))
	c.word("granted", string(x.Granted), string(seen.last.Granted))
	res.Want, res.Got = c.want, c.got
	res.Status = Passed
	if c.differs {
		res.Status = Failed
	}
}

// observed is what became of the messages to one phone.
type observed struct {
	fates   map[device.Fate]int
	visible int
	refused int
	last    sim.Event
	cause   string
}

// observe looks at the newest event of each message. A message that was shown and
// then replaced or recalled is not counted as shown any more.
func observe(e *sim.Engine, phone string) observed {
	o := observed{fates: map[device.Fate]int{}}
	for _, ev := range e.Messages(0) {
		if ev.Phone != phone {
			continue
		}
		o.last = ev
		switch {
		case ev.Fate.State == "":
			o.refused++
		case ev.Fate.State.Visible():
			o.visible++
		}
		o.fates[ev.Fate.State]++
	}
	if s, ok := o.last.CauseStep(); ok {
		o.cause = e.Rulebook(o.last.Vendor).Rule(s).ID
	}
	return o
}

// comparison collects what was wanted and what was there, in the same words.
type comparison struct {
	want, got string
	differs   bool
}

func (c *comparison) add(name, want, got string) {
	if c.want != "" {
		c.want, c.got = c.want+" ", c.got+" "
	}
	c.want += name + "=" + want
	c.got += name + "=" + got
	c.differs = c.differs || want != got
}

func (c *comparison) count(name string, want *int, got int) {
	if want != nil {
		c.add(name, fmt.Sprint(*want), fmt.Sprint(got))
	}
}

func (c *comparison) text(name string, want *string, got string) {
	if want != nil {
		c.add(name, *want, got)
	}
}

func (c *comparison) word(name, want, got string) {
	if want != "" {
		c.add(name, want, got)
	}
}

// String is the step in a few words, for reports.
func (st *Step) String() string {
	switch {
	case st.Send != nil:
		what := st.Send.Title
		if what == "" {
			what = st.Send.Message
		}
		return fmt.Sprintf("send %q to %v", what, []string(st.Send.To))
	case st.Expect != nil:
		return "expect " + st.Expect.Device
	case st.Advance != nil:
		v, _ := st.Advance.MarshalYAML()
		return fmt.Sprintf("advance %v", v)
	case st.Device != nil:
		return "device " + st.Device.ID
	case st.Quota != nil:
		return "quota " + st.Quota.App + " " + st.Quota.Name
	case st.Flag != nil:
		return "flag " + st.Flag.App + " " + st.Flag.Name
	case st.Fault != nil:
		return "fault " + st.Fault.Name
	}
	return "note " + st.Note
}
