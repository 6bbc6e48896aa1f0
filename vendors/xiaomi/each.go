package xiaomi

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/verdict"
)

// noChannel is how channel_exceed_quota calls messages without a channel.
const noChannel = "no_channel"

// SendEach sends messages of their own to registration ids, 1000 in one call, by
// multi_messages. A message that cannot be valid at Xiaomi stays out of the call.
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
	b := batch{outcomes: verdict.Same(tokens, vendors.Outcome{})}
	for i, m := range mail {
		d := s.draft(m.Message)
		res.Adjustments = append(res.Adjustments, d.Adjustments...)
		if d.Rejected() != nil {
			b.put(i, d.Rejection())
			continue
		}
		b.add(i, m.Token, d)
	}
	res.Outcomes = b.outcomes
	if len(b.elements) == 0 {
		return res, nil
	}
	return res, s.sendBatch(ctx, u, &b)
}

// batch is a call of multi_messages under way.
type batch struct {
	outcomes []vendors.Outcome // of all mail
	sent     []int             // places of outcomes whose mail is in the call
	channels []string          // of each of them
	elements []element
	later    *int64 // time_to_send
}

func (b *batch) add(i int, token vendors.Token, d *draft) {
	channel := noChannel
	if c := d.out.Extra.ChannelID; c != nil && *c != "" {
		channel = *c
	}
	// time_to_send stands beside the list and holds for all of it.
	if d.out.TimeToSend != nil {
		b.later, d.out.TimeToSend = d.out.TimeToSend, nil
	}
	b.sent = append(b.sent, i)
	b.channels = append(b.channels, channel)
	b.elements = append(b.elements, element{string(token), d.out.document()})
}

func (b *batch) put(i int, o vendors.Outcome) {
	o.Token = b.outcomes[i].Token
	b.outcomes[i] = o
}

func (s *Sender) sendBatch(ctx context.Context, u *url.URL, b *batch) error {
	all := func(o vendors.Outcome) {
		for _, i := range b.sent {
			b.put(i, o)
		}
	}
	messages, err := encode(b.elements)
	if err != nil {
		all(verdict.Unbuilt(err))
		return err
	}
	f := form.New(len(messages) * 2)
	f.Add("messages", string(messages))
	if b.later != nil {
		f.Int("time_to_send", *b.later)
	}
	r, err := s.post(ctx, u, f)
	if err != nil {
		o, failure := s.failed("send each", err)
		all(o)
		return failure
	}
	all(s.verdict(r))
	s.judge(r, b.outcomes)
	if r.ok() {
		s.judgeExceeded(b, exceeded(string(r.answer.Data.Exceeded)))
	}
	return nil
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
func (s *Sender) judgeExceeded(b *batch, over map[string]int) {
	if len(over) == 0 {
		return
	}
	accepted := map[string]int{}
	for n, i := range b.sent {
		if b.outcomes[i].State == vendors.StateAccepted {
			accepted[b.channels[n]]++
		}
	}
	fact, _ := s.facts.Code(memberExceeds, vendors.InPerToken)
	for n, i := range b.sent {
		o, count := &b.outcomes[i], over[b.channels[n]]
		if count == 0 || o.State != vendors.StateAccepted {
			continue
		}
		o.Code, o.Text, o.Reason, o.MessageID = memberExceeds, "", fact.Reason, ""
		if count >= accepted[b.channels[n]] {
			o.State, o.Retry = vendors.StateRefused, fact.Retry
			continue
		}
		// Some of them are on phones already: sending all again would ring twice there.
		o.State, o.Retry = vendors.StateUnknown, vendors.RetryNever
	}
}
