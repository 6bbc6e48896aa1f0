// Package verdict makes the outcomes all drivers make alike: by the facts about a code,
// by the HTTP status alone, and where nothing went out or came back.
package verdict

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/redact"
	"github.com/offpush/offpush/vendors/internal/tokencache"
	"github.com/offpush/offpush/vendors/internal/transport"
)

// Same gives every token the same outcome.
func Same(tokens []vendors.Token, o vendors.Outcome) []vendors.Outcome {
	out := make([]vendors.Outcome, len(tokens))
	for i, t := range tokens {
		out[i] = o
		out[i].Token = t
	}
	return out
}

// TooMany is what becomes of tokens beyond one call: splitting is the client's.
func TooMany(tokens []vendors.Token, most int, call string) []vendors.Outcome {
	return Same(tokens, vendors.Outcome{
		State: vendors.StateRejected, Reason: vendors.ReasonBadRequest, Retry: vendors.RetrySplit,
		Text: fmt.Sprintf("%d tokens, one %s takes %d: send through the client, which splits", len(tokens), call, most),
	})
}

// Unbuilt is the outcome of a request that could not be written.
func Unbuilt(err error) vendors.Outcome {
	return vendors.Outcome{
		State: vendors.StateRejected, Reason: vendors.ReasonRequestBuildFailed, Text: err.Error(), Retry: vendors.RetryNever,
	}
}

// Unsent is the outcome of what was left when a call before it got no answer.
func Unsent() vendors.Outcome {
	return vendors.Outcome{
		State: vendors.StateSuppressed, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff,
		Text: "not sent: the call before it got no answer",
	}
}

// Refusal is a call before the one that counts, such as the login, that the vendor
// refused. Its outcome is the outcome of every token that waited for it.
type Refusal struct {
	Vendor  vendors.Vendor
	Op      string // "login"
	Advice  string // what to check
	Outcome vendors.Outcome
}

func (e *Refusal) Error() string {
	advice := ""
	if e.Advice != "" {
		advice = ": " + e.Advice
	}
	return fmt.Sprintf("%s: %s: %s (code %q, HTTP %d)%s", e.Vendor, e.Op, e.Outcome.Reason, e.Outcome.Code, e.Outcome.HTTPStatus, advice)
}

// Failed turns a call without an answer into an outcome: a Refusal is one and no error.
// For the rest repeating is worth it, if the vendor drops repetitions or cannot have the
// request.
func Failed(v vendors.Vendor, op string, err error) (vendors.Outcome, error) {
	var refused *Refusal
	if errors.As(err, &refused) {
		return refused.Outcome, nil
	}
	o := vendors.Outcome{State: vendors.StateUnknown, Reason: vendors.ReasonNetwork, Retry: vendors.RetryBackoff}
	if errors.Is(err, transport.ErrBodyTooLarge) {
		o.Reason = vendors.ReasonVendorError
	}
	return o, fmt.Errorf("%s: %s: %w", v, op, err)
}

// Refused fills an outcome whose answer says no with a code. A code nobody knows is the
// vendor's error and is not repeated, but see Busy.
func Refused(o *vendors.Outcome, f *vendors.Facts, code string, where ...vendors.Where) {
	o.State = vendors.StateRefused
	if fact, known := f.Code(code, where...); known {
		o.Reason, o.Retry, o.TokenDead = fact.Reason, fact.Retry, fact.TokenDead
		return
	}
	o.Reason, o.Retry, o.TokenDead = vendors.ReasonVendorError, vendors.RetryNever, false
}

// Busy reports whether the HTTP status counts and not the code: one nobody knows with 429 or
// 5xx. The vendor, or what stands before it, cannot now; what else the answer says is new.
func Busy(f *vendors.Facts, code string, status int, where ...vendors.Where) bool {
	if status != http.StatusTooManyRequests && status < http.StatusInternalServerError {
		return false
	}
	_, known := f.Code(code, where...)
	return !known
}

// ByStatus fills an outcome whose answer has no code that counts, from its HTTP status alone. isJSON
// tells whether it was an object.
func ByStatus(o *vendors.Outcome, status int, isJSON bool) {
	o.State, o.Reason, o.Retry = vendors.StateRefused, vendors.ReasonVendorError, vendors.RetryBackoff
	switch {
	case status == http.StatusTooManyRequests:
		o.Reason = vendors.ReasonQPS
	case status == http.StatusRequestEntityTooLarge:
		o.Reason, o.Retry = vendors.ReasonPayloadTooLarge, vendors.RetryNever
	case status == http.StatusBadGateway, status == http.StatusGatewayTimeout:
		// The proxy does not know whether the vendor took it.
		o.State = vendors.StateUnknown
	case status >= 500, status == http.StatusRequestTimeout:
	case status >= 400:
		o.Reason, o.Retry = vendors.ReasonBadRequest, vendors.RetryNever
	case status >= 300:
		o.Retry = vendors.RetryNever
	default:
		// Success without a verdict. JSON without a code would come back the same; a
		// page that is no JSON is a proxy's and may go away.
		o.State = vendors.StateUnknown
		if isJSON {
			o.Retry = vendors.RetryNever
		}
	}
}

// StatusFact is the fact about an answer without a code and with this status.
func StatusFact(f *vendors.Facts, where vendors.Where, status int) (vendors.Code, bool) {
	for _, c := range f.Codes {
		if c.Where == where && c.Code == "" && c.HTTPStatus == status {
			return c, true
		}
	}
	return vendors.Code{}, false
}

// FirstLine is what a person needs of a page that is no JSON. Secrets go before the cut,
// which could halve one.
func FirstLine(body []byte, r *redact.Redactor) string {
	const longest = 120
	line := strings.TrimSpace(r.String(string(body)))
	line, _, _ = strings.Cut(line, "\n")
	line = strings.ToValidUTF8(line, string(utf8.RuneError))
	if utf8.RuneCountInString(line) > longest {
		line = string([]rune(line)[:longest])
	}
	return line
}

// MaybeTaken reports whether the vendor may have the request although no answer came. It
// is false for a request that waited for a login.
func MaybeTaken(err error) bool {
	var login *tokencache.LoginError
	var lost *transport.Error
	return !errors.As(err, &login) && errors.As(err, &lost) && lost.MaybeSent
}
