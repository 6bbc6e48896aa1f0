// Package huawei is the mock of Huawei's two push protocols: the HMS API, versions v1
// and v2, and v3 for HarmonyOS 5 and later (harmony_*.go). It reads what senders post to
// oauth-login.cloud.huawei.com and push-api.cloud.huawei.com, judges it by Huawei's
// rules of a chosen date, and answers in Huawei's form. It is written from Huawei's
// documents and from answers people saw, and shares no code with the sender in
// vendors/huawei.
//
// A request becomes a sim.Call in one pass over its body (decode*.go, body*.go,
// wire.go); every decision is a rule (rules_*.go), each with its source; answers and
// receipts are written by encode.go and receipt.go. What Huawei does not say is
// marked Assumed in the rule that assumes it.
package huawei

import (
	"cmp"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is Huawei's mock. It keeps no state beside the JWTs it read; use New.
type Endpoint struct {
	rules []sim.Rule
	jwts  *jwtCache
}

var (
	_ sim.Reporter  = (*Endpoint)(nil)
	_ sim.Secretive = (*Endpoint)(nil)
	_ sim.Named     = (*Endpoint)(nil)
	_ sim.Grouped   = (*Endpoint)(nil)
)

// New returns the mock; before 2023-09-15 it classifies by keywords.
func New() sim.Endpoint { return With(Keywords()) }

// With returns the mock with another stand-in for the intelligent classification
// that Huawei ended on 2023-09-15.
func With(c Classifier) sim.Endpoint {
	e := &Endpoint{jwts: newJWTCache()}
	e.rules = e.allRules(c)
	return e
}

// Vendor is Huawei.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.Huawei }

// Success is the code of a yes to everybody addressed.
func (e *Endpoint) Success() string { return codeSuccess }

// AppRef is the OAuth client id, by which v1 paths and logins name the app. AppGallery
// Connect gives an app the same number as App ID.
func (e *Endpoint) AppRef(credentials map[string]string) string {
	return cmp.Or(credentials["client_id"], credentials["app_id"])
}

// AppNames are the further ids a path can hold: the App ID where it differs, and the
// project id of v2 and v3, which several apps may share; and the key of the service
// account that signs JWTs.
func (e *Endpoint) AppNames(credentials map[string]string) []string {
	names := []string{credentials["app_id"], credentials[credProject]}
	if id := credentials[credKeyID]; id != "" {
		names = append(names, keyName(id))
	}
	return names
}

// AppGroup is the project, whose service account sends to the phones of all its apps.
func (e *Endpoint) AppGroup(credentials map[string]string) string { return credentials[credProject] }

// Sites are the push hosts and the hosts of the account service. Huawei documents one
// push host for China and abroad: the region is an entry of the app in the console
// (the flag data_location), not a host.
func (e *Endpoint) Sites() []sim.Site {
	return []sim.Site{{
		Name: "huawei", Hosts: []string{"push-api.cloud.huawei.com", "api.push.hicloud.com"}, Default: true,
		Paths: []string{
			"/v1/*/messages:send", "/v2/*/messages:send", "/v3/*/messages:send", "/v1/*/messages:revoke",
			"/v1/*/topic:subscribe", "/v1/*/topic:unsubscribe", "/v1/*/topic:list",
		},
	}, {
		Name: "huawei-oauth", Hosts: []string{"oauth-login.cloud.huawei.com", "login.cloud.huawei.com"}, Default: true,
		Paths: []string{"/oauth2/v3/token", "/oauth2/v2/token"},
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// The counters.
const (
	countMarketing quota.ID = iota
	countTotal
	countTest
	countSpeed
	countTopicTasks
	countAuth
	countHarmonyTest
	countTestRate
	countCard
)

// beijing is where Huawei's calendar day (自然日) is taken to begin; no zone is named.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// Counters are what Huawei counts.
func (e *Endpoint) Counters() []quota.Def {
	return []quota.Def{
		countMarketing:   {Name: "device.marketing", Device: true, Zone: beijing, Title: t("marketing messages sent to the phone today", "今日发往该设备的资讯营销类消息")},
		countTotal:       {Name: "device.total", Device: true, Zone: beijing, Title: t("messages of all classes sent to the phone today", "今日发往该设备的全部消息")},
		countTest:        {Name: "test", Zone: beijing, Title: t("test messages sent today", "今日测试消息")},
		countSpeed:       {Name: "speed", Window: quota.Second, Title: t("phones addressed this second", "本秒推送设备数")},
		countTopicTasks:  {Name: "topic.tasks", Window: quota.Minute, Title: t("topic sends this minute", "本分钟主题消息任务数")},
		countHarmonyTest: {Name: "v3.test", Group: true, Zone: beijing, Title: t("HarmonyOS test requests of the project today", "今日该项目的 HarmonyOS 测试消息请求")},
		countTestRate:    {Name: "v3.test.rate", Group: true, Window: quota.Minute, Title: t("HarmonyOS test requests of the project this minute", "本分钟该项目的 HarmonyOS 测试消息请求")},
		countCard:        {Name: "v3.device.card", Device: true, Zone: beijing, Title: t("card refreshes of the phone today", "今日该设备的卡片刷新次数")},
		countAuth:        {Name: "auth", Window: quota.Second, Title: t("access tokens asked for this second", "本秒获取 access token 次数")},
	}
}

// The switches of an app.
const (
	flagStatus       = "http_status"
	flagPenalty      = "penalty"
	flagViolations   = "violations"
	flagViolationLog = "violation_log"
	flagPush         = "push"
	flagDataLocation = "data_location"
	flagNewsLicence  = "news_licence"
	flagServerError  = "server_error"
	flagAuthError    = "auth_error"
	flagApp          = "harmony_app"
	flagImage        = "image_check"
	flagNight        = "night_hold"
	flagBadTopics    = "topic_bad_tokens"
)

// The switches of a phone.
const (
	flagEMUI       = "emui"
	flagSystem     = "system"
	flagTurnedOff  = "push_turned_off"
	flagControlled = "controlled"
	flagToken      = "harmony_token"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	app := []sim.Flag{
		{Name: flagStatus, Values: []string{"observed", "mapped"}, Default: "observed", Doc: t("HTTP status of a refusal: 200 as seen on the wire, or mapped to 400, 401, 500 as the documents say", "失败时的 HTTP 状态码：observed 为实测的 200，mapped 按文档返回 400/401/500")},
		{Name: flagPenalty, Values: []string{stepNone, stepWarned, stepSuspended, stepSilenced, stepDisabled}, Default: stepNone, Doc: t("how far the penalty ladder has gone: a warning, marketing dropped for 7 days, everything silent and 2 a phone and day for 90 days, or push disabled", "违规处罚阶梯：警告、暂停资讯营销类消息 7 天、90 天内全部静默且每设备每天 2 条、停止推送")},
		{Name: flagViolations, Values: []string{stepNone, violationFound, violationSent}, Default: stepNone, Doc: t("what counts as a violation: nothing, one that Huawei has found, which is counted with the next message, or every message with a category not granted, a title that repeats the text, promotion in a service category or a SUBSCRIPTION that names none", "违规来源：无；found 为华为已认定一次，随下一条消息计入；messages 为 category 未获批、标题与正文重复、服务类夹带营销或 SUBSCRIPTION 文案未体现订阅关系的消息")},
		{Name: flagViolationLog, Doc: t("when violations were found, in RFC 3339; those of twelve months count", "违规时间（RFC 3339），按 12 个月累计")},
		{Name: flagPush, Values: []string{"enabled", "disabled", "suspended"}, Default: "enabled", Doc: t("whether push is enabled for the app in the console, or was suspended: 80300002", "控制台是否开通推送服务，或已被暂停：80300002")},
		{Name: flagDataLocation, Values: []string{"selected", "unset", "mismatch"}, Default: "selected", Doc: t("data processing location of the app: topic calls answer 82000012 or 82000013, and with a mismatch nothing arrives", "数据处理位置：主题接口返回 82000012 或 82000013，不匹配时消息不送达")},
		{Name: flagNewsLicence, Values: []string{"yes", "no"}, Default: "yes", Doc: t("whether a news app holds the Internet News Information Service Licence, which gives it 5 marketing messages a phone and day", "新闻类应用是否持有互联网新闻信息服务许可证（每设备每天 5 条）")},
		{Name: flagServerError, Values: []string{"off", "internal", "oauth", "500", "502", "503"}, Default: "off", Doc: t("the push service fails: 81000001, 80600003, or a bare HTTP status", "推送服务故障：81000001、80600003 或仅 HTTP 状态码")},
		{Name: flagAuthError, Values: []string{"off", "403", "500", "502", "503", "504", "590"}, Default: "off", Doc: t("the token endpoint fails with this HTTP status", "获取 token 接口返回该 HTTP 状态码")},
		{Name: flagApp, Values: []string{"created", "missing", "atomic"}, Default: "created", Doc: t("what the app is at HarmonyOS: an app, one that AppGallery Connect does not have (appinfoError), or an atomic service", "应用在 HarmonyOS 侧的状态：已创建、未创建（appinfoError）、元服务")},
		{Name: flagImage, Values: []string{"passed", "not_checked", "other_type"}, Default: "passed", Doc: t("whether the picture of a HarmonyOS notification was checked: 80100022, or differentImgVerifyPolicy for another push-type", "HarmonyOS 通知图片是否通过风控校验：80100022 或 differentImgVerifyPolicy")},
		{Name: flagNight, Values: onOff, Default: "off", Doc: t("hold messages to HMS phones that are not in use from 00:00 to 06:00, as one aggregator says", "0:00-6:00 暂缓向灭屏的 HMS 设备下发（某聚合平台说明）")},
		{Name: flagBadTopics, Values: []string{codeSomeTokens, codeLocation}, Default: codeSomeTokens, Doc: t("what a topic call answers whose tokens are all bad: both were seen", "主题接口全部 token 无效时的返回码，两者均有实测")},
	}
	return append(app,
		sim.Flag{Name: flagEMUI, Values: []string{"10", "9"}, Default: "10", Device: true, Doc: t("EMUI 10 and later, or older, where classes look alike", "EMUI 10 及以上；更早版本两类消息展示相同")},
		sim.Flag{Name: flagSystem, Values: []string{"hms", "harmonyos5"}, Default: "hms", Device: true, Doc: t("harmonyos5: a phone of HarmonyOS 5 and later, reached by v3 only; hms: reached by v1 and v2 only", "harmonyos5：HarmonyOS 5 及以上设备，只能用 v3；hms：只能用 v1/v2")},
		sim.Flag{Name: flagTurnedOff, Values: onOff, Default: "off", Device: true, Doc: t("the app called turnOffPush: receipt 6", "应用调用了 turnOffPush：回执 6")},
		sim.Flag{Name: flagToken, Values: []string{"own", "third_party", "country"}, Default: "own", Device: true, Doc: t("what else v3 refuses a token for: it is of a third party's platform, or the phone's country is not served", "v3 拒绝该 token 的其他原因：第三方代理平台的 token，或设备所在国家/地区不支持")},
		sim.Flag{Name: flagControlled, Values: onOff, Default: "off", Device: true, Doc: t("Huawei controls sending to this token: receipt 201, and what is sent comes when this is off again, if its ttl lasts", "该 token 被管控：回执 201，管控解除且 ttl 未到期时补发")},
	)
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
