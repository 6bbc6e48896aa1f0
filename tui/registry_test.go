package tui_test

import (
	"context"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/tuitest"
)

func registry() *action.Registry {
	return tui.Registry(map[action.Scope]string{
		action.Send: "1", action.Live: "2", action.Devices: "4", action.Diagnose: "8",
	})
}

func TestNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	r := registry()
	for _, scope := range r.Scopes() {
		taken := map[string]action.ID{}
		for _, a := range r.In(scope) {
			for _, k := range a.Keys {
				if other, ok := taken[k]; ok && other != a.ID {
					t.Errorf("on %s the key %q is %s and %s", scope, k, other, a.ID)
				}
				taken[k] = a.ID
			}
		}
	}
}

func TestEveryActionHasAnIDATitleAndHelp(t *testing.T) {
	t.Parallel()
	seen := map[action.ID]bool{}
	for _, a := range registry().All() {
		if seen[a.ID] {
			t.Errorf("two actions called %s", a.ID)
		}
		seen[a.ID] = true
		for _, key := range []string{"action." + string(a.ID), "action." + string(a.ID) + ".help"} {
			if !i18n.Has(key) {
				t.Errorf("action %s has no text %s", a.ID, key)
			}
		}
		if len(a.Keys) == 0 {
			t.Errorf("action %s cannot be reached by a key", a.ID)
		}
	}
	for _, key := range i18n.Keys() {
		id, ok := strings.CutPrefix(strings.TrimSuffix(key, ".help"), "action.")
		if ok && !seen[action.ID(id)] {
			t.Errorf("text %s belongs to no action", key)
		}
	}
}

func TestAvoidedKeysAreNotUsed(t *testing.T) {
	t.Parallel()
	// Terminal multiplexers, flow control, job control, and the byte of a pasted
	// line end.
	for _, a := range registry().All() {
		for _, k := range a.Keys {
			switch k {
			case "ctrl+a", "ctrl+b", "ctrl+s", "ctrl+q", "ctrl+z", "ctrl+j":
				t.Errorf("action %s uses %s", a.ID, k)
			}
			if strings.HasPrefix(k, "alt+") {
				t.Errorf("action %s uses %s", a.ID, k)
			}
		}
		if k := a.Keys[0]; len(k) > 1 && k[0] == 'f' && k != "f" {
			t.Errorf("action %s has a function key as its first", a.ID)
		}
	}
}

func TestFormModeKeepsLettersForText(t *testing.T) {
	t.Parallel()
	r := registry()
	for _, k := range []string{"q", "1", " ", "S", "?", ":", "a"} {
		if a, ok := r.Match(action.Send, action.Form, k); ok {
			t.Errorf("in a text field %q is %s", k, a.ID)
		}
	}
	if a, ok := r.Match(action.Send, action.Form, "ctrl+g"); !ok || a.ID != action.SendNow {
		t.Errorf("in a text field ctrl+g is %q", a.ID)
	}
}

func TestTheMainActionsAreInTheSmallFooter(t *testing.T) {
	t.Parallel()
	for _, lang := range []i18n.Lang{i18n.EN, i18n.ZH} {
		for screen, keys := range keysTo {
			d := tuitest.New(t, 80, 24, tuitest.In(lang))
			d.Press(keys...)
			lines := strings.Split(d.Plain(), "\n")
			footer := lines[len(lines)-1]
			if got := cell.Narrow.Width(footer); got != 80 {
				t.Errorf("%s, %s: the footer is %d columns wide", screen, lang, got)
			}
			want := "enter"
			if screen == "compose" {
				want = "ctrl+g"
			}
			if (screen == "compose" || screen == "send" || screen == "devices") && (!strings.Contains(footer, " S ") || !strings.Contains(footer, " a ")) {
				t.Errorf("%s, %s: the footer %q names not both of S and a", screen, lang, footer)
			}
			if lang == i18n.ZH && (strings.Contains(footer, "arrows") || strings.Contains(footer, "up/down")) {
				t.Errorf("%s: English key names in the footer %q", screen, footer)
			}
			if !strings.Contains(footer, want) {
				t.Errorf("%s, %s: the footer %q does not name %s", screen, lang, footer, want)
			}
		}
	}
}

func TestBlockedActionsSayWhy(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	for _, c := range []struct{ keys, want string }{
		{"8 enter", "no rule is selected"}, {"8 w", "no message was chosen"}, {"8 o", "no request was recorded"},
		{"8 [", "this is the oldest message"}, {"2 enter", "there is no message"}, {"4 u", "nothing to undo"},
		{"4 enter", "no message went to this phone yet"}, {"1 ctrl+r", "nothing was sent yet"},
	} {
		d.Press(strings.Fields(c.keys)...)
		d.Sees(c.want)
	}
}

func TestKeysPageIsFresh(t *testing.T) {
	t.Parallel()
	const path = "../docs/keys.md"
	want := registry().Markdown()
	if flag.Lookup("update").Value.String() == "true" {
		if err := os.WriteFile(path, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s is stale, make it with -update (-want +got):\n%s", path, diff)
	}
}

func BenchmarkFirstFrame(b *testing.B) {
	lab := tuitest.NewLab()
	for b.Loop() {
		_ = tui.Frame(lab.Deps(), tui.Options{Lang: i18n.EN, Depth: cell.TrueColour}, 120, 36)
	}
}

func BenchmarkKeyToFrame(b *testing.B) {
	lab := tuitest.NewLab()
	lab.Fill(100_000)
	p := tui.NewPlayer(context.Background(), lab.Deps(), tui.Options{Lang: i18n.EN, Depth: cell.TrueColour}, 120, 36)
	p.Press("2")
	for b.Loop() {
		p.Press("down")
		_ = p.Frame()
	}
}
