package vivo

import "github.com/offpush/offpush/vendors"

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
