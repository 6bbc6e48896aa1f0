package tui_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/tui/cell"
	"github.com/offpush/offpush/tui/tuitest"
	"github.com/offpush/offpush/vendors"
)

func TestANewUserSendsToFourPhonesAndLearnsWhyOneIsDark(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Sees("Send to 4 phones", "would say yes to 3 of 4", "ctrl+g send") // all on the first frame
	d.Press("ctrl+g")
	d.Sees("said yes to 3 of 4", "1 of 4", "TY-DLV-003", "TY-TGT-001", "TY-DLV-001")
	if d.Lab.Sent != 1 {
		t.Fatalf("sent %d orders, want 1", d.Lab.Sent)
	}
	d.Press("down", "enter")
	d.Sees("Decision trace", "m-000002", "The phone stayed", "ask the user in the app", "toy handbook 3.1")
	d.Sees("notifications on", "as a campaign") // the what-ifs

	path := filepath.Join(t.TempDir(), "mine.yaml")
	d.Press("S", "ctrl+u")
	d.Paste(path)
	d.Press("enter")
	d.Sees("saved: offpush scenario run")
	if _, err := os.Stat(path); err != nil {
		t.Errorf("the scenario was not written: %v", err)
	}
	d.Press("esc")
	d.Sees("Compose")
}

func TestTheForecastFollowsTheForm(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("tab", "right") // category: the campaign
	d.Sees("SALE", "marketing", "silent", "TY-CLS-004", "1 to look at")
	d.Press("tab", "ctrl+u")
	d.Type("双十一大促销")
	d.Sees("双十一大促销", `"title": "双十一大促销"`)
	if d.Lab.Sent != 0 {
		t.Errorf("a forecast sent %d orders", d.Lab.Sent)
	}
}

// What the preflight has to say can be read on the smallest terminal with borders.
func TestThePreflightCanBeRead(t *testing.T) {
	t.Parallel()
	for _, brought := range []vendors.Message{
		{}, {Extension: `{"a":1}`}, {Extension: `{"a":1}`, Data: map[string]string{"k": "v"}}, // rows that take its room
	} {
		lab := tuitest.NewLab()
		lab.Template = brought
		d := tuitest.On(t, lab, 80, 24)
		d.Press("tab", "right") // category: the campaign
		d.Sees("1 ok, 1 to look at  ctrl+d", "[ Send to 4 phones ]")
		d.Press("esc", "ctrl+d")
		d.Sees("! class  campaigns are shown without sound", "ok title 2/20 characters  fits")
	}
}

// A phone with more notifications than it has room for does not call them folded.
func TestMoreIsNotFolded(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Press("ctrl+g", "esc", "ctrl+g", "esc", "ctrl+g", "4", "m")
	d.Sees("more")
	d.SeesNot("folded")
}

func TestPhonesAreMarkedWithSpace(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press(" ")
	d.Sees("Send to 3 phones")
	d.Press("right", " ", "*")
	d.Sees("Send to 4 phones") // not all were marked, so all are now
	d.Press("*")
	d.Sees("Send to 0 phones", "mark a phone first")
	d.Press("ctrl+g")
	if d.Lab.Sent != 0 {
		t.Error("an order without phones was sent")
	}
}

func TestAPasteIsTextAndNeverAnAction(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("tab", "tab", "ctrl+u") // title
	d.Paste("q 2\n8\r\nS 标题")
	d.Sees("q 2 8 S 标题", "Compose")
	if d.Quit() || d.Lab.Sent != 0 {
		t.Errorf("the paste acted: quit %v, sent %d", d.Quit(), d.Lab.Sent)
	}
	d.Press("esc") // on the button, where letters are actions
	d.Paste("q2")
	if d.Quit() {
		t.Error("a paste outside a text field quit the program")
	}
	d.Sees("Compose")
}

func TestEnterInATextFieldDoesNotSend(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("tab", "tab", "enter")
	if d.Lab.Sent != 0 {
		t.Error("enter in the title sent the message")
	}
	d.Press("esc", "enter")
	if d.Lab.Sent != 1 {
		t.Errorf("enter on the button sent %d orders, want 1", d.Lab.Sent)
	}
}

func TestLettersInATextFieldAreText(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("tab", "tab", "ctrl+u")
	d.Type("q8 aL?")
	d.Sees("q8 aL?", "Compose")
	if d.Quit() {
		t.Error("a letter quit the program")
	}
}

func TestTheLanguageChangesAtRunTime(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Press("ctrl+g", "L")
	d.Sees("已发送", "用户关闭了该应用的通知")
	d.SeesNot("switched notifications off")
	d.Press("tab", "tab", "f2") // f2 works wherever the focus is
	d.Sees("Sent")
}

func TestAFailureIsShownAndCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Lab.Refuse = errors.New("send: connection refused; is the simulator up?")
	d.Press("ctrl+g")
	d.Sees("connection refused")
	d.Lab.Refuse = nil
	d.Press("ctrl+g")
	d.Sees("said yes to 3 of 4")
}

func TestChangingAPhoneChangesTheForecast(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("4", "right", "t", "enter") // bo: notifications, the first property
	if p := d.Lab.Phones()[1]; !p.Notifications {
		t.Fatal("the notifications of bo are still off")
	}
	d.Press("1")
	d.Sees("2 of 4 would light")
	d.Press("4", "u")
	if p := d.Lab.Phones()[1]; p.Notifications {
		t.Error("undo did not bring the phone back")
	}
	d.Press("left", "p", "down", "enter")
	if p := d.Lab.Phones()[0]; p.Installed {
		t.Error("the preset did not uninstall the app")
	}
}

