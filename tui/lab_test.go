package tui_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/vendors"
)

// onTheLab plays the screens on the real lab: real senders, real endpoints, every
// phone of the lab's own world.
func onTheLab(t *testing.T, lang i18n.Lang) (*tui.Player, *lab.Lab, func(texts ...string)) {
	t.Helper()
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
	p := tui.NewPlayer(context.Background(), deps, tui.Options{Lang: lang, Env: func(string) string { return "" }}, 120, 40)
	return p, l, func(texts ...string) {
		t.Helper()
		for _, text := range texts {
			if !strings.Contains(p.Plain(), text) {
				t.Errorf("the frame has no %q:\n%s", text, p.Plain())
			}
		}
	}
}

func TestTheLabOnScreen(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	phones := l.Engine().Phones()
	see("Forecast", "would say yes to")
	p.Press("ctrl+g")
	l.Engine().Clock().Settle()
	p.Collect()
	see("The vendor said yes to", "shown", "reply 200/0", "Request as sent")
	for _, phone := range phones {
		if phone.App == phones[0].App {
			see(phone.ID)
		}
	}
	p.Press("/", "4")
	see("Shade:", phones[0].ID, fmt.Sprint(len(phones), " phones"))
	p.Press("enter")
	see("Decision trace", "Request and answer", "What if", "POST /")
	if strings.Contains(p.Plain(), "trying ...") {
		t.Error("the what-ifs did not end")
	}
}

// vivo stores the body of a message to several phones first. When it does not, there is
// no message, and all screens tell of that call instead.
func TestABodyThatIsNotStoredIsTold(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	p.Press("tab", "tab", "ctrl+u") // the title
	see("would say yes to 0 of 8", "REFUSED", "VV-VAL-014")
	p.Press("ctrl+e")
	see("v1  reply 200/10055  REFUSED", "VV-VAL-014")
	p.Press("esc", "ctrl+g")
	see("Sent ", "said yes to 0 of 8", "v1", "reply 200/10055", "VV-VAL-014")
	p.Press("enter")
	see("Decision trace", "VV-VAL-014", "saveListPayload  shop", "What if")
	p.Press("2")
	see("saveList..", "REFUSED", "VV-VAL-014")
	if stories, _ := l.Stories(0); len(stories) != 1 || stories[0].Op != "saveListPayload" {
		t.Errorf("stories %+v, want the one of the call", stories)
	}
}

// The form keeps its message and what it means while it goes from vendor to vendor,
// and each vendor forecasts and sends it in its own way.
func TestSwitchingTheVendor(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	rules := map[vendors.Vendor][]string{
		vendors.Huawei: {"HW-DLV-022", "80000000"},
		vendors.Honor:  {"HN-DLV-022", "HN-DLV-014", "expireTokens"},
		vendors.Xiaomi: {"MI-FLT-002", "bad_regids", "MI-DLV-012"},
		vendors.OPPO:   {"OP-DLV-021", "OP-DLV-010"},
		vendors.Meizu:  {"MZ-FLT-004", "110010", "MZ-FLT-002"},
		vendors.FCM:    {"FM-DLV-024", "200", "FM-DLV-043", "FM-DLV-031", "no token"},
		vendors.APNs:   {"AP-FLT-003", "BadDeviceToken", "AP-FLT-020", "AP-FLT-004", "no token"},
	}
	p.Press("shift+tab") // the vendor is the field before the phones
	for range len(rules) {
		p.Press("right")
		var now vendors.Vendor
		for _, v := range lab.Vendors() {
			if strings.Contains(p.Plain(), "< "+v.Name.EN[:4]) {
				now = v.ID
			}
		}
		see("李雷", "transactional")
		see(rules[now]...)
		if len(rules[now]) == 0 {
			t.Fatalf("which vendor is this?\n%s", p.Plain())
		}
		p.Press("ctrl+g")
		l.Engine().Clock().Settle()
		p.Collect()
		see("The vendor said yes to")
		see(rules[now]...)
		p.Press("esc")
		for !strings.Contains(p.Plain(), "▸ Vendor") {
			p.Press("tab")
		}
	}
	p.Press("right")
	see("VV-FLT-024", "IM") // around, with the category it began with
}

