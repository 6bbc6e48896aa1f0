package suite_test

import (
	"testing"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/suite"
	"github.com/offpush/offpush/internal/lab"
)

// TestOffpush runs the whole suite against offpush itself: our senders against our
// simulator, and the endpoint cases against our simulator.
func TestOffpush(t *testing.T) {
	conformance.Test(t, lab.NewSubject(lab.SubjectOptions{InMemory: true}), suite.All(), conformance.Options{Seed: 1})
}
