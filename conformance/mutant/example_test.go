package mutant_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/offpush/offpush/conformance/mutant"
	"github.com/offpush/offpush/vendors"
)

// A vendor's own mutant: the lifetime in milliseconds where seconds are meant.
func Example() {
	inMillis := mutant.OnWire("ttl-in-ms",
		vendors.Text{EN: "the lifetime is in milliseconds", ZH: "存活时间以毫秒为单位"},
		mutant.RewriteJSON("/send", func(m map[string]any) { m["ttl"] = fmt.Sprint(m["ttl"], "000") }),
	).For("toy", "toy/fields/ttl")

	endpoint := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Printf("%s %s\n", r.URL.Path, body)
	}))
	defer endpoint.Close()
	client := &http.Client{Transport: inMillis.Transport(http.DefaultTransport)}
	resp, err := client.Post(endpoint.URL+"/send", "application/json", strings.NewReader(`{"ttl":60}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = resp.Body.Close() }()
	fmt.Println(inMillis.Name, inMillis.Kills)
	// Output:
	// /send {"ttl":"60000"}
	// ttl-in-ms [toy/fields/ttl]
}
