package adjust_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/length"
)

func notes() adjust.Notes {
	return adjust.Notes{Vendor: "somebody", Name: vendors.Text{EN: "Somebody", ZH: "某厂商"}}
}

func TestNotes(t *testing.T) {
	t.Parallel()
	n := notes()
	n.Overridden("title", "a", "a") // the same
	n.Overridden("title", "", "b")  // nothing was said
	n.Overridden("title", "a", "b")
	n.Dropped("image", "i", vendors.Text{EN: "no pictures", ZH: "无图"})
	n.NoPriority("")
	n.NoPriority(vendors.PriorityHigh)
	n.Clamped("ttl", "1", "2", vendors.Text{})
	n.Replaces("ext", "same", "same")
	n.Replaces("ext", "old", "new")
	var got []string
	for _, a := range n.Adjustments {
		got = append(got, string(a.Action)+" "+a.Field+" "+a.From+" "+a.To)
	}
	want := []string{"overridden title a b", "dropped image i ", "dropped priority high ", "clamped ttl 1 2", "conflict data.ext old new"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
	if why := n.Adjustments[0].Why; !strings.Contains(why.EN, "somebody.Options") || !strings.Contains(why.ZH, "somebody.Options") {
		t.Errorf("why = %+v", why)
	}
	if n.Rejected() != nil {
		t.Error("nothing was rejected")
	}
	n.Reject(vendors.ReasonBadRequest, "the first")
	n.Reject(vendors.ReasonPayloadTooLarge, "the second")
	if o := n.Rejection(); o.State != vendors.StateRejected || o.Reason != vendors.ReasonBadRequest || o.Text != "the first" || o.Retry != vendors.RetryNever {
		t.Errorf("rejection %+v", o)
	}
	if err := n.Rejected(); err == nil || err.Error() != "BAD_REQUEST: the first" {
		t.Errorf("rejected = %v", err)
	}
}

func TestNeutralFieldsGiveWay(t *testing.T) {
	t.Parallel()
	said, option := "a", "b"
	one, two := 1, 2
	for name, c := range map[string]struct {
		play func(n *adjust.Notes) (left bool)
		want []string
		left bool
	}{
		"text":          {func(n *adjust.Notes) bool { s := &said; n.GivesWay("title", &s, &option); return s != nil }, []string{"title a b"}, false},
		"the same text": {func(n *adjust.Notes) bool { s := &said; n.GivesWay("title", &s, &said); return s != nil }, nil, false},
		"no option":     {func(n *adjust.Notes) bool { s := &said; n.GivesWay("title", &s, nil); return s != nil }, nil, true},
		"nothing said":  {func(n *adjust.Notes) bool { var s *string; n.GivesWay("title", &s, &option); return s != nil }, nil, false},
		"set for add":   {func(n *adjust.Notes) bool { var a *int; s := &one; n.BadgeGivesWay(&a, &s, &two, nil); return s != nil }, []string{"badge.set 1 add 2"}, false},
		"add for set":   {func(n *adjust.Notes) bool { a := &one; var s *int; n.BadgeGivesWay(&a, &s, nil, &two); return a != nil }, []string{"badge.add 1 set 2"}, false},
		"set beside both": {func(n *adjust.Notes) bool {
			var a *int
			s := &one
			n.BadgeGivesWay(&a, &s, &two, &two)
			return s != nil
		}, nil, true},
	} {
		n := notes()
		if left := c.play(&n); left != c.left {
			t.Errorf("%s: left %v, want %v", name, left, c.left)
		}
		var got []string
		for _, a := range n.Adjustments {
			got = append(got, a.Field+" "+a.From+" "+a.To)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	option := "an option of any length"
	n := notes()
	for _, c := range []struct {
		neutral string
		option  *string
		want    string
	}{{"short", nil, "short"}, {"too long", nil, "too …"}, {"said", &option, option}} {
		if got := n.Text("title", c.neutral, c.option, 5); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.neutral, got, c.want)
		}
	}
	if len(n.Adjustments) != 2 || n.Adjustments[0].Why.ZH != "某厂商 最多 5 个字符" || n.Adjustments[1].Action != vendors.AdjustOverridden {
		t.Errorf("adjustments %+v", n.Adjustments)
	}
	n = notes()
	n.Overflow = vendors.OverflowReject
	if got := n.Text("title", "too long", nil, 5); got != "too long" || n.Rejection().Reason != vendors.ReasonPayloadTooLarge {
		t.Errorf("Text = %q, %+v, want it whole and rejected", got, n.Rejection())
	}
	n = notes()
	n.Fits("url", "12345", 5)
	if n.Rejected() != nil {
		t.Errorf("what fits is rejected: %v", n.Rejected())
	}
	n.FitsIn(length.Bytes, "param", "二", 3)
	if n.Rejected() != nil {
		t.Errorf("what fits is rejected: %v", n.Rejected())
	}
	n.Fits("url", "123456", 5)
	if err := n.Rejected(); err == nil || !strings.Contains(err.Error(), "url has 6 characters, Somebody takes 5") {
		t.Errorf("rejected = %v", err)
	}
}

func TestUnits(t *testing.T) {
	t.Parallel()
	for ttl, want := range map[time.Duration]int64{0: 0, 1: 1, time.Hour: 1, time.Hour + 1: 2} {
		if got := adjust.Units(ttl, time.Hour); got != want {
			t.Errorf("Units(%v) = %d, want %d", ttl, got, want)
		}
	}
}
