package xiaomi_test

import (
	"fmt"
	"net/http"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/xiaomi"
	"github.com/offpush/offpush/vendors"
)

func ExampleNew() {
	ep := xiaomi.New()
	engine, err := sim.New(sim.Options{
		Endpoints: []sim.Endpoint{ep}, Start: time.Date(2026, 11, 1, 2, 0, 0, 0, time.UTC), Clock: clock.Mode{Kind: clock.Manual},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	app, _ := engine.AddApp(sim.AppSpec{ID: "shop", Vendor: vendors.Xiaomi, Rights: []string{"private:135001"}})
	r := &sim.Request{
		Method: http.MethodPost, Path: "/v3/message/regid", Body: []byte("registration_id=AAAA1111&title=a&description=b&extra.channel_id=135001"),
		Header: http.Header{"Authorization": {"key=" + app.Credentials["app_secret"]}},
	}
	c := sim.Call{Request: r, At: engine.Clock().Now()}
	ep.Decode(r, &c)
	var d sim.Decision
	engine.Submit(vendors.Xiaomi, &c, &d)
	var w sim.Response
	ep.Encode(&c, &d, &w)
	fmt.Println(w.Status, d.Reply.Code, d.Admissions[0].Code)
	// Output: 200 20301 bad_regids
}
