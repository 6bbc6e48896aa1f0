package sim

import (
	"cmp"
	"slices"
)

// Messages returns the newest state of every message something happened to after
// seq, in the order in which the messages first appeared. What only earlier events
// know is carried on: where the call came in, the steps of an attempt when a later
// event has none, and what the network did to the answer. Only events that are
// still remembered count.
func (e *Engine) Messages(after uint64) []Event {
	f := messageFold{at: map[string]int{}, newest: map[string]int{}}
	if after > 0 {
		// Most of what is remembered is older than after and of no interest, so what
		// changed is found first and only that is copied.
		f.of = map[string]bool{}
		e.Scan(after, func(ev *Event) {
			if ev.Kind == EvMessage || ev.disturbs() {
				f.of[ev.ID] = true
			}
		})
		if len(f.of) == 0 {
			return nil
		}
	}
	e.Scan(0, f.add)
	return slices.DeleteFunc(f.messages, func(m Event) bool { return m.Seq <= after })
}

// Message returns the newest state of one message, as Messages does.
func (e *Engine) Message(id string) (Event, bool) {
	f := messageFold{at: map[string]int{}, newest: map[string]int{}, of: map[string]bool{id: true}}
	e.Scan(0, f.add)
	i, ok := f.at[id]
	if !ok {
		return Event{}, false
	}
	return f.messages[i], true
}

// Calls returns the calls without targets after seq that are still remembered, oldest
// first: logins, stored bodies, queries, and messages that name nobody.
func (e *Engine) Calls(after uint64) []Event {
	var calls []Event
	e.Scan(after, func(ev *Event) {
		if ev.Kind == EvCall {
			calls = append(calls, ev.clone())
		}
	})
	return calls
}

// Call returns one of them.
func (e *Engine) Call(id string) (call Event, ok bool) {
	e.Scan(0, func(ev *Event) {
		if ev.Kind == EvCall && ev.ID == id {
			call, ok = ev.clone(), true
		}
	})
	return call, ok
}

type messageFold struct {
	of       map[string]bool // the messages and the calls wanted, nil: all
	at       map[string]int
	messages []Event
	// newest is the newest message of each call, before the one of the same call ahead
	// of each message, -1: none. What befell an exchange befell all of its call.
	newest map[string]int
	before []int
}

func (f *messageFold) add(ev *Event) {
	switch ev.Kind {
	case EvMessage:
		f.message(ev)
	case EvExchange:
		if i, ok := f.newest[ev.ID]; ok && ev.disturbs() {
			for ; i >= 0; i = f.before[i] {
				disturb(&f.messages[i], ev)
			}
		}
	}
}

func (f *messageFold) message(ev *Event) {
	call := cmp.Or(ev.Call, ev.ID)
	if f.of != nil && !f.of[ev.ID] && !f.of[call] {
		return
	}
	if i, known := f.at[ev.ID]; known {
		f.messages[i] = follow(&f.messages[i], ev)
		return
	}
	i, before := len(f.messages), -1
	if last, ok := f.newest[call]; ok {
		before = last
	}
	f.at[ev.ID], f.newest[call] = i, i
	f.messages, f.before = append(f.messages, ev.clone()), append(f.before, before)
}

// disturbs reports whether an event is an exchange that faults did something to.
func (e *Event) disturbs() bool {
	return e.Kind == EvExchange && (e.Error != "" || len(e.Faults) > 0)
}

// disturb notes what faults did to the answer about a message.
func disturb(m, exchange *Event) {
	m.Seq, m.Error = exchange.Seq, exchange.Error
	m.Faults = append([]string(nil), exchange.Faults...)
	if exchange.Error == "" {
		m.Status = exchange.Status
		if exchange.Code == "" { // another answer than the vendor's
			m.Code = ""
		}
	}
}

// follow is the state after ev, given the state before it.
func follow(old, ev *Event) Event {
	m := ev.clone()
	m.Site, m.Verb, m.Op = old.Site, old.Verb, old.Op
	m.Error, m.Faults = old.Error, old.Faults
	if len(old.Faults) > 0 {
		m.Status, m.Code = old.Status, old.Code
	}
	if len(old.Steps) > len(m.Steps) {
		m.Steps = old.Steps // ev's are the first ones of these, so its cause fits
	}
	return m
}
