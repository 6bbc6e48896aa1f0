package meizu

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// The switches of a subscription, as msgType names them.
const (
	switchBar    = "0"
	switchDirect = "1"
)

// switchKey is where a switch that was turned by a call is kept.
func switchKey(p *sim.Phone, kind string) string { return "switch/" + kind + "/" + p.ID }

// isOn reports whether a switch of a phone is on. The user's own one counts as the
// notification switch too.
func isOn(c *sim.Ctx, p *sim.Phone, kind string) bool {
	turned, ok := c.Remembered(switchKey(p, kind))
	return (!ok || turned == "1") && (kind == switchDirect || p.Notifications)
}

// about is the phone a subscription call is about; ok is false for other calls.
func about(c *sim.Ctx) (p *sim.Phone, ok bool) {
	if !slices.Contains(table[c.Call.Request.Path].needs, "pushId") {
		return nil, false
	}
	return c.View.Phone(form(c).PushID.S), true
}

// subscriptionRules judge whom a call is about and what it sets.
func subscriptionRules() []sim.Rule {
	both := sim.For(sim.VerbQuery, sim.VerbManage)
	return append(ruletable.In(rule.Gate, rule.StageFilter, docAPI(), sim.Rule{Verbs: both, Info: rule.Info{
		ID: "MZ-FLT-020", Order: 630, Code: "110003", Reason: vendors.ReasonTokenInvalid,
		Title:      t("A pushId has the form of one", "pushId非法"),
		Because:    t("{ref} is no pushId", "{ref} 不是 pushId"),
		Advice:     t("delete the token; check that no other vendor's tokens are mixed in", "删除该 pushId，检查是否混入其他厂商的 token"),
		Provenance: formOfID(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		id := form(c).PushID.S
		if _, ok := about(c); !ok || pushID(id) {
			return rule.Skip
		}
		c.Quote(id)
		return c.Refuse()
	}}, sim.Rule{Verbs: both, Info: rule.Info{
		ID: "MZ-FLT-021", Order: 631, Code: "110002", Reason: vendors.ReasonTokenUnregistered,
		Title:   t("The pushId is registered", "pushId未注册"),
		Because: t("{ref} is not registered for this app", "{ref} 未注册到本应用"),
		Advice:  t("delete the token and wait for the app to report its new one", "删除该 pushId，等待客户端重新上报"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		p, ok := about(c)
		if !ok || (p != nil && p.Subscribed) {
			return rule.Skip
		}
		c.Quote(form(c).PushID.S)
		return c.Refuse()
	}}), ruletable.In(rule.Gate, rule.StageValidate, doc1005(), sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
		ID: "MZ-VAL-071", Order: 640, Code: "1005", Reason: vendors.ReasonBadRequest,
		Title:   t("msgType and subSwitch are 0 or 1", "msgType、subSwitch 取值 0 或 1"),
		Because: t("{ref} is none of the two", "{ref} 取值错误"),
		Advice:  t("msgType 0 is the notification switch, 1 pass-through; subSwitch 1 is on", "msgType：0 通知栏，1 透传；subSwitch：1 打开"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		f := form(c)
		switch {
		case f.MsgType.State == Wrong || outside(c, f.MsgType, 0, 1):
			c.Quote("msgType")
		case f.SubSwitch.State == Wrong:
			c.Quote("subSwitch")
		default:
			return rule.Skip
		}
		return c.Refuse()
	}}, sim.Rule{Verbs: sim.For(sim.VerbManage), Info: rule.Info{
		ID: "MZ-VAL-072", Order: 641, Code: "1005", Reason: vendors.ReasonBadRequest, Params: map[string]int64{"max": 100},
		Title:   t("At most 100 tags", "标签不能超过 100 个"),
		Because: t("{0} tags, {1} are allowed", "{0} 个标签，最多 {1} 个"),
		Advice:  t("use fewer tags", "减少标签数"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		p, _ := about(c)
		return p != nil && c.Call.Op == opTagsSet && tooLong(c, len(union(p.Tags, form(c).Tags.List)))
	})})...)
}

// subscribed makes the answer of one operation about a phone.
func subscribed(id string, order int, verb sim.Verb, title, because string, zh string, ops []string, reply func(c *sim.Ctx, p *sim.Phone) any) sim.Rule {
	return sim.Rule{Verbs: sim.For(verb), Info: rule.Info{
		ID: id, Order: order, Title: t(title, zh), Because: t(because, zh), Advice: t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		p, ok := about(c)
		if !ok || p == nil || !slices.Contains(ops, c.Call.Op) {
			return rule.Skip
		}
		return c.Reply(reply(c, p))
	}}
}

// switchRules read and turn the switches.
func switchRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageDeliver, docAPI(),
		subscribed("MZ-DLV-055", 930, sim.VerbQuery, "Switches of a pushId", "the switches are answered", "获取订阅开关状态", []string{opSwitch},
			func(c *sim.Ctx, p *sim.Phone) any {
				return switches{bar: isOn(c, p, switchBar), direct: isOn(c, p, switchDirect), pushID: p.Token}
			}),
		subscribed("MZ-DLV-056", 931, sim.VerbManage, "Switches of a pushId are turned", "the switches are turned", "修改订阅开关状态", []string{opSwitchOne, opSwitchAll}, turn))
}

