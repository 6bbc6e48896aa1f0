package fcm

import (
	"slices"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// inBatch reports whether a call is batchAdd or batchRemove.
func inBatch(c *sim.Ctx) bool { return c.Call.Op == opAdd || c.Call.Op == opRemove }

// adding reports whether a call subscribes.
func adding(c *sim.Ctx) bool {
	return c.Call.Op == opAdd || c.Call.Op == opCreate || c.Call.Op == opPatch
}

// topicCallRules judge the form of batchAdd and batchRemove.
func topicCallRules() []sim.Rule {
	batch := func(id string, order int, title, because, advice vendors.Text, bad func(c *sim.Ctx, b *BatchBody) bool) sim.Rule {
		return sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
			ID: id, Order: order, Code: codeBad, Reason: vendors.ReasonBadRequest,
			Title: title, Because: because, Advice: advice,
		}, Apply: check(sayNothing, func(c *sim.Ctx) bool { return inBatch(c) && bad(c, push(c).Batch) })}
	}
	return ruletable.In(rule.Gate, rule.StageValidate, docTopics(),
		batch("FM-VAL-061", 710, t("to names a topic", "to 须为主题"), t("to is not /topics/ and a topic's name, or the body is no JSON object", "to 不是 /topics/ 加主题名，或请求体不是 JSON 对象"),
			t("write \"to\":\"/topics/news\"", "写成 \"to\":\"/topics/news\""),
			func(c *sim.Ctx, b *BatchBody) bool {
				return c.Call.Malformed || len(b.To.S) <= len(topicPrefix) || b.To.S[:len(topicPrefix)] != topicPrefix || !isTopic(b.To.S[len(topicPrefix):])
			}),
		batch("FM-VAL-062", 720, t("1 to 1000 tokens", "每次 1-1000 个令牌"), t("registration_tokens has no token or more than 1000, or is no list of texts", "registration_tokens 为空、超过 1000 个或不是字符串数组"),
			t("pass 1 to 1000 tokens in a call", "每次传 1-1000 个令牌"),
			func(_ *sim.Ctx, b *BatchBody) bool {
				return b.Tokens.State != Set || len(b.Tokens.List) == 0 || len(b.Tokens.List) > 1000
			}),
		sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
			ID: "FM-VAL-063", Order: 730, Code: codeBad, Reason: vendors.ReasonBadRequest,
			Title: t("Name of a subscribed topic", "订阅的主题名称"), Because: t("{ref} is no topic's name", "{ref} 不是主题名称"),
			Advice:     t("use letters, digits and -_.~%, at most 900", "使用字母、数字和 -_.~%，最长 900"),
			Provenance: docSubscriptions(),
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if inBatch(c) || isTopic(push(c).Topic) {
				return rule.Skip
			}
			c.Quote("topicName")
			return say(c, sayField)
		}})
}

