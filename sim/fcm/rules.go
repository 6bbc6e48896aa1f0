package fcm

import (
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/sim/ruletable"
	"github.com/offpush/offpush/vendors"
)

// How rules are numbered and ordered. IDs are permanent: AUT credentials, VAL form,
// APP the project's standing, FLT targets, QTA and RTE counts, DLV delivery and
// presentation. Google does not say in which order it checks; the order here is path,
// credentials, right, server, project's quota, form, message, target, phone's rate.
//
// A check that finds nothing wrong leaves no step in the trace, unless it has
// something worth seeing.

func (e *Endpoint) allRules() []sim.Rule {
	rules := ruletable.Of(vendors.FCM,
		pathRules(), e.loginRules(), accessRules(), projectRules(), serverRules(), rateRules(),
		formRules(), topicNameRules(), messageRules(), payloadRules(),
		targetRules(), answerRules(), deviceRateRules(), keepRules(),
		topicCallRules(), registrationRules(), subscriptionRules(),
		goneRules(), reachRules(), storeRules(), sleepRules(), throttleRules(),
		dataRules(), switchRules(), presentRules(),
	)
	for i := range rules {
		if r := &rules[i]; r.Code != "" && r.Phase <= rule.Admit && r.Scope == rule.ScopeCall {
			status, _ := statusOf(r.Code)
			r.Apply = withStatus(status, r.Apply)
		}
	}
	return rules
}

// withStatus gives a refusal the status of its code.
func withStatus(status int, apply func(*sim.Ctx) rule.Outcome) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if out := apply(c); out != rule.Refuse {
			return out
		}
		return c.RefuseStatus(status)
	}
}

// The verbs of messages:send, of the topic calls, and of everything on the push hosts.
func sends() sim.Verbset    { return sim.For(sim.VerbSend, sim.VerbBroadcast) }
func topics() sim.Verbset   { return sim.For(sim.VerbManage, sim.VerbQuery) }
func pushHost() sim.Verbset { return sends() | topics() }

const checked = ruletable.Checked("2026-11-23")

func documented(source string) vendors.Provenance { return checked.Documented(source) }
func observed(source string) vendors.Provenance   { return checked.Observed(source) }
func assumed(what string) vendors.Provenance      { return checked.Assumed(what) }

// The sources. Google's pages are under firebase.google.com/docs/cloud-messaging.
func docSend() vendors.Provenance {
	return documented("firebase.google.com/docs/reference/fcm/rest/v1/projects.messages; discovery document fcm:v1 revision 20261023")
}
func docErrors() vendors.Provenance {
	return documented("firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode; error-codes, text of 2026-06-12")
}
func docQuota() vendors.Provenance { return documented("throttling-and-quotas") }
func docAuth() vendors.Provenance {
	return documented("developers.google.com/identity/protocols/oauth2/service-account; auth-server")
}
func docTopics() vendors.Provenance {
	return documented("topic-messaging; developers.google.com/instance-id/reference/server")
}
func docSubscriptions() vendors.Provenance {
	return documented("discovery document fcm:v1 revision 20261023: projects.registrations.topicSubscriptions")
}
func docPriority() vendors.Provenance {
	return documented("customize-messages/setting-message-priority; android/message-priority")
}
func docOptions() vendors.Provenance {
	return documented("concept-options: lifetime, collapsible and non-collapsible messages")
}
func seenAnswers() vendors.Provenance {
	return observed("real responses quoted in bug reports and recorded by github.com/bloomberg/pushiko")
}

// push is the decoded call of the push hosts, an empty one for others.
func push(c *sim.Ctx) *Push {
	if p, ok := c.Call.Wire.(*Push); ok {
		return p
	}
	return &Push{}
}

// send is the decoded body of messages:send, an empty one for other calls.
func send(c *sim.Ctx) *Body {
	if b := push(c).Send; b != nil {
		return b
	}
	return &Body{}
}

// kept is what is kept of the message that tries to reach a phone.
func kept(c *sim.Ctx) *Kept {
	if k, ok := c.Message.Keep.(*Kept); ok {
		return k
	}
	return &Kept{}
}

// say refuses with one of the answers a code has.
func say(c *sim.Ctx, r reply) rule.Outcome {
	c.Note(0, 0, int64(r))
	return c.Refuse()
}

