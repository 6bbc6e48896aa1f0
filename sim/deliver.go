package sim

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
)

// What the clock holds for later. Payloads point into the world; Fork translates
// them.
type (
	attempt struct{ d *Delivery }
	retry   struct{ d *Delivery }
	expiry  struct{ d *Delivery }
	audit   struct {
		s      *Sent
		failed bool
	}
	fanout struct {
		sent *Sent
		next int // index into the world's phones
	}
	receipt struct {
		d     *Delivery
		fate  Fate
		cause rule.Step // what the fate is owed to
		try   int
	}
)

// About is the id of the message a scheduled event is about, for lists of what is to come.
func (a attempt) About() string { return a.d.ID }

// About is the id of the message.
func (r retry) About() string { return r.d.ID }

// About is the id of the message.
func (x expiry) About() string { return x.d.ID }

// About is the id of the message.
func (r receipt) About() string { return r.d.ID }

// handle runs one event of the clock.
func (e *Engine) handle(payload any) {
	switch p := payload.(type) {
	case attempt:
		e.attempt(p.d)
	case retry:
		e.retry(p.d)
	case expiry:
		e.expire(p.d)
	case audit:
		e.auditDone(p)
	case fanout:
		e.fanOut(p)
	case receipt:
		e.postReceipt(p)
	}
}

// attempt lets a message try to reach its phone.
func (e *Engine) attempt(d *Delivery) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	d.Sent.App.mu.Lock()
	defer d.Sent.App.mu.Unlock()
	e.try(d)
}

// try is an attempt; the caller holds the app's lock.
func (e *Engine) try(d *Delivery) {
	if d.Fate.State != device.Pending && d.Fate.State != device.Held {
		return // recalled or replaced meanwhile
	}
	a, arrived := d.Sent.App, d.Fate.Arrived
	d.Tries++
	now := e.clock.Now()
	in := Attempt{Delivery: d, At: now, N: d.Tries}
	dec := &a.decision
	a.book.Decide(View{w: e.world, vendor: a.Spec.Vendor, app: a, now: now, seed: e.opts.Seed}, &in, dec)
	e.apply(a, nil, d.Sent, dec.Effects, now)
	switch {
	case dec.Fate.State == device.Held:
		e.hold(d, &dec.Fate, now)
	case dec.Fate.State.Visible():
		e.show(d, &dec.Fate, now)
	}
	e.writeFate(d, dec.Fate, dec.Trace, now)
	e.planReports(d, dec)
	switch {
	case !arrived && dec.Fate.Arrived: // how it arrived belongs to its story, however it ends
		d.call = append(d.call[:len(d.call):len(d.call)], dec.Trace...)
	case !arrived:
		e.planReceipt(d, now)
	}
}

// hold lets a message wait for its phone, and for its own time if it has one; or on its
// phone, where nothing but that time matters.
func (e *Engine) hold(d *Delivery, f *Fate, now time.Time) {
	if f.Arrived {
		e.clock.Schedule(f.Again, false, attempt{d})
		return
	}
	if !slices.Contains(d.Phone.waiting, d) {
		d.Phone.waiting = append(d.Phone.waiting, d)
	}
	if d.Fate.State != device.Held {
		e.clock.Schedule(d.Sent.Expires, false, expiry{d})
	}
	if f.Again.After(now) && !f.Again.Equal(d.Fate.Again) {
		e.clock.Schedule(f.Again, false, retry{d})
	}
}

// retry lets a message that waited for its time try again, unless it is over, on its way
// already or waits for another time by now.
func (e *Engine) retry(d *Delivery) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	d.Sent.App.mu.Lock()
	defer d.Sent.App.mu.Unlock()
	i := slices.Index(d.Phone.waiting, d)
	if i < 0 || d.Fate.Again.IsZero() || d.Fate.Again.After(e.clock.Now()) {
		return
	}
	d.Phone.waiting = slices.Delete(d.Phone.waiting, i, i+1)
	e.try(d)
}

// show puts the notification on the phone.
func (e *Engine) show(d *Delivery, f *Fate, now time.Time) {
	p, m := d.Phone, &d.Sent.Message
	n := device.Notification{
		Message: d.ID, At: now, Title: m.Title, Body: m.Body, How: f.State,
		Sound: f.Sound, Vibrate: f.Vibrate, Banner: f.Banner, Collapse: m.Collapse,
	}
	if f.Image {
		n.Image = m.Image
	}
	gone := p.shade.Put(n, m.Badge)
	if old := p.onScreen[gone]; old != nil {
		delete(p.onScreen, gone)
		e.settleFate(old, Fate{State: device.Replaced, At: now, Cause: -1}, nil, now)
	}
	if p.onScreen == nil {
		p.onScreen = map[string]*Delivery{}
	}
	p.onScreen[d.ID] = d
	if len(p.onScreen) > 2*len(p.shade.Items) { // the shade forgot the oldest
		kept := map[string]*Delivery{}
		for _, n := range p.shade.Items {
			kept[n.Message] = p.onScreen[n.Message]
		}
		p.onScreen = kept
	}
}

