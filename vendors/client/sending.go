package client

import (
	"context"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/offpush/offpush/vendors"
)

// sending is one Send: rounds of batches until no token is left that may be
// repeated.
type sending struct {
	client   *Client
	via      via
	msg      *vendors.Message // nil: each token has its own
	mail     []vendors.Mail   // by token; nil: msg is everybody's
	class    vendors.Class
	test     bool
	tokens   []vendors.Token   // or aliases, or accounts
	outcomes []vendors.Outcome // by token

	mu          sync.Mutex // the rest, which batches in flight share
	adjustments []vendors.Adjustment
	adjusted    bool
	lastErr     error
}

// run leaves an outcome for every token.
func (s *sending) run(ctx context.Context) error {
	pending := make([]int, len(s.tokens))
	for i := range pending {
		pending[i] = i
	}
	size := max(s.client.facts.Batch.Max, 1)
	pauses := s.client.backOff()
	for attempt := 1; ; attempt++ {
		s.round(ctx, attempt, pending, size)
		if err := ctx.Err(); err != nil {
			return err
		}
		var wait time.Duration
		var split bool
		pending, wait, split = s.retryable(pending, size)
		if len(pending) == 0 || attempt == s.client.opts.MaxAttempts {
			return s.unmended()
		}
		if split {
			size = max(min(size, len(pending))/2, 1)
		}
		wait = max(wait, pauses.NextBackOff())
		s.client.emit(Event{Kind: EventWait, Class: s.class, Attempt: attempt + 1, Tokens: len(pending), Wait: wait})
		if err := s.client.clock.Sleep(ctx, wait); err != nil {
			return err
		}
	}
}

// unmended is the last error if any token is still without an answer.
func (s *sending) unmended() error {
	if s.lastErr == nil {
		return nil
	}
	for i := range s.outcomes {
		if o := &s.outcomes[i]; o.State == vendors.StateUnknown || o.Reason == vendors.ReasonRequestBuildFailed {
			return s.lastErr
		}
	}
	return nil
}

func (c *Client) backOff() backoff.BackOff {
	return &backoff.ExponentialBackOff{
		InitialInterval: c.opts.FirstWait, Multiplier: c.opts.Multiplier,
		MaxInterval: c.opts.MaxWait, RandomizationFactor: c.opts.Jitter,
	}
}

// retryable picks the pending tokens to repeat, the longest pause any of them
// asks for, and whether a batch was too large. size is the largest batch that was
// sent: what went out alone cannot be split any further.
func (s *sending) retryable(pending []int, size int) (again []int, wait time.Duration, split bool) {
	alone := min(size, len(pending)) <= 1
	for _, i := range pending {
		o := &s.outcomes[i]
		if o.State == vendors.StateAccepted || o.State == vendors.StateSuppressed || o.RetryAfter > s.client.opts.MaxWait {
			continue
		}
		switch o.Retry {
		case vendors.RetrySplit:
			if alone {
				continue
			}
			split = true
		case vendors.RetryBackoff, vendors.RetryNewConnection:
		default:
			continue
		}
		again = append(again, i)
		wait = max(wait, o.RetryAfter)
	}
	return again, wait, split
}

// round sends the pending tokens once, in batches.
func (s *sending) round(ctx context.Context, attempt int, pending []int, size int) {
	batches := split(pending, size, s.client.facts.Batch.Min)
	if s.client.opts.Concurrency == 1 || len(batches) == 1 {
		for _, b := range batches {
			s.batch(ctx, attempt, b)
		}
		return
	}
	slots := make(chan struct{}, s.client.opts.Concurrency)
	var wg sync.WaitGroup
	for _, b := range batches {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			s.batch(ctx, attempt, b)
		})
	}
	wg.Wait()
}

// split cuts items into parts of nearly equal length, at most size long. Equal
// parts keep the last one from falling below least, the smallest list a vendor
// takes; a part of one goes out as a single.
func split(items []int, size, least int) [][]int {
	if size < max(least, 1) {
		size = 1
	}
	n := (len(items) + size - 1) / size
	parts := make([][]int, 0, n)
	for ; n > 0; n-- {
		k := (len(items) + n - 1) / n
		parts = append(parts, items[:k])
		items = items[k:]
	}
	return parts
}

