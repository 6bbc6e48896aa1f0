package sim

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
)

// Gap is the line a journal, and the event a stream, has in place of events that
// were forgotten before they could be written.
type Gap struct {
	Kind   string `json:"kind"` // "gap"
	Missed uint64 `json:"missed"`
}

// scanChunk is how many events are looked at under one lock of the ring.
const scanChunk = 256

// Journal writes every event so far and to come as JSON lines, in order. It returns
// when ctx ends, after it wrote what happened until then, or when w fails. Run it
// in a goroutine of its own: events do not wait for it, and if w is too slow, a
// line {"kind":"gap","missed":N} stands for what was lost.
//
// One driver that does the same things with the same seed and start gets the same
// bytes.
func (e *Engine) Journal(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 64<<10)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	var seq uint64
	for {
		// Looked at before writing: what is published before ctx ends is written.
		ended := ctx.Err() != nil
		if err := e.writeJournal(enc, &seq); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		if err := out.Flush(); err != nil {
			return fmt.Errorf("journal: %w", err)
		}
		if ended {
			return nil
		}
		if e.WaitEvent(ctx, seq) != nil {
			continue // the last round
		}
	}
}

// writeJournal writes what there is after seq and moves seq.
func (e *Engine) writeJournal(enc *json.Encoder, seq *uint64) error {
	for last := e.LastEvent(); *seq < last; {
		events, missed := e.Events(*seq, scanChunk)
		if missed > 0 {
			if err := enc.Encode(Gap{Kind: "gap", Missed: missed}); err != nil {
				return err
			}
			*seq += missed
		}
		for i := range events {
			if err := enc.Encode(e.Record(&events[i], "en")); err != nil {
				return err
			}
			*seq = events[i].Seq
		}
	}
	return nil
}

// Scan shows fn the events after seq, oldest first, without copying them, and
// returns the Seq of the newest one seen and how many were already forgotten. fn
// must not keep the event or its slices, must be quick, and must not call the
// engine: the ring is locked meanwhile.
func (e *Engine) Scan(after uint64, fn func(*Event)) (last, missed uint64) {
	for {
		next, gone, more := e.ring.scan(after, scanChunk, fn)
		after, missed = next, missed+gone
		if !more {
			return after, missed
		}
	}
}

// scan calls fn for up to limit events and reports whether there are more.
func (r *ring) scan(after uint64, limit uint64, fn func(*Event)) (last, missed uint64, more bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	from := after + 1
	if from < r.first {
		missed, from = r.first-from, r.first
	}
	end := min(r.next, from+limit)
	for seq := from; seq < end; seq++ {
		fn(r.slot(seq))
	}
	return max(end, from) - 1, missed, end < r.next
}

// Clone returns a copy that shares nothing with the event, for keeping what Scan
// shows.
func (e *Event) Clone() Event { return e.clone() }
