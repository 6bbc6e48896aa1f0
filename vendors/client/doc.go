// Package client is what users of offpush hold: a Client wraps one Sender and adds
// what every push channel needs and no driver should repeat - splitting into the
// vendor's batches, pacing, retry of what may be retried, a breaker after quota
// answers, preflight and dry run.
//
// It knows no vendor. How many tokens go into one call, which codes mean "not
// before midnight" and which time zone that midnight is in come from the sender's
// Facts; whether to repeat comes from each Outcome.
//
// Tokens, aliases, accounts and messages of their own (SendEach) all go out this way.
//
// What is repeated:
//
//   - only tokens whose outcome says RetryBackoff, RetryNewConnection or
//     RetrySplit, never one the vendor has accepted;
//   - under the message ID of the first attempt, so that a vendor that
//     de-duplicates can;
//   - a StateUnknown outcome (a request went out, no usable answer came back) only
//     if its driver marked it as retryable, which drivers do for vendors that
//     de-duplicate; otherwise it stays unknown rather than arrive twice;
//   - after the pause the vendor asked for, if it is longer than ours; a pause
//     longer than Options.MaxWait is not waited for but reported in RetryAfter.
//
// An answer with RetryNextDay or a window closes the breaker's key until then:
// the class when the facts count that code per class, otherwise the form of the
// call (one token, list, broadcast). What is blocked comes back as
// StateSuppressed and no request is made, because vendors lower the quota of apps
// that keep calling. Test messages are outside these quotas and never blocked.
package client
