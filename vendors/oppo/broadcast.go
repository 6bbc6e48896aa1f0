package oppo

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// separator stands between the targets of a broadcast.
const separator = ";"

// Broadcast stores msg and sends it to everybody, or by tags: any of Any and all of Every
// and none of None, with at least one in Any or Every. It goes to the region of the
// credentials. The outcome has no token; its MessageID is the task_id.
func (s *Sender) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	tags := len(to.Any) + len(to.Every) + len(to.None)
	switch {
	case msg == nil:
		return vendors.Outcome{}, nil, errors.New("oppo: broadcast: no message")
	case to.All && tags > 0:
		return vendors.Outcome{}, nil, errors.New("oppo: broadcast: everybody and tags exclude each other: give one")
	case !to.All && len(to.Any)+len(to.Every) == 0:
		return vendors.Outcome{}, nil, errors.New("oppo: broadcast: no audience: give All, or a tag in Any or Every")
	}
	d := s.draft(msg, formBroadcast)
	d.unverified()
	d.unreported("everybody and tags", "全部用户与标签推送")
	if d.msg.Test {
		d.Reject(vendors.ReasonBadRequest, "OPPO has no test mode, and a broadcast names no phones: a test would reach everybody; send it to the ids of test phones")
	}
	if d.Rejected() != nil {
		return d.Rejection(), d.Adjustments, nil
	}
	target := form.New(64)
	if to.All {
		target.Int("target_type", targetAll)
	} else {
		expression, err := encode(tagExpression{Or: to.Any, And: to.Every, Not: to.None})
		if err != nil {
			return verdict.Unbuilt(err), d.Adjustments, err
		}
		target.Int("target_type", targetTags)
		target.Add("target_value", string(expression))
	}
	_, o, err := s.pushStored(ctx, "broadcast", s.home, d, target)
	return o, d.Adjustments, err
}

// sendStored stores a message and broadcasts it to a list of ids or aliases.
func (s *Sender) sendStored(ctx context.Context, op string, l *line, kind int, d *draft, tokens []vendors.Token) ([]vendors.Outcome, error) {
	good := joinable(tokens)
	if len(good) == 0 {
		return verdict.Same(tokens, unaddressable()), nil
	}
	target := form.New(64 + 48*len(good))
	target.Int("target_type", int64(kind))
	target.List("target_value", len(good), separator, func(i int) string { return string(good[i]) })
	r, o, err := s.pushStored(ctx, op, l, d, target)
	o.TokenDead = o.TokenDead && len(good) == 1 // a list's code does not say whose fault it is
	outcomes := verdict.Same(good, o)
	if err == nil && r.ok() {
		s.judgeFailures(r.failures(), outcomes)
	}
	return around(tokens, outcomes), err
}

// judgeFailures refuses the targets a broadcast lists under a code; the others stay
// accepted. Targets that were not sent are logged and otherwise ignored.
func (s *Sender) judgeFailures(failures map[string][]string, outcomes []vendors.Outcome) {
	byID := map[string]string{}
	for code, ids := range failures {
		for _, id := range ids {
			byID[id] = code
		}
	}
	named := make(map[vendors.Token]bool, len(byID))
	for i := range outcomes {
		o := &outcomes[i]
		if code, bad := byID[string(o.Token)]; bad {
			named[o.Token] = true
			s.refuse(o, code, "")
		}
	}
	if len(named) < len(byID) {
		s.log.Warn("answer names targets that were not sent", "named", len(byID), "sent", len(outcomes))
	}
}

// pushStored stores the body, or finds it stored, and broadcasts it. The outcome is what
// every target shares; the reply is zero when storing failed.
func (s *Sender) pushStored(ctx context.Context, op string, l *line, d *draft, target *form.Body) (reply, vendors.Outcome, error) {
	body, err := s.saveOnce(ctx, l, d)
	if err != nil {
		o, failure := s.failed(op, err)
		return reply{}, o, failure
	}
	r, o, err := s.push(ctx, op, l, body, target)
	if err == nil && r.code == codeGone {
		// Stored too long ago: once more, for the targets that come after too.
		l.saved.Forget(body)
		if body, err = s.saveOnce(ctx, l, d); err != nil {
			o, failure := s.failed(op, err)
			return reply{}, o, failure
		}
		r, o, err = s.push(ctx, op, l, body, target)
	}
	return r, o, err
}

func (s *Sender) push(ctx context.Context, op string, l *line, body stored.Body, target *form.Body) (reply, vendors.Outcome, error) {
	f := form.New(len(target.Bytes()) + 64)
	f.Add("message_id", body.ID)
	f.Append(target)
	r, err := s.post(ctx, l, l.broadcast, f)
	if err != nil {
		o, failure := s.lost(op, err, false) // every broadcast of a stored body is a new task
		return reply{}, o, failure
	}
	o := s.verdict(r)
	unclear(&o, false)
	if r.ok() {
		data := r.object()
		o.MessageID, o.LogID = data.text("task_id"), data.text("message_id", "messageId")
		if o.MessageID == "" {
			o.MessageID = o.LogID
		}
	}
	return r, o, nil
}

// saveOnce stores the body, unless this very body is stored already: OPPO limits what may
// be stored in a day. Concurrent blocks of one message share one call.
func (s *Sender) saveOnce(ctx context.Context, l *line, d *draft) (stored.Body, error) {
	f, err := d.out.flat()
	if err != nil {
		return stored.Body{}, &verdict.Refusal{Vendor: vendors.OPPO, Op: "save", Outcome: verdict.Unbuilt(err)}
	}
	life := stored.Longest
	if ttl := d.out.OffLineTTL; ttl != nil {
		life = min(life, time.Duration(*ttl)*time.Second)
	}
	return l.saved.Once(ctx, stored.KeyOf(f.Bytes()), s.clock.Now, func(ctx context.Context) (stored.Body, error) {
		now := s.clock.Now()
		r, err := s.post(ctx, l, l.save, f)
		if err != nil {
			return stored.Body{}, err
		}
		id := r.id()
		if !r.ok() || id == "" {
			o := s.verdict(r)
			if r.ok() { // success without the one thing asked for
				o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
			}
			return stored.Body{}, &verdict.Refusal{Vendor: vendors.OPPO, Op: "save", Outcome: o}
		}
		return stored.Body{ID: id, Expires: now.Add(life)}, nil
	})
}

// joinable are the targets that can stand in a list joined by semicolons.
func joinable(tokens []vendors.Token) []vendors.Token { return verdict.Joinable(tokens, fits) }

func fits(t vendors.Token) bool { return t != "" && !strings.Contains(string(t), separator) }

func unaddressable() vendors.Outcome {
	return vendors.Outcome{
		State: vendors.StateRejected, Reason: vendors.ReasonTokenInvalid, Retry: vendors.RetryNever,
		Text: "empty or with a semicolon, by which OPPO tells targets apart",
	}
}

// around puts the outcomes of those that were sent between those that could not be.
func around(tokens []vendors.Token, sent []vendors.Outcome) []vendors.Outcome {
	return verdict.Around(tokens, sent, unaddressable(), fits)
}
