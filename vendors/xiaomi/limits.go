package xiaomi

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	title, description, payload, param, jobkey int
	targets, messages, topics                  int
	publicTTL, privateTTL                      time.Duration
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		title: n("title"), description: n("description"), payload: n("payload"),
		param: n("extra.callback.param"), jobkey: n("extra.jobkey"),
		targets: n("targets.max"), messages: n("messages.max"), topics: n("topics.max"),
		publicTTL:  time.Duration(n("time_to_live.public.max")) * time.Millisecond,
		privateTTL: time.Duration(n("time_to_live.private.max")) * time.Millisecond,
	}
}
