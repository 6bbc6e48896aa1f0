package client

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/vendors"
)

func (c *Client) unsupported(op string) error {
	return fmt.Errorf("client: %s: the driver of %s has no such call: %w", op, c.facts.Vendor, ErrUnsupported)
}

// Broadcast sends to everybody or by tag, behind the breaker. It is repeated only
// when the vendor refused it for now, never when it may have been taken: a second
// broadcast reaches everybody twice.
func (c *Client) Broadcast(ctx context.Context, msg *vendors.Message, to vendors.Audience) (vendors.Outcome, []vendors.Adjustment, error) {
	b, ok := c.sender.(vendors.Broadcaster)
	if !ok {
		return vendors.Outcome{}, nil, c.unsupported("broadcast")
	}
	if msg == nil {
		return vendors.Outcome{}, nil, fmt.Errorf("client: broadcast: no message")
	}
	m, made := c.identified(msg)
	k := key{class: c.classOf(&m), form: FormTag}
	if to.All {
		k.form = FormBroadcast
	}
	pauses := c.backOff()
	for attempt := 1; ; attempt++ {
		now := c.clock.Now()
		if x, blocked := c.breaker.blocked(k, now); blocked && !m.Test {
			c.emit(Event{Kind: EventSuppressed, Class: k.class, Form: k.form, Attempt: attempt, Wait: x.Until.Sub(now)})
			return suppressed(x, now), nil, nil
		}
		o, adjustments, err := b.Broadcast(ctx, &m, to)
		adjustments = asked(adjustments, made)
		c.attempted(k, attempt, []vendors.Outcome{o}, now, err)
		if !m.Test {
			if x, closed := c.breaker.learn(k, &o, c.clock.Now()); closed {
				c.emit(Event{Kind: EventBlocked, Class: x.Class, Form: x.Form, Wait: o.RetryAfter})
			}
		}
		again := o.State == vendors.StateRefused && o.Retry == vendors.RetryBackoff && o.RetryAfter <= c.opts.MaxWait
		if err != nil || !again || attempt == c.opts.MaxAttempts {
			return o, adjustments, err
		}
		wait := max(o.RetryAfter, pauses.NextBackOff())
		c.emit(Event{Kind: EventWait, Class: k.class, Form: k.form, Attempt: attempt + 1, Wait: wait})
		if err := c.clock.Sleep(ctx, wait); err != nil {
			return o, adjustments, err
		}
	}
}

// Recall takes back an accepted message; see vendors.Recaller.
func (c *Client) Recall(ctx context.Context, messageID string, tokens []vendors.Token) (vendors.Outcome, error) {
	r, ok := c.sender.(vendors.Recaller)
	if !ok {
		return vendors.Outcome{}, c.unsupported("recall")
	}
	return r.Recall(ctx, messageID, tokens)
}

// AuditStatus asks what the content audit said; see vendors.AuditQuerier.
func (c *Client) AuditStatus(ctx context.Context, messageIDs []string) ([]vendors.AuditStatus, error) {
	q, ok := c.sender.(vendors.AuditQuerier)
	if !ok {
		return nil, c.unsupported("audit status")
	}
	return q.AuditStatus(ctx, messageIDs)
}

// Statistics asks for counters; see vendors.StatisticsQuerier.
func (c *Client) Statistics(ctx context.Context, messageIDs []string) ([]vendors.Statistics, error) {
	q, ok := c.sender.(vendors.StatisticsQuerier)
	if !ok {
		return nil, c.unsupported("statistics")
	}
	return q.Statistics(ctx, messageIDs)
}

// CheckTokens asks which tokens are dead; see vendors.TokenChecker.
func (c *Client) CheckTokens(ctx context.Context, tokens []vendors.Token) ([]vendors.Outcome, error) {
	q, ok := c.sender.(vendors.TokenChecker)
	if !ok {
		return nil, c.unsupported("check tokens")
	}
	return q.CheckTokens(ctx, tokens)
}

// DryRun returns the requests Send would make first, in order and with secrets
// redacted, and sends nothing. A request that later batches would repeat word for
// word, such as storing the common body, stands there once.
func (c *Client) DryRun(msg *vendors.Message, tokens []vendors.Token) ([]vendors.Request, []vendors.Adjustment, error) {
	b, ok := c.sender.(vendors.Builder)
	if !ok {
		return nil, nil, c.unsupported("dry run")
	}
	if msg == nil || len(tokens) == 0 {
		return nil, nil, fmt.Errorf("client: dry run: a message and at least one token are needed")
	}
	m, made := c.identified(msg)
	unique, _ := distinct(tokens)
	all := make([]int, len(unique))
	for i := range all {
		all[i] = i
	}
	type request struct{ method, url, body string }
	seen := make(map[request]bool)
	var requests []vendors.Request
	var adjustments []vendors.Adjustment
	for i, part := range split(all, max(c.facts.Batch.Max, 1), c.facts.Batch.Min) {
		rs, adj, err := b.Build(&m, unique[part[0]:part[len(part)-1]+1])
		if i == 0 {
			adjustments = asked(adj, made)
		}
		if err != nil {
			return requests, adjustments, err
		}
		for _, r := range rs {
			if id := (request{r.Method, r.URL, r.Body}); !seen[id] {
				seen[id] = true
				requests = append(requests, r)
			}
		}
	}
	return requests, adjustments, nil
}
