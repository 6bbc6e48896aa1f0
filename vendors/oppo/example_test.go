package oppo_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
)

// A campaign to two phones, one of which is not known: the body is stored, then
// broadcast. Leave BaseURLs empty to reach the real vendor.
func Example() {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL.Path)
		switch {
		case strings.HasSuffix(r.URL.Path, "/auth"):
			_, _ = fmt.Fprint(w, `{"code":0,"message":"Success","data":{"auth_token":"test-token"}}`)
		case strings.HasSuffix(r.URL.Path, "/save_message_content"):
			_, _ = fmt.Fprint(w, `{"code":0,"message":"Success","data":{"message_id":"6924817fae27668d2ed3afec"}}`)
		default:
			_, _ = fmt.Fprint(w, `{"code":0,"message":"Success","data":{"task_id":"692481a0e27668d2ed3aff10","10000":["CN_test-2"]}}`)
		}
	}))
	defer server.Close()

	s, err := oppo.New(vendors.Config{
		Credentials: vendors.Credentials{"app_key": "test-key", "master_secret": "test-secret"},
		BaseURLs:    map[string]string{"": server.URL},
	}, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer s.Close()
	res, err := s.Send(context.Background(), &vendors.Message{
		ID: "sale-1", Title: "周末活动", Body: "全场满减，点击查看", Class: vendors.ClassMarketing, Category: "marketing",
	}, []vendors.Token{"CN_test-1", "CN_test-2"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, o := range res.Outcomes {
		fmt.Println(o.Token, o.State, o.Reason, o.TokenDead)
	}
	// Output:
	// POST /server/v1/auth
	// POST /server/v1/message/notification/save_message_content
	// POST /server/v1/message/notification/broadcast
	// CN_test-1 accepted  false
	// CN_test-2 refused TOKEN_INVALID true
}
