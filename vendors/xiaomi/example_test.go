package xiaomi_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/xiaomi"
)

// One message to two phones, one of which has uninstalled the app. Leave BaseURLs empty
// to reach the real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprint(w, `{"result":"ok","code":0,"data":{"id":"sdm57188795000000273KF","bad_regids":"test-regid-2="}}`)
	}))
	defer server.Close()

	s, err := xiaomi.New(vendors.Config{
		Credentials: vendors.Credentials{
			"app_secret": "test-secret", "package_name": "com.example.shop",
			// Which channel of the console a category goes to, once and for all.
			"channels": "im=135001,marketing=135002",
		},
		BaseURLs: map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	res, err := s.Send(context.Background(), &vendors.Message{
		ID: "chat-1", Title: "李雷", Body: "晚上一起吃饭吗？", Class: vendors.ClassTransactional, Category: "im",
	}, []vendors.Token{"test-regid-1=", "test-regid-2="})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range res.Outcomes {
		fmt.Println(o.Token, o.State, o.Reason, o.TokenDead)
	}
	// Output:
	// test-regid-1= accepted  false
	// test-regid-2= refused TOKEN_INVALID true
}

// A message for later, taken back before its time.
func ExampleSender_Cancel() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL.Path)
		_, _ = fmt.Fprint(w, `{"result":"ok","code":0,"data":{"id":"tlm31b52793926945784rQ"}}`)
	}))
	defer server.Close()

	s, err := xiaomi.New(vendors.Config{
		Credentials: vendors.Credentials{"app_secret": "test-secret", "package_name": "com.example.shop"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	at := int64(1796130000000)
	o, _, err := s.Broadcast(context.Background(), &vendors.Message{
		Title: "系统维护通知", Body: "今晚23:00起维护30分钟", Class: vendors.ClassMarketing, Channel: "135002",
		Overrides: []vendors.Override{xiaomi.Options{TimeToSend: &at}},
	}, vendors.Audience{All: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	if _, err := s.Cancel(context.Background(), o.MessageID); err != nil {
		fmt.Println(err)
	}
	// Output:
	// POST /v3/message/all
	// POST /v2/schedule_job/delete
}
