package vendors

import (
	"context"
	"log/slog"
)

// Sender is the driver of one vendor for one app: it turns a message into the
// vendor's requests and every answer into outcomes. A Sender makes one attempt;
// pacing, retry, splitting and breakers are the Client's. What a driver does do
// itself is authentication: it keeps the access token, refreshes it early and
// under single flight, and - because only it knows the code that means "expired"
// - repeats a request exactly once after a refresh.
//
// Send returns one Outcome per token in the order given, whatever happened. The
// error is for what is no answer of the vendor: a request that could not be made
// or read, a context that ended. A vendor saying no is an Outcome, not an error.
//
// A Sender is safe for concurrent use and never keeps msg or tokens.
type Sender interface {
	Send(ctx context.Context, msg *Message, tokens []Token) (Result, error)
	Facts() *Facts
}

// Request is a request as it goes (or would go) out, secrets redacted.
type Request struct {
	Method string              `json:"method"`
	URL    string              `json:"url"`
	Header map[string][]string `json:"header"`
	Body   string              `json:"body"`
	// Proto is HTTP2 where the vendor speaks nothing else, and empty elsewhere.
	Proto string `json:"proto,omitempty"`
}

// HTTP2 is the protocol of vendors that speak no other.
const HTTP2 = "HTTP/2.0"

// Builder shows the exact requests of a Send without sending any. The access
// token, which a dry run does not fetch, appears as [redacted].
type Builder interface {
	Build(msg *Message, tokens []Token) ([]Request, []Adjustment, error)
}

// Audience is who a broadcast is for.
type Audience struct {
	All bool
	// Any, Every and None are tags or topics: any of Any and all of Every and
	// none of None.
	Any, Every, None []string
}

// Broadcaster sends to everybody, or by tag or topic. The outcome has no token.
type Broadcaster interface {
	Broadcast(ctx context.Context, msg *Message, to Audience) (Outcome, []Adjustment, error)
}

// Recaller takes back an accepted message by the vendor's message id. No tokens
// means everybody it went to.
type Recaller interface {
	Recall(ctx context.Context, messageID string, tokens []Token) (Outcome, error)
}

// AuditStatus is what a vendor tells of a message after accepting it.
type AuditStatus struct {
	MessageID string
	Rejected  bool   // found not allowed after the fact
	Text      string // the vendor's words
}

// AuditQuerier asks what the content audit said.
type AuditQuerier interface {
	AuditStatus(ctx context.Context, messageIDs []string) ([]AuditStatus, error)
}

// Statistics are the vendor's counters of one message under the vendor's names.
type Statistics struct {
	MessageID string
	Counters  map[string]int64
}

// StatisticsQuerier asks for counters.
type StatisticsQuerier interface {
	Statistics(ctx context.Context, messageIDs []string) ([]Statistics, error)
}

// TokenChecker asks which tokens are dead without sending anything.
type TokenChecker interface {
	CheckTokens(ctx context.Context, tokens []Token) ([]Outcome, error)
}

// Config is what every driver is opened with.
type Config struct {
	// Credentials under the vendor's field names; a missing one is an error that
	// names it.
	Credentials Credentials
	// BaseURLs replaces the vendor's hosts by site name; "" is the default site.
	// Empty map: the real vendor.
	BaseURLs map[string]string
	// Defaults fill fields the message leaves unset (the "certificate" level of
	// defaults). Nil: none.
	Defaults *Message
	Clock    Clock        // nil: SystemClock
	Logger   *slog.Logger // nil: no logs
}

// ClockOrSystem returns c.Clock or the system's.
func (c Config) ClockOrSystem() Clock {
	if c.Clock == nil {
		return SystemClock{}
	}
	return c.Clock
}

// LoggerOrDiscard returns c.Logger or one that writes nothing.
func (c Config) LoggerOrDiscard() *slog.Logger {
	if c.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return c.Logger
}
