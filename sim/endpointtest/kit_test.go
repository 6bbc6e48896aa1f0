package endpointtest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// bell is a vendor that exists nowhere: POST {"app","to"} rings a phone.
type bell struct{}

func (bell) Vendor() vendors.Vendor            { return "bell" }
func (bell) Success() string                   { return "ok" }
func (bell) AppRef(c map[string]string) string { return c["app"] }
func (bell) Sites() []sim.Site                 { return []sim.Site{{Name: "bell", Default: true}} }
func (bell) Flags() []sim.Flag {
	return []sim.Flag{{Name: "open", Values: []string{"yes", "no"}, Default: "yes"}}
}
func (bell) Counters() []quota.Def { return []quota.Def{{Name: "rings"}} }
func (bell) MintCredentials(_ uint64, app string) map[string]string {
	return map[string]string{"app": app}
}
func (bell) MintToken(_ uint64, _, device string) string     { return "to-" + device }
func (bell) MintAccess(uint64, string, uint64) string        { return "" }
func (bell) MintMessage(_ uint64, _ string, n uint64) string { return fmt.Sprintf("%020xabcd", n) }

func (bell) Decode(r *sim.Request, c *sim.Call) {
	var b struct{ App, To string }
	c.Request, c.Verb = r, sim.VerbSend
	c.Malformed = json.Unmarshal(r.Body, &b) != nil
	c.AppRef, c.Message.Title = b.App, "ring"
	c.Message.Receipt = sim.ReceiptTarget{URL: "http://127.0.0.1:1/rung"}
	c.Targets = []sim.Target{{Name: b.To}}
}

func (bell) Encode(_ *sim.Call, d *sim.Decision, w *sim.Response) {
	w.Type = "application/json"
	w.Body = fmt.Appendf(w.Body, `{"code":%q,"id":%q}`, d.Reply.Code, d.Reply.MessageID)
}

func (bell) Receipt(r *sim.ReceiptInput) ([]byte, http.Header, bool) {
	return fmt.Appendf(nil, `{"rung":%q}`, r.Target), http.Header{"Kind": {"receipt"}}, true
}

func (bell) ReceiptRetries() []time.Duration { return []time.Duration{time.Second} }

func (bell) Rules() []sim.Rule {
	make := func(id, code string, p rule.Phase, apply func(*sim.Ctx) rule.Outcome) sim.Rule {
		r := sim.Rule{Info: rule.Info{ID: id, Vendor: "bell", Phase: p, Scope: rule.ScopeCall, Code: code}, Apply: apply}
		if p >= rule.Arrive {
			r.Scope = rule.ScopeTarget
		}
		return r
	}
	return []sim.Rule{
		make("BE-1", "closed", rule.Gate, func(c *sim.Ctx) rule.Outcome {
			if c.Flag("open") == "no" {
				return c.Refuse()
			}
			return rule.Skip
		}),
		make("BE-2", "", rule.Present, func(c *sim.Ctx) rule.Outcome { return c.Appear(device.Silent) }),
		make("BE-3", "", rule.Gate, func(*sim.Ctx) rule.Outcome { return rule.Skip }),
	}
}

// ringing is the bell's world.
type ringing struct{ *World }

func openBell(t testing.TB, change func(*Setup), rules sim.RuleOptions) ringing {
	s := Setup{Endpoint: bell{}, Rules: rules}
	if change != nil {
		change(&s)
	}
	return ringing{Open(t, s)}
}

func (w ringing) ring(to string) Reply {
	body := fmt.Appendf(nil, `{"app":%q,"to":%q}`, w.App.Credentials["app"], to)
	return w.Do(&sim.Request{Method: http.MethodPost, Path: "/ring", Body: body})
}

func (w ringing) code(to string) string {
	var a struct{ Code string }
	w.ring(to).Into(w.T, &a)
	return a.Code
}

type bellProof = Proof[ringing, func(*Setup)]

func bites() bellProof {
	return bellProof{Rule: "BE-1", Want: "closed", Run: func(w ringing) string {
		w.Flag("open", "no")
		return w.code(w.Phone("p"))
	}}
}

func TestWorld(t *testing.T) {
	t.Parallel()
	box := &Mailbox{Statuses: []int{500}}
	calls := 0
	w := openBell(t, func(s *Setup) { s.Poster = box }, sim.RuleOptions{})
	w.Seen = func(_ *sim.Call, d *sim.Decision) {
		if calls++; d.Refused {
			t.Error("refused")
		}
	}
	begin := w.Now()
	if got := w.code(w.Phone("p", func(p *device.Phone) { p.Offline = true })); got != "ok" {
		t.Fatalf("rings with %q", got)
	}
	w.Change("p", func(p *device.Phone) { p.Offline = false })
	w.WantFate(device.Silent, "BE-2", "")
	if got := w.Fate() + " " + w.Cause(w.Last()); got != "silent BE-2" {
		t.Errorf("fate %s", got)
	}
	if n := len(w.Shade("p").Items); n != 1 {
		t.Errorf("%d notifications", n)
	}
	w.Pass(time.Minute)
	w.Until(begin.Add(time.Hour))
	if w.Now() != begin.Add(time.Hour) || calls != 1 {
		t.Errorf("it is %s after %d calls", w.Now(), calls)
	}
	once := Posted{URL: "http://127.0.0.1:1/rung", Body: `{"rung":"to-p"}`}
	if diff := cmp.Diff([]Posted{once, once}, box.Posted()); diff != "" || box.Headers()[0].Get("Kind") != "receipt" {
		t.Errorf("receipts (-want +got):\n%s", diff)
	}
	w.Limit("rings", 0)
	w.Flag("open", "no")
	w.Seen = nil
	if w.code("to-p"); w.RuleOfCall() != "BE-1" {
		t.Errorf("the call was refused by %q", w.RuleOfCall())
	}
}

