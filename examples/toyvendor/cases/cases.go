// Package cases is the toy vendor's part of the conformance suite. Codes, paths
// and limits stand here as literals: a mistake in the shared facts must not pass
// everything.
package cases

import (
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

const (
	source = "docs/adding-a-vendor.md, the toy's protocol"
	toy    = vendors.Vendor("toy")
)

// Cases are all of the toy's.
func Cases() []conformance.Case {
	s := kit.Series{Vendor: toy, Since: "0.1.0"}
	return append(s.Endpoint(fieldCases(), quotaCases()), s.Sender(targetCases())...)
}

func fieldCases() []conformance.Case {
	return []conformance.Case{{
		ID: "toy/fields/title-too-long", Level: conformance.Must, Source: source, Codes: []string{"0", "11"},
		Title: "title over 20 characters", Requirement: "A title of 21 characters must be answered with code 11.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.push(p, kit.Set("title", kit.Chinese(20))), "0")
			b.want(b.push(p, kit.Set("title", kit.Chinese(21))), "11")
		},
	}}
}

func quotaCases() []conformance.Case {
	return []conformance.Case{{
		ID: "toy/quota/news-of-a-day", Level: conformance.Must, Source: source, Codes: []string{"0"},
		Title:       "second piece of news of a day",
		Requirement: "The second piece of news for a phone must be answered with code 0 and not be shown.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, want := range []device.Fate{device.Shown, device.Dropped} {
				a := b.push(p, kit.Set("kind", "news"))
				b.want(a, "0")
				b.WantFate(a, p, want)
			}
		},
	}}
}

func targetCases() []conformance.Case {
	return []conformance.Case{{
		ID: "toy/targets/one-dead-token", Level: conformance.Must, Source: source,
		Title:       "one of two tokens is dead",
		Requirement: "When the vendor names a dead token in an accepted call, the sender must report that token dead and the other accepted.",
		Run: func(t *conformance.T) {
			b := prepare(t)
			s := kit.Start(b.Bench)
			msg := &vendors.Message{ID: "m-1", Title: "notice", Body: "text", Class: vendors.ClassTransactional}
			s.WantTokens(s.Give(msg, b.Phone("a"), b.Phone("b", kit.Uninstalled)), true, false)
		},
	}}
}

// bench is one app at the toy, and its side of the wire.
type bench struct {
	*kit.Bench
	token string
}

// prepare adds an app without logging it in.
func prepare(t *conformance.T) *bench {
	b := &bench{Bench: kit.Open(t, kit.Spec(sim.AppSpec{ID: "shop", Vendor: toy}))}
	b.Code = func(a kit.Answer) string { code, _ := a.Text("code"); return code }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("id"); return id }
	b.Prepare = func(h http.Header) { h.Set("Authorization", b.token) }
	return b
}

// open prepares an app and logs it in: endpoint cases speak the protocol by hand.
func open(t *conformance.T) *bench {
	b := prepare(t)
	a := b.Post("/login", kit.Body{"key": b.App.Credentials["key"], "secret": b.App.Credentials["secret"]})
	b.want(a, "0")
	b.token, _ = a.Text("token")
	return b
}

// push sends a correct notice to p, with changes.
func (b *bench) push(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.Post("/push", kit.Body{"to": kit.Tokens(p), "title": "news", "text": "x", "kind": "notice"}.With(changes...))
}

func (b *bench) want(a kit.Answer, code string) {
	if a.Code() != code {
		b.T.Errorf("%v, want code %s", a, code)
	}
}
