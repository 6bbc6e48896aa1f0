package huawei

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// noticeTypes are the push types with a notification.
func noticeTypes() []string { return []string{typeAlert, typeVoice} }

// harmonyNoticeRules judge payload.notification.
func harmonyNoticeRules() []sim.Rule {
	notice := func(h *Harmony) *HarmonyNotification { return &h.Send.Payload.Notification }
	return harmonyTips(harmonyTip{
		id: "HW-VAL-056", order: 572, types: noticeTypes(),
		title:   t("category is mandatory", "category 必填"),
		advice:  t("send a granted category, or MARKETING", "填写已获批的 category 或 MARKETING"),
		tip:     func(h *Harmony) string { return either(notice(h).Category.S == "", "category is required") },
		assumed: "category is documented as mandatory; the code for a missing one is a default of this project",
	}, harmonyTip{
		id: "HW-VAL-057", order: 573, types: noticeTypes(),
		title:  t("A notification has a title and a text", "title 和 body 必填"),
		advice: t("fill title and body", "填写 title 和 body"),
		tip: func(h *Harmony) string {
			return either(notice(h).Title.S == "" || notice(h).Body.S == "", "title and body are required")
		},
	}, harmonyTip{
		id: "HW-VAL-058", order: 574, types: noticeTypes(),
		title:  t("What a tap does", "clickAction 必填且须合法"),
		advice: t("actionType 0 opens the app, 1 a page by action or uri, 3 clears", "actionType：0 打开首页，1 打开页面（填 action 或 uri），3 清除通知"),
		tip:    badHarmonyClick,
	}, harmonyTip{
		id: "HW-VAL-059", order: 605, types: noticeTypes(),
		title:  t("style and what it needs", "style 及其字段"),
		advice: t("style 0; 1 with bigTitle and bigBody; 3 with up to 3 lines of inboxContent", "style 为 0；1 需 bigTitle、bigBody；3 需 inboxContent（最多 3 行）"),
		tip:    badHarmonyStyle,
	}, harmonyTip{
		id: "HW-VAL-060", order: 606, types: noticeTypes(),
		title:  t("Range of notifyId", "notifyId 取值"),
		advice: t("use 0 to 2147483647, or leave it out", "取 0~2147483647，或不传"),
		tip: func(h *Harmony) string {
			return either(outside(notice(h).NotifyID, -1, 1<<31-1), "notifyId value ranges from 0 to 2147483647")
		},
	}, harmonyTip{
		id: "HW-VAL-061", order: 607, types: noticeTypes(),
		title:  t("Form of appMessageId", "appMessageId 格式"),
		advice: t("use 1 to 64 letters, digits, blanks and + / = - _", "1-64 个字母、数字、空格或 + / = - _"),
		tip: func(h *Harmony) string {
			id := notice(h).AppMessageID
			return either(id.State == Set && !appMessageID(id.S), "appMessageId must be 1 to 64 letters, digits or + / = - _")
		},
	}, harmonyTip{
		id: "HW-VAL-062", order: 608, types: noticeTypes(),
		title:  t("Length of profileId", "profileId 长度"),
		advice: t("use at most 64 characters", "不超过 64 个字符"),
		tip: func(h *Harmony) string {
			return either(utf8.RuneCountInString(notice(h).ProfileID.S) > 64, "the length of profileId is at most 64")
		},
	}, harmonyTip{
		id: "HW-VAL-063", order: 609, types: noticeTypes(),
		title:  t("Numbers of badge", "badge 取值"),
		advice: t("addNum is 1 to 99, setNum 0 to 99", "addNum 取 1-99，setNum 取 0-99"),
		tip: func(h *Harmony) string {
			b := notice(h).Badge
			if outside(b.SetNum, 0, 99) {
				return "badge setNum value ranges from 0 to 99"
			}
			return either(outside(b.Add, 1, 99), "badge addNum value ranges from 1 to 99")
		},
	}, harmonyTip{
		id: "HW-VAL-064", order: 611, types: noticeTypes(),
		title:  t("Range of soundDuration", "soundDuration 取值"),
		advice: t("use 1 to 60 seconds", "取 1-60 秒"),
		tip: func(h *Harmony) string {
			return either(outside(notice(h).SoundDuration, 1, 60), "soundDuration value ranges from 1 to 60")
		},
	}, harmonyTip{
		id: "HW-VAL-065", order: 612, types: noticeTypes(),
		title:  t("A picture by https", "image 须为 https"),
		advice: t("use an https URL", "使用 https 地址"),
		tip: func(h *Harmony) string {
			image := notice(h).Image.S
			return either(image != "" && !strings.HasPrefix(image, "https://"), "image must be a https url")
		},
	})
}

