package oppo_test

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/oppo"
	"github.com/offpush/offpush/vendors"
)

// A push as JSON instead of a form, straight through the mock: decode, decide, encode.
func Example() {
	ep := oppo.New()
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: morning})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	r := &sim.Request{
		Method: http.MethodPost, Path: "/server/v1/message/notification/unicast", Header: http.Header{},
		Body: []byte(`{"auth_token":"58ad47319e8d725350a5afd5","message":{}}`),
	}
	call := sim.Call{Request: r, At: morning}
	ep.Decode(r, &call)
	var d sim.Decision
	engine.Submit(vendors.OPPO, &call, &d)
	var w sim.Response
	ep.Encode(&call, &d, &w)
	fmt.Println(w.Status, string(w.Body))
	fmt.Println(engine.Rulebook(vendors.OPPO).Rule(d.Trace[len(d.Trace)-1]).ID)
	// Output:
	// 200 {"code":29,"message":"Missing Auth Token"}
	// OP-AUT-010
}
