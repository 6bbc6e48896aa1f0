package meizu

import (
	"strings"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// targetRules judge how many targets a call names and how long they are.
func targetRules() []sim.Rule {
	because := t("{0} targets, {1} are allowed", "{0} 个目标，最多 {1} 个")
	split := t("split into lists of at most 100", "按 100 个拆分")
	many := ruletable.RefuseIf(func(c *sim.Ctx) bool { return tooLong(c, form(c).Named) })
	long := func(c *sim.Ctx, names []string) bool {
		for _, name := range names {
			if tooLong(c, chars(name)) {
				c.Quote(name)
				return true
			}
		}
		return false
	}
	return ruletable.In(rule.Gate, rule.StageValidate, doc1005(), sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-VAL-060", Order: 350, Code: "1005", Reason: vendors.ReasonBadRequest, Since: dayBatch, Params: map[string]int64{"max": 100},
		Title: t("At most 100 targets", "单次推送不超过 100 个目标"), Because: because, Advice: split,
	}, Apply: many}, sim.Rule{Verbs: targeted(), Info: rule.Info{
		ID: "MZ-VAL-061", Order: 351, Code: "1005", Reason: vendors.ReasonBadRequest, Until: dayBatch, Params: map[string]int64{"max": 1000},
		Title: t("At most 1000 targets (older)", "单次推送不超过 1000 个目标（旧版）"), Because: because,
		Advice: t("split into lists of at most 1000", "按 1000 个拆分"),
	}, Apply: many}, sim.Rule{Info: rule.Info{
		ID: "MZ-VAL-062", Order: 360, Code: "1005", Reason: vendors.ReasonBadRequest, Params: map[string]int64{"max": 60},
		Title:   t("Length of an alias", "alias 不能超过 60 个字符"),
		Because: t("{ref} has {0} characters, {1} are allowed", "{ref} 为 {0} 个字符，最多 {1} 个"),
		Advice:  t("use shorter aliases, such as a user id", "使用较短的别名，例如用户 ID"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return long(c, strings.Split(form(c).Alias.S, ",")) })}, sim.Rule{Info: rule.Info{
		ID: "MZ-VAL-063", Order: 361, Code: "1005", Reason: vendors.ReasonBadRequest, Params: map[string]int64{"max": 20},
		Title:   t("Length of a tag", "标签不能超过 20 个字符"),
		Because: t("{ref} has {0} characters, {1} are allowed", "{ref} 为 {0} 个字符，最多 {1} 个"),
		Advice:  t("use shorter tags", "缩短标签"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return long(c, form(c).Tags.List) || long(c, form(c).TagNames.List) })}, sim.Rule{
		Verbs: pushes(), Info: rule.Info{
			ID: "MZ-VAL-064", Order: 370, Code: "110031", Reason: vendors.ReasonPackageMismatch, Params: map[string]int64{"max": 50},
			Title:      t("restrictedPackageNames are at most 50 package names", "packageName不合法"),
			Because:    t("{ref}: {0} names, {1} are allowed", "{ref}：{0} 个包名，最多 {1} 个"),
			Advice:     t("name packages of this app, at most 50", "填写本应用的包名，不超过 50 个"),
			Provenance: checked.Assumed(`github.com/MEIZUPUSH/JavaSdk, README says "longest 50" without a unit; names and the code 110031 are a default of this project`),
		}, Apply: ruletable.RefuseIf(badPackages)})
}

func badPackages(c *sim.Ctx) bool {
	names := form(c).Packages.List
	if len(names) == 0 {
		return false
	}
	c.Quote(names[0])
	if tooLong(c, len(names)) {
		return true
	}
	for _, name := range names {
		if !strings.Contains(name, ".") {
			c.Quote(name)
			return true
		}
	}
	return false
}

