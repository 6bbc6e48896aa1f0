package formscan_test

import (
	"fmt"

	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
)

func Example() {
	type message struct {
		Title jsonscan.Str  `form:"title"`
		TTL   jsonscan.Int  `form:"time_to_live"`
		To    formscan.List `form:"registration_id"`
	}
	form := formscan.TableOf[message](formscan.First)
	var m message
	form.Read(&m, []byte("title=%E4%BD%A0%E5%A5%BD&time_to_live=soon&registration_id=a,b"), nil)
	fmt.Println(m.Title.S, m.To.List, form.Wrong(&m))
	// Output: 你好 [a b] [time_to_live]
}
