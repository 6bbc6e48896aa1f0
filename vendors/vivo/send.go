package vivo

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/stored"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// codeBodyGone is 消息不存在或已过期: the stored body's timeToLive is over.
const codeBodyGone = "10155"

// Send sends msg to 1 token by /message/send, or to 2 to 1000 by saveListPayload
// and pushToList. More tokens are not sent (StateRejected, RetrySplit): splitting
// is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that
// ended. Then the outcomes are StateUnknown; repeating the same message with the
// same ID is safe, because vivo drops a repeated requestId.
//
// The body of a list is stored at vivo once and used again for further blocks of
// the same message and ID, because vivo limits the stored bodies of a day.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Vivo}
	switch {
	case msg == nil:
		return res, errors.New("vivo: send: no message")
	case len(tokens) == 0:
		return res, errors.New("vivo: send: no tokens: give at least one")
	case len(tokens) > s.limits.listMax:
		res.Outcomes = verdict.TooMany(tokens, s.limits.listMax, "list")
		return res, nil
	case len(tokens) == 1:
		d := s.draft(msg, formSingle)
		res.Adjustments = d.Adjustments
		outcome, err := s.sendSingle(ctx, d, tokens[0])
		outcome.Token = tokens[0]
		res.Outcomes = []vendors.Outcome{outcome}
		return res, err
	}
	d := s.draft(msg, formList)
	res.Adjustments = d.Adjustments
	outcomes, err := s.sendList(ctx, d, tokens)
	res.Outcomes = outcomes
	return res, err
}

func (d *draft) setTarget(token vendors.Token) {
	if d.byAlias {
		d.body.Alias = string(token)
	} else {
		d.body.RegID = string(token)
	}
}

func (s *Sender) sendSingle(ctx context.Context, d *draft, token vendors.Token) (vendors.Outcome, error) {
	if d.Rejected() != nil {
		return d.Rejection(), nil
	}
	d.setTarget(token)
	body, err := encode(&d.body)
	if err != nil {
		return verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, http.MethodPost, s.at.send, body)
	if err != nil {
		return s.failed("send", err)
	}
	o := s.verdict(r)
	if users := r.answer.users(); len(users) > 0 {
		s.judgeUsers(r, users, []vendors.Token{token}, []vendors.Outcome{o}, func(_ int, judged vendors.Outcome) {
			o = judged
		})
	}
	return o, nil
}

func (s *Sender) sendList(ctx context.Context, d *draft, tokens []vendors.Token) ([]vendors.Outcome, error) {
	if d.Rejected() != nil {
		return verdict.Same(tokens, d.Rejection()), nil
	}
	body, r, o, err := s.pushStored(ctx, d, tokens)
	if err == nil && r.code == codeBodyGone {
		// Saved once more under a new requestId: the old one would only bring
		// back the task that is gone.
		s.saved.Forget(body)
		d.body.RequestID = d.derive("again")
		var anew stored.Body
		if anew, r, o, err = s.pushStored(ctx, d, tokens); anew.ID != "" && r.code != codeBodyGone {
			anew.Key = body.Key // the next blocks of this message find it
			s.saved.Keep(anew)
		}
	}
	outcomes := verdict.Same(tokens, o)
	if err != nil || o.State == vendors.StateUnknown {
		return outcomes, err
	}
	if users := r.answer.users(); len(users) > 0 {
		s.judgeUsers(r, users, tokens, outcomes, func(i int, judged vendors.Outcome) { outcomes[i] = judged })
	}
	return outcomes, nil
}

// pushStored saves the body, or finds it saved, and pushes it to tokens. The
// outcome is what every token shares; the reply is zero when saving failed.
func (s *Sender) pushStored(ctx context.Context, d *draft, tokens []vendors.Token) (stored.Body, reply, vendors.Outcome, error) {
	body, err := encode(&d.body)
	if err != nil {
		return stored.Body{}, reply{}, verdict.Unbuilt(err), err
	}
	kept, err := s.saveOnce(ctx, d, body)
	if err != nil {
		o, failure := s.failed("save", err)
		return kept, reply{}, o, failure
	}
	list, err := encode(s.listRequest(d, kept.ID, tokens))
	if err != nil {
		return kept, reply{}, verdict.Unbuilt(err), err
	}
	r, err := s.call(ctx, http.MethodPost, s.at.list, list)
	if err != nil {
		o, failure := s.failed("push to list", err)
		return kept, reply{}, o, failure
	}
	o := s.verdict(r)
	if o.State == vendors.StateAccepted && o.MessageID == "" {
		o.MessageID = kept.ID
	}
	return kept, r, o, nil
}

// listRequest addresses a stored body. Its requestId is the message's with a
// digest of the tokens: the same block repeated is a repetition to vivo, another
// block is not.
func (s *Sender) listRequest(d *draft, taskID string, tokens []vendors.Token) listRequest {
	ids := make([]string, len(tokens))
	h := sha256.New()
	for i, t := range tokens {
		ids[i] = string(t)
		h.Write([]byte(t))
		h.Write([]byte{0})
	}
	var sum [sha256.Size]byte
	suffix := hex.EncodeToString(h.Sum(sum[:0])[:6])
	l := listRequest{
		AppID: d.body.AppID, TaskID: taskID, PushMode: d.body.PushMode,
		RequestID: d.derive(suffix),
	}
	if d.byAlias {
		l.Aliases = ids
	} else {
		l.RegIDs = ids
	}
	return l
}

// failed turns a call without an answer into an outcome. Repeating is worth it and, with
// requestId, safe.
func (s *Sender) failed(op string, err error) (vendors.Outcome, error) {
	return verdict.Failed(vendors.Vivo, op, err)
}
