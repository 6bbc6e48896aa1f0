package meizu

import "github.com/offpush/offpush/vendors"

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	title, content, subtitle, notifyKey, alias int // characters
	url, callback, cbParam, hidden             int // bytes
	targets, packages, tags, tagLength         int
	ttlMin, ttlTagMin, ttlMax                  int64 // hours
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		title: n("title"), content: n("content"), subtitle: n("vipInfo.subtitle"), notifyKey: n("advanceInfo.notifyKey"), alias: n("alias"),
		url: n("clickTypeInfo.url"), callback: n("extra.callback"), cbParam: n("extra.callback.param"),
		hidden:  n("unvarnished.content"),
		targets: n("pushIds.max"), packages: n("restrictedPackageNames.max"), tags: n("tags.max"), tagLength: n("tag"),
		ttlMin: int64(n("validTime.min")), ttlTagMin: int64(n("validTime.tag.min")), ttlMax: int64(n("validTime.max")),
	}
}
