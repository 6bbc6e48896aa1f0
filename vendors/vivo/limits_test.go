package vivo

import (
	"testing"

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