// batch makes one call to the driver, unless the breaker or the context forbids.
func (s *sending) batch(ctx context.Context, attempt int, places []int) {
	c := s.client
	k := key{class: s.class, form: FormSingle}
	if len(places) > 1 {
		k.form = FormList
	}
	if s.held(k, attempt, places) {
		return
	}
	err := c.pace.wait(ctx, len(places), func(d time.Duration) {
		c.emit(Event{Kind: EventWait, Class: k.class, Form: k.form, Attempt: attempt, Tokens: len(places), Wait: d})
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		s.unsent(attempt, places)
		return
	}
	if c.pace.limiter != nil && s.held(k, attempt, places) { // closed while it waited
		return
	}
	started := c.clock.Now()
	res, err := s.via(ctx, s, places)
	outcomes := complete(res.Outcomes, s.pick(places))
	for i, p := range places {
		s.outcomes[p] = outcomes[i]
	}
	s.learn(k, places)
	s.note(attempt, res.Adjustments, err)
	c.attempted(k, attempt, outcomes, started, err)
}

func (s *sending) pick(places []int) []vendors.Token {
	if len(places) == len(s.tokens) {
		return s.tokens
	}
	tokens := make([]vendors.Token, len(places))
	for i, p := range places {
		tokens[i] = s.tokens[p]
	}
	return tokens
}

// held gives tokens the breaker's outcome. In a repetition they keep the answer
// they had, which says more.
func (s *sending) held(k key, attempt int, places []int) bool {
	if s.test {
		return false
	}
	now := s.client.clock.Now()
	x, blocked := s.client.breaker.blocked(k, now)
	if !blocked {
		return false
	}
	o := suppressed(x, now)
	for _, p := range places {
		if attempt == 1 {
			o.Token = s.tokens[p]
			s.outcomes[p] = o
		} else {
			s.outcomes[p].Retry, s.outcomes[p].RetryAfter = o.Retry, o.RetryAfter
		}
	}
	s.client.emit(Event{Kind: EventSuppressed, Class: k.class, Form: k.form, Attempt: attempt, Tokens: len(places), Wait: o.RetryAfter})
	return true
}

// unsent marks tokens the context left no time for; a repetition keeps its answer.
func (s *sending) unsent(attempt int, places []int) {
	if attempt > 1 {
		return
	}
	for _, p := range places {
		s.outcomes[p] = vendors.Outcome{
			Token: s.tokens[p], State: vendors.StateSuppressed, Reason: vendors.ReasonNetwork,
			Retry: vendors.RetryBackoff, Text: "not sent: the context ended before its turn",
		}
	}
}

// complete protects the order from a driver that returned too few outcomes.
func complete(outcomes []vendors.Outcome, tokens []vendors.Token) []vendors.Outcome {
	if len(outcomes) == len(tokens) {
		return outcomes
	}
	out := make([]vendors.Outcome, len(tokens))
	byToken := make(map[vendors.Token]vendors.Outcome, len(outcomes))
	for _, o := range outcomes {
		byToken[o.Token] = o
	}
	for i, t := range tokens {
		o, ok := byToken[t]
		if !ok {
			o = vendors.Outcome{Token: t, State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryNever}
		}
		out[i] = o
	}
	return out
}

// learn feeds the breaker. Answers to test messages say nothing about quotas.
func (s *sending) learn(k key, places []int) {
	if s.test {
		return
	}
	c := s.client
	now := c.clock.Now()
	for _, p := range places {
		if x, closed := c.breaker.learn(k, &s.outcomes[p], now); closed {
			c.log.Warn("sending stopped", "vendor", c.facts.Vendor, "class", x.Class, "form", x.Form, "code", x.Code, "until", x.Until)
			c.emit(Event{Kind: EventBlocked, Class: x.Class, Form: x.Form, Tokens: len(places), Wait: x.Until.Sub(now)})
		}
	}
}

// note keeps what the whole Send reports: adjustments once, since every batch of
// a form has the same and only messages of their own have more, and the last error.
func (s *sending) note(attempt int, adjustments []vendors.Adjustment, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.mail != nil && attempt == 1:
		s.adjustments = append(s.adjustments, adjustments...)
	case s.mail == nil && !s.adjusted && len(adjustments) > 0:
		s.adjustments, s.adjusted = adjustments, true
	}
	if err != nil {
		s.lastErr = err
	}
}
