package fault

import (
	"context"
	"fmt"
	"time"

	"github.com/offpush/offpush/vendors"
)

// maxDelay keeps a mistyped unit from looking like a hang; "stall" is for that.
const maxDelay = 10 * time.Minute

// latency makes the vendor slow to look at a request, or, late, slow to answer
// what it has already taken: the sender's time-out then hides a success.
func latency() effect {
	return effect{
		kind:  Latency,
		title: vendors.Text{EN: "slow: wait before the request is looked at", ZH: "变慢：处理请求前先等待"},
		uses:  []string{"delay", "late"},
		check: func(f *Fault) error {
			if f.Delay == 0 || f.Delay > maxDelay {
				return fmt.Errorf("fault latency: delay %s: want more than 0 and at most %s, such as delay=1.5s", f.Delay, maxDelay)
			}
			return nil
		},
		strike: func(ctx context.Context, s *Set, f *Fault, _ *Reaction) Next {
			if s.network.Sleep(ctx, f.Delay) != nil {
				return NeverReply // the sender went away while it waited
			}
			return Proceed
		},
	}
}
