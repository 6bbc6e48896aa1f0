package oppo

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/oppo/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

func decoded(method, path, body string, header http.Header) *sim.Call {
	c := &sim.Call{}
	path, query, _ := strings.Cut(path, "?")
	New().Decode(&sim.Request{Method: method, Path: path, Query: query, Body: []byte(body), Header: header}, c)
	return c
}

func single(m string) *sim.Call {
	return decoded(http.MethodPost, "/server/v1/message/notification/unicast", url.Values{"message": {m}}.Encode(), nil)
}

// The token is found in the form, as a header, in a query and as a member; the form wins.
func TestWhereTheTokenIsFound(t *testing.T) {
	t.Parallel()
	const unicast, device = "/server/v1/message/notification/unicast", "/server/v1/device/set_alias"
	header := http.Header{"Auth_token": {"header"}}
	for name, c := range map[string]struct {
		call *sim.Call
		want string
	}{
		"form":          {decoded("POST", unicast, "auth_token=form", nil), "form"},
		"header":        {decoded("POST", unicast, "message=x", header), "header"},
		"both":          {decoded("POST", unicast, "auth_token=form", header), "form"},
		"empty in form": {decoded("POST", unicast, "auth_token=", header), "header"},
		"JSON body":     {decoded("POST", unicast, `{"auth_token":"x"}`, nil), ""},
		"query":         {decoded("GET", "/server/v1/feedback/fetch_push_permit?auth_token=q", "", nil), "q"},
		"member":        {decoded("POST", device, `{"auth_token":"m"}`, header), "m"},
		"login":         {decoded("POST", "/server/v1/auth", "app_key=a", header), ""},
	} {
		if c.call.Access != c.want {
			t.Errorf("%s: token %q, want %q", name, c.call.Access, c.want)
		}
	}
}

// Names are exact, numbers may be quoted, and templates' parameters are text or object.
func TestMessageIsRead(t *testing.T) {
	t.Parallel()
	c := single(`{"target_type":"2","target_value":"CN_1","verify_registration_id":true,"notification":{"Title":"no","title":"t","content":"c",
		"clickActionType":1,"category":"IM","notify_level":"16","off_line":"false","off_line_ttl":60,"notify_id":7,"network_type":1,
		"action_parameters":{"a":1},"private_title_parameters":{"x":"y"},"private_content_parameters":"{}","call_back_url":"u","call_back_parameter":"p","channel_id":"ch"}}`)
	want := sim.Message{
		Title: "t", Body: "c", Asked: vendors.ClassTransactional, Category: "IM", TTL: time.Minute, Collapse: "7",
		OnlineOnly: true, Sound: true, Vibrate: true, Data: `{"a":1}`, Receipt: sim.ReceiptTarget{URL: "u", Param: "p"},
		Keep: &Kept{Level: 16, Channel: "ch", WiFi: true, Verify: true},
	}
	if diff := cmp.Diff(want, c.Message); diff != "" {
		t.Errorf("message (-want +got):\n%s", diff)
	}
	if len(c.Defects) > 0 || c.Targets[0] != (sim.Target{Kind: sim.ByToken, Name: "CN_1"}) {
		t.Errorf("defects %v, targets %v", c.Defects, c.Targets)
	}
	n := c.Wire.(*Unicast).Message.Notification
	if !n.TitleParams.Is || !n.ContentParams.Is || n.ClickType.Given() {
		t.Errorf("title parameters %+v, content parameters %+v, click %+v", n.TitleParams, n.ContentParams, n.ClickType)
	}
}

func TestDefectsAreListed(t *testing.T) {
	t.Parallel()
	c := single(`{"target_type":{},"target_value":"x","notification":{"title":[],"style":"one","action_parameters":7}}`)
	want := []sim.Defect{
		{Field: "target_type", Kind: sim.WrongType}, {Field: "notification.style", Kind: sim.WrongType},
		{Field: "notification.title", Kind: sim.WrongType}, {Field: "notification.action_parameters", Kind: sim.WrongType},
	}
	if diff := cmp.Diff(want, c.Defects); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
	if c := single(`{"notification":7}`); len(c.Defects) != 1 || c.Defects[0].Field != "notification" {
		t.Errorf("defects %v, want one of notification", c.Defects)
	}
}

