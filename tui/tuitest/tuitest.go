package tuitest

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/cell"
)

// update rewrites golden files instead of comparing them.
var update = flag.Bool("update", false, "rewrite the golden frames")

// Driver is a terminal UI on a test lab, played with keys.
type Driver struct {
	*tui.Player
	Lab *Lab
	t   testing.TB
}

// Setting changes the options of a driver.
type Setting func(*tui.Options)

// In sets the language.
func In(lang i18n.Lang) Setting { return func(o *tui.Options) { o.Lang = lang } }

// ASCII draws borders any terminal has.
func ASCII(o *tui.Options) { o.Borders = "ascii" }

// Wide counts ambiguous characters as two columns.
func Wide(o *tui.Options) { o.Ambiguous = cell.Wide }

// New returns a driver of the given size, with no regard to the environment.
func New(t testing.TB, w, h int, settings ...Setting) *Driver {
	t.Helper()
	opts := tui.Options{Lang: i18n.EN, Env: func(string) string { return "" }}
	for _, s := range settings {
		s(&opts)
	}
	return on(t, NewLab(), opts, w, h)
}

// On is New on a lab that was prepared.
func On(t testing.TB, lab *Lab, w, h int) *Driver {
	t.Helper()
	return on(t, lab, tui.Options{Lang: i18n.EN, Env: func(string) string { return "" }}, w, h)
}

func on(t testing.TB, lab *Lab, opts tui.Options, w, h int) *Driver {
	return &Driver{Player: tui.NewPlayer(context.Background(), lab.Deps(), opts, w, h), Lab: lab, t: t}
}

// Sees fails the test unless the frame has all the texts.
func (d *Driver) Sees(texts ...string) {
	d.t.Helper()
	frame := d.Plain()
	for _, text := range texts {
		if !strings.Contains(frame, text) {
			d.t.Errorf("the frame has no %q:\n%s", text, frame)
		}
	}
}

// SeesNot fails the test if the frame has one of the texts.
func (d *Driver) SeesNot(texts ...string) {
	d.t.Helper()
	frame := d.Plain()
	for _, text := range texts {
		if strings.Contains(frame, text) {
			d.t.Errorf("the frame has %q:\n%s", text, frame)
		}
	}
}

// Golden compares the frame without colours to testdata/<name>.golden.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	path := filepath.Join("testdata", name+".golden")
	got := d.Plain() + "\n"
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			d.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatalf("%v (make it with -update)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}
