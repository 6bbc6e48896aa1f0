package meizu

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
)

// timeRules judge how long and when, and settle the time to live.
func timeRules() []sim.Rule {
	hours := t("validTime is {0} hours, allowed are {1} to {2}", "validTime 为 {0} 小时，须为 {1}-{2}")
	advice := t("validTime is in hours: 1 to 72, 0 to 72 for tags", "validTime 单位为小时：1-72，标签推送 0-72")
	return append(checks(check{
		id: "MZ-VAL-036", order: 530, max: 72,
		title: t("validTime is 1 to 72 hours", "validTime 须为 1-72 小时"), because: hours, advice: advice,
		bad: func(c *sim.Ctx, m *Message) bool {
			least := int64(1)
			if c.Call.Op == opToTag {
				least = 0
			}
			bad := outside(c, m.Time.ValidTime, least, c.Param("max"))
			return bad && !m.Time.OffLine.Is(false) // it says nothing when the message does not wait
		},
	}, check{
		id: "MZ-VAL-037", order: 540,
		title:   t("A scheduled push says when", "定时推送须填写 startTime"),
		because: t("pushTimeType is {0} and startTime is no yyyy-MM-dd HH:mm:ss", "pushTimeType 为 {0}，startTime 不是 yyyy-MM-dd HH:mm:ss"),
		advice:  t("give startTime as yyyy-MM-dd HH:mm:ss, or pushTimeType 0", "startTime 格式 yyyy-MM-dd HH:mm:ss，或 pushTimeType=0"),
		bad: func(c *sim.Ctx, m *Message) bool {
			if c.Call.Verb != sim.VerbBroadcast {
				return false
			}
			_, ok := moment(m.Time.StartTime.S)
			return outside(c, m.Time.Type, 0, 1) || (m.Time.Type.Or(0) == 1 && !ok)
		},
	}), ruletable.In(rule.Admit, rule.StageDeliver, docAPI(), sim.Rule{Verbs: withMessage(), Info: rule.Info{
		ID: "MZ-DLV-001", Order: 10, Params: map[string]int64{"hours": 24},
		Title:   t("Without validTime a message waits 24 hours", "未填 validTime 时默认 24 小时"),
		Because: t("no validTime: kept for {0} hours", "未填 validTime，保存 {0} 小时"),
		Advice:  t("give a validTime as long as the message is worth", "按消息价值设置 validTime"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Message.TTL > 0 || form(c).Message.Time.ValidTime.State == Set {
			return rule.Skip
		}
		c.Note(c.Param("hours"), 0, 0)
		return c.Keep(time.Duration(c.Param("hours")) * time.Hour)
	}})...)
}

// advanceRules judge advanceInfo.
func advanceRules() []sim.Rule {
	return checks(check{
		id: "MZ-VAL-040", order: 550, max: 8,
		title:   t("Length of notifyKey", "notifyKey 不能超过 8 个字符"),
		because: t("notifyKey has {0} characters, {1} are allowed", "notifyKey 为 {0} 个字符，最多 {1} 个"),
		advice:  t("use a short key, such as a hash of 8 characters", "使用不超过 8 个字符的短标识，例如哈希"),
		bad:     func(c *sim.Ctx, m *Message) bool { return tooLong(c, chars(m.Advance.NotifyKey.S)) },
	}, check{
		id: "MZ-VAL-041", order: 551,
		title:   t("Characters of notifyKey", "notifyKey 只能包含字母、数字、下划线、中划线"),
		because: t("notifyKey is {ref}", "notifyKey 为 {ref}"),
		advice:  t("use letters, digits, _ and - only", "只用字母、数字、_ 和 -"),
		bad: func(c *sim.Ctx, m *Message) bool {
			c.Quote(m.Advance.NotifyKey.S)
			return !plainKey(m.Advance.NotifyKey.S)
		},
	}, check{
		id: "MZ-VAL-042", order: 560,
		title:   t("A time to be shown has a beginning and an end", "定时展示须填写起止时间"),
		because: t("fixDisplay is on and its times are no yyyy-MM-dd HH:mm:ss in order", "fixDisplay 已开启，但起止时间不合法"),
		advice:  t("give fixStartDisplayTime and fixEndDisplayTime as yyyy-MM-dd HH:mm:ss", "fixStartDisplayTime、fixEndDisplayTime 格式 yyyy-MM-dd HH:mm:ss"),
		bad: func(_ *sim.Ctx, m *Message) bool {
			from, ok1 := moment(m.Advance.FixStart.S)
			to, ok2 := moment(m.Advance.FixEnd.S)
			return m.Advance.FixDisplay.Is(true) && (!ok1 || !ok2 || !from.Before(to))
		},
	})
}

func plainKey(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < 'a' || c > 'z') && (s[i] < '0' || s[i] > '9') && s[i] != '_' && s[i] != '-' {
			return false
		}
	}
	return true
}

