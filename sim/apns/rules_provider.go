package apns

import (
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// owner is the app whose key signed the provider token, nil if no key has its id. A
// team's key signs for all its apps, so it need not be the app of the topic.
func owner(c *sim.Ctx, p *Push) *sim.AppSpec {
	if p.provider == nil || !p.provider.formed {
		return nil
	}
	return c.Named(p.provider.ref)
}

// keyFlag is a switch of the key's owner.
func keyFlag(o *sim.AppSpec, name string) string {
	if o == nil {
		return ""
	}
	return o.Flags[name]
}

const (
	codeInvalid  = "InvalidProviderToken"
	codeDisallow = "TopicDisallowed"
)

// providerRules judge the provider token by itself. Each looks at one thing and
// leaves a token that lacks it to the rule about that.
func providerRules() []sim.Rule {
	three := t("check p8, key_id and team_id: all three are of one developer account", "检查 p8、key_id、team_id 是否属于同一开发者账号")
	invalid := func(id string, order int, title, because, advice vendors.Text, bad func(c *sim.Ctx, p *Push) bool) sim.Rule {
		return check(rule.Info{
			ID: id, Order: order, Code: codeInvalid, Reason: vendors.ReasonCredentialWrong,
			Title: title, Because: because, Advice: advice,
		}, func(c *sim.Ctx, p *Push) bool { return p.provider != nil && bad(c, p) })
	}
	formed := func(bad func(c *sim.Ctx, p *Push) bool) func(c *sim.Ctx, p *Push) bool {
		return func(c *sim.Ctx, p *Push) bool { return p.provider.formed && bad(c, p) }
	}
	der := invalid("AP-AUT-008", 370, t("A DER signature is refused", "不接受 DER 签名"),
		t("the signature is DER; only the 64 bytes of JOSE are taken now", "签名为 DER 格式；当前仅接受 JOSE 的 64 字节"),
		t("write the signature as r and s, 32 bytes each", "签名写成 r、s 各 32 字节"),
		formed(func(c *sim.Ctx, p *Push) bool { return p.provider.der && c.Flag(flagDER) == "off" }))
	der.Provenance = checked.Assumed("Apple's own samples show DER signatures, clients send 64 bytes; both are taken unless jwt_der is off")
	revoked := invalid("AP-AUT-005", 340, t("A key that was not revoked", "密钥已吊销"),
		t("the key was revoked", "密钥已吊销"), t("make a new key and open new connections", "新建密钥并重新建立连接"),
		func(c *sim.Ctx, p *Push) bool { return keyFlag(owner(c, p), flagKey) == "revoked" })
	revoked.Provenance = checked.Assumed("Apple asks to close all connections when a key is revoked; what the key's tokens are answered is not documented")
	return in(rule.Gate, rule.StageAuth, docToken(), check(rule.Info{
		ID: "AP-AUT-001", Order: 300, Code: "MissingProviderToken", Reason: vendors.ReasonCredentialWrong,
		Title:      t("A certificate or a provider token", "须提供证书或鉴权令牌"),
		Because:    t("the connection has no client certificate and the request no provider token", "连接没有客户端证书，请求也没有鉴权令牌"),
		Advice:     t("send authorization: bearer <JWT>, or connect with a push certificate", "携带 authorization: bearer <JWT>，或使用推送证书连接"),
		Provenance: docAnswers(),
	}, func(_ *sim.Ctx, p *Push) bool { return p.provider == nil && p.cert == nil }),
		invalid("AP-AUT-002", 310, t("The provider token is a JWT", "鉴权令牌须为 JWT"),
			t("the token is no JWT: three parts in base64url, two JSON objects and a signature", "令牌不是 JWT：应为 base64url 三段，两个 JSON 对象加签名"),
			t("send authorization: bearer <JWT>", "使用 authorization: bearer <JWT>"),
			func(_ *sim.Ctx, p *Push) bool { return !p.provider.formed }),
		invalid("AP-AUT-003", 320, t("Signed with ES256", "签名算法须为 ES256"),
			t("alg is not ES256", "alg 不是 ES256"), t("sign with ES256", "使用 ES256 签名"),
			formed(func(_ *sim.Ctx, p *Push) bool { return p.provider.alg != "ES256" })),
		invalid("AP-AUT-004", 330, t("A key id that exists", "Key ID 不存在"),
			t("no key has the id in kid", "没有 ID 为 kid 的密钥"), three,
			formed(func(c *sim.Ctx, p *Push) bool { return owner(c, p) == nil })),
		revoked,
		invalid("AP-AUT-006", 350, t("The team of the key", "Team ID 与密钥不符"),
			t("iss is not the team of this key", "iss 不是该密钥所属团队"), three,
			func(c *sim.Ctx, p *Push) bool {
				o := owner(c, p)
				return o != nil && o.Credentials[credTeam] != p.provider.iss
			}),
		invalid("AP-AUT-007", 360, t("Signature of the provider token", "鉴权令牌签名"),
			t("the signature was not made with the key of this id", "签名与该 Key ID 的密钥不符"), three,
			func(c *sim.Ctx, p *Push) bool {
				o := owner(c, p)
				return o != nil && !p.provider.signedBy(o.Credentials[credKey])
			}),
		der,
		invalid("AP-AUT-009", 380, t("A provider token says when it was made", "鉴权令牌须包含 iat"),
			t("iat is missing or no number of seconds", "iat 缺失或不是秒数"), t("set iat to the Unix seconds of now", "iat 填当前 Unix 秒"),
			formed(func(_ *sim.Ctx, p *Push) bool { return !p.provider.hasIAT })),
		futureRule(), expiryRule())
}

// providerLife is how long a provider token holds where nothing else is set; by it the
// clock is told that the token was made with.
const providerLife = time.Hour

// age is how old the provider token is, in seconds; 0 if it does not say.
func age(c *sim.Ctx, p *Push) int64 {
	if p.provider == nil || !p.provider.formed || !p.provider.hasIAT {
		return 0
	}
	made := time.Unix(p.provider.iat, 0)
	return c.Call.SenderNow(made, made.Add(providerLife)).Unix() - p.provider.iat
}

func futureRule() sim.Rule {
	return sim.Rule{Info: rule.Info{
		ID: "AP-AUT-010", Order: 390, Code: codeInvalid, Reason: vendors.ReasonCredentialWrong,
		Title:      t("A provider token from the future", "鉴权令牌的 iat 在未来"),
		Because:    t("iat is {d0} ahead of Apple's clock", "iat 比服务器时间快 {d0}"),
		Advice:     t("put the machine's clock right (NTP)", "校准服务器时钟（NTP）"),
		Params:     map[string]int64{"ahead_s": 3600},
		Provenance: checked.Assumed("Apple says within an hour of now; what a later iat is answered is not documented"),
	}, Apply: when(codeInvalid, func(c *sim.Ctx, p *Push) bool {
		off := age(c, p)
		c.Note(-off, 0, 0)
		return -off > c.Param("ahead_s")
	})}
}

func expiryRule() sim.Rule {
	return sim.Rule{Info: rule.Info{
		ID: "AP-AUT-011", Order: 400, Code: "ExpiredProviderToken", Reason: vendors.ReasonCredentialExpired,
		Title:   t("A provider token holds an hour", "鉴权令牌有效一小时"),
		Because: t("the token is {d0} old; {d1} is the most", "令牌已签发 {d0}，最长 {d1}"),
		Advice:  t("sign a new one and repeat once; check the machine's clock", "重新签发并重试一次；检查服务器时钟"),
		Params:  map[string]int64{"life_s": 3600},
	}, Apply: shown("ExpiredProviderToken", func(c *sim.Ctx, p *Push) (looked, bad bool) {
		old, life := age(c, p), c.Param("life_s")
		c.Note(old, life, 0)
		return p.provider != nil, old > life
	})}
}

// keyRules judge where the key may be used.
func keyRules() []sim.Rule {
	wrongEnv := func(spelling string) func(c *sim.Ctx, p *Push) bool {
		return func(c *sim.Ctx, p *Push) bool {
			o := owner(c, p)
			env := keyFlag(o, flagKeyEnv)
			if env == "" || env == "both" || env == p.environment {
				return false
			}
			said := keyFlag(o, flagKeyReason)
			return (said == "documented") == (spelling == "documented")
		}
	}
	because := t("the key is not for the environment of this host", "密钥不适用于该主机对应的环境")
	advice := t("use a key of this environment, or the other host", "改用该环境的密钥，或切换推送地址")
	return in(rule.Gate, rule.StageAuth, docToken(), check(rule.Info{
		ID: "AP-AUT-012", Order: 410, Code: "BadEnvironmentKeyInToken", Reason: vendors.ReasonCredentialEnv,
		Title: t("A key of this environment", "密钥环境须匹配"), Because: because, Advice: advice,
		Provenance: checked.Observed("github.com/swift-server-community/APNSwift 2026-01, github.com/jchambers/pushy 2026-05, github.com/parse-community/node-apn 2026-01: the reason has no Id on the wire"),
	}, wrongEnv("wire")), check(rule.Info{
		ID: "AP-AUT-013", Order: 411, Code: "BadEnvironmentKeyIdInToken", Reason: vendors.ReasonCredentialEnv,
		Title: t("A key of this environment (as documented)", "密钥环境须匹配（文档写法）"), Because: because, Advice: advice,
	}, wrongEnv("documented")), check(rule.Info{
		ID: "AP-AUT-014", Order: 420, Code: "Forbidden", Reason: vendors.ReasonRightMissing,
		Title:      t("An app that may push", "应用被禁止推送"),
		Because:    t("Apple does not allow this app to push", "苹果不允许该应用推送"),
		Advice:     t("never repeat; check the developer account", "不要重试；检查开发者账号"),
		Provenance: docAnswers(),
	}, func(c *sim.Ctx, _ *Push) bool { return c.Flag(flagForbidden) == "on" }))
}

// listed reports whether a topic is in a list joined by commas.
func listed(list, topic string) bool {
	return slices.ContainsFunc(strings.Split(list, ","), func(s string) bool { return strings.TrimSpace(s) == topic })
}
