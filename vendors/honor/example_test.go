package honor_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/honor"
)

// One message to two phones, one of which has uninstalled the app. Leave BaseURLs empty
// to reach the real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/token") {
			fmt.Fprint(w, `{"access_token":"test-access-token","expires_in":3600,"token_type":"Bearer"}`)
			return
		}
		fmt.Fprint(w, `{"code":200,"message":"success","data":{"sendResult":true,"requestId":"176722920012300001000802","failTokens":[],"expireTokens":["T2"]}}`)
	}))
	defer server.Close()

	sender, err := honor.New(vendors.Config{
		Credentials: vendors.Credentials{"app_id": "104435678", "client_id": "104512345", "client_secret": "test-secret"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer sender.Close()

	result, err := sender.Send(context.Background(), &vendors.Message{
		ID: "ord-A1001", Title: "订单已发货", Body: "您的订单 A1001 已由承运方揽收", Class: vendors.ClassTransactional,
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
	// T2 refused TOKEN_UNREGISTERED true
}

// A dry run shows the exact request, secrets redacted, and what had to be changed.
func ExampleSender_Build() {
	sender, err := honor.New(vendors.Config{
		Credentials: vendors.Credentials{"app_id": "104435678", "client_id": "104512345", "client_secret": "test-secret"},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	requests, adjustments, err := sender.Build(&vendors.Message{
		ID: "m1", Title: "周末活动", Body: "全场满减", Class: vendors.ClassMarketing, Image: "https://m.example.com/p.png",
	}, []vendors.Token{"T1"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(requests[0].Method, requests[0].URL)
	fmt.Println(requests[0].Body)
	fmt.Println(adjustments[0].Field, adjustments[0].Action, "-", adjustments[0].Why.ZH)
	// Output:
	// POST https://push-api.cloud.honor.com/api/v1/104435678/sendMessage
	// {"android":{"biTag":"m1","targetUserType":0,"notification":{"title":"周末活动","body":"全场满减","clickAction":{"type":3},"importance":"LOW"}},"token":["T1"]}
	// image dropped - 荣耀资讯营销类消息不支持 image（80200050）
}

// Honor's own fields stand in Honor's own nesting.
func ExampleOptions() {
	override, err := honor.DecodeOverride([]byte(`{"android":{"notification":{"badge":{"setNum":0}}}}`))
	fmt.Println(override.OverrideFor(), err)

	_, err = honor.DecodeOverride([]byte(`{"android":{"notification":{"importnce":"NORMAL"}}}`))
	fmt.Println(err)
	// Output:
	// honor <nil>
	// honor: options: android.notification.importnce: unknown field, did you mean "importance"?
}