// vipRules judge vipInfo of apps with a contract. Of others it is not looked at.
func vipRules() []sim.Rule {
	vip := func(bad func(c *sim.Ctx, v *VIPInfo) bool) func(*sim.Ctx, *Message) bool {
		return func(c *sim.Ctx, m *Message) bool { return c.Flag(flagVIP) == "on" && bad(c, &m.VIP) }
	}
	return checks(check{
		id: "MZ-VAL-043", order: 570, max: 16, since: dayMsgType,
		title:   t("Length of the subtitle", "副标题不能超过 16 个字符"),
		because: t("subtitle has {0} characters, {1} are allowed", "副标题为 {0} 个字符，最多 {1} 个"),
		advice:  t("shorten the subtitle", "缩短副标题"),
		bad:     vip(func(c *sim.Ctx, v *VIPInfo) bool { return tooLong(c, chars(v.Subtitle.S)) }),
	}, check{
		id: "MZ-VAL-044", order: 571, since: dayMsgType,
		title:   t("timeTop is 1800 to 7200 seconds", "timeTop 须为 1800-7200 秒"),
		because: t("timeTop is {0}", "timeTop 为 {0}"),
		advice:  t("pin for half an hour to two hours", "置顶时间取半小时到两小时"),
		bad: vip(func(c *sim.Ctx, v *VIPInfo) bool {
			return v.TimeTop.Or(0) != 0 && outside(c, v.TimeTop, 1800, 7200) || v.TimeTop.State == Wrong
		}),
	}, check{
		id: "MZ-VAL-045", order: 572, since: dayMsgType,
		title:   t("VIP features that exclude each other", "互斥的 VIP 展示能力"),
		because: t("{ref} cannot be used together", "{ref} 不能同时使用"),
		advice:  t("use one of them", "只使用其中一项"),
		bad:     vip(excluded),
	}, check{
		id: "MZ-VAL-046", order: 573, since: dayMsgType,
		title:   t("titleColor is one of two", "titleColor 取值"),
		because: t("titleColor is {ref}", "titleColor 为 {ref}"),
		advice:  t("use #206CFF or #E42D22", "使用 #206CFF 或 #E42D22"),
		bad: vip(func(c *sim.Ctx, v *VIPInfo) bool {
			c.Quote(v.TitleColor.S)
			return v.TitleColor.S != "" && v.TitleColor.S != "#206CFF" && v.TitleColor.S != "#E42D22"
		}),
	})
}

func excluded(c *sim.Ctx, v *VIPInfo) bool {
	switch {
	case v.PullDownTop.Is(true) && v.TimeTop.Or(0) > 0:
		c.Quote("pullDownTop, timeTop")
	case v.TitleColor.S != "" && v.Background.S != "":
		c.Quote("titleColor, backgroundImgUrl")
	case v.Background.S != "" && v.BigIcon.S != "":
		c.Quote("backgroundImgUrl, bigIconUrl")
	case v.Background.S != "" && form(c).Message.Expand.Type.Or(0) == 2:
		c.Quote("backgroundImgUrl, noticeExpandImgUrl")
	default:
		return false
	}
	return true
}

// receiptRules judge extra.
func receiptRules() []sim.Rule {
	bytes := t("{0} bytes, {1} are allowed", "{0} 字节，最多 {1} 字节")
	rules := checks(check{
		id: "MZ-VAL-047", order: 580, max: 128,
		title: t("Size of extra.callback", "callback 不能超过 128 字节"), because: bytes, advice: t("use a shorter address", "缩短回执地址"),
		bad: func(c *sim.Ctx, m *Message) bool { return tooLong(c, len(m.Extra.Callback.S)) },
	}, check{
		id: "MZ-VAL-048", order: 581, max: 64,
		title: t("Size of extra.callback.param", "callback.param 不能超过 64 字节"), because: bytes,
		advice: t("send a key and keep the rest on your side", "只传短标识，其余保存在自己服务端"),
		bad:    func(c *sim.Ctx, m *Message) bool { return tooLong(c, len(m.Extra.Param.S)) },
	}, check{
		id: "MZ-VAL-049", order: 582,
		title:   t("extra.callback.type is 1 to 3", "callback.type 取值 1-3"),
		because: t("callback.type is {0}", "callback.type 为 {0}"),
		advice:  t("1 delivered, 2 tapped, 3 both", "1 送达，2 点击，3 送达与点击"),
		bad:     func(c *sim.Ctx, m *Message) bool { return outside(c, m.Extra.Type, 1, 3) },
	}, check{
		id: "MZ-VAL-050", order: 590,
		title:   t("The receipt address is registered in the console", "回执地址须在控制台登记"),
		because: t("{ref} is not registered: nothing is pushed", "{ref} 未登记，消息不会推送"),
		advice:  t("register the address under 配置管理, 回执管理, or leave extra.callback out", "在“配置管理 - 回执管理”登记地址，或不传 extra.callback"),
		from:    checked.Assumed("docs.getui.com/getui/server/receipt warns that such messages are not pushed; the answer is not known, 1005 is a default of this project"),
		bad:     unregistered,
	})
	last := &rules[len(rules)-1]
	last.Apply = func(c *sim.Ctx) rule.Outcome {
		if unregistered(c, &form(c).Message) {
			return says(c, textCallback)
		}
		return rule.Skip
	}
	return rules
}

func unregistered(c *sim.Ctx, m *Message) bool {
	url := m.Extra.Callback.S
	c.Quote(url)
	return url != "" && c.Call.Verb == sim.VerbSend && !c.Registered(url)
}
