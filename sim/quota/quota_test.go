package quota_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/offpush/offpush/sim/quota"
)

var shanghai = time.FixedZone("GMT+8", 8*3600)

func defs() []quota.Def {
	return []quota.Def{
		{Name: "day", Window: quota.Day, Zone: shanghai},
		{Name: "second", Window: quota.Second},
		{Name: "ever", Window: quota.Forever},
		{Name: "minute", Window: quota.Minute},
	}
}

func TestCountersStartAgainInTheirWindow(t *testing.T) {
	t.Parallel()
	d := defs()
	evening := time.Date(2026, 11, 11, 23, 59, 59, 0, shanghai)
	midnight := evening.Add(time.Second)
	for id, want := range map[quota.ID]int64{0: 0, 1: 0, 2: 3, 3: 0} {
		var b quota.Book
		b.Add(d, id, evening, 2)
		if got := b.Add(d, id, evening, 1); got != 3 {
			t.Errorf("%s: Add = %d, want 3", d[id].Name, got)
		}
		if got := b.Count(d, id, evening); got != 3 {
			t.Errorf("%s: in the window: %d, want 3", d[id].Name, got)
		}
		if got := b.Count(d, id, midnight); got != want {
			t.Errorf("%s: after midnight in the zone: %d, want %d", d[id].Name, got, want)
		}
	}
}

func TestDayBeginsInTheZone(t *testing.T) {
	t.Parallel()
	d := defs()
	var b quota.Book
	utcEvening := time.Date(2026, 11, 11, 23, 0, 0, 0, time.UTC) // 07:00 of the 12th in the zone
	b.Add(d, 0, utcEvening, 1)
	if got := b.Count(d, 0, utcEvening.Add(2*time.Hour)); got != 1 {
		t.Errorf("after midnight UTC, same day in the zone: %d, want 1", got)
	}
	if want := time.Date(2026, 11, 13, 0, 0, 0, 0, shanghai); !d[0].Resets(utcEvening).Equal(want) {
		t.Errorf("resets at %v, want %v", d[0].Resets(utcEvening), want)
	}
}

func TestALateCallDoesNotStartTheWindowAgain(t *testing.T) {
	t.Parallel()
	d := defs()
	now := time.Date(2026, 11, 11, 10, 0, 1, 0, time.UTC)
	var b quota.Book
	b.Add(d, 1, now, 5000)
	if got := b.Count(d, 1, now.Add(-time.Second)); got != 5000 {
		t.Errorf("seen by a call of the second before: %d, want 5000", got)
	}
	if got := b.Add(d, 1, now.Add(-time.Second), 1); got != 5001 {
		t.Errorf("counted by it: %d, want 5001", got)
	}
}

func TestCloneIsIndependent(t *testing.T) {
	t.Parallel()
	d := defs()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	var b quota.Book
	b.Set(d, 2, now, 7)
	c := b.Clone()
	c.Add(d, 2, now, 1)
	if b.Count(d, 2, now) != 7 || c.Count(d, 2, now) != 8 {
		t.Errorf("original %d, clone %d; want 7 and 8", b.Count(d, 2, now), c.Count(d, 2, now))
	}
}

func ExampleBook() {
	d := []quota.Def{{Name: "operational", Window: quota.Day}}
	now := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	var b quota.Book
	b.Add(d, 0, now, 2)
	fmt.Println(b.Count(d, 0, now), b.Count(d, 0, now.AddDate(0, 0, 1)))
	// Output: 2 0
}

// A window that begins with its first count does not end with the clock's minute.
func TestWindowsFromTheFirstCount(t *testing.T) {
	t.Parallel()
	d := []quota.Def{{Name: "minute", Window: quota.Minute, FromFirst: true}, {Name: "hour", Window: quota.Hour}}
	var b quota.Book
	first := time.Date(2026, 11, 11, 10, 59, 50, 0, time.UTC)
	b.Add(d, 0, first, 2)
	b.Add(d, 1, first, 2)
	for _, tt := range []struct {
		after        time.Duration
		minute, hour int64
	}{{0, 2, 2}, {15 * time.Second, 2, 0}, {59 * time.Second, 2, 0}, {60 * time.Second, 0, 0}} {
		now := first.Add(tt.after)
		if m, h := b.Count(d, 0, now), b.Count(d, 1, now); m != tt.minute || h != tt.hour {
			t.Errorf("%s later: %d this minute, %d this hour; want %d and %d", tt.after, m, h, tt.minute, tt.hour)
		}
	}
	if at := b.Resets(d, 0, first); !at.Equal(first.Add(time.Minute)) {
		t.Errorf("the minute ends at %s, want a minute after %s", at, first)
	}
	if at := b.Resets(d, 1, first); !at.Equal(first.Truncate(time.Hour).Add(time.Hour)) {
		t.Errorf("the hour ends at %s", at)
	}
	later := first.Add(70 * time.Second)
	if n := b.Add(d, 0, later, 1); n != 1 || !b.Resets(d, 0, later).Equal(later.Add(time.Minute)) {
		t.Errorf("a new window counts %d and ends at %s", n, b.Resets(d, 0, later))
	}
}