func badHarmonyClick(h *Harmony) string {
	c := &h.Send.Payload.Notification.Click
	if c.State != Set {
		return "clickAction is required"
	}
	if c.Data.Text != "" && !strings.HasPrefix(c.Data.Text, "{") {
		return "clickAction data must be an object"
	}
	switch c.Type.Or(-1) {
	case 0, 3:
		return ""
	case 1:
		return either(c.Action.S == "" && c.URI.S == "", "clickAction action or uri is required when actionType is 1")
	}
	return "clickAction actionType value is 0, 1 or 3"
}

func badHarmonyStyle(h *Harmony) string {
	n := &h.Send.Payload.Notification
	switch n.Style.Or(0) {
	case 0:
		return ""
	case 1:
		return either(n.BigTitle.S == "" || n.BigBody.S == "", "bigTitle and bigBody are required when style is 1")
	case 3:
		if len(n.Inbox.List) == 0 || len(n.Inbox.List) > 3 {
			return "inboxContent must have 1 to 3 lines when style is 3"
		}
		for _, line := range n.Inbox.List {
			if utf8.RuneCountInString(line) > 1024 {
				return "the length of a line of inboxContent is at most 1024"
			}
		}
		return ""
	}
	return "style value is 0, 1 or 3"
}

// harmonyPayloadRules judge the payloads of the other push types, of which only the
// mandatory members are looked at.
func harmonyPayloadRules() []sim.Rule {
	return harmonyTips(harmonyTip{
		id: "HW-VAL-066", order: 613, types: []string{typeVoice, typeBackground, typeCall},
		title:  t("extraData of a voice broadcast, background message or call", "extraData 必填（push-type 2、6、10）"),
		advice: t("fill payload.extraData, a text; a voice broadcast has the category PLAY_VOICE", "填写字符串 payload.extraData；语音播报的 category 为 PLAY_VOICE"),
		tip: func(h *Harmony) string {
			p := &h.Send.Payload
			if p.ExtraData.S == "" {
				return "extraData is required"
			}
			return either(h.PushType == typeVoice && p.Notification.Category.S != "PLAY_VOICE", "category must be PLAY_VOICE when push-type is 2")
		},
	}, harmonyTip{
		id: "HW-VAL-067", order: 614, types: []string{typeCard},
		title:  t("What a card refresh names", "卡片刷新的必填字段"),
		advice: t("fill formId, version, moduleName, formName, abilityName and formData; one picture at most", "填写 formId、version、moduleName、formName、abilityName、formData，最多一张图片"),
		tip: func(h *Harmony) string {
			p := &h.Send.Payload
			if p.FormID.State != Set || p.ModuleName.S == "" || p.FormName.S == "" || p.AbilityName.S == "" || p.FormData.State != Set {
				return "formId, moduleName, formName, abilityName and formData are required"
			}
			if outside(p.Version, 0, 1<<31-1) || p.Version.State != Set {
				return "version value ranges from 0 to 2147483647"
			}
			return either(p.Images.n > 1, "images has at most 1 item")
		},
	}, harmonyTip{
		id: "HW-VAL-068", order: 615, types: []string{typeLiveView},
		title:  t("What a live view names", "实况窗的必填字段"),
		advice: t("fill activityId, operation 0 to 2, event and activityData", "填写 activityId、operation（0-2）、event、activityData"),
		tip: func(h *Harmony) string {
			p := &h.Send.Payload
			if outside(p.Operation, 0, 2) {
				return "operation value ranges from 0 to 2"
			}
			return either(p.ActivityID.State != Set || p.Operation.State != Set || p.Event.S == "" || p.Activity.State != Set,
				"activityId, operation, event and activityData are required")
		},
	}, harmonyTip{
		id: "HW-VAL-069", order: 721,
		title:  t("Values of pushOptions", "pushOptions 取值"),
		advice: t("biTag has at most 64 bytes, collapseKey is -1 to 100, backgroundMode 0 or 1", "biTag 不超过 64 字节，collapseKey 取 -1 到 100，backgroundMode 取 0 或 1"),
		tip: func(h *Harmony) string {
			o := &h.Send.Options
			switch {
			case len(o.BiTag.S) > 64:
				return "the length of biTag is at most 64"
			case outside(o.Collapse, -1, 100):
				return "collapseKey value ranges from -1 to 100"
			}
			return either(outside(o.Background, 0, 1), "backgroundMode value is 0 or 1")
		},
		assumed: "the ranges are documented; that 80100003 names them is a default of this project",
	})
}

