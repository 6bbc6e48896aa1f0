package cli

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/offpush/offpush/internal/catalog"
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
	for story, phones := range map[string]int{"demo": 3 * len(catalog.IDs()), "vivo": 8} {
		t.Run(story, func(t *testing.T) {
			t.Parallel()
			d := demo(t, "--story", story)
			if len(d.Phones) != phones {
				t.Errorf("%d phones, want %d", len(d.Phones), phones)
			}
			gap(t, d)
		})
	}
}

// Every vendor is in the demo with the same number of phones, and each lights one.
func TestDemoIsFairToVendors(t *testing.T) {
	t.Parallel()
	phones, shown := map[string]int{}, map[string]int{}
	for _, p := range demo(t).Phones {
		phones[p.Vendor]++
		if p.Fate.State == string(device.Shown) {
			shown[p.Vendor]++
		}
	}
	for _, id := range catalog.IDs() {
		if phones[id] != 3 || shown[id] != 1 {
			t.Errorf("%s has %d phones and %d of them light up, want 3 and 1", id, phones[id], shown[id])
		}
	}
}

// A receipt is the only place where some vendors tell of a drop.
func TestDemoTellsReceipts(t *testing.T) {
	t.Parallel()
	for _, p := range demo(t).Phones {
		if p.Device == "h2" && p.Receipt != "256" {
			t.Errorf("h2: receipt %q, want 256", p.Receipt)
		}
	}
	run(t, "demo").wants(t, 0, "the receipt")
	run(t, "demo", "--lang", "zh").wants(t, 0, "回执为 256")
}

// Any story can be looked at as the demo is.
func TestDemoPlaysOtherStories(t *testing.T) {
	t.Parallel()
	run(t, "demo", "--story", "huawei-right-missing").wants(t, 0, "HW-QTA-006", "256")
	run(t, "demo", "--story", "lab").wants(t, 0, "no token", "not sent", "focus=on")
	run(t, "demo", "--story", "viov").wants(t, 2, `no story "viov"; did you mean "vivo"`)
}

func gap(t *testing.T, d demoShape) {
	t.Helper()
	rules := map[string]string{}
	for _, p := range d.Phones {
		if p.Route != "vendor" || p.Reply == nil {
			t.Errorf("%s: route %q, reply %v: every phone of the demo is sent to", p.Device, p.Route, p.Reply)
			continue
		}
		row, err := vendor(p.Vendor)
		if err != nil {
			t.Fatal(err)
		}
		if p.Reply.Code == row.Endpoint().Success() && p.Fate.State != string(device.Shown) {
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
	all := fmt.Sprint(3 * len(catalog.IDs()))
	for lang, words := range map[string][]string{
		"en": {"shown with sound", " of " + all + " phones stayed dark or silent although the API answered success", "HW-QTA-006", "do: "},
		"zh": {"响铃展示", " / " + all + " 部手机：接口应答成功", "HW-QTA-006", "建议："},
	} {
		got := run(t, "demo", "--lang", lang)
		got.wants(t, 0, words...)
		// Columns line up by what a screen shows.
		lines := strings.Split(got.out, "\n")
		column := -1
		for _, l := range lines {
			at := strings.Index(l, "HW-")
			if at < 0 || strings.HasPrefix(l, " ") || strings.Contains(l, "(HW-") {
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
