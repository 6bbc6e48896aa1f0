package huawei

import (
	"encoding/json"

	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func decoded(method, path, body string) *sim.Call {
	c := &sim.Call{}
	New().Decode(&sim.Request{Method: method, Path: path, Body: []byte(body), Header: http.Header{}}, c)
	return c
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"/oauth2/v3/token": "token", "/oauth2/v2/token": "token", "/oauth2/v1/token": opNoPath,
		"/v1/104512345/messages:send": "messages:send", "/v2/388/messages:send": "messages:send",
		"/v3/388/messages:send": opSend, "/v1/1/messages:revoke": opRevoke, "/v3/1/messages:revoke": opNoPath, "/v1//messages:send": opNoPath, "/v1/1/messages:send/": opNoPath,
		"/v1/1/topic:subscribe": "topic:subscribe", "/v2/1/topic:subscribe": opNoPath, "/v1/1/topic:list": "topic:list",
		"": opNoPath, "/": opNoPath,
	} {
		if got := decoded(http.MethodPost, path, "{}").Op; got != want {
			t.Errorf("%s is %q, want %q", path, got, want)
		}
	}
	if got := decoded(http.MethodGet, "/v1/1/messages:send", "").Op; got != opNoMethod {
		t.Errorf("GET is %q", got)
	}
}

func TestAuthorizationIsReadExactly(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"Bearer abc": "abc", "bearer abc": "abc", "Bearer  abc": " abc", "Bearer abc ": "abc ", "abc": "", "": "",
		"Basic abc": "", "Bearer": "", `Bearer a\/b`: `a\/b`,
	} {
		h := http.Header{}
		h.Set("Authorization", header)
		if got := bearer(h); got != want {
			t.Errorf("%q: token %q, want %q", header, got, want)
		}
	}
}

func TestTypesAreNotConverted(t *testing.T) {
	t.Parallel()
	c := decoded(http.MethodPost, "/v1/1/messages:send", `{"validate_only":1,"message":{"token":["a",7],"data":{},
		"android":{"ttl":60,"collapse_key":"x","category":5,"bi_tag":1,"Category":"IM",
		"notification":{"title":"t","style":"1","notify_id":2.5,"foreground_show":null,"click_action":[],"when":null,"unknown":1}}}}`)
	want := []sim.Defect{
		{Field: "validate_only", Kind: sim.WrongType}, {Field: "message.token", Kind: sim.WrongType},
		{Field: "message.data", Kind: sim.WrongType}, {Field: "android.bi_tag", Kind: sim.WrongType},
		{Field: "notification.style", Kind: sim.WrongType}, {Field: "notification.notify_id", Kind: sim.WrongType},
		{Field: "notification.click_action", Kind: sim.WrongType},
	}
	if diff := cmp.Diff(want, c.Defects); diff != "" {
		t.Errorf("defects (-want +got):\n%s", diff)
	}
	b := c.Wire.(*Push).Send
	if b.Android.TTL.State != Wrong || b.Android.CollapseKey.State != Wrong || b.Android.Category.State != Wrong {
		t.Errorf("ttl, collapse_key and category are judged by their own rules: %+v", b.Android)
	}
	if c.Message.Category != "" {
		t.Error("names are matched without regard to case")
	}
}

// The documented sample measures 216 bytes without its tokens, however it is written.
func TestSizeOfTheSample(t *testing.T) {
	t.Parallel()
	const sample = `{"validate_only":false,"message":{"android":{"category":"IM","ttl":"86400s","bi_tag":"order-20260101-0001","target_user_type":0,"notification":{"title":"李雷","body":"晚上一起吃饭吗？🍜","click_action":{"type":3},"importance":"NORMAL"}},"token":["IQAAAACy0demoTokenA001","IQAAAACy0demoTokenB002"]}}`
	if len(sample) != 310 {
		t.Fatalf("the sample has %d bytes, want 310", len(sample))
	}
	var any map[string]any
	if err := json.Unmarshal([]byte(sample), &any); err != nil {
		t.Fatal(err)
	}
	indented, _ := json.MarshalIndent(any, " ", "\t")
	escaped := strings.NewReplacer("李", `\u674e`, "🍜", `\ud83c\udf5c`, "-", `\u002d`).Replace(sample)
	for _, body := range []string{sample, string(indented), escaped} {
		if n := decoded(http.MethodPost, "/v1/1/messages:send", body).Wire.(*Push).Send.Size; n != 216 {
			t.Errorf("%s measures %d bytes, want 216", body, n)
		}
	}
	if n := decoded(http.MethodPost, "/v1/1/messages:send", `{"message":{"token":["a"]}}`).Wire.(*Push).Send.Size; n != 2 {
		t.Errorf("a message of tokens only measures %d", n)
	}
}