// turn keeps what a call turned for as long as the world lives.
func turn(c *sim.Ctx, p *sim.Phone) any {
	f := form(c)
	on := f.SubSwitch.Is(true)
	now := switches{bar: isOn(c, p, switchBar), direct: isOn(c, p, switchDirect), pushID: p.Token}
	set := func(kind string, into *bool) {
		text := "0"
		if on {
			text = "1"
		}
		*into = on && (kind == switchDirect || p.Notifications)
		c.Effect(sim.Effect{Kind: sim.EffRemember, Key: switchKey(p, kind), Text: text, At: c.Now().AddDate(100, 0, 0)})
	}
	if c.Call.Op == opSwitchAll || f.MsgType.Or(0) == 0 {
		set(switchBar, &now.bar)
	}
	if c.Call.Op == opSwitchAll || f.MsgType.Or(0) == 1 {
		set(switchDirect, &now.direct)
	}
	return now
}

// aliasRules read, bind and take away a phone's alias.
func aliasRules() []sim.Rule {
	bind := func(alias string) func(*sim.Ctx, *sim.Phone) any {
		return func(c *sim.Ctx, p *sim.Phone) any {
			to := alias
			if c.Call.Op == opAliasSet {
				to = form(c).Alias.S
			}
			c.Effect(sim.Effect{Kind: sim.EffAlias, Phone: p, Text: to})
			return aliasOf{pushID: p.Token, alias: to}
		}
	}
	return ruletable.In(rule.Gate, rule.StageDeliver, docAPI(),
		subscribed("MZ-DLV-057", 940, sim.VerbQuery, "Alias of a pushId", "the alias is answered", "获取订阅别名", []string{opAlias},
			func(_ *sim.Ctx, p *sim.Phone) any { return aliasOf{pushID: p.Token, alias: p.Alias} }),
		subscribed("MZ-DLV-058", 941, sim.VerbManage, "Alias of a pushId is changed", "the alias is bound or taken away", "别名订阅与取消", []string{opAliasSet, opAliasUnset}, bind("")))
}

// tagRules read and change a phone's tags.
func tagRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageDeliver, docAPI(),
		subscribed("MZ-DLV-059", 945, sim.VerbQuery, "Tags of a pushId", "the tags are answered", "获取订阅标签", []string{opTags},
			func(_ *sim.Ctx, p *sim.Phone) any { return tagsOf{pushID: p.Token, tags: slices.Clone(p.Tags)} }),
		subscribed("MZ-DLV-060", 946, sim.VerbManage, "Tags of a pushId are changed", "tags are bound or taken away", "标签订阅与取消", []string{opTagsSet, opTagsUnset}, tag),
		subscribed("MZ-DLV-061", 947, sim.VerbManage, "A pushId has no tags any more", "all tags are taken away", "取消订阅所有标签", []string{opTagsClear},
			func(c *sim.Ctx, p *sim.Phone) any {
				for _, name := range p.Tags {
					c.Effect(sim.Effect{Kind: sim.EffTag, Phone: p, Text: name, N: -1})
				}
				return yes{}
			}))
}

func tag(c *sim.Ctx, p *sim.Phone) any {
	names, n := form(c).Tags.List, int64(1)
	after := union(p.Tags, names)
	if c.Call.Op == opTagsUnset {
		n = -1
		after = slices.DeleteFunc(slices.Clone(p.Tags), func(have string) bool { return slices.Contains(names, have) })
	}
	for _, name := range names {
		if strings.TrimSpace(name) != "" {
			c.Effect(sim.Effect{Kind: sim.EffTag, Phone: p, Text: name, N: n})
		}
	}
	return tagsOf{pushID: p.Token, tags: after}
}

func union(have, more []string) []string {
	out := slices.Clone(have)
	for _, name := range more {
		if !slices.Contains(out, name) && strings.TrimSpace(name) != "" {
			out = append(out, name)
		}
	}
	return out
}
