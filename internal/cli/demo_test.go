package cli

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/offpush/offpush/sim/device"
)

func demo(t *testing.T, args ...string) demoShape {
	t.Helper()
	got := run(t, append([]string{"demo", "-o", "json"}, args...)...)
	got.wants(t, 0)
	var d demoShape
	if err := json.Unmarshal([]byte(got.out), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// The gap the product is about must be in the demo: at least three phones whose
// API answer was success stay dark or silent, each for another rule.
func TestDemoShowsTheGap(t *testing.T) {
	t.Parallel()
	d := demo(t)
	if len(d.Phones) < 8 {
		t.Errorf("%d phones, want 8", len(d.Phones))
	}
	rules := map[string]string{}
	for _, p := range d.Phones {
		if p.Route != "vendor" || p.Reply == nil {
			t.Errorf("%s: route %q, reply %v: every phone of the demo is sent to", p.Device, p.Route, p.Reply)
			continue
		}
		if p.Reply.Code == "0" && p.Fate.State != string(device.Shown) {
			if p.Cause == nil || p.Advice == "" {
				t.Errorf("%s: %s without a cause or advice", p.Device, p.Fate.State)
				continue
			}
			rules[p.Cause.Rule] = p.Device
		}
	}
	if len(rules) < 3 {
		t.Errorf("dark or silent after a yes: %v, want three rules", rules)
	}
}

// Same seed, same demo; another seed, other credentials and tokens, same fates.
func TestDemoFollowsItsSeed(t *testing.T) {
	t.Parallel()
	first, again, other := demo(t), demo(t), demo(t, "--seed", "99")
	a, _ := json.Marshal(first)
	b, _ := json.Marshal(again)
	if string(a) != string(b) {
		t.Errorf("two demos of one seed differ:\n%s\n%s", a, b)
	}
	if other.Seed != 99 || !other.Passed {
		t.Errorf("seed = %d, passed = %t; want 99 and true", other.Seed, other.Passed)
	}
	for i := range first.Phones {
		if f, o := first.Phones[i].Fate.State, other.Phones[i].Fate.State; f != o {
			t.Errorf("%s: fate %s with one seed, %s with another", first.Phones[i].Device, f, o)
		}
	}
}

func TestDemoText(t *testing.T) {
	t.Parallel()
	for lang, words := range map[string][]string{
		"en": {"shown with sound", "3 of 8 phones stayed dark or silent although the API answered success", "VV-QTA-002", "do: "},
		"zh": {"响铃展示", "3 / 8 部手机：接口应答成功", "VV-QTA-002", "建议："},
	} {
		got := run(t, "demo", "--lang", lang)
		got.wants(t, 0, words...)
		// Columns line up by what a screen shows.
		lines := strings.Split(got.out, "\n")
		column := -1
		for _, l := range lines {
			at := strings.Index(l, "VV-")
			if at < 0 || strings.HasPrefix(l, " ") || strings.Contains(l, "3 ") && strings.Contains(l, "(VV-") {
				continue
			}
			if w := ansi.StringWidth(l[:at]); column < 0 {
				column = w
			} else if w != column {
				t.Errorf("%s: the cause begins at column %d, in an earlier row at %d:\n%s", lang, w, column, got.out)
			}
		}
	}
}

func TestLanguageFollowsTheLocale(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		env  map[string]string
		args string
		want string
	}{
		{map[string]string{"LANG": "zh_CN.UTF-8"}, "explain vivo 10071", "建议"},
		{map[string]string{"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "explain vivo 10071", "simulated"},
		{map[string]string{"LANG": "zh_CN.UTF-8"}, "explain vivo 10071 --lang en", "simulated"},
		{map[string]string{"OFFPUSH_LANG": "zh"}, "explain vivo 10071", "建议"},
	} {
		runCall(t.Context(), call{args: strings.Fields(c.args), env: c.env}).wants(t, 0, c.want)
	}
}
