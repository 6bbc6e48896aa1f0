package huawei

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// harmony is what the call has of HarmonyOS, nil for a call to HMS.
func harmony(c *sim.Ctx) *Harmony {
	if c.Call == nil {
		return nil
	}
	return push(c).Harmony
}

// accountOf is the app whose service account signed the call's JWT, nil if no account
// has its key.
func accountOf(c *sim.Ctx) *sim.AppSpec {
	if j := push(c).JWT; j != nil && j.formed {
		return c.Named(j.ref)
	}
	return nil
}

// audience is what aud must say, letter by letter.
const audience = "https://oauth-login.cloud.huawei.com/oauth2/v3/token"

// jwtRules judge the JWT of a service account. v3 takes nothing else; v1 and v2 take it
// in place of an access token. Each looks at one thing and leaves a JWT that lacks it
// to the rule about that.
func jwtRules() []sim.Rule {
	mend := t("take key_id, sub_account and private_key from one key file of the console, and sign with PS256", "key_id、sub_account、private_key 取自控制台同一份密钥文件，并用 PS256 签名")
	wrong := func(id string, order int, title, because, advice vendors.Text, bad func(c *sim.Ctx, j *jwt) bool) sim.Rule {
		return sim.Rule{Verbs: pushHost(), Info: rule.Info{
			ID: id, Order: order, Code: "80200001", Reason: vendors.ReasonCredentialWrong,
			Title: title, Because: because, Advice: advice,
		}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
			j := push(c).JWT
			return j != nil && (j.formed || id == "HW-AUT-021") && bad(c, j)
		})}
	}
	oauth := sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-020", Order: 211, Code: "80200001", Reason: vendors.ReasonCredentialWrong,
		Title:      t("HarmonyOS takes no access token", "v3 接口不支持 OAuth access token"),
		Because:    t("the token is no JWT: v3 and messages:revoke take the JWT of a service account only", "token 不是 JWT：v3 与撤回接口只支持服务账号 JWT"),
		Advice:     t("sign a JWT with the service account's key", "用服务账号密钥生成 JWT"),
		Provenance: docHarmony(),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool { return harmony(c) != nil && push(c).JWT == nil && c.Call.Access != "" })}
	return ruletable.In(rule.Gate, rule.StageAuth, docJWT(), oauth,
		wrong("HW-AUT-021", 212, t("A JWT that can be read", "JWT 无法解析"),
			t("the JWT is not three parts in base64url, the first two of which are JSON objects", "JWT 不是三段 base64url，或前两段不是 JSON 对象"),
			t("write header, claims and signature in base64url without padding", "header、claims、签名用 base64url 编码，不带填充"),
			func(_ *sim.Ctx, j *jwt) bool { return !j.formed }),
		wrong("HW-AUT-022", 213, t("Signed with PS256", "JWT 签名算法须为 PS256"),
			t("alg is not PS256", "alg 不是 PS256"), mend,
			func(_ *sim.Ctx, j *jwt) bool { return j.head.Alg.S != "PS256" }),
		wrong("HW-AUT-023", 214, t("A key that exists", "kid 不存在"),
			t("no service account has the key kid", "没有密钥 ID 为 kid 的服务账号"), mend,
			func(c *sim.Ctx, _ *jwt) bool { return accountOf(c) == nil }),
		wrong("HW-AUT-024", 215, t("Signature of the JWT", "JWT 签名错误"),
			t("the signature was not made with the key of this kid", "签名与该 kid 的密钥不符"), mend,
			func(c *sim.Ctx, j *jwt) bool {
				o := accountOf(c)
				return o != nil && !j.signedBy(o.Credentials[credKey])
			}),
		wrong("HW-AUT-025", 216, t("The service account of the key", "iss 与密钥不符"),
			t("iss is not the sub_account of this key", "iss 不是该密钥的 sub_account"), mend,
			func(c *sim.Ctx, j *jwt) bool {
				o := accountOf(c)
				return o != nil && o.Credentials[credAccount] != j.claims.Iss.S
			}),
		wrong("HW-AUT-026", 217, t("Audience of the JWT", "aud 错误"),
			t("aud is not "+audience, "aud 不是 "+audience), t("set aud to "+audience, "aud 填 "+audience),
			func(_ *sim.Ctx, j *jwt) bool { return j.claims.Aud.S != audience }),
		lifeRule(), endRule(), aheadRule(),
		wrong("HW-AUT-030", 236, t("A project of the service account", "JWT 与 URL 中的项目不匹配"),
			t("the path names another project, or an app of another project, than the service account's", "路径中的项目（或应用所属项目）与服务账号不一致"),
			t("send with the service account of the project in the path", "使用路径中项目的服务账号"),
			func(c *sim.Ctx, _ *jwt) bool { return othersProject(c) }),
	)
}

// othersProject reports whether the path leads to another project than the JWT's.
func othersProject(c *sim.Ctx) bool {
	o := accountOf(c)
	if o == nil {
		return false
	}
	if p := push(c); p.Version != "v1" {
		return p.PathID != o.Credentials[credProject]
	}
	return c.Known() && c.Credential(credProject) != o.Credentials[credProject]
}

func lifeRule() sim.Rule {
	return sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-027", Order: 218, Code: "80300036", Reason: vendors.ReasonCredentialWrong,
		Title:   t("A JWT is valid for a day at most", "JWT 有效期不能超过一天"),
		Because: t("the JWT is valid for {d0}, or does not say from when to when; {d1} are allowed", "JWT 有效期 {d0} 或缺少 iat/exp，最长 {d1}"),
		Advice:  t("set exp to iat + 3600", "exp 填 iat + 3600"),
		Params:  map[string]int64{"max_s": 86400},
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		j := push(c).JWT
		if j == nil || !j.formed {
			return false
		}
		c.Note(j.life(), c.Param("max_s"), 0)
		return j.life() > c.Param("max_s")
	})}
}

func endRule() sim.Rule {
	return sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-028", Order: 219, Code: "80200005", Reason: vendors.ReasonCredentialExpired,
		Title:   t("A JWT that is over", "JWT 已过期"),
		Because: t("the JWT ended {d0} ago", "JWT 已过期 {d0}"),
		Advice:  t("sign a new one and repeat once; check the machine's clock", "重新生成 JWT 后重发一次；检查服务器时钟"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		j := push(c).JWT
		if j == nil || !j.formed {
			return false
		}
		over := j.now(c.Call).Unix() - j.claims.Exp.N
		c.Note(over, 0, 0)
		return over > 0
	})}
}

func aheadRule() sim.Rule {
	return sim.Rule{Verbs: pushHost(), Info: rule.Info{
		ID: "HW-AUT-029", Order: 235, Code: "80200001", Reason: vendors.ReasonCredentialWrong,
		Title:      t("A JWT from the future", "JWT 的 iat 在未来"),
		Because:    t("iat is {d0} ahead of Huawei's clock", "iat 比服务器时间快 {d0}"),
		Advice:     t("put the machine's clock right (NTP)", "校准服务器时钟（NTP）"),
		Params:     map[string]int64{"ahead_s": 300},
		Provenance: checked.Assumed("Huawei asks for a clock that is right; that 300 seconds are tolerated is a default of this project"),
	}, Apply: ruletable.RefuseIf(func(c *sim.Ctx) bool {
		j := push(c).JWT
		if j == nil || !j.formed {
			return false
		}
		ahead := time.Unix(j.claims.Iat.N, 0).Sub(j.now(c.Call))
		c.Note(int64(ahead/time.Second), 0, 0)
		return ahead > time.Duration(c.Param("ahead_s"))*time.Second
	})}
}
