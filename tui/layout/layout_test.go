package layout_test

import (
	"testing"

	"github.com/offpush/offpush/tui/layout"
)

var screens = []layout.Screen{layout.Send, layout.Live, layout.Devices, layout.Diagnose, "unknown"}

func TestRectanglesTileEverySize(t *testing.T) {
	t.Parallel()
	for _, s := range screens {
		for w := 1; w <= 220; w++ {
			for h := 1; h <= 80; h++ {
				if where := untiled(layout.Of(s, w, h), w, h); where != "" {
					t.Fatalf("layout.Of(%s, %d, %d): %s", s, w, h, where)
				}
			}
		}
	}
}

// untiled says what is wrong: equal areas and no overlap mean an exact tiling.
func untiled(rects []layout.Rect, w, h int) string {
	area := 0
	for i, r := range rects {
		if r.W <= 0 || r.H <= 0 || r.X < 0 || r.Y < 0 || r.X+r.W > w || r.Y+r.H > h {
			return "rectangle outside or empty: " + string(r.Pane)
		}
		area += r.W * r.H
		for _, o := range rects[:i] {
			if r.X < o.X+o.W && o.X < r.X+r.W && r.Y < o.Y+o.H && o.Y < r.Y+r.H {
				return string(r.Pane) + " overlaps " + string(o.Pane)
			}
			if r.Pane == o.Pane {
				return "two panes called " + string(r.Pane)
			}
		}
	}
	if area != w*h {
		return "a gap"
	}
	return ""
}

func TestClassesDecideHowManyPanesThereAre(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w, h  int
		class layout.Class
		panes int // of the Send screen, without tabs, status, footer
	}{
		{39, 12, layout.None, 1}, {40, 11, layout.None, 1}, {40, 12, layout.XS, 1},
		{79, 40, layout.XS, 1}, {80, 24, layout.S, 2}, {100, 30, layout.M, 2},
		{120, 36, layout.L, 4}, {180, 50, layout.L, 5},
	} {
		if got := layout.ClassOf(c.w, c.h); got != c.class {
			t.Errorf("ClassOf(%d, %d) = %d, want %d", c.w, c.h, got, c.class)
		}
		n := 0
		for _, r := range layout.Of(layout.Send, c.w, c.h) {
			if r.Pane != layout.Tabs && r.Pane != layout.Status && r.Pane != layout.Footer {
				n++
			}
		}
		if n != c.panes {
			t.Errorf("Of(send, %d, %d) has %d panes, want %d", c.w, c.h, n, c.panes)
		}
	}
}

func TestExtraRowsGoToTheLists(t *testing.T) {
	t.Parallel()
	height := func(h int) int {
		for _, r := range layout.Of(layout.Live, 120, h) {
			if r.Pane == layout.Timeline {
				return r.H
			}
		}
		return 0
	}
	if a, b := height(36), height(60); b-a < 12 {
		t.Errorf("24 more rows gave the timeline %d", b-a)
	}
}
