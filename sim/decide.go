package sim

import (
	"cmp"
	"sync"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
)

// traceTargets is up to how many targets a call's trace keeps the steps that
// passed. In larger calls only what went otherwise is kept per target, so that a
// call with a thousand targets has a trace a person can read.
const traceTargets = 8

// ctxPool keeps a decision free of allocations: a Ctx escapes through Apply.
//
//nolint:gochecknoglobals // a pool has to be shared to be one
var ctxPool = sync.Pool{New: func() any { return new(Ctx) }}

// Decide says what follows from an input, and changes nothing: the same view and
// input give the same decision. d is overwritten, its slices are reused.
func (b *Rulebook) Decide(v View, in Input, d *Decision) {
	d.reset()
	c := ctxPool.Get().(*Ctx)
	*c = Ctx{View: v, d: d, book: b, Target: -1}
	c.now = in.when()
	switch in := in.(type) {
	case *Call:
		b.decideCall(c, in)
	case *Attempt:
		b.decideAttempt(c, in)
	case *AuditDone:
		c.Audit, c.Message = in, &in.Message.Message
		d.Granted = in.Message.Granted
		b.ask(c, b.byInput[inAudit][rule.Arrive])
	case *Due:
		c.Due, c.Delivery = in, in.Delivery
		c.Message, c.Phone = &in.Delivery.Sent.Message, in.Delivery.Phone
		d.Granted = in.Delivery.Sent.Granted
		d.Fate = in.Delivery.Fate
		b.ask(c, b.byInput[inDue][rule.Arrive])
	}
	*c = Ctx{}
	ctxPool.Put(c)
}

func (b *Rulebook) decideCall(c *Ctx, call *Call) {
	d := c.d
	c.Call, c.Message = call, &call.Message
	d.Reply.Code = b.ep.Success()
	d.Granted, d.TTL = call.Message.Asked, call.Message.TTL
	if call.MessageRef != "" && c.app != nil {
		if c.Stored = c.app.sent[call.MessageRef]; c.Stored != nil && call.Verb == VerbSendSaved {
			c.Message = &c.Stored.Message
			d.Granted, d.TTL = c.Stored.Granted, c.Stored.TTL
		}
	}
	if !b.ask(c, b.byCall[rule.Gate][call.Verb][call.Protocol]) {
		return
	}
	b.resolve(c, call)
	if !b.admit(c, call) {
		return
	}
	switch call.Verb {
	case VerbSend, VerbSave, VerbBroadcast:
		d.Reply.MessageID = cmp.Or(d.Reply.MessageID, call.GivenID)
		switch { // an id that is not needed is not made
		case d.Reply.MessageID != "":
		case call.Verb == VerbSend:
			d.Reply.MessageID = c.NextMessage()
		default:
			d.Reply.MessageID = c.NextTask()
		}
	case VerbSendSaved:
		if d.Reply.MessageID = call.MessageRef; call.OwnID {
			d.Reply.MessageID = c.NextTask()
		}
	}
}

// resolve judges each target by itself.
func (b *Rulebook) resolve(c *Ctx, call *Call) {
	list := b.byCall[rule.Resolve][call.Verb][call.Protocol]
	for i, t := range call.Targets {
		a := Admission{Cause: -1}
		if c.app != nil {
			a.Phone = c.w.addressee(c.app, t, call.Group)
		}
		c.d.Admissions = append(c.d.Admissions, a)
		c.Target, c.Phone = i, a.Phone
		b.ask(c, list)
	}
	c.Target, c.Phone = -1, nil
}

// admit asks the rules that see all targets, in the vendor's order; rules about
// targets are asked for each one still scheduled.
func (b *Rulebook) admit(c *Ctx, call *Call) bool {
	for _, i := range b.byCall[rule.Admit][call.Verb][call.Protocol] {
		if b.rules[i].Scope != rule.ScopeTarget {
			if !b.ask1(c, i) {
				return false
			}
			continue
		}
		for t := range c.d.Admissions {
			if c.d.Admissions[t].State == Scheduled {
				c.Target, c.Phone = t, c.d.Admissions[t].Phone
				b.ask1(c, i)
			}
		}
		c.Target, c.Phone = -1, nil
	}
	return true
}

func (b *Rulebook) decideAttempt(c *Ctx, in *Attempt) {
	m := in.Delivery.Sent
	c.Delivery, c.Message, c.Phone, c.Try = in.Delivery, &m.Message, in.Delivery.Phone, in.N
	c.d.Granted = m.Granted
	c.d.Fate = Fate{
		State: device.Shown, At: in.At, Cause: -1,
		Sound: m.Sound, Vibrate: m.Vibrate, Banner: true, Image: true, Arrived: in.Delivery.Fate.Arrived,
	}
	if c.d.Fate.Arrived || b.ask(c, b.byInput[inAttempt][rule.Arrive]) {
		b.ask(c, b.byInput[inAttempt][rule.Present])
	}
}

// ask applies rules in order until one ends the matter, and reports whether none did.
func (b *Rulebook) ask(c *Ctx, list []uint16) bool {
	for _, i := range list {
		if !b.ask1(c, i) {
			return false
		}
	}
	return true
}

// ask1 applies one rule and reports whether the next one is to be asked.
func (b *Rulebook) ask1(c *Ctx, i uint16) bool {
	c.rule = i
	out := b.apply[i](c)
	if out == rule.Skip {
		c.forget()
		return true
	}
	if out != rule.Pass || c.Target < traceTargets {
		c.step.Rule, c.step.Outcome, c.step.Target = i, out, int32(c.Target)
		c.d.Trace = append(c.d.Trace, c.step)
	}
	c.forget()
	return out == rule.Pass || out == rule.Alter
}
