package mutant

import (
	"context"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// The senders here lose, repeat and mix up tokens.

func sending(name, en, zh string, send sendFunc) conformance.Mutant {
	return onSender(name, en, zh, func() spoilt { return spoilt{send: send} })
}

// LostTokens forgets the last of several tokens and says it was accepted.
func LostTokens() conformance.Mutant {
	return sending("lost-tokens", "the last token of a batch gets nothing", "批量时最后一个 token 丢失",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			if len(tokens) < 2 {
				return s.Send(ctx, msg, tokens)
			}
			last := len(tokens) - 1
			r, err := s.Send(ctx, msg, tokens[:last])
			if err == nil {
				r.Outcomes = append(r.Outcomes, vendors.Outcome{Token: tokens[last], State: vendors.StateAccepted})
			}
			return r, err
		})
}

// DuplicatedTokens sends to the first token twice.
func DuplicatedTokens() conformance.Mutant {
	return sending("duplicated-tokens", "the first token of a batch is in it twice", "批量时首个 token 重复",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			if len(tokens) == 0 {
				return s.Send(ctx, msg, tokens)
			}
			r, err := s.Send(ctx, msg, append(slices.Clone(tokens), tokens[0]))
			r.Outcomes = r.Outcomes[:min(len(tokens), len(r.Outcomes))]
			return r, err
		})
}

// SentTwice sends every message twice, each time as a new one.
func SentTwice() conformance.Mutant {
	return sending("sent-twice", "every message is sent twice", "每条消息发送两次",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			if _, err := s.Send(ctx, msg, tokens); err != nil {
				return vendors.Result{}, err
			}
			return again(ctx, s, msg, tokens)
		})
}

// again sends a message as somebody who forgot that he did: under a new id.
func again(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	m := *msg
	if m.ID != "" {
		m.ID += "-again"
	}
	return s.Send(ctx, &m, tokens)
}

// OneByOne never uses the vendor's form for many tokens.
func OneByOne() conformance.Mutant {
	return sending("one-by-one", "a batch is sent in single requests", "批量消息逐条单推",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			var all vendors.Result
			for _, t := range tokens {
				r, err := s.Send(ctx, msg, []vendors.Token{t})
				if err != nil {
					return all, err
				}
				all.Vendor = r.Vendor
				all.Outcomes = append(all.Outcomes, r.Outcomes...)
				all.Adjustments = r.Adjustments
			}
			return all, nil
		})
}

// OutOfOrder returns the outcomes of other tokens.
func OutOfOrder() conformance.Mutant {
	return onSender("out-of-order", "outcomes come in another order than the tokens", "结果顺序与 token 不一致", func() spoilt {
		return spoilt{result: func(r *vendors.Result) { slices.Reverse(r.Outcomes) }}
	})
}

// FirstAnswerForAll takes what became of the first token for what became of all.
func FirstAnswerForAll() conformance.Mutant {
	return onSender("first-answer-for-all", "one outcome stands for the whole batch", "以第一个结果代表整批", func() spoilt {
		return spoilt{result: func(r *vendors.Result) {
			for i := 1; i < len(r.Outcomes); i++ {
				t := r.Outcomes[i].Token
				r.Outcomes[i] = r.Outcomes[0]
				r.Outcomes[i].Token = t
			}
		}}
	})
}

// AllResent sends to everybody again when somebody was refused.
func AllResent() conformance.Mutant {
	return sending("all-resent", "a partial failure is answered with sending to all again", "部分失败后整批重发",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			r, err := s.Send(ctx, msg, tokens)
			if err != nil || r.Accepted() == 0 || r.Accepted() == len(tokens) {
				return r, err
			}
			return again(ctx, s, msg, tokens)
		})
}

// PermanentRetried tries again what can never succeed.
func PermanentRetried() conformance.Mutant {
	return sending("permanent-retried", "a final refusal is tried again", "永久性错误仍被重试",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			r, err := s.Send(ctx, msg, tokens)
			if err != nil {
				return r, err
			}
			for i, o := range r.Outcomes {
				if o.State != vendors.StateRefused || o.Retryable() {
					continue
				}
				for range 2 {
					if repeated, err := s.Send(ctx, msg, tokens[i:i+1]); err == nil && len(repeated.Outcomes) == 1 {
						r.Outcomes[i] = repeated.Outcomes[0]
					}
				}
			}
			return r, nil
		})
}

// SuppressedSent sends on after the vendor asked to stop. It works on senders that
// can be told to (an Unblock method, as the Client has).
func SuppressedSent() conformance.Mutant {
	return sending("suppressed-sent", "messages are sent on after the quota is used up", "配额用尽后仍继续发送",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			if u, ok := s.(interface{ Unblock() }); ok {
				u.Unblock()
			}
			return s.Send(ctx, msg, tokens)
		})
}

// ContextIgnored goes on when its caller has given up.
func ContextIgnored() conformance.Mutant {
	return sending("context-ignored", "a cancelled send is sent all the same", "取消后仍继续发送",
		func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
			return s.Send(context.WithoutCancel(ctx), msg, tokens)
		})
}
