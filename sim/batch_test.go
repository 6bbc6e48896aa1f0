package sim_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Each message of a batch is judged by itself, in order: the second one finds the
// quota used up by the first, the third has nobody to go to.
func TestPartsOfABatchAreJudgedOneByOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	if err := w.SetLimit("shop", "day", 1); err != nil {
		t.Fatal(err)
	}
	d := w.submit(toyCall{Op: "batch", Parts: []toyCall{
		{To: []string{"a"}, Title: "one"}, {To: []string{"nobody"}, Title: "two"}, {To: []string{"b"}, Title: "three"},
	}})
	if len(d.Parts) != 3 || d.Refused {
		t.Fatalf("refused %v, %d parts, want three decided", d.Refused, len(d.Parts))
	}
	var ids []string
	for _, p := range d.Parts {
		ids = append(ids, p.Reply.MessageID)
	}
	if diff := cmp.Diff([]string{"msg-shop-1", "msg-shop-2", "msg-shop-3"}, ids); diff != "" {
		t.Errorf("message ids (-want +got):\n%s", diff)
	}
	if s := d.Parts[1].Admissions[0].State; s != sim.Refused {
		t.Errorf("the part to nobody is %s, want refused", s)
	}
	w.Clock().Settle()
	titles := map[string]string{}
	calls := map[string]bool{}
	for _, ev := range w.Messages(0) {
		titles[ev.Title] = string(ev.Fate.State)
		calls[ev.Call] = true
	}
	if diff := cmp.Diff(map[string]string{"one": "shown", "two": "", "three": "shown"}, titles); diff != "" {
		t.Errorf("fates by title (-want +got):\n%s", diff)
	}
	if len(calls) != 1 {
		t.Errorf("the messages belong to the calls %v, want one", calls)
	}
}

// What an earlier part used up is gone for a later one.
func TestPartsShareQuotas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	part := toyCall{To: []string{"a"}, Title: "x", Key: "same"}
	d := w.submit(toyCall{Op: "batch", Parts: []toyCall{part, part}})
	if d.Parts[0].Answered || !d.Parts[1].Answered || d.Parts[1].Reply.MessageID != d.Parts[0].Reply.MessageID {
		t.Errorf("parts %+v, want the second answered as the repetition of the first", d.Parts)
	}
}

// A batch refused as a whole has no decisions about its parts, and each of their
// messages ends by the batch's cause.
func TestRefusedBatchRefusesItsMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a", "b")
	d := w.call(toyCall{Op: "batch", Access: "expired", Parts: []toyCall{
		{To: []string{w.tok["a"]}, Title: "one"}, {To: []string{w.tok["b"], "nobody"}, Title: "two"},
	}})
	if !d.Refused || d.Reply.Code != "T-EXPIRED" || len(d.Parts) != 0 {
		t.Errorf("decision %+v, want a refusal by T-EXPIRED and no parts", d.Reply)
	}
	var got []string
	for _, ev := range w.Messages(0) {
		step, _ := ev.CauseStep()
		got = append(got, fmt.Sprint(ev.Call, " ", ev.Phone, " ", ev.Title, " ", ev.Code, " ", w.Rulebook(toyVendor).Rule(step).ID, " ", ev.Fate.State))
	}
	want := []string{"m-000001 a one T-EXPIRED T-EXPIRED ", "m-000001 b two T-EXPIRED T-EXPIRED ", "m-000001  two T-EXPIRED T-EXPIRED "}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
	if got := w.Calls(0); len(got) != 0 {
		t.Errorf("calls %+v, want none beside the messages", got)
	}
}

// The messages of a batch nobody's app made are remembered, too.
func TestRefusedBatchOfNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	if d := w.call(toyCall{Op: "batch", App: "nope", Parts: []toyCall{{To: []string{"a"}}}}); !d.Refused || d.Reply.Code != "T-APP" {
		t.Errorf("decision %+v, want a refusal by T-APP", d.Reply)
	}
	if got := w.Messages(0); len(got) != 1 || got[0].Code != "T-APP" || got[0].App != "" {
		t.Errorf("messages %+v, want one refused by T-APP", got)
	}
}

// Judge says of each part what Submit would, and changes nothing.
func TestBatchIsForeseen(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	call := &sim.Call{Verb: sim.VerbBatch, AppRef: w.app.Credentials["id"], At: toyStart, Request: &sim.Request{}, Wire: &toyCall{},
		Parts: []sim.Call{{Verb: sim.VerbSend, Wire: &toyCall{}, Targets: []sim.Target{{Name: "gone"}}}}}
	var d sim.Decision
	w.Judge(toyVendor, call, &d)
	if len(d.Parts) != 1 || d.Parts[0].Admissions[0].State != sim.Refused {
		t.Errorf("parts %+v, want one with a refused target", d.Parts)
	}
	if got := w.Messages(0); len(got) != 0 {
		t.Errorf("%d messages after a forecast, want none", len(got))
	}
}

// A message for later waits for its time, settling does not hurry it, and its time
// to live counts from then.
func TestMessageForLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	w.call(toyCall{To: []string{"a"}, Title: "later", TTL: 60, In: 3600})
	if diff := cmp.Diff([]string{"pending"}, w.fates("a")); diff != "" {
		t.Errorf("before its time (-want +got):\n%s", diff)
	}
	w.Clock().AdvanceTo(toyStart.Add(time.Hour + time.Minute))
	if diff := cmp.Diff([]string{"shown"}, w.fates("a")); diff != "" {
		t.Errorf("after its time (-want +got):\n%s", diff)
	}
}

func TestMessageForLaterIsTakenBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	to := w.call(toyCall{To: []string{"a"}, Title: "later", In: 3600}).Reply.MessageID
	all := w.call(toyCall{Op: "all", All: true, Title: "all", In: 3600, Class: string(vendors.ClassMarketing)}).Reply.MessageID
	w.call(toyCall{Op: "recall", Ref: to})
	w.call(toyCall{Op: "recall", Ref: all})
	w.Clock().AdvanceTo(toyStart.Add(2 * time.Hour))
	if diff := cmp.Diff([]string{"recalled"}, w.fates("a")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A copy of the world can be asked about a broadcast that has not begun.
func TestAForkKnowsABroadcastForLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t, sim.Options{}, "a")
	id := w.call(toyCall{Op: "all", All: true, Title: "all", In: 3600, Class: string(vendors.ClassMarketing)}).Reply.MessageID
	f := &world{Engine: w.Fork(), t: t, app: w.app, tok: w.tok}
	defer f.Close()
	f.call(toyCall{Op: "recall", Ref: id})
	for name, of := range map[string]struct {
		w    *world
		want []string
	}{"the copy took it back": {f, nil}, "the original did not": {w, []string{"silent T-QUIET"}}} {
		of.w.Clock().AdvanceTo(toyStart.Add(2 * time.Hour))
		if diff := cmp.Diff(of.want, of.w.fates("a")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}
