package oppo

import (
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// isRegistrationID is the full match OPPO's SDK asks for: 24 hex digits, or 32 with
// anything and an underscore before them. A narrow check wants a brand and a country.
func isRegistrationID(id string, narrow bool) bool {
	prefix, last := "", id
	if i := strings.LastIndexByte(id, '_'); i >= 0 {
		prefix, last = id[:i], id[i+1:]
	} else if len(id) == 24 {
		return isHex(id)
	}
	if len(last) != 32 || !isHex(last) {
		return false
	}
	if !narrow || prefix == "" {
		return !narrow || last == id
	}
	brand, country, two := strings.Cut(prefix, "_")
	if !two {
		brand, country = "", prefix
	}
	capitals := strings.IndexFunc(country, func(r rune) bool { return r < 'A' || r > 'Z' }) < 0
	return (brand == "" || isWord(brand)) && (country == "EUEX" || (len(country) == 2 && capitals))
}

func isWord(s string) bool {
	return len(s) >= 2 && len(s) <= 10 && strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}) < 0
}

func isHex(s string) bool {
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// isChina is the region a registration id tells: without a prefix, or with the country
// CN before the digits, the phone was sold in China.
func isChina(id string) bool {
	first, rest, two := strings.Cut(id, "_")
	if !two {
		return true
	}
	country, digits, three := strings.Cut(rest, "_")
	if !three {
		return first == "CN"
	}
	return country == "CN" && !strings.Contains(digits, "_")
}

func wellFormed(c *sim.Ctx, t sim.Target) bool {
	return t.Kind != sim.ByToken || isRegistrationID(t.Name, c.Flag(flagRegID) == "narrow")
}

func rightHost(c *sim.Ctx, t sim.Target) bool {
	return t.Kind != sim.ByToken || isChina(t.Name) != overseas(c.Call.Request)
}

// targetRules judge who a message is for. A wrong id is the answer of a single push and
// a member of the answer of a broadcast. That nobody has a good id is not told.
func targetRules() []sim.Rule {
	form := t("a registration id is 32 hex digits with a prefix, or 24", "registration_id 为带前缀的 32 位或 24 位十六进制")
	formWhy := t("{ref} is no registration id", "{ref} 不是 registration_id")
	host := t("push phones sold in China at the China host, others at api-intl", "国内设备用国内地址，海外设备用 api-intl 地址")
	hostWhy := t("{ref} belongs to the other push host", "{ref} 属于另一地区")
	both := checked.Assumed("that ids belong to one host is documented; what the other answers is a default of this project")
	drop := t("delete the token; the form of an id never becomes right", "删除该 token，格式错误不会恢复")
	single := func(good func(*sim.Ctx, sim.Target) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if len(c.Call.Targets) != 1 || good(c, c.Call.Targets[0]) {
				return rule.Skip
			}
			c.Quote(c.Call.Targets[0].Name)
			return c.Refuse()
		}
	}
	each := func(good func(*sim.Ctx, sim.Target) bool) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if target := c.Call.Targets[c.Target]; !good(c, target) {
				c.Quote(target.Name)
				return c.RefuseTarget(0)
			}
			return rule.Skip
		}
	}
	send, casts := sim.For(sim.VerbSend), sim.For(sim.VerbSendSaved)
	invalid := vendors.ReasonTokenInvalid
	rules := ruletable.In(rule.Gate, rule.StageFilter, docSingle(), sim.Rule{Verbs: send, Info: rule.Info{
		ID: "OP-FLT-010", Order: 460, Code: "10000", Reason: invalid, Because: formWhy, Advice: drop,
		Title: t("Form of a registration id, single push", "registration_id 格式不正确（单推）"),
	}, Apply: single(wellFormed)}, sim.Rule{Verbs: send, Info: rule.Info{
		ID: "OP-FLT-011", Order: 461, Code: "10000", Reason: invalid, Because: hostWhy, Advice: host, Provenance: both,
		Title: t("A phone of the other region, single push", "另一地区的 registration_id（单推）"),
	}, Apply: single(rightHost)})
	for i := range rules {
		rules[i].Order += 535 // behind everything about the message itself
	}
	return append(rules, ruletable.In(rule.Resolve, rule.StageFilter, docSingle(), sim.Rule{Verbs: casts, Info: rule.Info{
		ID: "OP-FLT-012", Order: 10, Code: "10000", Reason: invalid, Because: formWhy, Advice: form,
		Title:      t("Form of a registration id, broadcast", "registration_id 格式不正确（广播）"),
		Provenance: checked.Observed("github.com/wiseluo/sxpush_server, Oppo/OppoGateway.php, 2020-10 (a real answer)"),
	}, Apply: each(wellFormed)}, sim.Rule{Verbs: casts, Info: rule.Info{
		ID: "OP-FLT-013", Order: 20, Code: "10000", Reason: invalid, Because: hostWhy, Advice: host, Provenance: both,
		Title: t("A phone of the other region, broadcast", "另一地区的 registration_id（广播）"),
	}, Apply: each(rightHost)}, sim.Rule{Verbs: delivering(), Info: rule.Info{
		ID: "OP-FLT-014", Order: 30, Reason: vendors.ReasonTokenUnregistered,
		Title:      t("Nobody has this id or alias", "registration_id 或别名不存在"),
		Because:    t("no phone of this app has {ref}; the answer is a yes all the same", "本应用没有设备使用 {ref}，接口仍返回成功"),
		Advice:     t("ask for receipts: regid_invalid tells of void ids", "接收回执：regid_invalid 表示已失效"),
		Provenance: checked.Assumed("that only the form is judged at once is how the receipt regid_invalid reads; a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Phone != nil {
			return rule.Skip
		}
		c.Quote(c.Call.Targets[c.Target].Name)
		return c.Discard(vendors.ReasonTokenUnregistered)
	}})...)
}

