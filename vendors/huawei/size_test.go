package huawei_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
)

// measured is the size Huawei's limit is about: the message without its tokens.
func measured(t *testing.T, request string) int {
	t.Helper()
	var r struct {
		Message map[string]json.RawMessage `json:"message"`
	}
	if err := json.Unmarshal([]byte(request), &r); err != nil {
		t.Fatal(err)
	}
	n := len("{}") - len(",")
	for name, value := range r.Message {
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
	room := 4096 - measured(t, empty)

	full := strings.Repeat("x", room) // beside the one letter it replaces
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
		"not UTF-8": {"body", func(m *vendors.Message) { m.Body = strings.Repeat("\xff", 5000) }},
		"the title": {"title", func(m *vendors.Message) { m.Title, m.Body = strings.Repeat("题", 1500), "short" }},
		"with data": {"body", func(m *vendors.Message) { m.Body, m.Data = full, map[string]string{"k": strings.Repeat("v", 2000)} }},
		"an option": {"body", func(m *vendors.Message) {
			m.Body = "bb" + full
			opt(huawei.Options{Android: &huawei.Android{Notification: &huawei.Notification{Color: ptr("#ffffff")}}})(m)
		}},
		"with a tag": {"body", func(m *vendors.Message) { m.Body, m.Collapse = full, strings.Repeat("c", 300) }},
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
			to := adjustments[0].To
			if !strings.HasSuffix(to, "…") || strings.HasSuffix(to, "\u200d…") || (name != "not UTF-8" && !utf8.ValidString(to)) {
				t.Errorf("cut to %q", to[max(0, len(to)-20):])
			}
		})
	}
}
