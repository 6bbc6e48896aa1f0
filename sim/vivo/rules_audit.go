package vivo

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// auditRules are the content audit of single pushes, which ends after the answer.
// Only a message that will fail gets an audit of its own: one that passes is, to
// everybody who can ask, no different from one not yet looked at.
func auditRules(sensitive *lexicon) []sim.Rule {
	word := func(c *sim.Ctx) bool {
		w, found := sensitive.first(c.Message.Title, c.Message.Body)
		c.Quote(w)
		return found
	}
	change := t("ask /search/msgStatus for the taskId, change the text, send again", "用 taskId 查询 /search/msgStatus，修改文案后重发")
	return append(ruletable.In(rule.Admit, rule.StageFilter, docAPI(), sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "VV-FLT-022", Order: 800, Reason: vendors.ReasonAuditRejected,
		Title:   t("A single push is audited after the answer", "单推先返回成功，再异步审核"),
		Because: t("the text contains {ref}; the audit will find it after the answer", "文案包含“{ref}”，返回成功后异步审核不通过"),
		Advice:  change,
		Params:  map[string]int64{"delay_ms": 100},
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !word(c) {
			return rule.Skip
		}
		done := c.Now().Add(time.Duration(c.Param("delay_ms")) * time.Millisecond)
		c.Effect(sim.Effect{Kind: sim.EffAudit, At: done, N: 1})
		return rule.Pass
	}}), ruletable.In(rule.Arrive, rule.StageFilter, docReceipts(), sim.Rule{Info: rule.Info{
		ID: "VV-FLT-023", Order: 50, Code: "101", Reason: vendors.ReasonAuditRejected,
		Title:   t("A message that fails the audit is not delivered", "消息审核不通过"),
		Because: t("the content audit did not pass the message", "内容审核未通过"),
		Advice:  change,
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		// Pending too: what is under audit waits for nobody, and here only what
		// will fail is under audit.
		if a := c.Delivery.Sent.Audit; a != sim.AuditFailed && a != sim.AuditPending {
			return rule.Skip
		}
		return c.Lose(device.Dropped)
	}})...)
}