func TestTheClockIsControlledFromEveryScreen(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("2", "a", "enter")
	if got, want := d.Lab.Clock().Now(), tuitest.Start().Add(10*time.Minute); !got.Equal(want) {
		t.Errorf("the clock stands at %v, want %v", got, want)
	}
	d.Press("a")
	d.Type("45m")
	d.Press("enter")
	if got, want := d.Lab.Clock().Now(), tuitest.Start().Add(55*time.Minute); !got.Equal(want) {
		t.Errorf("the clock stands at %v, want %v", got, want)
	}
	d.Press("z")
	if got := d.Lab.Clock().Now().UTC().Format("15:04:05"); got != "16:00:00" {
		t.Errorf("after z it is %s in UTC, want midnight in China", got)
	}
	d.Press(" ", "+")
	if got := d.Lab.Clock().Mode(); got != (clock.Mode{Kind: clock.Real, Scale: 2}) {
		t.Errorf("mode %v, want x2", got)
	}
	d.Press(" ")
	if got := d.Lab.Clock().Mode().Kind; got != clock.Manual {
		t.Errorf("space left the clock in %v", got)
	}
}

func TestLiveFiltersAndOpens(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("ctrl+g", "2", "/")
	d.Type("TGT")
	d.Press("enter")
	d.Sees("chen", "TY-TGT-001")
	d.SeesNot("TY-DLV-003")
	d.Press("enter")
	d.Sees("m-000003", "The vendor said no")
	d.Press("[")
	d.Sees("m-000002")
	d.Press("esc")
	d.Sees("Timeline", "chen")
	d.Press("esc")
	d.Sees("TY-DLV-003")
}

func TestThePaletteFindsAndRuns(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Press("ctrl+k")
	d.Type("diagnose")
	d.Press("enter")
	d.Sees("No message was chosen")
	d.Press(":")
	d.Type("q")
	d.SeesNot("Draw the screen")
	d.Press("esc", "?")
	d.Sees("Keys")
	d.Press("esc", "q")
	if !d.Quit() {
		t.Error("q did not quit")
	}
}

// What holds everywhere holds while a page is open.
func TestKeysThatHoldEverywhereHoldOnPages(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 80, 24)
	d.Press("?", "f2")
	d.Sees("按键")
	d.Press("f2", "ctrl+k")
	d.SeesNot("pgdown")
	d.Type("diagnose")
	d.Press("enter")
	d.Sees("No message was chosen")
}

func TestTemplatesAndHistoryFillTheForm(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("ctrl+r")
	d.Sees("nothing was sent yet")
	d.Press("ctrl+t", "down", "enter")
	d.Sees("周末活动", "SALE")
	d.Press("ctrl+g", "ctrl+t", "enter", "ctrl+r", "enter")
	d.Sees("Title      周末活动")
}

func TestResendTakesTheMessageBack(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("ctrl+g", "enter", "r")
	d.Sees("Compose", "Send to 1 phones", "李雷")
}

// Everything of a message comes back, not what the simulator shows of it alone; and what
// is not known is said.
func TestResendTakesAllOfTheMessage(t *testing.T) {
	t.Parallel()
	lab := tuitest.NewLab()
	lab.Template = vendors.Message{Extension: `{"a":1}`, Data: map[string]string{"k": "v"}, TTL: 30 * time.Minute,
		Collapse: "chat", Test: true, Click: vendors.Click{Action: "page", Target: "/orders"}}
	all := []string{`{"a":1}`, `{"k":"v"}`, "/orders", "30m", "chat", "[●] test message"}
	d := tuitest.On(t, lab, 120, 36)
	d.Sees(all...)
	d.Press("ctrl+g", "enter", "1", "ctrl+t", "down", "enter")
	d.SeesNot(all...)
	d.Press("8", "r")
	d.Sees(all...)
	d.SeesNot("not sent from here")
	d.Press("esc", "2", "y")
	d.Sees("--click /orders", "--ttl 30m0s", "--collapse chat", "--test")
	lab.Fill(1)
	d.Press("esc", "g", "enter", "r")
	d.Sees("Send to 1 phones", "not sent from here")
}

func TestEverySizeHasAFrameOfItsSize(t *testing.T) {
	t.Parallel()
	for _, lang := range []i18n.Lang{i18n.EN, i18n.ZH} {
		d := tuitest.New(t, 80, 24, tuitest.In(lang), tuitest.ASCII)
		d.Press("ctrl+g")
		for _, screen := range []string{"1", "2", "4", "8", ":"} {
			d.Press(screen)
			for w := 1; w <= 200; w += 7 {
				for h := 1; h <= 60; h += 5 {
					d.Resize(w, h)
					checkWidths(t, d.Plain(), w, h, cell.Narrow, cell.Wide)
				}
			}
		}
	}
}

func TestAmbiguousWidthAloneBringsASCIIBorders(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36, tuitest.Wide)
	d.Press("ctrl+g")
	checkWidths(t, d.Plain(), 120, 36, cell.Wide)
	d.SeesNot("╭", "●", "▸")
}

func TestMeaningDoesNotNeedColour(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	d.Press("ctrl+g")
	if strings.Contains(d.Frame(), "\x1b[38") {
		t.Error("a terminal that says nothing of colours gets colours")
	}
	d.Sees("▸ anna", "DROPPED", "REFUSED", "held") // cursor and fates are words and signs
}

func TestControlCharactersInMessagesStayOut(t *testing.T) {
	t.Parallel()
	d := tuitest.New(t, 120, 36)
	_ = d.Lab.UpdatePhone("anna", func(p *device.Phone) { p.Model = "x\x1b]0;boo\x07\x1b[2J" })
	d.Press("4")
	if frame := d.Plain(); strings.ContainsAny(frame, "\x1b\x07") {
		t.Error("a phone's name steers the terminal")
	}
}
