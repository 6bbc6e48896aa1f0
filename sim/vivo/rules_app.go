package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// appRules judge the app's standing in the console.
func appRules() []sim.Rule {
	return ruletable.In(rule.Gate, rule.StageFilter, doc368(), sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-APP-001", Order: 100430, Code: "10043", Reason: vendors.ReasonPushDisabled,
		Title:   t("Push switched off as a penalty", "该应用已关闭push通道"),
		Because: t("vivo switched push off for this app", "该应用的 push 通道已被关闭"),
		Advice:  t("look for vivo's penalty mail and appeal; stop sending until then", "查看处罚邮件并联系 vivo 推送技术支持，恢复前停止推送"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Flag(flagPushClosed) == "on" })}, sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-APP-002", Order: 100450, Code: "10045", Reason: vendors.ReasonAppNotListed,
		Title:   t("Formal messages need a listed app", "应用审核中不可发送正式消息"),
		Because: t("the app is under review or not listed in the vivo store", "应用未上架或仍在审核中"),
		Advice:  t("list the app; until then send with pushMode 1 to registered test devices", "完成上架审核；此前只能用 pushMode=1 发给测试设备"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return c.Known() && !c.Listed() && !c.Message.Test })}, sim.Rule{Verbs: pushes(), Info: rule.Info{
		ID: "VV-APP-003", Order: 100820, Code: "10082", Reason: vendors.ReasonRightMissing,
		Title:   t("System messages switched off as a penalty", "系统消息开关未打开"),
		Because: t("vivo switched system messages off for this app", "该应用的系统消息开关已被关闭"),
		Advice:  t("look for vivo's penalty mail; send as operational or wait for the switch", "查看系统消息处罚邮件；恢复前只能按运营消息发送"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		return c.Message.Asked == vendors.ClassTransactional && c.Flag(flagSystemClosed) == "on"
	})})
}
