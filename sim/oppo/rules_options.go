package oppo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// clickRules judge what a tap does.
func clickRules() []sim.Rule {
	types := t("0 the app, 1 an intent action, 2 a web page, 4 a page by class name, 5 an intent scheme URL; 3 is not defined",
		"0 启动应用、1 intent action、2 网页、4 activity 全名、5 intent scheme URL，3 未定义")
	shorten := t("use a shorter target", "缩短跳转目标")
	page := func(n *Notification) bool { return n.ClickType.Or(0) == 1 || n.ClickType.Or(0) == 4 }
	url := func(n *Notification) bool { return n.ClickType.Or(0) == 2 || n.ClickType.Or(0) == 5 }
	return checks(docTable(), check{
		id: "OP-VAL-050", order: 700, text: "click_action_type invalid", advice: types,
		title: t("Values of click_action_type", "click_action_type 取值"),
		bad: when(func(n *Notification) bool {
			kind := n.ClickType.Or(0)
			return kind < 0 || kind > 5 || kind == 3
		}),
	}, check{
		id: "OP-VAL-051", order: 710, code: "40", text: "Missing Required Arguments", advice: types,
		title: t("A tap without its target", "点击动作缺少目标"),
		from:  docNotes(),
		bad: when(func(n *Notification) bool {
			return (page(n) && n.ClickActivity.S == "") || (url(n) && n.ClickURL.S == "")
		}),
	}, check{
		id: "OP-VAL-052", order: 720, text: "click_action_activity invalid", advice: shorten, params: most(500),
		title: t("Length of click_action_activity", "click_action_activity 超过 500 个字符"),
		bad:   over(func(n *Notification) string { return n.ClickActivity.S }),
	}, check{
		id: "OP-VAL-053", order: 730, text: "click_action_url invalid", advice: shorten, params: most(2000), since: daySDK110,
		title: t("Length of click_action_url", "click_action_url 超过 2000 个字符"),
		bad:   over(func(n *Notification) string { return n.ClickURL.S }),
	}, check{
		id: "OP-VAL-054", order: 731, text: "click_action_url invalid", advice: shorten, params: most(500), until: daySDK110, from: sdk104(),
		title: t("Length of click_action_url (older)", "click_action_url 超过 500 个字符（旧版）"),
		bad:   over(func(n *Notification) string { return n.ClickURL.S }),
	}, check{
		id: "OP-VAL-055", order: 740, text: "action_parameters format invalid", params: most(4000), reason: vendors.ReasonExtNotJSON,
		title:  t("action_parameters is a JSON object of at most 4000 characters", "action_parameters 须为 JSON 对象，不超过 4000 个字符"),
		advice: t("put the data into one JSON object, as text", "将数据写成一个 JSON 对象字符串"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", n.ActionParams.State == Set && (!n.ActionParams.Is || length(n.ActionParams.Text) > c.Param("max"))
		},
	})
}

