package oppo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// Send sends msg to 1 to 1000 registration ids: one by unicast; more by unicast_batch, or
// by save_message_content and broadcast when it is content and marketing. Ids of China and
// of the rest of the world go to their own hosts. More than 1000 are not sent
// (StateRejected, RetrySplit): splitting is the client's.
//
// Beside the outcomes the error is a request without an answer or a context that ended;
// then the outcomes of its tokens are StateUnknown. Repeating a single push or a batch with
// the same ID is safe: OPPO pushes an app_message_id to the same target once. A broadcast
// it may have taken is not to be repeated.
func (s *Sender) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, "send", targetRegID, msg, tokens, s.of)
}

// SendToAliases is Send for aliases, of the region of the credentials.
func (s *Sender) SendToAliases(ctx context.Context, msg *vendors.Message, aliases []vendors.Token) (vendors.Result, error) {
	return s.send(ctx, "send to aliases", targetAlias, msg, aliases, func(vendors.Token) *line { return s.home })
}

func (s *Sender) send(ctx context.Context, op string, kind int, msg *vendors.Message, tokens []vendors.Token, of func(vendors.Token) *line) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.OPPO}
	switch {
	case msg == nil:
		return res, errors.New("oppo: " + op + ": no message")
	case len(tokens) == 0:
		return res, errors.New("oppo: " + op + ": no tokens: give at least one")
	case len(tokens) > s.limits.batch:
		res.Outcomes = verdict.TooMany(tokens, s.limits.batch, "call")
		return res, nil
	}
	d := s.shape(msg, len(tokens))
	if kind == targetAlias {
		d.unreported("aliases", "别名推送")
	}
	res.Adjustments = d.Adjustments
	if d.Rejected() != nil {
		res.Outcomes = verdict.Same(tokens, d.Rejection())
		return res, nil
	}
	split := parts(tokens, of)
	if len(split) == 1 {
		var err error
		res.Outcomes, err = s.sendPart(ctx, op, split[0].line, kind, d, tokens)
		return res, err
	}
	res.Outcomes = make([]vendors.Outcome, len(tokens))
	var failure error
	for _, part := range split {
		outcomes, err := s.sendPart(ctx, op, part.line, kind, d, part.tokens)
		failure = errors.Join(failure, err)
		for i, place := range part.places {
			res.Outcomes[place] = outcomes[i]
		}
	}
	return res, failure
}

// shape drafts msg for the call that n targets take.
func (s *Sender) shape(msg *vendors.Message, n int) *draft {
	if n > 1 {
		if d := s.draft(msg, formBroadcast); d.campaign() {
			d.unverified()
			return d
		}
	}
	return s.draft(msg, formSingle)
}

// part are the tokens of one line, with their places in the call.
type part struct {
	line   *line
	tokens []vendors.Token
	places []int
}

// parts tells tokens apart by line.
func parts(tokens []vendors.Token, of func(vendors.Token) *line) []part {
	out := make([]part, 0, 2)
	if len(tokens) == 1 {
		return append(out, part{line: of(tokens[0]), tokens: tokens, places: []int{0}})
	}
	for i, t := range tokens {
		l := of(t)
		at := slices.IndexFunc(out, func(p part) bool { return p.line == l })
		if at < 0 {
			at = len(out)
			out = append(out, part{line: l, tokens: make([]vendors.Token, 0, len(tokens)), places: make([]int, 0, len(tokens))})
		}
		out[at].tokens, out[at].places = append(out[at].tokens, t), append(out[at].places, i)
	}
	return out
}

func (s *Sender) sendPart(ctx context.Context, op string, l *line, kind int, d *draft, tokens []vendors.Token) ([]vendors.Outcome, error) {
	switch {
	case len(tokens) == 1 && !d.broadcastOnly():
		return s.sendOne(ctx, op, l, kind, d, tokens)
	case d.campaign():
		return s.sendStored(ctx, op, l, kind, d, tokens)
	}
	m, err := d.out.around(kind)
	if err != nil {
		return verdict.Same(tokens, verdict.Unbuilt(err)), err
	}
	return s.sendBatch(ctx, op, l, m.batchOf(tokens), tokens, d.out.once())
}

// broadcastOnly reports what a single push cannot carry.
func (d *draft) broadcastOnly() bool { return d.out.Style != nil && *d.out.Style == stylePicture }

// sendOne sends to one token, alone in its list.
func (s *Sender) sendOne(ctx context.Context, op string, l *line, kind int, d *draft, one []vendors.Token) ([]vendors.Outcome, error) {
	m, err := d.out.around(kind)
	if err != nil {
		return verdict.Same(one, verdict.Unbuilt(err)), err
	}
	r, err := s.post(ctx, l, l.unicast, m.singleOf(one[0]))
	if err != nil {
		o, failure := s.lost(op, err, d.out.once())
		return verdict.Same(one, o), failure
	}
	o := s.verdict(r)
	unclear(&o, d.out.once())
	if r.ok() {
		o.MessageID = r.id()
	}
	return verdict.Same(one, o), nil
}