// A sliding window looks back from now: what was counted late in one minute counts in
// the next.
func TestSlidingWindows(t *testing.T) {
	t.Parallel()
	d := []quota.Def{{Name: "minute", Window: quota.Minute, Sliding: true}, {Name: "ever", Window: quota.Forever}}
	var b quota.Book
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	if at := b.Resets(d, 0, start); !at.IsZero() || b.Count(d, 0, start) != 0 {
		t.Errorf("an empty one counts %d and ends at %s", b.Count(d, 0, start), at)
	}
	b.Add(d, 0, start, 1)
	b.Add(d, 0, start.Add(59*time.Second), 239)
	if n := b.Add(d, 0, start.Add(58*time.Second), 1); n != 241 {
		t.Errorf("a call that comes late makes it %d, want 241", n)
	}
	for _, tt := range []struct{ after, want, left int64 }{{59, 241, 1}, {60, 240, 59}, {118, 240, 1}} {
		now := start.Add(time.Duration(tt.after) * time.Second)
		if got, left := b.Count(d, 0, now), b.Resets(d, 0, now).Sub(now); got != tt.want || left != time.Duration(tt.left)*time.Second {
			t.Errorf("%d s later: %d, the next to leave in %s; want %d in %d s", tt.after, got, left, tt.want, tt.left)
		}
	}
	c := b.Clone()
	late := start.Add(119 * time.Second)
	if n := b.Add(d, 0, late, 1); n != 1 || c.Count(d, 0, late.Add(-time.Second)) != 240 {
		t.Errorf("after all have left: %d; the clone has %d a second before", n, c.Count(d, 0, late.Add(-time.Second)))
	}
	b.Set(d, 0, late, 7)
	if b.Count(d, 0, late.Add(59*time.Second)) != 7 || b.Count(d, 0, late.Add(time.Minute)) != 0 {
		t.Errorf("set to 7: %d, a minute later %d", b.Count(d, 0, late.Add(59*time.Second)), b.Count(d, 0, late.Add(time.Minute)))
	}
	b.Set(d, 0, late, 0)
	b.Add(d, 0, late.Add(30*time.Second), 3)
	if left := b.Resets(d, 0, late.Add(30*time.Second)).Sub(late); left != 90*time.Second {
		t.Errorf("set to 0 and counted half a minute later: the next to leave does so after %s, want 1m30s", left)
	}
}

func TestBucketsLeak(t *testing.T) {
	t.Parallel()
	d := []quota.Def{{Name: "bucket", Window: quota.Forever, Leak: 3 * time.Minute}}
	var b quota.Book
	start := time.Date(2026, 11, 11, 10, 0, 0, 0, time.UTC)
	if at := b.Resets(d, 0, start); !at.IsZero() {
		t.Errorf("an empty bucket leaks at %s", at)
	}
	b.Add(d, 0, start, 2)
	for _, tt := range []struct {
		after time.Duration
		want  int64
	}{{0, 2}, {179 * time.Second, 2}, {3 * time.Minute, 1}, {6 * time.Minute, 0}, {time.Hour, 0}} {
		if got := b.Count(d, 0, start.Add(tt.after)); got != tt.want {
			t.Errorf("%s later: %d, want %d", tt.after, got, tt.want)
		}
	}
	// What is added in between does not move the next leak.
	b.Add(d, 0, start.Add(4*time.Minute), 5)
	if got, at := b.Count(d, 0, start.Add(5*time.Minute)), b.Resets(d, 0, start.Add(5*time.Minute)); got != 6 || !at.Equal(start.Add(6*time.Minute)) {
		t.Errorf("the bucket holds %d and leaks at %s, want 6 at %s", got, at, start.Add(6*time.Minute))
	}
	// An empty one starts when something comes again.
	late := start.Add(3 * time.Hour)
	b.Add(d, 0, late, 1)
	if at := b.Resets(d, 0, late); !at.Equal(late.Add(3 * time.Minute)) {
		t.Errorf("the bucket leaks at %s, want 3 minutes after %s", at, late)
	}
}
