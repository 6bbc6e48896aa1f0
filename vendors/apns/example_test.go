package apns_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/offpush/offpush/fixtures/apns/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
)

// exampleKey is a public example key in the form of a .p8 file.
func exampleKey() vendors.Secret {
	vectors, err := exchanges.TokenVectors()
	if err != nil {
		return ""
	}
	return vectors[0].Key
}

// One message to one phone. Leave BaseURLs empty to reach the real APNs, and the
// transport nil.
func Example() {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("apns-id", r.Header.Get("apns-id"))
	}))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()

	sender, err := apns.New(vendors.Config{
		Credentials: vendors.Credentials{
			"team_id": "DEF123GHIJ", "key_id": "ABC123DEFG", "p8": exampleKey(),
			"topic": "com.example.im", "environment": "sandbox",
		},
		BaseURLs: map[string]string{"sandbox": server.URL},
	}, server.Client().Transport)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sender.Close()

	result, err := sender.Send(context.Background(), &vendors.Message{
		ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
	}, []vendors.Token{"00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcomes[0].State, result.Outcomes[0].MessageID)
	// Output: accepted 6c3e14cd-49b6-5dad-b332-b0b6d95b770d
}

// A dry run shows the exact request, the provider token redacted.
func ExampleSender_Build() {
	sender, err := apns.New(vendors.Config{Credentials: vendors.Credentials{
		"team_id": "DEF123GHIJ", "key_id": "ABC123DEFG", "p8": exampleKey(), "topic": "com.example.im",
	}}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	requests, adjustments, err := sender.Build(&vendors.Message{
		Title: "hello", Body: "world", Badge: &vendors.Badge{Add: 1},
	}, []vendors.Token{"aa"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(requests[0].Method, requests[0].URL)
	fmt.Println(requests[0].Header["Authorization"], requests[0].Header["Apns-Topic"])
	fmt.Println(requests[0].Body)
	fmt.Println(adjustments[0].Field, adjustments[0].Action, "-", adjustments[0].Why.EN)
	// Output:
	// POST https://api.push.apple.com/3/device/aa
	// [[redacted]] [com.example.im]
	// {"aps":{"alert":{"title":"hello","body":"world"}}}
	// badge.add dropped - APNs only sets the badge: count on your side and use Set
}

// Apple's own fields are typed; a Live Activity is a push type and a few aps keys.
func ExampleOptions() {
	message := &vendors.Message{Overrides: []vendors.Override{apns.Options{
		PushType: new(apns.PushTypeLiveActivity), Priority: new(apns.PriorityPower),
		APS: &apns.APS{Event: new("end"), ContentState: []byte(`{"score":"2:1"}`)},
	}}}
	fmt.Println(message.OverrideOf(vendors.APNs) != nil)

	_, err := apns.DecodeOverride([]byte(`{"aps": {"thread_id": "c2c_10001"}}`))
	fmt.Println(err)
	// Output:
	// true
	// apns: options: aps.thread_id: unknown field, did you mean "thread-id"?
}
