package client

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// SendToAliases is Send for aliases: split, paced and repeated in the same way, and
// held back by the same breaker; see vendors.AliasSender.
func (c *Client) SendToAliases(ctx context.Context, msg *vendors.Message, aliases []vendors.Token) (vendors.Result, error) {
	if _, ok := c.sender.(vendors.AliasSender); !ok {
		return vendors.Result{Vendor: c.facts.Vendor}, c.unsupported("send to aliases")
	}
	return c.send(ctx, "send to aliases", toAliases, msg, aliases)
}

// SendToAccounts is Send for users' accounts; see SendToAliases and
// vendors.AccountSender.
func (c *Client) SendToAccounts(ctx context.Context, msg *vendors.Message, accounts []vendors.Token) (vendors.Result, error) {
	if _, ok := c.sender.(vendors.AccountSender); !ok {
		return vendors.Result{Vendor: c.facts.Vendor}, c.unsupported("send to accounts")
	}
	return c.send(ctx, "send to accounts", toAccounts, msg, accounts)
}

func toAliases(ctx context.Context, s *sending, places []int) (vendors.Result, error) {
	return s.client.sender.(vendors.AliasSender).SendToAliases(ctx, s.msg, s.pick(places))
}

func toAccounts(ctx context.Context, s *sending, places []int) (vendors.Result, error) {
	return s.client.sender.(vendors.AccountSender).SendToAccounts(ctx, s.msg, s.pick(places))
}
