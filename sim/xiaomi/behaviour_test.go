package xiaomi_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

func usual(t *testing.T, o options) *world {
	t.Helper()
	return open(t, o, sim.RuleOptions{})
}

func TestTargetsAreRepeatedOrJoined(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	for _, id := range []string{"x1", "x2"} {
		w.Phone(id, func(p *device.Phone) { p.Alias, p.User = "alias-"+id, "user-"+id })
	}
	for _, c := range []struct{ path, body, kind string }{
		{"/v3/message/alias", "alias=alias-x1&alias=alias-x2", "2 ALIAS"},
		{"/v3/message/alias", "alias=alias-x1%2Calias-x2", "2 ALIAS"},
		{"/v2/message/user_account", "user_account=user-x1&user_account=user-x2", "2 USERACCOUNT"},
		{"/v2/message/user_account", "user_account=user-x1,user-x2", "2 USERACCOUNT"},
		{"/v2/message/user_account", "user_account=user-x1,nobody", "1 USERACCOUNT"},
	} {
		r := w.do(w.request(http.MethodPost, c.path, order(nil).encode()+"&"+c.body))
		if r.code() != "0" || r.Info != "Received push messages for "+c.kind {
			t.Errorf("%s %s: %s", c.path, c.body, r.Body)
		}
		if _, named := r.Data["bad_regids"]; named {
			t.Errorf("%s: an account is named as a registration id: %s", c.body, r.Body)
		}
	}
	w.Settle()
	if n := len(w.Shade("x1").Items); n != 1 {
		t.Errorf("the phone shows %d, want the last of those with the usual notify_id 0", n)
	}
}

func TestVersionsAndPackages(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	both := form{"restricted_package_name": "com.example.shop.pad,com.example.shop", "registration_id": w.token()}
	for path, want := range map[string]string{"/v2/message/regid": "22022", "/v3/message/regid": "0", "/v4/message/regid": "0"} {
		if got := w.post(path, order(both)).code(); got != want {
			t.Errorf("%s with two packages: %s, want %s", path, got, want)
		}
	}
	if got := w.send(order(form{"restricted_package_name": "-"}), w.token()).code(); got != "0" {
		t.Errorf("without a package: %s", got)
	}
}

func TestTotalsFollowPhonesLicenceAndPenalty(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		users            int64
		licence, penalty string
		total            string
		cap              int
	}{
		{50_000, "no", "off", "100000", 5},
		{12, "no", "off", "20000", 5}, // a small app counts as one with 10000
		{50_000, "yes", "off", "150000", 8},
		{50_000, "no", "on", "75000", 3},
		{50_000, "yes", "on", "125000", 5},
	} {
		o := flagged("news_licence", c.licence, "penalty", c.penalty)
		flags := o.app
		o.app = func(a *sim.AppSpec) { flags(a); a.Users = c.users }
		w := usual(t, o)
		if got := w.get("/v1/trace/quota/get", nil).data("day_quota"); got != c.total {
			t.Errorf("%+v: total %s", c, got)
		}
		for i := range c.cap + 1 {
			if r := w.send(public(form{"notify_id": itoa(int64(i))}), w.token()); r.code() != "0" {
				t.Fatalf("%+v: %s", c, r.Body)
			}
		}
		w.Settle()
		if n := len(w.Shade("x1").Items); n != c.cap {
			t.Errorf("%+v: the phone got %d", c, n)
		}
	}
}

func TestPrivateMessagesAreNotLimited(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	w.Limit("public", 0)
	w.Limit("default", 0)
	for i := range 20 {
		w.send(order(form{"notify_id": itoa(int64(i))}), w.token())
	}
	w.Settle()
	if n := len(w.Shade("x1").Items); n != 20 {
		t.Errorf("the phone got %d, want 20", n)
	}
}

func TestReceiptsAreOfTheKindsAskedFor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		kinds string
		want  int
	}{{"1", 1}, {"2", 0}, {"3", 1}, {"243", 2}, {"246", 0}, {"1267", 2}, {"16", 1}, {"", 1}, {"x", 0}} {
		w := usual(t, options{})
		f := order(asked(c.kinds))
		if c.kinds == "" {
			f = f.with(form{"extra.callback.type": "-"})
		}
		w.send(f, w.token(), "AAAA1111")
		got := w.receipts()
		if len(got) != c.want {
			t.Errorf("kinds %q: %d receipts %v, want %d", c.kinds, len(got), got, c.want)
		}
		if c.kinds == "16" && !has(got, `"targets":"AAAA1111"`, `"errorCode":1`, `"type":16`, `"param":"A1024"`) {
			t.Errorf("the refused target is not told: %v", got)
		}
	}
	w := usual(t, options{})
	w.Phone("x1", func(p *device.Phone) { p.Tags = []string{"sports"}; p.Notifications = false })
	w.post("/v3/message/topic", order(asked("1267")).with(form{"topic": "sports"}))
	if got := w.receipts(); len(got) != 0 {
		t.Errorf("a broadcast is reported: %v", got)
	}
	w.send(order(asked("1")), w.token())
	if got := w.receipts(); !has(got, `"barStatus":"Disable"`) {
		t.Errorf("with notifications off: %v", got)
	}
	w.post("/v3/message/alias", order(asked("16")).with(form{"alias": "nobody"}))
	if got := w.receipts(); len(got) != 1 {
		t.Errorf("a call without any valid target is reported: %v", got)
	}
}

