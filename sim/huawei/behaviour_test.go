package huawei_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// Three campaigns to one phone: every answer is a yes, two stand in the drawer
// without a sound, the third is thrown away and only a receipt of 256 tells. Chat and
// test messages go through, and after midnight in Beijing there is room again.
func TestMarketingOverTheCap(t *testing.T) {
	t.Parallel()
	w := open(t, options{start: time.Date(2026, 11, 11, 20, 0, 0, 0, beijing)})
	id := w.Phone("p1")
	sale := func(title string) fields { return fields{notice + "title": title} }
	var got []string
	step := func(m fields) {
		a := w.send(m, id)
		got = append(got, a.said()+" "+w.Fate()+" "+w.Cause(w.Last()))
	}
	step(sale("双十一开售"))
	step(sale("夜场加码"))
	step(sale("最后一小时"))
	step(im(nil))
	step(fields{android + "target_user_type": 1})
	w.Until(time.Date(2026, 11, 11, 23, 59, 58, 0, beijing))
	w.token = w.login(nil).Access
	step(sale("只差两秒"))
	w.Until(time.Date(2026, 11, 12, 0, 0, 0, 0, beijing))
	step(sale("返场"))
	want := []string{
		"80000000 silent HW-DLV-028", "80000000 silent HW-DLV-028", "80000000 dropped 256 HW-QTA-006",
		"80000000 shown ", "80000000 silent HW-DLV-028", "80000000 dropped 256 HW-QTA-006", "80000000 silent HW-DLV-028",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ends (-want +got):\n%s", diff)
	}
	if n := len(w.Shade("p1").Items); n != 5 {
		t.Errorf("%d notifications on the phone, want 5", n)
	}
}

// No answer shows a change of class; the phone and the trace do.
func TestSilentDowngrade(t *testing.T) {
	t.Parallel()
	all := func(a *sim.AppSpec) { a.Rights = []string{"self_classification"} }
	none := func(a *sim.AppSpec) { a.Rights = nil }
	for name, c := range map[string]struct {
		app      func(*sim.AppSpec)
		category any
		data     bool
		want     string // class, state, rule
	}{
		"granted by name":        {nil, "EXPRESS", false, "transactional shown "},
		"not granted":            {nil, "VOIP", false, "marketing silent HW-CLS-001"},
		"no right at all":        {none, "IM", false, "marketing silent HW-CLS-001"},
		"granted all":            {all, "WORK", false, "transactional shown "},
		"all but calls":          {all, "VOIP", false, "marketing silent HW-CLS-001"},
		"all but older ones":     {all, "CUSTOMER_SERVICE", false, "marketing silent HW-CLS-001"},
		"voice and notification": {func(a *sim.AppSpec) { a.Rights = []string{"PLAY_VOICE"} }, "PLAY_VOICE", false, "marketing silent HW-CLS-001"},
		"voice and data":         {func(a *sim.AppSpec) { a.Rights = []string{"PLAY_VOICE"} }, "PLAY_VOICE", true, "transactional hidden HW-DLV-021"},
		"none":                   {nil, nil, false, "marketing silent HW-CLS-002"},
		"unknown":                {nil, "FOO", false, "marketing silent HW-CLS-003"},
		"lower case":             {nil, "im", false, "marketing silent HW-CLS-003"},
		"a number":               {nil, 7, false, "marketing silent HW-CLS-002"},
		"marketing":              {nil, "MARKETING", false, "marketing silent HW-DLV-028"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{app: c.app})
			m := fields{android + "category": c.category}
			if c.data {
				m = data(m)
			}
			if a := w.send(m, w.Phone("p1")); a.Code != "80000000" {
				t.Fatalf("answer %s", a.Body)
			}
			w.Settle()
			e := w.Last()
			if got := fmt.Sprint(e.Granted, " ", e.Fate.State, " ", w.Cause(e)); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// Until 2023-09-14 the text decided for apps without the right.
func TestIntelligentClassification(t *testing.T) {
	t.Parallel()
	const service, marketing = vendors.ClassTransactional, vendors.ClassMarketing
	for name, c := range map[string]struct {
		date   string
		rights []string
		m      fields
		want   vendors.Class
	}{
		"plain text, no category": {"2023-09-14", nil, im(fields{android + "category": nil}), service},
		"the day after":           {"2023-09-15", nil, im(fields{android + "category": nil}), marketing},
		"promotion as chat":       {"2023-09-14", nil, im(fields{notice + "body": "领券满减"}), marketing},
		"trusted":                 {"2023-09-14", []string{"IM"}, im(fields{notice + "body": "领券满减"}), service},
		"nobody trusted yet":      {"2021-06-30", []string{"IM"}, im(fields{notice + "body": "领券满减"}), marketing},
		"two weak words":          {"2023-09-14", nil, im(fields{notice + "body": "分享领积分"}), marketing},
		"one weak word":           {"2023-09-14", nil, im(fields{notice + "body": "给你发了一个红包"}), service},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, options{rules: sim.RuleOptions{Date: c.date}, app: func(a *sim.AppSpec) { a.Rights = c.rights }})
			w.send(c.m, w.Phone("p1"))
			w.Settle()
			if got := w.Last().Granted; got != c.want {
				t.Errorf("treated as %s, want %s", got, c.want)
			}
		})
	}
}

