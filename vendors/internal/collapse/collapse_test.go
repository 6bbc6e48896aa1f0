package collapse_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/offpush/offpush/vendors/internal/collapse"
)

func TestNumber(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]int64{"7": 7, "2147483647": 2147483647, "chat-42": 330396546, "0": 890022064} {
		if got := collapse.Number(key); got != want {
			t.Errorf("Number(%q) = %d, want %d", key, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.String().Draw(t, "key")
		if n := collapse.Number(key); n < 1 || n > 2147483647 || n != collapse.Number(key) {
			t.Fatalf("number of %q is %d", key, n)
		}
	})
}

func TestIDs(t *testing.T) {
	t.Parallel()
	if a, b := collapse.RandomID(), collapse.RandomID(); len(a) != 32 || a == b {
		t.Errorf("random ids %s and %s", a, b)
	}
	if a, b := collapse.Digest("a", 20), collapse.Digest("b", 20); len(a) != 20 || a == b || a != collapse.Digest("a", 20) {
		t.Errorf("digests %s and %s", a, b)
	}
}
