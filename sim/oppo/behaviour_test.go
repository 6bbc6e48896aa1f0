package oppo_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/oppo/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/oppo"
)

// The signatures of the vectors are taken, at their time and up to ten minutes away.
func TestKnownSignatures(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.SignVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		for _, off := range []time.Duration{0, 10 * time.Minute, -10 * time.Minute} {
			w := open(t, options{start: time.UnixMilli(v.Timestamp).Add(off), app: func(a *sim.AppSpec) {
				a.Credentials = map[string]string{"app_key": v.AppKey, "master_secret": v.MasterSecret.Reveal()}
			}})
			form := url.Values{"app_key": {v.AppKey}, "timestamp": {text(v.Timestamp)}, "sign": {v.Sign}}
			if a := w.request(http.MethodPost, base+"/auth", formHeader(), form.Encode()); a.Code != "0" {
				t.Errorf("%s at %s: %s", v.Name, off, a.Body)
			}
		}
	}
}

// Every token lives its own day; a new login ends none.
func TestTokensLiveSideBySide(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id, first := w.Phone("p1"), w.token
	w.Pass(23 * time.Hour)
	w.token = w.login(nil).Data.Token
	if w.token == first {
		t.Fatal("two logins gave one token")
	}
	for _, token := range []string{first, w.token} {
		if w.token = token; w.send(id, order(nil)).Code != "0" {
			t.Errorf("token %s is not valid", token)
		}
	}
	second := w.token
	w.Pass(2 * time.Hour)
	if w.token = first; w.send(id, order(nil)).Code != "11" {
		t.Error("the first token outlived its day")
	}
	if w.token = second; w.send(id, order(nil)).Code != "0" {
		t.Error("the second token ended with the first")
	}
}