func TestProofs(t *testing.T) {
	t.Parallel()
	silent := bellProof{Rule: "BE-2", Want: "silent", Run: func(w ringing) string {
		w.code(w.Phone("p"))
		return w.Fate()
	}}
	Proofs(t, bell{}.Rules()[:2], openBell, []bellProof{bites(), silent})

	same, wrong := silent, bites()
	same.Rule = "BE-3"
	wrong.Want = "open"
	for want, p := range map[string]bellProof{
		"without the rule it is silent all the same": same, "with the rule: closed, want open": wrong,
	} {
		if got := p.problems(t, openBell); len(got) != 1 || got[0] != want {
			t.Errorf("problems %q, want %q", got, want)
		}
	}
	if got := unproven(bell{}.Rules(), []bellProof{bites(), silent}); len(got) != 1 || !strings.HasPrefix(got[0], "BE-3") {
		t.Errorf("unproven: %q", got)
	}
}

func TestTwins(t *testing.T) {
	t.Parallel()
	record := func(name string, body string) exchange.Exchange {
		return exchange.Exchange{Name: name, Kind: exchange.Observed, Response: exchange.Response{Status: 200, Body: exchange.Body(body)}}
	}
	x := Twins[ringing]{
		Exchanges: []exchange.Exchange{
			record("good", `{"code":"ok","id":"00000000000000000000abcd"}`), record("odd", `{}`),
			{Name: "receipt", Kind: exchange.Documented, Direction: exchange.FromVendor, Request: exchange.Request{Body: `{"rung":"to-p"}`}},
			{Name: "sample", Kind: exchange.Documented},
		},
		Open: func(t testing.TB) ringing { return openBell(t, nil, sim.RuleOptions{}) },
		Play: map[string]func(ringing) Reply{
			"good":    func(w ringing) Reply { return w.ring(w.Phone("p")) },
			"receipt": func(ringing) Reply { return Reply{Body: `{"rung":"to-p"}`} },
		},
		Excused: map[string]string{"odd": "the bell never answers so"},
	}
	x.Run(t)

	play := x.Play["good"]
	for name, spoil := range map[string]exchange.Exchange{
		"status": {Response: exchange.Response{Status: 500, Body: `{"code":"ok","id":"00000000000000000000abcd"}`}},
		"member": record("", `{"code":"ok","Id":"00000000000000000000abcd"}`),
		"type":   record("", `{"code":1,"id":"00000000000000000000abcd"}`),
		"shape":  record("", `{"code":"ok","id":"000000000000abcd"}`),
		"code":   record("", `{"code":"no","id":"00000000000000000000abcd"}`),
	} {
		if got := x.differences(spoil, play(x.Open(t))); len(got) != 1 {
			t.Errorf("another %s: %d problems, want one: %q", name, len(got), got)
		}
	}
	x.Headers = []string{"Apns-Id"}
	if got := x.differences(exchange.Exchange{Response: exchange.Response{Status: 200, Header: map[string]string{"Apns-Id": "a"}}}, Reply{Status: 200}); len(got) != 1 {
		t.Errorf("a missing header: %q", got)
	}
	x.Play = map[string]func(ringing) Reply{"good": play, "odd": play, "gone": play}
	x.Excused = map[string]string{"odd": "x", "never": "x", "sample": ""}
	x.Exchanges = append(x.Exchanges, record("new", `{}`))
	want := []string{
		"odd has a twin and an excuse", "new was observed and has no twin", "gone is played and no exchange has the name",
		"never is excused and no exchange has the name", "sample is excused without a reason",
	}
	if diff := cmp.Diff(want, x.gaps()); diff != "" {
		t.Errorf("gaps (-want +got):\n%s", diff)
	}
}

func TestShape(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"b":10302,"a":"Success","t":1764000000000}`:                      `{"a":"Success","b":10302,"t":"<number of 13 digits>"}`,
		`{"id":"166921245100000306000109","code":"80300007"}`:              `{"code":"80300007","id":"<24 digits>"}`,
		`{"id":"0a1b2c3d4e5f","u":"C2F1D7A0-1111-2222-3333-44445555aaaa"}`: `{"id":"<12 hex digits>","u":"<uuid>"}`,
		`{"0a1b2c3d4e5f":true,"x":null,"l":[1.5,"IQAAAACy0demoToken"]}`:    `{"<12 hex digits>":true,"l":[1.5,"<id>"],"x":null}`,
		`{"m":"{\"illegal_tokens\":[\"ab-12345678\"]}"}`:                   `{"m":"{\"illegal_tokens\":[\"<id>\"]}"}`,
		`{"@type":"type.googleapis.com/google.rpc.BadRequest"}`:            `{"@type":"type.googleapis.com/google.rpc.BadRequest"}`,
		"Internal error ABCDEF0123456789":                                  "Internal error <16 upper hex digits>",
		"":                                                                 "",
	} {
		if got := Shape(body); got != want {
			t.Errorf("%s has the shape %s, want %s", body, got, want)
		}
	}
}
