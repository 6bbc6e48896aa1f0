package sim

import (
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Ctx is what a rule gets: the view, the input, and ways to say what it thinks.
// It is valid during one Apply.
type Ctx struct {
	View
	// Call is set in gate, resolve and admit; Delivery in arrive and present.
	Call     *Call
	Delivery *Delivery
	Audit    *AuditDone
	Due      *Due
	Try      int // of the attempt, from 1
	// Message is the message in question: the call's, or the stored body's.
	Message *Message
	// Stored is the saved body a call refers to, when there is one.
	Stored *Sent
	// Target and Phone are the target being judged, in target rules and attempts.
	Target int
	Phone  *Phone

	d    *Decision
	book *Rulebook
	rule uint16
	step rule.Step
	// noted: the step holds something of the rule being asked.
	noted bool
}

// forget makes the step ready for the next rule. Most rules note nothing, and there
// are a hundred of them for a send.
func (c *Ctx) forget() {
	if c.noted {
		c.step, c.noted = rule.Step{}, false
	}
}

// Note puts up to three numbers into the step, for the rule's Because text.
func (c *Ctx) Note(n0, n1, n2 int64) { c.step.N, c.noted = [3]int64{n0, n1, n2}, true }

// Quote puts an input text into the step.
func (c *Ctx) Quote(s string) { c.step.Ref, c.noted = s, true }

// Param is one of the rule's parameters.
func (c *Ctx) Param(name string) int64 {
	for i := range c.book.params[c.rule] {
		if p := &c.book.params[c.rule][i]; p.name == name {
			return p.value
		}
	}
	return 0
}

// Granted is the class the vendor treats the message as so far.
func (c *Ctx) Granted() vendors.Class { return c.d.Granted }

// Refuse answers the call, or in a target rule this target, with the rule's code.
func (c *Ctx) Refuse() rule.Outcome { return c.RefuseCode(c.info().Code) }

// RefuseCode answers with another code than the rule's usual one.
func (c *Ctx) RefuseCode(code string) rule.Outcome { return c.refuse(code, 0, c.info().Reason) }

// RefuseStatus answers the call with an HTTP status.
func (c *Ctx) RefuseStatus(status int) rule.Outcome {
	c.d.Reply.Status = status
	return c.refuse(c.info().Code, 0, c.info().Reason)
}

// RefuseAs answers the call with an HTTP status and another code than the rule's.
func (c *Ctx) RefuseAs(status int, code string) rule.Outcome {
	c.d.Reply.Status = status
	return c.refuse(code, 0, c.info().Reason)
}

// Hangup refuses the call by ending its connection.
func (c *Ctx) Hangup() rule.Outcome {
	c.d.Reply.Hangup = true
	return c.Refuse()
}

// RefuseTarget refuses one target with a detail number the endpoint encodes.
func (c *Ctx) RefuseTarget(detail int64) rule.Outcome {
	return c.refuse(c.info().Code, detail, c.info().Reason)
}

// RefuseTargetAs is RefuseTarget with another reason than the rule's usual one.
func (c *Ctx) RefuseTargetAs(detail int64, reason vendors.Reason) rule.Outcome {
	return c.refuse(c.info().Code, detail, reason)
}

// RefuseTargetCode is RefuseTarget with another code than the rule's usual one, for
// vendors that name refused targets of a list by other codes than a single one.
func (c *Ctx) RefuseTargetCode(code string, detail int64) rule.Outcome {
	return c.refuse(code, detail, c.info().Reason)
}

func (c *Ctx) refuse(code string, detail int64, reason vendors.Reason) rule.Outcome {
	if c.Target >= 0 {
		a := &c.d.Admissions[c.Target]
		a.State, a.Code, a.Detail, a.Reason = Refused, code, detail, reason
		a.Cause = int32(len(c.d.Trace))
		return rule.Refuse
	}
	c.d.Refused = true
	c.d.Reply.Code = code
	return rule.Refuse
}

// Discard accepts a target and sends nothing to it: the answer stays a yes.
func (c *Ctx) Discard(reason vendors.Reason) rule.Outcome {
	a := &c.d.Admissions[c.Target]
	a.State, a.Reason, a.Cause = Discarded, reason, int32(len(c.d.Trace))
	return rule.Drop
}

// Reply gives the whole answer of a query or a repeated request.
func (c *Ctx) Reply(data any) rule.Outcome {
	c.d.Answered, c.d.Reply.Data = true, data
	return rule.Answer
}

// Attach adds to the answer of a call that goes on what only its endpoint can write.
func (c *Ctx) Attach(data any) { c.d.Reply.Data = data }

// NameMessage gives the message an id of another form than the endpoint's usual one.
func (c *Ctx) NameMessage(id string) { c.d.Reply.MessageID = id }

// Word lets the message say what the vendor puts together instead of its own texts.
func (c *Ctx) Word(title, body string) { c.d.Words = &Words{Title: title, Body: body} }

// ReplyMessage answers with the id of a message that exists already.
func (c *Ctx) ReplyMessage(id string) rule.Outcome {
	c.d.Answered, c.d.Reply.MessageID = true, id
	return rule.Answer
}

// Declare says which class the sender declared, where the request names it by something
// only the console knows, such as a channel.
func (c *Ctx) Declare(class vendors.Class) rule.Outcome {
	c.d.Asked, c.d.Granted = class, class
	return rule.Pass
}

// Grant changes the class the vendor treats the message as.
func (c *Ctx) Grant(class vendors.Class) rule.Outcome {
	c.d.Granted = class
	return rule.Alter
}

// Keep sets how long the vendor keeps the message.
func (c *Ctx) Keep(ttl time.Duration) rule.Outcome {
	c.d.TTL = ttl
	return rule.Alter
}

// Lose ends an attempt: the message was accepted and is not shown.
func (c *Ctx) Lose(state device.Fate) rule.Outcome {
	return c.LoseAs(state, c.info().Code, c.info().Reason)
}

// LoseAs is Lose with another receipt code and reason than the rule's usual ones.
func (c *Ctx) LoseAs(state device.Fate, code string, reason vendors.Reason) rule.Outcome {
	f := &c.d.Fate
	f.State, f.Reason, f.Code, f.Cause = state, reason, code, int32(len(c.d.Trace))
	return rule.Drop
}

// Wait ends an attempt that will be repeated when the phone is back, or, if it is
// there, when anything about it changes.
func (c *Ctx) Wait() rule.Outcome {
	f := &c.d.Fate
	f.State, f.Reason, f.Cause = device.Held, c.info().Reason, int32(len(c.d.Trace))
	return rule.Hold
}

// WaitUntil is Wait that tries again at a time as well.
func (c *Ctx) WaitUntil(at time.Time) rule.Outcome {
	c.d.Fate.Again = at
	return c.Wait()
}

// ShowAt lets the phone keep a message that arrived and show it at a time. The rules of
// arrival are not asked again, neither its time to live nor the network ends it, and what
// becomes of it is not reported: Report says that it arrived.
//
// A time further off than a year is a year from now: what nothing ends has to end.
func (c *Ctx) ShowAt(at time.Time) rule.Outcome {
	if latest := c.now.AddDate(1, 0, 0); at.After(latest) {
		at = latest
	}
	c.d.Fate.Arrived = true
	return c.WaitUntil(at)
}

// Report lets the vendor send a receipt with a code after a time, beside the one about
// the message's fate: that it waits, or what the user did with it.
func (c *Ctx) Report(code string, after time.Duration) {
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffReport, Text: code, At: c.now.Add(after)})
}