func TestAScheduledMessageComesAtItsTime(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	id := w.send(order(w.ahead(1)), w.token()).data("id")
	w.Settle()
	if n := len(w.Shade("x1").Items); n != 0 {
		t.Fatalf("%d shown at once", n)
	}
	w.Pass(25 * time.Hour)
	if n := len(w.Shade("x1").Items); n != 1 {
		t.Errorf("%d shown a day later", n)
	}
	if r := w.post("/v2/schedule_job/exist", form{"job_id": id}); r.code() != "65028" {
		t.Errorf("it still waits: %s", r.Body)
	}
	second := w.send(order(w.ahead(1)).with(form{"extra.jobkey": "job2"}), w.token()).data("id")
	w.post("/v3/schedule_job/delete", form{"jobkey": "job2"})
	w.Pass(25 * time.Hour)
	if n := len(w.Shade("x1").Items); n != 1 {
		t.Errorf("%s was deleted and shown: %d", second, n)
	}
}

func TestABatchIsJudgedMessageByMessage(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	x := w.token()
	if r := w.multi("[" + element("AAAA1111", "135001") + "]"); r.code() != "20301" {
		t.Errorf("no valid target: %s", r.Body)
	}
	r := w.multi("[" + element(x, "135001") + "," + element("AAAA1111", "135001") + "]")
	if r.code() != "0" || r.data("bad_regids") != "AAAA1111" || !strings.HasSuffix(r.Info, " 1 REGID") {
		t.Errorf("one valid target: %s", r.Body)
	}
	if r := w.multi("[" + element(x, "135001") + "," + element(x, "999999") + "]"); r.code() != "27001" {
		t.Errorf("one bad channel: %s", r.Body)
	}
	w.Settle()
	if n := len(w.Shade("x1").Items); n != 1 {
		t.Errorf("%d shown, want that of the batch that was taken", n)
	}
	w.Limit("calls", 4) // three are gone: the parts of a batch are no calls of their own
	one := element(x, "135001")
	if r := w.multi("[" + one + "," + one + "," + one + "]"); r.code() != "0" {
		t.Errorf("the fourth call: %s", r.Body)
	}
}

// The answer to multi_messages has one id, and it stands for all of its messages: in
// receipts, in traces, and when they are taken back.
func TestABatchHasOneID(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	x1, x2 := w.token(), w.Phone("x2")
	with := strings.NewReplacer(`"extra":{`, `"extra":{"callback":"http://127.0.0.1:1/mi",`)
	id := w.multi("[" + with.Replace(element(x1, "135001")+","+element(x2, "135001")) + "]").data("id")
	for _, token := range []string{x1, x2} {
		if got := w.receipts(); !has(got, `{"`+id+`":{`, `"targets":"`+token+`"`) {
			t.Errorf("no receipt of %s for %s: %v", id, token, got)
		}
	}
	if n := inner(w.get("/v1/trace/message/status", form{"msg_id": id}), "resolved"); n != "2" {
		t.Errorf("%s resolved, want 2", n)
	}
	w.post("/v2/message/revoke", form{"msg_ids": id})
	w.Settle()
	if n := len(w.Shade("x1").Items) + len(w.Shade("x2").Items); n != 0 {
		t.Errorf("%d left", n)
	}
}

func TestOneCallTakesAThousand(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	if r := w.send(order(nil), append(many(999), w.token())...); r.code() != "0" || len(strings.Split(r.data("bad_regids"), ",")) != 999 {
		t.Errorf("%s with %d bad ones", r.code(), len(strings.Split(r.data("bad_regids"), ",")))
	}
}

func TestAPlusThatIsNotEncodedBreaksTheToken(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	token := w.token()
	if !strings.Contains(token, "+") || !strings.Contains(token, "/") {
		t.Fatalf("the token %s has no plus or no slash", token)
	}
	body := order(nil).encode() + "&registration_id="
	if r := w.do(w.request(http.MethodPost, "/v3/message/regid", body+token)); r.code() != "20301" {
		t.Errorf("raw: %s", r.Body)
	}
	if r := w.send(order(nil), token); r.code() != "0" {
		t.Errorf("encoded: %s", r.Body)
	}
}

func TestRecallOfOnePhone(t *testing.T) {
	t.Parallel()
	w := usual(t, options{})
	x1, x2 := w.Phone("x1"), w.Phone("x2")
	id := w.send(order(nil), x1, x2).data("id")
	w.Settle()
	w.post("/v1/message/regid/revoke", form{"msg_ids": id, "registration_ids": x1})
	if a, b := len(w.Shade("x1").Items), len(w.Shade("x2").Items); a != 0 || b != 1 {
		t.Errorf("%d and %d shown, want 0 and 1", a, b)
	}
}

// Which region's host a phone is known at.
func TestRegions(t *testing.T) {
	t.Parallel()
	for site, region := range map[string]string{"xiaomi": "china", "xiaomi-russia": "russia", "xiaomi-india": "india", "xiaomi-europe": "europe", "xiaomi-global": "global"} {
		w := usual(t, options{})
		w.site = site
		if r := w.send(order(nil), w.Phone("x1", phoneFlag("region", region))); r.code() != "0" {
			t.Errorf("%s at %s: %s", region, site, r.Body)
		}
	}
}
