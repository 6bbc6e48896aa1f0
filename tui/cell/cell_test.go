package cell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/tui/cell"
)

func TestWidthCountsColumns(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text         string
		narrow, wide int
	}{
		{"abc", 3, 3}, {"双十一", 6, 6}, {"你好，", 6, 6}, {"─", 1, 2}, {"●", 1, 2}, {"é", 1, 1}, {"\x1b[1mab\x1b[0m", 2, 2}, {"", 0, 0},
	} {
		if got := cell.Narrow.Width(c.text); got != c.narrow {
			t.Errorf("narrow width of %q = %d, want %d", c.text, got, c.narrow)
		}
		if got := cell.Wide.Width(c.text); got != c.wide {
			t.Errorf("wide width of %q = %d, want %d", c.text, got, c.wide)
		}
	}
}

func TestFitMarksTheCutAndNeverSplitsACharacter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		w    int
		want string
	}{
		{"hello", 5, "hello"}, {"hello!", 5, "hel.."}, {"双十一大促", 7, "双十.."}, {"双十一大促", 6, "双十.."},
		{"双十一", 2, "双"}, {"双", 1, ""}, {"abc", 0, ""}, {"abc", -3, ""},
	} {
		if got := cell.Narrow.Fit(c.text, c.w); got != c.want {
			t.Errorf("Fit(%q, %d) = %q, want %q", c.text, c.w, got, c.want)
		}
	}
}

func TestWrapBreaksAtSpacesAndBetweenChineseCharacters(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		w    int
		want []string
	}{
		{"the user switched it off", 10, []string{"the user", "switched", "it off"}},
		{"用户关闭了通知，请引导打开", 14, []string{"用户关闭了通", "知，请引导打开"}}, // no comma at a line's head
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"a\nb", 5, []string{"a", "b"}},
		{"", 5, []string{""}},
		{"x", 0, nil},
	} {
		if diff := cmp.Diff(c.want, cell.Narrow.Wrap(c.text, c.w)); diff != "" {
			t.Errorf("Wrap(%q, %d) (-want +got):\n%s", c.text, c.w, diff)
		}
	}
}

func FuzzWrapStaysWithin(f *testing.F) {
	f.Add("the user 关闭了通知，请 引导", 7)
	f.Add("长\x1b长", 1)
	f.Fuzz(func(t *testing.T, text string, w int) {
		w = max(1, min(w, 80))
		for _, line := range cell.Narrow.Wrap(text, w) {
			// A single character wider than the line cannot be broken.
			if got := cell.Narrow.Width(line); got > max(w, 2) {
				t.Errorf("line %q of %q has %d columns, allowed %d", line, text, got, w)
			}
		}
	})
}

func FuzzCanvasKeepsItsWidth(f *testing.F) {
	f.Add("a双b\u0301\u200b\x1b[2J", 3, 5)
	f.Fuzz(func(t *testing.T, text string, x, w int) {
		x, w = x%20, max(1, min(w, 30))
		c := cell.New(w, 2, cell.Narrow)
		c.Put(x, 0, cell.Style{}, text)
		c.Put(0, 1, cell.Style{}, "双双双双")
		c.Put(x, 1, cell.Style{}, text)
		for _, line := range strings.Split(c.Plain(), "\n") {
			if strings.ContainsAny(line, "\x1b\x07\r") {
				t.Errorf("control characters in %q", line)
			}
			if got := cell.Narrow.Width(line); got != w {
				t.Errorf("line %q has %d columns, want %d", line, got, w)
			}
		}
	})
}

func TestAHalfCoveredCharacterLeavesASpace(t *testing.T) {
	t.Parallel()
	c := cell.New(6, 1, cell.Narrow)
	c.Put(0, 0, cell.Style{}, "双十一")
	c.Put(3, 0, cell.Style{}, "x")
	if got := c.Plain(); got != "双 x一" {
		t.Errorf("got %q", got)
	}
}

func TestSubCanvasesCannotDrawOutside(t *testing.T) {
	t.Parallel()
	c := cell.New(8, 3, cell.Narrow)
	c.Sub(2, 1, 3, 1).Put(0, 0, cell.Style{}, "abcdef")
	c.Sub(6, 2, 9, 9).Put(0, 0, cell.Style{}, "zz!")
	c.Sub(2, 0, 2, 1).Fill(-4, -4, 99, 99, cell.Style{})
	if got, want := c.Plain(), "        \n  abc   \n      zz"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestANSIClosesEveryLine(t *testing.T) {
	t.Parallel()
	c := cell.New(4, 2, cell.Narrow)
	c.Put(0, 0, cell.Style{FG: "#ff0000", Bold: true}, "ab")
	c.Put(0, 1, cell.Style{}.Reversed(), "cdef")
	want := "\x1b[1;38;2;255;0;0mab\x1b[0m  \n\x1b[7mcdef\x1b[0m"
	if got := c.ANSI(cell.TrueColour); got != want {
		t.Errorf("true colour: %q, want %q", got, want)
	}
	if got := c.ANSI(cell.Attributes); got != "\x1b[1mab\x1b[0m  \n\x1b[7mcdef\x1b[0m" {
		t.Errorf("attributes: %q", got)
	}
	if got := c.ANSI(cell.Bare); got != "ab  \ncdef" {
		t.Errorf("bare: %q", got)
	}
}

func TestWrapOnACanvasMarksWhatIsLeftOut(t *testing.T) {
	t.Parallel()
	c := cell.New(8, 2, cell.Narrow)
	if n := c.Wrap(0, 0, 8, 2, cell.Style{}, "one two three four five"); n != 2 {
		t.Errorf("%d lines, want 2", n)
	}
	if got, want := c.Plain(), "one two \nthree.. "; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
