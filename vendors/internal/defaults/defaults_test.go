package defaults_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/defaults"
)

func full(word string, n int) *vendors.Message {
	yes := true
	return &vendors.Message{
		ID: word, Title: word, Subtitle: word, Body: word, Data: map[string]string{word: word}, Extension: word,
		Class: vendors.Class(word), Category: vendors.Category(word), Channel: word, Template: &vendors.Template{ID: word},
		Alert: vendors.AlertLevel(word), Badge: &vendors.Badge{Add: n}, Sound: word, Click: vendors.Click{Action: word},
		TTL: time.Duration(n), Collapse: word, Priority: vendors.Priority(word), Silent: true, OnlineOnly: true, Foreground: &yes, Test: true, DryRun: true,
		Image: word, Receipt: &vendors.Receipt{ID: word}, Overflow: vendors.Overflow(word),
	}
}

// A field added to Message and forgotten here would silently have no default.
func TestEveryFieldHasADefault(t *testing.T) {
	t.Parallel()
	got := reflect.ValueOf(defaults.Apply(&vendors.Message{}, full("d", 1)))
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		own := name == "ID" || name == "Overrides"
		if got.Field(i).IsZero() != own {
			t.Errorf("field %s: taken from the defaults: %v, want %v", name, !got.Field(i).IsZero(), !own)
		}
	}
}

func TestMessageWins(t *testing.T) {
	t.Parallel()
	msg, def := full("m", 2), full("d", 1)
	got := defaults.Apply(msg, def)
	want := *full("m", 2)
	want.Data = map[string]string{"m": "m", "d": "d"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(msg.Data) != 1 || len(def.Data) != 1 {
		t.Error("the maps of message or defaults were changed")
	}
	if diff := cmp.Diff(*msg, defaults.Apply(msg, nil)); diff != "" {
		t.Error(diff)
	}
}
