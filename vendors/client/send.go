package client

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/offpush/offpush/vendors"
)

// Send sends msg to tokens and returns one outcome per token in the order given.
// A token given twice is sent to once; both places get its outcome. msg is not
// changed or kept; without an ID it gets one, the same for all repetitions.
//
// The error is the last request without an answer that repeating did not mend, or
// the context's; the outcomes are complete beside it. A vendor saying no is an
// outcome and no error.
func (c *Client) Send(ctx context.Context, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	return c.send(ctx, "send", toTokens, msg, tokens)
}

// via is one call to the driver for the tokens at places.
type via func(ctx context.Context, s *sending, places []int) (vendors.Result, error)

func toTokens(ctx context.Context, s *sending, places []int) (vendors.Result, error) {
	return s.client.sender.Send(ctx, s.msg, s.pick(places))
}

// send is Send by one of a driver's calls.
func (c *Client) send(ctx context.Context, op string, by via, msg *vendors.Message, tokens []vendors.Token) (vendors.Result, error) {
	res := vendors.Result{Vendor: c.facts.Vendor}
	switch {
	case msg == nil:
		return res, fmt.Errorf("client: %s: no message", op)
	case len(tokens) == 0:
		return res, fmt.Errorf("client: %s: no tokens: give at least one", op)
	}
	m, made := c.identified(msg)
	unique, places := distinct(tokens)
	s := &sending{
		client: c, via: by, msg: &m, class: c.classOf(&m), test: m.Test,
		tokens: unique, outcomes: make([]vendors.Outcome, len(unique)),
	}
	err := s.run(ctx)
	res.Adjustments = asked(s.adjustments, made)
	res.Outcomes = s.outcomes
	if places != nil {
		res.Outcomes = make([]vendors.Outcome, len(tokens))
		for i, p := range places {
			res.Outcomes[i] = s.outcomes[p]
		}
	}
	if err != nil {
		return res, fmt.Errorf("client: %s: %w", op, err)
	}
	return res, nil
}

// identified is a copy of msg with an ID, and whether the client made that.
func (c *Client) identified(msg *vendors.Message) (m vendors.Message, made bool) {
	m = *msg
	if made = m.ID == ""; made {
		m.ID = c.opts.NewID()
	}
	return m, made
}

// asked leaves out what became of an ID that the client made: nobody asked for it.
func asked(all []vendors.Adjustment, made bool) []vendors.Adjustment {
	ofID := func(a vendors.Adjustment) bool { return a.Field == "id" }
	if !made || !slices.ContainsFunc(all, ofID) {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), ofID)
}

// distinct returns tokens without repetitions, in order of first appearance, and
// for each given token its place there; nil places when none was repeated.
func distinct(tokens []vendors.Token) (unique []vendors.Token, places []int) {
	if len(tokens) == 1 {
		return tokens, nil
	}
	seen := make(map[vendors.Token]int, len(tokens))
	places = make([]int, len(tokens))
	for i, t := range tokens {
		p, again := seen[t]
		if !again {
			p = len(unique)
			seen[t] = p
			unique = append(unique, t)
		}
		places[i] = p
	}
	if len(unique) == len(tokens) {
		return tokens, nil
	}
	return unique, places
}

// classOf is the class the message will be counted under, by the driver's word or,
// without one, by what the message and the facts say.
func (c *Client) classOf(m *vendors.Message) vendors.Class {
	if k, ok := c.sender.(vendors.Classifier); ok {
		return k.ClassOf(m)
	}
	if m.Class != vendors.ClassUnset {
		return m.Class
	}
	return vendors.ClassMarketing
}

func randomID() string {
	var b [16]byte
	rand.Read(b[:]) // crypto/rand does not fail
	return hex.EncodeToString(b[:])
}
