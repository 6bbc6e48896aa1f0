package client_test

import (
	"context"
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
	"github.com/offpush/offpush/vendors/vendortest"
)

// A client repeats what may be repeated and tells the rest apart.
func Example() {
	clock := vendortest.NewClock(noon())
	driver := &fake{facts: testFacts(), clock: clock, answer: func(n int, t vendors.Token) vendors.Outcome {
		switch {
		case t == "gone":
			o := no("302", vendors.ReasonTokenUnregistered, vendors.RetryNever)
			o.TokenDead = true
			return o
		case n == 1:
			return busy()
		}
		return yes()
	}}
	c, err := client.New(driver, &client.Options{Clock: clock, Jitter: -1})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer c.Close()
	result, err := c.Send(context.Background(), &vendors.Message{Title: "hello", Body: "world"}, []vendors.Token{"phone-1", "gone"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range result.Outcomes {
		fmt.Println(o.Token, o.State, o.Reason, o.TokenDead)
	}
	fmt.Println("paused", clock.Slept())
	// Output:
	// phone-1 accepted  false
	// gone refused TOKEN_UNREGISTERED true
	// paused [1s]
}
