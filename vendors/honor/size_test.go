package honor_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
)

// measured is the size Honor's limit is about: the body without its tokens.
func measured(t *testing.T, request string) int {
	t.Helper()
	var r map[string]json.RawMessage
	if err := json.Unmarshal([]byte(request), &r); err != nil {
		t.Fatal(err)
	}
	n := len("{}") - len(",")
	for name, value := range r {
		if name != "token" {
			n += len(`"":,`) + len(name) + len(value)
		}
	}
	return n
}

func TestMessageIsCutToFit(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	build := func(m *vendors.Message, tokens int) (string, []vendors.Adjustment) {
		t.Helper()
		requests, adjustments, err := s.Build(m, testTokens(tokens))
		if err != nil || len(requests) == 0 {
			t.Errorf("build: %v", err)
			return "{}", nil
		}
		return requests[0].Body, adjustments
	}
	empty, _ := build(message(nil), 1)
	full := strings.Repeat("x", 4096-measured(t, empty)) // beside the one letter it replaces
	exact, adjustments := build(message(func(m *vendors.Message) { m.Body = "b" + full }), 1000)
	if n := measured(t, exact); n != 4096 || len(adjustments) != 0 {
		t.Errorf("%d bytes with a thousand tokens and %+v, want 4096 untouched", n, adjustments)
	}
	for name, c := range map[string]struct {
		field  string
		change func(*vendors.Message)
	}{
		"one byte":  {"body", func(m *vendors.Message) { m.Body = "bb" + full }},
		"Chinese":   {"body", func(m *vendors.Message) { m.Body = strings.Repeat("推", 3000) }},
		"escapes":   {"body", func(m *vendors.Message) { m.Body = strings.Repeat("\"\n<&>\u2028", 1000) }},
		"emoji":     {"body", func(m *vendors.Message) { m.Body = strings.Repeat("👩‍👩‍👧", 500) }},
		"the title": {"title", func(m *vendors.Message) { m.Title, m.Body = strings.Repeat("题", 1500), "short" }},
		"an option beside it": {"body", func(m *vendors.Message) {
			m.Body = strings.Repeat("推", 3000)
			opt(honor.Options{Android: &honor.Android{Notification: &honor.Notification{Group: ptr("g")}}})(m)
		}},
		"with data": {"body", func(m *vendors.Message) { m.Body, m.Data = full, map[string]string{"k": strings.Repeat("v", 2000)} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, adjustments := build(message(c.change), 1)
			// A character and the ellipsis are what the cut may cost beyond the need.
			if n := measured(t, got); n > 4096 || n < 4096-30 {
				t.Errorf("%d bytes, want 4096 or a little less", n)
			}
			if len(adjustments) != 1 || adjustments[0].Field != c.field || adjustments[0].Action != vendors.AdjustTruncated {
				t.Fatalf("adjustments %+v, want %s truncated", adjustments, c.field)
			}
			if to := adjustments[0].To; !strings.HasSuffix(to, "…") || strings.HasSuffix(to, "\u200d…") || !utf8.ValidString(to) {
				t.Errorf("cut to %q", to[max(0, len(to)-20):])
			}
		})
	}
}

func TestWhatCannotFitIsNotSent(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	for name, msg := range map[string]*vendors.Message{
		"data":   message(func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("v", 5000)} }),
		"reject": message(func(m *vendors.Message) { m.Body, m.Overflow = strings.Repeat("推", 3000), vendors.OverflowReject }),
	} {
		res, err := m.Open().Send(context.Background(), msg, testTokens(1))
		if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRejected || o.Reason != vendors.ReasonPayloadTooLarge {
			t.Errorf("%s: %+v, %v", name, o, err)
		}
	}
	res, err := m.Open().Send(context.Background(), &vendors.Message{Silent: true}, testTokens(1))
	if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRejected || o.Reason != vendors.ReasonBadRequest || len(m.Seen()) != 0 {
		t.Errorf("a data message without data: %+v, %v, %d requests", o, err, len(m.Seen()))
	}
}
