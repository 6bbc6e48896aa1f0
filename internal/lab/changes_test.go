package lab_test

import (
	"testing"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

// ownWorld is a lab with the phones of all vendors.
func ownWorld(t *testing.T) *lab.Lab {
	t.Helper()
	data, err := scenarios.Get("lab")
	if err != nil {
		t.Fatal(err)
	}
	s, err := scenario.Load("lab.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.ForScenario(s, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

// What keeps a phone of one vendor dark is among the changes to try, and the change
// lights it.
func TestChangesOfEachVendor(t *testing.T) {
	t.Parallel()
	l := ownWorld(t)
	chat := vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, Category: "im"}
	for phone, want := range map[string]string{
		"v4": "notifications on, app installed, online",
		"h3": "with a right to IM",
		"h6": "notifications on, app installed, online",
		"n2": "with a right to NORMAL",
		"n3": "notifications on, app installed, online",
		"n4": "notifications on, app installed, online",
		"n5": "all switches of the phone as usual",
		"n6": "all switches of the phone as usual",
		"n7": "all switches of the phone as usual",
		"n8": "notifications on, app installed, online",
		"x6": "all switches of the phone as usual",
		"x8": "through an approved channel of what concerns the user",
		"i2": "with a token of production",
		"i3": "notifications on, app installed, online",
		"i5": "all switches of the phone as usual",
	} {
		id := send(t, l, chat, phone).Messages[0]
		variants, err := l.WhatIf(t.Context(), id, l.Changes(id))
		if err != nil {
			t.Fatal(err)
		}
		state := "not tried"
		for _, v := range variants {
			if v.Err != nil {
				t.Errorf("%s: %s: %v", phone, v.Change.Title.EN, v.Err)
			}
			if v.Change.Title.EN == want {
				state = string(v.Story.State)
			}
		}
		if state != "shown" {
			t.Errorf("%s, %s: %s, want shown", phone, want, state)
		}
	}
}

// A vendor without categories is not asked to declare one, one without environments
// not to change it.
func TestChangesLeaveOutWhatAVendorDoesNotKnow(t *testing.T) {
	t.Parallel()
	l := ownWorld(t)
	for phone, never := range map[string][]string{
		"i1": {"declared as a chat message", "declared as marketing", "with a token of production", "all switches of the phone as usual"},
		"h1": {"with a token of sandbox", "with a right to MARKETING"},
	} {
		id := send(t, l, marketing("一"), phone).Messages[0]
		for _, c := range l.Changes(id) {
			for _, title := range never {
				if c.Title.EN == title {
					t.Errorf("%s: %q is offered", phone, title)
				}
			}
		}
	}
}

// A forecast logs in anew, on a connection of its own: a vendor that binds a
// connection to its first login must not take it for the sender's.
func TestForecastsHaveConnectionsOfTheirOwn(t *testing.T) {
	t.Parallel()
	l := ownWorld(t)
	m := marketing("一")
	for range 3 {
		send(t, l, m, "i1")
		f, err := l.Forecast(t.Context(), desk.Order{Message: m, Phones: []string{"i1"}})
		if err != nil || len(f.Targets) != 1 || f.Targets[0].Code != "200" {
			t.Fatalf("forecast: %v %+v, want 200", err, f.Targets)
		}
	}
}

// A message that was only checked is neither refused nor dark: the vendor said yes
// and sent nothing.
func TestACheckedMessageIsNotARefusedOne(t *testing.T) {
	t.Parallel()
	l := ownWorld(t)
	id := send(t, l, vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Test: true}, "g1").Messages[0]
	story, err := l.Story(id)
	if err != nil {
		t.Fatal(err)
	}
	if story.Refused || !story.Answered || story.Cause < 0 || story.Steps[story.Cause].Rule.ID != "FM-DLV-001" {
		t.Errorf("refused %t, answered %t, cause %d, want the answer of FM-DLV-001", story.Refused, story.Answered, story.Cause)
	}
}

// What a sender does not send is not among the answers to what if.
func TestChangesTheSenderDeclinesAreLeftOut(t *testing.T) {
	t.Parallel()
	l := ownWorld(t)
	id := send(t, l, vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？"}, "m4").Messages[0]
	changes := l.Changes(id)
	variants, err := l.WhatIf(t.Context(), id, changes)
	if err != nil || len(variants) != len(changes)-1 {
		t.Fatalf("%d variants of %d changes (%v), want all but the test mode", len(variants), len(changes), err)
	}
	for _, v := range variants {
		if v.Err != nil {
			t.Errorf("%s: %v", v.Change.Title.EN, v.Err)
		}
	}
}
