package fcm

import (
	"sync"
	"sync/atomic"
)

// inParallel calls do for 0 to n-1, at most so many at a time, and returns when all are
// done.
func inParallel(n, most int, do func(i int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(n, most) {
		all.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= n {
					return
				}
				do(i)
			}
		})
	}
	all.Wait()
}
