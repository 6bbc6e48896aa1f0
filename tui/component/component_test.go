package component_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/component"
	"github.com/offpush/offpush/tui/theme"
)

func ascii() *theme.Theme { return theme.New(theme.Dark, true) }

func TestTextFieldEditsByCharacter(t *testing.T) {
	t.Parallel()
	var f component.TextField
	f.Set("双十一")
	f.Key("left")
	f.Key("backspace")
	f.Insert("X")
	if got := f.Value(); got != "双X一" {
		t.Errorf("got %q", got)
	}
	f.Key("home")
	f.Key("delete")
	f.Key("end")
	f.Insert(" ab cd")
	f.Key("ctrl+w")
	if got := f.Value(); got != "X一 ab " {
		t.Errorf("after ctrl+w: %q", got)
	}
	f.Key("ctrl+u")
	if got := f.Value(); got != "" {
		t.Errorf("after ctrl+u: %q", got)
	}
	if f.Key("q") || f.Key("ctrl+k") {
		t.Error("the field took a key that is not its own")
	}
}

func TestTextFieldTakesPastesAsOneLine(t *testing.T) {
	t.Parallel()
	var f component.TextField
	f.Insert("a\r\nb\tc\x1b[31md")
	if got := f.Value(); got != "a b c[31md" {
		t.Errorf("got %q", got)
	}
}

func TestTextFieldKeepsTheCursorInView(t *testing.T) {
	t.Parallel()
	var f component.TextField
	f.Set("一二三四五六七八九十")
	c := cell.New(8, 1, cell.Narrow)
	f.Draw(c, ascii(), 0, 0, 8, true, "")
	if got := c.Plain(); !strings.Contains(got, "十") {
		t.Errorf("the end is not seen: %q", got)
	}
	f.Key("home")
	c = cell.New(8, 1, cell.Narrow)
	f.Draw(c, ascii(), 0, 0, 8, true, "")
	if got := c.Plain(); !strings.HasPrefix(got, "一") {
		t.Errorf("the beginning is not seen: %q", got)
	}
}

func table(rows, selected int) component.Table {
	text := func(prefix string) func(int) cell.Span {
		return func(i int) cell.Span { return cell.Span{Text: fmt.Sprint(prefix, i)} }
	}
	return component.Table{Rows: rows, Selected: selected, Focus: true, Empty: "nothing", Columns: []component.Column{
		{Title: "id", Width: 4, Cell: text("m")},
		{Title: "less", Width: 8, Drop: 2, Cell: text("l")},
		{Title: "least", Width: 8, Drop: 5, Cell: text("x")},
		{Title: "why", Width: 6, Flex: true, Cell: text("why")},
	}}
}

func TestTableDropsTheLeastUsefulColumnsFirst(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		width int
		heads string
	}{{40, "id less least why"}, {30, "id less why"}, {16, "id why"}, {9, "id why"}} {
		canvas := cell.New(c.width, 4, cell.Narrow)
		table(3, 0).Draw(canvas, ascii())
		if got := strings.Join(strings.Fields(strings.Split(canvas.Plain(), "\n")[0]), " "); got != c.heads && c.width > 9 {
			t.Errorf("%d columns show %q, want %q", c.width, got, c.heads)
		}
	}
}

func TestTableKeepsTheSelectedRowInView(t *testing.T) {
	t.Parallel()
	for selected := range 100 {
		c := cell.New(40, 6, cell.Narrow)
		table(100, selected).Draw(c, ascii())
		if want := fmt.Sprintf("> m%d ", selected); !strings.Contains(c.Plain()+" ", want) {
			t.Fatalf("row %d is not in view:\n%s", selected, c.Plain())
		}
	}
	c := cell.New(40, 6, cell.Narrow)
	table(0, -1).Draw(c, ascii())
	if !strings.Contains(c.Plain(), "nothing") {
		t.Error("an empty table says nothing")
	}
}

func TestMoveStaysInTheList(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		key            string
		at, rows, want int
		ok             bool
	}{
		{"down", 0, 3, 1, true}, {"j", 2, 3, 2, true}, {"up", 0, 3, 0, true}, {"pgdown", 0, 3, 2, true},
		{"pgup", 2, 3, 0, true}, {"x", 1, 3, 1, false}, {"down", 0, 0, 0, true},
	} {
		if got, ok := component.Move(c.key, c.at, c.rows, 10); got != c.want || ok != c.ok {
			t.Errorf("Move(%q, %d of %d) = %d, %v; want %d, %v", c.key, c.at, c.rows, got, ok, c.want, c.ok)
		}
	}
}

func TestMenuSkipsWhatIsBlocked(t *testing.T) {
	t.Parallel()
	m := &component.Menu{Search: true, Items: []component.Item{
		{Title: "alpha", Blocked: "not now"}, {Title: "beta", Value: 2}, {Title: "gamma", Value: 3},
	}}
	if it, done := m.Key("enter"); it != nil || done {
		t.Errorf("a blocked item was chosen: %v", it)
	}
	m.Insert("gm")
	it, done := m.Key("enter")
	if it == nil || it.Value != 3 || !done {
		t.Errorf("searching gm chose %v", it)
	}
	if _, done := m.Key("esc"); !done {
		t.Error("esc does not close the menu")
	}
}

func TestPageScrollsToItsEndAndNoFurther(t *testing.T) {
	t.Parallel()
	p := &component.Page{Title: func() string { return "t" }, Lines: func(th *theme.Theme) []component.Line {
		var out []component.Line
		for i := range 50 {
			out = append(out, component.Line{Spans: []cell.Span{{Style: th.Text, Text: fmt.Sprint("line ", i)}}})
		}
		return out
	}}
	th, size := ascii(), component.Size{W: 60, H: 14}
	for range 30 {
		p.Key("pgdown", th, size)
	}
	c := cell.New(60, 14, cell.Narrow)
	p.Draw(c, th)
	if !strings.Contains(c.Plain(), "line 49") {
		t.Errorf("the end is not seen:\n%s", c.Plain())
	}
	p.Key("pgup", th, size)
	c = cell.New(60, 14, cell.Narrow)
	p.Draw(c, th)
	if strings.Contains(c.Plain(), "line 49") {
		t.Error("pgup did not scroll back at once")
	}
	if !p.Key("esc", th, size) {
		t.Error("esc does not close the page")
	}
}

func TestSparkScalesToTheHighest(t *testing.T) {
	t.Parallel()
	bars := []string{" ", ".", ":", "|"}
	for _, c := range []struct {
		counts []int
		width  int
		want   string
	}{
		{[]int{0, 1, 2, 3}, 4, " .:|"}, {[]int{0, 1, 300}, 3, " .|"}, {[]int{9, 3}, 4, "  |."}, {[]int{1, 2, 3}, 2, ":|"}, {nil, 2, "  "},
	} {
		if got := component.Spark(c.counts, c.width, bars); got != c.want {
			t.Errorf("Spark(%v, %d) = %q, want %q", c.counts, c.width, got, c.want)
		}
	}
}

func TestPanesShowTheirFocusWithoutColour(t *testing.T) {
	t.Parallel()
	draw := func(focus bool) string {
		c := cell.New(20, 3, cell.Narrow)
		component.Pane{Title: "T", Note: "n", Focus: focus}.Draw(c, ascii())
		return c.Plain()
	}
	if draw(true) == draw(false) {
		t.Errorf("a focused pane looks like any other:\n%s", draw(true))
	}
}