// TestImage: the one for Android counts, and marketing is shown without.
func TestImage(t *testing.T) {
	t.Parallel()
	const own, common = "https://m.example.com/p.png", "https://m.example.com/q.png"
	for want, m := range map[string]fields{
		own:    im(fields{notice + "image": own, "message.notification.image": common}),
		common: im(fields{"message.notification.image": common}),
		"":     {notice + "image": own},
	} {
		w := open(t, options{})
		w.send(m, w.Phone("p1"))
		w.Settle()
		if s := w.Shade("p1"); len(s.Items) != 1 || s.Items[0].Image != want {
			t.Errorf("the phone shows %+v, want the image %q", s.Items, want)
		}
	}
}

// Before EMUI 10 the classes look alike.
func TestOlderPhonesRingForAll(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.send(nil, w.Phone("p1", phoneFlag("emui", "9")))
	if got := w.Fate(); got != "shown" {
		t.Errorf("marketing is %s on EMUI 9", got)
	}
}

// The mapped statuses: 400 parameters, 401 authentication, 500 the service; success
// of some tokens is a 200.
func TestMappedStatus(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.Flag("http_status", "mapped")
	id := w.Phone("p1")
	for _, c := range []struct {
		m      fields
		tokens []string
		want   string
	}{
		{nil, []string{id}, "80000000"},
		{nil, []string{id, "TX"}, "80100000"},
		{nil, []string{"TX"}, "HTTP 400 80300007"},
		{nil, nil, "HTTP 400 80300010"},
		{fields{notice + "title": nil}, []string{id}, "HTTP 400 80100003"},
		{fields{android + "ttl": "1296001s"}, []string{id}, "HTTP 400 80100004"},
	} {
		if got := w.send(c.m, c.tokens...).said(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
	if got := w.post("topic:list", fields{"token": "TX"}).said(); got != "HTTP 400 82000010" {
		t.Errorf("topic:list: %s", got)
	}
	w.Flag("server_error", "internal")
	if got := w.send(nil, id).said(); got != "HTTP 500 81000001" {
		t.Errorf("%s", got)
	}
	w.token = ""
	// v2 finds the app by its project id also when no token does.
	v2 := "/v2/" + w.App.Credentials["project_id"] + "/messages:send"
	if got := w.post(v2, message([]string{id}, nil)).said(); got != "HTTP 401 80200001" {
		t.Errorf("%s", got)
	}
}

// 4096 bytes are measured without tokens; a thousand long tokens are no problem.
func TestSizeIsMeasuredWithoutTokens(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	tokens := []string{w.Phone("p1")}
	for i := range 999 {
		tokens = append(tokens, fmt.Sprintf("IQAAAACy%0122d", i))
	}
	body := func(size int) fields {
		m := message(tokens, data(fields{"message.data": "x"}))
		delete(m["message"].(fields), "token")
		m["message"].(fields)["data"] = strings.Repeat("字", (size-len(jsonOf(m["message"]))+1)/3)
		m["message"].(fields)["data"] = m["message"].(fields)["data"].(string) + strings.Repeat("x", size-len(jsonOf(m["message"])))
		m["message"].(fields)["token"] = tokens
		return m
	}
	if got := w.post("messages:send", body(4096)).said(); got != "80100000" {
		t.Errorf("4096 bytes: %s", got)
	}
	if got := w.post("messages:send", body(4097)).said(); got != "80300008" {
		t.Errorf("4097 bytes: %s", got)
	}
}

// A topic or a condition reaches the phones that subscribed.
func TestTopicsReachSubscribers(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a, b := w.Phone("p1"), w.Phone("p2")
	w.Phone("p3")
	subscribe := func(topic string, tokens ...string) {
		t.Helper()
		if r := w.post("topic:subscribe", fields{"topic": topic, "tokenArray": tokens}); r.Code != "80000000" || r.Good != len(tokens) {
			t.Fatalf("subscribe: %s", r.Body)
		}
	}
	subscribe("weather", a, b)
	subscribe("sz", b)
	to := func(name, value string) {
		t.Helper()
		if r := w.send(im(fields{"message.token": nil, "message." + name: value, notice + "title": value})); r.Code != "80000000" {
			t.Fatalf("send: %s", r.Body)
		}
		w.Settle()
	}
	to("topic", "weather")
	to("condition", "'weather' in topics && !('sz' in topics)")
	to("topic", "nobody")
	got := map[string]int{}
	for _, p := range []string{"p1", "p2", "p3"} {
		got[p] = len(w.Shade(p).Items)
	}
	if diff := cmp.Diff(map[string]int{"p1": 2, "p2": 1, "p3": 0}, got); diff != "" {
		t.Errorf("notifications (-want +got):\n%s", diff)
	}
}

// Huawei removes no duplicates: a token that is there twice is pushed to twice. The
// same notification id replaces what is on the screen.
func TestDuplicatesAreDelivered(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	w.send(im(nil), id, id)
	w.Settle()
	if n := len(w.Shade("p1").Items); n != 2 {
		t.Errorf("%d notifications, want 2", n)
	}
	w.send(im(fields{notice + "notify_id": 7}), id, id)
	w.Settle()
	if n := len(w.Shade("p1").Items); n != 3 {
		t.Errorf("%d notifications, want 3", n)
	}
}

// A third party's audit spares Huawei's.
func TestReviewedContent(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	bad := fields{notice + "body": "代开发票"}
	if got := w.send(bad, id).said(); got != "80100016" {
		t.Errorf("not reviewed: %s", got)
	}
	bad["review"] = []any{fields{"reviewer": "tuibian", "type": 0, "result": fields{"sign": "x"}}}
	if got := w.send(bad, id).said(); got != "80000000" {
		t.Errorf("reviewed: %s", got)
	}
	bad["review"] = []any{fields{"reviewer": "me", "type": 0, "result": fields{}}}
	if got := w.send(bad, id).said(); got != "80100016" {
		t.Errorf("reviewed by nobody: %s", got)
	}
}

// The speed of an app follows from its users and its kind.
func TestSpeedOfAnApp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kind   string
		listed bool
		users  int64
		want   int64
	}{
		{"im", true, 10_000_000, 36_000},
		{"news", true, 10_000_000, 28_800},
		{"shopping", true, 10_000_000, 21_600},
		{"games", true, 10_000_000, 14_400},
		{"tools", true, 10_000_000, 7_200},
		{"im", false, 10_000_000, 7_200},
		{"im", true, 1000, 6000},
	} {
		w := open(t, options{app: func(a *sim.AppSpec) { a.Kind, a.Listed, a.Users = c.kind, c.listed, c.users }})
		id := w.Phone("p1")
		if err := w.Engine.SetCount(w.App.ID, "speed", c.want-1); err != nil {
			t.Fatal(err)
		}
		if got := w.send(nil, id).said() + ", " + w.send(nil, id).said(); got != "80000000, HTTP 503" {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

// What is said of wrong credentials is not said of good ones.
func TestGoodCredentialsAreNoFinding(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	steps := w.Steps(func() { w.login(nil); w.send(im(nil), w.Phone("p1")) })
	for _, id := range []string{"HW-AUT-007", "HW-AUT-012"} {
		if slices.Contains(steps, id) {
			t.Errorf("%s in the trace %v", id, steps)
		}
	}
}