// An alias has no receipts.
func TestAliasesGetNoReceipt(t *testing.T) {
	t.Parallel()
	c := single(`{"target_type":5,"target_value":"me","notification":{"title":"t","content":"c","call_back_url":"u"}}`)
	if !c.Message.Receipt.None() || c.Targets[0].Kind != sim.ByAlias {
		t.Errorf("receipt %+v, target %+v", c.Message.Receipt, c.Targets[0])
	}
}

func TestBatchesAreReadOneByOne(t *testing.T) {
	t.Parallel()
	read := func(list string) *sim.Call {
		return decoded("POST", "/server/v1/message/notification/unicast_batch", url.Values{"messages": {list}}.Encode(), nil)
	}
	c := read(`[{"target_type":2,"target_value":"a","notification":{"title":"one"}},7,{"target_type":5,"target_value":"b","notification":{"title":"two","category":"ORDER"}}]`)
	if len(c.Parts) != 3 || c.Parts[0].Message.Title != "one" || !c.Parts[1].Malformed || c.Parts[2].Targets[0].Kind != sim.ByAlias {
		t.Fatalf("parts %+v", c.Parts)
	}
	if c.Parts[0].Message.Asked != vendors.ClassMarketing || c.Parts[2].Message.Asked != vendors.ClassTransactional {
		t.Errorf("classes %q and %q", c.Parts[0].Message.Asked, c.Parts[2].Message.Asked)
	}
	for list, want := range map[string]int{"": -1, "{}": -1, "[": -1, "[]": 0, "[" + strings.Repeat("1,", 20_000) + "1]": 20_001} {
		c := read(list)
		if f := c.Wire.(*BatchForm); f.Elements != want || (want > maxParts && len(c.Parts) > 0) {
			t.Errorf("%.10s: %d elements in %d parts, want %d", list, f.Elements, len(c.Parts), want)
		}
	}
}

func TestBroadcastTargets(t *testing.T) {
	t.Parallel()
	read := func(kind, value string) *sim.Call {
		return decoded("POST", "/server/v1/message/notification/broadcast",
			url.Values{"message_id": {"m"}, "target_type": {kind}, "target_value": {value}}.Encode(), nil)
	}
	if c := read("2", "a;b;;c;"); len(c.Targets) != 3 || c.MessageRef != "m" || !c.OwnID {
		t.Errorf("targets %v of %q", c.Targets, c.MessageRef)
	}
	if c := read("5", "a"); c.Targets[0].Kind != sim.ByAlias {
		t.Errorf("targets %v, want an alias", c.Targets)
	}
	if c := read("1", "a"); !c.Message.Audience.All || len(c.Targets) > 0 {
		t.Errorf("audience %+v, targets %v", c.Message.Audience, c.Targets)
	}
	want := sim.Audience{Any: []string{"x"}, Every: []string{"y", "z"}, None: []string{"n"}}
	if diff := cmp.Diff(want, read("6", `{"or":["x"],"and":["y","z"],"not":["n"],"nor":["q"]}`).Message.Audience); diff != "" {
		t.Errorf("audience (-want +got):\n%s", diff)
	}
	for _, bad := range []*sim.Call{read("6", "vip"), read("7", "a"), read("", "a")} {
		if len(bad.Targets) > 0 || !bad.Message.Audience.Nobody() {
			t.Errorf("targets %v, audience %+v; want nobody", bad.Targets, bad.Message.Audience)
		}
	}
}

