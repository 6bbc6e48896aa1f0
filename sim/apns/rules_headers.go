package apns

import (
	"slices"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

func headerRules() []sim.Rule {
	return in(rule.Gate, rule.StageValidate, docSend(), check(rule.Info{
		ID: "AP-VAL-020", Order: 600, Code: "BadMessageId", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-id is a UUID", "apns-id 须为 UUID"),
		Because: t("apns-id is no UUID of the form 8-4-4-4-12", "apns-id 不是 8-4-4-4-12 形式的 UUID"),
		Advice:  t("send a lower-case UUID, or leave it out", "传小写 UUID，或不传"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.id.given && !isUUID(p.id.text) }), check(rule.Info{
		ID: "AP-VAL-021", Order: 610, Code: "BadExpirationDate", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-expiration is Unix seconds", "apns-expiration 须为 Unix 秒"),
		Because: t("apns-expiration is no number of seconds since 1970", "apns-expiration 不是 Unix 秒数"),
		Advice:  t("send Unix seconds, 0 for now or never, or leave it out", "传 Unix 秒；0 表示仅尝试一次；或不传"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.expiration.given && !p.expiresOK }), check(rule.Info{
		ID: "AP-VAL-022", Order: 620, Code: "BadPriority", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-priority is 10, 5 or 1", "apns-priority 取 10、5 或 1"),
		Because: t("apns-priority is none of 10, 5 and 1", "apns-priority 不是 10、5、1 之一"),
		Advice:  t("send 10, 5 or 1, or leave it out for 10", "传 10、5 或 1，不传为 10"),
	}, func(_ *sim.Ctx, p *Push) bool {
		return p.priority.given && !slices.Contains([]string{"10", "5", "1"}, p.priority.text)
	}), check(rule.Info{
		ID: "AP-VAL-023", Order: 630, Code: "InvalidPushType", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-push-type is one of Apple's", "apns-push-type 须为苹果定义的类型"),
		Because: t("Apple has no such push type", "苹果没有这种推送类型"),
		Advice:  t("use alert for anything visible, background for none", "可见通知用 alert，静默推送用 background"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.of == nil }), sim.Rule{Info: rule.Info{
		ID: "AP-VAL-024", Order: 660, Code: "BadCollapseId", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-collapse-id has 64 bytes at most", "apns-collapse-id 不超过 64 字节"),
		Because: t("apns-collapse-id has {0} bytes, {1} are allowed", "apns-collapse-id 为 {0} 字节，上限 {1}"),
		Advice:  t("use at most 64 bytes; a Chinese character is three", "控制在 64 字节以内，一个汉字 3 字节"),
		Params:  map[string]int64{"max": 64},
	}, Apply: when("BadCollapseId", func(c *sim.Ctx, p *Push) bool {
		n, most := int64(len(p.collapse.text)), c.Param("max")
		c.Note(n, most, 0)
		return n > most
	})})
}

// typeRules judge what does not go with a push type.
func typeRules() []sim.Rule {
	return in(rule.Gate, rule.StageValidate, docSend(), check(rule.Info{
		ID: "AP-VAL-025", Order: 640, Code: "BadPriority", Reason: vendors.ReasonBadRequest,
		Title:      t("A background push has priority 5", "后台推送的优先级须为 5"),
		Because:    t("the push type is background and the priority 10", "推送类型为 background，优先级为 10"),
		Advice:     t("send background pushes with apns-priority 5", "后台推送使用 apns-priority: 5"),
		Provenance: checked.Assumed("Apple says that priority 10 is an error for a background push; which one is not documented"),
	}, func(_ *sim.Ctx, p *Push) bool {
		return p.of != nil && p.of.name == typeBackground && p.priority.text == "10"
	}), check(rule.Info{
		ID: "AP-VAL-026", Order: 650, Code: "InvalidPushType", Reason: vendors.ReasonBadRequest,
		Title:      t("A push type of this kind of authentication", "推送类型须与鉴权方式匹配"),
		Because:    t("the push type goes with a provider token and the connection has a certificate, or the other way round", "该推送类型要求另一种鉴权方式（令牌或证书）"),
		Advice:     t("location, liveactivity, widgets and controls need a provider token, mdm a certificate", "location、liveactivity、widgets、controls 需令牌鉴权，mdm 需证书"),
		Provenance: checked.Assumed("Apple documents tokens for location and liveactivity, and certificates for mdm; that widgets and controls need a token is assumed, and so is the reason for the wrong one"),
	}, func(_ *sim.Ctx, p *Push) bool {
		return p.of != nil && ((p.of.tokenOnly && p.cert != nil) || (p.of.certOnly && p.cert == nil && p.provider != nil))
	}))
}

// topicRules judge the topic: present, well formed, fit for the type, and the
// sender's to push to.
func topicRules() []sim.Rule {
	team := t("check that key or certificate belong to the app's team and cover the topic", "检查密钥或证书是否属于该应用的团队并包含该 topic")
	known := func(p *Push) bool { return p.topic.given && p.of != nil && !p.of.ownTopic }
	return in(rule.Gate, rule.StageValidate, docSend(), check(rule.Info{
		ID: "AP-VAL-030", Order: 700, Code: "MissingTopic", Reason: vendors.ReasonBadRequest,
		Title:   t("A provider token needs apns-topic", "令牌鉴权须传 apns-topic"),
		Because: t("there is no apns-topic, and a provider token is for all topics of its team", "缺少 apns-topic，而鉴权令牌适用于团队的所有 topic"),
		Advice:  t("send the bundle id as apns-topic", "用 apns-topic 传 Bundle ID"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.provider != nil && p.topic.text == "" }), check(rule.Info{
		ID: "AP-VAL-031", Order: 710, Code: "MissingTopic", Reason: vendors.ReasonBadRequest,
		Title:      t("A certificate of several topics needs apns-topic", "多 topic 证书须传 apns-topic"),
		Because:    t("there is no apns-topic, and the certificate covers several", "缺少 apns-topic，而证书包含多个 topic"),
		Advice:     t("send the bundle id as apns-topic", "用 apns-topic 传 Bundle ID"),
		Provenance: docCertificate(),
	}, func(_ *sim.Ctx, p *Push) bool {
		return p.cert != nil && p.topic.text == "" && len(topicsOf(p.cert)) > 1
	}), check(rule.Info{
		ID: "AP-VAL-032", Order: 720, Code: "BadTopic", Reason: vendors.ReasonBadRequest,
		Title:   t("apns-topic has the form of a bundle id", "apns-topic 须为 Bundle ID 形式"),
		Because: t("apns-topic has characters no bundle id has", "apns-topic 含有 Bundle ID 不允许的字符"),
		Advice:  t("send the bundle id, letters, digits, dots and hyphens", "传 Bundle ID：字母、数字、点和连字符"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.topic.text != "" && !isTopic(p.topic.text) }), check(rule.Info{
		ID: "AP-VAL-033", Order: 730, Code: "BadTopic", Reason: vendors.ReasonBadRequest,
		Title:      t("The suffix of apns-topic is the push type's", "apns-topic 后缀须与推送类型一致"),
		Because:    t("the topic's suffix is not the one of the push type", "topic 的后缀与推送类型不一致"),
		Advice:     t("send the bundle id with the suffix of the push type, such as .voip; alert and background have none", "Bundle ID 加推送类型的后缀（如 .voip）；alert、background 无后缀"),
		Provenance: checked.Assumed("Apple documents the suffixes; the reason for a wrong one is not documented"),
	}, func(_ *sim.Ctx, p *Push) bool {
		return known(p) && isTopic(p.topic.text) && p.suffix != p.of && (p.suffix != nil || p.of.suffix != "")
	}), check(rule.Info{
		ID: "AP-AUT-040", Order: 740, Stage: rule.StageAuth, Code: codeDisallow, Reason: vendors.ReasonRightMissing,
		Title: t("A topic of the key's team", "topic 须属于密钥的团队"), Advice: team,
		Because:    t("the team of this key has no app with this topic", "该密钥的团队没有此 topic 的应用"),
		Provenance: docAnswers(),
	}, func(c *sim.Ctx, p *Push) bool {
		o := owner(c, p)
		return o != nil && known(p) && isTopic(p.topic.text) &&
			(c.Ref() != p.bundle || c.Credential(credTeam) != o.Credentials[credTeam])
	}), check(rule.Info{
		ID: "AP-AUT-041", Order: 750, Stage: rule.StageAuth, Code: codeDisallow, Reason: vendors.ReasonRightMissing,
		Title: t("A topic of a topic-specific key", "topic 须在主题专用密钥范围内"), Advice: team,
		Because:    t("the key is for other topics", "该密钥仅限其他 topic"),
		Provenance: checked.Assumed("Apple documents topic-specific keys; that this is the reason fits its text"),
	}, func(c *sim.Ctx, p *Push) bool {
		list := keyFlag(owner(c, p), flagKeyTopics)
		return list != "" && p.topic.text != "" && !listed(list, p.bundle) && !listed(list, p.topic.text)
	}), check(rule.Info{
		ID: "AP-AUT-042", Order: 760, Stage: rule.StageAuth, Code: codeDisallow, Reason: vendors.ReasonRightMissing,
		Title: t("A topic of the certificate", "topic 须在证书范围内"), Advice: team,
		Because:    t("the certificate does not cover this topic", "证书不包含该 topic"),
		Provenance: docCertificate(),
	}, func(_ *sim.Ctx, p *Push) bool {
		return p.cert != nil && p.topic.text != "" && isTopic(p.topic.text) && !slices.Contains(topicsOf(p.cert), p.topic.text)
	}))
}

// isTopic reports whether a topic has only characters of bundle ids and suffixes.
func isTopic(s string) bool {
	for i := range len(s) {
		c := s[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '.' && c != '-' && c != '_' {
			return false
		}
	}
	return s != ""
}

// payloadRules judge the body.
func payloadRules() []sim.Rule {
	large := func(voip bool) func(c *sim.Ctx) rule.Outcome {
		return shown("PayloadTooLarge", func(c *sim.Ctx, p *Push) (looked, bad bool) {
			n, most := int64(p.size), c.Param("max")
			c.Note(n, most, 0)
			return (p.of != nil && p.of.name == typeVoIP) == voip, n > most
		})
	}
	because := t("the body has {0} bytes, {1} are allowed", "消息体 {0} 字节，上限 {1}")
	advice := t("shorten the text, or send an id and let the app fetch the rest", "缩短内容，或只传标识由应用自行拉取")
	return in(rule.Gate, rule.StageValidate, docPayload(), check(rule.Info{
		ID: "AP-VAL-040", Order: 800, Code: "PayloadEmpty", Reason: vendors.ReasonBadRequest,
		Title:   t("A body", "消息体不可为空"),
		Because: t("the body is empty", "消息体为空"),
		Advice:  t("send a JSON object with an aps dictionary", "消息体传包含 aps 的 JSON 对象"),
	}, func(_ *sim.Ctx, p *Push) bool { return p.size == 0 }), sim.Rule{Info: rule.Info{
		ID: "AP-VAL-041", Order: 810, Code: "PayloadTooLarge", Reason: vendors.ReasonPayloadTooLarge,
		Title: t("A body has 4096 bytes at most", "消息体不超过 4096 字节"), Because: because, Advice: advice,
		Params: map[string]int64{"max": 4096},
	}, Apply: large(false)}, sim.Rule{Info: rule.Info{
		ID: "AP-VAL-042", Order: 811, Code: "PayloadTooLarge", Reason: vendors.ReasonPayloadTooLarge,
		Title: t("The body of a call has 5120 bytes at most", "voip 消息体不超过 5120 字节"), Because: because, Advice: advice,
		Params: map[string]int64{"max": 5120},
	}, Apply: large(true)}, check(rule.Info{
		ID: "AP-VAL-044", Order: 815, Code: "BadRequestPayload", Reason: vendors.ReasonBadRequest,
		Title:      t("A body that is no JSON object is refused", "消息体不是 JSON 对象则拒绝"),
		Because:    t("the body is no JSON object, and strict_payload is on", "消息体不是 JSON 对象，且 strict_payload 已开启"),
		Advice:     t("send a JSON object with an aps dictionary", "消息体传包含 aps 的 JSON 对象"),
		Provenance: checked.Assumed("Apple has the reason for broadcasts and names none for a push; off unless strict_payload is on"),
	}, func(c *sim.Ctx, p *Push) bool {
		return p.size > 0 && !p.payload.object && c.Flag(flagStrict) == "on"
	}), sim.Rule{Info: rule.Info{
		ID: "AP-VAL-043", Order: 820, Reason: vendors.ReasonBadRequest,
		Title:      t("A body that is no JSON object is taken", "消息体不是 JSON 对象也会受理"),
		Because:    t("the body is no JSON object; it is accepted, and the phone has nothing to show", "消息体不是 JSON 对象；仍会受理，但设备无内容可展示"),
		Advice:     t("send a JSON object with an aps dictionary", "消息体传包含 aps 的 JSON 对象"),
		Provenance: checked.Assumed("Apple names no reason for it"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if p := push(c); p.size == 0 || p.payload.object {
			return rule.Skip
		}
		return rule.Pass
	}})
}
