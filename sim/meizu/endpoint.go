// Package meizu is the mock of Meizu's Flyme push API: it reads what senders post to
// server-api-push.meizu.com and api-push.meizu.com, judges it by Meizu's rules of a
// chosen date, and answers in Meizu's form. It is written from Meizu's document and SDK
// and from answers people saw, and shares no code with the sender in vendors/meizu.
//
// A request becomes a sim.Call in decode*.go, form.go and message.go; every decision
// is a rule (rules_*.go), each with its source; answers and receipts are written by
// encode.go and receipt.go. What Meizu does not say is marked Assumed in the rule that
// assumes it.
package meizu

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is Meizu's mock. It keeps no state; use New.
type Endpoint struct{ rules []sim.Rule }

var (
	_ sim.Reporter = (*Endpoint)(nil)
	_ sim.TaskMint = (*Endpoint)(nil)
)

// New returns the mock.
func New() sim.Endpoint { return &Endpoint{rules: allRules()} }

// Vendor is Meizu.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.Meizu }

// Success is the code of a yes, also when targets failed.
func (e *Endpoint) Success() string { return codeYes }

const codeYes = "200"

// AppRef is the appId, by which every request names the app.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials["app_id"] }

// Sites are the hosts in China and overseas. Pushes and subscriptions have a host each,
// and both answer for everything: the SDKs of 2017 push through the second one.
func (e *Endpoint) Sites() []sim.Site {
	paths := make([]string, 0, len(routes()))
	for _, r := range routes() {
		paths = append(paths, server+r.path)
	}
	return []sim.Site{{
		Name: "meizu", Hosts: []string{"server-api-push.meizu.com", "api-push.meizu.com"}, Default: true, Paths: paths,
	}, {
		Name: "meizu-overseas", Hosts: []string{"server-api-push.in.meizu.com", "api-push.in.meizu.com"}, Paths: paths,
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// Secrets implements sim.Secretive: what a capture of Meizu's wire must not show.
func (*Endpoint) Secrets() []string { return []string{"sign", "access_token"} }

// The counters.
const (
	countDevice quota.ID = iota
	countSpeed
	countDay
	countTasks
	countTaskSpeed
)

// beijing is where Meizu's day is taken to begin and whose times a message names;
// Meizu says neither.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// Counters are what Meizu counts.
func (e *Endpoint) Counters() []quota.Def {
	day := func(name, en, zh string) quota.Def {
		return quota.Def{Name: name, Title: t(en, zh), Window: quota.Day, Zone: beijing}
	}
	device := day("device.public", "public messages accepted for the phone today", "今日该设备受理的公信")
	device.Device = true
	return []quota.Def{
		countDevice:    device,
		countSpeed:     {Name: "speed", Title: t("requests this second", "本秒请求数"), Window: quota.Second},
		countDay:       day("day", "messages of the app today", "今日应用推送条数"),
		countTasks:     day("tasks", "tasks made today", "今日创建的任务数"),
		countTaskSpeed: {Name: "task.speed", Title: t("targets of tasks this second", "本秒任务推送目标数"), Window: quota.Second},
	}
}

// The switches.
const (
	flagPrivate    = "private_allowed"
	flagBlacklist  = "blacklisted"
	flagVIP        = "vip"
	flagServer     = "server"
	flagRedirect   = "redirect"
	flagFoldLimit  = "fold_limit"
	flagFoldWindow = "fold_window"
	flagToken      = "receipt_token"

	flagPushError = "push_error"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	return []sim.Flag{
		{Name: flagPrivate, Values: []string{"on", "off"}, Default: "on", Doc: t("private messages are allowed; off: their targets come back under 201", "允许发送私信；关闭后目标返回 201")},
		{Name: flagBlacklist, Values: onOff, Default: "off", Doc: t("the app is on the black list: 110009", "应用被加入黑名单：110009")},
		{Name: flagVIP, Values: onOff, Default: "off", Doc: t("the app has a VIP contract: vipInfo is looked at", "VIP 应用：vipInfo 生效")},
		{Name: flagServer, Values: []string{"ok", "down", "error", "busy", "failing"}, Default: "ok", Doc: t("down: HTTP 503; error: 1001; busy: 1003; failing: 500 without a rule", "down：HTTP 503；error：1001；busy：1003；failing：500（无业务原因）")},
		{Name: flagRedirect, Doc: t("requests to another host than this one are sent there with code 300", "向其他域名的请求返回 300，重定向到该域名")},
		{Name: flagFoldLimit, Default: "5", Doc: t("messages to one phone within fold_window before more are folded (520)", "fold_window 内单设备消息数上限，超过返回 520")},
		{Name: flagFoldWindow, Default: "60", Doc: t("seconds in which messages to one phone are counted for folding", "消息折叠统计时间（秒）")},
		{Name: flagToken, Doc: t("the access token registered in the console beside the receipt address", "控制台为回执地址配置的 access_token")},
		{Name: flagPushError, Values: []string{"none", "501", "513", "518", "519"}, Default: "none", Device: true, Doc: t("pushing to this phone fails at Meizu with this code", "推送到该设备时返回的服务端错误码")},
	}
}

func t(en, zh string) vendors.Text { return ruletable.T(en, zh) }
