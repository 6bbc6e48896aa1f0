package sim

import "slices"

// Messages returns the newest state of every message something happened to after
// seq, in the order in which the messages first appeared. What only earlier events
// know is carried on: where the call came in, the steps of an attempt when a later
// event has none, and what the network did to the answer. Only events that are
// still remembered count.
func (e *Engine) Messages(after uint64) []Event {
	f := messageFold{at: map[string]int{}}
	if after > 0 {
		// Most of what is remembered is older than after and of no interest, so what
		// changed is found first and only that is copied.
		f.of = map[string]bool{}
		e.Scan(after, func(ev *Event) {
			if ev.Kind == EvMessage || ev.Kind == EvExchange {
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
	f := messageFold{at: map[string]int{}, of: map[string]bool{id: true}}
	e.Scan(0, f.add)
	if len(f.messages) == 0 {
		return Event{}, false
	}
	return f.messages[0], true
}

type messageFold struct {
	of       map[string]bool // the messages wanted, nil: all
	at       map[string]int
	messages []Event
}

func (f *messageFold) add(ev *Event) {
	if f.of != nil && !f.of[ev.ID] {
		return
	}
	i, known := f.at[ev.ID]
	switch {
	case ev.Kind == EvMessage && !known:
		f.at[ev.ID] = len(f.messages)
		f.messages = append(f.messages, ev.clone())
	case ev.Kind == EvMessage:
		f.messages[i] = follow(&f.messages[i], ev)
	case ev.Kind == EvExchange && known:
		disturb(&f.messages[i], ev)
	}
}

// disturb notes what faults did to the answer about a message.
func disturb(m, exchange *Event) {
	if exchange.Error == "" && len(exchange.Faults) == 0 {
		return
	}
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
