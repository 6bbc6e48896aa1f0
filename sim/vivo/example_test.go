package vivo_test

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/vivo"
	"github.com/offpush/offpush/vendors"
)

// A push without a token, straight through the mock: decode, decide, encode.
func Example() {
	ep := vivo.New()
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{ep}, Seed: 7, Start: morning})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()

	r := &sim.Request{
		Method: http.MethodPost, Path: "/message/send", Header: http.Header{},
		Body: []byte(`{"regId":"15638535410301000000001","title":"李雷","content":"在吗？"}`),
	}
	call := sim.Call{Request: r, At: morning}
	ep.Decode(r, &call)
	var d sim.Decision
	engine.Submit(vendors.Vivo, &call, &d)
	var w sim.Response
	ep.Encode(&call, &d, &w)
	fmt.Println(w.Status, string(w.Body))
	fmt.Println(engine.Rulebook(vendors.Vivo).Rule(d.Trace[len(d.Trace)-1]).ID)
	// Output:
	// 200 {"result":10000,"desc":"权限认证失败"}
	// VV-AUT-010
}
