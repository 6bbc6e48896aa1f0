package vendors

import (
	"fmt"
	"time"
)

// State is how far a message to one token came, as its sender can know it.
type State string

const (
	// StateAccepted: the vendor said yes. Whether the phone lights up is another
	// question, and the reason this project exists.
	StateAccepted State = "accepted"
	// StateRefused: the vendor said no.
	StateRefused State = "refused"
	// StateRejected: we did not send, because the message cannot be valid there.
	StateRejected State = "rejected"
	// StateSuppressed: we did not send, because the vendor asked senders to stop
	// (an open breaker).
	StateSuppressed State = "suppressed"
	// StateUnknown: a request went out and no usable answer came back. The
	// message may or may not have been taken.
	StateUnknown State = "unknown"
)

// Retry says what a sender may do about an outcome.
type Retry string

const (
	RetryNever         Retry = "never"
	RetryRefreshOnce   Retry = "refresh_once"   // log in again, repeat once
	RetryBackoff       Retry = "backoff"        // again, later, with growing pauses
	RetryNextDay       Retry = "next_day"       // after the vendor's midnight
	RetryAfterWindow   Retry = "after_window"   // when the allowed hours begin
	RetryNewConnection Retry = "new_connection" // again on a fresh connection
	RetrySplit         Retry = "split"          // again, in smaller parts
)

// Outcome is what became of a message for one token.
type Outcome struct {
	Token  Token  `json:"token"`
	State  State  `json:"state"`
	Reason Reason `json:"reason"`
	// Code and Text are the vendor's, exactly as on the wire. Never branch on Text.
	Code       string `json:"code"`
	Text       string `json:"text,omitempty"`
	HTTPStatus int    `json:"http_status,omitempty"`
	// TokenDead is true only for answers that say this token will never work again.
	TokenDead  bool          `json:"token_dead,omitempty"`
	Retry      Retry         `json:"retry,omitempty"`
	RetryAfter time.Duration `json:"-"`
	// MessageID is the vendor's id of the accepted message (taskId, requestId ...).
	MessageID string `json:"message_id,omitempty"`
	// LogID is a second id, under which the vendor's own delivery log knows the
	// message, where it gives one.
	LogID string `json:"log_id,omitempty"`
	// DeadSince is when the vendor found a dead token dead. A token the app has
	// registered again later is alive. Zero: the vendor does not say.
	DeadSince time.Time `json:"dead_since,omitzero"`
}

// Retryable reports whether repeating the same message later can succeed.
func (o Outcome) Retryable() bool { return o.Retry != "" && o.Retry != RetryNever }

// Result is what one Send produced: one Outcome per token, in the order given.
type Result struct {
	Vendor      Vendor       `json:"vendor"`
	Outcomes    []Outcome    `json:"outcomes"`
	Adjustments []Adjustment `json:"adjustments,omitempty"`
}

// Accepted counts the tokens the vendor took.
func (r Result) Accepted() int {
	n := 0
	for _, o := range r.Outcomes {
		if o.State == StateAccepted {
			n++
		}
	}
	return n
}

// AnswerError is a query, or a call about topics or accounts, that the vendor refused.
// Sends never return it: there a refusal is an outcome.
type AnswerError struct {
	Vendor Vendor
	Op     string // "statistics"
	Outcome
}

func (e *AnswerError) Error() string {
	return fmt.Sprintf("%s: %s: %s (code %q, HTTP %d): offpush explain %s %s", e.Vendor, e.Op, e.Reason, e.Code, e.HTTPStatus, e.Vendor, e.Code)
}
