// Package basics holds the cases every sender owes its user, whatever the vendor:
// nothing lost, nothing sent twice, no secret told, no failure called a success.
//
// The cases know no vendor. They see what phones show and how requests come; the
// little they must know of a vendor's wire, such as where its messages go, is a
// Wire that the vendor's own cases fill in.
package basics

import (
	"fmt"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// Wire is what must be known of a vendor to run the cases for it.
type Wire struct {
	// App may send transactional messages of any number; its ID and Vendor are set.
	App sim.AppSpec
	// Category is a transactional category of the vendor, "" if it has none.
	Category vendors.Category
	// Login is the path of the login, "" if the vendor has none. Send are the
	// paths at which messages arrive, the one for single messages first; "*" stands
	// for a segment that differs, such as a token.
	Login string
	Send  []string
	// Batch is the most tokens of one call; 0: one token a call.
	Batch int
	// Key is the idempotency key in a request to a path of Send; nil: the vendor
	// has none.
	Key func(conformance.Exchange) string
	// ClassByCategory: the vendor has no field for the class; a message is
	// transactional by its category.
	ClassByCategory bool
	// NoClasses: the vendor tells no classes apart.
	NoClasses bool
	// NoDedup: the vendor does not notice that it gets a message again.
	NoDedup bool
	// BareYes: a yes has no body, so one that is cut short still is one.
	BareYes bool
	// Dead is the n-th token that the vendor refuses as dead; nil: that of a phone that
	// DeadPhone makes.
	Dead func(n int) vendors.Token
	// DeadPhone makes a phone one whose token the vendor refuses as dead; nil: without
	// the app.
	DeadPhone kit.PhoneOption
	// IsTest reports whether a request to a path of Send asks for the vendor's test
	// mode; nil: a test shows on test devices only, and that is looked at.
	IsTest func(conformance.Exchange) bool
	// NoTest: the vendor has no test mode. A message that asks for one is not sent, or
	// the sender tells that it went out as any other.
	NoTest bool
	// KeyAssumed: that the vendor drops what repeats a key is only assumed.
	KeyAssumed bool
	// Secrets are the names of the app's credentials that must never be told.
	Secrets []string
}

// Cases are the basic cases for one vendor.
func Cases(v vendors.Vendor, w Wire) []conformance.Case {
	w.App.Vendor = v
	outcomes := w.outcomeCases()
	if w.NoClasses {
		outcomes = slices.DeleteFunc(outcomes, func(c conformance.Case) bool { return c.ID == "class-kept" })
	}
	all := slices.Concat(outcomes, w.textCases(), w.failureCases(), w.timeoutCases(), w.mannersCases(), w.batchCases(), w.worldCases())
	for i := range all {
		c := &all[i]
		c.ID = string(v) + "/basics/" + c.ID
		c.Vendor, c.Direction, c.Since, c.Source = v, conformance.Sender, "0.1.0", source
		c.Needs = append([]conformance.Need{conformance.NeedControl}, c.Needs...)
	}
	return all
}

// source of what no vendor has to write down.
const source = "what any sender owes its user; bugs of working senders, github.com, read 2026-11-23"

// play is one case's app and sender.
type play struct {
	*Wire
	t     *conformance.T
	world conformance.Control
	app   sim.AppSpec
	s     conformance.TestedSender
	// faults made so far; each has its own name.
	faults int
}

func (w Wire) start(t *conformance.T, edits ...func(*sim.AppSpec)) *play {
	spec := w.App
	for _, e := range edits {
		e(&spec)
	}
	app := kit.AddApp(t, spec)
	return &play{Wire: &w, t: t, world: t.Control(), app: app, s: t.Sender(app)}
}

func (p *play) phone(id string, edits ...kit.PhoneOption) device.Phone {
	return kit.AddPhone(p.t, p.app, id, edits...)
}

func (p *play) change(ph device.Phone, edit kit.PhoneOption) { kit.ChangePhone(p.t, ph, edit) }

// chat is a message any vendor takes.
func (w *Wire) chat() *vendors.Message {
	return &vendors.Message{
		Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, Category: w.Category,
	}
}

// dead is the n-th token that the vendor refuses as dead.
func (p *play) dead(n int) vendors.Token {
	if p.Dead != nil {
		return p.Dead(n)
	}
	gone := p.DeadPhone
	if gone == nil {
		gone = kit.Uninstalled
	}
	return vendors.Token(p.phone(fmt.Sprintf("dead-%d", n), gone).Token)
}

// give sends and settles. An error is allowed beside complete outcomes.
func (p *play) give(msg *vendors.Message, phones ...device.Phone) (vendors.Result, error) {
	return p.giveTo(msg, kit.IDs(phones...)...)
}

func (p *play) giveTo(msg *vendors.Message, tokens ...vendors.Token) (vendors.Result, error) {
	r, err := p.s.Send(p.t.Context(), msg, tokens)
	if len(r.Outcomes) != len(tokens) {
		p.t.Fatalf("send: %d outcomes for %d tokens (error: %v)", len(r.Outcomes), len(tokens), err)
	}
	p.settle()
	return r, err
}

// accepted sends and says that every token must be accepted.
func (p *play) accepted(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	r, err := p.give(msg, phones...)
	for _, o := range r.Outcomes {
		if o.State != vendors.StateAccepted || o.TokenDead {
			p.t.Errorf("token %s is %s (%s, code %q, dead %t, error %v), want accepted", o.Token, o.State, o.Reason, o.Code, o.TokenDead, err)
		}
	}
	return r
}

func (p *play) settle() {
	if err := p.world.Settle(); err != nil {
		p.t.SetupErrorf("settle: %v", err)
	}
}

// shows says how many notifications a phone must have.
func (p *play) shows(ph device.Phone, n int) device.Shade {
	s, err := p.world.Shade(ph.ID)
	if err != nil {
		p.t.SetupErrorf("shade of %s: %v", ph.ID, err)
	}
	if len(s.Items) != n {
		p.t.Errorf("phone %s shows %d notifications, want %d", ph.ID, len(s.Items), n)
	}
	return s
}

// requests are those that reached one of the paths.
func (p *play) requests(paths ...string) []conformance.Exchange {
	var out []conformance.Exchange
	for _, x := range kit.Requests(p.t, "") {
		if slices.ContainsFunc(paths, func(s string) bool { return s != "" && kit.EndsIn(x.Path, s) }) {
			out = append(out, x)
		}
	}
	return out
}

// single are the requests at the path for one message.
func (p *play) single() []conformance.Exchange { return p.requests(p.Send[0]) }
