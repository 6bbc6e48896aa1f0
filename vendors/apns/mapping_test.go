package apns_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
	"github.com/offpush/offpush/vendors/vendortest"
)

func offline(tb testing.TB, change ...func(*vendors.Config)) *apns.Sender {
	tb.Helper()
	return open(tb, "https://apns.test", vendortest.NewClock(startOfTest()), nil, change...)
}

// built is the request for m, its body, and what was said about it.
func built(tb testing.TB, s *apns.Sender, m *vendors.Message) (vendors.Request, []vendors.Adjustment) {
	tb.Helper()
	requests, adjustments, err := s.Build(m, []vendors.Token{"aa"})
	if err != nil {
		tb.Fatal(err)
	}
	return requests[0], adjustments
}

func header(r vendors.Request, name string) string {
	for k, v := range r.Header {
		if strings.EqualFold(k, name) {
			return strings.Join(v, ",")
		}
	}
	return ""
}

// said are the adjustments in short: field and action.
func said(all []vendors.Adjustment) map[string]vendors.AdjustmentAction {
	out := map[string]vendors.AdjustmentAction{}
	for _, a := range all {
		out[a.Field] = a.Action
	}
	return out
}

func TestNeutralFields(t *testing.T) {
	t.Parallel()
	five, yes := 5, true
	for name, c := range map[string]struct {
		m    vendors.Message
		body string
		adj  map[string]vendors.AdjustmentAction
	}{
		"text":         {vendors.Message{Title: "t", Subtitle: "s", Body: "b"}, `{"aps":{"alert":{"title":"t","subtitle":"s","body":"b"}}}`, nil},
		"custom keys":  {vendors.Message{Body: "b", Data: map[string]string{"z": "1", "a": "<"}, Extension: `{"entity":{}}`}, `{"aps":{"alert":{"body":"b"}},"a":"<","ext":"{\"entity\":{}}","z":"1"}`, nil},
		"reserved key": {vendors.Message{Body: "b", Data: map[string]string{"aps": "x"}}, `{"aps":{"alert":{"body":"b"}}}`, map[string]vendors.AdjustmentAction{"data.aps": vendors.AdjustConflict}},
		"ext twice": {vendors.Message{Body: "b", Data: map[string]string{"ext": "x"}, Extension: "{}"}, `{"aps":{"alert":{"body":"b"}},"ext":"{}"}`,
			map[string]vendors.AdjustmentAction{"data.ext": vendors.AdjustConflict}},
		"category":   {vendors.Message{Body: "b", Category: "order"}, `{"aps":{"alert":{"body":"b"},"category":"order"}}`, nil},
		"sound":      {vendors.Message{Body: "b", Sound: "bell.caf"}, `{"aps":{"alert":{"body":"b"},"sound":"bell.caf"}}`, nil},
		"badge":      {vendors.Message{Body: "b", Badge: &vendors.Badge{Set: &five}}, `{"aps":{"alert":{"body":"b"},"badge":5}}`, nil},
		"badge zero": {vendors.Message{Badge: &vendors.Badge{Set: new(int)}}, `{"aps":{"badge":0}}`, nil},
		"badge add":  {vendors.Message{Body: "b", Badge: &vendors.Badge{Add: 1}}, `{"aps":{"alert":{"body":"b"}}}`, map[string]vendors.AdjustmentAction{"badge.add": vendors.AdjustDropped}},
		"passive":    {vendors.Message{Body: "b", Alert: vendors.AlertSilent}, `{"aps":{"alert":{"body":"b"},"interruption-level":"passive"}}`, nil},
		"bar":        {vendors.Message{Body: "b", Alert: vendors.AlertBar}, `{"aps":{"alert":{"body":"b"},"interruption-level":"passive"}}`, map[string]vendors.AdjustmentAction{"alert": vendors.AdjustClamped}},
		"lock":       {vendors.Message{Body: "b", Alert: vendors.AlertLock}, `{"aps":{"alert":{"body":"b"},"interruption-level":"active"}}`, map[string]vendors.AdjustmentAction{"alert": vendors.AdjustClamped}},
		"full": {vendors.Message{Body: "b", Alert: vendors.AlertFull}, `{"aps":{"alert":{"body":"b"},"sound":"default","interruption-level":"active"}}`,
			map[string]vendors.AdjustmentAction{"sound": vendors.AdjustDefaulted}},
		"image": {vendors.Message{Body: "b", Image: "https://img.example.com/1.png"}, `{"aps":{"alert":{"body":"b"},"mutable-content":1},"image":"https://img.example.com/1.png"}`, nil},
		"silent": {vendors.Message{Title: "t", Body: "b", Silent: true, Data: map[string]string{"k": "v"}}, `{"aps":{"content-available":1},"k":"v"}`,
			map[string]vendors.AdjustmentAction{"title": vendors.AdjustDropped, "body": vendors.AdjustDropped}},
		"silent image": {vendors.Message{Silent: true, Image: "https://img.example.com/1.png"}, `{"aps":{"content-available":1}}`,
			map[string]vendors.AdjustmentAction{"image": vendors.AdjustDropped}},
		"no place": {vendors.Message{
			Body: "b", Class: vendors.ClassMarketing, Channel: "c", Template: &vendors.Template{ID: "1"}, Foreground: &yes,
			Click: vendors.Click{Action: "url", Target: "https://example.com"}, Receipt: &vendors.Receipt{ID: "1"},
		}, `{"aps":{"alert":{"body":"b"}}}`, map[string]vendors.AdjustmentAction{
			"class": vendors.AdjustDropped, "channel": vendors.AdjustDropped, "template": vendors.AdjustDropped,
			"foreground": vendors.AdjustDropped, "click": vendors.AdjustDropped, "receipt": vendors.AdjustDropped,
		}},
		"nothing": {vendors.Message{}, `{"aps":{}}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, adj := built(t, offline(t), &c.m)
			if r.Body != c.body {
				t.Errorf("body is %s\nwant    %s", r.Body, c.body)
			}
			if c.adj == nil {
				c.adj = map[string]vendors.AdjustmentAction{}
			}
			if diff := cmp.Diff(c.adj, said(adj)); diff != "" {
				t.Errorf("adjustments (-want +got):\n%s", diff)
			}
			for _, a := range adj {
				if a.Why.EN == "" || a.Why.ZH == "" {
					t.Errorf("adjustment of %s gives no reason", a.Field)
				}
			}
		})
	}
}

func TestPriorities(t *testing.T) {
	t.Parallel()
	low := apns.PriorityLow
	own := []vendors.Override{apns.Options{Priority: &low}}
	for name, c := range map[string]struct {
		m    vendors.Message
		want string
		said vendors.AdjustmentAction
	}{
		"high":              {vendors.Message{Body: "b", Priority: vendors.PriorityHigh}, "10", ""},
		"normal":            {vendors.Message{Body: "b", Priority: vendors.PriorityNormal}, "5", ""},
		"odd":               {vendors.Message{Body: "b", Priority: "urgent"}, "10", vendors.AdjustDropped},
		"silent and high":   {vendors.Message{Silent: true, Priority: vendors.PriorityHigh}, "5", vendors.AdjustClamped},
		"silent and normal": {vendors.Message{Silent: true, Priority: vendors.PriorityNormal}, "5", ""},
		"an option":         {vendors.Message{Body: "b", Priority: vendors.PriorityHigh, Overrides: own}, "1", vendors.AdjustOverridden},
		"an option alone":   {vendors.Message{Body: "b", Overrides: own}, "1", ""},
	} {
		r, adj := built(t, offline(t), &c.m)
		if got := header(r, "apns-priority"); got != c.want || said(adj)["priority"] != c.said {
			t.Errorf("%s: apns-priority %s, adjustments %v; want %s and %q", name, got, adj, c.want, c.said)
		}
	}
	usual := offline(t, func(c *vendors.Config) { c.Defaults = &vendors.Message{Overrides: own} })
	if r, _ := built(t, usual, &vendors.Message{Body: "b", Priority: vendors.PriorityNormal}); header(r, "apns-priority") != "5" {
		t.Errorf("apns-priority %s, want the message's before a default option", header(r, "apns-priority"))
	}
}

func TestPushTypes(t *testing.T) {
	t.Parallel()
	const app = testTopic
	for kind, want := range map[string]struct{ topic, priority, body string }{
		apns.PushTypeAlert:        {app, "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeBackground:   {app, "5", `{"aps":{"content-available":1},"k":"v"}`},
		apns.PushTypeLocation:     {app + ".location-query", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeVoIP:         {app + ".voip", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeComplication: {app + ".complication", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeFileProvider: {app + ".pushkit.fileprovider", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeMDM:          {app, "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeLiveActivity: {app + ".push-type.liveactivity", "10", `{"aps":{"alert":{"body":"b"},"timestamp":1764000000,"event":"update"},"k":"v"}`},
		apns.PushTypePushToTalk:   {app + ".voip-ptt", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		apns.PushTypeWidgets:      {app + ".push-type.widgets", "10", `{"aps":{"alert":{"body":"b"},"content-changed":true},"k":"v"}`},
		apns.PushTypeControls:     {app + ".push-type.controls", "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
		"one-of-tomorrow":         {app, "10", `{"aps":{"alert":{"body":"b"}},"k":"v"}`},
	} {
		r, _ := built(t, offline(t), &vendors.Message{
			Body: "b", Data: map[string]string{"k": "v"}, Overrides: []vendors.Override{apns.Options{PushType: &kind}},
		})
		if header(r, "apns-push-type") != kind || header(r, "apns-topic") != want.topic || header(r, "apns-priority") != want.priority || r.Body != want.body {
			t.Errorf("%s: topic %s, priority %s, body %s; want %+v", kind, header(r, "apns-topic"), header(r, "apns-priority"), r.Body, want)
		}
	}
	ptt := apns.PushTypePushToTalk
	r, adj := built(t, offline(t), &vendors.Message{Overrides: []vendors.Override{apns.Options{PushType: &ptt}}})
	if header(r, "apns-expiration") != "0" || said(adj)["ttl"] != vendors.AdjustDefaulted {
		t.Errorf("push to talk: expiration %q, %v", header(r, "apns-expiration"), adj)
	}
	voip := apns.PushTypeVoIP
	suffixed := offline(t, func(c *vendors.Config) { c.Credentials["topic"] = testTopic + ".voip" })
	if r, _ := built(t, suffixed, &vendors.Message{Overrides: []vendors.Override{apns.Options{PushType: &voip}}}); header(r, "apns-topic") != testTopic+".voip" {
		t.Errorf("a topic with its suffix became %s", header(r, "apns-topic"))
	}
}

func TestEveryOptionReachesTheWire(t *testing.T) {
	t.Parallel()
	const aps = `{"alert":{"title":"t","subtitle":"s","body":"b","launch-image":"l","title-loc-key":"tk","title-loc-args":["1"],"subtitle-loc-key":"sk",` +
		`"subtitle-loc-args":["2"],"loc-key":"k","loc-args":["3"],"action-loc-key":"a","summary-arg":"sa","summary-arg-count":2},` +
		`"badge":0,"sound":{"name":"n","critical":1,"volume":0.5},"thread-id":"th","category":"c","content-available":1,"mutable-content":1,` +
		`"target-content-id":"tc","interruption-level":"critical","relevance-score":0.25,"filter-criteria":"f","timestamp":5,"event":"start",` +
		`"content-state":{"x":"<"},"stale-date":6,"dismissal-date":7,"attributes-type":"at","attributes":{"y":1},"input-push-channel":"ch","content-changed":false}`
	o, err := apns.DecodeOverride([]byte(`{"apns-push-type":"liveactivity","apns-priority":1,"apns-topic":"own.topic","apns-expiration":0,
		"apns-collapse-id":"cc","apns-id":"9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f","aps":` + aps + `,"custom":{"n":1.5,"o":{"p":[true]}}}`))
	if err != nil {
		t.Fatal(err)
	}
	r, adj := built(t, offline(t), &vendors.Message{
		ID: "i", Title: "neutral", Body: "neutral", Sound: "neutral", Category: "neutral", Collapse: "neutral", TTL: time.Hour,
		Alert: vendors.AlertSilent, Badge: &vendors.Badge{Set: new(7)}, Data: map[string]string{"n": "neutral"}, Overrides: []vendors.Override{o},
	})
	if want := `{"aps":` + aps + `,"n":1.5,"o":{"p":[true]}}`; r.Body != want {
		t.Errorf("body is %s\nwant    %s", r.Body, want)
	}
	for name, want := range map[string]string{
		"apns-push-type": "liveactivity", "apns-priority": "1", "apns-topic": "own.topic", "apns-expiration": "0", "apns-collapse-id": "cc",
		"apns-id": "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", "authorization": vendors.Redacted,
	} {
		if got := header(r, name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	for _, field := range []string{"id", "title", "body", "sound", "category", "collapse", "ttl", "alert", "badge.set", "data.n"} {
		if said(adj)[field] != vendors.AdjustOverridden {
			t.Errorf("the overridden %s is not reported", field)
		}
	}
}

// An option that is the whole body, or part of it, says what it takes the place of.
func TestOptionsInThePlaceOfNeutralFields(t *testing.T) {
	t.Parallel()
	magic, nine := "push-magic", 9
	all := []string{"title", "subtitle", "body", "extension", "image", "sound", "category", "alert", "data.k", "badge"}
	for name, c := range map[string]struct {
		o    apns.Options
		m    vendors.Message
		want []string
	}{
		"payload": {apns.Options{Payload: json.RawMessage(`{"aps":{}}`)}, vendors.Message{}, all},
		"mdm":     {apns.Options{MDM: &magic}, vendors.Message{}, all},
		"badge":   {apns.Options{APS: &apns.APS{Badge: &nine}}, vendors.Message{Badge: &vendors.Badge{Add: 1}}, []string{"badge.add"}},
		"expiration": {apns.Options{Expiration: new(int64(1764003600))}, vendors.Message{OnlineOnly: true},
			[]string{"online_only"}},
		"expiration 0": {apns.Options{Expiration: new(int64)}, vendors.Message{OnlineOnly: true}, nil},
	} {
		m := c.m
		if len(c.want) > 1 {
			m = vendors.Message{
				Title: "t", Subtitle: "s", Body: "b", Extension: "{}", Image: "i", Sound: "s", Category: "c", Alert: vendors.AlertFull,
				Data: map[string]string{"k": "v"}, Badge: &vendors.Badge{Set: &nine},
			}
		}
		m.Overrides = []vendors.Override{c.o}
		_, adj := built(t, offline(t), &m)
		want := map[string]vendors.AdjustmentAction{}
		for _, field := range c.want {
			want[field] = vendors.AdjustOverridden
		}
		if diff := cmp.Diff(want, said(adj)); diff != "" {
			t.Errorf("%s: adjustments (-want +got):\n%s", name, diff)
		}
	}
}

func TestOptionShapes(t *testing.T) {
	t.Parallel()
	magic := "push-magic"
	for name, c := range map[string]struct {
		o    apns.Options
		body string
	}{
		"sound by name":    {apns.Options{APS: &apns.APS{Sound: &apns.Sound{Name: "a"}}}, `{"aps":{"sound":"a"}}`},
		"mdm":              {apns.Options{MDM: &magic}, `{"mdm":"push-magic"}`},
		"whole payload":    {apns.Options{Payload: json.RawMessage(`{ "aps" : {"alert":"<&>"} }`)}, `{ "aps" : {"alert":"<&>"} }`},
		"loc-key for body": {apns.Options{APS: &apns.APS{Alert: &apns.Alert{LocKey: new("K")}}}, `{"aps":{"alert":{"loc-key":"K"}}}`},
		"no aps needed":    {apns.Options{PushType: new(apns.PushTypeFileProvider), Custom: map[string]any{"domain": "d"}}, `{"domain":"d"}`},
	} {
		if r, _ := built(t, offline(t), &vendors.Message{Overrides: []vendors.Override{c.o}}); r.Body != c.body {
			t.Errorf("%s: body is %s, want %s", name, r.Body, c.body)
		}
	}
	o, err := apns.DecodeOverride([]byte(`{"aps":{"alert":"text","sound":"s"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if r, _ := built(t, offline(t), &vendors.Message{Overrides: []vendors.Override{o}}); r.Body != `{"aps":{"alert":{"body":"text"},"sound":"s"}}` {
		t.Errorf("alert and sound as strings: body is %s", r.Body)
	}
}

func TestDefaultsStandBelowTheMessage(t *testing.T) {
	t.Parallel()
	def := &vendors.Message{
		Sound: "default-sound", TTL: time.Hour,
		Overrides: []vendors.Override{apns.Options{
			Priority: new(5), CollapseID: new("default"), Custom: map[string]any{"a": "default", "b": "default"},
			APS: &apns.APS{ThreadID: new("default"), Category: new("default"), Alert: &apns.Alert{Title: new("default")}},
		}},
	}
	r, _ := built(t, offline(t, func(c *vendors.Config) { c.Defaults = def }), &vendors.Message{
		Body: "b", Category: "own", Collapse: "own", Data: map[string]string{"a": "own"},
	})
	if want := `{"aps":{"alert":{"body":"b"},"sound":"default-sound","thread-id":"default","category":"own"},"a":"own","b":"default"}`; r.Body != want {
		t.Errorf("body is %s\nwant    %s", r.Body, want)
	}
	if header(r, "apns-priority") != "5" || header(r, "apns-collapse-id") != "own" || header(r, "apns-expiration") != "1764003600" {
		t.Errorf("headers are %v", r.Header)
	}
}

func TestIdentifiers(t *testing.T) {
	t.Parallel()
	s := offline(t)
	id := func(m vendors.Message, token vendors.Token) string {
		requests, _, err := s.Build(&m, []vendors.Token{token})
		if err != nil {
			t.Fatal(err)
		}
		return header(requests[0], "apns-id")
	}
	if got := id(vendors.Message{}, "aa"); got != "" {
		t.Errorf("no ID: apns-id %q, want none", got)
	}
	if got := id(vendors.Message{ID: "9F2C1B7E-3A54-4D0B-9D0E-5A4B6C7D8E9F"}, "aa"); got != "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f" {
		t.Errorf("a UUID became %q", got)
	}
	a, b := id(vendors.Message{ID: "order-1"}, "aa"), id(vendors.Message{ID: "order-1"}, "bb")
	if a == b || a != id(vendors.Message{ID: "order-1"}, "aa") || len(a) != 36 || a[14] != '5' || !strings.ContainsRune("89ab", rune(a[19])) {
		t.Errorf("derived ids %q and %q: want UUIDs of version 5, one per token, always the same", a, b)
	}
	long := strings.Repeat("汉", 22) // 66 bytes
	r, adj := built(t, s, &vendors.Message{Collapse: long})
	if got := header(r, "apns-collapse-id"); len(got) == 0 || len(got) > 64 || said(adj)["collapse"] != vendors.AdjustClamped {
		t.Errorf("collapse of 66 bytes: %q, %v", got, adj)
	}
	if r, _ := built(t, s, &vendors.Message{Collapse: strings.Repeat("汉", 21)}); header(r, "apns-collapse-id") != strings.Repeat("汉", 21) {
		t.Error("a collapse key of 63 bytes was changed")
	}
	r, _ = built(t, s, &vendors.Message{ID: "order-1", Body: "b"})
	if got := header(r, "apns-collapse-id"); got == "" || got != header(r, "apns-id") {
		t.Errorf("no collapse key: apns-collapse-id %q, want the apns-id, so that a repetition is shown once", got)
	}
	if r, _ := built(t, s, &vendors.Message{ID: "order-1", Silent: true}); header(r, "apns-collapse-id") != "" {
		t.Error("a background push has a collapse id nobody asked for")
	}
	r, adj = built(t, s, &vendors.Message{TTL: 31 * 24 * time.Hour})
	if header(r, "apns-expiration") != "1766592000" || said(adj)["ttl"] != vendors.AdjustClamped {
		t.Errorf("TTL of 31 days: expiration %s, %v", header(r, "apns-expiration"), adj)
	}
}

func TestLongBodiesAreCutToTheByte(t *testing.T) {
	t.Parallel()
	s := offline(t)
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"汉", "a", "\"", "👨\u200d👩\u200d👧", "<", "\n"}).Draw(t, "unit")
		m := &vendors.Message{Title: rapid.StringN(0, 20, 60).Draw(t, "title"), Body: strings.Repeat(unit, rapid.IntRange(1, 3000).Draw(t, "times"))}
		requests, adj, err := s.Build(m, []vendors.Token{"aa"})
		if err != nil {
			t.Fatal(err)
		}
		body := requests[0].Body
		if len(body) > 4096 || !utf8.ValidString(body) || !json.Valid([]byte(body)) {
			t.Fatalf("body of %d bytes, valid %v", len(body), json.Valid([]byte(body)))
		}
		if cut := said(adj)["body"] == vendors.AdjustTruncated; cut && len(body) < 4096-40 {
			t.Fatalf("cut to %d bytes, 4096 are allowed", len(body))
		}
	})
	m := &vendors.Message{Body: strings.Repeat("汉", 2000), Overflow: vendors.OverflowReject}
	res, err := s.Send(context.Background(), m, []vendors.Token{"aa"})
	if err != nil || res.Outcomes[0].State != vendors.StateRejected || res.Outcomes[0].Reason != vendors.ReasonPayloadTooLarge {
		t.Errorf("overflow reject: %+v, %v", res.Outcomes, err)
	}
	if _, _, err := s.Build(&vendors.Message{Data: map[string]string{"k": strings.Repeat("x", 5000)}}, []vendors.Token{"aa"}); err == nil {
		t.Error("data over the limit was cut or sent")
	}
}