// repeatWindow is how long an app_message_id is remembered. OPPO does not say; as long
// as a message may wait for its phone.
const repeatWindow = 10 * 24 * time.Hour

// repeatRules de-duplicate by app_message_id: once to the same target, stored once.
func repeatRules() []sim.Rule {
	fresh := t("give every message an app_message_id of its own; a constant one loses messages", "每条消息使用不同的 app_message_id，固定值会导致消息丢失")
	because := t("app_message_id {ref} was used before", "app_message_id {ref} 已使用过")
	key := func(c *sim.Ctx) string {
		id := note(c).AppMessageID.S
		if id == "" || len(c.Call.Targets) != 1 {
			return ""
		}
		return "to " + c.Call.Targets[0].Name + " " + id
	}
	return ruletable.In(rule.Admit, rule.StageFilter, docNotes(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "OP-FLT-020", Order: 200, Code: "32", Reason: vendors.ReasonDuplicate, Because: because, Advice: fresh,
		Title:      t("A repeated app_message_id is refused", "重复的 app_message_id 被拒绝"),
		Provenance: checked.Assumed("32 is documented for duplicates; one review saw 0 for a repeated app_message_id, so 32 is behind a switch"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if _, seen := c.Remembered(key(c)); !seen || key(c) == "" || c.Flag(flagRepeat) != "32" {
			return rule.Skip
		}
		c.Quote(note(c).AppMessageID.S)
		return c.Refuse()
	}}, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "OP-FLT-021", Scope: rule.ScopeTarget, Order: 210, Reason: vendors.ReasonDuplicate, Because: because, Advice: fresh,
		Title: t("The same app_message_id goes to a phone once", "同一 app_message_id 对同一目标只下发一次"),
	}, Apply: dropRepeated(key)}, sim.Rule{Verbs: sim.For(sim.VerbSave), Info: rule.Info{
		ID: "OP-FLT-022", Order: 220, Because: because, Advice: fresh,
		Title: t("The same app_message_id is stored once", "同一 app_message_id 只保存一次"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := note(c).AppMessageID.S
		if id == "" {
			return rule.Skip
		}
		c.Quote(id)
		if first, seen := c.Remembered("saved " + id); seen {
			return c.ReplyMessage(first)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: "saved " + id, Text: c.NextTask(), At: c.Now().Add(repeatWindow)})
		return rule.Skip
	}})
}

