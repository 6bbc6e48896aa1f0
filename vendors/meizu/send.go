package meizu

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/length"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to at most 100 tokens in one call. More are not sent (StateRejected,
// RetrySplit): splitting is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that ended.
// Then the outcomes are StateUnknown, and not to be repeated if Meizu may have the
// request: it knows no idempotency key, so the message would ring twice.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, msg, tokens, false)
}

// SendToAliases is Send to at most 100 aliases, names of at most 60 characters without
// commas that the app subscribed its phones to. An outcome's Token is the alias.
func (s *Sender) SendToAliases(ctx context.Context, msg *vendors.Message, aliases []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, msg, aliases, true)
}

func (s *Sender) send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token, byAlias bool) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Meizu}
	switch {
	case msg == nil:
		return res, errors.New("meizu: send: no message")
	case len(tokens) == 0:
		return res, errors.New("meizu: send: no tokens: give at least one")
	case len(tokens) > s.limits.targets:
		res.Outcomes = verdict.TooMany(tokens, s.limits.targets, "call")
		return res, nil
	}
	d, err := s.draft(msg, toTokens)
	d.byAlias = d.byAlias || byAlias
	res.Adjustments = d.Adjustments
	if err != nil {
		res.Outcomes = verdict.Same(tokens, verdict.Unbuilt(err))
		return res, err
	}
	if d.Rejected() != nil {
		res.Outcomes = verdict.Same(tokens, d.Rejection())
		return res, nil
	}
	good := verdict.Joinable(tokens, d.fits)
	if len(good) == 0 {
		res.Outcomes = verdict.Same(tokens, d.unaddressable())
		return res, nil
	}
	outcomes, err := s.push(ctx, d, good)
	res.Outcomes = verdict.Around(tokens, outcomes, d.unaddressable(), d.fits)
	return res, err
}

// fits reports whether a target can stand in a list joined by commas: one with a comma
// would be two at Meizu, and a call with one alias that is too long is refused for all.
func (d *draft) fits(t vendors.Token) bool {
	return t != "" && !strings.Contains(string(t), ",") && !(d.byAlias && length.Characters.Over(string(t), d.limits.alias))
}

func (d *draft) unaddressable() vendors.Outcome {
	o := vendors.Outcome{
		State: vendors.StateRejected, Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever,
		Text: "empty or with a comma, by which Meizu tells targets apart",
	}
	if d.byAlias {
		o.Text = fmt.Sprintf("empty, with a comma, by which Meizu tells aliases apart, or longer than %d characters", d.limits.alias)
	}
	return o
}

func (s *Sender) push(ctx context.Context, d *draft, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if d.task {
		return s.pushTask(ctx, d, tokens)
	}
	u := s.at.target(d)
	r, err := s.post(ctx, u, d.fields(d.targets(tokens)))
	if err != nil {
		o, failure := s.lost("send", err)
		return verdict.Same(tokens, o), failure
	}
	return s.told(r, tokens, ""), nil
}

// told are the outcomes of a push. The code of an answer may be about the one token that
// was sent to.
func (s *Sender) told(r reply, tokens []vendors.Token, task string) []vendors.Outcome {
	o := s.verdict(r)
	if o.State == vendors.StateAccepted && task != "" {
		o.MessageID = task // statistics are asked by it
	}
	if fact, known := s.facts.Code(r.code, vendors.InResponse); known && len(tokens) == 1 && o.State == vendors.StateRefused {
		o.TokenDead = fact.TokenDead
	}
	outcomes := verdict.Same(tokens, o)
	if r.ok() {
		s.judge(r, tokens, outcomes)
	}
	return outcomes
}

// target is where a message without a task goes.
func (e *endpoints) target(d *draft) *url.URL {
	switch {
	case d.hidden && d.byAlias:
		return e.hiddenAlias
	case d.hidden:
		return e.hiddenPush
	case d.byAlias:
		return e.alias
	}
	return e.push
}

// taskTarget is where a task goes.
func (e *endpoints) taskTarget(d *draft) *url.URL {
	switch {
	case d.hidden && d.byAlias:
		return e.hiddenTaskAlias
	case d.hidden:
		return e.hiddenTaskPush
	case d.byAlias:
		return e.taskAlias
	}
	return e.taskPush
}

// targets is the field that names whom a call is for.
func (d *draft) targets(tokens []vendors.Token) field {
	texts := make([]string, len(tokens))
	for i, t := range tokens {
		texts[i] = string(t)
	}
	if d.byAlias {
		return field{"alias", strings.Join(texts, ",")}
	}
	return field{"pushIds", strings.Join(texts, ",")}
}

// pushTask stores the message once and pushes the task. A task Meizu no longer knows is
// stored anew, once.
func (s *Sender) pushTask(ctx context.Context, d *draft, tokens []vendors.Token) ([]vendors.Outcome, error) {
	for again := false; ; again = true {
		task, err := s.taskOnce(ctx, d)
		if err != nil {
			o, failure := s.failed("create task", err)
			return verdict.Same(tokens, o), failure
		}
		r, err := s.post(ctx, s.at.taskTarget(d), form{{"taskId", task.ID}, d.targets(tokens)})
		if err != nil {
			o, failure := s.lost("push task", err)
			return verdict.Same(tokens, o), failure
		}
		if r.code == codeTaskGone && !again {
			s.tasks.Forget(task)
			continue
		}
		return s.told(r, tokens, task.ID), nil
	}
}

// taskOnce makes a task of the message, unless this very message is one already.
func (s *Sender) taskOnce(ctx context.Context, d *draft) (stored.Body, error) {
	f := d.fields(d.pushType())
	key := stored.KeyOf(append(f.encode(), "\x00"+d.msg.ID...))
	return s.tasks.Once(ctx, key, s.clock.Now, func(ctx context.Context) (stored.Body, error) {
		life := stored.Longest
		if t := d.out.PushTimeInfo; t != nil && t.ValidTime != nil {
			life = min(life, time.Duration(*t.ValidTime)*time.Hour)
		}
		now := s.clock.Now()
		r, err := s.post(ctx, s.at.task, f)
		if err != nil {
			return stored.Body{}, err
		}
		id := r.answer.taskID()
		if !r.ok() || id == "" {
			o := s.verdict(r)
			if r.ok() { // success without the one thing asked for
				o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
			}
			return stored.Body{}, &verdict.Refusal{Vendor: vendors.Meizu, Op: "create task", Outcome: o}
		}
		return stored.Body{ID: id, Expires: now.Add(life)}, nil
	})
}
