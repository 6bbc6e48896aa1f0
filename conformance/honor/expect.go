package honor

import (
	"slices"
	"strconv"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// want says which code an answer must have: a JSON number, beside a message that is a
// text. With which HTTP status business codes come is not known and not looked at.
func (b *bench) want(a kit.Answer, code string) {
	if a.Code() != code {
		b.T.Errorf("%v, want code %s, a number", a, code)
		return
	}
	if s, ok := a.Text("message"); !ok || s == "" {
		b.T.Errorf("%v: message must be a JSON string that is not empty", a)
	}
	if _, sent := a.JSON.At("data.sendResult").(bool); code != "200" && code != "80100000" && sent && a.JSON.At("data.sendResult") == true {
		b.T.Errorf("%v: sendResult is true in a refusal", a)
	}
}

// wantStatus is want with an HTTP status.
func (b *bench) wantStatus(a kit.Answer, status int, code string) {
	b.want(a, code)
	if a.Status != status {
		b.T.Errorf("%v, want HTTP %d", a, status)
	}
}

// wantAccepted says that a call was taken for all its tokens.
func (b *bench) wantAccepted(a kit.Answer) {
	b.wantStatus(a, 200, "200")
	if a.ID() == "" || a.JSON.At("data.sendResult") != true {
		b.T.Errorf("%v, want data with sendResult true and a requestId", a)
	}
	b.wantLists(a, nil, nil)
}

// wantLists says which tokens an answer must list.
func (b *bench) wantLists(a kit.Answer, fail, expire []string) {
	for name, want := range map[string][]string{"failTokens": fail, "expireTokens": expire} {
		if got := a.JSON.List("data." + name); a.Kind("data."+name) != "array" || !slices.Equal(got, want) {
			b.T.Errorf("%v: %s must be the list %q", a, name, want)
		}
	}
}

// wantLogin says that an access token must be issued, and returns how long it lives.
func (b *bench) wantLogin(a kit.Answer) time.Duration {
	token, ok := a.Text("access_token")
	kind, _ := a.Text("token_type")
	life, err := strconv.Atoi(a.Number("expires_in"))
	if a.Status != 200 || !ok || token == "" || kind != "Bearer" || err != nil || life <= 0 {
		b.T.Errorf("%v, want HTTP 200, an access_token, expires_in in seconds (a number) and token_type Bearer", a)
	}
	return time.Duration(life) * time.Second
}

// wantListed says which tokens an answer must list, in either list: what makes a token
// one of them is not known.
func (b *bench) wantListed(a kit.Answer, bad ...string) {
	got := append(a.JSON.List("data.failTokens"), a.JSON.List("data.expireTokens")...)
	slices.Sort(got)
	slices.Sort(bad)
	if !slices.Equal(got, bad) {
		b.T.Errorf("%v: failTokens and expireTokens must list %q", a, bad)
	}
}

// wantLoginRefused says how a token call must be refused.
func (b *bench) wantLoginRefused(a kit.Answer, failure string) {
	name, ok := a.Text("error")
	if a.Status < 400 || a.Status > 499 || !ok || name != failure || a.JSON["access_token"] != nil {
		b.T.Errorf("%v, want HTTP 4xx, the error %s and no access_token", a, failure)
	}
}

// wantClass says that a request was accepted, and how it appears: a service message
// rings, a marketing message lies silently in the drawer.
func (b *bench) wantClass(a kit.Answer, p device.Phone, class vendors.Class) {
	b.wantAccepted(a)
	want := device.Silent
	if class == service {
		want = device.Shown
	}
	if m := b.WantFate(a, p, want); m.Granted != class {
		b.T.Errorf("request %s was taken as %q, want %q", a.ID(), m.Granted, class)
	}
}

// wantImage says which picture, "" for none, stands beside the text a phone shows.
func (b *bench) wantImage(p device.Phone, picture string) {
	if s := b.WantItems(p, 1); len(s.Items) == 1 && s.Items[0].Image != picture {
		b.T.Errorf("phone %s shows the image %q, want %q", p.ID, s.Items[0].Image, picture)
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
