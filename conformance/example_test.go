package conformance_test

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/conformance"
)

// nobody is a subject without a world; real ones are a sender and its simulator.
type nobody struct{ conformance.Session }

func (nobody) Name() string                 { return "nobody" }
func (nobody) Features() []string           { return nil }
func (nobody) Control() conformance.Control { return nil }
func (nobody) Close() error                 { return nil }
func (n nobody) Open(context.Context, conformance.SessionOptions) (conformance.Session, error) {
	return n, nil
}

// Cases are values; Run runs those that are chosen and gives a report, whose exit
// code is that of every offpush command.
func Example() {
	cases := []conformance.Case{
		{ID: "toy/auth/ok", Vendor: "toy", Direction: conformance.Endpoint, Level: conformance.Must,
			Run: func(*conformance.T) {}},
		{ID: "toy/quota/day", Vendor: "toy", Direction: conformance.Endpoint, Level: conformance.Must,
			Needs: []conformance.Need{conformance.NeedControl}, Run: func(*conformance.T) {}},
		{ID: "toy/quota/second", Vendor: "toy", Direction: conformance.Endpoint, Level: conformance.Should,
			Run: func(t *conformance.T) { t.Errorf("got code %q, want %q", "0", "10072") }},
	}
	rep, err := conformance.Run(context.Background(), nobody{}, cases, conformance.Options{Patterns: []string{"toy/**"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range rep.Cases {
		fmt.Println(c.ID, c.Status)
	}
	fmt.Println("exit", rep.ExitCode(false))
	// Output:
	// toy/auth/ok passed
	// toy/quota/day skipped
	// toy/quota/second failed
	// exit 1
}
