package vivo

import (
	"strings"

	"github.com/offpush/offpush/conformance/kit"
)

// want says that an answer must be HTTP 200 with this result, and that a refusal
// carries no ids.
func (b *bench) want(a kit.Answer, code string) {
	switch {
	case a.Status != 200:
		b.T.Errorf("%v, want HTTP 200 and result %s", a, code)
	case a.Code() != code:
		b.T.Errorf("%v, want result %s", a, code)
	case code != "0" && a.JSON["taskId"] != nil:
		b.T.Errorf("%v: a refusal must not carry a taskId", a)
	case code != "0" && a.JSON["authToken"] != nil:
		b.T.Errorf("%v: a refusal must not carry an authToken", a)
	}
	if _, ok := a.Text("desc"); a.JSON != nil && !ok {
		b.T.Errorf("%v: desc must be a string", a)
	}
}

// wantTask is want("0") and a taskId that is a JSON string of digits.
func (b *bench) wantTask(a kit.Answer) {
	b.want(a, "0")
	id, ok := a.Text("taskId")
	if !ok || id == "" || strings.Trim(id, "0123456789") != "" {
		b.T.Errorf("%v: taskId must be a JSON string of digits", a)
	}
}
