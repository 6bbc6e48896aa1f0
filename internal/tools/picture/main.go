// Command picture draws the screens for the README and the docs: frames of the
// lab on a clock that stands, as SVG, dark and light. The same sources always
// give the same pictures; a test holds docs/img against them.
//
//	go run ./internal/tools/picture -out docs/img
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/picture"
	"github.com/offpush/offpush/tui/theme"
)

func main() {
	out := flag.String("out", "docs/img", "folder the pictures go to")
	flag.Parse()
	if err := write(*out); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

// shot is one picture: a size and the keys that lead to it.
type shot struct {
	name string
	w, h int
	lang i18n.Lang
	// world is the scenario whose apps and phones are there; played, what it sends
	// was sent.
	world  string
	played bool
	keys   []string
}

func shots() []shot {
	// A chat message to everybody, then a promotion that calls itself a chat message.
	story := []string{"ctrl+g", "ctrl+t", "type:declared", "enter", "ctrl+g"}
	zh := []string{"ctrl+g", "ctrl+t", "type:声明", "enter", "ctrl+g"}
	return []shot{
		{name: "send", w: 120, h: 36, lang: i18n.EN, world: "lab", keys: story},
		{name: "send.zh-CN", w: 120, h: 36, lang: i18n.ZH, world: "lab", keys: zh},
		// The demo's phones, vendor by vendor.
		{name: "devices", w: 120, h: 36, lang: i18n.EN, world: "demo", played: true, keys: []string{"4", "right", "down"}},
		{name: "devices.zh-CN", w: 120, h: 36, lang: i18n.ZH, world: "demo", played: true, keys: []string{"4", "right", "down"}},
		{name: "diagnose", w: 120, h: 36, lang: i18n.EN, world: "lab", keys: append(story[:len(story):len(story)], "enter")},
	}
}

func write(folder string) error {
	pictures, err := draw()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for name, svg := range pictures {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(svg), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// draw makes all pictures by file name.
func draw() (map[string]string, error) {
	out := map[string]string{}
	for _, s := range shots() {
		for _, th := range []theme.Name{theme.Dark, theme.Light} {
			frame, err := frame(s, th)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", s.name, err)
			}
			out[s.name+"-"+string(th)+".svg"] = picture.SVG(frame, "offpush", picture.LookOf(theme.New(th, false)))
		}
	}
	return out, nil
}

// frame plays the keys of a shot in a lab of its own.
func frame(s shot, th theme.Name) (string, error) {
	data, err := scenarios.Get(s.world)
	if err != nil {
		return "", err
	}
	story, err := scenario.Load(s.world+".yaml", data)
	if err != nil {
		return "", err
	}
	l, err := lab.WithWorld(story, lab.Options{Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		return "", err
	}
	defer l.Close()
	if s.played {
		if r := story.Play(context.Background(), l, nil); !r.Passed {
			return "", fmt.Errorf("the story %s does not hold", s.world)
		}
	}
	p := tui.NewPlayer(context.Background(), tui.Deps{Engine: l.Engine(), Desk: l, Vendors: lab.Vendors(), Address: "127.0.0.1:7070"},
		tui.Options{Lang: s.lang, Theme: th, Depth: cell.TrueColour, Borders: "unicode", Env: func(string) string { return "" }}, s.w, s.h)
	for _, k := range s.keys {
		if text, ok := strings.CutPrefix(k, "type:"); ok {
			p.Type(text)
		} else {
			p.Press(k)
		}
		l.Engine().Clock().Settle() // what is on its way arrives
		p.Collect()
	}
	return p.Frame(), nil
}
