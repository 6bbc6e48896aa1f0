package httpsim_test

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/internal/toy"
)

func ExampleServer_Transport() {
	engine, err := sim.New(sim.Options{Endpoints: []sim.Endpoint{toy.Endpoint{}}, Seed: 7, Start: time.Unix(0, 0)})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer engine.Close()
	server, err := httpsim.New(engine, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	client := &http.Client{Transport: server.Transport()}
	resp, err := client.Post("https://push.toy.example/v1/send", "application/json", strings.NewReader(`{"access":"unknown"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, "from a simulator with seed", resp.Header.Get(httpsim.HeaderSim))
	// Output: 401 Unauthorized from a simulator with seed 7
}
