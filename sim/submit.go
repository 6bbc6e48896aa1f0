package sim

import (
	"cmp"
	"strconv"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Submit decides a decoded call, applies what follows, and fills d with the
// decision for the endpoint to encode. It returns the id of the call's first
// event. d's admissions point into the world and must not be kept.
func (e *Engine) Submit(v vendors.Vendor, c *Call, d *Decision) (id string) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := e.world.find(v, c)
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	if c.Verb == VerbBatch {
		return e.submitBatch(v, a, c, d)
	}
	return e.submit(v, a, c, d, "")
}

// submit decides one call of an app, nil for nobody's, and applies what follows.
// batch is the id of the first event of the batch it belongs to, "" if to none yet.
func (e *Engine) submit(v vendors.Vendor, a *App, c *Call, d *Decision, batch string) (id string) {
	e.books[v].Decide(View{w: e.world, vendor: v, app: a, now: c.At, seed: e.opts.Seed}, c, d)
	if a == nil {
		e.apply(nil, c, nil, d.Effects, c.At)
		return e.recordCall(v, nil, c, d, nil, batch)
	}
	s := e.commit(a, c, d)
	e.apply(a, c, s, d.Effects, c.At)
	return e.recordCall(v, a, c, d, s, batch)
}

// Judge decides a decoded call and changes nothing: what Submit would answer now.
// d's admissions point into the world and must not be kept.
func (e *Engine) Judge(v vendors.Vendor, c *Call, d *Decision) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := e.world.find(v, c)
	if a != nil {
		a.mu.Lock()
		defer a.mu.Unlock()
	}
	view := View{w: e.world, vendor: v, app: a, now: c.At, seed: e.opts.Seed}
	e.books[v].Decide(view, c, d)
	if c.Verb != VerbBatch || d.Refused || d.Answered {
		return
	}
	d.Parts = make([]Decision, len(c.Parts))
	for i := range c.Parts {
		c.Parts[i].partOf(c)
		e.books[v].Decide(view, &c.Parts[i], &d.Parts[i])
	}
}

// find is the app a call belongs to.
func (w *world) find(v vendors.Vendor, c *Call) *App {
	a := w.named(v, c)
	if a != nil && c.Group {
		return a.group.addressed(a, c.Targets)
	}
	return a
}

// named is the app a call says: by its access token, else by the app it names, else by
// the credential it shows.
func (w *world) named(v vendors.Vendor, c *Call) *App {
	if c.Access != "" {
		w.accessMu.RLock()
		a := w.access[v][c.Access]
		w.accessMu.RUnlock()
		if a != nil {
			return a
		}
	}
	if a := w.byRef[v][c.AppRef]; a != nil || c.CredentialRef == "" {
		return a
	}
	return w.byName[v][c.CredentialRef]
}

// commit makes the accepted message and its deliveries; nil when there is none.
func (e *Engine) commit(a *App, c *Call, d *Decision) *Sent {
	if d.Refused || d.Answered {
		return nil
	}
	var s *Sent
	switch c.Verb {
	case VerbSend, VerbSave, VerbBroadcast:
		s = e.accept(a, c, d)
	case VerbSendSaved:
		if s = a.sent[c.MessageRef]; s == nil {
			return nil
		}
		if c.OwnID {
			s = e.sendOwn(a, c, d, s)
		}
	default:
		return nil
	}
	start := s.start(c.Message.start(c.At)) // a stored body and the call with it may both say
	if c.Verb == VerbBroadcast || c.OwnID && s.broadcast() {
		s.spreading = true
		e.clock.Schedule(start, start.Equal(c.At), fanout{sent: s})
		return s
	}
	for i := range d.Admissions {
		if ad := &d.Admissions[i]; ad.State == Scheduled && ad.Phone != nil {
			e.schedule(s, ad.Phone, c.Targets[i], c.At, start)
		}
	}
	return s
}

func (e *Engine) accept(a *App, c *Call, d *Decision) *Sent {
	a.accepted++
	s := &Sent{
		VendorID: d.Reply.MessageID, App: a, Message: c.Message, Granted: d.Granted,
		At: c.At, Expires: c.Message.start(c.At).Add(d.TTL), Saved: c.Verb == VerbSave, Batch: c.batch,
	}
	s.Asked = cmp.Or(d.Asked, s.Asked)
	if d.Words != nil {
		s.Title, s.Body = d.Words.Title, d.Words.Body
	}
	s.Digest = Digest(s.Title, s.Body)
	s.TTL = d.TTL
	if s.Saved {
		for _, st := range d.Trace {
			if st.Outcome == rule.Alter {
				s.altered = append(s.altered, st)
			}
		}
	}
	a.remember(s)
	a.occurred(s.Digest)
	return s
}

