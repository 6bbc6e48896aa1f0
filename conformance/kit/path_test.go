package kit

import ()

import "testing"

func TestEndsIn(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		path, pattern string
		want          bool
	}{
		{"/toy/message/send", "/message/send", true},
		{"/message/save", "/message/send", false},
		{"/3/device/ab12", "/3/device/*", true},
		{"/toy/3/device/ab12", "/3/device/*", true},
		{"/2/device/ab12", "/3/device/*", false},
		{"/3/device/ab12/x", "/3/device/*", false},
		{"/v1/app/send", "/v1/*/send", true},
		{"/device", "/3/device/*", false},
	} {
		if got := EndsIn(tt.path, tt.pattern); got != tt.want {
			t.Errorf("EndsIn(%q, %q) = %t", tt.path, tt.pattern, got)
		}
	}
}
