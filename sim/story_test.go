package sim_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
)

func TestForkDoesNotTouchTheOriginal(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.submit(toyCall{To: []string{"a"}, Title: "on its way", Class: "marketing"})
	before := w.LastEvent()
	f := &world{Engine: w.Fork(), t: t, app: w.app, tok: w.tok}
	defer f.Close()
	f.Clock().Settle()
	f.call(toyCall{To: []string{"a"}, Title: "second", Class: "marketing"})
	f.call(toyCall{To: []string{"a"}, Title: "third", Class: "marketing"})
	if s, _ := f.Shade("a"); len(s.Items) != 2 {
		t.Errorf("the fork shows %d, want the one on its way and one more", len(s.Items))
	}
	if w.LastEvent() != before {
		t.Error("the original has new events")
	}
	w.Clock().Settle()
	if s, _ := w.Shade("a"); len(s.Items) != 1 || s.Items[0].Title != "on its way" {
		t.Errorf("the original shows %v, want its own message", s.Items)
	}
	if n, _ := w.Count("shop", "device", "a"); n != 1 {
		t.Errorf("the original counts %d, want 1", n)
	}
}

func TestSameSeedSameStory(t *testing.T) {
	t.Parallel()
	story := func() []sim.Event {
		w := newWorld(t, sim.Options{}, "a", "b")
		for i := range 5 {
			w.call(toyCall{To: []string{"a", "b", "nobody"}, Title: strings.Repeat("x", i), Class: "marketing"})
		}
		events, _ := w.Events(0, 1000)
		return events
	}
	if diff := cmp.Diff(story(), story()); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
}

func TestConcurrentDriversLoseNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	var wg sync.WaitGroup
	const drivers, each = 8, 50
	for range drivers {
		wg.Go(func() {
			for range each {
				w.submit(toyCall{To: []string{"a", "b"}, Title: "x", Class: "marketing"})
			}
		})
	}
	wg.Wait()
	w.Clock().Settle()
	tally := map[string]int{}
	for _, f := range append(w.fates("a"), w.fates("b")...) {
		tally[f]++
	}
	want := map[string]int{"silent T-QUIET": 4, "dropped T-DEVICE": 2*drivers*each - 4}
	if diff := cmp.Diff(want, tally); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