// keepSent is how many messages an app can still be asked about. A lab that runs
// for days must not grow without end.
const keepSent = 20_000

func (a *App) remember(s *Sent) {
	if a.sent[s.VendorID] == nil { // ids that requests give may come again
		a.finished = append(a.finished, s.VendorID)
	}
	a.sent[s.VendorID] = s
	if len(a.finished) > keepSent {
		delete(a.sent, a.finished[0])
		a.finished = a.finished[1:]
	}
}

func (a *App) allSent() []*Sent {
	all := make([]*Sent, 0, len(a.finished))
	for _, id := range a.finished {
		if s := a.sent[id]; s != nil {
			all = append(all, s)
		}
	}
	return all
}

func (a *App) occurred(digest uint64) {
	if len(a.draws) >= keepSent {
		clear(a.draws) // counting starts over, in the same place for the same story
	}
	a.draws[digest]++
}

// schedule plans the first attempt of a message at a phone, at start. One for later
// is not on its way yet: a world that settles does not wait for it.
func (e *Engine) schedule(s *Sent, p *Phone, target Target, now, start time.Time) *Delivery {
	dl := &Delivery{
		ID: e.messageID(), Sent: s, Phone: p, Target: target.Name, Kind: target.Kind,
		Fate: Fate{State: device.Pending, At: now, Cause: -1},
	}
	s.deliveries = append(s.deliveries, dl)
	s.App.plan(dl)
	e.clock.Schedule(start.Add(e.opts.Latency), start.Equal(now), attempt{dl})
	return dl
}

// keepDeliveries is how many deliveries of an app can still be recalled. A stored
// body may be sent for ever.
const keepDeliveries = 50_000

func (a *App) plan(d *Delivery) {
	a.planned = append(a.planned, d)
	if len(a.planned) <= keepDeliveries {
		return
	}
	// The oldest of all is the oldest of its message.
	if oldest := a.planned[0].Sent; len(oldest.deliveries) > 0 && oldest.deliveries[0] == a.planned[0] {
		oldest.deliveries[0] = nil
		oldest.deliveries = oldest.deliveries[1:]
	}
	a.planned[0] = nil
	a.planned = a.planned[1:]
}

func (e *Engine) messageID() string { return eventID("m-", e.messages.Add(1)) }

// eventID is the prefix and the number with at least six digits.
func eventID(prefix string, n uint64) string {
	var digits [20]byte
	b := strconv.AppendUint(digits[:0], n, 10)
	if len(b) >= 6 {
		return prefix + string(b)
	}
	return prefix + "000000"[len(b):] + string(b)
}

// recordCall writes the events of a call: one per target, or one for the call.
func (e *Engine) recordCall(v vendors.Vendor, a *App, c *Call, d *Decision, s *Sent, batch string) string {
	ev := Event{
		Kind: EvCall, At: c.At, Vendor: v, Site: c.Request.Site, Verb: c.Verb, Op: c.Op,
		Replied: true, Status: statusOf(d), Code: d.Reply.Code, Cause: -1, Steps: d.Trace,
		Title: c.Message.Title, Body: c.Message.Body,
		Category: c.Message.Category, VendorMessageID: d.Reply.MessageID,
	}
	if c.Verb.HasMessage() {
		ev.Asked, ev.Granted = cmp.Or(d.Asked, c.Message.Asked), d.Granted
	}
	if a != nil {
		ev.App = a.Spec.ID
	}
	if d.Reply.Hangup {
		ev.Replied, ev.Status, ev.Error = false, 0, "reset"
	}
	if d.Refused && len(d.Trace) > 0 {
		ev.Cause = int32(len(d.Trace) - 1)
		if a != nil {
			ev.Reason = a.book.Rule(d.Trace[ev.Cause]).Reason
		} else {
			ev.Reason = e.books[v].Rule(d.Trace[ev.Cause]).Reason
		}
	}
	targeted := (c.Verb == VerbSend || c.Verb == VerbSendSaved) && len(c.Targets) > 0
	if !targeted {
		if s != nil {
			ev.Title, ev.Body, ev.Asked, ev.Category = s.Title, s.Body, s.Asked, s.Category
		}
		ev.ID, ev.Call = eventID("c-", e.calls.Add(1)), batch
		e.ring.publish(&ev)
		return ev.ID
	}
	ev.Kind = EvMessage
	if s != nil {
		ev.Title, ev.Body, ev.Asked, ev.Category = s.Title, s.Body, s.Asked, s.Category
	}
	ev.Call = batch
	if last := len(d.Trace) - 1; d.Answered && last >= 0 && d.Trace[last].Outcome == rule.Answer {
		ev.Cause = int32(last) // a yes after which nothing is sent needs explaining
	}
	return e.recordTargets(a, c, d, s, ev)
}

