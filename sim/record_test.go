package sim_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// asJSON is a record as a script reads it.
func asJSON(t *testing.T, r sim.Record) map[string]any {
	t.Helper()
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(raw, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestMessageRecordHasTheContractsShape(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a"}, Title: "promo", Class: "transactional"})
	ev := w.Messages(0)[0]
	got := asJSON(t, w.Record(&ev, "en"))
	at := "2026-11-11T08:00:00.3Z"
	step := func(id, phase, stage, outcome string) map[string]any {
		return map[string]any{"rule": id, "phase": phase, "stage": stage, "outcome": outcome, "text": id}
	}
	want := map[string]any{
		"seq": 2.0, "kind": "message", "id": "m-000001", "at": at, "vendor": "toy", "site": "", "app": "shop",
		"token": w.tok["a"], "device": "a", "title": "promo", "body": "",
		"class":    map[string]any{"asked": "transactional", "granted": "marketing"},
		"category": "", "reason": "", "message_id": "msg-shop-1", "verb": "send",
		"reply": map[string]any{"status": 200.0, "code": "0", "error": ""},
		"fate":  map[string]any{"state": "silent", "reason": "", "at": at},
		"cause": map[string]any{"rule": "T-CLASSIFY", "stage": "classify", "text": "T-CLASSIFY", "advice": "mend T-CLASSIFY"},
		"trace": []any{
			step("T-APP", "gate", "", "pass"), step("T-EXPIRED", "gate", "", "pass"),
			step("T-TOKEN", "resolve", "", "pass"), step("T-CLASSIFY", "admit", "classify", "alter"),
			step("T-OFFLINE", "arrive", "", "pass"), step("T-DEVICE", "arrive", "", "pass"),
			step("T-QUIET", "present", "", "alter"),
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestMessageRecordSaysNullForWhatThereIsNot(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{})
	got := asJSON(t, w.Record(&sim.Event{Kind: sim.EvMessage, Cause: -1}, "en"))
	for _, field := range []string{"reply", "fate", "cause"} {
		if v, ok := got[field]; !ok || v != nil {
			t.Errorf("%s: got %v, present %t; want null", field, v, ok)
		}
	}
	if v, ok := got["trace"].([]any); !ok || len(v) != 0 {
		t.Errorf("trace: got %v, want []", got["trace"])
	}
	got = asJSON(t, w.Record(&sim.Event{Kind: sim.EvMessage, Cause: -1, Error: "reset", Status: 200}, "en"))
	if diff := cmp.Diff(map[string]any{"status": nil, "code": "", "error": "reset"}, got["reply"]); diff != "" {
		t.Errorf("reply after a reset (-want +got):\n%s", diff)
	}
}

func TestOtherKindsLeaveOutWhatTheyDoNotHave(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	if err := w.UpdatePhone("a", func(p *device.Phone) { p.Offline = true }); err != nil {
		t.Fatal(err)
	}
	events, _ := w.Events(0, 10)
	got := asJSON(t, w.Record(&events[0], "en"))
	want := map[string]any{"seq": 1.0, "kind": "phone", "at": "2026-11-11T08:00:00Z", "vendor": "toy", "app": "shop",
		"device": "a", "note": "background online=false notifications=true installed=true"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRecordIsReadBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a", "nobody"}, Title: "<双十一>", Class: "marketing"})
	w.call(toyCall{Op: "auth"})
	events, _ := w.Events(0, 100)
	for i := range events {
		want := w.Record(&events[i], "zh")
		raw, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got sim.Record
		if err := json.Unmarshal(raw, &got); err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", raw, diff)
		}
	}
}

func TestMessagesCarryWhatOnlyEarlierEventsKnow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a"}, Title: "one", Collapse: "k"})
	shown := w.Messages(0)[0]
	w.Publish(&sim.Event{Kind: sim.EvExchange, ID: shown.ID, Status: 502, Cause: -1, Faults: []string{"html-1"}})
	before := w.LastEvent()
	w.call(toyCall{To: []string{"a"}, Title: "two", Collapse: "k"})
	all := w.Messages(0)
	if len(all) != 2 || all[0].Title != "one" || all[1].Title != "two" {
		t.Fatalf("got %d messages: %+v", len(all), all)
	}
	first := all[0]
	if first.Fate.State != device.Replaced || first.Verb != sim.VerbSend {
		t.Errorf("got fate %s of a %s, want replaced of a send", first.Fate.State, first.Verb)
	}
	if diff := cmp.Diff(shown.Steps, first.Steps); diff != "" {
		t.Errorf("the attempt's steps are lost (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"html-1"}, first.Faults); diff != "" || first.Status != 502 || first.Code != "" {
		t.Errorf("after a fault: status %d code %q faults %v", first.Status, first.Code, first.Faults)
	}
	if since := w.Messages(before); len(since) != 2 {
		t.Errorf("%d messages changed since the second call, want both", len(since))
	}
	if since := w.Messages(w.LastEvent()); len(since) != 0 {
		t.Errorf("%d messages changed after the last event", len(since))
	}
	if one, ok := w.Message(first.ID); !ok || !cmp.Equal(one, first) {
		t.Errorf("Message(%s): got %+v, %t", first.ID, one, ok)
	}
	if _, ok := w.Message("m-999999"); ok {
		t.Error("a message was found that never was")
	}
}

// What the network did to an answer it did to all messages of the call.
func TestAFaultTouchesAllMessagesOfACall(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	w.call(toyCall{To: []string{"a", "b"}, Title: "both"})
	w.call(toyCall{To: []string{"a"}, Title: "other"})
	before := w.LastEvent()
	w.Publish(&sim.Event{Kind: sim.EvExchange, ID: "m-000001", Cause: -1, Error: "reset", Faults: []string{"reset-1"}})
	w.Publish(&sim.Event{Kind: sim.EvExchange, Cause: -1, Error: "reset", Faults: []string{"reset-2"}}) // of no call
	got := map[string]string{}
	for _, ev := range w.Messages(before) {
		got[ev.ID+" "+ev.Title] = ev.Error
	}
	if diff := cmp.Diff(map[string]string{"m-000001 both": "reset", "m-000002 both": "reset"}, got); diff != "" {
		t.Errorf("changed by the fault (-want +got):\n%s", diff)
	}
	if one, ok := w.Message("m-000002"); !ok || one.Error != "reset" {
		t.Errorf("the second message: %+v, %t", one, ok)
	}
}

func TestQuotasListCountsAndLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	if err := w.SetLimit("shop", "day", 5); err != nil {
		t.Fatal(err)
	}
	w.call(toyCall{To: []string{"b"}, Title: "x", Class: "marketing"})
	var got []string
	for _, q := range w.Quotas() {
		limit := "none"
		if q.Limit != nil {
			limit = "5"
		}
		got = append(got, q.App+" "+q.Name+" "+q.Device+" "+string(rune('0'+q.Count))+" of "+limit+" "+q.Window)
	}
	want := []string{"shop day  1 of 5 day", "shop device b 1 of none day"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
