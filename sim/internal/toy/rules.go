package toy

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// marketingCap is the toy's daily limit of marketing messages where none is set.
const marketingCap = 1000

// Rules are the toy's rules, in the order it checks.
func (e Endpoint) Rules() []sim.Rule {
	at := func(id string, phase rule.Phase, order int, stage rule.Stage, title, because vendors.Text) rule.Info {
		scope := rule.ScopeCall
		if phase == rule.Resolve {
			scope = rule.ScopeTarget
		}
		return rule.Info{ID: id, Vendor: e.Vendor(), Phase: phase, Order: order, Stage: stage, Scope: scope, Title: title, Because: because}
	}
	text := func(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
	rules := []sim.Rule{
		{Info: at("TY-REQ-001", rule.Gate, 1, rule.StageValidate, text("JSON only", "仅限 JSON"), text("the body is not JSON", "正文不是 JSON")),
			Apply: notJSON},
		{Info: at("TY-AUT-001", rule.Gate, 2, rule.StageAuth, text("Login", "登录"), text("the secret fits", "密钥正确")),
			Verbs: sim.For(sim.VerbAuth), Apply: login},
		{Info: at("TY-AUT-002", rule.Gate, 3, rule.StageAuth, text("Access token", "访问令牌"), text("unknown access token", "令牌未知")),
			Verbs: sim.For(sim.VerbSend), Apply: access},
		{Info: at("TY-TOK-001", rule.Resolve, 1, rule.StageValidate, text("Known token", "目标有效"), text("no phone has this token", "没有设备使用此 token")),
			Apply: known},
		{Info: at("TY-QTA-001", rule.Admit, 1, rule.StageQuota, text("Marketing cap", "营销上限"), text("{0} of {1} marketing messages today", "今日营销 {0}/{1}")),
			Verbs: sim.For(sim.VerbSend), Apply: marketing},
		{Info: at("TY-DLV-001", rule.Arrive, 1, rule.StageDeliver, text("Phone offline", "设备离线"), text("the phone has no network", "设备没有网络")),
			Apply: offline},
		{Info: at("TY-DLV-002", rule.Arrive, 2, rule.StageDeliver, text("Switch off", "通知关闭"), text("notifications are off", "通知开关已关闭")),
			Apply: switchedOff},
		{Info: at("TY-DLV-003", rule.Arrive, 3, rule.StageDeliver, text("TTL over", "已过期"), text("nobody came", "设备一直离线")),
			On: sim.OnDue, Apply: func(c *sim.Ctx) rule.Outcome { return c.Lose(device.Expired) }},
	}
	for i, code := range []string{"400", "401", "401", "404", "429", "", "off", "ttl"} {
		rules[i].Code = code
	}
	for i, reason := range []vendors.Reason{vendors.ReasonBadRequest, vendors.ReasonCredentialWrong,
		vendors.ReasonCredentialExpired, vendors.ReasonTokenInvalid, "QUOTA_APP_DAY"} {
		rules[i].Reason = reason
	}
	return rules
}

func notJSON(c *sim.Ctx) rule.Outcome {
	if c.Call.Verb == sim.VerbUnknown {
		return c.RefuseStatus(http.StatusNotFound)
	}
	if c.Call.Malformed {
		return c.RefuseStatus(http.StatusBadRequest)
	}
	return rule.Pass
}

func login(c *sim.Ctx) rule.Outcome {
	w, ok := c.Call.Wire.(*Wire)
	if !ok || !c.Known() || w.Secret != c.Credential("secret") {
		return c.RefuseStatus(http.StatusUnauthorized)
	}
	return c.Issue(c.Now().Add(24 * 3600e9))
}

func access(c *sim.Ctx) rule.Outcome {
	if until, ok := c.Access(c.Call.Access); !ok || !c.Now().Before(until) {
		return c.RefuseStatus(http.StatusUnauthorized)
	}
	return rule.Pass
}

func known(c *sim.Ctx) rule.Outcome {
	if c.Phone == nil {
		return c.Refuse()
	}
	return rule.Pass
}

func marketing(c *sim.Ctx) rule.Outcome {
	if c.Message.Asked != vendors.ClassMarketing {
		return rule.Skip
	}
	limit, ok := c.Limit(Marketing)
	if !ok {
		limit = marketingCap
	}
	n := c.Count(Marketing)
	c.Note(n, limit, 0)
	if n+int64(c.Scheduled()) > limit {
		return c.Refuse()
	}
	c.Charge(Marketing, int64(c.Scheduled()))
	return rule.Pass
}

func offline(c *sim.Ctx) rule.Outcome {
	if c.Phone.Offline {
		return c.Wait()
	}
	return rule.Skip
}

func switchedOff(c *sim.Ctx) rule.Outcome {
	if !c.Phone.Notifications {
		return c.Lose(device.Hidden)
	}
	return rule.Pass
}
