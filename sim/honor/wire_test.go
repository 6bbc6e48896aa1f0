package honor

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/honor/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

const sendPath = "/api/v1/104435678/sendMessage"

func decoded(method, path, body string) *sim.Call {
	c := &sim.Call{}
	New().Decode(&sim.Request{Method: method, Path: path, Body: []byte(body), Header: http.Header{}}, c)
	return c
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/auth/token": opToken, "/auth/realms/developer/protocol/openid-connect/token": opToken,
		sendPath: opSend, "/api/v1//sendMessage": opNoPath, sendPath + "/": opNoPath, "/api/v2/1/sendMessage": opNoPath,
		"/v1/1/messages:send": opNoPath, "/v2/1/messages:send": opNoPath, "/api/v1/1/messages:send": opNoPath, "": opNoPath,
	} {
		if got := decoded(http.MethodPost, path, "{}").Op; got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	for _, host := range []string{"oauth-login.cloud.honor.com", "HNOAUTH-login.cloud.honor.com:443"} {
		c := &sim.Call{}
		if New().Decode(&sim.Request{Method: http.MethodPost, Host: host, Path: pathToken}, c); c.Op != opNoPath {
			t.Errorf("%s at host %s is %q", pathToken, host, c.Op)
		}
	}
	if got := decoded(http.MethodGet, sendPath, "").Op; got != opNoMethod {
		t.Errorf("GET is %q", got)
	}
}

func TestAuthorizationIsReadExactly(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]struct {
		token string
		bare  bool
	}{
		"Bearer abc": {"abc", false}, "bearer abc": {"abc", false}, "Bearer  abc": {" abc", false}, "abc": {"abc", true},
		"": {}, "Bearer": {}, "Basic abc": {},
	} {
		if token, bare := access(header); token != want.token || bare != want.bare {
			t.Errorf("%q: token %q, bare %t, want %+v", header, token, bare, want)
		}
	}
}

