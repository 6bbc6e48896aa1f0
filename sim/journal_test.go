package sim_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

// journal runs a story under a journal and returns what was written.
func journal(t *testing.T, w *world, story func()) []byte {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var out bytes.Buffer
	done := make(chan error, 1)
	go func() { done <- w.Journal(ctx, &out) }()
	story()
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestJournalIsCompleteAndTheSameEveryTime(t *testing.T) {
	t.Parallel()
	run := func() []byte {
		w := newWorld(t, sim.Options{}, "a", "b")
		return journal(t, w, func() {
			for i := range 200 {
				w.call(toyCall{To: []string{"a", "nobody"}, Title: strings.Repeat("<", i%7), Class: "marketing"})
			}
			w.call(toyCall{Op: "auth"})
		})
	}
	first, second := run(), run()
	if !bytes.Equal(first, second) {
		t.Errorf("two runs differ:\n%s", cmp.Diff(string(first), string(second)))
	}
	lines := bytes.Split(bytes.TrimSpace(first), []byte("\n"))
	if len(lines) != 200*3+1 {
		t.Errorf("got %d lines, want one an event", len(lines))
	}
	for i, line := range lines {
		var r sim.Record
		if err := json.Unmarshal(line, &r); err != nil || r.Seq != uint64(i+1) {
			t.Fatalf("line %d: seq %d, %v: %s", i+1, r.Seq, err, line)
		}
	}
}

func TestJournalSaysWhatItMissed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{RingBytes: 4 << 10}, "a")
	for range 50 {
		w.call(toyCall{To: []string{"a"}, Title: "x"})
	}
	out := journal(t, w, func() {})
	first, rest, _ := strings.Cut(string(out), "\n")
	var gap sim.Gap
	if err := json.Unmarshal([]byte(first), &gap); err != nil || gap.Kind != "gap" {
		t.Fatalf("first line: got %s (%v), want a gap", first, err)
	}
	if n := uint64(strings.Count(rest, "\n")); n == 0 || gap.Missed+n != w.LastEvent() {
		t.Errorf("missed %d and wrote %d of %d events", gap.Missed, n, w.LastEvent())
	}
}

func TestJournalEndsWhenItsWriterFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	r, out := io.Pipe()
	full := errors.New("disk full")
	r.CloseWithError(full)
	w.call(toyCall{To: []string{"a"}, Title: "x"})
	if err := w.Journal(t.Context(), out); !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func TestScanSeesEveryEventOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	for range 700 {
		w.submit(toyCall{To: []string{"a"}, Title: "x"})
	}
	var seqs []uint64
	last, missed := w.Scan(100, func(ev *sim.Event) { seqs = append(seqs, ev.Seq) })
	if len(seqs) != 600 || seqs[0] != 101 || last != 700 || missed != 0 {
		t.Errorf("saw %d events from %d, last %d, missed %d", len(seqs), seqs[0], last, missed)
	}
	if last, missed = w.Scan(last, func(*sim.Event) { t.Error("an event twice") }); last != 700 || missed != 0 {
		t.Errorf("nothing new: last %d, missed %d", last, missed)
	}
}
