// Package honor is the mock of Honor's push API (荣耀推送): it reads what senders post
// to iam.developer.honor.com and push-api.cloud.honor.com, and to the older hihonor.com
// hosts, judges it by Honor's rules of a chosen date, and answers in Honor's form. It
// is written from copies of Honor's documents and from what clients put on the wire,
// and shares no code with the sender in vendors/honor.
//
// A request becomes a sim.Call in one pass over its body (decode.go, body.go); every
// decision is a rule (rules_*.go), each with its source; answers and receipts are
// written by encode.go and receipt.go. No answer of Honor's was ever published: what is
// not known is marked Assumed in the rule that assumes it, and most of it is a switch.
package honor

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is Honor's mock. It keeps no state; use New.
type Endpoint struct{ rules []sim.Rule }

var (
	_ sim.Reporter  = (*Endpoint)(nil)
	_ sim.Secretive = (*Endpoint)(nil)
	_ sim.Named     = (*Endpoint)(nil)
)

// New returns the mock; before 2025-01-01 it classifies by keywords.
func New() sim.Endpoint { return With(Keywords()) }

// With returns the mock with another stand-in for the classification by content that
// Honor ended on 2024-12-31.
func With(c Classifier) sim.Endpoint {
	e := &Endpoint{}
	e.rules = allRules(c)
	return e
}

// Vendor is Honor.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.Honor }

// Success is the code of a yes.
func (e *Endpoint) Success() string { return codeSuccess }

// AppRef is the App ID, by which the path of a send names the app.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials["app_id"] }

// AppNames is the Client ID, by which logins name the app.
func (e *Endpoint) AppNames(credentials map[string]string) []string {
	return []string{credentials["client_id"]}
}

// Sites are the push hosts and the hosts of the account service, each in both domain
// families. With the latter stand two hosts that are not Honor's, so that who calls them
// hears 404 from here and not another vendor's answer.
func (e *Endpoint) Sites() []sim.Site {
	return []sim.Site{{
		Name: "honor", Hosts: []string{"push-api.cloud.honor.com", "push-api.cloud.hihonor.com"}, Default: true,
		Paths: []string{"/api/v1/*/sendMessage"},
	}, {
		Name: "honor-iam", Hosts: []string{"iam.developer.honor.com", "iam.developer.hihonor.com", hostInvented, hostGuessed}, Default: true,
		Paths: []string{pathToken, pathRealms},
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// Secrets implements sim.Secretive: what a capture of Honor's wire must not show.
func (*Endpoint) Secrets() []string { return []string{"client_secret", "access_token"} }

// The counters.
const (
	countMarketing quota.ID = iota
	countTest
	countSpeed
)

// beijing is where Honor's day is taken to begin; no zone is named.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// Counters are what Honor counts.
func (e *Endpoint) Counters() []quota.Def {
	return []quota.Def{
		countMarketing: {Name: "device.marketing", Device: true, Zone: beijing, Title: t("marketing messages sent to the phone today", "今日发往该设备的资讯营销类消息")},
		countTest:      {Name: "test", Zone: beijing, Title: t("test messages sent today", "今日测试消息")},
		countSpeed:     {Name: "speed", Window: quota.Second, Title: t("phones addressed this second", "本秒推送设备数")},
	}
}

// The switches of an app.
const (
	flagStatus      = "http_status"
	flagPartial     = "partial_code"
	flagBare        = "bare_token"
	flagImage       = "marketing_image"
	flagUngranted   = "ungranted_normal"
	flagNewsLicence = "news_licence"
	flagRepeats     = "repeat_filter"
	flagNight       = "night_hold"
	flagServerError = "server_error"
)

// The switches of a phone.
const (
	flagScreen   = "screen"
	flagDisabled = "app_disabled"
	flagUser     = "phone_user"
	flagToken    = "token_state"
	flagPage     = "page"
	flagTaps     = "taps"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	return []sim.Flag{
		{Name: flagStatus, Values: []string{"400", "200"}, Default: "400", Doc: t("HTTP status of answers with a business code; Honor publishes none", "业务码响应的 HTTP 状态码（荣耀未公布）")},
		{Name: flagPartial, Values: []string{codePartial, codeSuccess}, Default: codePartial, Doc: t("code of an answer that lists failTokens", "存在 failTokens 时返回的响应码")},
		{Name: flagBare, Values: []string{"refuse", "accept"}, Default: "refuse", Doc: t("what an Authorization without Bearer gets; accepted, it is a finding in the trace", "Authorization 不带 Bearer 时：拒绝，或接受并在轨迹中记录")},
		{Name: flagImage, Values: []string{"refuse", "strip"}, Default: "refuse", Doc: t("what an image in a marketing message gets: 80200050, or the image is not shown as in 2023", "资讯营销类消息携带 image：返回 80200050，或按 2023 年规则不展示图片")},
		{Name: flagUngranted, Values: []string{"downgrade", "refuse"}, Default: "downgrade", Doc: t("what NORMAL without the self-classification right gets: made marketing, or 80200022", "无自分类权益而 importance 为 NORMAL：按资讯营销类处理，或返回 80200022")},
		{Name: flagNewsLicence, Values: []string{"yes", "no"}, Default: "yes", Doc: t("whether a news app holds the licence that gives it 5 marketing messages a phone and day", "新闻类应用是否持证（每设备每天 5 条）")},
		{Name: flagRepeats, Values: onOff, Default: "off", Doc: t("drop a marketing message that repeats one of the day on the phone: receipt 40000009", "丢弃当天对同一设备重复的资讯营销类消息：回执 40000009")},
		{Name: flagNight, Values: onOff, Default: "off", Doc: t("hold everything from 00:00 to 06:00, as one aggregator says: receipt 40000013", "0:00-6:00 暂缓下发全部消息（某聚合平台说明）：回执 40000013")},
		{Name: flagServerError, Values: []string{"off", "500", "502"}, Default: "off", Doc: t("the push service fails with this status and code", "推送服务以该状态码故障")},
		{Name: flagScreen, Values: []string{"on", "off"}, Default: "on", Device: true, Doc: t("off: the screen has been off for some time and the phone saves power: held, receipt 40000013", "off：灭屏一段时间进入省电，消息暂缓：回执 40000013")},
		{Name: flagDisabled, Values: onOff, Default: "off", Device: true, Doc: t("the user disabled the app: receipt 40000006", "用户停用了该应用：回执 40000006")},
		{Name: flagUser, Values: []string{"same", "other"}, Default: "same", Device: true, Doc: t("other: another user of the phone is active: receipt 40000014", "other：设备当前为其他用户：回执 40000014")},
		{Name: flagToken, Values: []string{"valid", "expired"}, Default: "valid", Device: true, Doc: t("expired: Honor knows that the token is over: expireTokens", "expired：荣耀侧已知该 token 失效：expireTokens")},
		{Name: flagPage, Values: []string{"opens", "missing", "refused"}, Default: "opens", Device: true, Doc: t("the page of a clickAction of type 1: missing fails when shown (40000015), refused when tapped (40000011)", "clickAction type 1 的目标页面：missing 展示失败（40000015），refused 点击后打不开（40000011）")},
		{Name: flagTaps, Values: []string{"no", "yes"}, Default: "no", Device: true, Doc: t("the user taps what is shown: receipt 40000007", "用户点击展示的通知：回执 40000007")},
	}
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
