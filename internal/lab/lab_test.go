package lab_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

const world = `name: lab test
seed: 7
start: 2026-11-11T10:00:00+08:00
rulebook: 2026-11-01
apps:     [{id: shop, vendor: vivo, listed: true, kind: shopping}]
devices:
  - {id: v1, brand: vivo, app: shop, state: background}
  - {id: v2, brand: vivo, app: shop, state: killed}
  - {id: v3, brand: vivo, app: shop, installed: off}
steps: []
`

func newLab(t *testing.T) *lab.Lab {
	t.Helper()
	s, err := scenario.Load("world", []byte(world))
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.ForScenario(s, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	return l
}

func marketing(title string) vendors.Message {
	return vendors.Message{Title: title, Body: "您关注的商品降价了", Class: vendors.ClassMarketing, Category: "MARKETING"}
}

func send(t *testing.T, l *lab.Lab, m vendors.Message, phones ...string) desk.Receipt {
	t.Helper()
	r, err := l.Send(t.Context(), desk.Order{Message: m, Phones: phones})
	if err != nil {
		t.Fatal(err)
	}
	l.Engine().Clock().Settle()
	return r
}

func TestStoryExplainsAFate(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	send(t, l, marketing("一"), "v1")
	send(t, l, marketing("二"), "v1")
	r := send(t, l, marketing("三"), "v1")
	s, err := l.Story(r.Messages[0])
	if err != nil {
		t.Fatal(err)
	}
	if s.Code != "0" || s.State != device.Dropped || s.Cause < 0 || s.Steps[s.Cause].Rule.ID != "VV-QTA-002" {
		t.Fatalf("story = code %s state %s cause %d; want 0, dropped, VV-QTA-002", s.Code, s.State, s.Cause)
	}
	if s.Advice.EN == "" || s.Advice.ZH == "" || s.Meaning.ZH == "" || s.Steps[s.Cause].Because.ZH == "" {
		t.Errorf("story lacks texts: %+v", s)
	}
	if len(s.Exchanges) != 1 || !strings.Contains(s.Exchanges[0].RequestBody, "三") {
		t.Errorf("exchanges = %+v, want the one that sent it", s.Exchanges)
	}
}

func TestReceiptShowsRequestsWithoutSecrets(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	r := send(t, l, marketing("一"), "v1")
	if len(r.Requests) != 2 { // login, send
		t.Fatalf("%d requests, want a login and a send", len(r.Requests))
	}
	spec := l.Engine().Apps()[0]
	for _, q := range r.Requests {
		for name, secret := range spec.Credentials {
			if name != "app_id" && strings.Contains(q.Body, secret) {
				t.Errorf("%s holds %s", q.URL, name)
			}
		}
	}
}

func TestForecastChangesNothing(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	before := l.Engine().LastEvent()
	f, err := l.Forecast(t.Context(), desk.Order{Message: marketing("一"), Phones: []string{"v1", "v2", "v3"}})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, s := range f.Targets {
		got[s.Phone] = string(s.State) + s.Code
	}
	if diff := cmp.Diff(map[string]string{"v1": "silent0", "v2": "folded0", "v3": "2"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if l.Engine().LastEvent() != before {
		t.Error("a forecast left events")
	}
	if s, _ := l.Engine().Shade("v1"); len(s.Items) != 0 {
		t.Error("a forecast reached the phone")
	}
}

func TestWhatIfStartsFromTheStateBefore(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	send(t, l, marketing("一"), "v1")
	send(t, l, marketing("二"), "v1")
	r := send(t, l, marketing("三"), "v1")
	send(t, l, marketing("四"), "v1")
	id := r.Messages[0]
	variants, err := l.WhatIf(t.Context(), id, append(l.Changes(id), desk.Change{Title: vendors.Text{EN: "as it was"}}))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, v := range variants {
		if v.Err != nil {
			t.Errorf("%s: %v", v.Change.Title.EN, v.Err)
		}
		got[v.Change.Title.EN] = string(v.Story.State)
	}
	if got["as it was"] != "dropped" || got["declared as a chat message"] != "shown" {
		t.Errorf("variants = %v; want dropped as it was, shown as a chat message", got)
	}
	if got["sent at 10:00 the next time"] != "silent" {
		t.Errorf("variants = %v; want it silent the next day", got)
	}
}

func TestSavedStoryPlaysTheSame(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	send(t, l, marketing("一"), "v1", "v2")
	l.Engine().Clock().Advance(20 * 60e9)
	if err := l.Engine().UpdatePhone("v1", func(p *device.Phone) { p.Notifications = false }); err != nil {
		t.Fatal(err)
	}
	send(t, l, marketing("二"), "v1")
	path, err := l.SaveScenario(filepath.Join(t.TempDir(), "story.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	play(t, path, data)
	s, err := scenario.Load(path, data)
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != "一" || s.Rulebook == "" || !strings.Contains(string(data), "+08:00") || strings.Contains(string(data), "Z\n") {
		t.Errorf("want the first title as name, a rulebook and times in the vendor's zone:\n%s", data)
	}
	for _, want := range []string{"story-2.yaml", "story-3.yaml"} {
		again, err := l.SaveScenario(path)
		if err != nil || filepath.Base(again) != want {
			t.Errorf("saved again as %q (error %v), want %s", again, err, want)
		}
	}
	if now, _ := os.ReadFile(path); string(now) != string(data) {
		t.Error("an existing file was replaced")
	}
	_, err = l.SaveScenario(filepath.Join(t.TempDir(), "none", "story.yaml"))
	if !errors.Is(err, fs.ErrNotExist) || strings.Contains(err.Error(), "open ") {
		t.Errorf("no folder: err = %v", err)
	}
}

func TestForScenarioKnowsTheRules(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("world", []byte(strings.Replace(world, "steps: []", "steps:\n  - expect: {device: v1, cause: VV-QTA-999}", 1)))
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.ForScenario(s, lab.Options{})
	if err == nil {
		l.Close()
	}
	var p *scenario.Problem
	if !errors.As(err, &p) || !strings.Contains(err.Error(), `no rule "VV-QTA-999"`) || p.Line == 0 {
		t.Errorf("err = %v, want a problem with its place", err)
	}
}

// What only some vendors know of a phone is part of the story, too.
func TestSavedStoryKeepsEnvironmentsAndSwitches(t *testing.T) {
	t.Parallel()
	data, err := scenarios.Get("lab")
	if err != nil {
		t.Fatal(err)
	}
	world, err := scenario.Load("lab.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.ForScenario(world, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	send(t, l, marketing("一"), "i1", "i2", "i5", "i7")
	for id, change := range map[string]func(*device.Phone){
		"i1": func(p *device.Phone) { p.Environment = device.Sandbox },
		"i2": func(p *device.Phone) { p.Environment = "" },
		"i5": func(p *device.Phone) { p.Flags["focus"] = "off" },
		"i7": func(p *device.Phone) { p.NoToken, p.Environment = false, "" },
	} {
		if err := l.Engine().UpdatePhone(id, change); err != nil {
			t.Fatal(err)
		}
	}
	send(t, l, marketing("二"), "i1", "i2", "i5", "i7")
	s, err := l.Record()
	if err != nil {
		t.Fatal(err)
	}
	if data, err = s.Marshal(); err != nil {
		t.Fatal(err)
	}
	play(t, "saved.yaml", data)
	for _, want := range []string{"BadDeviceToken", "focus", `token: "on"`, "environment: production"} {
		if !strings.Contains(string(data), want) {
			t.Errorf("no %q in the story:\n%s", want, data)
		}
	}
}

// An app's sender can be told more than the console knows.
func TestSenderIsToldItsEnvironment(t *testing.T) {
	t.Parallel()
	l, err := lab.New(lab.Options{Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	for app, sender := range map[string]map[string]string{"store": nil, "beta": {"environment": "sandbox"}} {
		if _, err := l.Engine().AddApp(sim.AppSpec{ID: app, Vendor: vendors.APNs, Listed: true, Sender: sender}); err != nil {
			t.Fatal(err)
		}
		p := sim.NewPhone(app+"-phone", vendors.APNs, app)
		p.Environment = device.Sandbox
		if _, err := l.Engine().AddPhone(p); err != nil {
			t.Fatal(err)
		}
	}
	for phone, want := range map[string]string{"store-phone": "BadDeviceToken", "beta-phone": "200"} {
		r, err := l.Send(t.Context(), desk.Order{Message: marketing("测试"), Phones: []string{phone}})
		if err != nil || r.Result.Outcomes[0].Code != want {
			t.Errorf("%s: %v %v, want %s", phone, r.Result.Outcomes, err, want)
		}
	}
}

// play plays a scenario and fails on every expectation that does not hold.
func play(t *testing.T, name string, data []byte) {
	t.Helper()
	s, err := scenario.Load(name, data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	l, err := lab.ForScenario(s, lab.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, r := range s.Play(t.Context(), l, nil).Steps {
		if r.Status == scenario.Failed {
			t.Errorf("%s line %d: %s: got %s, want %s", name, r.Line, r.Step, r.Got, r.Want)
		}
	}
}

func TestScenariosOfTheRepoHold(t *testing.T) {
	t.Parallel()
	names, err := scenarios.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, err := scenarios.Get(name)
			if err != nil {
				t.Fatal(err)
			}
			play(t, name, data)
		})
	}
}

func TestNightOfTheContractExample(t *testing.T) {
	t.Parallel()
	data, err := scenarios.Get("vivo-marketing-cap")
	if err != nil {
		t.Fatal(err)
	}
	night := strings.Replace(string(data), "2026-11-12T08:00:00+08:00", "2026-11-12T00:01:00+08:00", 1)
	night = strings.Replace(night, "expect: {device: v1, shown: 3}", `expect: {device: v1, shown: 2, reply: "10071"}`, 1)
	play(t, "night", []byte(night))
}

func TestSendersUseTLSAndVerifyIt(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	a, err := l.Listen(t.Context(), httpsim.Listeners{Plain: "127.0.0.1:0", TLS: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(l.BaseURL(vendors.Vivo), a.TLS) {
		t.Errorf("senders use %s, want the TLS address %s", l.BaseURL(vendors.Vivo), a.TLS)
	}
	if r := send(t, l, marketing("一"), "v1"); r.Result.Outcomes[0].State != vendors.StateAccepted {
		t.Errorf("outcome = %+v", r.Result.Outcomes[0])
	}
}

func TestPhonesWithoutATokenAreLeftOut(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for _, id := range []string{"v1", "v2"} {
		if err := l.Engine().UpdatePhone(id, func(p *device.Phone) { p.NoToken = id == "v1" }); err != nil {
			t.Fatal(err)
		}
	}
	if r := send(t, l, marketing("一"), "v1", "v2"); len(r.Messages) != 1 {
		t.Errorf("%d messages, want the one to v2", len(r.Messages))
	}
	_, err := l.Send(t.Context(), desk.Order{Message: marketing("一"), Phones: []string{"v1"}})
	if err == nil || !strings.Contains(err.Error(), "v1 has no token") {
		t.Errorf("error = %v, want one that says there is nothing to send to", err)
	}
}

func TestOrdersThatMakeNoSense(t *testing.T) {
	t.Parallel()
	l := newLab(t)
	for name, o := range map[string]desk.Order{
		"no target":      {Message: marketing("x")},
		"unknown device": {Message: marketing("x"), Phones: []string{"v9"}},
		"token alone":    {Message: marketing("x"), Tokens: []vendors.Token{"t"}},
		"unknown app":    {Message: marketing("x"), App: "nope", Tokens: []vendors.Token{"t"}},
	} {
		if _, err := l.Send(t.Context(), o); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestLenientRunsLeaveOutWhatIsAssumed: the basics every sender owes hold at a
// vendor of whom only what is known is played.
func TestLenientRunsLeaveOutWhatIsAssumed(t *testing.T) {
	t.Parallel()
	subject := lab.NewSubject(lab.SubjectOptions{InMemory: true, Rules: sim.RuleOptions{Profile: sim.Lenient, Without: []string{"VV-QTA-001"}}})
	row, _ := catalog.Find(vendors.Vivo)
	rep, err := conformance.Run(t.Context(), subject, row.Cases(), conformance.Options{
		Seed: 1, About: conformance.About{Profile: string(sim.Lenient)}, Patterns: []string{"vivo/basics/**", "vivo/failure/**"},
	})
	if err != nil {
		t.Fatal(err)
	}
	if rep.Summary.Failed+rep.Summary.Errors > 0 || rep.Summary.Skipped == 0 || rep.Summary.Passed == 0 {
		t.Errorf("summary = %+v; want some skipped and none failed", rep.Summary)
	}
	if want := "--profile lenient --without VV-QTA-001 --in-memory"; !strings.HasSuffix(rep.Cases[0].Rerun, want) {
		t.Errorf("rerun = %q, want it to end in %q", rep.Cases[0].Rerun, want)
	}
}
