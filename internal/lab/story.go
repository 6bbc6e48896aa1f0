package lab

import (
	"cmp"
	"fmt"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// phone is short for what the world knows of a phone.
type phone = device.Phone

// maxEvents is more than a ring holds.
const maxEvents = 1 << 20

// Story tells one message of the lab by its id, or a call without targets by its own.
func (l *Lab) Story(id string) (desk.Story, error) {
	found, ok := l.engine.Message(id)
	if !ok {
		if found, ok = l.engine.Call(id); !ok {
			return desk.Story{}, fmt.Errorf("no message %q; it may be forgotten already", id)
		}
	}
	s := Tell(l.engine, &found)
	s.Exchanges = exchangesOf(l.engine, &found)
	return s, nil
}

// exchangesOf are the requests and answers of the call an event belongs to.
func exchangesOf(e *sim.Engine, of *sim.Event) []desk.Exchange {
	call := cmp.Or(of.Call, of.ID)
	var out []desk.Exchange
	e.Scan(0, func(ev *sim.Event) {
		if ev.Kind == sim.EvExchange && ev.ID == call {
			out = append(out, desk.Exchange{
				Method: ev.Method, Path: ev.Path, RequestHeader: string(ev.RequestHeader),
				RequestBody: string(ev.RequestBody), Status: ev.Status, ResponseBody: string(ev.ResponseBody),
			})
		}
	})
	return out
}

// Stories tells the newest state of each message that changed after an event, then of
// the messages that were refused before they had a target - bodies that were not stored,
// broadcasts - and the event up to which it looked.
func (l *Lab) Stories(after uint64) ([]desk.Story, uint64) {
	last := l.engine.LastEvent()
	var out []desk.Story
	for _, ev := range l.engine.Messages(after) {
		out = append(out, Tell(l.engine, &ev))
	}
	for _, ev := range l.engine.Calls(after) {
		if ev.Cause >= 0 && ev.Verb.HasMessage() {
			out = append(out, Tell(l.engine, &ev))
		}
	}
	return out, last
}

// Tell makes a story of a message event: every number of its trace gets its words,
// the code its meaning, the cause its advice.
func Tell(e *sim.Engine, ev *sim.Event) desk.Story {
	s := desk.Story{
		ID: ev.ID, At: ev.At, Vendor: ev.Vendor, App: ev.App, Phone: ev.Phone, Token: ev.Token,
		Title: ev.Title, Body: ev.Body, Asked: ev.Asked, Granted: ev.Granted, Category: ev.Category,
		VendorID: ev.VendorMessageID, Status: ev.Status, Code: ev.Code, Error: ev.Error,
		Refused: ev.Replied && ev.Fate.State == "", State: ev.Fate.State, Sound: ev.Fate.Sound, Reason: ev.Reason,
		FateAt: ev.Fate.At, Receipt: ev.Fate.Code, Cause: -1,
	}
	if ev.Kind == sim.EvCall {
		s.Op = ev.Op
	}
	book := e.Rulebook(ev.Vendor)
	for i, st := range ev.Steps {
		info := book.Rule(st)
		s.Steps = append(s.Steps, desk.Step{
			Rule: info, Outcome: st.Outcome,
			Because: vendors.Text{EN: info.Explain(st, "en"), ZH: info.Explain(st, "zh")},
		})
		if int32(i) == ev.Cause {
			s.Cause, s.Advice = i, info.Advice
		}
		if s.Refused && st.Outcome == rule.Answer { // a check, or a request that was here before
			s.Refused, s.Answered, s.Cause, s.Advice = false, true, i, info.Advice
		}
	}
	if row, ok := catalog.Find(ev.Vendor); ok {
		if c, ok := row.Facts().Code(ev.Code); ok {
			s.Meaning = c.Meaning
			if s.Cause < 0 && s.Refused {
				s.Advice = c.Advice
			}
		}
	}
	return s
}