// Appear makes an arriving message less visible than it was so far; a rule never
// makes it more visible than an earlier one left it.
func (c *Ctx) Appear(how device.Fate) rule.Outcome { return c.AppearAs(how, c.info().Reason) }

// AppearAs is Appear with another reason than the rule's usual one.
func (c *Ctx) AppearAs(how device.Fate, reason vendors.Reason) rule.Outcome {
	f := &c.d.Fate
	if f.Cause < 0 {
		f.Cause, f.Reason = int32(len(c.d.Trace)), reason
	}
	f.State = how
	f.Sound, f.Vibrate, f.Banner = false, false, false
	return rule.Alter
}

// NoBanner lets an arriving message not come up over the screen. It rings or vibrates
// all the same; if it does neither it only stands in the drawer.
func (c *Ctx) NoBanner() rule.Outcome {
	f := &c.d.Fate
	f.Banner = false
	if !f.Sound && !f.Vibrate && f.State == device.Shown {
		f.State = device.Silent
	}
	return rule.Alter
}

// NoImage lets an arriving message come without its picture.
func (c *Ctx) NoImage() { c.d.Fate.Image = false }

// Charge adds n to an app counter when the decision is applied; View.Count reads it.
func (c *Ctx) Charge(id quota.ID, n int64) {
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffCount, Counter: id, N: n})
}

// ChargePhone adds n to a counter of the phone being judged.
func (c *Ctx) ChargePhone(id quota.ID, n int64) {
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffCount, Counter: id, N: n, Phone: c.Phone})
}

// Effect appends any other effect.
func (c *Ctx) Effect(e Effect) { c.d.Effects = append(c.d.Effects, e) }

// Tally adds one to a statistic of the message.
func (c *Ctx) Tally(key string) {
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffTally, Key: key, N: 1})
}

// Issue makes an access token valid until a time and puts it into the reply.
func (c *Ctx) Issue(until time.Time) rule.Outcome {
	token := c.NextAccess()
	c.d.Answered, c.d.Reply.Access = true, token
	c.d.Effects = append(c.d.Effects, Effect{Kind: EffIssue, Text: token, At: until})
	return rule.Answer
}

// Scheduled counts the targets that are not refused so far.
func (c *Ctx) Scheduled() int {
	n := 0
	for i := range c.d.Admissions {
		if c.d.Admissions[i].State == Scheduled {
			n++
		}
	}
	return n
}

// Admissions are the targets' states so far, in target order; read only.
func (c *Ctx) Admissions() []Admission { return c.d.Admissions }

func (c *Ctx) info() *rule.Info { return &c.book.rules[c.rule].Info }
