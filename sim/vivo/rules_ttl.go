package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// docTTL is the table that says both the minima and what is clamped.
func docTTL() vendors.Provenance {
	return checked.Documented("dev.vivo.com.cn document 368, text of 10059, read as transcribed by a third party in 2026")
}

// ttlRules judge timeToLive and settle how long vivo keeps a message for a phone
// that is offline. A 0 counts as not given: the older SDK cannot leave it out.
func ttlRules() []sim.Rule {
	low := func(c *sim.Ctx) rule.Outcome {
		b := message(c)
		n, least := b.TimeToLive.Or(0), c.Param("min_s")
		c.Note(n, least, 0)
		if b.TimeToLive.State == Wrong || n < 0 || (n > 0 && n < least) {
			return c.Refuse()
		}
		return rule.Skip
	}
	because := t("timeToLive is {0} seconds, {1} is the least", "timeToLive 为 {0} 秒，最少 {1} 秒")
	return append(ruletable.In(rule.Gate, rule.StageValidate, docTTL(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "VV-VAL-020", Order: 100590, Code: "10059", Reason: vendors.ReasonBadRequest,
		Title:   t("Smallest timeToLive of a single push", "timeToLive 不合法（单推至少 60 秒）"),
		Because: because,
		Advice:  t("send 60 to 86400 seconds, or leave it out", "取 60 到 86400 秒，或不传"),
		Params:  map[string]int64{"min_s": 60},
	}, Apply: low}, sim.Rule{Verbs: sim.For(sim.VerbSave, sim.VerbBroadcast), Info: rule.Info{
		ID: "VV-VAL-021", Order: 100591, Code: "10059", Reason: vendors.ReasonBadRequest,
		Title:   t("Smallest timeToLive of a stored body", "timeToLive 不合法（群推消息体至少 900 秒）"),
		Because: because,
		Advice:  t("send 900 to 86400 seconds, or leave it out", "取 900 到 86400 秒，或不传"),
		Params:  map[string]int64{"min_s": 900},
	}, Apply: low}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-VAL-022", Order: 100592, Code: "10059", Reason: vendors.ReasonBadRequest, Until: daySDK33,
		Title:      t("Largest timeToLive (older: refused)", "timeToLive 不合法（旧版最大 7 天）"),
		Because:    t("timeToLive is {0} seconds, {1} is the most", "timeToLive 为 {0} 秒，最多 {1} 秒"),
		Advice:     t("send at most 604800 seconds", "最多 604800 秒"),
		Params:     map[string]int64{"max_s": 604800},
		Provenance: sdk2(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		n, most := message(c).TimeToLive.Or(0), c.Param("max_s")
		c.Note(n, most, 0)
		if n > most {
			return c.Refuse()
		}
		return rule.Skip
	}}), keepRules()...)
}

// keepRules put in what the sender left out and take down what is too much.
func keepRules() []sim.Rule {
	fill := func(class vendors.Class) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Message.TTL > 0 || c.Message.Asked != class {
				return rule.Skip
			}
			n := c.Param("default_s")
			c.Note(n, 0, 0)
			return c.Keep(time.Duration(n) * time.Second)
		}
	}
	because := t("no timeToLive was given; kept {d0} for a phone that is offline", "未传 timeToLive，离线缓存 {d0}")
	say := t("send timeToLive if the message is worth more or less time", "按消息价值设置 timeToLive")
	return ruletable.In(rule.Admit, rule.StageDeliver, docTTL(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-DLV-001", Order: 700,
		Title:   t("A system message is kept a day", "系统消息 timeToLive 默认一天"),
		Because: because, Advice: say, Params: map[string]int64{"default_s": 86400},
	}, Apply: fill(vendors.ClassTransactional)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-DLV-002", Order: 710, Since: day368,
		Title:   t("An operational message is kept eight hours", "运营消息 timeToLive 默认八小时"),
		Because: because, Advice: say, Params: map[string]int64{"default_s": 28800},
	}, Apply: fill(vendors.ClassMarketing)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-DLV-003", Order: 711, Until: day368,
		Title:   t("An operational message is kept a day (older)", "运营消息 timeToLive 默认一天（旧版）"),
		Because: because, Advice: say, Params: map[string]int64{"default_s": 86400}, Provenance: docOlder(),
	}, Apply: fill(vendors.ClassMarketing)}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "VV-DLV-004", Order: 720, Since: daySDK33,
		Title:   t("No message is kept longer than a day", "timeToLive 超过一天按一天处理"),
		Because: t("timeToLive of {d0} is taken as {d1}", "timeToLive {d0} 按 {d1} 处理"),
		Advice:  t("expect a phone that is offline longer to miss the message", "设备离线更久时收不到该消息"),
		Params:  map[string]int64{"max_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		asked, most := int64(c.Message.TTL/time.Second), c.Param("max_s")
		c.Note(asked, most, 0)
		if asked <= most {
			return rule.Skip
		}
		return c.Keep(time.Duration(most) * time.Second)
	}})
}
