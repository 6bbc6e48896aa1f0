package oppo

import (
	"regexp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// want says that an answer must be HTTP 200 with this code as a number, and that a
// refusal carries no id.
func (b *bench) want(a kit.Answer, code string) {
	switch {
	case a.Status != 200:
		b.T.Errorf("%v, want HTTP 200 and code %s", a, code)
	case a.Code() != code:
		b.T.Errorf("%v, want code %s, a number", a, code)
	case code != "0" && a.ID() != "":
		b.T.Errorf("%v: a refusal must not carry an id", a)
	}
	if _, ok := a.Text("message"); a.JSON != nil && !ok {
		b.T.Errorf("%v: message must be a string", a)
	}
}

// wantText is want, and the text the code table has.
func (b *bench) wantText(a kit.Answer, code, text string) {
	b.want(a, code)
	if got, _ := a.Text("message"); got != text {
		b.T.Errorf("%v, want the message %q", a, text)
	}
}

//nolint:gochecknoglobals // constants in all but name
var (
	messageID = regexp.MustCompile(`^[0-9A-Za-z]+-1-1-[0-9a-f]{24}$`)
	objectID  = regexp.MustCompile(`^[0-9a-f]{24}$`)
)

// wantMessage is want("0") and a messageId of the documented form.
func (b *bench) wantMessage(a kit.Answer) {
	b.want(a, "0")
	if id, _ := a.Text("data.messageId"); !messageID.MatchString(id) {
		b.T.Errorf("%v: data.messageId must be AppID-1-1-<24 hex digits>", a)
	}
}

// wantReceipt says what the phone's user finds and what OPPO reports.
func (b *bench) wantReceipt(a kit.Answer, p device.Phone, receipt string, states ...device.Fate) {
	b.want(a, "0")
	if m := b.WantFate(a, p, states...); m.Receipt != receipt {
		b.T.Errorf("message %s at %s has the receipt %q, want %q", a.ID(), p.ID, m.Receipt, receipt)
	}
}

// refusal is a case in which one thing is wrong with a request.
type refusal struct {
	id, what   string
	level      conformance.Level // Must when empty
	rows       []string
	source     string // docTable when empty
	code, text string // an empty text is not looked at
	app        []kit.AppOption
	at         string // the rulebook's day
	profile    sim.Profile
	do         func(b *bench) kit.Answer
}

// refusals are cases of a feature, each with an endpoint's no.
func refusals(feature string, rows ...refusal) []conformance.Case {
	var out []conformance.Case
	for _, r := range rows {
		if r.level == "" {
			r.level = conformance.Must
		}
		if r.source == "" {
			r.source = docTable
		}
		c := conformance.Case{
			ID: "oppo/" + feature + "/" + r.id, Level: r.level, Rows: r.rows, Source: r.source, Codes: []string{r.code},
			Title:       r.what + " is " + r.code,
			Requirement: "An endpoint " + lower(r.level) + " answer " + r.what + " with " + r.code + ", and send nothing.",
			Run: func(t *conformance.T) {
				b := open(t, r.app...)
				a := r.do(b)
				if r.text == "" {
					b.want(a, r.code)
				} else {
					b.wantText(a, r.code, r.text)
				}
			},
		}
		c.World.Date, c.World.Profile = r.at, r.profile
		out = append(out, c)
	}
	return out
}

// sends makes a single push to a phone with changes of the notification.
func sends(changes ...kit.Change) func(b *bench) kit.Answer {
	return func(b *bench) kit.Answer { return b.send(b.Phone("a").Token, changes...) }
}

// promotes is sends for content and marketing.
func promotes(changes ...kit.Change) func(b *bench) kit.Answer {
	return func(b *bench) kit.Answer { return b.promote(b.Phone("a").Token, changes...) }
}

// saves stores a body with changes of the form.
func saves(changes ...kit.FormChange) func(b *bench) kit.Answer {
	return func(b *bench) kit.Answer { return b.save(changes...) }
}
