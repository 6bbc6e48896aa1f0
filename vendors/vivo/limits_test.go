package vivo

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	facts "github.com/offpush/offpush/fixtures/vivo"
)

func TestEveryLimitIsInTheFacts(t *testing.T) {
	t.Parallel()
	l := limitsFrom(facts.Facts())
	for name, v := range map[string]int64{
		"title": int64(l.title), "content": int64(l.content), "skipContent": int64(l.skipContent),
		"clientCustomMap": int64(l.customMap), "requestId": int64(l.requestID),
		"extra.callback": int64(l.callback), "extra.callback.param": int64(l.cbParam),
		"timeToLive.min": l.ttlMin, "timeToLive.list.min": l.ttlListMin, "timeToLive.max": l.ttlMax,
		"regIds.max": int64(l.listMax), "taskIds.max": int64(l.taskIDs), "userIds.max": int64(l.userIDs),
		"tag.members.max": int64(l.tags), "operational.hours.begin": int64(l.windowOpens),
	} {
		if v <= 0 {
			t.Errorf("the facts have no limit %q: the sender would check nothing", name)
		}
	}
}

func TestTruncate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in    string
		limit int
		want  string
	}{
		{"", 3, ""}, {"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"推送推送", 3, "推送…"}, {"推送推", 3, "推送推"},
		{"a👨\u200d👩\u200d👧", 4, "a👨…"}, // cut behind the joiner
		{"anything", 0, "anything"},
	} {
		if got, cut := truncate(c.in, c.limit); got != c.want || cut != (c.in != c.want) {
			t.Errorf("truncate(%q, %d) = %q, %v; want %q", c.in, c.limit, got, cut, c.want)
		}
	}
}

func TestTruncateProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		in, limit := rapid.String().Draw(t, "text"), rapid.IntRange(1, 20).Draw(t, "limit")
		got, cut := truncate(in, limit)
		if utf8.RuneCountInString(got) > limit {
			t.Fatalf("%q has more than %d characters", got, limit)
		}
		if cut && !strings.HasPrefix(in, strings.TrimSuffix(got, ellipsis)) {
			t.Fatalf("%q does not begin like %q", got, in)
		}
		if !cut && got != in {
			t.Fatalf("%q was changed to %q without a word", in, got)
		}
	})
}

func TestNotifyIDIsInRange(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.String().Draw(t, "key")
		if n := notifyID(key); n < 1 || n > 2147483647 || n != notifyID(key) {
			t.Fatalf("notifyId of %q is %d", key, n)
		}
	})
}
