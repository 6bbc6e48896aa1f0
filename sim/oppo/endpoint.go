// Package oppo is the mock of OPPO's push API (OPPO PUSH, for OPPO, OnePlus and realme
// phones): it reads what senders post to api.push.oppomobile.com and its sisters, judges
// it by OPPO's rules of a chosen date, and answers in OPPO's form. It is written from
// OPPO's pages, its Java SDK and from answers people saw, and shares no code with the
// sender in vendors/oppo.
//
// A request becomes a sim.Call in one pass over its form and the JSON inside it
// (decode*.go, bodies.go); every decision is a rule (rules_*.go), each with its source;
// answers and receipts are written by encode.go and receipt.go. What OPPO does not say is
// marked Assumed in the rule that assumes it.
package oppo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is OPPO's mock. It keeps no state; use New.
type Endpoint struct{ rules []sim.Rule }

var (
	_ sim.Reporter  = (*Endpoint)(nil)
	_ sim.Secretive = (*Endpoint)(nil)
	_ sim.TaskMint  = (*Endpoint)(nil)
)

// New returns the mock.
func New() sim.Endpoint {
	e := &Endpoint{}
	e.rules = allRules()
	return e
}

// Vendor is OPPO.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.OPPO }

// Success is the code of a yes, of a broadcast with failed targets too.
func (e *Endpoint) Success() string { return "0" }

// AppRef is the AppKey, by which logins name the app; everything else goes by the token.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials["app_key"] }

// Secrets are what a capture of OPPO's wire must not show.
func (e *Endpoint) Secrets() []string { return []string{"auth_token", "app_key", "sign"} }

// The sites.
const (
	siteChina    = "oppo"
	siteOverseas = "oppo-overseas"
	siteMedia    = "oppo-media"
	siteFeedback = "oppo-feedback"
	siteDevice   = "oppo-device"
)

// How long requests may be. A batch of a thousand messages, each with Chinese texts at their
// limits and percent-encoded, has megabytes: OPPO names no bound for it, so that this one is
// assumed. An upload is the picture with its multipart frame.
const (
	pushBytes   = 16 << 20
	uploadBytes = 1<<20 + 64<<10
)

