package fault

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// wrongType leaves the vendor's answer as it is and calls it HTML.
func wrongType() effect {
	return effect{
		kind:  WrongType,
		late:  true,
		title: vendors.Text{EN: "the vendor's answer with content type text/html", ZH: "应答内容不变，Content-Type 为 text/html"},
		strike: func(_ context.Context, _ *Set, _ *Fault, r *Reaction) Next {
			r.Type = "text/html"
			return Proceed
		},
	}
}
