package screen

import (
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// Delta is what the feed saw since last time.
type Delta struct {
	// Stories are the newest states of messages that changed.
	Stories []desk.Story
	Cursor  uint64
	Phones  []device.Phone
	Shades  map[string]device.Shade
	Apps    []sim.AppSpec
	Now     time.Time
	Mode    clock.Mode
	Next    []Upcoming
}

// Upcoming is an event to come, in words.
type Upcoming struct {
	At      time.Time
	Kind    string // catalogue key
	Message string // the id of the message it is about, "" for none
}

// State is the lab as the screens see it.
type State struct {
	Cursor  uint64
	Phones  []device.Phone
	Shades  map[string]device.Shade
	Apps    []sim.AppSpec
	Now     time.Time
	Mode    clock.Mode
	Next    []Upcoming
	Tally   Tally
	Version int // grows with every change of the stories

	stories []desk.Story   // in order of their first appearance
	byID    map[string]int // index in stories
	newest  map[string]int // phone -> index of its newest message
}

// Tally counts messages by how they ended.
type Tally struct{ Shown, Altered, Refused, Dropped, Hidden, Pending, Answered int }

// maxStories bounds what the screens remember; the journal has the rest.
const maxStories = 100_000

// Merge takes in what the feed saw.
func (s *State) Merge(d Delta) {
	s.Cursor, s.Phones, s.Shades, s.Apps = d.Cursor, d.Phones, d.Shades, d.Apps
	s.Now, s.Mode, s.Next = d.Now, d.Mode, d.Next
	if s.byID == nil {
		s.byID, s.newest = map[string]int{}, map[string]int{}
	}
	for i := range d.Stories {
		s.put(d.Stories[i])
	}
	if len(d.Stories) > 0 {
		s.Version++
	}
	if len(s.stories) > maxStories {
		s.forget(len(s.stories) - maxStories*9/10)
	}
}

func (s *State) put(st desk.Story) {
	i, known := s.byID[st.ID]
	if known {
		*s.Tally.of(&s.stories[i])--
		s.stories[i] = st
	} else {
		i = len(s.stories)
		s.stories = append(s.stories, st)
		s.byID[st.ID] = i
	}
	*s.Tally.of(&st)++
	if st.Phone != "" && i >= s.newest[st.Phone] {
		s.newest[st.Phone] = i
	}
}

// forget lets the oldest n stories go.
func (s *State) forget(n int) {
	s.stories = append([]desk.Story(nil), s.stories[n:]...)
	clear(s.byID)
	clear(s.newest)
	for i := range s.stories {
		s.byID[s.stories[i].ID] = i
		s.newest[s.stories[i].Phone] = i
	}
}

func (t *Tally) of(s *desk.Story) *int {
	switch {
	case s.Refused:
		return &t.Refused
	case s.Answered:
		return &t.Answered
	case s.State == device.Shown:
		return &t.Shown
	case s.State == "" || s.State == device.Pending || s.State == device.Held:
		return &t.Pending
	case s.State == device.Dropped || s.State == device.Expired:
		return &t.Dropped
	case s.State == device.Hidden: // it arrived; the phone keeps it out of sight
		return &t.Hidden
	}
	return &t.Altered
}

// Len is how many messages there are; Story returns one by its place, oldest first.
func (s *State) Len() int { return len(s.stories) }

// Story returns the i-th message. It must not be changed.
func (s *State) Story(i int) *desk.Story { return &s.stories[i] }

// Find returns a message by its id, and its place.
func (s *State) Find(id string) (*desk.Story, int) {
	i, ok := s.byID[id]
	if !ok {
		return nil, -1
	}
	return &s.stories[i], i
}

// NewestOn is the newest message to a phone, nil if there was none.
func (s *State) NewestOn(phone string) *desk.Story {
	i, ok := s.newest[phone]
	if !ok || i >= len(s.stories) || s.stories[i].Phone != phone {
		return nil
	}
	return &s.stories[i]
}

// Phone returns a phone by id.
func (s *State) Phone(id string) (device.Phone, bool) {
	for _, p := range s.Phones {
		if p.ID == id {
			return p, true
		}
	}
	return device.Phone{}, false
}
