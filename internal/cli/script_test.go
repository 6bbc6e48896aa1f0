package cli

import (
	"context"
	"errors"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets scripts run this test binary as offpush: a process of its own, with
// its own environment, pipes instead of a terminal, and a real exit code.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"offpush": func() { os.Exit(Main(context.Background(), os.Args[1:], Process())) },
	})
}

// What shells see is told by testdata/script, in the words people type.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			busy, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Defer(func() { busy.Close() }) //nolint:errcheck // the test is over
			_, port, err := net.SplitHostPort(busy.Addr().String())
			env.Setenv("BUSY", port)
			env.Setenv("LANG", "C")
			return err
		},
	})
}

// exits is "exits CODE PROGRAM ARGS...": exec and ! exec tell only success from
// failure, and the codes between them are part of the contract with scripts.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code = %d, want %d", got, want)
	}
}
