package vivo_test

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/vendortest"
	"github.com/offpush/offpush/vendors/vivo"
)

func ptr[T any](v T) *T { return &v }

// plain is what a message with a title and a body alone looks like on the wire.
func plain() map[string]any {
	return map[string]any{
		"appId": 105000001.0, "regId": "15638535410301000000001", "notifyType": 1.0, "title": "t", "content": "b",
		"skipType": 1.0, "networkType": -1.0, "requestId": "id", "pushMode": 0.0, "classification": 0.0,
	}
}

func message(change func(*vendors.Message)) *vendors.Message {
	m := &vendors.Message{ID: "id", Title: "t", Body: "b", Class: vendors.ClassMarketing}
	if change != nil {
		change(m)
	}
	return m
}

// with returns the plain body with members set; a nil value takes one away.
func with(members map[string]any) map[string]any {
	b := plain()
	maps.Copy(b, members)
	maps.DeleteFunc(b, func(_ string, v any) bool { return v == nil })
	return b
}

func opt(o vivo.Options) func(*vendors.Message) {
	return func(m *vendors.Message) { m.Overrides = []vendors.Override{o} }
}

func TestMapping(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("推", 41)
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		want   map[string]any
		adjust []string // field:action
	}{
		"plain":              {nil, nil, nil},
		"system category":    {func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" }, map[string]any{"classification": 1.0, "category": "IM", "notifyType": 4.0}, nil},
		"vendor category":    {func(m *vendors.Message) { m.Category = "NEWS" }, map[string]any{"category": "NEWS"}, nil},
		"class unset":        {func(m *vendors.Message) { m.Class = "" }, nil, []string{"class:defaulted"}},
		"class by category":  {func(m *vendors.Message) { m.Class, m.Category = "", "order" }, map[string]any{"classification": 1.0, "category": "ORDER", "notifyType": 4.0}, []string{"class:defaulted"}},
		"conflict is sent":   {func(m *vendors.Message) { m.Category = "im" }, map[string]any{"category": "IM"}, []string{"category:conflict"}},
		"unknown upper":      {func(m *vendors.Message) { m.Category = "Order" }, map[string]any{"category": "Order"}, nil},
		"unknown neutral":    {func(m *vendors.Message) { m.Category = "voip" }, nil, []string{"category:dropped"}},
		"title of 40":        {func(m *vendors.Message) { m.Title = long[:120] }, map[string]any{"title": long[:120]}, nil},
		"title of 41":        {func(m *vendors.Message) { m.Title = long }, map[string]any{"title": strings.Repeat("推", 39) + "…"}, []string{"title:truncated"}},
		"ttl 1 h":            {func(m *vendors.Message) { m.TTL = time.Hour }, map[string]any{"timeToLive": 3600.0}, nil},
		"ttl too short":      {func(m *vendors.Message) { m.TTL = 10 * time.Second }, map[string]any{"timeToLive": 60.0}, []string{"ttl:clamped"}},
		"ttl too long":       {func(m *vendors.Message) { m.TTL = 7 * 24 * time.Hour }, map[string]any{"timeToLive": 86400.0}, []string{"ttl:clamped"}},
		"ttl rounds up":      {func(m *vendors.Message) { m.TTL = 90*time.Second + 1 }, map[string]any{"timeToLive": 91.0}, nil},
		"data":               {func(m *vendors.Message) { m.Data = map[string]string{"k": "v&<"} }, map[string]any{"clientCustomMap": map[string]any{"k": "v&<"}}, nil},
		"extension":          {func(m *vendors.Message) { m.Extension = `{"entity":{}}` }, map[string]any{"clientCustomMap": map[string]any{"ext": `{"entity":{}}`}}, nil},
		"extension conflict": {func(m *vendors.Message) { m.Extension, m.Data = "{}", map[string]string{"ext": "x"} }, map[string]any{"clientCustomMap": map[string]any{"ext": "{}"}}, []string{"data.ext:conflict"}},
		"click url":          {func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, map[string]any{"skipType": 2.0, "skipContent": "https://x"}, nil},
		"click intent":       {func(m *vendors.Message) { m.Click = vendors.Click{Action: "intent", Target: "intent:#Intent;end"} }, map[string]any{"skipType": 4.0, "skipContent": "intent:#Intent;end"}, nil},
		"click unknown":      {func(m *vendors.Message) { m.Click = vendors.Click{Action: "dance", Target: "x"} }, nil, []string{"click.action:dropped"}},
		"collapse number":    {func(m *vendors.Message) { m.Collapse = "7" }, map[string]any{"notifyId": 7.0}, nil},
		"collapse word":      {func(m *vendors.Message) { m.Collapse = "chat-42" }, map[string]any{"notifyId": 330396546.0}, nil},
		"collapse zero":      {func(m *vendors.Message) { m.Collapse = "0" }, map[string]any{"notifyId": 890022064.0}, nil},
		"receipt id":         {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "9", Param: "p"} }, map[string]any{"extra": map[string]any{"callback.id": "9", "callback.param": "p"}}, nil},
		"receipt both":       {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "9", URL: "https://x"} }, map[string]any{"extra": map[string]any{"callback.id": "9"}}, []string{"receipt.url:conflict"}},
		"online only":        {func(m *vendors.Message) { m.OnlineOnly = true }, map[string]any{"sendOnline": true}, nil},
		"foreground false":   {func(m *vendors.Message) { m.Foreground = ptr(false) }, map[string]any{"foregroundShow": false}, nil},
		"badge add":          {func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 1} }, map[string]any{"addBadge": true}, nil},
		"badge add 3":        {func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 3} }, map[string]any{"addBadge": true}, []string{"badge.add:clamped"}},
		"badge set":          {func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(5)} }, map[string]any{"addBadge": false}, []string{"badge.set:dropped"}},
		"alert full":         {func(m *vendors.Message) { m.Alert = vendors.AlertFull }, map[string]any{"notifyType": 4.0}, nil},
		"alert lock":         {func(m *vendors.Message) { m.Alert = vendors.AlertLock }, nil, []string{"alert:clamped"}},
		"sound":              {func(m *vendors.Message) { m.Sound = "default" }, map[string]any{"notifyType": 2.0}, nil},
		"named sound":        {func(m *vendors.Message) { m.Sound = "bell.mp3" }, map[string]any{"notifyType": 2.0}, []string{"sound:dropped"}},
		"test":               {func(m *vendors.Message) { m.Test = true }, map[string]any{"pushMode": 1.0}, nil},
		"nothing of vivo's": {
			func(m *vendors.Message) {
				m.Subtitle, m.Image, m.Channel, m.Silent = "s", "i", "c", true
				m.Template, m.Priority = &vendors.Template{ID: "x"}, vendors.PriorityHigh
			}, nil,
			[]string{"priority:dropped", "subtitle:dropped", "image:dropped", "channel:dropped", "template:dropped", "silent:dropped"},
		},
		"options win":         {opt(vivo.Options{Title: ptr("T"), Classification: ptr(1), Category: ptr("TODO")}), map[string]any{"title": "T", "classification": 1.0, "category": "TODO", "notifyType": 4.0}, []string{"class:overridden", "title:overridden"}},
		"options say false":   {opt(vivo.Options{SendOnline: ptr(false), AddBadge: ptr(false), ForegroundShow: ptr(false)}), map[string]any{"sendOnline": false, "addBadge": false, "foregroundShow": false}, nil},
		"options are not cut": {opt(vivo.Options{Title: ptr(long), TimeToLive: ptr(int64(59)), PushMode: ptr(0)}), map[string]any{"title": long, "timeToLive": 59.0}, []string{"title:overridden"}},
		"options by alias":    {opt(vivo.Options{ByAlias: ptr(true), ProfileID: ptr("p")}), map[string]any{"regId": nil, "alias": "15638535410301000000001", "profileId": "p"}, nil},
		"a long link is replaced": {
			func(m *vendors.Message) {
				m.Click = vendors.Click{Action: "url", Target: "https://" + strings.Repeat("a", 2048)}
				opt(vivo.Options{SkipContent: ptr("https://x")})(m)
			}, map[string]any{"skipType": 2.0, "skipContent": "https://x"}, []string{"click.target:overridden"},
		},
		"options of vivo only": {
			opt(vivo.Options{
				NetworkType: ptr(1), ServerSDKVer: ptr("3.3"),
				TimedDisplay: &vivo.TimedDisplay{OvertimeDisplay: ptr(false), ShowStartTime: ptr(int64(1))},
				AuditReview:  []vivo.AuditReview{{Reviewer: "r", Type: ptr(0)}},
				Marketing:    &vivo.Marketing{StyleType: ptr(0), Style: &vivo.MarketingStyle{Buttons: []vivo.MarketingButton{{Name: "n", SkipType: ptr(1)}}}},
			}),
			map[string]any{
				"networkType": 1.0, "serverSdkVer": "3.3",
				"timedDisplay": map[string]any{"overtimeDisplay": false, "showStartTime": 1.0},
				"auditReview":  []any{map[string]any{"reviewer": "r", "type": 0.0}},
				"marketing":    map[string]any{"styleType": 0.0, "style": map[string]any{"buttons": []any{map[string]any{"name": "n", "skipType": 1.0}}}},
			}, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			requests, adjustments, err := newMock(t).Open().Build(message(c.change), testTokens(1))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(with(c.want), vendortest.Object(t, requests[0].Body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			var got []string
			for _, a := range adjustments {
				got = append(got, a.Field+":"+string(a.Action))
				if a.Why.EN == "" || a.Why.ZH == "" {
					t.Errorf("adjustment of %s does not say why in both languages", a.Field)
				}
			}
			if diff := cmp.Diff(c.adjust, got); diff != "" {
				t.Errorf("adjustments (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNeverSent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		reason vendors.Reason
	}{
		"long title, reject": {func(m *vendors.Message) { m.Title, m.Overflow = strings.Repeat("a", 41), vendors.OverflowReject }, vendors.ReasonPayloadTooLarge},
		"long body, reject":  {func(m *vendors.Message) { m.Body, m.Overflow = strings.Repeat("a", 101), vendors.OverflowReject }, vendors.ReasonPayloadTooLarge},
		"data is never cut":  {func(m *vendors.Message) { m.Data = map[string]string{"k": strings.Repeat("值", 1024)} }, vendors.ReasonPayloadTooLarge},
		"link is never cut": {func(m *vendors.Message) {
			m.Click = vendors.Click{Action: "url", Target: "https://" + strings.Repeat("a", 2048)}
		}, vendors.ReasonPayloadTooLarge},
		"receipt url":   {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{URL: strings.Repeat("a", 129)} }, vendors.ReasonPayloadTooLarge},
		"receipt param": {func(m *vendors.Message) { m.Receipt = &vendors.Receipt{ID: "1", Param: strings.Repeat("a", 193)} }, vendors.ReasonPayloadTooLarge},
		"dry run":       {func(m *vendors.Message) { m.DryRun = true }, vendors.ReasonBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, n := range []int{1, 2} {
				m := newMock(t)
				res, err := m.Open().Send(context.Background(), message(c.change), testTokens(n))
				if err != nil {
					t.Fatal(err)
				}
				for _, o := range res.Outcomes {
					if o.State != vendors.StateRejected || o.Reason != c.reason || o.Text == "" || o.Retryable() {
						t.Errorf("outcome %+v, want rejected with %s and a text", o, c.reason)
					}
				}
				if len(m.Seen()) != 0 {
					t.Errorf("%d requests went out", len(m.Seen()))
				}
			}
		})
	}
}

func TestRequestIDs(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	ids := func(id string, tokens int) []string {
		rs, _, err := s.Build(message(func(m *vendors.Message) { m.ID = id }), testTokens(tokens))
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, r := range rs {
			out = append(out, vendortest.Object(t, r.Body)["requestId"].(string))
		}
		return out
	}
	for _, id := range []string{"", "short", strings.Repeat("x", 64), strings.Repeat("号", 65)} {
		for _, n := range []int{1, 2, 1000} {
			got := ids(id, n)
			for _, r := range got {
				if r == "" || utf8.RuneCountInString(r) > 64 {
					t.Errorf("ID %q, %d tokens: requestId %q", id, n, r)
				}
			}
			if slices.Sort(got); len(slices.Compact(got)) != min(n, 2) {
				t.Errorf("ID %q, %d tokens: requestIds %q are not different", id, n, got)
			}
		}
	}
	if a, b := ids("same", 2), ids("same", 2); !slices.Equal(a, b) {
		t.Errorf("the same block has requestIds %q and %q: a repetition would arrive twice", a, b)
	}
	if a, b := ids("same", 2), ids("same", 3); a[1] == b[1] {
		t.Errorf("two blocks share requestId %q: the second would be dropped", a[1])
	}
	if a, b := ids("", 1), ids("", 1); a[0] == b[0] {
		t.Errorf("two messages without ID share requestId %q", a[0])
	}
}

func TestDefaultsLieBelowTheMessage(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open(func(c *vendors.Config) {
		c.Defaults = &vendors.Message{
			Class: vendors.ClassTransactional, Category: "todo", Data: map[string]string{"a": "1", "b": "1"},
			Overrides: []vendors.Override{vivo.Options{Title: ptr("default"), NotifyType: ptr(3), RequestID: ptr("fixed")}},
		}
	})
	msg := message(func(m *vendors.Message) { m.Class, m.Data = "", map[string]string{"b": "2"} })
	if got := s.ClassOf(msg); got != vendors.ClassTransactional {
		t.Errorf("class %q, want the default's", got)
	}
	requests, _, err := s.Build(msg, testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	want := with(map[string]any{
		"classification": 1.0, "category": "TODO", "notifyType": 3.0,
		"clientCustomMap": map[string]any{"a": "1", "b": "2"},
	})
	if diff := cmp.Diff(want, vendortest.Object(t, requests[0].Body)); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}

func TestClassOfIsTheClassSent(t *testing.T) {
	t.Parallel()
	s := newMock(t).Open()
	for _, class := range []vendors.Class{"", vendors.ClassMarketing, vendors.ClassTransactional} {
		for _, category := range []vendors.Category{"", "im", "IM", "marketing", "XX", "voip"} {
			for _, o := range []vivo.Options{{}, {Classification: ptr(1)}, {Category: ptr("ORDER")}, {Category: ptr("order")}} {
				msg := message(func(m *vendors.Message) { m.Class, m.Category = class, category })
				msg.Overrides = []vendors.Override{o}
				rs, _, err := s.Build(msg, testTokens(1))
				if err != nil {
					t.Fatal(err)
				}
				want := vendors.ClassMarketing
				if vendortest.Object(t, rs[0].Body)["classification"] == 1.0 {
					want = vendors.ClassTransactional
				}
				if got := s.ClassOf(msg); got != want {
					t.Errorf("class %q, category %q, options %+v: ClassOf %q, on the wire %q", class, category, o, got, want)
				}
			}
		}
	}
}

func TestDecodeOverride(t *testing.T) {
	t.Parallel()
	o, err := vivo.DecodeOverride([]byte(`{"notifyType":0,"foregroundShow":false,"timedDisplay":{"showStartTime":1}}`))
	if err != nil {
		t.Fatal(err)
	}
	want := vivo.Options{NotifyType: ptr(0), ForegroundShow: ptr(false), TimedDisplay: &vivo.TimedDisplay{ShowStartTime: ptr(int64(1))}}
	if diff := cmp.Diff(vendors.Override(want), o); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	for in, says := range map[string]string{
		`{"notifytype":1}`:    `did you mean "notifyType"?`,
		`{"clasification":1}`: `did you mean "classification"?`,
		`{"marketing":{"style":{"buttons":[{"nam":1}]}}}`: `marketing.style.buttons[0].nam: unknown field, did you mean "name"?`,
		`{"notifyType":"loud"}`:                           "notifyType: a whole number is needed, got string",
		`{"title":`:                                       "not valid JSON",
		`[]`:                                              "a JSON object is needed",
		`{} {}`:                                           "more than one JSON value",
	} {
		if _, err := vivo.DecodeOverride([]byte(in)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v, want one with %q", in, err, says)
		}
	}
}

func TestEveryOptionReachesTheWire(t *testing.T) {
	t.Parallel()
	all := vivo.Options{
		AppID: ptr(int64(7)), NotifyType: ptr(0), Title: ptr(""), Content: ptr(""), TimeToLive: ptr(int64(0)), SkipType: ptr(0), SkipContent: ptr("x"),
		NetworkType: ptr(0), ClientCustomMap: map[string]string{"a": "b"}, Extra: map[string]string{"foo": "bar"},
		RequestID: ptr("r"), PushMode: ptr(0), Classification: ptr(0), Category: ptr("X"), NotifyID: ptr(int64(0)),
		ProfileID: ptr("p"), SendOnline: ptr(false), ForegroundShow: ptr(false), AddBadge: ptr(false),
		TimedDisplay: &vivo.TimedDisplay{}, AuditReview: []vivo.AuditReview{{}}, Marketing: &vivo.Marketing{},
		TagExpression: &vivo.TagExpression{}, ServerSDKVer: ptr("3.3"),
	}
	written, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	rs, _, err := newMock(t).Open().Build(message(opt(all)), testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	body := vendortest.Object(t, rs[0].Body)
	for name, want := range vendortest.Object(t, string(written)) {
		if got, ok := body[name]; !ok || !cmp.Equal(want, got) {
			t.Errorf("option %s is %v on the wire (there: %v), want %v", name, got, ok, want)
		}
	}
}
