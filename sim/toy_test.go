package sim_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// toy is a small vendor that exists for the engine's tests: one path, a handful of
// rules that exercise every phase.
type toy struct{}

const toyVendor vendors.Vendor = "toy"

// toyCall is the toy's wire form.
type toyCall struct {
	App, Access, Op     string
	To                  []string
	Title, Body, Class  string
	Key, Ref, Collapse  string
	TTL, In             int // seconds
	Audit, Receipt, All bool
	OwnID               bool
	Parts               []toyCall
}

const (
	toyDay quota.ID = iota
	toyDevice
)

func (toy) Vendor() vendors.Vendor { return toyVendor }
func (toy) Sites() []sim.Site {
	return []sim.Site{{Name: "toy", Hosts: []string{"toy.test"}, Default: true, Paths: []string{"/toy"}}}
}
func (toy) Counters() []quota.Def { return []quota.Def{{Name: "day"}, {Name: "device", Device: true}} }
func (toy) Flags() []sim.Flag {
	return []sim.Flag{
		{Name: "closed", Values: []string{"on", "off"}, Default: "off"},
		{Name: "rooted", Device: true},
	}
}
func (toy) Success() string                   { return "0" }
func (toy) AppRef(c map[string]string) string { return c["id"] }
func (toy) MintCredentials(seed uint64, app string) map[string]string {
	return map[string]string{"id": fmt.Sprintf("toy-%d-%s", seed, app)}
}
func (toy) MintToken(seed uint64, app, dev string) string {
	return fmt.Sprintf("tok-%d-%s-%s", seed, app, dev)
}
func (toy) MintAccess(seed uint64, app string, n uint64) string {
	return fmt.Sprintf("acc-%d-%s-%d", seed, app, n)
}
func (toy) MintMessage(_ uint64, app string, n uint64) string {
	return fmt.Sprintf("msg-%s-%d", app, n)
}

func (toy) Decode(r *sim.Request, c *sim.Call) {
	w := &toyCall{}
	if json.Unmarshal(r.Body, w) != nil {
		c.Malformed = true
	}
	w.fill(c)
	for i := range w.Parts {
		part := sim.Call{}
		w.Parts[i].fill(&part)
		c.Parts = append(c.Parts, part)
	}
}

func (w *toyCall) fill(c *sim.Call) {
	c.Wire, c.AppRef, c.Access, c.Key, c.MessageRef = w, w.App, w.Access, w.Key, w.Ref
	c.Verb = map[string]sim.Verb{"": sim.VerbSend, "auth": sim.VerbAuth, "save": sim.VerbSave,
		"saved": sim.VerbSendSaved, "recall": sim.VerbRecall, "all": sim.VerbBroadcast,
		"batch": sim.VerbBatch}[w.Op]
	c.Message = sim.Message{Title: w.Title, Body: w.Body, Asked: vendors.Class(w.Class), Collapse: w.Collapse,
		TTL: time.Duration(w.TTL) * time.Second, Sound: true}
	if w.In > 0 {
		c.Message.NotBefore = toyStart.Add(time.Duration(w.In) * time.Second)
	}
	c.Message.Audience.All, c.OwnID = w.All, w.OwnID
	if w.Receipt {
		c.Message.Receipt.URL = "http://127.0.0.1:1/cb"
	}
	for _, t := range w.To {
		c.Targets = append(c.Targets, sim.Target{Name: t})
	}
}

func (toy) Encode(_ *sim.Call, d *sim.Decision, w *sim.Response) {
	w.Body = fmt.Appendf(w.Body, "%s %s", d.Reply.Code, d.Reply.MessageID)
}

func toyRule(id string, phase rule.Phase, order int, apply func(*sim.Ctx) rule.Outcome) sim.Rule {
	r := sim.Rule{Apply: apply}
	r.ID, r.Vendor, r.Phase, r.Order, r.Code = id, toyVendor, phase, order, id
	r.Title = vendors.Text{EN: id, ZH: id}
	r.Advice = vendors.Text{EN: "mend " + id, ZH: "修改 " + id}
	r.Confidence = vendors.Documented
	return r
}

