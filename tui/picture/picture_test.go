package picture_test

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/picture"
	"github.com/offpush/offpush/tui/theme"
)

func TestAPictureIsWellFormedAndHasTheText(t *testing.T) {
	t.Parallel()
	c := cell.New(20, 3, cell.Narrow)
	c.Put(0, 0, cell.Style{FG: "#112233", Bold: true}, "╭─ <a & b>")
	c.Put(0, 1, cell.Style{BG: "#445566"}, "双十一 ▂█ ●○▸")
	c.Put(0, 2, cell.Style{}.Reversed(), "reverse")
	svg := picture.SVG(c.ANSI(cell.TrueColour), "a & b", picture.LookOf(theme.New(theme.Dark, false)))
	var text strings.Builder
	for dec := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
		if data, ok := token.(xml.CharData); ok {
			text.Write(data)
		}
	}
	for _, want := range []string{"双", "十", "一", "reverse", "<a"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("the picture has no %q", want)
		}
	}
	for _, want := range []string{`fill="#112233"`, `fill="#445566"`, `font-weight="bold"`, "<path"} {
		if !strings.Contains(svg, want) {
			t.Errorf("the picture has no %s", want)
		}
	}
	if strings.Contains(svg, "\x1b") {
		t.Error("an escape sequence is left in the picture")
	}
}