// settleFate writes down what became of a delivery and plans its receipt, if it is one
// that vendors report by themselves.
func (e *Engine) settleFate(d *Delivery, f Fate, trace []rule.Step, now time.Time) {
	e.writeFate(d, f, trace, now)
	if f.State != device.Replaced && f.State != device.Recalled {
		e.planReceipt(d, now)
	}
}

// writeFate writes down what became of a delivery.
func (e *Engine) writeFate(d *Delivery, f Fate, trace []rule.Step, now time.Time) {
	f.At = now
	d.Fate = f
	a, s := d.Sent.App, d.Sent
	ev := Event{
		Kind: EvMessage, ID: d.ID, Call: d.callID, At: now, Vendor: a.Spec.Vendor, App: a.Spec.ID,
		Token: d.Target, Phone: d.Phone.ID, Title: s.Title, Body: s.Body,
		Asked: s.Asked, Granted: s.Granted, Category: s.Category, VendorMessageID: s.VendorID,
		Replied: true, Status: d.status, Code: d.code, Reason: f.Reason, Fate: f, Cause: -1,
	}
	steps := append(d.call[:len(d.call):len(d.call)], trace...)
	ev.Steps = steps
	ev.Cause = d.firstCause(f)
	d.Fate.Cause = ev.Cause
	d.cause, _ = ev.CauseStep()
	e.ring.publish(&ev)
}

// firstCause is the index, in the steps of the call and then the attempt, of what
// first made the message less than was asked for. A phone that shows a message
// more quietly because of its class owes that to the step that changed the class,
// if one did.
func (d *Delivery) firstCause(f Fate) int32 {
	quieter := f.State == device.Silent || f.State == device.Folded
	if quieter && d.Sent.Granted != d.Sent.Asked {
		for i, s := range d.call {
			if s.Outcome == rule.Alter && d.Sent.App.book.Rule(s).Stage == rule.StageClassify {
				return int32(i)
			}
		}
	}
	switch {
	case f.Cause >= 0:
		return f.Cause + int32(len(d.call))
	default:
		return d.callCause
	}
}

// expire ends a message that waited too long for its phone.
func (e *Engine) expire(d *Delivery) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := d.Sent.App
	a.mu.Lock()
	defer a.mu.Unlock()
	if d.Fate.State != device.Held || d.Fate.Arrived {
		return
	}
	now := e.clock.Now()
	in := Due{Kind: DueExpiry, Delivery: d, At: now}
	dec := &a.decision
	a.book.Decide(View{w: e.world, vendor: a.Spec.Vendor, app: a, now: now, seed: e.opts.Seed}, &in, dec)
	if !dec.Fate.State.Final() {
		return
	}
	e.apply(a, nil, d.Sent, dec.Effects, now)
	d.Phone.waiting = slices.DeleteFunc(d.Phone.waiting, func(w *Delivery) bool { return w == d })
	e.settleFate(d, dec.Fate, dec.Trace, now)
}

// auditDone ends a content audit.
func (e *Engine) auditDone(p audit) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := p.s.App
	a.mu.Lock()
	defer a.mu.Unlock()
	p.s.Audit = AuditPassed
	if p.failed {
		p.s.Audit = AuditFailed
	}
	now := e.clock.Now()
	in := AuditDone{Message: p.s, At: now}
	dec := &a.decision
	a.book.Decide(View{w: e.world, vendor: a.Spec.Vendor, app: a, now: now, seed: e.opts.Seed}, &in, dec)
	e.apply(a, nil, p.s, dec.Effects, now)
	note := "passed"
	if p.failed {
		note = "not allowed"
	}
	e.ring.publish(&Event{
		Kind: EvAudit, At: now, Vendor: a.Spec.Vendor, App: a.Spec.ID, Title: p.s.Title, Body: p.s.Body,
		Asked: p.s.Asked, Granted: p.s.Granted, Category: p.s.Category, VendorMessageID: p.s.VendorID,
		Cause: -1, Steps: dec.Trace, Note: note,
	})
}

// fanSlice is how many phones of a broadcast are planned at a time, so that other
// traffic gets its turn in between.
const fanSlice = 1000

// fanOut plans the next slice of a broadcast.
func (e *Engine) fanOut(p fanout) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a := p.sent.App
	a.mu.Lock()
	defer a.mu.Unlock()
	if p.sent.Recalled {
		p.sent.spreading = false
		return // before it began
	}
	now := e.clock.Now()
	end := min(p.next+fanSlice, len(e.world.order))
	for _, ph := range e.world.order[p.next:end] {
		if ph.app == a && ph.Installed && ph.Subscribed && !ph.NoToken && p.sent.Audience.Matches(&ph.Phone) {
			dl := e.schedule(p.sent, ph, Target{Name: ph.Token}, now, now)
			dl.callCause, dl.status, dl.code = -1, 200, a.ep.Success()
		}
	}
	if p.sent.spreading = end < len(e.world.order); p.sent.spreading {
		e.clock.Schedule(now, true, fanout{sent: p.sent, next: end})
	}
}