func (toy) Rules() []sim.Rule {
	app := toyRule("T-APP", rule.Gate, 1, func(c *sim.Ctx) rule.Outcome {
		if !c.Known() {
			return c.Refuse()
		}
		return rule.Pass
	})
	closed := toyRule("T-CLOSED", rule.Gate, 2, func(c *sim.Ctx) rule.Outcome {
		if c.Flag("closed") == "on" {
			return c.Refuse()
		}
		return rule.Skip
	})
	auth := toyRule("T-AUTH", rule.Gate, 3, func(c *sim.Ctx) rule.Outcome { return c.Issue(c.Now().Add(time.Hour)) })
	auth.Verbs = sim.For(sim.VerbAuth)
	expired := toyRule("T-EXPIRED", rule.Gate, 3, func(c *sim.Ctx) rule.Outcome {
		if until, ok := c.Access(c.Call.Access); c.Call.Access != "" && (!ok || !c.Now().Before(until)) {
			return c.Refuse()
		}
		return rule.Pass
	})
	token := toyRule("T-TOKEN", rule.Resolve, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Phone == nil {
			return c.RefuseTarget(1)
		}
		return rule.Pass
	})
	repeated := toyRule("T-REPEATED", rule.Admit, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Call.Key == "" {
			return rule.Skip
		}
		if id, ok := c.Remembered(c.Call.Key); ok {
			return c.ReplyMessage(id)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: c.Call.Key, Text: c.NextMessage(), At: c.Now().Add(time.Hour)})
		return rule.Pass
	})
	quotaRule := toyRule("T-DAY", rule.Admit, 2, func(c *sim.Ctx) rule.Outcome {
		limit, ok := c.Limit(toyDay)
		if !ok {
			return rule.Skip
		}
		c.Note(c.Count(toyDay), limit, 0)
		if c.Count(toyDay) >= limit {
			return c.Refuse()
		}
		return rule.Pass
	})
	classify := toyRule("T-CLASSIFY", rule.Admit, 3, func(c *sim.Ctx) rule.Outcome {
		if c.Message.Title == "promo" && c.Message.Asked == vendors.ClassTransactional {
			c.Quote("promo")
			return c.Grant(vendors.ClassMarketing)
		}
		return rule.Pass
	})
	classify.Stage = rule.StageClassify
	audit := toyRule("T-AUDIT", rule.Admit, 4, func(c *sim.Ctx) rule.Outcome {
		if w := c.Call.Wire.(*toyCall); w.Audit {
			c.Effect(sim.Effect{Kind: sim.EffAudit, At: c.Now().Add(100 * time.Millisecond), N: 1})
		}
		return rule.Skip
	})
	recall := toyRule("T-RECALL", rule.Admit, 5, func(c *sim.Ctx) rule.Outcome {
		c.Effect(sim.Effect{Kind: sim.EffRecall, Key: c.Call.MessageRef})
		return c.Reply(nil)
	})
	recall.Verbs = sim.For(sim.VerbRecall)
	return append([]sim.Rule{app, closed, auth, expired, token, repeated, quotaRule, classify, audit, recall}, toyArrivals()...)
}

