package sim

import "time"

// Due is a time to come that the request says, such as when to show the message, on the
// simulator's clock. What is so far from now for the sender is as far from now here.
func (c *Call) Due(t time.Time) time.Time { return t.Add(c.Ahead) }

// SenderNow is what the clock said that a time in the request was read from: the
// timestamp of a signature, or a token's life from one time until another. A sender that
// asks the control API for the time may read the simulator's clock, so it is the one that
// is nearer; which of two cannot be told where both are within the life.
func (c *Call) SenderNow(from, until time.Time) time.Time {
	theirs := c.At.Add(-c.Ahead)
	if outside(theirs, from, until) < outside(c.At, from, until) {
		return theirs
	}
	return c.At
}

// outside is how far a time is from a span; a span that ends before it begins is its begin.
func outside(t, from, until time.Time) time.Duration {
	switch {
	case t.Before(from):
		return from.Sub(t)
	case until.Before(from):
		return t.Sub(from)
	}
	return max(t.Sub(until), 0)
}
