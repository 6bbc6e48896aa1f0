package client

import (
	"context"
	"errors"
	"fmt"

	"github.com/offpush/offpush/vendors"
)

// SendEach sends messages of their own to many tokens and returns one outcome per mail
// in the order given; see Send and vendors.EachSender. A token given twice gets both
// messages. Classes do not share a call: quotas are counted by class, and one answer
// may be for all that is in a call.
func (c *Client) SendEach(ctx context.Context, mail []vendors.Mail) (vendors.Result, error) {
	res := vendors.Result{Vendor: c.facts.Vendor}
	if _, ok := c.sender.(vendors.EachSender); !ok {
		return res, c.unsupported("send each")
	}
	if len(mail) == 0 {
		return res, errors.New("client: send each: no messages: give at least one")
	}
	for i := range mail {
		if mail[i].Message == nil {
			return res, fmt.Errorf("client: send each: no message for token %d", i+1)
		}
	}
	res.Outcomes = make([]vendors.Outcome, len(mail))
	var lost error
	for _, g := range c.alike(mail) {
		err := g.run(ctx)
		if err != nil {
			lost = err
		}
		res.Adjustments = append(res.Adjustments, g.adjustments...)
		for i, p := range g.places {
			res.Outcomes[p] = g.outcomes[i]
		}
	}
	if lost != nil {
		return res, fmt.Errorf("client: send each: %w", lost)
	}
	return res, nil
}

// group is the mail the breaker treats alike.
type group struct {
	sending
	places []int // of its mail among all
}

// alike sorts mail into groups, each with an outcome to fill for every mail.
func (c *Client) alike(mail []vendors.Mail) []*group {
	type kind struct {
		class vendors.Class
		test  bool
	}
	var groups []*group
	known := make(map[kind]*group)
	for i := range mail {
		m := *mail[i].Message
		if m.ID == "" {
			m.ID = c.opts.NewID()
		}
		k := kind{c.classOf(&m), m.Test}
		g := known[k]
		if g == nil {
			g = &group{sending: sending{client: c, via: toEach, class: k.class, test: k.test}}
			known[k] = g
			groups = append(groups, g)
		}
		g.places = append(g.places, i)
		g.mail = append(g.mail, vendors.Mail{Message: &m, Token: mail[i].Token})
		g.tokens = append(g.tokens, mail[i].Token)
	}
	for _, g := range groups {
		g.outcomes = make([]vendors.Outcome, len(g.mail))
	}
	return groups
}

func toEach(ctx context.Context, s *sending, places []int) (vendors.Result, error) {
	mail := make([]vendors.Mail, len(places))
	for i, p := range places {
		mail[i] = s.mail[p]
	}
	return s.client.sender.(vendors.EachSender).SendEach(ctx, mail)
}
