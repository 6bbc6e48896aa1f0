package meizu_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
)

// One message to two phones, of which one is gone. Leave BaseURLs empty to reach the
// real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"code":"200","message":"","value":{"110002":["J2b9e045d625e6c64567f71487e040e7d017f0558675c"]},"redirect":"","msgId":"c2ee5c3bf00448cf"}`)
	}))
	defer server.Close()

	sender, err := meizu.New(vendors.Config{
		Credentials: vendors.Credentials{"app_id": "125001", "app_secret": "test-secret"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sender.Close()

	result, err := sender.Send(context.Background(), &vendors.Message{
		Title: "订单已发货", Body: "您的订单A1024已由顺丰揽收", Class: vendors.ClassTransactional,
	}, []vendors.Token{"J1a8f035d625e6c64567f71487e040e7d017f0558675b", "J2b9e045d625e6c64567f71487e040e7d017f0558675c"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range result.Outcomes {
		fmt.Println(o.State, o.Code, o.TokenDead)
	}
	// Output:
	// accepted 200 false
	// refused 110002 true
}

// A field that has no neutral name is given under Meizu's own; an unknown one is told.
func ExampleDecodeOverride() {
	o, err := meizu.DecodeOverride([]byte(`{"advanceInfo":{"fixDisplay":1},"vipInfo":{"timeTop":1800}}`))
	fmt.Println(o.OverrideFor(), err)
	_, err = meizu.DecodeOverride([]byte(`{"advanceInfo":{"fixdisplay":1}}`))
	fmt.Println(err)
	// Output:
	// meizu <nil>
	// meizu: options: advanceInfo.fixdisplay: unknown field, did you mean "fixDisplay"?
}
