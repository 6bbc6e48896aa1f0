package sim

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/sim/rule"
)

func TestRingTellsWhatAReaderMissed(t *testing.T) {
	t.Parallel()
	r := newRing(1 << 20)
	for i := range 10 {
		r.publish(&Event{ID: fmt.Sprint(i)})
	}
	events, missed := r.read(7, 100)
	if len(events) != 3 || missed != 0 || events[0].ID != "7" || events[0].Seq != 8 {
		t.Errorf("read(7) = %d events, missed %d; want 8, 9, 10", len(events), missed)
	}
	if events, _ := r.read(0, 4); len(events) != 4 || events[3].Seq != 4 {
		t.Errorf("read with a limit = %d events, want the oldest 4", len(events))
	}
	if events, missed := r.read(99, 4); len(events) != 0 || missed != 0 {
		t.Errorf("read after the end = %v, %d", events, missed)
	}
}

func TestRingIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	const limit = 100 << 10
	r := newRing(limit)
	body := []byte(strings.Repeat("x", 10<<10))
	for range 1000 {
		r.publish(&Event{RequestBody: body})
	}
	if r.bytes > limit {
		t.Errorf("%d bytes kept, limit %d", r.bytes, limit)
	}
	events, missed := r.read(0, 1000)
	if len(events) == 0 || len(events) > 10 || missed != 1000-uint64(len(events)) {
		t.Errorf("%d events kept, %d missed; want a few and the rest missed", len(events), missed)
	}
	sum := 0
	for seq := r.first; seq < r.next; seq++ {
		sum += r.slot(seq).size()
	}
	if sum != r.bytes {
		t.Errorf("the ring counts %d bytes and holds %d", r.bytes, sum)
	}
}

func TestRingKeepsAnEventLargerThanItsLimit(t *testing.T) {
	t.Parallel()
	r := newRing(1 << 10)
	r.publish(&Event{ID: "small"})
	r.publish(&Event{ID: "huge", RequestBody: make([]byte, 1<<20)})
	if events, missed := r.read(0, 10); len(events) != 1 || events[0].ID != "huge" || missed != 1 {
		t.Errorf("kept %d events, missed %d; want the huge one alone", len(events), missed)
	}
}

func TestRingForgetsTheOldestWhenAllSlotsAreUsed(t *testing.T) {
	t.Parallel()
	r := newRing(1 << 40)
	for range maxSlots + 5 {
		r.publish(&Event{})
	}
	events, missed := r.read(0, maxSlots+5)
	if len(events) != maxSlots || missed != 5 || events[0].Seq != 6 {
		t.Errorf("%d events from %d, missed %d; want %d from 6", len(events), events[0].Seq, missed, maxSlots)
	}
}

func TestRingReadersHoldCopies(t *testing.T) {
	t.Parallel()
	r := newRing(1 << 20)
	steps := []rule.Step{{Rule: 1}}
	e := Event{Steps: steps, RequestBody: []byte("abc")}
	r.publish(&e)
	steps[0].Rule = 9
	e.RequestBody[0] = 'X'
	got, _ := r.read(0, 1)
	got[0].RequestBody[1] = 'Y'
	again, _ := r.read(0, 1)
	if again[0].Steps[0].Rule != 1 || string(again[0].RequestBody) != "abc" {
		t.Errorf("the ring's event changed from outside: %+v", again[0])
	}
}

func TestRingWakesWaitingReaders(t *testing.T) {
	t.Parallel()
	r := newRing(0)
	var woken sync.WaitGroup
	for range 3 {
		woken.Go(func() {
			if err := r.wait(context.Background(), 0); err != nil {
				t.Error(err)
			}
		})
	}
	r.publish(&Event{})
	woken.Wait()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.wait(ctx, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled", err)
	}
}

func BenchmarkRingPublish(b *testing.B) {
	r := newRing(0)
	e := Event{Title: "订单已发货", Steps: make([]rule.Step, 20), RequestBody: make([]byte, 400)}
	b.ReportAllocs()
	for b.Loop() {
		r.publish(&e)
	}
}
