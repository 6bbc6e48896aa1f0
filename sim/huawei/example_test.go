package huawei_test

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/huawei"
	"github.com/offpush/offpush/vendors"
)

// A push without a token, straight through the mock: decode, decide, encode.
func Example() {
	ep := huawei.New()
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: morning})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	r := &sim.Request{
		Method: http.MethodPost, Path: "/v1/104512345/messages:send", Header: http.Header{},
		Body: []byte(`{"message":{"data":"x","token":["IQAAAACy0demoTokenA001"]}}`),
	}
	call := sim.Call{Request: r, At: morning}
	ep.Decode(r, &call)
	var d sim.Decision
	engine.Submit(vendors.Huawei, &call, &d)
	var w sim.Response
	ep.Encode(&call, &d, &w)
	fmt.Println(w.Status, string(w.Body[:55]))
	fmt.Println(engine.Rulebook(vendors.Huawei).Rule(d.Trace[len(d.Trace)-1]).ID)
	// Output:
	// 200 {"code":"80200001","msg":"Oauth authentication error","
	// HW-AUT-010
}
