package feed_test

import (
	"context"
	"testing"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/tui/feed"
	"github.com/offpush/offpush/tui/tuitest"
	"github.com/offpush/offpush/vendors"
)

func china() *time.Location { return time.FixedZone("CST", 8*60*60) }

func send(t *testing.T, l *tuitest.Lab, phones ...string) {
	t.Helper()
	o := desk.Order{App: "shop", Phones: phones, Message: vendors.Message{Title: "t", Class: vendors.ClassTransactional}}
	if _, err := l.Send(t.Context(), o); err != nil {
		t.Fatal(err)
	}
}

func TestNextWaitsAndGathers(t *testing.T) {
	t.Parallel()
	lab := tuitest.NewLab()
	f := &feed.Feed{Engine: lab, Stories: lab, Zone: china()}
	send(t, lab, "anna", "bo")
	d, ok := f.Next(t.Context(), 0)
	if !ok || len(d.Stories) != 2 || d.Cursor != 2 {
		t.Fatalf("got %d stories, cursor %d, ok %v", len(d.Stories), d.Cursor, ok)
	}
	send(t, lab, "anna")
	if d, ok = f.Next(t.Context(), d.Cursor); !ok || len(d.Stories) != 1 {
		t.Errorf("after the cursor there are %d stories, want 1", len(d.Stories))
	}
	if got := len(d.Shades["anna"].Items); got != 2 {
		t.Errorf("the shade of anna has %d notifications, want 2", got)
	}
}

func TestNextEndsWithItsContext(t *testing.T) {
	t.Parallel()
	lab := tuitest.NewLab()
	f := &feed.Feed{Engine: lab, Stories: lab, Zone: china()}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, ok := f.Next(ctx, 0); ok {
		t.Error("Next went on after its context")
	}
}

func TestMidnightIsTheVendors(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 11, 15, 59, 59, 0, time.UTC) // one second to midnight in China
	if got, want := feed.Midnight(now, china()), now.Add(time.Second); !got.Equal(want) {
		t.Errorf("Midnight = %v, want %v", got, want)
	}
	if got, want := feed.Midnight(now.Add(time.Second), china()), now.Add(24*time.Hour+time.Second); !got.Equal(want) {
		t.Errorf("Midnight at midnight = %v, want the next one, %v", got, want)
	}
}

func TestScheduledEventsAndMidnightAreInOrder(t *testing.T) {
	t.Parallel()
	lab := tuitest.NewLab()
	f := &feed.Feed{Engine: lab, Stories: lab, Zone: china()}
	for _, after := range []time.Duration{time.Hour, 20 * time.Hour} {
		lab.Clock().Schedule(tuitest.Start().Add(after), false, struct{}{})
	}
	next := f.Collect(0).Next
	if len(next) != 3 || next[0].Kind != "event.other" || next[1].Kind != "event.reset" {
		t.Fatalf("got %v", next)
	}
	for i := 1; i < len(next); i++ {
		if next[i].At.Before(next[i-1].At) {
			t.Errorf("event %d is before the one above it: %v", i, next)
		}
	}
}
