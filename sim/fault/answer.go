package fault

import (
	"context"
	"net/http"

	"github.com/offpush/offpush/vendors"
)

// canned answers exactly what the fault says: an unknown code, broken JSON, a
// field of another type.
func canned() effect {
	return effect{
		kind:  Answer,
		title: vendors.Text{EN: "exactly this status, content type and body", ZH: "原样返回指定的状态、类型和正文"},
		uses:  []string{"status", "type", "body", "retry_after", "late"},
		check: func(f *Fault) error {
			if f.Status == 0 {
				return nil // 200
			}
			return checkStatus(f)
		},
		strike: func(_ context.Context, _ *Set, f *Fault, r *Reaction) Next {
			*r = Reaction{Status: f.Status, Type: f.Type, Body: []byte(f.Body)}
			if r.Status == 0 {
				r.Status = http.StatusOK
			}
			if r.Type == "" {
				r.Type = "application/json"
			}
			if f.RetryAfter != "" {
				r.Header = http.Header{"Retry-After": {f.RetryAfter}}
			}
			return Reply
		},
	}
}
