package clock

import (
	"container/heap"
	"slices"
	"time"
)

// Upcoming is an event to come, for screens.
type Upcoming struct {
	At      time.Time
	Payload any
}

// timeline is the heap of events, by time and then by order of scheduling.
type timeline struct {
	items   []event
	seq     uint64
	prompts int // how many items are prompt
}

type event struct {
	at      time.Time
	seq     uint64
	prompt  bool
	payload any
}

func (t *timeline) Len() int { return len(t.items) }
func (t *timeline) Less(i, j int) bool {
	a, b := &t.items[i], &t.items[j]
	if !a.at.Equal(b.at) {
		return a.at.Before(b.at)
	}
	return a.seq < b.seq
}
func (t *timeline) Swap(i, j int) { t.items[i], t.items[j] = t.items[j], t.items[i] }
func (t *timeline) Push(x any)    { t.items = append(t.items, x.(event)) }
func (t *timeline) Pop() any {
	last := len(t.items) - 1
	e := t.items[last]
	t.items[last] = event{} // let the payload go
	t.items = t.items[:last]
	return e
}

func (t *timeline) push(at time.Time, prompt bool, payload any) {
	t.seq++
	if prompt {
		t.prompts++
	}
	heap.Push(t, event{at: at, seq: t.seq, prompt: prompt, payload: payload})
}

func (t *timeline) pop() any {
	e := heap.Pop(t).(event)
	if e.prompt {
		t.prompts--
	}
	return e.payload
}

func (t *timeline) popDue(now time.Time) (any, bool) {
	if len(t.items) == 0 || t.items[0].at.After(now) {
		return nil, false
	}
	return t.pop(), true
}

func (t *timeline) first() (time.Time, bool) {
	if len(t.items) == 0 {
		return time.Time{}, false
	}
	return t.items[0].at, true
}

func (t *timeline) lastPrompt() (at time.Time, ok bool) {
	if t.prompts == 0 {
		return at, false
	}
	for i := range t.items {
		if t.items[i].prompt && t.items[i].at.After(at) {
			at = t.items[i].at
		}
	}
	return at, true
}

func (t *timeline) next(n int) []Upcoming {
	sorted := timeline{items: slices.Clone(t.items)}
	out := make([]Upcoming, 0, min(n, len(sorted.items)))
	for len(out) < n && len(sorted.items) > 0 {
		e := heap.Pop(&sorted).(event)
		out = append(out, Upcoming{At: e.at, Payload: e.payload})
	}
	return out
}
