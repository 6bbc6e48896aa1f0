package theme_test

import (
	"testing"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
)

func TestEveryTextRoleCanBeRead(t *testing.T) {
	t.Parallel()
	for _, n := range theme.Names() {
		th := theme.New(n, false)
		if th.Background == "" {
			continue // no colours, nothing to compare
		}
		roles := map[string]cell.Style{
			"text": th.Text, "strong": th.Strong, "muted": th.Muted, "accent": th.Accent,
			"ok": th.OK, "warn": th.Warn, "bad": th.Bad, "button": th.Button, "idle": th.Idle,
			"input": th.Input, "caret": th.Caret,
			"ok, selected": th.Selected(th.OK), "warn, selected": th.Selected(th.Warn),
			"bad, selected": th.Selected(th.Bad), "text, selected": th.Selected(th.Text),
		}
		for role, s := range roles {
			bg := s.BG
			if bg == "" {
				bg = th.Background
			}
			if got := theme.Contrast(s.FG, bg); got < 4.5 {
				t.Errorf("theme %s, role %s: contrast of %s on %s is %.2f, want at least 4.5", n, role, s.FG, bg, got)
			}
		}
	}
}

func TestContrastKnowsBlackAndWhite(t *testing.T) {
	t.Parallel()
	if got := theme.Contrast("#000000", "#ffffff"); got < 20.9 || got > 21.1 {
		t.Errorf("Contrast(black, white) = %v, want 21", got)
	}
	if got := theme.Contrast("red", "#ffffff"); got != 0 {
		t.Errorf("Contrast of no colour = %v, want 0", got)
	}
}

func TestMonoHasNoColour(t *testing.T) {
	t.Parallel()
	th := theme.New(theme.Mono, false)
	for _, s := range []cell.Style{
		th.Text, th.OK, th.Warn, th.Bad, th.Button, th.Input, th.Caret, th.Border, th.Focus,
		th.Brand("#ff0000"), th.Selected(th.OK), th.Fate(device.Dropped, false),
	} {
		if s.FG != "" || s.BG != "" {
			t.Errorf("mono theme has the colour %s on %s", s.FG, s.BG)
		}
	}
}

func TestABrandColourNobodyCanReadIsReplaced(t *testing.T) {
	t.Parallel()
	th := theme.New(theme.Dark, false)
	if got := th.Brand("#1a1a1a").FG; theme.Contrast(got, th.Background) < 4.5 {
		t.Errorf("brand colour %s cannot be read", got)
	}
	if got := th.Brand("#ff8800").FG; got != "#ff8800" {
		t.Errorf("brand colour became %s", got)
	}
}
