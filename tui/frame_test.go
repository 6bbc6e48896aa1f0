package tui_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/tuitest"
)

// keysTo are the keys from the start to a telling state of each screen.
var keysTo = map[string][]string{
	"compose":  nil,
	"send":     {"ctrl+g"},
	"live":     {"ctrl+g", "2"},
	"devices":  {"ctrl+g", "4"},
	"diagnose": {"ctrl+g", "down", "enter"},
}

// moments are further states worth looking at.
var moments = map[string][]string{
	"vendor":  {"shift+tab", "right"}, // the other vendor, before sending
	"presets": {"4", "right", "right", "right", "right", "p"},
}

var sizes = []struct {
	name string
	w, h int
}{{"80x24", 80, 24}, {"120x36", 120, 36}}

func TestGoldenScreens(t *testing.T) {
	t.Parallel()
	all := maps.Clone(keysTo)
	maps.Copy(all, moments)
	for screen, keys := range all {
		for _, size := range sizes {
			for _, lang := range []i18n.Lang{i18n.EN, i18n.ZH} {
				for _, borders := range []string{"unicode", "ascii"} {
					if borders == "ascii" && lang == i18n.ZH && size.w > 80 {
						continue // differs from the small one in nothing new
					}
					name := strings.Join([]string{screen, size.name, string(lang), borders}, "-")
					t.Run(name, func(t *testing.T) {
						t.Parallel()
						settings := []tuitest.Setting{tuitest.In(lang)}
						if borders == "ascii" {
							settings = append(settings, tuitest.ASCII)
						}
						d := tuitest.New(t, size.w, size.h, settings...)
						d.Press(keys...)
						d.Golden(name)
						rules := []cell.Rule{cell.Narrow}
						if borders == "ascii" {
							rules = append(rules, cell.Wide) // no ambiguous glyph anywhere
						}
						checkWidths(t, d.Plain(), size.w, size.h, rules...)
					})
				}
			}
		}
	}
}

// checkWidths fails unless the frame is w x h by every rule.
func checkWidths(t *testing.T, frame string, w, h int, rules ...cell.Rule) {
	t.Helper()
	lines := strings.Split(frame, "\n")
	if len(lines) != h {
		t.Errorf("%d lines, want %d", len(lines), h)
	}
	for _, rule := range rules {
		for i, line := range lines {
			if got := rule.Width(line); got != w {
				t.Errorf("line %d is %d columns wide by rule %d, want %d: %q", i+1, got, rule, w, line)
			}
		}
	}
}
