package sim

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// receiptDelay is the time from a fate to the vendor's first callback. No vendor
// documents one; it is short so that people see receipts come.
const receiptDelay = 200 * time.Millisecond

// planReceipt schedules the vendor's callback for a delivery that has its fate.
func (e *Engine) planReceipt(d *Delivery, now time.Time) {
	if d.Fate.State.Final() {
		e.planReport(d, d.Fate, now)
	}
}

// planReports schedules what the vendor reports beside the fate.
func (e *Engine) planReports(d *Delivery, dec *Decision) {
	for i := range dec.Effects {
		if f := &dec.Effects[i]; f.Kind == EffReport {
			about := dec.Fate
			about.Code, about.At, about.Cause = f.Text, f.At, -1
			e.planReport(d, about, f.At)
		}
	}
}

// refusal plans a receipt about a target that was not sent to: there is no delivery it
// could be about.
func (e *Engine) refusal(s *Sent, f *Effect, now time.Time) {
	if s == nil {
		return // the call was refused as a whole
	}
	none := &Delivery{Sent: s, Phone: f.Phone, Target: f.Key, Fate: Fate{State: device.Dropped, At: now, Cause: -1}}
	about := none.Fate
	about.Code = f.Text
	e.planReport(none, about, now)
}

func (e *Engine) planReport(d *Delivery, about Fate, at time.Time) {
	to := &d.Sent.Receipt
	if to.Implied && d.Sent.App.Spec.Receipts[to.ID] == "" {
		return
	}
	if _, ok := d.Sent.App.ep.(Reporter); ok && !to.None() {
		e.clock.Schedule(at.Add(receiptDelay), true, receipt{d: d, fate: about, cause: d.cause})
	}
}

// postReceipt makes one try of a callback. Real clocks do not wait for it; the
// others do, so that a story's receipts are in order.
func (e *Engine) postReceipt(p receipt) {
	a := p.d.Sent.App
	rep := a.ep.(Reporter)
	target := p.d.Sent.Receipt
	url, registered := target.URL, false
	e.world.mu.RLock()
	a.mu.Lock() // a penalty changes the app's flags under it
	now := p.d.Fate
	over := (now.State == device.Recalled || now.State == device.Replaced) && now.At.Before(p.fate.At)
	if target.ID != "" {
		url, registered = a.Spec.Receipts[target.ID], true
	}
	spec, phone := a.Spec, device.Phone{}
	if p.d.Phone != nil {
		phone = p.d.Phone.Phone
	}
	a.mu.Unlock()
	e.world.mu.RUnlock()
	if over {
		return // taken back or replaced before what would have been reported
	}
	body, header, ok := rep.Receipt(&ReceiptInput{
		App: &spec, VendorMessageID: p.d.Sent.VendorID, Target: p.d.Target, Kind: p.d.Kind, Param: target.Param,
		Fate: p.fate, Test: p.d.Sent.Test, Origin: p.d.Sent.Origin, ToAudience: p.d.Sent.broadcast(),
		Batch:      p.d.Sent.Batch,
		Single:     !p.d.Sent.Saved && p.d.Sent.Origin == "" && !p.d.Sent.broadcast(),
		Registered: registered, At: e.clock.Now(),
		Keep: p.d.Sent.Keep, Phone: phone, Cause: p.cause,
	})
	if !ok {
		return
	}
	ev := Event{
		Kind: EvReceipt, ID: p.d.ID, Vendor: spec.Vendor, App: spec.ID, Token: p.d.Target,
		Phone: phone.ID, VendorMessageID: p.d.Sent.VendorID, Fate: p.fate, Cause: -1,
		Path: url, RequestBody: body, Reason: p.fate.Reason,
	}
	if e.clock.Mode().Kind == clock.Real {
		e.posts.Go(func() { e.deliverReceipt(p, rep, ev, url, header, body) })
		return
	}
	e.deliverReceipt(p, rep, ev, url, header, body)
}

// errNoURL: the message names a receipt id that is not registered.
var errNoURL = errors.New("no URL is registered under this receipt id")

func (e *Engine) deliverReceipt(p receipt, rep Reporter, ev Event, url string, header http.Header, body []byte) {
	status, err := 0, error(nil)
	switch {
	case url == "":
		err = errNoURL
	case e.opts.Poster == nil:
		ev.Note = "recorded, not sent"
		e.Publish(&ev)
		return
	default:
		status, err = e.opts.Poster.Post(e.ctx, url, header, body)
	}
	ev.Status, ev.Replied = status, status != 0
	if err == nil && status >= 200 && status < 300 {
		e.Publish(&ev)
		return
	}
	if err != nil {
		ev.Error = err.Error()
	}
	retries := rep.ReceiptRetries()
	if p.try < len(retries) && !errors.Is(err, errNoURL) && !errors.Is(err, ErrNotAllowed) {
		pause := retries[p.try]
		ev.Note = fmt.Sprintf("try %d of %d; next in %s", p.try+1, len(retries)+1, pause)
		e.Publish(&ev)
		p.try++
		e.clock.Schedule(e.clock.Now().Add(pause), true, p)
		return
	}
	ev.Note = "given up"
	e.Publish(&ev)
}

// ErrNotAllowed marks a callback URL the simulator must not reach: by default it
// talks to this machine only.
var ErrNotAllowed = errors.New("callback host is not on this machine")

func (s *Sent) broadcast() bool {
	return !s.Audience.Nobody()
}
