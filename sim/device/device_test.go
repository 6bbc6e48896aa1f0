package device_test

import (
	"fmt"
	"testing"

	"github.com/offpush/offpush/sim/device"
)

func TestPutReplacesTheSameKey(t *testing.T) {
	t.Parallel()
	var s device.Shade
	s.Put(device.Notification{Message: "m-1", Collapse: "7"}, 1)
	s.Put(device.Notification{Message: "m-2"}, 1)
	if got := s.Put(device.Notification{Message: "m-3", Collapse: "7"}, 1); got != "m-1" {
		t.Errorf("replaced %q, want m-1", got)
	}
	if len(s.Items) != 2 || s.Items[0].Message != "m-2" || s.Items[1].Message != "m-3" || s.Badge != 3 {
		t.Errorf("shade = %+v, want m-2, m-3 and badge 3", s)
	}
}

func TestShadeForgetsTheOldest(t *testing.T) {
	t.Parallel()
	var s device.Shade
	for i := range 60 {
		s.Put(device.Notification{Message: fmt.Sprint(i)}, 0)
	}
	if len(s.Items) != 50 || s.Items[0].Message != "10" {
		t.Errorf("%d items from %s, want 50 from 10", len(s.Items), s.Items[0].Message)
	}
}

func TestRemove(t *testing.T) {
	t.Parallel()
	var s device.Shade
	s.Put(device.Notification{Message: "m-1"}, 0)
	if !s.Remove("m-1") || s.Remove("m-1") || len(s.Items) != 0 {
		t.Errorf("shade = %+v, want m-1 removed once", s)
	}
}

func TestFates(t *testing.T) {
	t.Parallel()
	for f, want := range map[device.Fate][2]bool{ // visible, final
		device.Pending: {false, false}, device.Held: {false, false},
		device.Shown: {true, true}, device.Silent: {true, true}, device.Folded: {true, true},
		device.Dropped: {false, true}, device.Hidden: {false, true}, device.Expired: {false, true},
	} {
		if f.Visible() != want[0] || f.Final() != want[1] {
			t.Errorf("%s: visible %t final %t, want %v", f, f.Visible(), f.Final(), want)
		}
	}
}

func ExampleShade_Put() {
	var s device.Shade
	s.Put(device.Notification{Message: "m-000001", Title: "您的快递已到驿站", How: device.Shown}, 1)
	fmt.Println(len(s.Items), s.Badge)
	// Output: 1 1
}
