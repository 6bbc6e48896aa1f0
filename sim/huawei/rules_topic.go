package huawei

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// topicOf is one topic of a phone in the answer of topic:list.
type topicOf struct{ name, added string }

func topicCall(c *sim.Ctx) *TopicBody {
	if p, ok := c.Call.Wire.(*Push); ok && p.Topic != nil {
		return p.Topic
	}
	return &TopicBody{}
}

// topicFieldRules judge the fields of the topic calls.
func topicFieldRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	location := func(id string, order int, code, flag string, title, because vendors.Text) sim.Rule {
		return sim.Rule{Verbs: topics(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: vendors.ReasonRightMissing, Title: title, Because: because,
			Advice:     t("select the data processing location where the users are, in AppGallery Connect", "在 AppGallery Connect 选择用户所在的数据处理位置"),
			Provenance: javaDemo(),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagDataLocation) == flag })}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docTopic(),
		location("HW-APP-020", 741, "82000012", "unset", t("Data processing location not selected", "未选择数据处理位置"), t("the app has no data processing location", "应用未选择数据处理位置")),
		location("HW-APP-021", 742, "82000013", "mismatch", t("Data processing location does not match", "数据处理位置不匹配"), t("the app's data processing location is not where this call arrived", "应用的数据处理位置与请求不匹配")),
		sim.Rule{Verbs: manage, Info: rule.Info{
			ID: "HW-VAL-040", Order: 750, Code: "82000007", Reason: vendors.ReasonBadRequest,
			Title:   t("Name of a topic", "主题名称不合法"),
			Because: t("{ref} is no name of a topic", "{ref} 不是合法的主题名称"),
			Advice:  topicAdvice(),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			name := topicCall(c).Topic.S
			if topicName(name) {
				return rule.Skip
			}
			c.Quote(name)
			return c.Refuse()
		}}, sim.Rule{Verbs: manage, Info: rule.Info{
			ID: "HW-VAL-041", Order: 760, Code: "82000008", Reason: vendors.ReasonBadRequest,
			Title:   t("1 to 1000 tokens in a topic call", "tokenArray 为空或超过 1000 个"),
			Because: t("{0} tokens, 1 to {1} are allowed", "{0} 个 token，范围 1 到 {1}"),
			Advice:  t("split the list", "分批调用"),
			Params:  map[string]int64{"max": 1000},
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			n, most := int64(len(topicCall(c).TokenArray.List)), c.Param("max")
			c.Note(n, most, 0)
			return n == 0 || n > most
		})}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
			ID: "HW-VAL-042", Order: 770, Code: "82000011", Reason: vendors.ReasonBadRequest,
			Title:   t("topic:list names a token", "token 为空"),
			Because: t("token is empty", "token 为空"),
			Advice:  t("send the token whose topics are asked for", "填写要查询的 token"),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return topicCall(c).Token.S == "" })})
}

// topicRules subscribe, unsubscribe and list. What was subscribed by a call keeps its
// day; a phone that had a topic before the world began shows today.
func topicRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	return ruletable.In(rule.Admit, rule.StageDeliver, docTopic(), sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "HW-QTA-010", Order: 40, Stage: rule.StageQuota, Code: "82000009", Reason: vendors.ReasonBadRequest,
		Title:   t("Topics of one app instance", "单个应用实例最多 2000 个主题"),
		Because: t("a phone has {0} topics, {1} are allowed", "某设备已有 {0} 个主题，上限 {1} 个"),
		Advice:  t("unsubscribe from old topics first", "先退订旧主题"),
		Params:  map[string]int64{"max": 2000},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opSubscribe {
			return rule.Skip
		}
		most := int(c.Param("max"))
		for i := range c.Admissions() {
			a := &c.Admissions()[i]
			if a.State == sim.Scheduled && a.Phone != nil && len(a.Phone.Tags) >= most && !slices.Contains(a.Phone.Tags, topicCall(c).Topic.S) {
				c.Note(int64(len(a.Phone.Tags)), int64(most), 0)
				return c.Refuse()
			}
		}
		return rule.Skip
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "HW-DLV-050", Order: 50,
		Title:   t("Phones join and leave topics", "订阅和退订主题"),
		Because: t("{0} phones changed their topic {ref}", "{0} 台设备变更主题 {ref}"),
		Advice:  t("nothing to do", "无需处理"),
	}, Apply: changeTopic}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
		ID: "HW-DLV-051", Order: 60,
		Title:   t("Topics of a token", "查询 token 订阅的主题"),
		Because: t("the phone has {0} topics", "该设备订阅了 {0} 个主题"),
		Advice:  t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		p := firstPhone(c)
		if p == nil {
			return rule.Skip
		}
		today := c.Now().In(beijing).Format(time.DateOnly)
		list := make([]topicOf, len(p.Tags))
		for i, name := range p.Tags {
			list[i] = topicOf{name: name, added: today}
			if day, ok := c.Remembered(topicKey(p.Token, name)); ok {
				list[i].added = day
			}
		}
		c.Note(int64(len(list)), 0, 0)
		return c.Reply(list)
	}})
}

func changeTopic(c *sim.Ctx) rule.Outcome {
	name := topicCall(c).Topic.S
	day := c.Now().In(beijing).Format(time.DateOnly)
	var n int64
	for i := range c.Admissions() {
		a := &c.Admissions()[i]
		if a.State != sim.Scheduled || a.Phone == nil {
			continue
		}
		n++
		if c.Call.Op == opUnsubscribe {
			c.Effect(sim.Effect{Kind: sim.EffTag, Phone: a.Phone, Text: name, N: -1})
			continue
		}
		if slices.Contains(a.Phone.Tags, name) {
			continue // the day of the first subscription stays
		}
		c.Effect(sim.Effect{Kind: sim.EffTag, Phone: a.Phone, Text: name, N: 1})
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: topicKey(a.Phone.Token, name), Text: day, At: c.Now().AddDate(10, 0, 0)})
	}
	c.Note(n, 0, 0)
	c.Quote(name)
	return rule.Pass
}

func topicKey(token, name string) string { return "topic " + token + " " + name }

// firstPhone is where the first token of a call leads, nil if nowhere.
func firstPhone(c *sim.Ctx) *sim.Phone {
	if all := c.Admissions(); len(all) > 0 {
		return all[0].Phone
	}
	return nil
}
