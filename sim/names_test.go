package sim_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
)

// renamed is the toy with phones that are also known by what stands behind the last
// hyphen of their token.
type renamed struct{ toy }

func (renamed) TokenNames(token string) []string {
	return []string{"name-" + token[strings.LastIndexByte(token, '-')+1:]}
}

func (renamed) MessageName(ref, id string) string { return ref + "/" + id }

func newRenamed(t *testing.T) *sim.Engine {
	t.Helper()
	e, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{renamed{}}, Start: toyStart, Seed: 7, Clock: clock.Mode{Kind: clock.Jump},
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	if _, err := e.AddApp(sim.AppSpec{ID: "shop", Vendor: toyVendor}); err != nil {
		t.Fatal(err)
	}
	if _, err := e.AddPhone(sim.NewPhone("a", toyVendor, "shop")); err != nil {
		t.Fatal(err)
	}
	return e
}

func send(t *testing.T, e *sim.Engine, c toyCall) sim.Decision {
	t.Helper()
	c.App, c.To = "toy-7-shop", []string{"name-a"}
	body, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	call := &sim.Call{Request: &sim.Request{Method: "POST", Path: "/toy", Body: body}, At: e.Clock().Now()}
	toy{}.Decode(call.Request, call)
	var d sim.Decision
	e.Submit(toyVendor, call, &d)
	e.Clock().Settle()
	return d
}

func TestPhoneIsKnownByFurtherNames(t *testing.T) {
	t.Parallel()
	e := newRenamed(t)
	if d := send(t, e, toyCall{Title: "hello"}); d.Admissions[0].Phone == nil {
		t.Error("the further name of the token leads nowhere")
	}
	for _, none := range []bool{true, false} {
		if err := e.UpdatePhone("a", func(p *device.Phone) { p.NoToken = none }); err != nil {
			t.Fatal(err)
		}
		if d := send(t, e, toyCall{Title: "hello"}); (d.Admissions[0].Phone == nil) != none {
			t.Errorf("no token: %t; the further name leads to %v", none, d.Admissions[0].Phone)
		}
	}
}

func TestMessagesAreNamedWithTheirApp(t *testing.T) {
	t.Parallel()
	e := newRenamed(t)
	if d := send(t, e, toyCall{Title: "hello"}); d.Reply.MessageID != "toy-7-shop/msg-shop-1" {
		t.Errorf("message id %q", d.Reply.MessageID)
	}
	if m := e.Messages(0); len(m) != 1 || m[0].VendorMessageID != "toy-7-shop/msg-shop-1" {
		t.Errorf("messages %+v", m)
	}
}
