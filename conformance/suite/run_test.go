package suite_test

import (
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/suite"
	"github.com/offpush/offpush/internal/lab"
)

// TestOffpush runs the whole suite against offpush itself, over real sockets: our
// senders against our simulator, and the endpoint cases against our simulator.
func TestOffpush(t *testing.T) {
	t.Parallel()
	conformance.Test(t, lab.NewSubject(lab.SubjectOptions{}), suite.All(), conformance.Options{Seed: 1})
}

// TestOffpushInMemory does the same without sockets and with another seed: what
// the kill matrix stands on must agree with what goes over the wire.
func TestOffpushInMemory(t *testing.T) {
	t.Parallel()
	conformance.Test(t, lab.NewSubject(lab.SubjectOptions{InMemory: true}), suite.All(), conformance.Options{Seed: 7})
}