// What only one vendor tells apart is on its phones' menus and nobody else's.
func TestPresetsOfAVendor(t *testing.T) {
	t.Parallel()
	for phone, want := range map[string]struct{ has, not string }{
		"i1": {"token of the environment sandbox", "emui"},
		"h1": {"emui = 9", "environment"},
	} {
		p, l, see := onTheLab(t, i18n.EN)
		p.Press("4")
		for !strings.Contains(p.Plain(), "▸ "+phone) {
			p.Press("right")
		}
		p.Press("m") // large enough for whole sentences
		p.Press("p")
		see("fresh install", want.has, "no token: a simulator")
		if strings.Contains(p.Plain(), want.not) {
			t.Errorf("%s: the menu has %q:\n%s", phone, want.not, p.Plain())
		}
		for !strings.Contains(p.Plain(), "▸ no token") {
			p.Press("down")
		}
		p.Press("enter")
		see("the app got no")
		for _, ph := range l.Engine().Phones() {
			if ph.ID == phone && !ph.NoToken {
				t.Errorf("%s has a token still", phone)
			}
		}
		p.Press("u")
		if ph := l.Engine().Phones(); slices.ContainsFunc(ph, func(p device.Phone) bool { return p.ID == phone && p.NoToken }) {
			t.Errorf("%s did not get its token back", phone)
		}
	}
}

// All phones of all vendors are on one screen, one key away from those of a vendor
// alone, drawn large again.
func TestTheWallShowsAllPhonesOrAVendors(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	p.Press("4")
	see("background", "notify off")
	onScreen := func() (ids []string) {
		for _, ph := range l.Engine().Phones() {
			if strings.Contains(p.Plain(), " "+ph.ID+" ") {
				ids = append(ids, ph.ID)
			}
		}
		return ids
	}
	all, first := l.Engine().Phones(), l.Engine().Phones()[0].Brand
	if got := onScreen(); len(got) < 20 {
		t.Errorf("%d of %d phones are on the screen, want at least 20:\n%s", len(got), len(all), p.Plain())
	}
	p.Press("v")
	for _, ph := range all {
		if shown := slices.Contains(onScreen(), ph.ID); shown != (ph.Brand == first) {
			t.Errorf("after v %s of %s is on the screen: %v\n%s", ph.ID, ph.Brand, shown, p.Plain())
		}
	}
	p.Press("right")
	p.Press("u") // nothing to undo, and no crash
	seen := map[string]bool{}
	for range 20 {
		for _, id := range onScreen() {
			seen[id] = true
		}
		p.Press("v")
	}
	if len(seen) < len(all) {
		t.Errorf("going through the vendors shows %d of %d phones", len(seen), len(all))
	}
}

// On a small terminal, too, one can tell two apps apart and see what is special about a
// phone before it is chosen.
func TestASmallTerminalTellsThingsApart(t *testing.T) {
	t.Parallel()
	p, _, see := onTheLab(t, i18n.EN)
	p.Resize(80, 24)
	p.Press("shift+tab", "right")
	see("< shop-huawei >", "< Huawei push")
	p.Press("tab", "right")
	see("< notes >")
	p.Press("right")
	see("< shop-next >", "h7 system=harmonyos5")
	p.Press("4", "v", "v")
	for !strings.Contains(p.Plain(), "▸ h7") {
		p.Press("right")
	}
	see(" h7  state system=harmonyos5", "app shop-next")
}

// The length of a request is that of what went out, not of what is left without secrets.
func TestRequestsHaveTheirRealLength(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	p.Press("ctrl+g")
	events, _ := l.Engine().Events(0, 1000)
	redacted := 0
	for i := range events {
		ev := &events[i]
		_, rest, ok := strings.Cut(string(ev.RequestHeader), "Content-Length: ")
		if ev.Kind != sim.EvExchange || !ok {
			continue
		}
		length, _, _ := strings.Cut(rest, "\n")
		see(length + " bytes")
		if length != fmt.Sprint(len(ev.RequestBody)) {
			redacted++
		}
	}
	if redacted == 0 {
		t.Error("no request had a secret; this test proves nothing")
	}
}

// What is scheduled says what it is and about which message.
func TestScheduledEventsSayWhatTheyAreAbout(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	p.Resize(160, 50)
	if err := l.Engine().SetFlag("shop-huawei", "night_hold", "on"); err != nil {
		t.Fatal(err)
	}
	l.Engine().Clock().AdvanceTo(l.Engine().Clock().Now().Add(15 * time.Hour)) // 01:00
	p.Press("shift+tab", "right", "ctrl+g")
	l.Engine().Clock().Settle()
	p.Collect()
	p.Press("2")
	see("the vendor tries again", "a message expires", "h6  李雷", "h2  李雷")
	if strings.Contains(p.Plain(), "  event  ") {
		t.Errorf("an event has no name:\n%s", p.Plain())
	}
}

// Enter on a what-if shows its whole trace, also where nothing was in the way.
func TestAWhatIfOpens(t *testing.T) {
	t.Parallel()
	p, l, see := onTheLab(t, i18n.EN)
	p.Press("ctrl+g")
	l.Engine().Clock().Settle()
	p.Collect()
	for !strings.Contains(p.Plain(), "▸ v4") { // notifications off
		p.Press("down")
	}
	p.Press("enter", "w", "down", "enter")
	see("─ notifications on, app installed, online ─", "v4  reply 200/0  shown", "VV-AUT-010")
}
