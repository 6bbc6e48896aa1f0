// Package apns is the mock of the Apple Push Notification service: it reads what
// providers post to api.push.apple.com and api.sandbox.push.apple.com, judges it by
// Apple's rules, and answers with Apple's statuses and reasons. It is written from
// Apple's documents and from answers people saw, and shares no code with the sender
// in vendors/apns.
//
// A request becomes a sim.Call in decode.go (headers and path), provider.go (the
// provider token), certificate.go (the client certificate) and payload.go; every
// decision is a rule (rules_*.go), each with its source; encode.go writes the answer.
// What Apple does not say is marked Assumed in the rule that assumes it.
//
// Not here: broadcast and channel management, and what is said in HTTP/2 frames and
// not in answers. A bad certificate is answered with the documented 403 and not with
// the GOAWAY seen in practice, and the number of streams does not follow Apple's.
package apns

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is Apple's mock. It keeps no state but what it has verified; use New.
type Endpoint struct {
	rules    []sim.Rule
	verified *tokenCache
}

var (
	_ sim.Secretive = (*Endpoint)(nil)
	_ sim.Named     = (*Endpoint)(nil)
	_ sim.SpecMint  = (*Endpoint)(nil)
	_ sim.Certified = (*Endpoint)(nil)
)

// New returns the mock.
func New() sim.Endpoint {
	e := &Endpoint{verified: newTokenCache()}
	e.rules = allRules()
	return e
}

// Vendor is APNs.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.APNs }

// Success is the status of a yes: its body is empty, and Apple has no other word.
func (e *Endpoint) Success() string { return "200" }

// The names of the sites.
const (
	siteProduction = "apns"
	siteSandbox    = "apns-sandbox"
)

// Sites are Apple's two environments. What comes to no host of Apple's goes to
// production.
func (e *Endpoint) Sites() []sim.Site {
	ports, paths := []int{443, 2197}, []string{devicePath}
	return []sim.Site{
		{Name: siteProduction, Hosts: []string{"api.push.apple.com"}, Ports: ports, Default: true, Paths: paths},
		{
			Name: siteSandbox, Hosts: []string{"api.sandbox.push.apple.com", "api.development.push.apple.com"},
			Ports: ports, Paths: paths,
		},
	}
}

// Rules are the rules.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// Counters: APNs counts nothing by the day. Its two limits in time, on background
// pushes and on pushes in a row, are windows that move and are kept by their rules.
func (e *Endpoint) Counters() []quota.Def { return nil }

// Secrets implements sim.Secretive: what a capture of Apple's wire must not show.
func (e *Endpoint) Secrets() []string { return []string{"authorization"} }

// The switches.
const (
	flagServer    = "server"
	flagForbidden = "forbidden"
	flagKey       = "key"
	flagKeyEnv    = "key_environment"
	flagKeyReason = "key_environment_reason"
	flagKeyTopics = "key_topics"
	flagRelated   = "related_key"
	flagDER       = "jwt_der"
	flagCert      = "certificate"
	flagFlood     = "device_limit"
	flagStrict    = "strict_payload"

	flagToken      = "token"
	flagRemoval    = "removal"
	flagFocus      = "focus"
	flagForeground = "foreground"
	flagConsent    = "authorization"
)

// The environments, as phones, keys and certificates name them.
const (
	production = "production"
	sandbox    = "sandbox"
)

// Flags are the switches of an app, and of a phone with one.
func (e *Endpoint) Flags() []sim.Flag {
	onOff := []string{"off", "on"}
	device := func(f sim.Flag) sim.Flag {
		f.Device = true
		return f
	}
	return []sim.Flag{
		{Name: flagServer, Values: []string{"ok", "IdleTimeout", "InternalServerError", "ServiceUnavailable", "Shutdown"}, Default: "ok", Doc: t("APNs answers every push of this app with this reason", "该应用的所有推送均返回此错误")},
		{Name: flagForbidden, Values: onOff, Default: "off", Doc: t("Apple does not allow this app to push: Forbidden", "苹果禁止该应用推送：Forbidden")},
		{Name: flagKey, Values: []string{"active", "revoked"}, Default: "active", Doc: t("whether the app's key was revoked in the developer account", "密钥是否已在开发者后台吊销")},
		{Name: flagKeyEnv, Values: []string{"both", production, sandbox}, Default: "both", Doc: t("the environments of the app's key; keys of before 2025 have both", "密钥适用的环境；2025 年之前的密钥两者皆可")},
		{Name: flagKeyReason, Values: []string{"wire", "documented"}, Default: "wire", Doc: t("the reason for a key of the other environment: as clients saw it, or as Apple's pages write it", "密钥环境错误时的原因写法：实际返回，或文档写法")},
		{Name: flagKeyTopics, Doc: t("the topics of a topic-specific key, joined by commas; empty: all of the team", "主题专用密钥的 topic，逗号分隔；空为团队全部")},
		{Name: flagRelated, Doc: t("a second key id that may share a connection with the app's key", "可与该密钥共用连接的关联 Key ID")},
		{Name: flagDER, Values: []string{"on", "off"}, Default: "on", Doc: t("whether a provider token may carry a DER signature, as Apple's own samples do", "鉴权令牌是否接受 DER 签名（苹果示例如此）")},
		{Name: flagCert, Values: []string{"valid", "revoked"}, Default: "valid", Doc: t("whether the app's certificates were revoked", "证书是否已吊销")},
		{Name: flagFlood, Values: onOff, Default: "off", Doc: t("whether many pushes in a row to one device token are refused: TooManyRequests", "对同一 token 连续推送是否限流：TooManyRequests")},
		{Name: flagStrict, Values: onOff, Default: "off", Doc: t("whether a body that is no JSON object is refused: BadRequestPayload", "消息体不是 JSON 对象时是否拒绝：BadRequestPayload")},
		device(sim.Flag{Name: flagToken, Values: []string{"current", "expired"}, Default: "current", Doc: t("expired: the device token's time is over", "expired：device token 已过期")}),
		device(sim.Flag{Name: flagRemoval, Values: []string{"noticed", "unnoticed"}, Default: "noticed", Doc: t("unnoticed: the app was removed and APNs learns it from the next push", "unnoticed：应用已卸载，下一次推送后 APNs 才知道")}),
		device(sim.Flag{Name: flagFocus, Values: onOff, Default: "off", Doc: t("a Focus, such as Do Not Disturb, is on", "专注模式（如勿扰）已开启")}),
		device(sim.Flag{Name: flagForeground, Values: []string{"hidden", "banner"}, Default: "hidden", Doc: t("what the app lets the system do with a notification while it is in front", "应用在前台时如何展示通知（由应用决定）")}),
		device(sim.Flag{Name: flagConsent, Values: []string{"full", "provisional"}, Default: "full", Doc: t("provisional: the user was never asked, notifications come quietly", "provisional：临时授权，通知静默送达")}),
	}
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
