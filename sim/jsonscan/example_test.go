package jsonscan_test

import (
	"fmt"

	"github.com/offpush/offpush/sim/jsonscan"
)

func Example() {
	type message struct {
		Title jsonscan.Str      `json:"title"`
		TTL   jsonscan.Int      `json:"ttl"`      // 60 or "60"
		Badge jsonscan.ExactInt `json:"badge"`    // 1 and not "1"
		Quiet jsonscan.Bool     `json:"isSilent"` // true, 1, "1"
	}
	form := jsonscan.TableOf[message]()
	var m message
	form.Read(&m, []byte(`{"title":"你好","TTL":1,"ttl":"60","badge":"1","isSilent":null}`))
	fmt.Println(m.Title.S, m.TTL.Or(86400), m.Quiet.Given(), form.Wrong(&m))
	// Output: 你好 60 false [badge]
}