// timeRules judge when and how long.
func timeRules() []sim.Rule {
	ten := t("use at most 864000 seconds, ten days", "最大 864000 秒（10 天）")
	show := t("use 0 to 172800 seconds", "取值 0-172800 秒")
	ttl := func(c *sim.Ctx, n *Notification) (string, bool) {
		seconds := n.OffLineTTL.Or(0)
		return "", seconds < 0 || (seconds > c.Param("max") && c.Flag(flagTTL) != "clamp")
	}
	return checks(docTable(), check{
		id: "OP-VAL-060", order: 800, text: "off_line_ttl invalid", advice: ten, params: most(864000), since: daySDK110,
		title: t("Largest off_line_ttl", "off_line_ttl 超过 10 天"), bad: ttl,
	}, check{
		id: "OP-VAL-061", order: 801, text: "off_line_ttl invalid", params: most(259200), until: daySDK110, from: sdk104(),
		title:  t("Largest off_line_ttl (older)", "off_line_ttl 超过 3 天（旧版）"),
		advice: t("use at most 259200 seconds, three days", "最大 259200 秒（3 天）"), bad: ttl,
	}, check{
		id: "OP-VAL-062", order: 810, text: "showTTL offlineTTL is invalid", advice: show, params: most(172800), from: sdk110(),
		title: t("Range of show_ttl", "show_ttl 取值"),
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", n.ShowTTL.Or(0) < 0 || n.ShowTTL.Or(0) > c.Param("max")
		},
	}, check{
		id: "OP-VAL-063", order: 811, text: "showTTL offlineTTL is invalid", advice: show, until: dayNotes, from: sdk110(),
		title:  t("Smallest show_ttl (older)", "show_ttl 不足 6 小时（旧版）"),
		params: map[string]int64{"min": 21600},
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			return "", n.ShowTTL.State == Set && n.ShowTTL.N >= 0 && n.ShowTTL.N < c.Param("min")
		},
	}, check{
		id: "OP-VAL-064", order: 820, code: "40", text: "Missing Required Arguments", from: docNotes(),
		title:  t("A scheduled display or push without its time", "定时展示或定时推送缺少时间"),
		advice: t("give show_start_time and show_end_time, or push_start_time, in Unix milliseconds", "填写 show_start_time、show_end_time 或 push_start_time（毫秒）"),
		bad: when(func(n *Notification) bool {
			return (n.ShowTimeType.Or(0) == 1 && (n.ShowStart.State != Set || n.ShowEnd.State != Set)) ||
				(n.PushTimeType.Or(0) == 1 && n.PushStart.State != Set)
		}),
	}, check{
		id: "OP-VAL-065", order: 830, text: "Invalid Arguments", from: docNotes(),
		title:  t("A display that ends before it begins", "展示结束时间不晚于开始时间"),
		advice: t("let show_start_time be before show_end_time", "show_start_time 须早于 show_end_time"),
		bad:    when(func(n *Notification) bool { return n.ShowTimeType.Or(0) == 1 && n.ShowStart.N >= n.ShowEnd.N }),
	}, check{
		id: "OP-VAL-066", order: 840, text: "Invalid Arguments", from: docNotes(), verbs: sim.For(sim.VerbSave),
		title:  t("Smooth sending needs a rate of 1000 to 10000, and no big picture", "定速推送速率须为 1000-10000，且不支持大图"),
		advice: t("give fix_speed_rate in messages a second", "填写 fix_speed_rate（条/秒）"),
		params: map[string]int64{"min": 1000, "max": 10000},
		bad: func(c *sim.Ctx, n *Notification) (string, bool) {
			rate := n.FixSpeedRate.Or(0)
			return "", n.FixSpeed.Is(true) && (rate < c.Param("min") || rate > c.Param("max") || n.Style.Or(1) == 3)
		},
	}, check{
		id: "OP-VAL-067", order: 850, text: "Invalid Arguments", from: docNotes(),
		title:  t("Values of network_type", "network_type 取值"),
		advice: t("0 any network, 1 Wi-Fi only", "0 不限、1 仅 Wi-Fi"),
		bad:    when(func(n *Notification) bool { return n.NetworkType.Or(0) < 0 || n.NetworkType.Or(0) > 1 }),
	}, check{
		id: "OP-VAL-068", order: 860, text: "notify_id must be greater than 0",
		title:  t("notify_id is a positive number", "notify_id 须大于 0"),
		advice: t("leave notify_id out, or use 1 and more", "不传 notify_id，或使用大于 0 的值"),
		bad:    when(func(n *Notification) bool { return n.NotifyID.State == Set && n.NotifyID.N < 1 }),
	})
}

// callBackRules judge where receipts are to go.
func callBackRules() []sim.Rule {
	shorten := t("shorten it: put an id there and the rest into your own table", "缩短：仅放 ID，其余信息自行保存")
	return checks(docTable(), check{
		id: "OP-VAL-070", order: 870, text: "call back url max length is 200", advice: shorten, params: most(200),
		title: t("Length of call_back_url", "call_back_url 超过 200 个字符"),
		bad:   over(func(n *Notification) string { return n.CallBackURL.S }),
	}, check{
		id: "OP-VAL-071", order: 880, text: "call back parameter max length is 100", advice: shorten, params: most(100), since: dayNotes,
		title: t("Length of call_back_parameter", "call_back_parameter 超过 100 个字符"),
		bad:   over(func(n *Notification) string { return n.CallBackParam.S }),
	}, check{
		id: "OP-VAL-072", order: 881, text: "call back parameter max length is 50", advice: shorten, params: most(50), until: dayNotes, from: sdk110(),
		title: t("Length of call_back_parameter (older)", "call_back_parameter 超过 50 个字符（旧版）"),
		bad:   over(func(n *Notification) string { return n.CallBackParam.S }),
	})
}
