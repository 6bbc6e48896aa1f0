package fcm

import (
	"fmt"
	"strings"

	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

const (
	typeFcm = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
	typeBad = "type.googleapis.com/google.rpc.BadRequest"
	typeErr = "type.googleapis.com/google.rpc.ErrorInfo"
)

// details are those of an error by their type.
func details(a kit.Answer) map[string]kit.Object {
	out := map[string]kit.Object{}
	list, _ := a.JSON.At("error.details").([]any)
	for _, d := range list {
		if m, ok := d.(map[string]any); ok {
			out[kit.Object(m).Field("@type")] = m
		}
	}
	return out
}

// codeOf is FcmError's code, else the status by name, else what the token endpoint or
// the topic service call the error.
func codeOf(a kit.Answer) string {
	if d := details(a)[typeFcm]; d != nil {
		return d.Field("errorCode")
	}
	if s, ok := a.Text("error.status"); ok {
		return s
	}
	s, _ := a.Text("error")
	return s
}

// wantError says how a call must be refused: HTTP status, the same number and the name
// in the body, a message, and the FcmError, "" for none.
func (b *bench) wantError(a kit.Answer, status int, rpc, fcmError string) {
	name, _ := a.Text("error.status")
	text, _ := a.Text("error.message")
	got := ""
	if d := details(a)[typeFcm]; d != nil {
		got = d.Field("errorCode")
	}
	if a.Status != status || a.Number("error.code") != fmt.Sprint(status) || name != rpc || text == "" || got != fcmError {
		want := "no FcmError"
		if fcmError != "" {
			want = "FcmError " + fcmError
		}
		b.T.Errorf("%v, want HTTP %d, error.code %d, status %s, a message and %s", a, status, status, rpc, want)
	}
}

// wantField says that an error must name a field.
func (b *bench) wantField(a kit.Answer, field string) {
	list, _ := details(a)[typeBad].At("fieldViolations").([]any)
	for _, v := range list {
		if m, ok := v.(map[string]any); ok && kit.Object(m).Field("field") == field {
			return
		}
	}
	b.T.Errorf("%v, want a BadRequest that names the field %s", a, field)
}

// wantInvalid is wantError for INVALID_ARGUMENT with or without its FcmError.
func (b *bench) wantInvalid(a kit.Answer) {
	name, _ := a.Text("error.status")
	if a.Status != 400 || name != "INVALID_ARGUMENT" {
		b.T.Errorf("%v, want HTTP 400 and status INVALID_ARGUMENT", a)
	}
}

// wantAccepted says that a message must be taken, with a name in the app's project.
func (b *bench) wantAccepted(a kit.Answer) {
	if a.Status != 200 || !strings.HasPrefix(a.ID(), "projects/"+b.file.Project+"/messages/") {
		b.T.Errorf("%v, want HTTP 200 and the name of a message of project %s", a, b.file.Project)
	}
}

// wantDark says that a message is accepted and not shown.
func (b *bench) wantDark(a kit.Answer, p device.Phone, states ...device.Fate) {
	b.wantAccepted(a)
	b.WantFate(a, p, states...)
	b.WantItems(p, 0)
}

// wantShown says that a message is accepted and shown.
func (b *bench) wantShown(a kit.Answer, p device.Phone) {
	b.wantAccepted(a)
	b.WantFate(a, p, device.Shown)
}

// wantToken says that an access token must be issued.
func (b *bench) wantToken(a kit.Answer) {
	access, ok := a.Text("access_token")
	kind, _ := a.Text("token_type")
	if a.Status != 200 || !ok || access == "" || kind != "Bearer" || a.Kind("expires_in") != "number" {
		b.T.Errorf("%v, want HTTP 200, an access_token, expires_in as a number and token_type Bearer", a)
	}
}

// wantGrant says how a token call must be refused.
func (b *bench) wantGrant(a kit.Answer, word, text string) {
	got, _ := a.Text("error")
	said, ok := a.Text("error_description")
	if a.Status != 400 || got != word || !ok || !strings.Contains(said, text) {
		b.T.Errorf("%v, want HTTP 400, error %s and an error_description with %q", a, word, text)
	}
	if a.JSON["access_token"] != nil {
		b.T.Errorf("%v: a refusal must not carry an access_token", a)
	}
}

// wantResults says what the topic service must tell of each token, "" for nothing.
func (b *bench) wantResults(a kit.Answer, want ...string) {
	list, _ := a.JSON.At("results").([]any)
	if a.Status != 200 || len(list) != len(want) {
		b.T.Errorf("%v, want HTTP 200 and %d results", a, len(want))
		return
	}
	for i, r := range list {
		m, _ := r.(map[string]any)
		if got := kit.Object(m).Field("error"); got != want[i] {
			b.T.Errorf("%v: result %d is %q, want %q", a, i, got, want[i])
		}
	}
}