// sendBatch sends messages that are built already, one for each token; once says that all
// have an app_message_id.
func (s *Sender) sendBatch(ctx context.Context, op string, l *line, f *form.Body, tokens []vendors.Token, once bool) ([]vendors.Outcome, error) {
	r, err := s.post(ctx, l, l.batch, f)
	if err != nil {
		o, failure := s.lost(op, err, once)
		return verdict.Same(tokens, o), failure
	}
	o := s.verdict(r)
	unclear(&o, once)
	o.TokenDead = o.TokenDead && len(tokens) == 1 // a list's code does not say whose fault it is
	outcomes := verdict.Same(tokens, o)
	if r.ok() {
		s.judgeEntries(r.entries(), outcomes)
	}
	return outcomes, nil
}

// judgeEntries gives each outcome what the list of a batch says of it: by place, or by
// registration id when the list has another length. The call as a whole says 0 even when
// elements fail, so that of whom nothing is said nothing is known; sending again would
// reach those twice who were reached.
func (s *Sender) judgeEntries(entries []entry, outcomes []vendors.Outcome) {
	byID := make(map[string]entry, len(entries))
	if len(entries) != len(outcomes) {
		for _, e := range entries {
			byID[string(e.RegistrationID)] = e
		}
	}
	for i := range outcomes {
		o := &outcomes[i]
		e, told := byID[string(o.Token)]
		if len(entries) == len(outcomes) {
			e, told = entries[i], true
		}
		code := e.ErrorCode.Code()
		switch {
		case !told:
			o.State, o.Reason, o.Retry = vendors.StateUnknown, vendors.ReasonVendorError, vendors.RetryNever
		case e.ErrorCode == "" || code == codeOK:
			o.MessageID = string(e.MessageID)
		default:
			s.refuse(o, code, s.redactor.String(string(e.ErrorMessage)))
		}
	}
}

// refuse fills an outcome that an answer with code 0 refuses by a code of its own. Any
// code of a single push may stand there.
func (s *Sender) refuse(o *vendors.Outcome, code, text string) {
	verdict.Refused(o, s.facts, code, vendors.InPerToken, vendors.InResponse)
	o.Code, o.Text, o.MessageID, o.RetryAfter = code, text, "", pauses()[code]
	blameWords(o)
}

// SendEach sends messages of their own to registration ids, 1000 in one call, by
// unicast_batch. A message that cannot be valid at OPPO stays out of the call.
func (s *Sender) SendEach(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.OPPO}
	tokens := make([]vendors.Token, len(mail))
	for i, m := range mail {
		if m.Message == nil {
			return res, fmt.Errorf("oppo: send each: no message for token %d", i+1)
		}
		tokens[i] = m.Token
	}
	switch {
	case len(mail) == 0:
		return res, errors.New("oppo: send each: no messages: give at least one")
	case len(mail) > s.limits.batch:
		res.Outcomes = verdict.TooMany(tokens, s.limits.batch, "call")
		return res, nil
	}
	res.Outcomes = verdict.Same(tokens, vendors.Outcome{})
	var failure error
	for _, p := range parts(tokens, s.of) {
		failure = errors.Join(failure, s.sendMail(ctx, p, mail, &res))
	}
	return res, failure
}

func (s *Sender) sendMail(ctx context.Context, p part, mail []vendors.Mail, res *vendors.Result) error {
	messages := []byte{'['}
	var sent []vendors.Token
	var places []int
	once := true
	for i, place := range p.places {
		d := s.draft(mail[place].Message, formSingle)
		res.Adjustments = append(res.Adjustments, d.Adjustments...)
		o := d.Rejection()
		if d.Rejected() == nil {
			m, err := d.out.around(targetRegID)
			if err == nil {
				if len(sent) > 0 {
					messages = append(messages, ',')
				}
				messages = append(messages, m.to(p.tokens[i])...)
				once = once && d.out.once()
				sent, places = append(sent, p.tokens[i]), append(places, place)
				continue
			}
			o = verdict.Unbuilt(err)
		}
		o.Token = p.tokens[i]
		res.Outcomes[place] = o
	}
	if len(sent) == 0 {
		return nil
	}
	messages = append(messages, ']')
	f := form.New(form.Length(messages) + len("messages=") + tokenRoom)
	f.Begin("messages")
	f.More(messages)
	outcomes, err := s.sendBatch(ctx, "send each", p.line, f, sent, once)
	for i, place := range places {
		res.Outcomes[place] = outcomes[i]
	}
	return err
}
