package fault

import (
	"context"
	"net/http"

	"github.com/offpush/offpush/vendors"
)

// status answers as an overloaded front door does: a status, a few words, and
// perhaps when to come again.
func status() effect {
	return effect{
		kind:  Status,
		title: vendors.Text{EN: "an HTTP error status, with Retry-After if set", ZH: "HTTP 错误状态，可带 Retry-After"},
		uses:  []string{"status", "body", "retry_after", "late"},
		check: checkStatus,
		strike: func(_ context.Context, _ *Set, f *Fault, r *Reaction) Next {
			*r = Reaction{Status: f.Status, Type: "text/plain; charset=utf-8", Body: []byte(f.Body)}
			if f.Body == "" {
				r.Body = []byte(http.StatusText(f.Status))
			}
			if f.RetryAfter != "" {
				r.Header = http.Header{"Retry-After": {f.RetryAfter}}
			}
			return Reply
		},
	}
}
