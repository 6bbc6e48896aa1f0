package huawei_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
)

// One message to two phones, one of which has uninstalled the app. Leave BaseURLs
// empty to reach the real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/token") {
			fmt.Fprint(w, `{"access_token":"test-access-token","expires_in":3600,"token_type":"Bearer"}`)
			return
		}
		fmt.Fprint(w, `{"code":"80100000","msg":"{\"success\":1,\"failure\":1,\"illegal_tokens\":[\"T2\"]}","requestId":"176722920012300001000702"}`)
	}))
	defer server.Close()

	sender, err := huawei.New(vendors.Config{
		Credentials: vendors.Credentials{"client_id": "104512345", "client_secret": "test-secret"},
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
	}, []vendors.Token{"T1", "T2"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range result.Outcomes {
		fmt.Println(o.Token, o.State, o.Reason, o.TokenDead)
	}
	// Output:
	// T1 accepted  false
	// T2 refused TOKEN_INVALID true
}

// A dry run shows the exact request, secrets redacted.
func ExampleSender_Build() {
	sender, err := huawei.New(vendors.Config{
		Credentials: vendors.Credentials{"client_id": "104512345", "client_secret": "test-secret"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	requests, adjustments, err := sender.Build(&vendors.Message{
		ID: "m1", Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional,
	}, []vendors.Token{"T1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(requests[0].Method, requests[0].URL)
	fmt.Println(requests[0].Body)
	fmt.Println(adjustments[0].Field, adjustments[0].Action, "-", adjustments[0].Why.ZH)
	// Output:
	// POST https://push-api.cloud.huawei.com/v1/104512345/messages:send
	// {"validate_only":false,"message":{"android":{"bi_tag":"m1","target_user_type":0,"notification":{"title":"李雷","body":"晚上一起吃饭吗？","click_action":{"type":3},"importance":"NORMAL"}},"token":["T1"]}}
	// class dropped - 华为将无 category 的消息按资讯营销类处理（静默、限频）：请填写已获权益的 category
}

// Huawei's own fields stand in Huawei's own nesting; false and 0 can be said.
func ExampleOptions() {
	override, err := huawei.DecodeOverride([]byte(`{"android":{"urgency":"HIGH","notification":{"foreground_show":false}}}`))
	fmt.Println(override.OverrideFor(), err)

	_, err = huawei.DecodeOverride([]byte(`{"android":{"categry":"IM"}}`))
	fmt.Println(err)
	// Output:
	// huawei <nil>
	// huawei: options: android.categry: unknown field, did you mean "category"?
}

// Topics take the place of a push to everybody.
func ExampleSender_Broadcast() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/token") {
			fmt.Fprint(w, `{"access_token":"test-access-token","expires_in":3600}`)
			return
		}
		fmt.Fprint(w, `{"code":"80000000","msg":"Success","requestId":"176722920012300001000701"}`)
	}))
	defer server.Close()
	sender, err := huawei.New(vendors.Config{
		Credentials: vendors.Credentials{"client_id": "104512345", "client_secret": "test-secret"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sender.Close()
	outcome, _, err := sender.Broadcast(context.Background(), &vendors.Message{
		Title: "台风预警", Body: "今晚有强风雨，请减少外出", Class: vendors.ClassTransactional, Category: "subscription",
	}, vendors.Audience{Any: []string{"weather.shenzhen", "weather.zhuhai"}})
	fmt.Println(outcome.State, outcome.MessageID, err)
	// Output: accepted 176722920012300001000701 <nil>
}
