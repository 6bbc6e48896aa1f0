package vivo

import (
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/device"
)

// want says that an answer must be HTTP 200 with this result, and that a refusal
// carries no ids.
func (b *bench) want(a answer, code string) {
	switch {
	case a.status != 200:
		b.t.Errorf("%v, want HTTP 200 and result %s", a, code)
	case a.code() != code:
		b.t.Errorf("%v, want result %s", a, code)
	case code != "0" && a.json["taskId"] != nil:
		b.t.Errorf("%v: a refusal must not carry a taskId", a)
	case code != "0" && a.json["authToken"] != nil:
		b.t.Errorf("%v: a refusal must not carry an authToken", a)
	}
	if _, ok := a.text("desc"); a.json != nil && !ok {
		b.t.Errorf("%v: desc must be a string", a)
	}
}

// wantTask is want("0") and a taskId that is a JSON string of digits.
func (b *bench) wantTask(a answer) {
	b.want(a, "0")
	id, ok := a.text("taskId")
	if !ok || id == "" || strings.Trim(id, "0123456789") != "" {
		b.t.Errorf("%v: taskId must be a JSON string of digits", a)
	}
}

func (b *bench) settle() {
	if err := b.world.Settle(); err != nil {
		b.t.SetupErrorf("settle: %v", err)
	}
}

// advance moves the world's clock.
func (b *bench) advance(d time.Duration) { b.advanceTo(b.world.Now().Add(d)) }

func (b *bench) advanceTo(at time.Time) {
	if err := b.world.AdvanceTo(at); err != nil {
		b.t.SetupErrorf("advance the clock to %v: %v", at, err)
	}
}

// fate is what became of the task at the phone once everything on its way has
// happened.
func (b *bench) fate(a answer, p device.Phone) conformance.MessageState {
	return b.fateOf(a.taskID(), p)
}

func (b *bench) fateOf(taskID string, p device.Phone) conformance.MessageState {
	b.settle()
	all, err := b.world.Messages()
	if err != nil {
		b.t.SetupErrorf("messages: %v", err)
	}
	found := conformance.MessageState{}
	for _, m := range all {
		if m.VendorID == taskID && m.Phone == p.ID {
			found = m
		}
	}
	if found.ID == "" {
		b.t.Fatalf("task %s never was a message to phone %s (token %s); the world has %d messages", taskID, p.ID, p.Token, len(all))
	}
	return found
}

// wantFate says what the phone's user must find.
func (b *bench) wantFate(a answer, p device.Phone, states ...device.Fate) conformance.MessageState {
	m := b.fate(a, p)
	for _, s := range states {
		if m.State == s {
			return m
		}
	}
	b.t.Errorf("task %s at phone %s is %q (reason %s, receipt %q), want %v", a.taskID(), p.ID, m.State, m.Reason, m.Receipt, states)
	return m
}

// wantVisible says that the user finds the notification, wherever.
func (b *bench) wantVisible(a answer, p device.Phone) conformance.MessageState {
	return b.wantFate(a, p, device.Shown, device.Silent, device.Folded)
}

// shade is what the phone shows, after everything settled.
func (b *bench) shade(p device.Phone) device.Shade { return shadeOf(b.t, p) }

func shadeOf(t *conformance.T, p device.Phone) device.Shade {
	if err := t.Control().Settle(); err != nil {
		t.SetupErrorf("settle: %v", err)
	}
	s, err := t.Control().Shade(p.ID)
	if err != nil {
		t.SetupErrorf("shade of %s: %v", p.ID, err)
	}
	return s
}

// wantItems says how many notifications the phone must show.
func (b *bench) wantItems(p device.Phone, n int) device.Shade {
	s := b.shade(p)
	if len(s.Items) != n {
		b.t.Errorf("phone %s shows %d notifications, want %d", p.ID, len(s.Items), n)
	}
	return s
}
