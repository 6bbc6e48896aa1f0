package apns

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/vendors"
)

// What is remembered of a connection: the team and the key of its first push, and
// the provider token it uses, since when.
const (
	connTeam  = "team"
	connKey   = "key"
	connToken = "token"
)

// connectionRules bind a connection to the team and key of its first push, and slow
// down how often its provider token changes.
func connectionRules() []sim.Rule {
	fresh := t("open a new connection for this key", "为该密钥新建连接")
	return in(rule.Gate, rule.StageAuth, docToken(), check(rule.Info{
		ID: "AP-AUT-020", Order: 430, Code: codeInvalid, Reason: vendors.ReasonCredentialWrong,
		Title:      t("One team on a connection", "同一连接只能使用一个团队"),
		Because:    t("the connection began with another team", "该连接首次推送使用了另一团队"),
		Advice:     fresh,
		Provenance: checked.Assumed("Apple documents an error without naming it; a mock server of a client library answers InvalidProviderToken"),
	}, func(c *sim.Ctx, p *Push) bool {
		o := owner(c, p)
		team, _, bound := c.Conn(connTeam)
		return o != nil && bound && team != o.Credentials[credTeam]
	}), check(rule.Info{
		ID: "AP-AUT-021", Order: 440, Code: "UnrelatedKeyIdInToken", Reason: vendors.ReasonCredentialWrong,
		Title:   t("One key on a connection", "同一连接只能使用首个密钥及其关联密钥"),
		Because: t("the connection began with another key, which is not related to this one", "该连接首次推送使用了另一密钥，且两者无关联"),
		Advice:  fresh,
	}, func(c *sim.Ctx, p *Push) bool {
		o := owner(c, p)
		first, _, bound := c.Conn(connKey)
		return o != nil && bound && first != p.provider.kid && !related(c, o, first, p.provider.kid)
	}), sim.Rule{Info: rule.Info{
		ID: "AP-AUT-022", Order: 450, Stage: rule.StageRate, Code: "TooManyProviderTokenUpdates", Reason: vendors.ReasonQPS,
		Title:   t("A new provider token every 20 minutes at most", "鉴权令牌至少间隔 20 分钟更新"),
		Because: t("the connection got its token {d0} ago; a new one is taken after {d1}", "该连接 {d0} 前刚更新令牌，至少间隔 {d1}"),
		Advice:  t("go on with the previous token; share one between all processes and renew it every 20 to 60 minutes", "继续使用前一个令牌；多进程共用，每 20-60 分钟更新一次"),
		Params:  map[string]int64{"pause_s": 1200},
	}, Apply: when("TooManyProviderTokenUpdates", func(c *sim.Ctx, p *Push) bool {
		name, since, bound := c.Conn(connToken)
		if owner(c, p) == nil || !bound || name == p.provider.name {
			return false
		}
		ago, pause := c.Now().Sub(since), c.Param("pause_s")
		c.Note(int64(ago/time.Second), pause, 0)
		return ago < time.Duration(pause)*time.Second
	})}, sim.Rule{Info: rule.Info{
		ID: "AP-AUT-023", Order: 460,
		Title:   t("The first push binds the connection", "首次推送绑定连接"),
		Because: t("the connection is bound to key {ref} and its team", "连接已绑定密钥 {ref} 及其团队"),
		Advice:  t("keep the connection open, and use others for other keys", "保持长连接，其他密钥使用其他连接"),
	}, Apply: bind})
}

// related reports whether either of two keys names the other as related.
func related(c *sim.Ctx, o *sim.AppSpec, first, kid string) bool {
	return keyFlag(o, flagRelated) == first || keyFlag(c.Named(keyName(first)), flagRelated) == kid
}

func bind(c *sim.Ctx) rule.Outcome {
	p := push(c)
	o := owner(c, p)
	if o == nil || c.Call.Request.ConnID == 0 {
		return rule.Skip
	}
	if name, _, _ := c.Conn(connToken); name != p.provider.name {
		c.KeepOnConn(connToken, p.provider.name)
	}
	if _, _, bound := c.Conn(connKey); bound {
		return rule.Skip
	}
	c.KeepOnConn(connTeam, o.Credentials[credTeam])
	c.KeepOnConn(connKey, p.provider.kid)
	c.Quote(p.provider.kid)
	return rule.Pass
}
