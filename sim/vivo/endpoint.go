// Package vivo is the mock of vivo's push API (VPush): it reads what senders post
// to api-push.vivo.com.cn, judges it by vivo's rules of a chosen date, and answers
// in vivo's form. It is written from vivo's documents and from answers people saw,
// and shares no code with the sender in vendors/vivo.
//
// A request becomes a sim.Call in one pass over its body (decode*.go, wire.go,
// bodies.go); every decision is a rule (rules_*.go), each with its source; answers
// and receipts are written by encode.go and receipt.go. What vivo does not say is
// marked Assumed in the rule that assumes it.
package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is vivo's mock. It keeps no state; use New.
type Endpoint struct {
	rules     []sim.Rule
	sensitive *lexicon
}

var _ sim.Reporter = (*Endpoint)(nil)

// New returns the mock with the keyword classifier.
func New() sim.Endpoint { return With(Keywords()) }

// With returns the mock with another re-classifier.
func With(c Classifier) sim.Endpoint {
	e := &Endpoint{sensitive: sensitiveWords()}
	e.rules = e.allRules(c)
	return e
}

// Vendor is vivo.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.Vivo }

// Success is the result member of a yes.
func (e *Endpoint) Success() string { return "0" }

// AppRef is the appId, by which the login and many bodies name the app.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials["app_id"] }

// Sites is vivo's one host. No overseas host appears in any source, and test mode
// uses the same one.
func (e *Endpoint) Sites() []sim.Site {
	paths := make([]string, 0, len(routes()))
	for _, r := range routes() {
		paths = append(paths, r.path)
	}
	return []sim.Site{{
		Name: "vivo", Hosts: []string{"api-push.vivo.com.cn"}, Default: true, Paths: paths,
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// The counters.
const (
	countOperational quota.ID = iota
	countSystem
	countDevice
	countSaved
	countAll
	countAuth
	countSpeed
	countMsgStatus
	countAuthDay
	countTestOperational
	countTestSystem
)

// beijing is where vivo's day is taken to begin; vivo names no zone.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", zoneSeconds)

const zoneSeconds = 8 * 3600

// Counters are what vivo counts.
func (e *Endpoint) Counters() []quota.Def {
	day := func(name, en, zh string) quota.Def {
		return quota.Def{Name: name, Title: t(en, zh), Window: quota.Day, Zone: beijing}
	}
	second := func(name, en, zh string) quota.Def {
		return quota.Def{Name: name, Title: t(en, zh), Window: quota.Second}
	}
	device := day("device.operational", "operational messages that reached the phone today", "今日到达该设备的运营消息")
	device.Device = true
	return []quota.Def{
		countOperational:     day("operational", "operational messages that arrived today", "今日运营消息到达量"),
		countSystem:          day("system", "system messages that arrived today", "今日系统消息到达量"),
		countDevice:          device,
		countSaved:           day("saved", "message bodies stored today", "今日保存的群推消息体"),
		countAll:             day("all", "pushes to everybody today", "今日全量发送次数"),
		countAuth:            second("auth", "logins this second", "本秒鉴权次数"),
		countSpeed:           second("speed", "phones addressed this second", "本秒推送设备数"),
		countMsgStatus:       second("msgstatus", "audit queries this second", "本秒审核状态查询次数"),
		countAuthDay:         day("auth.day", "logins today (before edition 2.9.2)", "今日鉴权次数（2.9.2 版之前）"),
		countTestOperational: day("test.operational", "operational test messages today (older scheme)", "今日运营类测试消息（旧规则）"),
		countTestSystem:      day("test.system", "system test messages today (older scheme)", "今日系统类测试消息（旧规则）"),
	}
}

// The switches.
const (
	flagPushClosed      = "push_closed"
	flagSystemClosed    = "system_closed"
	flagUnlimitedSystem = "unlimited_system"
	flagTitleCount      = "title_count"
	flagRepeatCode      = "repeat_code"
	flagListTask        = "list_task"
	flagServerError     = "server_error"

	flagInstall = "install"
	flagRegID   = "regid"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	return []sim.Flag{
		{Name: flagPushClosed, Values: onOff, Default: "off", Doc: t("vivo switched push off for this app as a penalty: 10043", "处罚：应用的 push 通道被关闭，返回 10043")},
		{Name: flagSystemClosed, Values: onOff, Default: "off", Doc: t("vivo switched system messages off as a penalty: 10082", "处罚：系统消息开关被关闭，返回 10082")},
		{Name: flagUnlimitedSystem, Values: onOff, Default: "off", Doc: t("system messages without a daily total, granted on application", "已申请系统消息不限量")},
		{Name: flagTitleCount, Values: []string{"codepoints", "legacy"}, Default: "codepoints", Doc: t("how title and content are counted: every character one, or a Chinese one two", "标题和内容的计数方式：中英文都算一个，或汉字算两个（旧版）")},
		{Name: flagRepeatCode, Doc: t("answer a repeated requestId with this code instead of the first taskId", "重复 requestId 时返回该错误码，而不是首次的 taskId")},
		{Name: flagListTask, Values: onOff, Default: "off", Doc: t("answer a list push with its taskId, too, as samples in clients' tests have it", "群推响应同时返回 taskId（部分客户端测试样例如此）")},
		{Name: flagServerError, Values: onOff, Default: "off", Doc: t("vivo's server fails: HTTP 500 with its plain text", "服务器故障：HTTP 500 与纯文本")},
		{Name: flagInstall, Values: []string{"official", "other"}, Default: "official", Device: true, Doc: t("where the app was installed from; from elsewhere than the vivo store operational messages are off", "应用安装渠道；非官方渠道默认关闭运营消息权限")},
		{Name: flagRegID, Values: []string{"current", "renewed"}, Default: "current", Device: true, Doc: t("renewed: the phone has a newer regId than the one pushed to", "renewed：设备已有新的 regId")},
	}
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
