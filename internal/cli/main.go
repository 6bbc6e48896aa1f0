package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/offpush/offpush/conformance"
	"golang.org/x/term"
)

// Stdio is what a command touches of its process. Tests make their own.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
	// Getenv is os.Getenv or a test's table; Environ lists "name=value".
	Getenv  func(string) string
	Environ func() []string
	// Terminal: a person sits at both ends, so the TUI and questions are possible.
	// OutTerminal and ErrTerminal are about colours and progress lines.
	Terminal, OutTerminal, ErrTerminal bool
	// Width is the terminal's width in columns, 0 when there is none.
	Width int
}

// Process is the Stdio of this process.
func Process() Stdio {
	s := Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv, Environ: os.Environ}
	s.OutTerminal = term.IsTerminal(int(os.Stdout.Fd()))
	s.ErrTerminal = term.IsTerminal(int(os.Stderr.Fd()))
	s.Terminal = s.OutTerminal && term.IsTerminal(int(os.Stdin.Fd()))
	if s.OutTerminal {
		s.Width, _, _ = term.GetSize(int(os.Stdout.Fd())) // 0 when nobody knows
	}
	return s
}

// Main runs one command line (without the program's name) and returns the exit
// code of the process. When ctx ends, commands stop, write what they have, and the
// code is 130.
func Main(ctx context.Context, args []string, std Stdio) int {
	a := newApp(std)
	root := a.root()
	root.SetArgs(protectNumbers(root, args))
	err := root.ExecuteContext(ctx)
	return a.finish(ctx, err)
}

// finish prints what went wrong and turns it into an exit code.
func (a *App) finish(ctx context.Context, err error) int {
	if err == nil {
		return conformance.ExitOK
	}
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		a.note("interrupted")
		return conformance.ExitInterrupted
	}
	var x *exitError
	if !errors.As(err, &x) {
		x = &exitError{code: conformance.ExitCannotRun, err: err}
	}
	if x.err != nil {
		fmt.Fprintf(a.err, "offpush: %v\n", x.err)
	}
	return x.code
}