func TestSeconds(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"86400s": 24 * time.Hour, "60": time.Minute, "60S": time.Minute, "3.5s": 3500 * time.Millisecond, "0": 0,
		"0.000000001": time.Nanosecond, "99999999999999999999s": maxSeconds * time.Second,
	} {
		if got, ok := parseSeconds(text); !ok || got != want {
			t.Errorf("%q: %s %t, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "s", "x86400s", "-1", "1.", ".5", "1.0000000001", "1 s", "1ss", "1e3"} {
		if got, ok := parseSeconds(text); ok {
			t.Errorf("%q is taken as %s", text, got)
		}
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	means := func(text string, tags ...string) bool {
		x, ok := parseCondition(text)
		if !ok {
			t.Fatalf("%q cannot be read", text)
		}
		return (&sim.Audience{Expr: x}).Matches(&device.Phone{Tags: tags})
	}
	for _, c := range []struct {
		text string
		tags []string
		want bool
	}{
		{"'A' in topics", []string{"A"}, true},
		{"'A' in topics", []string{"B"}, false},
		{"!('A' in topics)", []string{"B"}, true},
		{"!'A' in topics", []string{"A"}, false},
		{"'A' in topics && ('B' in topics || 'C' in topics)", []string{"A", "C"}, true},
		{"'A' in topics && ('B' in topics || 'C' in topics)", []string{"C"}, false},
		{"'A' in topics || 'B' in topics && 'C' in topics", []string{"A"}, true}, // && binds tighter
		{`"A" in topics&&"天气" in topics`, []string{"天气", "A"}, true},
	} {
		if got := means(c.text, c.tags...); got != c.want {
			t.Errorf("%s with %v: %t", c.text, c.tags, got)
		}
	}
	for _, text := range []string{
		"", "A", "'A'", "'A' in", "'A' in topics &&", "&& 'A' in topics", "('A' in topics", "'A' in topics)", "'' in topics",
		"'A in topics", "'A' in topics 'B' in topics", strings.Repeat("!", 1000) + "'A' in topics", strings.Repeat("(", 100000),
	} {
		if x, ok := parseCondition(text); ok {
			t.Errorf("%.40q is read as %+v", text, x)
		}
	}
}

// FuzzCondition: whatever is written, reading ends, and what is read has topics.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"'A' in topics && !('B' in topics || 'C' in topics)", "((('A' in topics)))", "'A' in topics || ", "!!"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		x, ok := parseCondition(text)
		if ok && len(x.Tags()) == 0 {
			t.Errorf("%q has no topic", text)
		}
	})
}

// FuzzDecode: whatever is posted, decoding ends, and it knows an object when it sees one.
func FuzzDecode(f *testing.F) {
	paths := []string{"/v1/1/messages:send", "/v2/1/messages:send", "/v1/1/topic:subscribe", "/v1/1/topic:list", "/oauth2/v3/token"}
	for i := range paths {
		f.Add(i, []byte(`{"validate_only":false,"message":{"token":["a"],"condition":"'a' in topics","android":{"ttl":"1s","notification":{"badge":{"add_num":1},"light_settings":{"color":{"red":1}}}}}}`))
		f.Add(i, []byte(`{"topic":"a","tokenArray":["b"],"token":"c"}`))
		f.Add(i, []byte(`grant_type=client_credentials&client_id=1&client_secret=%zz`))
	}
	ep := New()
	f.Fuzz(func(t *testing.T, op int, body []byte) {
		path := paths[uint(op)%uint(len(paths))]
		c := &sim.Call{}
		ep.Decode(&sim.Request{Method: http.MethodPost, Path: path, Body: body, Header: http.Header{}}, c)
		if c.Verb == sim.VerbUnknown {
			t.Errorf("%s is not read", path)
		}
		var object map[string]json.RawMessage
		if path != "/oauth2/v3/token" && json.Unmarshal(body, &object) == nil && c.Malformed != (object == nil) {
			t.Errorf("%q: malformed is %t", body, c.Malformed)
		}
		if p, ok := c.Wire.(*Push); ok && p.Send != nil && len(c.Targets) != len(p.Send.Tokens.List) {
			t.Errorf("%q: %d targets of %d tokens", body, len(c.Targets), len(p.Send.Tokens.List))
		}
	})
}
