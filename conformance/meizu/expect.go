package meizu

import (
	"encoding/json"
	"strings"

	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
)

// want says that an answer must be HTTP 200 with this code, which is a string, and that
// a refusal carries no message and no id.
func (b *bench) want(a kit.Answer, code string) {
	if a.Status != 200 || a.Code() != code {
		b.T.Errorf("%v, want HTTP 200 and the string code %q", a, code)
	}
	if a.Kind("message") != "string" {
		b.T.Errorf("%v: message must be a string", a)
	}
	if a.Code() != "200" {
		b.bare(a)
	}
}

// bare says what a refusal looks like: value is an empty string and there is no msgId.
func (b *bench) bare(a kit.Answer) {
	if v, ok := a.Text("value"); !ok || v != "" {
		b.T.Errorf("%v: the value of a refusal must be an empty string", a)
	}
	if a.Kind("msgId") != "" {
		b.T.Errorf("%v: a refusal must not carry a msgId", a)
	}
}

// refused says that the whole request must be refused, with whatever code.
func (b *bench) refused(a kit.Answer) {
	if a.Status != 200 || a.Code() == "200" || a.Code() == "" {
		b.T.Errorf("%v, want HTTP 200 and a code that is not 200", a)
	}
	b.bare(a)
}

// wantValue says that a push must be taken, with the failed targets by code; "{}" is
// none.
func (b *bench) wantValue(a kit.Answer, value string) {
	b.want(a, "200")
	var want map[string]any
	if err := json.Unmarshal([]byte(value), &want); err != nil {
		b.T.SetupErrorf("the case's own value: %v", err)
	}
	if got, want := kit.Text(a.JSON.At("value")), kit.Text(want); got != want {
		b.T.Errorf("%v, want value %s", a, want)
	}
}

// wantTarget says that a push to one phone must fail with this code, and nothing else.
func (b *bench) wantTarget(a kit.Answer, p device.Phone, code string) {
	b.wantValue(a, `{"`+code+`":["`+p.Token+`"]}`)
}

// wantOK says that a push must be taken for all its targets and have an id.
func (b *bench) wantOK(a kit.Answer) {
	b.wantValue(a, `{}`)
	if a.ID() == "" {
		b.T.Errorf("%v, want a msgId that is a string", a)
	}
}

// wantText says what must be in an answer's message.
func (b *bench) wantText(a kit.Answer, text string) {
	if m, _ := a.Text("message"); !strings.Contains(m, text) {
		b.T.Errorf("%v, want %q in message", a, text)
	}
}
