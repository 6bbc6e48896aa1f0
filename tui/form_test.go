package tui_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/tui/tuitest"
	"github.com/offpush/offpush/vendors"
)

// A template's extension has a row of its own, and does not keep an old text unsaid.
func TestTheFormShowsWhatATemplateBrought(t *testing.T) {
	t.Parallel()
	lab := tuitest.NewLab()
	lab.Template.Extension = `{"text":"晚上一起吃饭吗？"}`
	d := tuitest.On(t, lab, 80, 24)
	d.Sees("Extension", "晚上一起吃饭吗？\"}")
	d.Press("tab", "tab", "tab") // category, title, body
	d.Type("!")
	d.Sees("old text", "still holds the old text")
	d.Press("tab")
	for range len([]rune(lab.Template.Extension)) {
		d.Press("backspace")
	}
	if text := d.Plain(); strings.Contains(text, "old text") {
		t.Errorf("the row is cleared, and still old:\n%s", text)
	}
}

func TestCopyShowsTheCommandAndTheLogin(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("y")
	d.Sees("offpush send --sim http://127.0.0.1:7071 --vendor toy", "http://127.0.0.1:7070/login", "p: as plain text")
}

func TestMessageFlagsHoldEverything(t *testing.T) {
	t.Parallel()
	m := vendors.Message{Title: "t", Body: "b", Extension: `{"a":1}`, Data: map[string]string{"k": "v"}, Collapse: "c", Priority: vendors.PriorityHigh, TTL: 60e9, Test: true,
		Click: vendors.Click{Action: "page", Target: "/orders"}, Channel: "news"}
	got := screen.Command("offpush send", screen.MessageFlags(&m)...)
	want := `offpush send --title t --body b --extension '{"a":1}' --collapse c --priority high --click /orders --channel news --data k=v --ttl 1m0s --test`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// What has no flag is named, so that nobody takes the command for the whole message.
func TestWhatHasNoFlagIsNamed(t *testing.T) {
	t.Parallel()
	m := vendors.Message{Title: "t", Alert: vendors.AlertBar, Image: "https://example.com/a.png", Receipt: &vendors.Receipt{ID: "r"}}
	if got := strings.Join(screen.Unsaid(&m), " "); got != "alert image receipt" {
		t.Errorf("unsaid: %s", got)
	}
	lab := tuitest.NewLab()
	lab.Template = vendors.Message{Alert: vendors.AlertBar, Silent: true}
	d := tuitest.On(t, lab, 120, 36)
	d.Press("y")
	d.Sees("no flag for: alert, silent")
}

func TestPagesSayThatMoreFollows(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Press("?")
	d.Sees("pgdown +")
	d.Press("G")
	if strings.Contains(d.Plain(), "pgdown +") {
		t.Error("at its end the page says that more follows")
	}
}
