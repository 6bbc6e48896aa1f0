package honor_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/honor"
)

// The three tokens of a mixed call each come where they belong, and the good one is
// served.
func TestMixedTokens(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	a, e := w.Phone("p1"), w.Phone("p2", flags("token_state", "expired"))
	r := w.send(nil, a, "TX", e)
	if r.said() != "200 80100000" || !slices.Equal(r.Data.FailTokens, []string{"TX"}) || !slices.Equal(r.Data.ExpireTokens, []string{e}) || !r.Data.SendResult {
		t.Errorf("answer %s", r.Text)
	}
	w.Settle()
	if n := len(w.Shade("p1").Items); n != 1 {
		t.Errorf("%d notifications, want one", n)
	}
}

func TestEdges(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	a := w.Phone("p1")
	base := len(message(nil, a)) - len(`"token":["`+a+`"],`)
	fill := func(total int) fields {
		return fields{notice + "body": strings.Repeat("x", total-base+len("晚上一起吃饭吗？"))}
	}
	for name, tt := range map[string]struct {
		m    fields
		want string
	}{
		"4096 bytes": {fill(4096), "200 200"}, "4097 bytes": {fill(4097), "400 80300008"},
		"15 days": {fields{android + "ttl": "1296000s"}, "200 200"}, "a second more": {fields{android + "ttl": "1296001s"}, "400 80100003"},
		"addNum 99": {fields{notice + "badge": fields{"addNum": 99}}, "200 200"}, "setNum 0": {fields{notice + "badge": fields{"setNum": 0}}, "200 200"},
		"extra members": {fields{"validate_only": true, android + "category": "IM", notice + "foregroundShow": true}, "200 200"},
	} {
		if got := w.send(tt.m, a).said(); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	thousand := many(999)
	if got := w.send(nil, append(thousand, a)...).said(); got != "200 80100000" {
		t.Errorf("1000 tokens: %s", got)
	}
}

func TestSwitchesOfWhatIsNotKnown(t *testing.T) {
	t.Parallel()
	image := low(fields{notice + "image": "https://m.example.com/p.png"})
	for name, tt := range map[string]struct {
		flag, value string
		run         func(w *world) string
		want        string
	}{
		"status 200":     {"http_status", "200", sends(fields{notice + "importance": "HIGH"}), "200 80100003"},
		"403 keeps":      {"http_status", "200", headed("Authorization", "", sends(nil)), "403 403"},
		"partial is 200": {"partial_code", "200", func(w *world) string { return w.send(nil, w.Phone("p1"), "TX").lists() }, "200 200 fail 1 expire 0"},
		"image stripped": {"marketing_image", "strip", lands(image), "200 200 silent"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, nil, sim.RuleOptions{})
			if got := with(tt.flag, tt.value, tt.run)(w); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// A bare token that is taken is a step of the trace: the finding.
func TestBareTokenIsAFinding(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	w.Flag("bare_token", "accept")
	var got string
	steps := w.Steps(func() { got = headed("Authorization", w.token, sends(nil))(w) })
	if got != "200 200" || !slices.Contains(steps, "HN-AUT-011") {
		t.Errorf("%s, in the trace %v", got, steps)
	}
	w.header = nil
	if steps := w.Steps(func() { w.send(nil, "TX") }); slices.Contains(steps, "HN-AUT-011") {
		t.Error("a token with Bearer is a finding")
	}
}

// What is said of a wrong token is not said of a good one.
func TestAGoodTokenIsNoFinding(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	if steps := w.Steps(func() { w.send(nil, w.Phone("p1")) }); slices.Contains(steps, "HN-AUT-012") {
		t.Errorf("trace %v", steps)
	}
}

func TestCapsAndWhoIsExempt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		world setup
		after func(w *world, a string) string
		want  string
	}{
		"a test message": {nil, func(w *world, a string) string {
			w.send(low(fields{android + "targetUserType": 1}), a)
			return w.Fate()
		}, "silent"},
		"a service message": {nil, func(w *world, a string) string { w.send(nil, a); return w.Fate() }, "shown"},
		"a data message":    {nil, func(w *world, a string) string { w.send(dataOnly(nil), a); return w.Fate() }, "hidden 40000001"},
		"the next day": {nil, func(w *world, a string) string {
			w.Until(time.Date(2025, 11, 26, 0, 0, 1, 0, endpointtest.Beijing()))
			w.token = w.login(nil).Access
			return strings.Join(fates(w, a, 1), "")
		}, "silent"},
		"an hour before midnight": {nil, func(w *world, a string) string {
			w.Until(time.Date(2025, 11, 25, 23, 0, 0, 0, endpointtest.Beijing()))
			w.token = w.login(nil).Access
			return strings.Join(fates(w, a, 1), "")
		}, "dropped 40000009"},
		"licensed news has five": {func(s *endpointtest.Setup) { s.App.Kind = "news" }, func(w *world, a string) string {
			return strings.Join(fates(w, a, 4), ", ")
		}, "silent, silent, silent, dropped 40000009"},
		"downgraded, then capped": {plain, func(w *world, a string) string {
			w.send(nil, a)
			w.Settle()
			return string(w.Last().Reason)
		}, "DOWNGRADED_THEN_CAPPED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t, tt.world, sim.RuleOptions{})
			a := w.Phone("p1")
			fates(w, a, 2)
			if got := tt.after(w, a); got != tt.want {
				t.Errorf("%s, want %s", got, tt.want)
			}
		})
	}
}

