package vivo

import (
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// stored is the class a message is counted under.
func (b *bench) stored(a kit.Answer, p device.Phone, want vendors.Class) {
	if m := b.Fate(a, p); m.Granted != want {
		b.T.Errorf("task %s is kept as %q, want %q", a.ID(), m.Granted, want)
	}
}

// counted is how many messages a counter of the app has seen.
func (b *bench) counted(counter string) int64 {
	b.Settle()
	n, err := b.World.Count(b.App.ID, counter, "")
	if err != nil {
		b.T.SetupErrorf("count %s: %v", counter, err)
	}
	return n
}

func (b *bench) wantCount(counter string, want int64) {
	if n := b.counted(counter); n != want {
		b.T.Errorf("the counter %s is at %d, want %d", counter, n, want)
	}
}

// categoryCases are about classification and category.
func categoryCases() []conformance.Case {
	cases := []conformance.Case{{
		ID: "vivo/class/category-unknown", Level: conformance.Must, Rows: []string{"V18", "S05"}, Source: docCodes, Codes: []string{"10096"},
		Title:       "an unknown or lower-case category is 10096",
		Requirement: "An endpoint must answer a category that is unknown or not in upper case with 10096.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			for _, c := range []string{"Order", "order", "SHIPPING"} {
				b.want(b.send(p, kit.Set("category", c)), "10096")
			}
		},
	}, {
		ID: "vivo/class/category-conflict", Level: conformance.Must, Rows: []string{"V19", "S05"}, Source: docCodes, Codes: []string{"10097"},
		Title:       "classification 0 with IM, or 1 with NEWS, is 10097",
		Requirement: "An endpoint must answer a category that contradicts the classification with 10097.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			b.want(b.send(p, kit.Set("classification", 0), kit.Set("category", "IM")), "10097")
			b.want(b.send(p, kit.Set("classification", 1), kit.Set("category", "NEWS")), "10097")
		},
	}, {
		ID: "vivo/class/category-alone", Level: conformance.Must, Rows: []string{"V20", "S05"}, Source: docNewer, Codes: []string{"0"},
		Title:       "a category alone decides the class",
		Requirement: "An endpoint must accept a category without classification and treat IM as system and MARKETING as operational.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			im := b.send(p, kit.Drop("classification"), kit.Set("category", "IM"))
			b.wantTask(im)
			b.stored(im, p, vendors.ClassTransactional)
			marketing := b.promote(p, 0, kit.Drop("classification"))
			b.wantTask(marketing)
			b.stored(marketing, p, vendors.ClassMarketing)
		},
	}, {
		ID: "vivo/class/default-operational", Level: conformance.Must, Rows: []string{"V21", "S05"}, Source: docCodes, Codes: []string{"0"},
		Title:       "neither field means operational",
		Requirement: "An endpoint must treat a message with neither classification nor category as operational.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Drop("classification", "category"))
			b.wantTask(a)
			b.stored(a, p, vendors.ClassMarketing)
		},
	}, {
		ID: "vivo/class/classification-alone", Level: conformance.Must, Source: docAPI, Codes: []string{"0"},
		Title:       "classification alone decides the class",
		Requirement: "An endpoint must treat classification 1 without a category as system.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Drop("category"))
			b.wantTask(a)
			b.stored(a, p, vendors.ClassTransactional)
		},
	}}
	for category, classification := range map[string]int{
		"IM": 1, "ACCOUNT": 1, "TODO": 1, "DEVICE_REMINDER": 1, "ORDER": 1, "SUBSCRIPTION": 1,
		"NEWS": 0, "CONTENT": 0, "MARKETING": 0, "SOCIAL": 0,
	} {
		cases = append(cases, categoryCase(category, classification))
	}
	return sorted(cases)
}

// sorted puts cases made from a map into the order of their ids.
func sorted(cases []conformance.Case) []conformance.Case {
	out := append([]conformance.Case(nil), cases...)
	for i := 1; i < len(out); i++ {
		for j := i; j > 0 && out[j].ID < out[j-1].ID; j-- {
			out[j], out[j-1] = out[j-1], out[j]
		}
	}
	return out
}

func categoryCase(category string, classification int) conformance.Case {
	word, other := "operational", 1
	if classification == 1 {
		word, other = "system", 0
	}
	slug := strings.ReplaceAll(strings.ToLower(category), "_", "-")
	return conformance.Case{
		ID: "vivo/class/category-" + slug, Level: conformance.Must, Source: docClasses, Codes: []string{"0", "10097"},
		Title:       category + " is " + word,
		Requirement: "An endpoint must take category " + category + " as " + word + " and answer the other classification with 10097.",
		Run: func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Set("category", category), kit.Set("classification", classification))
			b.wantTask(a)
			b.want(b.send(p, kit.Set("category", category), kit.Set("classification", other)), "10097")
		},
	}
}

