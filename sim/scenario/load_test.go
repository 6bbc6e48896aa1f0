package scenario_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
)

const head = `name: a story
start: 2026-11-11T08:00:00+08:00
apps:    [{id: shop, vendor: toy, listed: true}]
devices: [{id: v1, brand: toy, app: shop, state: background, notifications: on}]
steps:
`

func TestLoad(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("story.yaml", []byte(head+`
  - send: {to: v1, class: marketing, title: 双十一开售, body: 降价了, ttl: 3d}
  - send: {to: [v1, v1], message: seed-im}
  - expect: {device: v1, shown: 2, dropped: 0, cause: ""}
  - advance: 90s
  - advance: to 2026-11-12T08:00:00+08:00
  - device: {id: v1, set: {notifications: off, online: false, state: killed}}
  - quota: {app: shop, name: day, limit: 2}
  - note: the end
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := time.Duration(s.Steps[0].Send.TTL); got != 72*time.Hour {
		t.Errorf("ttl 3d = %v", got)
	}
	if diff := cmp.Diff(scenario.Names{"v1", "v1"}, s.Steps[1].Send.To); diff != "" {
		t.Errorf("to (-want +got):\n%s", diff)
	}
	if c := s.Steps[2].Expect.Cause; c == nil || *c != "" {
		t.Errorf("cause = %v, want an empty one that was asked for", c)
	}
	if time.Duration(s.Steps[3].Advance.By) != 90*time.Second || s.Steps[4].Advance.To.IsZero() {
		t.Errorf("advance = %+v and %+v", s.Steps[3].Advance, s.Steps[4].Advance)
	}
	p := s.Devices[0].Phone()
	s.Steps[5].Device.Set.Apply(&p)
	if p.Notifications || !p.Offline || p.State != "killed" || !p.Installed {
		t.Errorf("phone = %+v", p)
	}
}

func TestTraits(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("story.yaml", []byte(strings.Replace(head, "notifications: on}", `notifications: off, online: off,
  offline_since: 2026-11-01T08:00:00+08:00, installed: off, gone_since: 2026-11-02T08:00:00+08:00, token: off,
  environment: sandbox, muted: [marketing], tags: [vip], flags: {rooted: "yes"}}`, 1)+`
  - device: {id: v1, set: {environment: production, token: on, muted: [], flags: {rooted: "no"}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	p := s.Devices[0].Phone()
	day := func(n int) time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	want := device.Phone{
		ID: "v1", Brand: "toy", App: "shop", State: device.Background, Offline: true, OfflineSince: day(1),
		GoneSince: day(2), Subscribed: true, NoToken: true, Environment: device.Sandbox,
		Muted: []vendors.Class{vendors.ClassMarketing}, Tags: []string{"vip"}, Flags: map[string]string{"rooted": "yes"},
	}
	if diff := cmp.Diff(want, p); diff != "" {
		t.Errorf("phone (-want +got):\n%s", diff)
	}
	s.Steps[0].Device.Set.Apply(&p)
	if p.NoToken || p.Environment != device.Production || len(p.Muted) != 0 || p.Flags["rooted"] != "no" || !p.Offline {
		t.Errorf("after the change: %+v", p)
	}
}

func TestLoadSaysWhereAndWhat(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ steps, want string }{
		"unknown step":       {"  - sned: {to: v1}\n", `story.yaml:6:5: unknown key "sned"; did you mean "send"?`},
		"unknown member":     {"  - expect: {device: v1, droped: 1}\n", `did you mean "dropped"?`},
		"two actions":        {"  - send: {to: v1}\n    advance: 10m\n", "this one has 2"},
		"no action":          {"  - {}\n", "this one has 0"},
		"unknown device":     {"  - note: x\n  - send: {to: v2}\n", `story.yaml:7:16: no device "v2"; did you mean "v1"?`},
		"no target":          {"  - send: {title: x}\n", "to is missing"},
		"unknown app":        {"  - flag: {app: shpo, name: x, value: y}\n", `no app "shpo"; did you mean "shop"?`},
		"bad span":           {"  - advance: soon\n", "want a length of time"},
		"negative span":      {"  - advance: -5m\n", "want a length of time"},
		"bad moment":         {"  - advance: to tomorrow\n", "want a moment"},
		"bad switch":         {"  - device: {id: v1, set: {online: maybe}}\n", "want on or off"},
		"bad state":          {"  - device: {id: v1, set: {state: lockd}}\n", `did you mean "locked"?`},
		"bad moment's place": {"  - advance: to tomorrow\n", "story.yaml:6:14: "},
		"bad state's place":  {"  - device: {id: v1, set: {state: lockd}}\n", "story.yaml:6:35: "},
		"bad switch's place": {"  - device: {id: v1, set: {online: maybe}}\n", "story.yaml:6:36: "},
		"bad list":           {"  - send: {to: {a: b}}\n", "story.yaml:6:16: want a device id or a list of them"},
		"unknown class":      {"  - send: {to: v1, class: promo}\n", `story.yaml:6:27: send: class: unknown class "promo"; transactional, marketing`},
		"unknown granted":    {"  - expect: {device: v1, granted: promo}\n", `unknown class "promo"`},
		"in the past":        {"  - advance: 2h\n  - advance: to 2026-11-11T09:00:00+08:00\n", "story.yaml:7:14: advance: 2026-11-11T09:00:00+08:00 is in the past; the story has reached 2026-11-11T10:00:00+08:00"},
		"unknown fault":      {"  - fault: {name: a, kind: htlm}\n", `story.yaml:6:13: fault: unknown kind "htlm"; did you mean "html"?`},
		"fault out of range": {"  - fault: {name: a, kind: html, rate: 2}\n", "want a share from 0 to 1"},
		"no number":          {"  - expect: {device: v1, shown: three}\n", `story.yaml:6:33: shown: want a whole number, got "three"`},
		"too deep":           {"  - " + strings.Repeat("[", 100), "nested more than 64 deep"},
		"quota without what": {"  - quota: {app: shop, name: day}\n", "set either limit or count"},
		"no yaml":            {"  - send: {to: [v1\n", "story.yaml:"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := scenario.Load("story.yaml", []byte(head+c.steps))
			var p *scenario.Problem
			if !errors.As(err, &p) {
				t.Fatalf("err = %v, want a *Problem", err)
			}
			if !strings.Contains(err.Error(), c.want) {
				t.Errorf("err = %q, want it to contain %q", err, c.want)
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("err has several lines: %q", err)
			}
		})
	}
}

func TestLoadChecksTheWorld(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ file, want string }{
		"no start":    {"name: x\napps: [{id: a, vendor: toy}]\ndevices: [{id: d, app: a}]\nsteps: []\n", "start is missing"},
		"no devices":  {"start: 2026-11-11T08:00:00Z\napps: [{id: a, vendor: toy}]\ndevices: []\nsteps: []\n", "at least one app and one device"},
		"no moment":   {strings.Replace(head, "2026-11-11T08:00:00+08:00", "yesterday", 1) + "  []\n", `f:2:8: start: "yesterday" is no moment`},
		"wrong state": {strings.Replace(head, "state: background", "state: asleep", 1) + "  []\n", `f:4:50: device v1: unknown state "asleep"`},
		"wrong app":   {strings.Replace(head, "app: shop", "app: shp", 1) + "  []\n", `f:4:37: device v1: no app "shp"; did you mean "shop"?`},
		"huge":        {strings.Repeat("#", 5<<20), "at most"},
	} {
		if _, err := scenario.Load("f", []byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: err = %v, want %q", name, err, c.want)
		}
	}
}

