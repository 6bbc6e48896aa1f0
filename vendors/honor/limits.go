package honor

import "github.com/offpush/offpush/vendors"

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	body, tokens           int
	ttl                    int64
	addMin, addMax, setMax int
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		body: n("body"), tokens: n("token.max"), ttl: int64(n("ttl.max")),
		addMin: n("badge.addNum.min"), addMax: n("badge.addNum.max"), setMax: n("badge.setNum.max"),
	}
}
