package sim

import (
	"context"
	"sync"
)

// ring keeps the newest events, bounded in number and bytes. Writers copy in
// under one short lock and never wait for readers; a reader that is too slow is
// told how many events it missed.
type ring struct {
	mu sync.Mutex
	// chunks hold the slots; slot seq%maxSlots belongs to seq. A chunk is made when
	// it is first needed: an engine that lives for one test case must not cost what
	// one that runs for days does, and growing must move nothing.
	chunks [maxSlots / chunkSlots]*[chunkSlots]Event
	first  uint64 // oldest seq kept
	next   uint64 // seq of the next event
	bytes  int
	limit  int
	// spare is the memory of the event forgotten last, for the next one.
	spare  Event
	notify chan struct{} // non-nil when somebody waits; closed on publish
}

const maxSlots, chunkSlots = 1 << 16, 64

// DefaultRingBytes bounds what an engine remembers of the past.
const DefaultRingBytes = 64 << 20

func newRing(limit int) *ring {
	if limit <= 0 {
		limit = DefaultRingBytes
	}
	return &ring{first: 1, next: 1, limit: limit}
}

// slot is where the event seq is, or will be.
func (r *ring) slot(seq uint64) *Event {
	c := &r.chunks[seq%maxSlots/chunkSlots]
	if *c == nil {
		*c = new([chunkSlots]Event)
	}
	return &(*c)[seq%chunkSlots]
}

// forget gives up the oldest event and keeps its memory for the next one.
func (r *ring) forget() {
	old := r.slot(r.first)
	r.bytes -= old.size()
	r.spare, *old = *old, Event{}
	r.first++
}

// publish copies e in, gives it its Seq and returns that.
func (r *ring) publish(e *Event) uint64 {
	r.mu.Lock()
	seq := r.next
	if seq-r.first == maxSlots {
		r.forget()
	}
	s, m := r.slot(seq), r.spare
	r.spare = Event{}
	*s = *e
	s.Seq = seq
	s.Steps = append(m.Steps[:0], e.Steps...)
	s.RequestHeader = append(m.RequestHeader[:0], e.RequestHeader...)
	s.RequestBody = append(m.RequestBody[:0], e.RequestBody...)
	s.ResponseBody = append(m.ResponseBody[:0], e.ResponseBody...)
	s.Faults = append(m.Faults[:0], e.Faults...)
	r.bytes += s.size()
	r.next++
	for r.bytes > r.limit && r.next-r.first > 1 {
		r.forget()
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
		events = append(events, r.slot(seq).clone())
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
