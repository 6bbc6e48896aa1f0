package tui_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/action"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/theme"
	"github.com/offpush/offpush/tui/tuitest"
)

func TestTheEnvironmentChoosesColoursAndLanguage(t *testing.T) {
	t.Parallel()
	const colour = "\x1b[38;"
	for _, c := range []struct {
		name  string
		env   map[string]string
		opts  tui.Options
		has   []string
		lacks []string
	}{
		{name: "nothing said", has: []string{"Compose"}, lacks: []string{colour, "38;2"}},
		{name: "true colour", env: map[string]string{"COLORTERM": "truecolor"}, has: []string{"38;2;"}},
		{name: "256 colours", env: map[string]string{"TERM": "xterm-256color"}, has: []string{"38;5;"}, lacks: []string{"38;2;"}},
		{name: "NO_COLOR", env: map[string]string{"COLORTERM": "truecolor", "NO_COLOR": "1"}, has: []string{"\x1b[1m", "[1 Send]"}, lacks: []string{"38;"}},
		{name: "NO_COLOR empty", env: map[string]string{"COLORTERM": "truecolor", "NO_COLOR": ""}, has: []string{"38;2;"}},
		{name: "no colour asked", opts: tui.Options{NoColor: true, Depth: cell.TrueColour}, lacks: []string{"38;"}},
		{name: "Chinese by LANG", env: map[string]string{"LANG": "zh_CN.UTF-8"}, has: []string{"编写"}},
		{name: "asked for English", env: map[string]string{"LANG": "zh_CN.UTF-8"}, opts: tui.Options{Lang: i18n.EN}, has: []string{"Compose"}},
		{name: "borders asked", opts: tui.Options{Borders: "ascii"}, has: []string{"+="}, lacks: []string{"╭"}},
		{name: "unicode though wide", opts: tui.Options{Borders: "unicode", Ambiguous: cell.Wide}, has: []string{"╭"}},
		{name: "another first screen", opts: tui.Options{InitialScreen: action.Live}, has: []string{"Timeline"}},
		{
			name: "light by COLORFGBG", env: map[string]string{"COLORFGBG": "0;15", "COLORTERM": "truecolor"},
			has: []string{rgb(theme.New(theme.Light, false).Text.FG)},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			opts := c.opts
			opts.Env = func(name string) string { return c.env[name] }
			frame := tui.Frame(tuitest.NewLab().Deps(), opts, 120, 36)
			for _, want := range c.has {
				if !strings.Contains(frame, want) {
					t.Errorf("the frame has no %q", want)
				}
			}
			for _, not := range c.lacks {
				if strings.Contains(frame, not) {
					t.Errorf("the frame has %q", not)
				}
			}
		})
	}
}

// rgb is a colour as the escape sequence writes it.
func rgb(hex string) string {
	c := cell.New(1, 1, cell.Narrow)
	c.Put(0, 0, cell.Style{FG: hex}, "x")
	return strings.TrimSuffix(strings.TrimPrefix(c.ANSI(cell.TrueColour), "\x1b["), "mx\x1b[0m")
}

func TestEveryThemeDrawsTheSameText(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("ctrl+g")
	first := d.Plain()
	for range theme.Names() {
		d.Press("T", "ctrl+l") // the second key takes the toast away
		if d.Plain() != first && !strings.Contains(d.Plain(), "[1 Send]") {
			t.Errorf("another theme changed the text:\n%s", d.Plain())
		}
	}
	if d.Plain() != first {
		t.Error("the themes do not come round to the first")
	}
}
