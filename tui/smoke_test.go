package tui_test

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"testing"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/tui/tuitest"
)

// screenText collects what a program writes and tells when a text was in it.
type screenText struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	want string
	seen chan struct{}
}

func (s *screenText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.buf.Write(p)
	if s.want != "" && strings.Contains(s.buf.String(), s.want) {
		s.want = ""
		close(s.seen)
	}
	return len(p), nil
}

func (s *screenText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.buf.String()
}

// start runs the program until done; keys can be written to it.
func start(ctx context.Context, want string) (out *screenText, keys io.Writer, done chan error) {
	in, keysOut := io.Pipe()
	out = &screenText{want: want, seen: make(chan struct{})}
	done = make(chan error, 1)
	lab := tuitest.NewLab()
	go func() {
		done <- tui.Run(ctx, lab.Deps(), tui.Options{
			Lang: i18n.EN, In: in, Out: out, Env: func(string) string { return "" },
		})
	}()
	return out, keysOut, done
}

func TestRunShowsAFrameAndQuits(t *testing.T) {
	t.Parallel()
	out, keys, done := start(t.Context(), "Compose")
	<-out.seen
	if _, err := keys.Write([]byte("q")); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
	if text := out.String(); !strings.Contains(text, "\x1b[?1049h") || !strings.Contains(text, "\x1b[?1049l") {
		t.Error("the terminal's own screen was not left and brought back")
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	out, _, done := start(ctx, "Compose")
	<-out.seen
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: %v", err)
	}
}
