package vivo

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// formRules judge what comes before vivo's own codes: the HTTP request.
func formRules() []sim.Rule {
	unknown := sim.For(sim.VerbUnknown)
	op := func(name string, status int) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != name {
				return rule.Skip
			}
			c.Quote(c.Call.Request.Path)
			return c.RefuseStatus(status)
		}
	}
	silent := checked.Assumed("no source tells what vivo answers; a bare HTTP status is a default of this project")
	return ruletable.In(rule.Gate, rule.StageValidate, silent, sim.Rule{Verbs: unknown, Info: rule.Info{
		ID: "VV-VAL-001", Order: 10, Reason: vendors.ReasonBadRequest,
		Title:   t("No such path", "路径不存在"),
		Because: t("vivo has no operation at {ref}", "{ref} 不是 vivo 的接口"),
		Advice:  t("compare the path with the API document; push to all is /message/all", "对照接口文档检查路径；全量发送是 /message/all"),
	}, Apply: op(opNoPath, http.StatusNotFound)}, sim.Rule{Verbs: unknown, Info: rule.Info{
		ID: "VV-VAL-002", Order: 20, Reason: vendors.ReasonBadRequest,
		Title:   t("Wrong method", "请求方法错误"),
		Because: t("{ref} takes another method", "{ref} 使用其他请求方法"),
		Advice:  t("POST everything but getStatistics and msgStatus, which are GET", "除 getStatistics、msgStatus 用 GET 外都用 POST"),
	}, Apply: op(opNoMethod, http.StatusMethodNotAllowed)}, sim.Rule{Info: rule.Info{
		ID: "VV-VAL-003", Order: 30, Reason: vendors.ReasonBadRequest,
		Title:   t("Body is no JSON object", "请求体不是 JSON 对象"),
		Because: t("the body cannot be read as a JSON object", "请求体无法按 JSON 对象解析"),
		Advice:  t("send a JSON object in UTF-8, not a form", "发送 UTF-8 的 JSON 对象，而不是表单"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Malformed {
			return c.RefuseStatus(http.StatusBadRequest)
		}
		return rule.Skip
	}}, sim.Rule{Info: rule.Info{
		ID: "VV-VAL-004", Order: 40, Reason: vendors.ReasonVendorError,
		Title:      t("vivo's server fails", "服务器内部错误"),
		Because:    t("the switch server_error is on for this app", "该应用的 server_error 开关已打开"),
		Advice:     t("try again with growing pauses from one second, three times, with the same requestId", "从 1 秒起递增间隔重试 3 次，requestId 保持不变"),
		Provenance: docAPI(),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Flag(flagServerError) == "on" {
			return c.RefuseStatus(http.StatusInternalServerError)
		}
		return rule.Skip
	}})
}
