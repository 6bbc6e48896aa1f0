package screen_test

import (
	"testing"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/i18n"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/tui/screen"
	"github.com/offpush/offpush/vendors"
)

func TestEveryWordOfTheFieldIsInTheCatalogue(t *testing.T) {
	t.Parallel()
	var keys []string
	for _, f := range []device.Fate{
		device.Pending, device.Shown, device.Silent, device.Folded, device.Replaced, device.Held,
		device.Hidden, device.Dropped, device.Expired, device.Recalled, device.Unknown,
	} {
		keys = append(keys, "fate."+string(f))
	}
	for o := rule.Skip; o <= rule.Answer; o++ {
		keys = append(keys, "outcome."+o.String())
	}
	for _, s := range []rule.Stage{
		rule.StageAuth, rule.StageValidate, rule.StageClassify, rule.StageFilter, rule.StageQuota, rule.StageRate, rule.StageDeliver,
	} {
		keys = append(keys, "stage."+string(s))
	}
	for _, p := range []device.Presence{device.Foreground, device.Background, device.Locked, device.Killed} {
		keys = append(keys, "phone."+string(p))
	}
	for _, c := range []vendors.Confidence{vendors.Documented, vendors.Observed, vendors.Assumed} {
		keys = append(keys, "confidence."+string(c))
	}
	for _, f := range []device.Fate{device.Shown, device.Silent, device.Folded} {
		keys = append(keys, "shade."+string(f))
	}
	keys = append(keys, "class."+string(vendors.ClassTransactional), "class."+string(vendors.ClassMarketing))
	for _, key := range keys {
		if !i18n.Has(key) {
			t.Errorf("the catalogue has no %q", key)
		}
	}
}

func TestStateKeepsTheNewestOfEachMessage(t *testing.T) {
	t.Parallel()
	var s screen.State
	s.Merge(screen.Delta{Cursor: 2, Stories: []desk.Story{
		{ID: "m-1", Phone: "a", State: device.Pending}, {ID: "m-2", Phone: "a", Refused: true},
	}})
	if s.Tally.Pending != 1 || s.Tally.Refused != 1 {
		t.Errorf("tally %+v", s.Tally)
	}
	s.Merge(screen.Delta{Cursor: 3, Stories: []desk.Story{{ID: "m-1", Phone: "a", State: device.Silent}}})
	if s.Len() != 2 || s.Tally != (screen.Tally{Altered: 1, Refused: 1}) {
		t.Errorf("%d stories, tally %+v", s.Len(), s.Tally)
	}
	if got := s.NewestOn("a"); got == nil || got.ID != "m-2" {
		t.Errorf("the newest message to a is %v, want m-2", got)
	}
	if st, i := s.Find("m-1"); st == nil || i != 0 || st.State != device.Silent {
		t.Errorf("m-1 is %v at %d", st, i)
	}
	if s.NewestOn("b") != nil {
		t.Error("a phone that got nothing has a message")
	}
}

func TestSpanSaysDurationsAsPeopleDo(t *testing.T) {
	t.Parallel()
	for want, d := range map[string]time.Duration{
		"300ms": 300 * time.Millisecond, "45s": 45 * time.Second, "10m": 10 * time.Minute,
		"9h57m": 9*time.Hour + 57*time.Minute + 49*time.Second, "3d2h": 74 * time.Hour, "0s": -time.Second,
	} {
		if got := screen.Span(d); got != want {
			t.Errorf("Span(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestQuoteMakesOneWordOfAShell(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"plain-1.2": "plain-1.2", "双十一": "'双十一'", "it's": `'it'\''s'`, "": "''", "a b": "'a b'", "$(x)": "'$(x)'",
	} {
		if got := screen.Quote(in); got != want {
			t.Errorf("Quote(%q) = %s, want %s", in, got, want)
		}
	}
	if got := screen.Command("offpush send", [2]string{"--title", "a b"}, [2]string{"--body", ""}); got != "offpush send --title 'a b'" {
		t.Errorf("Command = %s", got)
	}
}
