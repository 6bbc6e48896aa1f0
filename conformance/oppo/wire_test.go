package oppo

import "testing"

// The vectors of the login were computed apart from this code.
func TestSign(t *testing.T) {
	t.Parallel()
	const key, secret = "a1b2c3d4e5f60718293a4b5c6d7e8f90", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
	for timestamp, want := range map[string]string{
		"1764000000000": "59b0c38c5464461ac8a7d0ff601c2817b14952a3b56c54d5b1bae817c2a489fa",
		"1764000600001": "229647ec0220baea20ef788ed07c04137ed545c4564abad1f59c7c3893477e48",
	} {
		if got := sign(key, timestamp, secret); got != want {
			t.Errorf("sign at %s is %s, want %s", timestamp, got, want)
		}
	}
}
