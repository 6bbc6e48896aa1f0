package rule_test

import (
	"fmt"
	"testing"

	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

func TestExplainFillsNumbersAndQuotes(t *testing.T) {
	t.Parallel()
	i := rule.Info{Because: vendors.Text{EN: "{0} of {1} today, {ref}, left {d0}/{d1}", ZH: "今日 {0}/{1}"}}
	s := rule.Step{N: [3]int64{90, 7260, 0}, Ref: "大促"}
	if got, want := i.Explain(s, "en"), "90 of 7260 today, 大促, left 90s/2h1m"; got != want {
		t.Errorf("en: %q, want %q", got, want)
	}
	if got, want := i.Explain(s, "zh"), "今日 90/7260"; got != want {
		t.Errorf("zh: %q, want %q", got, want)
	}
}

func TestExplainFallsBackToTheTitle(t *testing.T) {
	t.Parallel()
	i := rule.Info{Title: vendors.Text{EN: "title too long", ZH: "标题过长"}}
	if got := i.Explain(rule.Step{}, "zh"); got != "标题过长" {
		t.Errorf("got %q", got)
	}
}

func TestDurations(t *testing.T) {
	t.Parallel()
	i := rule.Info{Because: vendors.Text{EN: "{d0}"}}
	for n, want := range map[int64]string{
		0: "0s", 119: "119s", 120: "2m", 150: "2m30s", 7200: "2h", 86400: "24h",
		90000: "25h", 172800: "2d", 180000: "2d2h", -60: "-60s",
	} {
		if got := i.Explain(rule.Step{N: [3]int64{n}}, "en"); got != want {
			t.Errorf("%d seconds: %q, want %q", n, got, want)
		}
	}
}

func ExampleInfo_Explain() {
	i := rule.Info{Because: vendors.Text{EN: "operational message {0} of {1} today"}}
	fmt.Println(i.Explain(rule.Step{N: [3]int64{3, 2}}, "en"))
	// Output: operational message 3 of 2 today
}
