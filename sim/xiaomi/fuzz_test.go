package xiaomi_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/offpush/offpush/fixtures/xiaomi/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/xiaomi"
)

// FuzzDecode wants an answer to whatever is posted, in JSON where it says so.
func FuzzDecode(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		path, query, _ := strings.Cut(e.Request.Path, "?")
		f.Add(e.Request.Method, path, query, e.Request.Header["Authorization"], e.Request.Header["Content-Type"], string(e.Request.Body))
	}
	f.Add("POST", "/v2/multi_messages/regids", "", "key=x", "", `messages=[{"target":1,"message":{"extra":[]}},null,{}]`)
	ep := xiaomi.New()
	f.Fuzz(func(t *testing.T, method, path, query, auth, kind, body string) {
		r := &sim.Request{Method: method, Path: path, Query: query, Header: http.Header{}, Body: []byte(body), Site: "xiaomi"}
		r.Header.Set("Authorization", auth)
		r.Header.Set("Content-Type", kind)
		c := sim.Call{Request: r}
		ep.Decode(r, &c)
		var w sim.Response
		ep.Encode(&c, &sim.Decision{Parts: make([]sim.Decision, len(c.Parts))}, &w)
		if strings.HasPrefix(w.Type, "application/json") && !json.Valid(w.Body) {
			t.Errorf("%s %s is answered %q", method, path, w.Body)
		}
	})
}
