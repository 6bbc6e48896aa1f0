// Package mutant is for proving conformance cases: bad senders, each spoilt in one
// way that senders in the field really are. A case that no bad sender fails shows
// nothing about a good one.
//
// The mutants know no vendor. A vendor's case package says which of its cases must
// notice one, and builds those of its own from the Rewrite functions:
//
//	mutant.LostTokens().For(v, "toy/list/one-dead")
//	mutant.OnWire("ttl-in-ms", title, mutant.RewriteJSON("/send", func(m map[string]any) { ... }))
package mutant

import (
	"context"
	"errors"
	"maps"
	"net/http"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/vendors"
)

// All returns every mutant that needs no words of a vendor, declared for nothing.
func All() []conformance.Mutant {
	return []conformance.Mutant{
		LostTokens(), DuplicatedTokens(), SentTwice(), OneByOne(), OutOfOrder(), FirstAnswerForAll(),
		AllResent(), PermanentRetried(), SuppressedSent(), ContextIgnored(),
		ErrorAsSuccess(), UnknownAsSuccess(), RefusalAsError(), DeadAsAlive(), AliveAsDead(), CodeLost(),
		ReasonLost(), MessageIDLost(), NeverRetryable(), AlwaysRetryable(), AdjustmentsHidden(),
		BodyCut(), DataLost(), ExtensionLost(), Mojibake(), DoubleEscaped(), ClassRaised(), ClassLowered(),
		CategoryLost(), LifetimeLost(), LifetimeTimes1000(), TestLost(), TestForced(), IDLost(),
		SecretsLogged(), AppsShared(),
		RetryAfterIgnored(), NoRetryOn5xx(), Hammering(), JSONAsForm(),
	}
}

// OnWire is a mutant of the sender's HTTP client.
func OnWire(name string, title vendors.Text, transport func(http.RoundTripper) http.RoundTripper) conformance.Mutant {
	return conformance.Mutant{Name: name, Title: title, Transport: transport}
}

// onSender is a mutant of the sender's methods; spoil is called once per sender.
func onSender(name, en, zh string, spoil func() spoilt) conformance.Mutant {
	return conformance.Mutant{Name: name, Title: vendors.Text{EN: en, ZH: zh},
		Sender: func(s conformance.TestedSender) conformance.TestedSender {
			out := spoil()
			out.inner = s
			return &out
		}}
}

// spoilt is a sender with one fault. It keeps the optional abilities of the sender
// inside, so that only the fault tells them apart.
type spoilt struct {
	inner conformance.TestedSender
	// message changes a copy of what is sent, outcome each outcome, result all of
	// them; send replaces sending altogether.
	message func(*vendors.Message)
	outcome func(*vendors.Outcome)
	result  func(*vendors.Result)
	send    sendFunc
}

type sendFunc func(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error)

var (
	_ vendors.Broadcaster       = (*spoilt)(nil)
	_ vendors.Recaller          = (*spoilt)(nil)
	_ vendors.AuditQuerier      = (*spoilt)(nil)
	_ vendors.StatisticsQuerier = (*spoilt)(nil)
	_ vendors.TokenChecker      = (*spoilt)(nil)
)

// errNoAbility is what a spoilt sender answers for what the good one cannot do.
var errNoAbility = errors.New("the sender cannot do that")

func (s *spoilt) changed(msg *vendors.Message) *vendors.Message {
	if s.message == nil || msg == nil {
		return msg
	}
	out := *msg
	out.Data = maps.Clone(msg.Data)
	s.message(&out)
	return &out
}

func (s *spoilt) told(o vendors.Outcome) vendors.Outcome {
	if s.outcome != nil {
		s.outcome(&o)
	}
	return o
}

// Send implements conformance.TestedSender.
func (s *spoilt) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	send := s.send
	if send == nil {
		send = plainly
	}
	r, err := send(ctx, s.inner, s.changed(msg), tokens)
	for i, o := range r.Outcomes {
		r.Outcomes[i] = s.told(o)
	}
	if s.result != nil {
		s.result(&r)
	}
	return r, err
}

func plainly(ctx context.Context, s conformance.TestedSender, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	return s.Send(ctx, msg, tokens)
}

// Broadcast implements vendors.Broadcaster.
func (s *spoilt) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	b, ok := s.inner.(vendors.Broadcaster)
	if !ok {
		return vendors.Outcome{}, nil, errNoAbility
	}
	o, adjusted, err := b.Broadcast(ctx, s.changed(msg), to)
	return s.told(o), adjusted, err
}

// Recall implements vendors.Recaller.
func (s *spoilt) Recall(ctx context.Context, messageID string, tokens []vendors.Token) (vendors.Outcome, error) {
	r, ok := s.inner.(vendors.Recaller)
	if !ok {
		return vendors.Outcome{}, errNoAbility
	}
	o, err := r.Recall(ctx, messageID, tokens)
	return s.told(o), err
}

// AuditStatus implements vendors.AuditQuerier.
func (s *spoilt) AuditStatus(ctx context.Context, messageIDs []string) ([]vendors.AuditStatus, error) {
	a, ok := s.inner.(vendors.AuditQuerier)
	if !ok {
		return nil, errNoAbility
	}
	return a.AuditStatus(ctx, messageIDs)
}

// Statistics implements vendors.StatisticsQuerier.
func (s *spoilt) Statistics(ctx context.Context, messageIDs []string) ([]vendors.Statistics, error) {
	q, ok := s.inner.(vendors.StatisticsQuerier)
	if !ok {
		return nil, errNoAbility
	}
	return q.Statistics(ctx, messageIDs)
}

// CheckTokens implements vendors.TokenChecker.
func (s *spoilt) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	c, ok := s.inner.(vendors.TokenChecker)
	if !ok {
		return nil, errNoAbility
	}
	out, err := c.CheckTokens(ctx, tokens)
	for i, o := range out {
		out[i] = s.told(o)
	}
	return out, err
}
