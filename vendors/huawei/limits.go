package huawei

import "github.com/offpush/offpush/vendors"

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	message, tokens              int
	ttl                          int64
	collapseMax, addMax, setMax  int
	conditionTopics, topicTokens int
}

func limitsFrom(f *vendors.Facts) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	return limits{
		message: n("message"), tokens: n("token.max"), ttl: int64(n("ttl.max")),
		collapseMax: n("collapse_key.max"), addMax: n("badge.add_num.max"), setMax: n("badge.set_num.max"),
		conditionTopics: n("condition.topics.max"), topicTokens: n("topic.tokens.max"),
	}
}
