package rows

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	t.Parallel()
	got := Parse("# for people\n\nT01 auth_ok | toy/auth/auth-ok toy/auth/login-sender\nT02 a / b |\n T03  two words  |  toy/x/y\n")
	want := []Row{
		{"T01", "auth_ok", []string{"toy/auth/auth-ok", "toy/auth/login-sender"}},
		{"T02", "a / b", []string{}},
		{"T03", "two words", []string{"toy/x/y"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
}