// What was refused counts for nothing.
func TestRefusedCallsDoNotCount(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	a := w.Phone("p1")
	w.send(fields{android + "targetUserType": 1, notice + "importance": "HIGH"}, a)
	w.send(fields{android + "targetUserType": 1}, "TX")
	if n, _ := w.Engine.Count(w.App.ID, "test", ""); n != 0 {
		t.Errorf("%d test messages are counted, want none", n)
	}
}

// TestImage: it is shown beside a service message and not beside marketing, told to be or
// made so.
func TestImage(t *testing.T) {
	t.Parallel()
	const picture = "https://m.example.com/p.png"
	image := fields{notice + "image": picture}
	for name, c := range map[string]struct {
		message fields
		change  setup
		want    string
	}{
		"service":      {image, nil, picture},
		"of the top":   {fields{"notification.image": picture}, nil, picture},
		"own one wins": {fields{"notification.image": "https://m.example.com/q.png", notice + "image": picture}, nil, picture},
		"marketing":    {low(image), nil, ""},
		"made so":      {image, plain, ""},
	} {
		w := open(t, c.change, sim.RuleOptions{})
		w.Flag("marketing_image", "strip")
		w.send(c.message, w.Phone("p1"))
		w.Settle()
		if s := w.Shade("p1"); len(s.Items) != 1 || s.Items[0].Image != c.want {
			t.Errorf("%s: the phone shows %+v, want the image %q", name, s.Items, c.want)
		}
	}
}

func TestCollapse(t *testing.T) {
	t.Parallel()
	w := open(t, nil, sim.RuleOptions{})
	a := w.Phone("p1")
	for _, m := range []fields{{notice + "notifyId": 7}, {notice + "notifyId": 7}, {notice + "tag": "x"}, {notice + "tag": "x"}, nil, nil} {
		w.send(m, a)
		w.Settle()
	}
	if n := len(w.Shade("p1").Items); n != 4 {
		t.Errorf("%d notifications, want 4: one by notifyId, one by tag, two without", n)
	}
}

func TestReceiptHasItsForm(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{}
	w := open(t, mailed(box), sim.RuleOptions{})
	a := w.Phone("p1", flags("taps", "yes"))
	r := w.send(nil, a)
	w.Pass(5 * time.Second)
	posted := box.Posted()
	if len(posted) != 2 || box.Headers()[0].Get("Content-Type") != "application/json" {
		t.Fatalf("receipts %v", posted)
	}
	for i, status := range []int{40000002, 40000007} {
		var body struct {
			Statuses []struct {
				BiTag, AppID, Token, RequestID string
				Status                         int
				Timestamp                      int64
			}
		}
		if err := json.Unmarshal([]byte(posted[i].Body), &body); err != nil || len(body.Statuses) != 1 {
			t.Fatalf("%s: %v", posted[i].Body, err)
		}
		s := body.Statuses[0]
		if s.Status != status || s.BiTag != "job-7" || s.AppID != w.App.Credentials["app_id"] || s.Token != a || s.RequestID != r.Data.RequestID || s.Timestamp < w.Now().Add(-time.Minute).UnixMilli() {
			t.Errorf("receipt %s, want status %d and the message's own ids", posted[i].Body, status)
		}
	}
}