func TestFormOfRegistrationIDs(t *testing.T) {
	t.Parallel()
	const hex = "0123456789abcdefABCDEF0123456789"
	for id, want := range map[string]struct{ sdk, narrow, china bool }{
		hex:                   {true, true, true},
		"CN_" + hex:           {true, true, true},
		"OPPO_CN_" + hex:      {true, true, true},
		"realme_IN_" + hex:    {true, true, false},
		"EUEX_" + hex:         {true, true, false},
		"US_" + hex:           {true, true, false},
		"any/thing_" + hex:    {true, false, false},
		"x_CN_" + hex:         {true, false, true},
		"a_b_CN_" + hex:       {true, false, false},
		hex[:24]:              {true, true, true},
		"CN_" + hex[:24]:      {false, false, true},
		hex[:31]:              {false, false, true},
		hex + "0":             {false, false, true},
		"CN_" + hex[1:] + "g": {false, false, true},
		"":                    {false, false, true},
	} {
		got := struct{ sdk, narrow, china bool }{isRegistrationID(id, false), isRegistrationID(id, true), isChina(id)}
		if got != want {
			t.Errorf("%q: %+v, want %+v", id, got, want)
		}
	}
}

func TestUploadsAreRead(t *testing.T) {
	t.Parallel()
	read := func(body string, truncated bool) *sim.Call {
		c := &sim.Call{}
		New().Decode(&sim.Request{
			Method: "POST", Path: "/server/v1/media/upload/big_picture", Body: []byte(body), Truncated: truncated,
			Header: http.Header{"Content-Type": {"multipart/form-data; boundary=b0"}},
		}, c)
		return c
	}
	good := "--b0\r\nContent-Disposition: form-data; name=\"auth_token\"\r\n\r\ntok\r\n--b0\r\nContent-Disposition: form-data; name=\"picture_ttl\"\r\n\r\n60\r\n" +
		"--b0\r\nContent-Disposition: form-data; name=\"file\"; filename=\"p.png\"\r\n\r\nabc\r\n--b0--\r\n"
	c := read(good, false)
	f := c.Wire.(*UploadForm)
	if c.Access != "tok" || f.PictureTTL.N != 60 || f.FileName != "p.png" || f.Size != 3 || c.Malformed {
		t.Errorf("token %q, form %+v", c.Access, f)
	}
	if f := read(good[:len(good)-12], true).Wire.(*UploadForm); f.Size <= 1<<20 {
		t.Errorf("a picture that was cut off counts %d bytes", f.Size)
	}
	for name, c := range map[string]*sim.Call{
		"no parts":     read("x", false),
		"another type": decoded("POST", "/server/v1/media/upload/big_picture", good, http.Header{"Content-Type": {"text/plain"}}),
	} {
		if f := c.Wire.(*UploadForm); f.File || c.Access != "" {
			t.Errorf("%s: form %+v, token %q", name, f, c.Access)
		}
	}
}

// FuzzDecode: whatever is posted, decoding ends, and keeps no byte of the body.
func FuzzDecode(f *testing.F) {
	all := routes()
	for i, r := range all {
		f.Add(i, []byte(`{"`+r.op+`":`), "auth_token=%zz", "multipart/form-data; boundary=b0")
	}
	recorded, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range recorded {
		path, query, _ := strings.Cut(e.Request.Path, "?")
		for i, r := range all {
			if r.path == path {
				f.Add(i, []byte(e.Request.Body), query, e.Request.Header["Content-Type"])
			}
		}
	}
	ep := New()
	f.Fuzz(func(t *testing.T, op int, body []byte, query, contentType string) {
		route := all[uint(op)%uint(len(all))]
		r := &sim.Request{Method: route.method, Path: route.path, Query: query, Body: body, Header: http.Header{"Content-Type": {contentType}}}
		c := &sim.Call{}
		ep.Decode(r, c)
		if c.Verb != route.verb || c.Op != route.op {
			t.Errorf("%s is read as %s %s", route.path, c.Verb, c.Op)
		}
		if route.site == siteDevice && c.Malformed == jsonscan.IsBody(body) {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
		title := strings.Clone(c.Message.Title)
		for i := range body {
			body[i] = 'x'
		}
		if c.Message.Title != title {
			t.Errorf("the title %q was a part of the body", title)
		}
	})
}