func toyArrivals() []sim.Rule {
	audited := toyRule("T-AUDITED", rule.Arrive, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Delivery.Sent.Audit == sim.AuditFailed {
			return c.Lose(device.Dropped)
		}
		return rule.Skip
	})
	offline := toyRule("T-OFFLINE", rule.Arrive, 2, func(c *sim.Ctx) rule.Outcome {
		if c.Phone.Offline {
			c.Effect(sim.Effect{Kind: sim.EffOverwrite, Phone: c.Phone, Text: "T-OVER"})
			return c.Wait()
		}
		return rule.Pass
	})
	ttl := toyRule("T-TTL", rule.Arrive, 3, func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) })
	ttl.On = sim.OnDue
	perDevice := toyRule("T-DEVICE", rule.Arrive, 4, func(c *sim.Ctx) rule.Outcome {
		if c.Granted() != vendors.ClassMarketing {
			return rule.Skip
		}
		if c.PhoneCount(c.Phone, toyDevice) >= 2 {
			return c.Lose(device.Dropped)
		}
		c.ChargePhone(toyDevice, 1)
		c.Charge(toyDay, 1)
		return rule.Pass
	})
	quiet := toyRule("T-QUIET", rule.Present, 1, func(c *sim.Ctx) rule.Outcome {
		if c.Granted() != vendors.ClassMarketing {
			return rule.Skip
		}
		return c.Appear(device.Silent)
	})
	old := toyRule("T-OLD", rule.Present, 2, func(c *sim.Ctx) rule.Outcome { return c.Appear(device.Folded) })
	old.Until = "2023-01-01"
	announced := toyRule("T-SOON", rule.Present, 3, func(c *sim.Ctx) rule.Outcome { return c.Appear(device.Folded) })
	announced.Since, announced.Checked = "2027-01-01", "2026-11-11"
	return []sim.Rule{audited, offline, ttl, perDevice, quiet, old, announced}
}

// world is an engine with one toy app and phones, on a clock that jumps.
type world struct {
	*sim.Engine
	t   testing.TB
	app sim.AppSpec
	tok map[string]string
}

var toyStart = time.Date(2026, 11, 11, 8, 0, 0, 0, time.UTC)

func newWorld(t testing.TB, o sim.Options, phones ...string) *world {
	t.Helper()
	o.Endpoints, o.Start = []sim.Endpoint{toy{}}, toyStart
	o.Seed, o.Clock = 7, clock.Mode{Kind: clock.Jump}
	e, err := sim.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	w := &world{Engine: e, t: t, tok: map[string]string{}}
	if w.app, err = e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor}); err != nil {
		t.Fatal(err)
	}
	for _, id := range phones {
		p, err := e.AddPhone(sim.NewPhone(id, toyVendor, "shop"))
		if err != nil {
			t.Fatal(err)
		}
		w.tok[id] = p.Token
	}
	return w
}

// call submits a toy call and returns the decision; the world settles afterwards.
func (w *world) call(c toyCall) sim.Decision {
	w.t.Helper()
	d := w.submit(c)
	w.Clock().Settle()
	return d
}

func (w *world) submit(c toyCall) sim.Decision {
	w.t.Helper()
	if c.App == "" {
		c.App = w.app.Credentials["id"]
	}
	w.address(c.To)
	for _, part := range c.Parts {
		w.address(part.To)
	}
	body, err := json.Marshal(c)
	if err != nil {
		w.t.Fatal(err)
	}
	r := &sim.Request{Method: "POST", Path: "/toy", Body: body}
	call := &sim.Call{Request: r, At: w.Clock().Now()}
	w.Endpoint(toyVendor).Decode(r, call)
	var d sim.Decision
	w.Submit(toyVendor, call, &d)
	return d
}

// address replaces phones' ids by their tokens.
func (w *world) address(to []string) {
	for i, id := range to {
		if tok := w.tok[id]; tok != "" {
			to[i] = tok
		}
	}
}

// fates are the states of a phone's messages in order, with the cause.
func (w *world) fates(phone string) []string {
	var out []string
	for _, ev := range w.Messages(0) {
		if ev.Phone != phone {
			continue
		}
		s := string(ev.Fate.State)
		if step, ok := ev.CauseStep(); ok {
			s += " " + w.Rulebook(toyVendor).Rule(step).ID
		}
		out = append(out, s)
	}
	return out
}