// A held message says so once, however often it tries.
func TestHeldIsReportedOnce(t *testing.T) {
	t.Parallel()
	got := receiptsOf(t, sim.RuleOptions{}, func(w *world) {
		w.send(nil, w.Phone("p1", flags("screen", "off")))
		w.Pass(time.Second)
		w.Change("p1", func(p *device.Phone) { p.State = device.Locked }) // still dark
		w.Pass(time.Second)
		w.Change("p1", func(p *device.Phone) { p.Flags["screen"] = "on" })
	})
	if got != "40000013 40000002" {
		t.Errorf("receipts %s", got)
	}
}

func TestLenientProfileAndOldRulebooksAnswer(t *testing.T) {
	t.Parallel()
	for _, o := range []sim.RuleOptions{{Profile: sim.Lenient}, {Date: "2022-01-01"}, {Profile: sim.Strict}} {
		w := open(t, nil, o)
		a := w.Phone("p1")
		if got := w.send(nil, a).said(); got != "200 200" {
			t.Errorf("%+v: %s", o, got)
		}
		n := len(slices.DeleteFunc(fates(w, a, 3), func(f string) bool { return f != "silent" }))
		if want := map[bool]int{true: 3, false: 2}[o.Date != ""]; n != want {
			t.Errorf("%+v: %d of 3 marketing messages are seen, want %d", o, n, want)
		}
	}
}

// TestLenientProfileTakesWhatIsOutOfRange: that it is refused is assumed. What is missing
// stays a wrong structure.
func TestLenientProfileTakesWhatIsOutOfRange(t *testing.T) {
	t.Parallel()
	button := func(members fields) fields { return fields{notice + "buttons": []any{members}} }
	for want, messages := range map[string][]fields{
		"200 200": {
			{android + "ttl": "a day"}, {android + "ttl": "1296001s"}, {android + "targetUserType": 2}, {"data": "{'a':'b'}"},
			{notice + "style": 2}, {notice + "style": 1, notice + "bigTitle": "别的", notice + "bigBody": "别的"},
			{notice + "badge": fields{"addNum": 100}}, {notice + "badge": fields{"setNum": -1}}, {notice + "importance": "HIGH"},
			{notice + "when": "now"}, {notice + "image": "http://m.example.com/p.png"}, {notice + "clickAction": fields{"type": 4}},
			{notice + "clickAction": fields{"type": 2, "url": "http://m.example.com/"}}, button(fields{"name": "x", "actionType": 3}),
		},
		"400 80100003": {
			{notice + "style": 1}, {notice + "clickAction": fields{"type": 2}}, button(fields{"name": "x", "actionType": 1}),
		},
	} {
		for _, m := range messages {
			w := open(t, nil, sim.RuleOptions{Profile: sim.Lenient})
			if got := w.send(m, w.Phone("p1")).said(); got != want {
				t.Errorf("%v is answered %s, want %s", m, got, want)
			}
		}
	}
}

func TestMintedSecretNeedsEncoding(t *testing.T) {
	t.Parallel()
	for i := range 50 {
		c := honor.New().MintCredentials(uint64(i), "shop")
		if !strings.ContainsRune(c["client_secret"], '+') || !strings.ContainsRune(c["client_secret"], '/') || c["app_id"] == c["client_id"] {
			t.Errorf("credentials %v", c)
		}
	}
}

func ExampleNew() {
	ep := honor.New()
	fmt.Println(ep.Vendor(), ep.Success(), ep.Sites()[0].Hosts)
	// Output: honor 200 [push-api.cloud.honor.com push-api.cloud.hihonor.com]
}
