package sim

import (
	"context"
	"sync"
)

// ring keeps the newest events, bounded in number and bytes. Writers copy in
// under one short lock and never wait for readers; a reader that is too slow is
// told how many events it missed.
type ring struct {
	mu     sync.Mutex
	slots  []Event // slot of seq is slots[seq%len]
	first  uint64  // oldest seq kept
	next   uint64  // seq of the next event
	bytes  int
	limit  int
	notify chan struct{} // non-nil when somebody waits; closed on publish
}

// DefaultRingBytes bounds what an engine remembers of the past.
const DefaultRingBytes = 64 << 20

// The ring starts small and doubles: an engine that lives for one test case must
// not cost what one that runs for days does.
const firstSlots, maxSlots = 64, 1 << 16

func newRing(limit int) *ring {
	if limit <= 0 {
		limit = DefaultRingBytes
	}
	return &ring{slots: make([]Event, firstSlots), first: 1, next: 1, limit: limit}
}

// grow doubles the slots; every event moves to its new place.
func (r *ring) grow() {
	slots := make([]Event, 2*len(r.slots))
	for seq := r.first; seq < r.next; seq++ {
		slots[seq%uint64(len(slots))] = r.slots[seq%uint64(len(r.slots))]
	}
	r.slots = slots
}

// publish copies e in, gives it its Seq and returns that.
func (r *ring) publish(e *Event) uint64 {
	r.mu.Lock()
	seq := r.next
	if seq-r.first == uint64(len(r.slots)) {
		if len(r.slots) < maxSlots {
			r.grow()
		} else {
			r.first++ // the slot's memory is reused below
		}
	}
	s := &r.slots[seq%uint64(len(r.slots))]
	r.bytes -= s.size() // what the slot's reused memory counted
	steps, head, req, resp, faults := s.Steps[:0], s.RequestHeader[:0], s.RequestBody[:0], s.ResponseBody[:0], s.Faults[:0]
	*s = *e
	s.Seq = seq
	s.Steps = append(steps, e.Steps...)
	s.RequestHeader = append(head, e.RequestHeader...)
	s.RequestBody = append(req, e.RequestBody...)
	s.ResponseBody = append(resp, e.ResponseBody...)
	s.Faults = append(faults, e.Faults...)
	r.bytes += s.size()
	r.next++
	for r.bytes > r.limit && r.next-r.first > 1 {
		old := &r.slots[r.first%uint64(len(r.slots))]
		r.bytes -= old.size()
		*old = Event{}
		r.first++
	}
	if r.notify != nil {
		close(r.notify)
		r.notify = nil
	}
	r.mu.Unlock()
	return seq
}

// read copies up to limit events after seq, oldest first. missed counts events
// after seq that are gone.
func (r *ring) read(after uint64, limit int) (events []Event, missed uint64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	from := after + 1
	if from < r.first {
		missed = r.first - from
		from = r.first
	}
	for seq := from; seq < r.next && len(events) < limit; seq++ {
		events = append(events, r.slots[seq%uint64(len(r.slots))].clone())
	}
	return events, missed
}

// last is the Seq of the newest event, 0 when there is none.
func (r *ring) last() uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.next - 1
}

// wait returns when there is an event after seq, or with the context's error.
func (r *ring) wait(ctx context.Context, after uint64) error {
	for {
		r.mu.Lock()
		if r.next-1 > after {
			r.mu.Unlock()
			return nil
		}
		if r.notify == nil {
			r.notify = make(chan struct{})
		}
		ch := r.notify
		r.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ch:
		}
	}
}

func (e *Event) clone() Event {
	c := *e
	c.Steps = append(c.Steps[:0:0], e.Steps...)
	c.RequestHeader = append([]byte(nil), e.RequestHeader...)
	c.RequestBody = append([]byte(nil), e.RequestBody...)
	c.ResponseBody = append([]byte(nil), e.ResponseBody...)
	c.Faults = append([]string(nil), e.Faults...)
	return c
}
