package xiaomi

import (
	"testing"

	facts "github.com/offpush/offpush/fixtures/xiaomi"
)

func TestEveryLimitIsInTheFacts(t *testing.T) {
	t.Parallel()
	l := limitsFrom(facts.Facts())
	for name, v := range map[string]int64{
		"title": int64(l.title), "description": int64(l.description), "payload": int64(l.payload),
		"extra.callback.param": int64(l.param), "extra.jobkey": int64(l.jobkey), "targets.max": int64(l.targets),
		"messages.max": int64(l.messages), "topics.max": int64(l.topics),
		"time_to_live.public.max": int64(l.publicTTL), "time_to_live.private.max": int64(l.privateTTL),
	} {
		if v <= 0 {
			t.Errorf("the facts have no limit %q: the sender would check nothing", name)
		}
	}
}