func TestCheckCauses(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("f", []byte(head+"  - expect: {device: v1, cause: \"\"}\n  - expect: {device: v1, cause: TY-QTA-001}\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.CheckCauses([]string{"TY-QTA-001"}); err != nil {
		t.Error(err)
	}
	want := `f:7:33: expect: no rule "TY-QTA-001"; did you mean "TY-QTA-002"?`
	if err := s.CheckCauses([]string{"TY-QTA-002"}); err == nil || err.Error() != want {
		t.Errorf("err = %v, want %s", err, want)
	}
}

func TestMarshalIsWhatLoadReads(t *testing.T) {
	t.Parallel()
	s, err := scenario.Load("a", []byte(head+`
  - send: {to: v1, title: "quotes \" and : colons", body: "第一行\n第二行", test: true, ttl: 10m}
  - device: {id: v1, set: {notifications: off}}
  - advance: to 2026-11-12T08:00:00+08:00
  - expect: {device: v1, shown: 0, reply: "0", cause: ""}
`))
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	again, err := scenario.Load("b", data)
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	if diff := cmp.Diff(s, again, cmpopts.IgnoreUnexported(scenario.Scenario{}), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-first +second):\n%s\nfile:\n%s", diff, data)
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(head + "  - send: {to: v1}\n")
	f.Add(head + "  - expect: {device: v1, shown: 2}\n  - advance: 10m\n")
	f.Add("a: &a [*a, *a]\n")
	f.Add("steps: [{fault: {kind: html}}]")
	f.Add("\x00\xff")
	f.Fuzz(func(t *testing.T, file string) {
		s, err := scenario.Load("fuzz", []byte(file))
		if err == nil {
			if _, err := s.Marshal(); err != nil {
				t.Errorf("loaded and cannot be written: %v", err)
			}
		}
	})
}

func ExampleLoad() {
	_, err := scenario.Load("story.yaml", []byte("steps:\n  - sned: {to: v1}\n"))
	fmt.Println(err)
	// Output: story.yaml:2:5: unknown key "sned"; did you mean "send"?
}
