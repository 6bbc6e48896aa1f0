package fault

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// stall takes the request and never answers; the sender's time-out ends it.
func stall() effect {
	return effect{
		kind:  Stall,
		title: vendors.Text{EN: "take the request and never answer", ZH: "收下请求但从不应答"},
		uses:  []string{"late"},
		strike: func(context.Context, *Set, *Fault, *Reaction) Next {
			return NeverReply
		},
	}
}
