package nearest_test

import (
	"fmt"
	"testing"

	"github.com/offpush/offpush/internal/nearest"
)

func TestName(t *testing.T) {
	t.Parallel()
	names := []string{"send", "expect", "advance", "device"}
	for word, want := range map[string]string{
		"sned": "send", "expects": "expect", "advnace": "advance", "devices": "device",
		"zzzzzz": "", "": "",
	} {
		if got := nearest.Name(word, names); got != want {
			t.Errorf("Name(%q) = %q, want %q", word, got, want)
		}
	}
}

func ExampleHint() {
	fmt.Println("unknown step \"sned\"" + nearest.Hint("sned", []string{"send", "expect"}))
	// Output: unknown step "sned"; did you mean "send"?
}
