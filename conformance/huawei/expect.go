package huawei

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// want says that an answer must be HTTP 200 with this code: answers of the push
// host were always seen with 200.
func (b *bench) want(a answer, code string) { b.wantStatus(a, 200, code) }

// wantStatus says which HTTP status and code an answer must have; code, msg and
// requestId are JSON strings whatever happened.
func (b *bench) wantStatus(a answer, status int, code string) {
	if a.status != status || a.code() != code {
		b.t.Errorf("%v, want HTTP %d and code %q, a string", a, status, code)
		return
	}
	for _, m := range []string{"msg", "requestId"} {
		if s, ok := a.text(m); !ok || s == "" {
			b.t.Errorf("%v: %s must be a JSON string that is not empty", a, m)
		}
	}
}

// wantAccepted is want("80000000").
func (b *bench) wantAccepted(a answer) { b.want(a, "80000000") }

// wantPartial says which tokens of a call must be named illegal.
func (b *bench) wantPartial(a answer, success int, illegal ...string) {
	b.want(a, "80100000")
	msg, _ := a.text("msg")
	var m struct {
		Success *int     `json:"success"`
		Failure *int     `json:"failure"`
		Illegal []string `json:"illegal_tokens"`
	}
	if err := json.Unmarshal([]byte(msg), &m); err != nil {
		b.t.Errorf("%v: msg must be a string that holds JSON: %v", a, err)
		return
	}
	if m.Success == nil || *m.Success != success || m.Failure == nil || *m.Failure != len(illegal) || !slices.Equal(m.Illegal, illegal) {
		b.t.Errorf("%v, want success %d, failure %d, illegal_tokens %q", a, success, len(illegal), illegal)
	}
}

// wantLogin says that an access token must be issued.
func (b *bench) wantLogin(a answer) {
	token, ok := a.text("access_token")
	kind, _ := a.text("token_type")
	if a.status != 200 || !ok || token == "" || kind != "Bearer" || a.number("expires_in") != "3600" {
		b.t.Errorf("%v, want HTTP 200, an access_token, expires_in 3600 (a number) and token_type Bearer", a)
	}
}

// wantLoginRefused says how a token call must be refused: two numbers and a text.
func (b *bench) wantLoginRefused(a answer, failure, sub string) {
	text, ok := a.text("error_description")
	if a.status != 400 || a.number("error") != failure || a.number("sub_error") != sub || !ok || text == "" {
		b.t.Errorf("%v, want HTTP 400, error %s and sub_error %s, both numbers, and an error_description", a, failure, sub)
	}
	if a.json["access_token"] != nil {
		b.t.Errorf("%v: a refusal must not carry an access_token", a)
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

// fate is what became of the request at the phone once everything on its way has
// happened.
func (b *bench) fate(a answer, p device.Phone) conformance.MessageState {
	return b.fateOf(a.requestID(), p)
}

func (b *bench) fateOf(requestID string, p device.Phone) conformance.MessageState {
	b.settle()
	all, err := b.world.Messages()
	if err != nil {
		b.t.SetupErrorf("messages: %v", err)
	}
	found := conformance.MessageState{}
	for _, m := range all {
		if m.VendorID == requestID && m.Phone == p.ID {
			found = m
		}
	}
	if found.ID == "" {
		b.t.Fatalf("request %s never was a message to phone %s (token %s); the world has %d messages", requestID, p.ID, p.Token, len(all))
	}
	if found.Receipt == "" && (found.State.Visible() || found.State == device.Hidden) {
		found.Receipt = "0" // a world may leave out the code of what arrived
	}
	return found
}

// wantFate says what the phone's user must find.
func (b *bench) wantFate(a answer, p device.Phone, states ...device.Fate) conformance.MessageState {
	m := b.fate(a, p)
	if !slices.Contains(states, m.State) {
		b.t.Errorf("request %s at phone %s is %q (reason %s, receipt %q), want %v", a.requestID(), p.ID, m.State, m.Reason, m.Receipt, states)
	}
	return m
}

// wantVisible says that the user finds the notification, wherever.
func (b *bench) wantVisible(a answer, p device.Phone) conformance.MessageState {
	return b.wantFate(a, p, device.Shown, device.Silent, device.Folded)
}

// wantClass says that a request was accepted, and how it appears: a service
// message rings, a marketing message lies silently in the drawer.
func (b *bench) wantClass(a answer, p device.Phone, class vendors.Class) {
	b.wantAccepted(a)
	want := device.Silent
	if class == vendors.ClassTransactional {
		want = device.Shown
	}
	if m := b.wantFate(a, p, want); m.Granted != class {
		b.t.Errorf("request %s was taken as %q, want %q", a.requestID(), m.Granted, class)
	}
}

// wantDark says that a request was accepted, is not on the phone, and why.
func (b *bench) wantDark(a answer, p device.Phone, receipt string) conformance.MessageState {
	b.wantAccepted(a)
	m := b.fate(a, p)
	if m.State.Visible() || !m.State.Final() || m.Receipt != receipt {
		b.t.Errorf("request %s at phone %s is %q with receipt %q (reason %s), want it not to be shown, with receipt %s",
			a.requestID(), p.ID, m.State, m.Receipt, m.Reason, receipt)
	}
	return m
}

// shade is what the phone shows, after everything settled.
func (b *bench) shade(p device.Phone) device.Shade {
	b.settle()
	s, err := b.world.Shade(p.ID)
	if err != nil {
		b.t.SetupErrorf("shade of %s: %v", p.ID, err)
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

// digits reports whether s is n decimal digits.
func digits(s string, n int) bool { return len(s) == n && strings.Trim(s, "0123456789") == "" }
