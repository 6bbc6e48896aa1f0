package endpoint

import (
	"time"
	"unicode/utf8"

	"github.com/offpush/offpush/examples/toyvendor/facts"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// Rules are the toy's, in the order it checks. The IDs are permanent.
func (endpoint) Rules() []sim.Rule {
	rules := append(gate(), targets()...)
	rules = append(rules, arrivals()...)
	for i := range rules {
		r := &rules[i]
		r.Vendor, r.Order = facts.Vendor, i
		r.Provenance = vendors.Provenance{
			Source: "docs/adding-a-vendor.md, the toy's protocol", Checked: "2026-11-01",
			Confidence: vendors.Documented,
		}
	}
	return rules
}

// accessLife is how long an access token is good for.
const accessLife = time.Hour

func gate() []sim.Rule {
	return []sim.Rule{
		{
			Info: rule.Info{
				ID: "TY-FRM-001", Phase: rule.Gate, Stage: rule.StageValidate, Scope: rule.ScopeCall,
				Title:   vendors.Text{EN: "a call is JSON at a known path", ZH: "请求须为已知路径上的 JSON"},
				Because: vendors.Text{EN: "the call is not of the toy's form", ZH: "请求不符合格式"},
				Advice:  vendors.Text{EN: "compare the request with the protocol", ZH: "请对照协议检查请求"},
				Code:    "10", Reason: vendors.ReasonBadRequest,
			},
			Apply: func(c *sim.Ctx) rule.Outcome {
				noTargets := c.Call.Verb == sim.VerbSend && len(c.Call.Targets) == 0
				if c.Call.Malformed || c.Call.Verb == sim.VerbUnknown || noTargets {
					return c.Refuse()
				}
				return rule.Pass
			},
		},
		{
			Info: rule.Info{
				ID: "TY-AUT-001", Phase: rule.Gate, Stage: rule.StageAuth, Scope: rule.ScopeCall,
				Title:   vendors.Text{EN: "a login has the app's key and secret", ZH: "登录须提供正确的 key 和 secret"},
				Because: vendors.Text{EN: "no app has this key and secret", ZH: "key 或 secret 不匹配"},
				Advice:  vendors.Text{EN: "copy both from the console again", ZH: "请从控制台重新复制"},
				Code:    "42", Reason: vendors.ReasonCredentialWrong,
			},
			Verbs: sim.For(sim.VerbAuth),
			Apply: func(c *sim.Ctx) rule.Outcome {
				w := c.Call.Wire.(*request)
				if !c.Known() || w.Secret != c.Credential("secret") {
					return c.Refuse()
				}
				return c.Issue(c.Now().Add(accessLife))
			},
		},
		{
			Info: rule.Info{
				ID: "TY-AUT-002", Phase: rule.Gate, Stage: rule.StageAuth, Scope: rule.ScopeCall,
				Title:   vendors.Text{EN: "a push carries a valid access token", ZH: "推送须携带有效的访问令牌"},
				Because: vendors.Text{EN: "the access token is unknown or older than an hour", ZH: "访问令牌无效或已超过一小时"},
				Advice:  vendors.Text{EN: "log in again and repeat the call once", ZH: "请重新登录并重试一次"},
				Code:    "41", Reason: vendors.ReasonCredentialExpired,
			},
			Verbs: sim.For(sim.VerbSend),
			Apply: func(c *sim.Ctx) rule.Outcome {
				if until, ok := c.Access(c.Call.Access); !ok || !c.Now().Before(until) {
					return c.Refuse()
				}
				return rule.Pass
			},
		},
		{
			Info: rule.Info{
				ID: "TY-FLD-001", Phase: rule.Gate, Stage: rule.StageValidate, Scope: rule.ScopeCall,
				Title:   vendors.Text{EN: "a title has at most 20 characters", ZH: "标题最多 20 个字"},
				Because: vendors.Text{EN: "the title has {0} characters, {1} are allowed", ZH: "标题 {0} 个字，上限 {1}"},
				Advice:  vendors.Text{EN: "shorten the title", ZH: "请缩短标题"},
				Code:    "11", Reason: vendors.ReasonPayloadTooLarge, Params: map[string]int64{"max": 20},
			},
			Verbs: sim.For(sim.VerbSend),
			Apply: func(c *sim.Ctx) rule.Outcome {
				n := int64(utf8.RuneCountInString(c.Message.Title))
				c.Note(n, c.Param("max"), 0)
				if n > c.Param("max") {
					return c.Refuse()
				}
				return rule.Pass
			},
		},
	}
}

func targets() []sim.Rule {
	alive := vendors.Text{EN: "a token leads to an installed app", ZH: "token 须对应已安装的应用"}
	remove := vendors.Text{EN: "remove the token from your database", ZH: "请从数据库中删除该 token"}
	return []sim.Rule{
		{
			Info: rule.Info{
				ID: "TY-TGT-001", Phase: rule.Resolve, Stage: rule.StageFilter, Scope: rule.ScopeTarget,
				Title: alive, Advice: remove, Reason: vendors.ReasonTokenInvalid,
				Because: vendors.Text{EN: "the app is gone from this phone, or never was there", ZH: "该设备已卸载或从未安装应用"},
			},
			Verbs: sim.For(sim.VerbSend),
			Apply: func(c *sim.Ctx) rule.Outcome {
				if c.Phone == nil || !c.Phone.Installed {
					return c.RefuseTarget(0)
				}
				return rule.Pass
			},
		},
		{
			Info: rule.Info{
				ID: "TY-TGT-002", Phase: rule.Admit, Stage: rule.StageFilter, Scope: rule.ScopeCall,
				Title:   vendors.Text{EN: "a call has a token that is alive", ZH: "请求中须至少有一个有效 token"},
				Because: vendors.Text{EN: "all tokens of the call are dead", ZH: "请求中的 token 全部无效"},
				Advice:  remove, Code: "30", Reason: vendors.ReasonTokenInvalid,
			},
			Verbs: sim.For(sim.VerbSend),
			Apply: func(c *sim.Ctx) rule.Outcome {
				if c.Scheduled() == 0 {
					return c.Refuse()
				}
				return rule.Pass
			},
		},
	}
}

// arrivals are asked when the message reaches the phone. The answer was given by
// then: none of them has a code, and no sender learns of them.
func arrivals() []sim.Rule {
	return []sim.Rule{
		{
			Info: rule.Info{
				ID: "TY-QTA-001", Phase: rule.Arrive, Stage: rule.StageQuota, Scope: rule.ScopeTarget,
				Title:   vendors.Text{EN: "a phone gets one piece of news a day", ZH: "每台设备每天一条资讯"},
				Because: vendors.Text{EN: "this phone had {0} of {1} today", ZH: "该设备今日已收 {0} 条，上限 {1} 条"},
				Advice:  vendors.Text{EN: "send the next one tomorrow, or as a notice if it is one", ZH: "请明天再发；若确为通知请按通知发送"},
				Reason:  vendors.ReasonQuotaDeviceDay, Params: map[string]int64{"max": 1},
			},
			Apply: func(c *sim.Ctx) rule.Outcome {
				if c.Granted() != vendors.ClassMarketing {
					return rule.Skip
				}
				had := c.PhoneCount(c.Phone, deviceNews)
				c.Note(had, c.Param("max"), 0)
				if had >= c.Param("max") {
					return c.Lose(device.Dropped)
				}
				c.ChargePhone(deviceNews, 1)
				return rule.Pass
			},
		},
		{
			Info: rule.Info{
				ID: "TY-SHW-001", Phase: rule.Present, Stage: rule.StageDeliver, Scope: rule.ScopeTarget,
				Title:   vendors.Text{EN: "the user's switch decides what is seen", ZH: "用户的通知开关决定是否显示"},
				Because: vendors.Text{EN: "notifications of the app are off on this phone", ZH: "该设备已关闭应用通知"},
				Advice:  vendors.Text{EN: "ask the user inside the app", ZH: "请在应用内引导用户开启"},
				Reason:  vendors.ReasonNotifySwitchOff,
			},
			Apply: func(c *sim.Ctx) rule.Outcome {
				if !c.Phone.Notifications {
					return c.Lose(device.Hidden)
				}
				return rule.Pass
			},
		},
	}
}
