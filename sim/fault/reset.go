package fault

import (
	"context"

	"github.com/offpush/offpush/vendors"
)

// reset breaks the connection without an answer.
func reset() effect {
	return effect{
		kind:  Reset,
		title: vendors.Text{EN: "the connection is reset; late: after the vendor took the message", ZH: "连接被重置；late：厂商已收下消息之后"},
		uses:  []string{"late"},
		strike: func(context.Context, *Set, *Fault, *Reaction) Next {
			return ResetConn
		},
	}
}
