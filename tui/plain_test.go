package tui

import (
	"bytes"
	"context"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
)

// A line that is wider than any terminal stays one line, and enter ends it.
func TestPlainTextIsWrittenAsItIs(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 500)
	var out bytes.Buffer
	in := strings.NewReader("\nrest")
	p := &plainText{text: long + "\n  t\x1b\x07wo", hint: "(enter)"}
	p.SetStdin(in)
	p.SetStdout(&out)
	p.SetStderr(&out)
	if err := p.Run(); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); got != "\n"+long+"\n  two\n\n(enter)" {
		t.Errorf("wrote %q", got)
	}
}

// The key leaves the screens for pages that have such a text, and for no others.
func TestThePlainTextsKey(t *testing.T) {
	t.Parallel()
	m := New(context.Background(), Deps{}, Options{Lang: i18n.EN, Env: func(string) string { return "" }})
	for plain, want := range map[string]bool{"offpush send": true, "": false} {
		o := &pageOverlay{&component.Page{
			Title: func() string { return "t" }, Lines: func(*theme.Theme) []component.Line { return nil }, Plain: plain,
		}}
		done, cmd := o.key(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune("p")}, m)
		if done || (cmd != nil) != want {
			t.Errorf("plain text %q: done %v, a command %v; want %v", plain, done, cmd != nil, want)
		}
	}
}