// registrationRules judge each token of a topic call.
func registrationRules() []sim.Rule {
	row := func(id string, order int, code string, reason vendors.Reason, from vendors.Provenance, title, because vendors.Text, bad func(c *sim.Ctx) bool) sim.Rule {
		return sim.Rule{Verbs: topics(), Info: rule.Info{
			ID: id, Order: order, Code: code, Reason: reason, Title: title, Because: because, Provenance: from,
			Advice: t("look at this token; the others of the call are not touched by it", "检查该令牌；同一请求的其他令牌不受影响"),
		}, Apply: ruletable.RefuseIf(bad)}
	}
	words := documented("github.com/firebase/firebase-admin-node (error tables of messaging); when each comes is assumed")
	forms := assumed("firebase-admin-node for the word; when it comes, and that an installation id is taken where a registration token is, is not published")
	nobody := func(c *sim.Ctx) bool { return c.Phone == nil }
	return ruletable.In(rule.Resolve, rule.StageFilter, docTopics(),
		row("FM-FLT-020", 100, codeBad, vendors.ReasonTokenInvalid, forms, t("Form of a token in a topic call", "主题接口：令牌格式"),
			t("the token is no registration token", "不是注册令牌"),
			func(c *sim.Ctx) bool {
				known := isToken(name(c)) || isFID(name(c)) || c.Call.Op == opInfo // there it is a token nobody has
				return nobody(c) && c.Elsewhere(name(c)) == nil && !known
			}),
		row("FM-FLT-021", 110, codeDenied, vendors.ReasonTokenInvalid, words, t("Project of a token in a topic call", "主题接口：令牌所属项目"),
			t("the token is another project's", "该令牌属于其他项目"),
			func(c *sim.Ctx) bool { return nobody(c) && c.Elsewhere(name(c)) != nil }),
		row("FM-FLT-022", 120, codeNotFound, vendors.ReasonTokenUnregistered, docTopics(), t("Registration of a token in a topic call", "主题接口：令牌未注册"),
			t("nobody has this token", "该令牌无人使用"), unregistered),
		sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
			ID: "FM-FLT-023", Order: 130, Code: "TOO_MANY_TOPICS", Reason: vendors.ReasonBadRequest,
			Title: t("2000 topics of one app instance", "单个应用实例最多 2000 个主题"), Because: t("the app instance has {0} topics, {1} are allowed", "该应用实例已订阅 {0} 个主题，上限 {1} 个"),
			Advice: t("unsubscribe topics nobody needs", "退订不再需要的主题"), Params: map[string]int64{"max": 2000},
		}, Apply: func(c *sim.Ctx) rule.Outcome {
			if !adding(c) || c.Phone == nil {
				return rule.Skip
			}
			has, most := int64(len(c.Phone.Tags)), c.Param("max")
			c.Note(has, most, 0)
			if has < most || slices.Contains(c.Phone.Tags, push(c).Topic) {
				return rule.Skip
			}
			return c.Refuse()
		}})
}

// subscriptionRules do what the topic calls ask for.
func subscriptionRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	nothing := t("nothing to do", "无需处理")
	return ruletable.In(rule.Admit, rule.StageDeliver, docTopics(), sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "FM-RTE-021", Order: 110, Stage: rule.StageRate, Scope: rule.ScopeTarget, Code: codeProjectRate, Reason: vendors.ReasonQPS,
		Title:      t("Subscriptions over the rate, told per token", "订阅超速时逐个令牌返回"),
		Because:    t("{0} calls this second already, {1} are allowed, and topic_rate is results", "本秒已调用 {0} 次，上限 {1} 次，且 topic_rate 为 results"),
		Advice:     t("repeat for this token with back-off, more slowly", "对该令牌退避重试并降低速率"),
		Params:     map[string]int64{"max": 3000},
		Provenance: assumed("firebase-admin-node knows RESOURCE_EXHAUSTED as a token's result (pull request 3148); when it comes in place of the 429 is not published: switch topic_rate"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		used, most := c.Count(countSubscriptions), limitOf(c, countSubscriptions)
		if !inBatch(c) || c.Flag(flagTopicRate) != "results" || used < most {
			return rule.Skip
		}
		c.Note(used, most, 0)
		return c.Refuse()
	}}, sim.Rule{Verbs: topics(), Info: rule.Info{
		ID: "FM-FLT-024", Order: 120, Stage: rule.StageFilter, Reason: vendors.ReasonTokenInvalid,
		Title:      t("The verdict on a path's registration is the answer", "路径中注册的结果即为响应"),
		Because:    t("the call names one registration, and it was refused", "请求只涉及一个注册，且被拒绝"),
		Advice:     t("look at the step before", "查看上一步"),
		Provenance: docSubscriptions(),
	}, Apply: pathVerdict}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "FM-FLT-025", Order: 130, Stage: rule.StageFilter, Code: codeExists, Reason: vendors.ReasonBadRequest,
		Title: t("A subscription is created once", "重复创建订阅"), Because: t("the registration is subscribed to {ref} already", "该注册已订阅 {ref}"),
		Advice: t("use PATCH with allowMissing, which may be repeated", "改用可重复的带 allowMissing 的 PATCH"), Provenance: docSubscriptions(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opCreate || !subscribed(c) {
			return rule.Skip
		}
		c.Quote(push(c).Topic)
		return say(c, sayNothing)
	}}, sim.Rule{Verbs: topics(), Info: rule.Info{
		ID: "FM-FLT-026", Order: 140, Stage: rule.StageFilter, Code: codeNotFound, Reason: vendors.ReasonBadRequest,
		Title: t("A subscription that is there", "订阅不存在"), Because: t("the registration is not subscribed to {ref}", "该注册未订阅 {ref}"),
		Advice: t("subscribe first, or pass allowMissing=true", "先订阅，或传 allowMissing=true"), Provenance: docSubscriptions(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		switch c.Call.Op {
		case opPatch, opDelete, opGet:
		default:
			return rule.Skip
		}
		if subscribed(c) || (c.Call.Op != opGet && push(c).allowMissing()) {
			return rule.Skip
		}
		c.Quote(push(c).Topic)
		return say(c, sayNothing)
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "FM-DLV-050", Order: 150,
		Title: t("Phones join and leave topics", "订阅和退订主题"), Because: t("{0} phones changed their topic {ref}", "{0} 台设备变更主题 {ref}"), Advice: nothing,
	}, Apply: changeTopic}, sim.Rule{Verbs: sim.For(sim.VerbQuery), Info: rule.Info{
		ID: "FM-DLV-051", Order: 160,
		Title: t("Topics of a registration", "查询注册的主题"), Because: t("the registration has {0} topics", "该注册订阅了 {0} 个主题"), Advice: nothing,
	}, Apply: listTopics})
}