func TestWhatIsNotSent(t *testing.T) {
	t.Parallel()
	s := offline(t)
	ctx := context.Background()
	if _, err := s.Send(ctx, nil, []vendors.Token{"aa"}); err == nil {
		t.Error("no message is no error")
	}
	if _, err := s.Send(ctx, testMessage(), nil); err == nil {
		t.Error("no token is no error")
	}
	res, err := s.Send(ctx, testMessage(), testTokens(2))
	if err != nil || len(res.Outcomes) != 2 || res.Outcomes[1].Retry != vendors.RetrySplit || res.Outcomes[1].State != vendors.StateRejected {
		t.Errorf("two tokens: %+v, %v", res, err)
	}
	for name, m := range map[string]*vendors.Message{
		"dry run":     {Body: "b", DryRun: true},
		"no JSON":     {Overrides: []vendors.Override{apns.Options{Payload: json.RawMessage("{")}}},
		"no encoding": {Overrides: []vendors.Override{apns.Options{Custom: map[string]any{"f": func() {}}}}},
	} {
		res, err := s.Send(ctx, m, []vendors.Token{"aa"})
		if err != nil || res.Outcomes[0].State != vendors.StateRejected || res.Outcomes[0].Text == "" {
			t.Errorf("%s: %+v, %v", name, res.Outcomes, err)
		}
	}
	if _, err := apns.DecodeOverride([]byte(`{"aps":{"thread_id":"x"}}`)); err == nil || !strings.Contains(err.Error(), `"thread-id"`) {
		t.Errorf("unknown field: %v, want the nearest name", err)
	}
}
