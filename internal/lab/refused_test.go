package lab_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/vendors"
)

// A message to several phones whose body is not stored has no messages: the story of the
// call stands for them, of all phones, in the forecast, and for a what-if.
func TestARefusedBodyIsToldForItsPhones(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	o := desk.Order{Phones: []string{"v1", "v2"}, Message: marketing("一")}
	o.Message.Category = "NOSUCH"
	f, err := l.Forecast(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	r, err := l.Send(t.Context(), o)
	if err != nil || len(r.Messages) > 0 {
		t.Fatalf("error %v, messages %v, want neither", err, r.Messages)
	}
	for name, stories := range map[string][]desk.Story{"sent": r.Unmade, "forecast": f.Targets} {
		if len(stories) != 2 {
			t.Fatalf("%s: %d stories, want those of two phones", name, len(stories))
		}
		for i, s := range stories {
			if s.Phone != o.Phones[i] || s.Token == "" || !s.Refused || s.Code != "10096" || s.Steps[s.Cause].Rule.ID != "VV-CLS-001" ||
				s.Title != "一" || len(s.Exchanges) != 1 || !strings.HasSuffix(s.Exchanges[0].Path, "/message/saveListPayload") {
				t.Errorf("%s: story %+v", name, s)
			}
		}
	}
	call, err := l.Story(r.Unmade[0].ID)
	if err != nil || !call.Refused || len(call.Exchanges) != 1 {
		t.Errorf("the call: %+v, %v", call, err)
	}
	tries, err := l.WhatIf(t.Context(), r.Unmade[0].ID, []desk.Change{{Message: func(m *vendors.Message) { m.Category = "MARKETING" }}})
	if err != nil || len(tries) != 1 || tries[0].Err != nil || tries[0].Story.Refused || tries[0].Story.ID == "" {
		t.Errorf("with a category: %+v, %v", tries, err)
	}
}
