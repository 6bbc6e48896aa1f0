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
