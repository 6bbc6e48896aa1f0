package tuitest

import (
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// decide is the whole rulebook of the toy vendor.
func (l *Lab) decide(m vendors.Message, p device.Phone) desk.Story {
	now := l.clock.Now()
	st := desk.Story{
		At: now, Vendor: Toy, App: p.App, Phone: p.ID, Token: p.Token, Title: m.Title, Body: m.Body,
		Asked: m.Class, Granted: m.Class, Category: string(m.Category), Status: 200, Code: "0",
		Meaning: text("success", "成功"), State: device.Shown, FateAt: now, Cause: -1,
		Steps: []desk.Step{
			step("TY-AUTH-001", rule.StageAuth, rule.Pass, text("the key is known", "密钥正确"),
				text("key of app shop", "应用 shop 的密钥"), vendors.Text{}),
			step("TY-VAL-002", rule.StageValidate, rule.Pass, text("title fits", "标题长度"),
				text("2 of 20 characters", "20 个字符之内"), vendors.Text{}),
		},
	}
	end := func(s desk.Step, state device.Fate, reason vendors.Reason) desk.Story {
		st.Steps = append(st.Steps, s)
		st.Cause, st.State, st.Reason, st.Advice = len(st.Steps)-1, state, reason, s.Rule.Advice
		return st
	}
	switch {
	case !p.Installed:
		st = end(step("TY-TGT-001", rule.StageValidate, rule.Refuse, text("token is dead", "令牌失效"),
			text("the app was uninstalled, its token is dead", "应用已卸载，令牌失效"),
			text("delete this token", "请删除该令牌")), "", vendors.ReasonTokenUnregistered)
		st.Refused, st.Code, st.Meaning = true, "302", text("invalid target", "目标无效")
		return st
	case !p.Notifications:
		return end(step("TY-DLV-003", rule.StageDeliver, rule.Drop, text("notification switch", "通知开关"),
			text("the user switched notifications off for this app", "用户关闭了该应用的通知"),
			text("ask the user in the app to allow notifications", "请在应用内引导用户打开通知")),
			device.Dropped, vendors.ReasonNotifySwitchOff)
	case p.Offline:
		return end(step("TY-DLV-001", rule.StageDeliver, rule.Hold, text("offline", "设备离线"),
			text("the phone has no network; kept until the TTL ends", "手机没有网络，在有效期内暂存"),
			text("nothing to do; a longer TTL waits longer", "无需处理；有效期越长等待越久")),
			device.Held, vendors.ReasonDeviceOffline)
	case m.Class != vendors.ClassTransactional:
		return end(step("TY-CLS-004", rule.StageClassify, rule.Alter, text("campaigns are silent", "营销类消息静默"),
			text("campaigns are shown without sound", "营销类消息不响铃"),
			text("declare a category of the transactional class if it is one", "若属服务类消息，请声明相应类别")),
			device.Silent, vendors.ReasonSilentByClass)
	}
	return st
}