// reclassifyCases are about vivo's second correction (智能分类二次修正). What its
// classifier looks at is not published, so none of them is a Must.
func reclassifyCases() []conformance.Case {
	judged := func(id, title, content, category string, rows []string, want vendors.Class) conformance.Case {
		c := conformance.Case{
			ID: "vivo/reclassify/" + id, Level: conformance.May, Rows: rows, Source: docClasses + "; the words are " + assumed, Codes: []string{"0"},
			Title:       title + " / " + content + " as " + category + " stays " + string(want),
			Requirement: "An endpoint may judge a message of category " + category + " by its words and must keep this one as it was declared.",
		}
		if want == vendors.ClassMarketing {
			c.Title = title + " / " + content + " as " + category + " becomes operational"
			c.Requirement = "An endpoint may judge a message of category " + category + " by its words, and then keeps this one as operational while the answer stays 0."
		}
		c.Run = func(t *conformance.T) {
			b := open(t)
			p := b.Phone("a")
			a := b.send(p, kit.Set("title", title), kit.Set("content", content), kit.Set("category", category))
			b.wantTask(a)
			b.stored(a, p, want)
		}
		return c
	}
	yes, no := vendors.ClassMarketing, vendors.ClassTransactional
	return []conformance.Case{
		{
			ID: "vivo/reclassify/reclassified", Level: conformance.Should, Rows: []string{"V30", "S09"}, Source: docClasses, Codes: []string{"0"},
			Title:       "a promotion sent as IM is silently operational",
			Requirement: "An endpoint should accept a promotion declared as IM with 0, keep it as operational and take it from the operational quota.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p, kit.Set("category", "IM"), kit.Set("content", "双十一大促，领取红包优惠券"))
				b.wantTask(a)
				m := b.Fate(a, p)
				if m.Asked != vendors.ClassTransactional || m.Granted != vendors.ClassMarketing {
					t.Errorf("asked %q, granted %q, want transactional and marketing", m.Asked, m.Granted)
				}
				b.wantCount("operational", 1)
				b.wantCount("system", 0)
			},
		},
		{
			ID: "vivo/reclassify/then-capped", Level: conformance.May, Rows: []string{"V30", "S09"}, Source: docClasses + "; when it is counted is " + assumed,
			Codes: []string{"0", "receipt:100/12000"},
			Title: "a corrected message falls under the device limit",
			Requirement: "An endpoint may drop a message it corrected to operational when the device had its operational messages of the day, " +
				"while the answer stays 0.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				b.WantVisible(b.promote(p, 0), p)
				b.WantVisible(b.promote(p, 1), p)
				a := b.send(p, kit.Set("category", "IM"), kit.Set("content", "双十一大促，领取红包优惠券"))
				b.wantTask(a)
				b.WantFate(a, p, device.Dropped)
				b.WantVisible(b.send(p), p)
			},
		},
		{
			ID: "vivo/reclassify/at-night", Level: conformance.May, Source: docClasses + "; " + assumed, Codes: []string{"0"},
			Start: at(23, 30), Title: "a corrected message at night is accepted and not shown",
			Requirement: "An endpoint may apply the hours of operational messages to a corrected message after accepting it with 0.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				a := b.send(p, kit.Set("category", "IM"), kit.Set("content", "双十一大促，领取红包优惠券"))
				b.wantTask(a)
				b.WantFate(a, p, device.Dropped, device.Hidden)
				b.WantItems(p, 0)
			},
		},
		judged("chat", "李雷", "晚上一起吃饭吗？", "IM", nil, no),
		judged("shipped", "订单已发货", "您的订单 A1024 已由承运方揽收", "ORDER", nil, no),
		judged("shipped-with-coupon", "订单已发货", "您的订单 A1024 已发货，领券再买享折扣", "ORDER", nil, yes),
		judged("sale-as-im", "周末活动", "全场满减，低至五折", "IM", nil, yes),
		judged("red-packet-from-a-friend", "王芳", "给你发了一个红包", "IM", nil, no),
		judged("red-packet-for-tasks", "红包来了", "完成任务领金币", "ACCOUNT", nil, yes),
		judged("two-weak-words", "每日签到", "签到就有积分", "TODO", nil, yes),
		judged("subscribed-broadcast", "直播开始", "您预约的直播已开始", "SUBSCRIPTION", nil, no),
		judged("broadcast-without-subscription", "直播开始", "精彩内容马上进入", "SUBSCRIPTION", nil, no),
		judged("bill", "账单提醒", "本月话费账单已出，请按时缴纳", "ACCOUNT", nil, no),
		judged("stranger", "为你推荐", "你可能认识的人上线了", "IM", nil, yes),
		judged("credit-line", "额度变动", "您的授信额度增加了", "ACCOUNT", nil, yes),
		{
			ID: "vivo/reclassify/declared-operational", Level: conformance.Should, Source: docClasses, Codes: []string{"0"},
			Title:       "a message declared as operational is not corrected",
			Requirement: "An endpoint should keep a message declared as operational as it is, whatever its words say.",
			Run: func(t *conformance.T) {
				b := open(t)
				p := b.Phone("a")
				for i, m := range [][2]string{{"周末活动", "全场满减，低至五折"}, {"为你推荐", "你可能认识的人上线了"}} {
					a := b.promote(p, i, kit.Set("title", m[0]), kit.Set("content", m[1]))
					b.wantTask(a)
					b.stored(a, p, vendors.ClassMarketing)
				}
			},
		},
		{
			ID: "vivo/reclassify/system-quota-untouched", Level: conformance.May, Rows: []string{"V30"}, Source: docClasses + "; when it is counted is " + assumed,
			Codes: []string{"0"}, Title: "a corrected message does not use the system quota",
			Requirement: "An endpoint may judge by words, and then must not refuse a genuine system message because corrected ones used up its quota.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Limit("system", 1))
				p := b.Phone("a")
				b.wantTask(b.send(p, kit.Set("category", "IM"), kit.Set("content", "双十一大促，领取红包优惠券")))
				b.Settle()
				b.want(b.send(p), "0")
			},
		},
		{
			ID: "vivo/class/system-closed-is-not-operational", Level: conformance.Should, Source: docCodes, Codes: []string{"0"},
			Title:       "a closed system switch leaves operational messages alone",
			Requirement: "An endpoint should accept operational messages of an app whose system messages are switched off.",
			Run: func(t *conformance.T) {
				b := open(t, kit.Flag("system_closed", "on"))
				p := b.Phone("a")
				b.wantTask(b.promote(p, 0))
			},
		},
	}
}
