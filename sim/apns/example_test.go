package apns_test

import (
	"fmt"
	"net/http"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/vendors"
)

// A push without credentials, as the wire has it.
func Example() {
	ep := apns.New()
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{ep}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	r := &sim.Request{
		Method: http.MethodPost, Path: "/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0",
		Header: http.Header{"Apns-Topic": {"com.example.im"}}, Body: []byte(`{"aps":{"alert":"hello"}}`),
	}
	c := sim.Call{Request: r, At: engine.Clock().Now()}
	ep.Decode(r, &c)
	var d sim.Decision
	engine.Submit(vendors.APNs, &c, &d)
	var w sim.Response
	ep.Encode(&c, &d, &w)
	fmt.Printf("%d %s\n", w.Status, w.Body)
	// Output: 403 {"reason":"MissingProviderToken"}
}