func TestTypesAreNotConverted(t *testing.T) {
	t.Parallel()
	c := decoded(http.MethodPost, sendPath, `{"token":["a",7],"data":{},"notification":[],
		"android":{"ttl":60,"biTag":1,"Ttl":"1s","notification":{"title":"t","style":"1","notifyId":2.5,
		"clickAction":{"type":"3"},"badge":{"addNum":null},"buttons":[{"name":1},{"name":"x"}],"unknown":1}}}`)
	var got []string
	for _, d := range c.Defects {
		got = append(got, d.Field)
	}
	want := []string{
		"token", "data", "notification", "android.ttl", "android.biTag", "android.notification.style",
		"android.notification.notifyId", "android.notification.clickAction.type", "android.notification.buttons.name",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
	if c.Message.TTL != 0 {
		t.Error("names are matched without regard to case")
	}
}

// The sample measures 196 bytes without its tokens, however it is written.
func TestSizeOfTheSample(t *testing.T) {
	t.Parallel()
	e, err := exchanges.Get("send-ok")
	if err != nil {
		t.Fatal(err)
	}
	sample := string(e.Request.Body)
	var any map[string]any
	if err := json.Unmarshal([]byte(sample), &any); err != nil {
		t.Fatal(err)
	}
	indented, _ := json.MarshalIndent(any, " ", "\t")
	escaped := strings.NewReplacer("李", `\u674e`, "🍜", `\ud83c\udf5c`, "-", `\u002d`).Replace(sample)
	for _, body := range []string{sample, string(indented), escaped} {
		if n := decoded(http.MethodPost, sendPath, body).Wire.(*Push).Body.Size; n != 196 {
			t.Errorf("%s measures %d bytes, want 196", body, n)
		}
	}
	if n := decoded(http.MethodPost, sendPath, `{"token":["a"]}`).Wire.(*Push).Body.Size; n != 2 {
		t.Errorf("a body of tokens only measures %d", n)
	}
}

func TestTTL(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{"86400s": 24 * time.Hour, "0s": 0, "60s": time.Minute} {
		if got, ok := ttlOf(text); !ok || got != want {
			t.Errorf("%q: %s %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "60", "x60s", "-1s", "1.5s", "1 s", "60S"} {
		if got, ok := ttlOf(text); ok {
			t.Errorf("%q is taken as %s", text, got)
		}
	}
	if got, ok := ttlOf(strings.Repeat("9", 40) + "s"); !ok || got < 1296000*time.Second {
		t.Errorf("a very large number is %s, %t", got, ok)
	}
}

func TestWhatTheEngineIsTold(t *testing.T) {
	t.Parallel()
	body := func(android string) string {
		return `{"token":["a"],"notification":{"title":"top","body":"text"},"data":"top","android":` + android + `}`
	}
	for name, tt := range map[string]struct {
		body  string
		check func(m *sim.Message) bool
	}{
		"android wins":      {body(`{"data":"own","notification":{"title":"own","clickAction":{"type":3}}}`), func(m *sim.Message) bool { return m.Title == "own" && m.Body == "text" && m.Data == "own" }},
		"tag over id":       {body(`{"notification":{"tag":"x","notifyId":7}}`), func(m *sim.Message) bool { return m.Collapse == "tag x" }},
		"id":                {body(`{"notification":{"notifyId":7}}`), func(m *sim.Message) bool { return m.Collapse == "notifyId 7" }},
		"automatic id":      {body(`{"notification":{"notifyId":-1}}`), func(m *sim.Message) bool { return m.Collapse == "" }},
		"addNum":            {body(`{"notification":{"badge":{"addNum":3}}}`), func(m *sim.Message) bool { return m.Badge == 3 }},
		"setNum wins":       {body(`{"notification":{"badge":{"addNum":3,"setNum":9}}}`), func(m *sim.Message) bool { return m.Badge == 0 && m.Keep.(*Kept).Badge == 9 }},
		"empty is absent":   {body(`{"ttl":"","biTag":"","notification":{"importance":""}}`), func(m *sim.Message) bool { return m.Asked == vendors.ClassUnset && m.TTL == 0 }},
		"test":              {body(`{"targetUserType":1}`), func(m *sim.Message) bool { return m.Test }},
		"receipt":           {body(`{"biTag":"b","receiptId":"r"}`), func(m *sim.Message) bool { return m.Receipt == sim.ReceiptTarget{ID: "r", Param: "b", Implied: true} }},
		"data has no class": {`{"token":["a"],"data":"x","android":{"ttl":"1s"}}`, func(m *sim.Message) bool { return m.Asked == vendors.ClassUnset && m.Keep.(*Kept).Data }},
	} {
		if m := decoded(http.MethodPost, sendPath, tt.body).Message; !tt.check(&m) {
			t.Errorf("%s: %+v", name, m)
		}
	}
}

func TestReceiptStatus(t *testing.T) {
	t.Parallel()
	for want, f := range map[string]sim.Fate{
		"40000002": {State: device.Silent}, "40000005": {State: device.Hidden, Code: "40000005"}, "": {State: device.Expired},
	} {
		if got, ok := statusOf(&f); got != want || ok != (want != "") {
			t.Errorf("%+v: %q %t, want %q", f, got, ok, want)
		}
	}
}

// FuzzDecode: whatever is posted, decoding ends, and it knows an object when it sees
// one.
func FuzzDecode(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add(strings.HasSuffix(e.Request.Path, "token"), []byte(e.Request.Body))
	}
	f.Add(false, []byte(`{"token":["a"],"android":{"notification":{"buttons":[{"name":{}}],"badge":{"addNum":1e400}}}}`))
	ep := New()
	f.Fuzz(func(t *testing.T, login bool, body []byte) {
		path := sendPath
		if login {
			path = pathToken
		}
		c := &sim.Call{}
		ep.Decode(&sim.Request{Method: http.MethodPost, Path: path, Body: body, Header: http.Header{}}, c)
		if c.Verb == sim.VerbUnknown {
			t.Errorf("%s is not read", path)
		}
		var object map[string]json.RawMessage
		if !login && json.Unmarshal(body, &object) == nil && c.Malformed != (object == nil) {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
		if p, ok := c.Wire.(*Push); ok && len(c.Targets) != len(p.Body.Tokens.List) {
			t.Errorf("%q: %d targets of %d tokens", body, len(c.Targets), len(p.Body.Tokens.List))
		}
	})
}
