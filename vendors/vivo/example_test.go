package vivo_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vivo"
)

// One message to one phone. Leave BaseURLs empty to reach the real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/auth") {
			fmt.Fprint(w, `{"result":0,"desc":"请求成功","authToken":"24ae7799"}`)
			return
		}
		fmt.Fprint(w, `{"result":0,"desc":"请求成功","taskId":"1165330000000000002"}`)
	}))
	defer server.Close()

	sender, err := vivo.New(vendors.Config{
		Credentials: vendors.Credentials{"app_id": "105000001", "app_key": "test-key", "app_secret": "test-secret"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sender.Close()

	result, err := sender.Send(context.Background(), &vendors.Message{
		ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由顺丰揽收",
		Class: vendors.ClassTransactional, Category: "order",
	}, []vendors.Token{"15638535410301000000001"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Outcomes[0].State, result.Outcomes[0].MessageID)
	// Output: accepted 1165330000000000002
}

// A dry run shows the exact request, secrets redacted.
func ExampleSender_Build() {
	sender, err := vivo.New(vendors.Config{
		Credentials: vendors.Credentials{"app_id": "105000001", "app_key": "test-key", "app_secret": "test-secret"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	requests, adjustments, err := sender.Build(&vendors.Message{
		ID: "m1", Title: "周末活动开始", Body: "点击查看",
	}, []vendors.Token{"15638535410301000000001"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(requests[0].Method, requests[0].URL)
	fmt.Println(requests[0].Body)
	fmt.Println(adjustments[0].Field, adjustments[0].Action, "-", adjustments[0].Why.EN)
	// Output:
	// POST https://api-push.vivo.com.cn/message/send
	// {"appId":105000001,"regId":"15638535410301000000001","notifyType":1,"title":"周末活动开始","content":"点击查看","skipType":1,"networkType":-1,"requestId":"m1","pushMode":0,"classification":0}
	// class defaulted - no class was given; sent as operational (classification 0)
}

// Vivo's own fields are typed; false and 0 can be said.
func ExampleOptions() {
	shown := false
	profile := "user-7"
	message := &vendors.Message{
		Title: "hello", Body: "world",
		Overrides: []vendors.Override{vivo.Options{ForegroundShow: &shown, ProfileID: &profile}},
	}
	fmt.Println(message.OverrideOf(vendors.Vivo) != nil)

	_, err := vivo.DecodeOverride([]byte(`{"foregroundshow": false}`))
	fmt.Println(err)
	// Output:
	// true
	// vivo: options: foregroundshow: unknown field, did you mean "foregroundShow"?
}
