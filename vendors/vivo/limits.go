package vivo

import (
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
)

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	title, content, skipContent, customMap   int
	requestID, profileID, callback, cbParam  int
	ttlMin, ttlListMin, ttlMax               int64
	listMin, listMax, taskIDs, userIDs, tags int
	windowOpens                              int
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		title: n("title"), content: n("content"), skipContent: n("skipContent"),
		customMap: n("clientCustomMap"), requestID: n("requestId"), profileID: n("profileId"),
		callback: n("extra.callback"), cbParam: n("extra.callback.param"),
		ttlMin: int64(n("timeToLive.min")), ttlListMin: int64(n("timeToLive.list.min")), ttlMax: int64(n("timeToLive.max")),
		listMin: n("regIds.min"), listMax: n("regIds.max"),
		taskIDs: n("taskIds.max"), userIDs: n("userIds.max"), tags: n("tag.members.max"),
		windowOpens: n("operational.hours.begin"),
	}
}

const (
	ellipsis        = "…"
	zeroWidthJoiner = '\u200d'
)

// truncate cuts s to limit code points, the last of them an ellipsis. vivo
// counts Chinese and Latin characters alike. It reports whether it cut.
func truncate(s string, limit int) (string, bool) {
	// Bytes are never fewer than code points: the common case needs no count.
	if limit <= 0 || len(s) <= limit || utf8.RuneCountInString(s) <= limit {
		return s, false
	}
	seen := 0
	for i := range s {
		if seen == limit-1 {
			s = s[:i]
			break
		}
		seen++
	}
	// A joiner at the cut would glue the ellipsis to half an emoji.
	for {
		r, size := utf8.DecodeLastRuneInString(s)
		if r != zeroWidthJoiner {
			return s + ellipsis, true
		}
		s = s[:len(s)-size]
	}
}

func tooLong(s string, limit int) bool {
	return limit > 0 && len(s) > limit && utf8.RuneCountInString(s) > limit
}