// harmonyOptionRules judge what has a code of its own.
func harmonyOptionRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageValidate, docHarmony(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-VAL-070", Order: 802, Code: "80100004", Reason: vendors.ReasonBadRequest,
		Title:      t("Range of ttl at HarmonyOS", "ttl 超过 15 天或为负数"),
		Because:    t("ttl is {0}; at most {1} are allowed, and nothing that is over already", "ttl 为 {0}，最大 {1}，且不能为负数"),
		Advice:     t("send a number of at most 1296000", "使用数字，最大 1296000"),
		Params:     map[string]int64{"max_s": 1296000},
		Provenance: checked.Assumed("15 days are documented, and the code for an expiry before now; that more is refused and not clamped, and 0 is taken, are defaults of this project"),
	}, Apply: refuseHarmony(func(c *sim.Ctx, h *Harmony) bool {
		ttl, most := h.Send.Options.TTL, c.Param("max_s")
		c.Note(ttl.N, most, 0)
		return ttl.State == Set && (ttl.N < 0 || ttl.N > most)
	})}, sim.Rule{Verbs: sim.For(sim.VerbRecall), Info: rule.Info{
		ID: "HW-VAL-071", Order: 803, Code: codeStructure, Reason: vendors.ReasonBadRequest,
		Title:      t("What is taken back", "撤回须有 notifyId"),
		Because:    t("the form is wrong, and the answer says how: {ref}", "消息结构错误，返回提示：{ref}"),
		Advice:     t("send the notifyId the message was sent with", "填写发送时的 notifyId"),
		Provenance: docRevoke(),
	}, Apply: refuseHarmony(func(c *sim.Ctx, h *Harmony) bool {
		c.Quote("Illegal payload, notifyId is required")
		return h.Revoke == nil || h.Revoke.NotifyID.State != Set || outside(h.Revoke.NotifyID, 0, 1<<31-1)
	})}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-FLT-020", Order: 905, Stage: rule.StageFilter, Code: "80100022", Reason: vendors.ReasonContentFiltered,
		Title:   t("A picture that was not checked", "图片未通过风控校验"),
		Because: t("the picture has not passed Huawei's check", "图片未通过图片风控校验"),
		Advice:  t("have it checked in the console first, or send without image", "先在控制台校验图片，或去掉 image"),
	}, Apply: refuseHarmony(func(c *sim.Ctx, h *Harmony) bool {
		return h.Send.Payload.Notification.Image.S != "" && c.Flag(flagImage) == "not_checked"
	})}, sim.Rule{Verbs: harmonyHost(), Info: rule.Info{
		ID: "HW-APP-012", Order: 272, Stage: rule.StageFilter, Code: "80300037", Reason: vendors.ReasonPushDisabled,
		Title:      t("Push to HarmonyOS switched off as a penalty", "因违规停止推送（HarmonyOS）"),
		Because:    t("push of this app is disabled until the order is lifted", "该应用的推送已被停止，直至处罚解除"),
		Advice:     t("stop sending and settle the matter with Huawei", "停止发送并与华为沟通整改"),
		Provenance: docPenalty(),
	}, Apply: refuseHarmony(func(c *sim.Ctx, _ *Harmony) bool { return c.Flag(flagPenalty) == stepDisabled })}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-RTE-004", Order: 935, Stage: rule.StageRate, Code: "80300029", Reason: vendors.ReasonQPS,
		Title:      t("Test messages come too often", "测试消息请求过于频繁"),
		Because:    t("{0} this minute already, {1} are allowed", "本分钟已 {0} 次，上限 {1}"),
		Advice:     t("wait a minute before the next test message", "等待一分钟后再发测试消息"),
		Provenance: checked.Documented("harmonyos-guides push-msg-freq-control for the code; the number is not published: off unless the limit v3.test.rate is set; that it is of the project, as the day's is, is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, set := c.Limit(countTestRate); !set || harmony(c) == nil || !c.Call.Message.Test {
			return rule.Skip
		}
		return within(c, countTestRate, 1, 0, c.Refuse)
	}})
}

// harmonyKeepRule is how long v3 keeps a message for a phone that is offline.
func harmonyKeepRule() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver, docHarmony(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "HW-DLV-002", Order: 705,
		Title:   t("A HarmonyOS message is kept a day", "ttl 默认一天（HarmonyOS）"),
		Because: t("no ttl was given; kept {d0} for a phone that is offline", "未传 ttl，离线缓存 {d0}"),
		Advice:  t("send ttl if the message is worth more or less time", "按消息价值设置 ttl"),
		Params:  map[string]int64{"default_s": 86400},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		h := harmony(c)
		if h == nil || h.Send.Options.TTL.State == Set {
			return rule.Skip
		}
		n := c.Param("default_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}})
}

// countText is Huawei's msg about a number of tokens.
func countText(h *Harmony) string {
	most := 1000
	if h.PushType == typeCard {
		most = 1
	}
	return fmt.Sprintf("token count should within %d and %d.", 1, most)
}
