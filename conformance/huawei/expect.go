package huawei

import (
	"encoding/json"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// want says that an answer must be HTTP 200 with this code: answers of the push
// host were always seen with 200.
func (b *bench) want(a kit.Answer, code string) { b.wantStatus(a, 200, code) }

// wantStatus says which HTTP status and code an answer must have; code, msg and
// requestId are JSON strings whatever happened.
func (b *bench) wantStatus(a kit.Answer, status int, code string) {
	if a.Status != status || a.Code() != code {
		b.T.Errorf("%v, want HTTP %d and code %q, a string", a, status, code)
		return
	}
	for _, m := range []string{"msg", "requestId"} {
		if s, ok := a.Text(m); !ok || s == "" {
			b.T.Errorf("%v: %s must be a JSON string that is not empty", a, m)
		}
	}
}

// wantAccepted is want("80000000").
func (b *bench) wantAccepted(a kit.Answer) { b.want(a, "80000000") }

// wantPartial says which tokens of a call must be named illegal.
func (b *bench) wantPartial(a kit.Answer, success int, illegal ...string) {
	b.want(a, "80100000")
	msg, _ := a.Text("msg")
	var m struct {
		Success *int     `json:"success"`
		Failure *int     `json:"failure"`
		Illegal []string `json:"illegal_tokens"`
	}
	if err := json.Unmarshal([]byte(msg), &m); err != nil {
		b.T.Errorf("%v: msg must be a string that holds JSON: %v", a, err)
		return
	}
	if m.Success == nil || *m.Success != success || m.Failure == nil || *m.Failure != len(illegal) || !slices.Equal(m.Illegal, illegal) {
		b.T.Errorf("%v, want success %d, failure %d, illegal_tokens %q", a, success, len(illegal), illegal)
	}
}

// wantLogin says that an access token must be issued.
func (b *bench) wantLogin(a kit.Answer) {
	token, ok := a.Text("access_token")
	kind, _ := a.Text("token_type")
	if a.Status != 200 || !ok || token == "" || kind != "Bearer" || a.Number("expires_in") != "3600" {
		b.T.Errorf("%v, want HTTP 200, an access_token, expires_in 3600 (a number) and token_type Bearer", a)
	}
}

// wantLoginRefused says how a token call must be refused: two numbers and a text.
func (b *bench) wantLoginRefused(a kit.Answer, failure, sub string) {
	text, ok := a.Text("error_description")
	if a.Status != 400 || a.Number("error") != failure || a.Number("sub_error") != sub || !ok || text == "" {
		b.T.Errorf("%v, want HTTP 400, error %s and sub_error %s, both numbers, and an error_description", a, failure, sub)
	}
	if a.JSON["access_token"] != nil {
		b.T.Errorf("%v: a refusal must not carry an access_token", a)
	}
}

// wantClass says that a request was accepted, and how it appears: a service
// message rings, a marketing message lies silently in the drawer.
func (b *bench) wantClass(a kit.Answer, p device.Phone, class vendors.Class) {
	b.wantAccepted(a)
	want := device.Silent
	if class == vendors.ClassTransactional {
		want = device.Shown
	}
	if m := b.WantFate(a, p, want); m.Granted != class {
		b.T.Errorf("request %s was taken as %q, want %q", a.ID(), m.Granted, class)
	}
}

// wantDark says that a request was accepted, is not on the phone, and why.
func (b *bench) wantDark(a kit.Answer, p device.Phone, receipt string) conformance.MessageState {
	b.wantAccepted(a)
	m := b.Fate(a, p)
	if m.State.Visible() || !m.State.Final() || m.Receipt != receipt {
		b.T.Errorf("request %s at phone %s is %q with receipt %q (reason %s), want it not to be shown, with receipt %s",
			a.ID(), p.ID, m.State, m.Receipt, m.Reason, receipt)
	}
	return m
}
