package lab

import (
	"slices"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// unmade are the stories of targets that were refused without a message: by the newest
// call without targets since an event that was answered with their code.
func (p prepared) unmade(e *sim.Engine, after uint64, outcomes []vendors.Outcome, messages []sim.Event) []desk.Story {
	var calls []sim.Event
	var phones []phone
	var out []desk.Story
	for i := range outcomes {
		o := &outcomes[i]
		if o.State != vendors.StateRefused ||
			slices.ContainsFunc(messages, func(m sim.Event) bool { return m.Token == string(o.Token) }) {
			continue
		}
		if calls == nil {
			if calls, phones = p.refusedCalls(e, after), e.Phones(); len(calls) == 0 {
				return nil
			}
		}
		at := slices.IndexFunc(calls, func(c sim.Event) bool { return c.Code == o.Code })
		if at < 0 {
			continue
		}
		s := Tell(e, &calls[at])
		s.Exchanges, s.Token, s.App = exchangesOf(e, &calls[at]), string(o.Token), p.app
		if i := slices.IndexFunc(phones, func(ph phone) bool { return ph.Token == s.Token }); i >= 0 {
			s.Phone = phones[i].ID
		}
		out = append(out, s)
	}
	return out
}

// refusedCalls are the calls without targets since an event that were refused, of the
// order's app or of nobody's, newest first.
func (p prepared) refusedCalls(e *sim.Engine, after uint64) []sim.Event {
	calls := slices.DeleteFunc(e.Calls(after), func(c sim.Event) bool {
		return c.Vendor != p.vendor || c.Cause < 0 || c.App != "" && c.App != p.app
	})
	slices.Reverse(calls)
	return calls
}

// idsOf are the ids by which an order is found again: of its messages, and of the calls
// that were refused in place of messages.
func idsOf(r *desk.Receipt) []string {
	ids := slices.Clone(r.Messages)
	for i := range r.Unmade {
		if id := r.Unmade[i].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
