package lab_test

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vivo"
)

// everything is a message that says something in each of its fields.
func everything(t *testing.T) vendors.Message {
	t.Helper()
	three, no := 3, false
	own, err := vivo.DecodeOverride([]byte(`{"notifyType":0,"foregroundShow":false}`))
	if err != nil {
		t.Fatal(err)
	}
	m := vendors.Message{
		ID: "id-1", Title: "标题", Subtitle: "sub", Body: "正文", Data: map[string]string{"k": "v"}, Extension: `{"a":1}`,
		Class: vendors.ClassTransactional, Category: "IM", Channel: "c1",
		Template: &vendors.Template{ID: "t", TitleArgs: map[string]string{"a": "b"}, BodyArgs: map[string]string{"c": "d"}},
		Alert:    vendors.AlertBar, Badge: &vendors.Badge{Set: &three}, Sound: "ding",
		Click: vendors.Click{Action: "url", Target: "https://example.com/o/1"}, TTL: time.Hour, Collapse: "k", Priority: vendors.PriorityHigh,
		Silent: true, OnlineOnly: true, Foreground: &no, Test: true, DryRun: true, Image: "https://example.com/a.png",
		Receipt: &vendors.Receipt{ID: "r", URL: "https://example.com/r", Param: "p"}, Overflow: vendors.OverflowReject,
		Overrides: []vendors.Override{own},
	}
	for v, i := reflect.ValueOf(m), 0; i < v.NumField(); i++ {
		if v.Field(i).IsZero() {
			t.Errorf("%s is not said; a new field has to be saved, too", v.Type().Field(i).Name)
		}
	}
	return m
}

// A saved story sends the message that was sent: nothing of it is lost.
func TestSavedStorySendsTheWholeMessage(t *testing.T) {
	t.Parallel()
	l, want := newLab(t), everything(t)
	_ = send(t, l, want, "v1") // whatever the vendor says of it
	s, err := l.Record()
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := scenario.Load("saved", data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if err := lab.CheckScenario(again); err != nil {
		t.Fatal(err)
	}
	replayed := newLab(t)
	var step *scenario.Send
	for _, st := range again.Steps {
		if st.Send != nil {
			step = st.Send
		}
	}
	if err := replayed.SendStep(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, replayed.NewestOrder().Message); diff != "" {
		t.Errorf("(-want +got):\n%s\n%s", diff, data)
	}
}

func TestOverridesOfAScenarioAreChecked(t *testing.T) {
	t.Parallel()
	for override, says := range map[string]string{
		`{vivos: {notifyType: 1}}`: `no vendor "vivos"; did you mean "vivo"?`,
		`{vivo: {notify: 1}}`:      "notify",
	} {
		s, err := scenario.Load("story.yaml", []byte(strings.Replace(world, "steps: []", `steps:
  - send: {to: v1, title: a, body: b, override: `+override+`}`, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if err := lab.CheckScenario(s); err == nil || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "story.yaml:") {
			t.Errorf("%s: %v, want a place and %q", override, err, says)
		}
	}
}