// taskRules judge what a call says of its task, and whom a broadcast is for.
func taskRules() []sim.Rule {
	number := func(id string, order int, name string, verbs sim.Verbset, field func(f *Form) Int, advice string, zh string) sim.Rule {
		return sim.Rule{Verbs: verbs, Info: rule.Info{
			ID: id, Order: order, Code: "1005", Reason: vendors.ReasonBadRequest,
			Title: t(name+" is 0 or 1", name+" 取值 0 或 1"), Because: t(name+" is {0}", name+" 为 {0}"), Advice: t(advice, zh),
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			i := field(form(c))
			return i.State == Wrong || outside(c, i, 0, 1)
		})}
	}
	return append(ruletable.In(rule.Gate, rule.StageValidate, doc1005(),
		number("MZ-VAL-065", 380, "pushType", sim.For(sim.VerbSave, sim.VerbBroadcast, sim.VerbRecall), func(f *Form) Int { return f.PushType }, "0 is a notification; 1, pass-through, is discontinued", "0 通知栏消息；1（透传）已停用"),
		number("MZ-VAL-066", 381, "scope", sim.For(sim.VerbBroadcast), func(f *Form) Int { return f.Scope }, "0 is the union of the tags, 1 what has all of them", "0 并集，1 交集"),
	), ruletable.In(rule.Gate, rule.StageValidate, docAPI(), sim.Rule{Verbs: sim.For(sim.VerbSendSaved, sim.VerbRecall, sim.VerbQuery), Info: rule.Info{
		ID: "MZ-VAL-067", Order: 390, Code: "110032", Reason: vendors.ReasonMessageUnknown,
		Title:   t("The task is one of this app", "非法的taskId"),
		Because: t("{ref} is no such task of this app", "{ref} 不是本应用的该类任务"),
		Advice:  t("make the task again and use the taskId that was answered", "重新获取本应用的 taskId"),
	}, Apply: ruletable.RefuseIf(foreignTask)}, sim.Rule{Verbs: sim.For(sim.VerbRecall), Info: rule.Info{
		ID: "MZ-VAL-068", Order: 391, Code: "500", Reason: vendors.ReasonBadRequest,
		Title:   t("Only a task that is not over can be cancelled", "任务已取消[已完成]，无法取消"),
		Because: t("the task is over or cancelled already", "任务已完成或已取消"),
		Advice:  t("cancel a task while it is pending or running; do not try again", "仅可取消待推送、推送中的任务，不要重试"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if s := c.Stored; s != nil && (s.Recalled || !s.Running()) {
			return says(c, textOver)
		}
		return rule.Skip
	}}, sim.Rule{Verbs: sim.For(sim.VerbRecall), Info: rule.Info{
		ID: "MZ-DLV-050", Order: 900,
		Title:   t("A pending or running task is cancelled", "取消待推送或推送中的任务"),
		Because: t("nobody gets the task {ref} who does not have it", "任务 {ref} 不再推送给尚未收到的用户"),
		Advice:  t("nothing to do", "无需处理"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		c.Quote(c.Call.MessageRef)
		c.Effect(sim.Effect{Kind: sim.EffRecall, Key: c.Call.MessageRef, N: 1})
		return c.Reply(canceled{})
	}})...)
}

// foreignTask reports whether a call names a task that is none of this app's, or not of
// the kind the call is about: what is stored is sent, what goes to everybody is
// cancelled, and both are counted.
func foreignTask(c *sim.Ctx) bool {
	if c.Call.Verb == sim.VerbQuery && c.Call.Op != opTaskNumbers {
		return false
	}
	c.Quote(c.Call.MessageRef)
	s := c.Stored
	switch {
	case s == nil:
		return true
	case c.Call.Verb == sim.VerbSendSaved:
		return !s.Saved
	case c.Call.Verb == sim.VerbRecall:
		return !s.Audience.All
	}
	return !s.Saved && s.Audience.Nobody()
}

// imageRules answer the upload. The picture is not fetched.
func imageRules() []sim.Rule {
	manage := sim.For(sim.VerbManage)
	return ruletable.In(rule.Gate, rule.StageValidate, doc1005(), sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "MZ-VAL-070", Order: 600, Code: "1005", Reason: vendors.ReasonBadRequest,
		Title:   t("imgType is one of six, imgUrl an address", "imgType 或 imgUrl 不合法"),
		Because: t("{ref} is none", "{ref} 不合法"),
		Advice:  t("imgType 0, 1, 3, 4, 5 or 6 and an http or https address", "imgType 取 0、1、3、4、5、6，imgUrl 为 http(s) 地址"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		f := form(c)
		switch {
		case c.Call.Op != opUpload:
			return rule.Skip
		case len(f.ImgType.S) != 1 || !strings.Contains("013456", f.ImgType.S):
			c.Quote(f.ImgType.S)
			return c.Refuse()
		case !strings.HasPrefix(f.ImgURL.S, "http://") && !strings.HasPrefix(f.ImgURL.S, "https://"):
			c.Quote(f.ImgURL.S)
			return c.Refuse()
		}
		return rule.Skip
	}}, sim.Rule{Verbs: manage, Info: rule.Info{
		ID: "MZ-DLV-051", Order: 910, Stage: rule.StageDeliver,
		Title:   t("A picture is taken over", "图片上传"),
		Because: t("the address {ref} is answered; the simulator fetches nothing", "返回地址 {ref}（模拟器不下载图片）"),
		Advice:  t("use the answered address within three days", "三天内使用返回的地址"), Provenance: docAPI(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opUpload {
			return rule.Skip
		}
		c.Quote(form(c).ImgURL.S)
		return c.Reply(image{kind: form(c).ImgType.S, url: form(c).ImgURL.S})
	}})
}
