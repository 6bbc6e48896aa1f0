package meizu

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/meizu/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

func decoded(path, body string) *sim.Call {
	c := &sim.Call{}
	New().Decode(&sim.Request{Method: http.MethodPost, Path: server + path, Body: []byte(body), Header: http.Header{}}, c)
	return c
}

func TestSignVectors(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		body := "sign=" + v.Sign
		for name, value := range v.Parameters {
			body += "&" + name + "=" + escape(value)
		}
		f, _ := decoded("/push/varnished/pushByPushId", body).Wire.(*Form)
		if got := f.digest(v.AppSecret.Reveal()); got != v.Sign {
			t.Errorf("%s: %s, want %s", v.Name, got, v.Sign)
		}
	}
}

// escape percent-encodes every byte.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	out := ""
	for i := range len(s) {
		out += string([]byte{'%', hex[s[i]>>4], hex[s[i]&15]})
	}
	return out
}

func TestRepeatedTargetsCountOnce(t *testing.T) {
	t.Parallel()
	c := decoded("/push/varnished/pushByAlias", "appId=1&alias=u1,u2,u1&messageJson=%7B%7D")
	want := []sim.Target{{Kind: sim.ByAlias, Name: "u1"}, {Kind: sim.ByAlias, Name: "u2"}}
	if diff := cmp.Diff(want, c.Targets); diff != "" {
		t.Errorf("targets (-want +got):\n%s", diff)
	}
	if f, _ := c.Wire.(*Form); f.Named != 3 {
		t.Errorf("%d named, want 3: the limit is on the list as it came", f.Named)
	}
}

// Switches come as numbers, booleans and quoted, and members the server does not know
// are no mistake.
func TestSwitchesComeInManyForms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{"0": true, "false": true, `"0"`: true, `"false"`: true, "1": false, "true": false, "null": false} {
		c := decoded("/push/varnished/pushByPushId", `appId=1&messageJson=`+escape(`{"pushTimeInfo":{"offLine":`+text+`,"x":[1]},"y":{}}`))
		f, _ := c.Wire.(*Form)
		if c.Message.OnlineOnly != want || len(messageForm.Wrong(&f.Message)) > 0 {
			t.Errorf("offLine %s: online only is %t, wrong %v", text, c.Message.OnlineOnly, messageForm.Wrong(&f.Message))
		}
	}
}

func TestWithoutNoticeMsgTypeAMessageIsPublic(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]vendors.Class{
		`{}`: vendors.ClassMarketing, `{"noticeMsgType":0}`: vendors.ClassMarketing, `{"noticeMsgType":1}`: vendors.ClassTransactional, `{"noticeMsgType":"1"}`: vendors.ClassTransactional,
	} {
		c := decoded("/push/varnished/pushByPushId", `appId=1&messageJson=`+escape(`{"noticeBarInfo":`+text+`}`))
		if c.Message.Asked != want {
			t.Errorf("%s: %s, want %s", text, c.Message.Asked, want)
		}
	}
}

// FuzzDecode: whatever is posted, decoding ends, names its operation, and the signature
// of what was read can be computed.
func FuzzDecode(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for i, e := range all {
		f.Add(i, []byte(e.Request.Body), e.Request.Path)
	}
	f.Add(0, []byte("appId=%zz&messageJson=%7B%22noticeBarInfo%22%3A"), "a=b&a")
	ep := New()
	ways := routes()
	f.Fuzz(func(t *testing.T, op int, body []byte, query string) {
		way := ways[uint(op)%uint(len(ways))]
		method := http.MethodPost
		if way.get && len(body)%2 == 1 {
			method = http.MethodGet
		}
		c := &sim.Call{}
		ep.Decode(&sim.Request{Method: method, Path: server + way.path, Query: query, Body: body, Header: http.Header{}}, c)
		if c.Verb != way.verb || c.Op != way.op {
			t.Errorf("%s is read as %s %s", way.path, c.Verb, c.Op)
		}
		form, ok := c.Wire.(*Form)
		if !ok || len(form.digest("secret")) != 32 {
			t.Errorf("%q leaves no form", body)
		}
	})
}