// Sites are the push hosts of China and of the rest of the world, which have the same
// paths and share no token, and the three helpers, which only China has.
func (e *Endpoint) Sites() []sim.Site {
	return []sim.Site{{
		Name: siteChina, Hosts: []string{"api.push.oppomobile.com", "api-push-cn.heytapmobi.com"}, Default: true,
		Paths: paths(siteChina), BodyBytes: pushBytes,
	}, {
		Name: siteOverseas, Hosts: []string{"api-intl.push.oppomobile.com"}, Paths: paths(siteChina), BodyBytes: pushBytes,
	}, {
		Name: siteMedia, Hosts: []string{"api-media.push.heytapmobi.com"}, Default: true, Paths: paths(siteMedia), BodyBytes: uploadBytes,
	}, {
		Name: siteFeedback, Hosts: []string{"feedback.push.oppomobile.com"}, Default: true, Paths: paths(siteFeedback),
	}, {
		Name: siteDevice, Hosts: []string{"api-device.push.heytapmobi.com"}, Default: true, Paths: paths(siteDevice),
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// The counters.
const (
	countPublic quota.ID = iota
	countDevice
	countSaved
	countUploads
	countSpeed
	countAuth
)

// beijing is the zone OPPO names for its time stamps, and in which its days are taken to
// begin.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// Counters are what OPPO counts.
func (e *Endpoint) Counters() []quota.Def {
	return []quota.Def{
		countPublic:  {Name: "public", Zone: beijing, Title: t("content and marketing messages accepted today", "今日内容与营销类消息")},
		countDevice:  {Name: "device.public", Device: true, Zone: beijing, Title: t("content and marketing messages that reached the phone today", "今日到达该设备的内容与营销类消息")},
		countSaved:   {Name: "saved", Zone: beijing, Title: t("message bodies stored today", "今日保存的消息体")},
		countUploads: {Name: "uploads", Zone: beijing, Title: t("pictures uploaded today", "今日上传的图片")},
		countSpeed:   {Name: "speed", Window: quota.Second, Title: t("phones addressed this second", "本秒推送设备数")},
		countAuth:    {Name: "auth", Window: quota.Minute, Title: t("logins this minute", "本分钟鉴权次数")},
	}
}

// The switches of an app.
const (
	flagStanding  = "standing"
	flagServer    = "server"
	flagIP        = "ip"
	flagScheme    = "scheme"
	flagPrivate   = "private_channels"
	flagChannels  = "channels"
	flagTemplates = "templates_enforced"
	flagTemplate  = "templates"
	flagTTL       = "ttl"
	flagContent   = "content_limit"
	flagNight     = "night_control"
	flagSensitive = "sensitive_words"
	flagRepeat    = "repeat_code"
	flagCreated   = "create_time"
	flagRegID     = "registration_id_form"
)

// The switches of a phone.
const (
	flagInstall = "install"
	flagNetwork = "network"
	flagCurrent = "registration_id"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	app := []sim.Flag{
		{Name: flagStanding, Values: []string{"opened", "not_opened", "in_review", "disabled"}, Default: "opened", Doc: t("whether push is opened for the app: not opened and in review answer 30, disabled 28", "应用推送状态：未开通、审核中返回 30，被停用返回 28")},
		{Name: flagServer, Values: []string{"up", "unavailable", "flow_control", "call_limited", "global_limit"}, Default: "up", Doc: t("OPPO's server fails or slows senders down: -1, -2, 13, 69", "服务器状态：不可用 -1、流控 -2、调用超限 13、全局限制 69")},
		{Name: flagIP, Values: []string{"allowed", "blocked"}, Default: "allowed", Doc: t("the caller's address is on OPPO's black list: 26", "调用方 IP 在黑名单中：26")},
		{Name: flagScheme, Values: []string{"new", "old"}, Default: "new", Doc: t("old: the app has not joined the classification of 2024-11-20; category and notify_level answer 67, private channels count", "old：应用未加入 2024-11-20 新消息分类，携带 category、notify_level 返回 67，按私信通道区分")},
		{Name: flagPrivate, Doc: t("approved private channels of the old scheme, separated by commas", "旧方案中已审批的私信通道，逗号分隔")},
		{Name: flagChannels, Doc: t("channels registered in the console and made in the app, separated by commas; empty: any will do", "控制台登记且应用内已创建的通道，逗号分隔；空为不检查")},
		{Name: flagTemplates, Values: []string{"off", "on", "im", "others"}, Default: "off", Doc: t("which communication and service messages need a private template: none, all, IM alone, all but IM; without it 54", "哪些通讯与服务类消息必须携带私信模板：不要求、全部、仅 IM、IM 以外；缺少返回 54")},
		{Name: flagTemplate, Doc: t("ids of the approved private templates, separated by commas; empty: any will do", "已审批的私信模板 ID，逗号分隔；空为不检查")},
		{Name: flagTTL, Values: []string{"refuse", "clamp"}, Default: "refuse", Doc: t("what an off_line_ttl over ten days gets: 41 as the code table says, or ten days as an older page says", "off_line_ttl 超过 10 天：按返回码表返回 41，或按旧文档取 10 天")},
		{Name: flagContent, Values: []string{"table", "page"}, Default: "table", Doc: t("how long the content of style 1 may be: 200 as in the code table, 50 as on the page of the message", "标准样式内容上限：返回码表为 200，消息文档为 50")},
		{Name: flagNight, Values: onOff, Default: "off", Doc: t("content and marketing messages are controlled at night; the hours are assumed", "夜间管控内容与营销类消息（时段为推定）")},
		{Name: flagSensitive, Values: onOff, Default: "off", Doc: t("sensitive words are refused; the words are this project's, OPPO's are not published", "开启敏感词校验（词表为本项目所拟，官方未公布）")},
		{Name: flagRepeat, Values: []string{"0", "32"}, Default: "0", Doc: t("what a repeated app_message_id gets: a yes and nothing sent, or 32", "重复的 app_message_id：返回成功但不下发，或返回 32")},
		{Name: flagCreated, Values: []string{"number", "string"}, Default: "number", Doc: t("the type of create_time: a number as on the wire, a text as in OPPO's sample", "create_time 的类型：实测为数字，文档示例为字符串")},
		{Name: flagRegID, Values: []string{"sdk", "narrow"}, Default: "sdk", Doc: t("what may stand before the 32 hex digits of a registration id: anything, as in the SDK, or a brand and a country", "registration_id 前缀：SDK 允许任意内容，narrow 只允许品牌与国家码")},
	}
	return append(app,
		sim.Flag{Name: flagInstall, Values: []string{"official", "other"}, Default: "official", Device: true, Doc: t("where the app was installed from; from elsewhere than the OPPO store content and marketing messages are not served", "应用安装渠道；非软件商店安装不下发内容与营销类消息")},
		sim.Flag{Name: flagNetwork, Values: []string{"wifi", "mobile"}, Default: "wifi", Device: true, Doc: t("the network the phone is on, for network_type 1", "设备当前网络（network_type=1 仅 Wi-Fi 下发）")},
		sim.Flag{Name: flagCurrent, Values: []string{"current", "renewed"}, Default: "current", Device: true, Doc: t("renewed: the phone has another registration id than the one pushed to", "renewed：设备已有新的 registration_id")},
	)
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
