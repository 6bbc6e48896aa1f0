package huawei

import "github.com/offpush/offpush/vendors"

// limits are the facts' figures a message is built by; 0 means "no limit known".
type limits struct {
	message, tokens              int
	ttl                          int64
	collapseMax, addMax, setMax  int
	conditionTopics, topicTokens int
	// of v3
	tag                    int
	notifyMax              int64
	cardTokens, testTokens int
}

func limitsFrom(f *vendors.Facts, v3 bool) limits {
	n := func(name string) int {
		l, _ := f.Limit(name)
		return int(l.Value)
	}
	if v3 {
		return limits{
			message: n("v3.message"), tokens: n("v3.token.max"), ttl: int64(n("v3.ttl.max")),
			collapseMax: n("v3.collapseKey.max"), addMax: n("v3.badge.addNum.max"), setMax: n("v3.badge.setNum.max"),
			tag: n("v3.biTag"), notifyMax: int64(n("v3.notifyId.max")),
			cardTokens: n("v3.card.token.max"), testTokens: n("v3.test.token.max"),
		}
	}
	return limits{
		message: n("message"), tokens: n("token.max"), ttl: int64(n("ttl.max")),
		collapseMax: n("collapse_key.max"), addMax: n("badge.add_num.max"), setMax: n("badge.set_num.max"),
		conditionTopics: n("condition.topics.max"), topicTokens: n("topic.tokens.max"),
	}
}