// recordTargets writes one message event per target, each with its own trace. They
// belong to ev.Call if it is set, else to the first of them.
func (e *Engine) recordTargets(a *App, c *Call, d *Decision, s *Sent, ev Event) (first string) {
	callCause, callReason, batch := ev.Cause, ev.Reason, ev.Call
	next := 0
	if s != nil {
		next = len(s.deliveries) - scheduled(d)
	}
	var steps, before []rule.Step
	if a != nil {
		steps = a.steps // the ring copies, so the memory serves every call
		defer func() { a.steps = steps[:0] }()
	}
	if c.Verb == VerbSendSaved && s != nil {
		before = s.altered
	}
	for i := range c.Targets {
		ev.Token, ev.Phone, ev.Fate = c.Targets[i].Name, "", Fate{Cause: -1}
		ev.Cause, ev.Reason, ev.Code = callCause, callReason, d.Reply.Code
		ev.ID = ""
		if i < len(d.Admissions) {
			ad := &d.Admissions[i]
			if ad.Phone != nil {
				ev.Phone = ad.Phone.ID
			}
			cause := callCause
			if ad.State == Refused { // its own refusal is the first cause, also when none is left
				cause = -1
			}
			steps, ev.Cause = traceOf(d.Trace, before, i, ad.Cause, cause, steps[:0])
			ev.Steps = steps
			switch {
			case d.Refused && ad.State == Refused:
				ev.Reason = ad.Reason
			case d.Refused || d.Answered:
			case ad.State == Scheduled && ad.Phone != nil && s != nil:
				dl := s.deliveries[next]
				next++
				ev.ID, ev.Fate = dl.ID, dl.Fate
				dl.call = append([]rule.Step(nil), steps...)
				dl.callCause, dl.status, dl.code = ev.Cause, ev.Status, ev.Code
				dl.callID = cmp.Or(batch, first, dl.ID)
			case ad.State == Refused:
				ev.Code, ev.Reason = ad.Code, ad.Reason
			case ad.State == Discarded:
				ev.Reason = ad.Reason
				ev.Fate = Fate{State: device.Dropped, Reason: ad.Reason, At: c.At, Cause: ev.Cause}
			}
		} else if a != nil {
			// A call refused before its targets were looked at was to reach them all the same.
			if p := e.world.addressee(a, c.Targets[i], c.Group); p != nil {
				ev.Phone = p.ID
			}
		}
		if ev.ID == "" {
			ev.ID = e.messageID()
		}
		if first == "" {
			first = ev.ID
		}
		ev.Call = cmp.Or(batch, first)
		e.ring.publish(&ev)
	}
	return first
}

func scheduled(d *Decision) int {
	n := 0
	for i := range d.Admissions {
		if d.Admissions[i].State == Scheduled && d.Admissions[i].Phone != nil {
			n++
		}
	}
	return n
}

// traceOf picks the steps of the call and of one target, and translates the index
// of the cause. The steps stored with a body are put where a call with that body
// would have had them: rules are numbered in the order they are asked.
func traceOf(all, stored []rule.Step, target int, cause, callCause int32, into []rule.Step) ([]rule.Step, int32) {
	if callCause >= 0 {
		cause = callCause
	}
	found := int32(-1)
	for i, s := range all {
		if s.Target < 0 || int(s.Target) == target {
			for len(stored) > 0 && stored[0].Rule < s.Rule {
				into, stored = append(into, stored[0]), stored[1:]
			}
			if int32(i) == cause {
				into, stored = append(into, stored...), nil // nothing stands behind a refusal
				found = int32(len(into))
			}
			into = append(into, s)
		}
	}
	return append(into, stored...), found
}

func statusOf(d *Decision) int {
	if d.Reply.Status == 0 {
		return 200
	}
	return d.Reply.Status
}