// dropRepeated says yes to a repeated message and sends nothing. It stands last of the
// rules about targets, so that what was refused is not remembered.
func dropRepeated(key func(c *sim.Ctx) string) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		k := key(c)
		if k == "" {
			return rule.Skip
		}
		if _, seen := c.Remembered(k); seen {
			c.Quote(note(c).AppMessageID.S)
			return c.Discard(vendors.ReasonDuplicate)
		}
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: k, Text: c.NextMessage(), At: c.Now().Add(repeatWindow)})
		return rule.Skip
	}
}

// keepRules settle how long OPPO keeps a message for a phone that is offline.
func keepRules() []sim.Rule {
	return ruletable.In(rule.Admit, rule.StageDeliver, docNotes(), sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-DLV-001", Order: 600,
		Title:      t("A message is kept a day", "off_line_ttl 默认一天"),
		Because:    t("no off_line_ttl was given; kept {d0} for a phone that is offline", "未传 off_line_ttl，离线缓存 {d0}"),
		Advice:     t("send off_line_ttl if the message is worth more or less time", "按消息价值设置 off_line_ttl"),
		Params:     map[string]int64{"default_s": 86400},
		Provenance: checked.Assumed("no source names the default; a day is a default of this project"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if note(c).OffLineTTL.State == Set {
			return rule.Skip
		}
		n := c.Param("default_s")
		c.Note(n, 0, 0)
		return c.Keep(time.Duration(n) * time.Second)
	}}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-DLV-002", Order: 610,
		Title:      t("More than ten days are taken as ten", "off_line_ttl 超过 10 天按 10 天处理"),
		Because:    t("off_line_ttl is {d0}; kept {d1}", "off_line_ttl 为 {d0}，按 {d1} 缓存"),
		Advice:     t("use at most 864000 seconds", "最大 864000 秒"),
		Params:     map[string]int64{"max_s": 864000},
		Provenance: checked.Documented("open.oppomobile.com page 11236 (notification messages), an older edition; behind a switch, as the code table says otherwise"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		most := c.Param("max_s")
		if c.Flag(flagTTL) != "clamp" || note(c).OffLineTTL.Or(0) <= most {
			return rule.Skip
		}
		c.Note(note(c).OffLineTTL.N, most, 0)
		return c.Keep(time.Duration(most) * time.Second)
	}}, sim.Rule{Verbs: withBody(), Info: rule.Info{
		ID: "OP-DLV-003", Order: 620,
		Title:      t("Of a longer content 50 characters are shown", "标准样式 content 仅展示前 50 个字符"),
		Because:    t("content has {0} characters; the phone shows the first {1}", "content 有 {0} 个字符，设备仅展示前 {1} 个"),
		Advice:     t("keep content to 50 characters, or send style 2 for a long text", "content 控制在 50 个字符以内，长文案使用 style 2"),
		Params:     map[string]int64{"shown": 50},
		Provenance: checked.Assumed("older pages and the SDK take 200 characters and say that about 50 are shown; that it is the first 50, and today, is a default of this project"),
	}, Apply: cut})
}

// cut lets the phone show the beginning of a long text of style 1.
func cut(c *sim.Ctx) rule.Outcome {
	n, most := note(c), c.Param("shown")
	has := length(n.Content.S)
	if n.Style.Or(1) != 1 || has <= most {
		return rule.Skip
	}
	c.Note(has, most, 0)
	c.Word(n.Title.S, string([]rune(n.Content.S)[:most]))
	return rule.Alter
}
