package xiaomi

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// noChannel is how channel_exceed_quota calls messages without a channel.
const noChannel = "no_channel"

// SendEach sends messages of their own to registration ids, 1000 in one call, by
// multi_messages. A message that cannot be valid at Xiaomi stays out of the call. Messages
// for later (Options.TimeToSend) have a call for each time, because Xiaomi takes one time
// for all of a call; after one without an answer the others are not made
// (StateSuppressed).
//
// This call does not refuse what is over the day's total: it says for how many messages of
// a channel there was no room. When there was none for all of a channel's, they are
// refused; else nobody knows which arrived, and their outcomes are StateUnknown.
func (s *Sender) SendEach(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	return s.sendEach(ctx, s.at.eachRegid, mail)
}

// SendEachToAliases is SendEach for aliases.
func (s *Sender) SendEachToAliases(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	return s.sendEach(ctx, s.at.eachAlias, mail)
}

// SendEachToAccounts is SendEach for user accounts.
func (s *Sender) SendEachToAccounts(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	return s.sendEach(ctx, s.at.eachAccount, mail)
}

func (s *Sender) sendEach(ctx context.Context, u *url.URL, mail []vendors.Mail) (vendors.Result, error) {
	res := vendors.Result{Vendor: vendors.Xiaomi}
	tokens := make([]vendors.Token, len(mail))
	for i, m := range mail {
		if m.Message == nil {
			return res, errors.New("xiaomi: send each: no message for token " + strconv.Itoa(i+1))
		}
		tokens[i] = m.Token
	}
	switch {
	case len(mail) == 0:
		return res, errors.New("xiaomi: send each: no messages: give at least one")
	case s.limits.messages > 0 && len(mail) > s.limits.messages:
		res.Outcomes = verdict.TooMany(tokens, s.limits.messages, "call")
		return res, nil
	}
	res.Outcomes = verdict.Same(tokens, vendors.Outcome{})
	var calls []*batch
	for i, m := range mail {
		d := s.draft(m.Message)
		res.Adjustments = append(res.Adjustments, d.Adjustments...)
		if d.Rejected() != nil {
			res.Outcomes[i] = d.Rejection()
			res.Outcomes[i].Token = m.Token
			continue
		}
		calls = put(calls, i, m.Token, d)
	}
	var lost error
	for _, b := range calls {
		outcomes := verdict.Same(b.tokens, verdict.Unsent())
		if lost == nil {
			outcomes, lost = s.sendBatch(ctx, u, b)
		}
		for n, i := range b.places {
			res.Outcomes[i] = outcomes[n]
		}
	}
	return res, lost
}

// batch is one call of multi_messages.
type batch struct {
	places   []int           // of its messages among the mail
	tokens   []vendors.Token // of each of them, and so below
	channels []string
	elements []element
	later    int64 // time_to_send, which stands beside the list; 0: at once
}

// put adds a message to the call of its time.
func put(calls []*batch, i int, token vendors.Token, d *draft) []*batch {
	later := int64(0)
	if d.out.TimeToSend != nil {
		later, d.out.TimeToSend = *d.out.TimeToSend, nil
	}
	n := slices.IndexFunc(calls, func(b *batch) bool { return b.later == later })
	if n < 0 {
		n, calls = len(calls), append(calls, &batch{later: later})
	}
	channel := noChannel
	if c := d.out.Extra.ChannelID; c != nil && *c != "" {
		channel = *c
	}
	b := calls[n]
	b.places = append(b.places, i)
	b.tokens = append(b.tokens, token)
	b.channels = append(b.channels, channel)
	b.elements = append(b.elements, element{string(token), d.out.document()})
	return calls
}

func (s *Sender) sendBatch(ctx context.Context, u *url.URL, b *batch) ([]vendors.Outcome, error) {
	messages, err := encode(b.elements)
	if err != nil {
		return verdict.Same(b.tokens, verdict.Unbuilt(err)), err
	}
	f := form.New(len(messages) * 2)
	f.Add("messages", string(messages))
	if b.later != 0 {
		f.Int("time_to_send", b.later)
	}
	r, err := s.post(ctx, u, f)
	if err != nil {
		o, failure := s.failed("send each", err)
		return verdict.Same(b.tokens, o), failure
	}
	outcomes := verdict.Same(b.tokens, s.verdict(r))
	s.judge(r, outcomes)
	if r.ok() {
		s.judgeExceeded(b.channels, outcomes, exceeded(string(r.answer.Data.Exceeded)))
	}
	return outcomes, nil
}

// exceeded reads "no_channel:2 135002:3".
func exceeded(text string) map[string]int {
	out := map[string]int{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		at := strings.LastIndexByte(part, ':')
		if at <= 0 {
			continue
		}
		if n, err := strconv.Atoi(part[at+1:]); err == nil && n > 0 {
			out[part[:at]] += n
		}
	}
	return out
}

// judgeExceeded takes back the success of messages over the total of their channel.
func (s *Sender) judgeExceeded(channels []string, outcomes []vendors.Outcome, over map[string]int) {
	if len(over) == 0 {
		return
	}
	accepted := map[string]int{}
	for i, channel := range channels {
		if outcomes[i].State == vendors.StateAccepted {
			accepted[channel]++
		}
	}
	fact, _ := s.facts.Code(memberExceeds, vendors.InPerToken)
	for i, channel := range channels {
		o, count := &outcomes[i], over[channel]
		if count == 0 || o.State != vendors.StateAccepted {
			continue
		}
		o.Code, o.Text, o.Reason, o.MessageID = memberExceeds, "", fact.Reason, ""
		if count >= accepted[channel] {
			o.State, o.Retry = vendors.StateRefused, fact.Retry
			continue
		}
		// Some of them are on phones already: sending all again would ring twice there.
		o.State, o.Retry = vendors.StateUnknown, vendors.RetryNever
	}
}
