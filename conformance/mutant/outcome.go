package mutant

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// The senders here send well and tell wrongly.

func telling(name, en, zh string, change func(*vendors.Outcome)) conformance.Mutant {
	return onSender(name, en, zh, func() spoilt { return spoilt{outcome: change} })
}

// ErrorAsSuccess looks at the HTTP status alone, or at nothing.
func ErrorAsSuccess() conformance.Mutant {
	return telling("error-as-success", "a refusal is reported as accepted", "被拒绝却报告为成功", func(o *vendors.Outcome) {
		if o.State == vendors.StateRefused {
			o.State, o.Reason, o.TokenDead = vendors.StateAccepted, vendors.ReasonNone, false
		}
	})
}

// UnknownAsSuccess takes no answer for a yes.
func UnknownAsSuccess() conformance.Mutant {
	return onSender("unknown-as-success", "no answer is reported as accepted", "没有应答却报告为成功", func() spoilt {
		return spoilt{send: func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			r, err := s.Send(ctx, msg, tokens)
			if err != nil && len(r.Outcomes) == 0 {
				r.Outcomes = make([]vendors.Outcome, len(tokens))
			}
			for i := range r.Outcomes {
				if o := &r.Outcomes[i]; o.State == vendors.StateUnknown || o.State == "" || o.HTTPStatus >= 500 {
					*o = vendors.Outcome{Token: o.Token, State: vendors.StateAccepted, HTTPStatus: o.HTTPStatus}
				}
			}
			return r, nil
		}}
	})
}

// RefusalAsError throws the outcomes away as soon as one is a refusal.
func RefusalAsError() conformance.Mutant {
	return onSender("refusal-as-error", "a vendor's no is an error without outcomes", "厂商拒绝时只返回错误，没有逐个结果", func() spoilt {
		return spoilt{send: func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			r, err := s.Send(ctx, msg, tokens)
			if err != nil {
				return r, err
			}
			for _, o := range r.Outcomes {
				if o.State == vendors.StateRefused {
					return vendors.Result{}, fmt.Errorf("send: the vendor answered %s", o.Code)
				}
			}
			return r, nil
		}}
	})
}

// DeadAsAlive never says that a token is dead: it will be sent to for ever.
func DeadAsAlive() conformance.Mutant {
	return telling("dead-as-alive", "a dead token is reported alive", "失效的 token 未被报告", func(o *vendors.Outcome) { o.TokenDead = false })
}

// AliveAsDead takes every refusal for the end of the token: users are lost.
func AliveAsDead() conformance.Mutant {
	return telling("alive-as-dead", "a live token is reported dead", "有效的 token 被报告为失效", func(o *vendors.Outcome) {
		if o.State == vendors.StateRefused {
			o.TokenDead = true
		}
	})
}

// CodeLost keeps its own word for what happened and forgets the vendor's.
func CodeLost() conformance.Mutant {
	return telling("code-lost", "the vendor's code is not passed on", "丢失厂商返回码", func(o *vendors.Outcome) { o.Code, o.Text = "", "" })
}

// ReasonLost knows one word for all refusals.
func ReasonLost() conformance.Mutant {
	return telling("reason-lost", "every refusal has the same reason", "所有拒绝都归为同一原因", func(o *vendors.Outcome) {
		if o.State != vendors.StateAccepted {
			o.Reason = vendors.ReasonVendorError
		}
	})
}

// MessageIDLost cannot recall or look up what it sent.
func MessageIDLost() conformance.Mutant {
	return telling("message-id-lost", "the vendor's message id is not passed on", "丢失厂商消息 ID", func(o *vendors.Outcome) { o.MessageID = "" })
}

// NeverRetryable says that nothing can be tried again.
func NeverRetryable() conformance.Mutant {
	return telling("never-retryable", "a passing refusal is reported as final", "可重试的失败被报告为不可重试", func(o *vendors.Outcome) {
		if o.State != vendors.StateAccepted {
			o.Retry, o.RetryAfter = vendors.RetryNever, 0
		}
	})
}

// AlwaysRetryable says that everything can be tried again.
func AlwaysRetryable() conformance.Mutant {
	return telling("always-retryable", "a final refusal is reported as passing", "不可重试的失败被报告为可重试", func(o *vendors.Outcome) {
		if o.State != vendors.StateAccepted {
			o.Retry = vendors.RetryBackoff
		}
	})
}

// AdjustmentsHidden changes the message and does not say so.
func AdjustmentsHidden() conformance.Mutant {
	return onSender("adjustments-hidden", "what was cut or dropped is not told", "截断或丢弃的内容未被告知", func() spoilt {
		return spoilt{result: func(r *vendors.Result) { r.Adjustments = nil }}
	})
}