// pathVerdict ends a call about one registration that was refused.
func pathVerdict(c *sim.Ctx) rule.Outcome {
	all := c.Admissions()
	if inBatch(c) || len(all) == 0 || all[0].State != sim.Refused {
		return rule.Skip
	}
	code := all[0].Code
	if code == "TOO_MANY_TOPICS" {
		code = codeProjectRate
	}
	c.Note(0, 0, int64(sayNothing))
	status, _ := statusOf(code)
	return c.RefuseAs(status, code)
}

// only is the phone of a call about one registration, nil if there is none.
func only(c *sim.Ctx) *sim.Phone {
	if all := c.Admissions(); len(all) > 0 {
		return all[0].Phone
	}
	return nil
}

func subscribed(c *sim.Ctx) bool {
	p := only(c)
	return p != nil && slices.Contains(p.Tags, push(c).Topic)
}

func topicKey(token, topic string) string { return "topic " + token + " " + topic }

func changeTopic(c *sim.Ctx) rule.Outcome {
	topic, now := push(c).Topic, c.Now().UTC().Format(time.RFC3339)
	var n int64
	for i := range c.Admissions() {
		a := &c.Admissions()[i]
		if a.State != sim.Scheduled || a.Phone == nil {
			continue
		}
		n++
		if !adding(c) {
			c.Effect(sim.Effect{Kind: sim.EffTag, Phone: a.Phone, Text: topic, N: -1})
			continue
		}
		if slices.Contains(a.Phone.Tags, topic) {
			continue // the day of the first subscription stays
		}
		c.Effect(sim.Effect{Kind: sim.EffTag, Phone: a.Phone, Text: topic, N: 1})
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: topicKey(a.Phone.Token, topic), Text: now, At: c.Now().AddDate(10, 0, 0)})
	}
	if p := only(c); p != nil && !inBatch(c) {
		c.Attach(topicOf{name: topic, added: joined(c, p, topic)})
	}
	c.Note(n, 0, 0)
	c.Quote(topic)
	return rule.Pass
}

// topicOf is a topic of a phone and when it was joined.
type topicOf struct{ name, added string }

// joined is when a phone joined a topic: now, where that was not remembered.
func joined(c *sim.Ctx, p *sim.Phone, topic string) string {
	if at, ok := c.Remembered(topicKey(p.Token, topic)); ok && slices.Contains(p.Tags, topic) {
		return at
	}
	return c.Now().UTC().Format(time.RFC3339)
}

func listTopics(c *sim.Ctx) rule.Outcome {
	p := only(c)
	if p == nil {
		return rule.Skip
	}
	list := make([]topicOf, len(p.Tags))
	for i, topic := range p.Tags {
		list[i] = topicOf{name: topic, added: joined(c, p, topic)}
	}
	c.Note(int64(len(list)), 0, 0)
	return c.Reply(registration{topics: list, number: projectNumber(c.Ref()), app: c.Package(), ios: onIOS(p)})
}

// registration is what is told of a token.
type registration struct {
	topics      []topicOf
	number, app string
	ios         bool
}
