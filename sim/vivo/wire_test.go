package vivo

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

func TestMemberNamesAreExact(t *testing.T) {
	t.Parallel()
	var b MessageBody
	body := `{ "Title":"no", "title" : "first" , "title":"last", "cont\u0065nt":"yes", "regid":"no", "extra":{"a":{"b":[1,"]}"]},"callback":"u"}, "nested":{"regId":"no"} }`
	messageForm.Read(&b, []byte(body))
	if b.Title.S != "last" || b.Content.S != "yes" || b.RegID.Given() {
		t.Errorf("title %v, content %v, regId %v", b.Title, b.Content, b.RegID)
	}
	if url, ok := b.Extra.Get("callback"); !ok || url != "u" || b.Extra.Bad != 1 {
		t.Errorf("extra %+v", b.Extra)
	}
}

func TestDefectsAreListed(t *testing.T) {
	t.Parallel()
	c := decoded(http.MethodPost, "/message/send", `{"title":{},"content":"x","timeToLive":"soon","extra":[]}`)
	want := []sim.Defect{
		{Field: "title", Kind: sim.WrongType}, {Field: "timeToLive", Kind: sim.WrongType}, {Field: "extra", Kind: sim.WrongType},
	}
	if diff := cmp.Diff(want, c.Defects); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
}

func decoded(method, path, body string) *sim.Call {
	c := &sim.Call{}
	New().Decode(&sim.Request{Method: method, Path: path, Body: []byte(body), Header: http.Header{}}, c)
	return c
}

func TestQuerySpellings(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"taskIds=1,2": {"1", "2"}, "taskIds=1%2C2": {"1", "2"}, "": nil, "taskIds=": nil, "x=1&taskIds=7": {"7"},
		"taskIds=%zz": {"taskIds=%zz"}, "taskIds=1,,2": {"1", "", "2"},
	} {
		c := &sim.Call{}
		New().Decode(&sim.Request{Method: http.MethodGet, Path: "/report/getStatistics", Query: query, Header: http.Header{}}, c)
		if diff := cmp.Diff(want, c.Wire.(*Query).TaskIDs); diff != "" {
			t.Errorf("%q (-want +got):\n%s", query, diff)
		}
	}
}

// FuzzDecode: whatever is posted, decoding ends and keeps no byte of the body.
func FuzzDecode(f *testing.F) {
	for i, r := range routes() {
		f.Add(i, []byte(`{"appId":105000001,"regId":"15638535410301000000001","title":"t","extra":{"callback":"u"},"userIds":["1"]}`), "taskIds=1,2")
		f.Add(i, []byte(`{"`+r.op+`":`), "%zz")
	}
	ep := New()
	all := routes()
	f.Fuzz(func(t *testing.T, op int, body []byte, query string) {
		route := all[uint(op)%uint(len(all))]
		r := &sim.Request{Method: route.method, Path: route.path, Query: query, Body: body, Header: http.Header{}}
		c := &sim.Call{}
		ep.Decode(r, c)
		if c.Verb != route.verb || c.Op != route.op {
			t.Errorf("%s is read as %s %s", route.path, c.Verb, c.Op)
		}
		if route.method == http.MethodPost && c.Malformed == jsonscan.IsBody(body) {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
	})
}