// check makes a check that answers r when bad says so and is silent otherwise.
func check(r reply, bad func(c *sim.Ctx) bool) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		if bad(c) {
			return say(c, r)
		}
		return rule.Skip
	}
}

// fieldIf refuses naming a field: what returns its path, "" when nothing is wrong.
func fieldIf(what func(b *Body) string) func(*sim.Ctx) rule.Outcome {
	return func(c *sim.Ctx) rule.Outcome {
		name := what(send(c))
		if name == "" {
			return rule.Skip
		}
		c.Quote(name)
		return say(c, sayField)
	}
}

func either(bad bool, name string) string {
	if bad {
		return name
	}
	return ""
}

// pathRules judge what comes before everything: whether there is such a call.
func pathRules() []sim.Rule {
	no := sim.For(sim.VerbUnknown)
	at := func(op string) func(*sim.Ctx) rule.Outcome {
		return func(c *sim.Ctx) rule.Outcome {
			if c.Call.Op != op {
				return rule.Skip
			}
			c.Quote(c.Call.Request.Path)
			return c.RefuseStatus(http.StatusNotFound)
		}
	}
	closed := documented("migrate-v1: deprecated 2023-06-20, shut down from 2024-07-22; the page it answers with is assumed")
	advice := t("send with HTTP v1: POST /v1/projects/PROJECT_ID/messages:send, one target a request, with an OAuth 2 access token", "改用 HTTP v1：POST /v1/projects/PROJECT_ID/messages:send，每次一个目标，使用 OAuth 2 访问令牌")
	return ruletable.In(rule.Gate, rule.StageValidate, closed, sim.Rule{Verbs: sim.For(sim.VerbSend), Info: rule.Info{
		ID: "FM-VAL-001", Order: 10, Reason: vendors.ReasonBadRequest, Since: "2024-07-22",
		Title:   t("The legacy HTTP API is closed", "旧版 HTTP API 已关停"),
		Because: t("/fcm/send with a server key was shut down; only HTTP v1 is left", "使用服务器密钥的 /fcm/send 已关停，仅剩 HTTP v1"),
		Advice:  advice,
	}, Apply: at(opLegacy)}, sim.Rule{Verbs: sim.For(sim.VerbBatch), Info: rule.Info{
		ID: "FM-VAL-002", Order: 20, Reason: vendors.ReasonBadRequest, Since: "2024-07-22",
		Title:   t("The batch endpoint is closed", "批量发送接口已关停"),
		Because: t("/batch was shut down; each message is a request of its own", "/batch 已关停，每条消息须单独请求"),
		Advice:  advice,
	}, Apply: at(opBatch)}, sim.Rule{Verbs: no, Info: rule.Info{
		ID: "FM-VAL-003", Order: 30, Code: codeNotFound, Reason: vendors.ReasonBadRequest,
		Title:      t("No such path or method", "接口路径或请求方法不存在"),
		Because:    t("FCM has no such call at {ref}", "FCM 没有接口 {ref}"),
		Advice:     t("check path and method: POST /v1/projects/PROJECT_ID/messages:send", "检查路径与方法：POST /v1/projects/PROJECT_ID/messages:send"),
		Provenance: documented("Instance ID server reference: 404 for a path it has not; whether with a page or in JSON is assumed"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if c.Call.Op != opNoPath {
			return rule.Skip
		}
		c.Quote(c.Call.Request.Path)
		return say(c, sayNothing)
	}}, sim.Rule{Verbs: sends(), Info: rule.Info{
		ID: "FM-VAL-004", Order: 40, Code: codeNotFound, Reason: vendors.ReasonBadRequest,
		Title:      t("A path without /v1", "路径缺少 /v1"),
		Because:    t("{ref} has no version, and base_path is strict", "{ref} 缺少版本号，且 base_path 为 strict"),
		Advice:     t("end the base URL in /v1 for the Admin SDK; not for the generated client, whose paths have it", "Admin SDK 的基础网址以 /v1 结尾；生成的客户端路径已含 /v1，不要再加"),
		Provenance: assumed("Google has no such path; taking it is a convenience of this project, off with base_path strict"),
	}, Apply: func(c *sim.Ctx) rule.Outcome {
		if !push(c).Unversioned || c.Flag(flagBase) != "strict" {
			return rule.Skip
		}
		c.Quote(c.Call.Request.Path)
		return say(c, sayNothing)
	}})
}
