package meizu_test

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/meizu"
	"github.com/offpush/offpush/vendors"
)

// A push for an app nobody knows, straight through the mock: decode, decide, encode.
func Example() {
	ep := meizu.New()
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: start})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	r := &sim.Request{
		Method: http.MethodPost, Path: "/garcia/api/server/push/varnished/pushByPushId", Header: http.Header{},
		Body: []byte(`appId=999&messageJson=%7B%7D&pushIds=J1a8f035d625e6c64567f71487e040e7d017f0558675b&sign=0`),
	}
	call := sim.Call{Request: r, At: start}
	ep.Decode(r, &call)
	var d sim.Decision
	engine.Submit(vendors.Meizu, &call, &d)
	var w sim.Response
	ep.Encode(&call, &d, &w)
	fmt.Println(w.Status, string(w.Body))
	fmt.Println(engine.Rulebook(vendors.Meizu).Rule(d.Trace[len(d.Trace)-1]).ID)
	// Output:
	// 200 {"code":"110000","message":"APPID不合法","value":"","redirect":""}
	// MZ-AUT-002
}
