package tui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/tui"
)

// TestTheDemosLabOnScreen plays the screens on the real lab: real senders, real
// endpoints, every phone of the demo.
func TestTheDemosLabOnScreen(t *testing.T) {
	t.Parallel()
	data, err := scenarios.Get("lab")
	if err != nil {
		t.Fatal(err)
	}
	story, err := scenario.Load("lab.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lab.WithWorld(story, lab.Options{Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	deps := tui.Deps{Engine: l.Engine(), Desk: l, Vendors: lab.Vendors()}
	p := tui.NewPlayer(context.Background(), deps, tui.Options{Lang: i18n.EN, Env: func(string) string { return "" }}, 120, 40)
	see := func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(p.Plain(), text) {
				t.Errorf("the frame has no %q:\n%s", text, p.Plain())
			}
		}
	}
	phones := l.Engine().Phones()
	see("Forecast", "would say yes to")
	p.Press("ctrl+g")
	l.Engine().Clock().Settle()
	p.Collect()
	see("The vendor said yes to", "shown", "reply 200/0", "Request as sent")
	for _, phone := range phones {
		see(phone.ID)
		if _, err := l.Engine().Shade(phone.ID); err != nil {
			t.Error(err)
		}
	}
	p.Press("/", "4")
	see("Shade:", phones[0].ID)
	p.Press("enter")
	see("Decision trace", "Request and answer", "What if", "POST /")
	if strings.Contains(p.Plain(), "trying ...") {
		t.Error("the what-ifs did not end")
	}
}
