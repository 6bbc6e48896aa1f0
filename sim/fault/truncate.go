package fault

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// truncate breaks the connection in the middle of the vendor's answer. For an
// answer that ends early and cleanly use the kind "answer" with half a body.
func truncate() effect {
	return effect{
		kind:  Truncate,
		late:  true,
		title: vendors.Text{EN: "the vendor's answer, cut in the middle", ZH: "厂商的应答在中间被截断"},
		strike: func(_ context.Context, _ *Set, _ *Fault, r *Reaction) Next {
			if !r.Cut {
				r.Cut, r.Length = true, len(r.Body)
			}
			r.Body = r.Body[:len(r.Body)/2]
			return Proceed
		},
	}
}