// The two push hosts have the same paths, phones and apps of their own, and tokens that
// are not each other's.
func TestTwoRegions(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	const abroad = "realme_IN_0123456789abcdef0123456789abcdef"
	cn := w.Phone("p1")
	w.Phone("p2", func(p *device.Phone) { p.Token = abroad })
	china := w.token
	said := func(site, token, id string) string {
		w.site, w.token = site, token
		return w.send(id, order(nil)).said()
	}
	w.site = "oppo-overseas"
	overseas := w.login(nil).Data.Token
	got := map[string]string{
		"home":                 said("oppo", china, cn),
		"abroad":               said("oppo-overseas", overseas, abroad),
		"phone abroad at home": said("oppo", china, abroad),
		"phone at home abroad": said("oppo-overseas", overseas, cn),
		"token abroad at home": said("oppo", overseas, cn),
		"token of home abroad": said("oppo-overseas", china, abroad),
		"picture upload abroad": func() string {
			w.site, w.token = "oppo-overseas", overseas
			return w.upload("big_picture", "p.png", 1, "60").said()
		}(),
	}
	want := map[string]string{
		"home": "0", "abroad": "0", "phone abroad at home": "10000", "phone at home abroad": "10000",
		"token abroad at home": "11", "token of home abroad": "11", "picture upload abroad": "27",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

// A batch is as many single pushes: each has an id or an error, and its own fate.
func TestBatchFailsInPart(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a, b := w.Phone("p1"), w.Phone("p2")
	r := w.batch(message(a, order(nil)), message("CN_no", nil), message(b, fields{"category": "ACCOUNT"}), message(b, fields{"title": chars(51)}))
	if r.Code != "0" || len(r.List) != 4 {
		t.Fatalf("answer %s", r.Body)
	}
	var got []string
	ids := map[string]bool{}
	for _, e := range r.List {
		got = append(got, strings.TrimSpace(e.Token[:2]+" "+e.ErrorCode.String()+" "+e.ErrorText))
		ids[e.ID] = true
	}
	want := []string{"CN", "CN 10000 Invalid Registration_id", "CN 67 category error", "CN 41 title max length is 50"}
	if diff := cmp.Diff(want, got); diff != "" || len(ids) != 4 {
		t.Errorf("%d ids, entries (-want +got):\n%s", len(ids), diff)
	}
	w.Settle()
	if shown := len(w.Shade("p1").Items); shown != 1 {
		t.Errorf("the first phone shows %d messages, want one", shown)
	}
}

// A stored body goes to many, as often as wanted, each time under a task of its own.
func TestBroadcastOfAStoredBody(t *testing.T) {
	t.Parallel()
	w := open(t, options{app: func(a *sim.AppSpec) { a.Kind = "news" }})
	a, b := w.Phone("p1"), w.Phone("p2", func(p *device.Phone) { p.Tags = []string{"vip", "sz"} })
	w.Phone("p3", func(p *device.Phone) { p.Alias = "me" })
	id := w.save(nil).Data.Saved
	first := w.cast(id, 2, a+";CN_no;"+b+";CN_not")
	if first.Code != "0" || !strings.HasSuffix(first.Data.Saved, "-1-3-"+id) || first.Data.Status != "call_success" {
		t.Errorf("answer %s", first.Body)
	}
	if diff := cmp.Diff([]string{"CN_no", "CN_not"}, first.Data.Bad); diff != "" {
		t.Errorf("bad ids (-want +got):\n%s", diff)
	}
	tasks := map[string]bool{first.Data.Task: true}
	for kind, target := range map[int]string{1: "", 5: "me", 6: `{"and":["vip"],"not":["x"]}`} {
		tasks[w.cast(id, kind, target).Data.Task] = true
	}
	w.Settle()
	var shown []int
	for _, p := range []string{"p1", "p2", "p3"} {
		shown = append(shown, len(w.Shade(p).Items))
	}
	if diff := cmp.Diff([]int{2, 3, 2}, shown); diff != "" || len(tasks) != 4 {
		t.Errorf("%d tasks, messages on the phones (-want +got):\n%s", len(tasks), diff)
	}
}

// A picture that was uploaded can be sent until its picture_ttl is over.
func TestPictures(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	big, small := w.upload("big_picture", "p.PNG", 1000, "3600").Data.Big, w.upload("small_picture", "i.jpeg", 1000, "3600").Data.Small
	m := fields{"style": 3, "big_picture_id": big, "small_picture_id": small}
	if a := w.save(m); a.Code != "0" {
		t.Errorf("with uploaded pictures: %s", a.Body)
	}
	if a := w.save(fields{"style": 3, "big_picture_id": small}); a.Code != "51" {
		t.Errorf("an icon as big picture: %s", a.Body)
	}
	w.Pass(time.Hour)
	w.token = w.login(nil).Data.Token
	if a := w.save(m); a.Code != "51" {
		t.Errorf("after picture_ttl: %s", a.Body)
	}
}

// Lengths at their edges: every character counts one.
func TestLengths(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p1")
	for name, m := range map[string]fields{
		"title":   {"title": strings.Repeat("🎉", 50)},
		"content": {"content": chars(200)},
		"style 2": {"style": 2, "content": chars(128)},
		"url":     {"click_action_type": 2, "click_action_url": "https://m.example.com/" + chars(1978)},
		"ttl":     {"off_line_ttl": 864000},
		"show":    {"show_ttl": 0},
		"call":    {"call_back_url": "http://127.0.0.1/" + chars(183), "call_back_parameter": chars(100)},
		"params":  {"action_parameters": `{"a":"` + chars(3992) + `"}`},
	} {
		if a := w.send(id, order(m)); a.Code != "0" {
			t.Errorf("%s: %s", name, a.Body)
		}
	}
}

// A strong reminder comes up over the screen; the default rings without.
func TestStrongReminder(t *testing.T) {
	t.Parallel()
	w := open(t, options{app: func(a *sim.AppSpec) { a.Rights = append(a.Rights, "strong_reminder") }})
	w.send(w.Phone("p1"), fields{"category": "IM", "notify_level": 16})
	if w.Settle(); !w.Last().Fate.Banner || !w.Last().Fate.Sound {
		t.Errorf("fate %+v, want banner and sound", w.Last().Fate)
	}
}

// Totals follow the accumulated users, and what is not listed has few.
func TestTotals(t *testing.T) {
	t.Parallel()
	for users, want := range map[int64]string{0: "100000", 49_999: "100000", 50_000: "100000", 50_001: "100002", 1_000_000: "2000000"} {
		w := open(t, options{app: func(a *sim.AppSpec) { a.Users = users }})
		if got := w.feedback("fetch_push_permit").Data.Total.String(); got != want {
			t.Errorf("%d users: total %s, want %s", users, got, want)
		}
	}
	w := open(t, options{app: func(a *sim.AppSpec) { a.Listed = false }})
	if got := w.feedback("fetch_push_permit").Data.Total.String(); got != "1000" {
		t.Errorf("not listed: total %s, want 1000", got)
	}
}

// Speed follows the accumulated users.
func TestSpeeds(t *testing.T) {
	t.Parallel()
	for users, want := range map[int64]int64{0: 5000, 9_999_999: 5000, 10_000_000: 10000, 50_000_000: 20000, 100_000_000: 30000} {
		w := open(t, options{app: func(a *sim.AppSpec) { a.Users = users }})
		for _, q := range w.Engine.Quotas() {
			if q.Name == "speed" && (q.Limit == nil || *q.Limit != want) {
				t.Errorf("%d users: speed %v, want %d", users, q.Limit, want)
			}
		}
	}
}

// Without an edition's rules the ones before it hold: no cap of a phone, ids of three
// days, nothing about where the app is from.
func TestOlderDays(t *testing.T) {
	t.Parallel()
	for day, want := range map[string]string{
		"2023-01-14": "silent, silent, silent",
		"2023-01-15": "silent, silent, dropped user_daily_limit",
	} {
		w := open(t, options{rules: sim.RuleOptions{Date: day}})
		if got := each(w, w.Phone("p1"), nil, nil, nil); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	for day, want := range map[string]string{"2024-07-28": "silent", "2024-07-29": "dropped"} {
		w := open(t, options{rules: sim.RuleOptions{Date: day}})
		if got := each(w, w.Phone("p1", phoneFlag("install", "other")), nil); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	for day, want := range map[string]string{"2024-11-19": "0", "2024-11-20": "67 category error"} {
		w := open(t, options{rules: sim.RuleOptions{Date: day}})
		if got := w.send(w.Phone("p1"), fields{"category": "ACCOUNT"}).said(); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	for day, want := range map[string]string{"2025-07-31": "0", "2025-08-01": "54 private_msg_template_id is null"} {
		w := open(t, options{rules: sim.RuleOptions{Date: day}})
		w.Flag("templates_enforced", "on")
		if got := w.send(w.Phone("p1"), order(nil)).said(); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
}

// A lenient rulebook has no rule for paths nobody documents; it must not say yes.
func TestUnknownPathIsNeverAYes(t *testing.T) {
	t.Parallel()
	w := open(t, options{rules: sim.RuleOptions{Without: []string{"OP-VAL-001"}}})
	if a := w.request(http.MethodPost, base+"/nothing", formHeader(), ""); a.Status != http.StatusNotImplemented {
		t.Errorf("HTTP %d %s", a.Status, a.Body)
	}
}

func TestSites(t *testing.T) {
	t.Parallel()
	got := map[string]bool{}
	for _, s := range oppo.New().Sites() {
		got[s.Name] = s.Default
	}
	want := map[string]bool{"oppo": true, "oppo-overseas": false, "oppo-media": true, "oppo-feedback": true, "oppo-device": true}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("default sites (-want +got):\n%s", diff)
	}
}
