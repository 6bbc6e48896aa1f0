package meizu_test

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/meizu"
)

// field is a field of a form.
func field(t *testing.T, form, name string) string {
	t.Helper()
	v, err := url.ParseQuery(form)
	if err != nil {
		t.Fatal(err)
	}
	return v.Get(name)
}

func TestStatistics(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Record("statistics-task")
	m.Say(pathStats, 200, string(m.Recorded("mz-6-task-bad").Response.Body))
	got, err := m.Open().Statistics(ctx, []string{"20457", "1"})
	want := []vendors.Statistics{{MessageID: "20457", Counters: map[string]int64{
		"targetNo": 2, "validNo": 1, "pushedNo": 1, "acceptNo": 1, "displayNo": 1, "clickNo": 0,
	}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	m.SameRequest(m.To(pathStats)[0], m.Recorded("statistics-task").Request)

	days := newMock(t).Record("statistics-days", "statistics-span")
	s := days.Open()
	from := time.Date(2026, 11, 1, 3, 0, 0, 0, time.FixedZone("GMT+8", 8*3600))
	list, err := s.Days(ctx, from, from.Add(24*time.Hour))
	if err != nil || len(list) != 1 || list[0].Date != "2026-11-02" || list[0].Counters["targetNo"] != 17418 {
		t.Errorf("days %+v, %v", list, err)
	}
	days.SameRequest(days.Seen()[0], days.Recorded("statistics-days").Request)
	var refused *meizu.AnswerError
	if _, err := s.Days(ctx, from, from.Add(31*24*time.Hour)); !errors.As(err, &refused) || refused.Outcome.Code != "500" || refused.Outcome.Retryable() {
		t.Errorf("31 days: %v, want a refusal that is final", err)
	}
}

func TestSwitchesAliasesTagsPictures(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Record("switch-read", "switch-change", "alias-read", "alias-subscribe", "tags-read", "tags-subscribe", "tags-clear", "image")
	s := m.Open()
	check := func(name string, ok bool, err error) {
		t.Helper()
		if err != nil || !ok {
			t.Errorf("%s: %t, %v", name, ok, err)
		}
		seen := m.Seen()
		m.SameRequest(seen[len(seen)-1], m.Recorded(name).Request)
	}
	sw, err := s.Switches(ctx, goodID)
	check("switch-read", sw == meizu.Switches{Notifications: true}, err)
	sw, err = s.Switch(ctx, goodID, meizu.SwitchNotifications, false)
	check("switch-change", sw == meizu.Switches{PassThrough: true}, err)
	aliases, err := s.Aliases(ctx, goodID)
	check("alias-read", slices.Equal(aliases, []string{"u1"}), err)
	o, err := s.BindAlias(ctx, "u1", goodID)
	check("alias-subscribe", o.State == vendors.StateAccepted && o.Token == goodID, err)
	tags, err := s.Topics(ctx, goodID)
	check("tags-read", len(tags) == 1 && tags[0].Name == "体育", err)
	outcomes, err := s.Subscribe(ctx, "体育", []vendors.Token{goodID})
	check("tags-subscribe", len(outcomes) == 1 && outcomes[0].State == vendors.StateAccepted && outcomes[0].Token == goodID, err)
	check("tags-clear", true, s.ClearTags(ctx, goodID))
	to, err := s.UploadImage(ctx, meizu.ImageExpand, "https://img.example.com/a.png")
	check("image", to == "https://img.example.com/a.png", err)
	var refused *meizu.AnswerError // nothing is recorded for these: HTTP 404
	if _, err := s.SwitchAll(ctx, goodID, true); !errors.As(err, &refused) || refused.Outcome.HTTPStatus != 404 {
		t.Errorf("error %v, want the answer's", err)
	}
	if o, err := s.UnbindAlias(ctx, "u1", goodID); err != nil || o.State == vendors.StateAccepted {
		t.Errorf("unbind without an answer that counts: %+v, %v", o, err)
	}
	if o, err := s.Unsubscribe(ctx, "体育", []vendors.Token{goodID, deadID}); err != nil || len(o) != 2 || o[1].State == vendors.StateAccepted {
		t.Errorf("unsubscribe without an answer that counts: %+v, %v", o, err)
	}
}

func TestCheckTokens(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("switch-read")
	m.Say(pathSwitch, 200, `{"code":"110002","message":"pushId未注册","value":"","redirect":""}`)
	m.Say(pathSwitch, 200, `{"code":"200","message":"","value":{"barTypeSwitch":0,"directTypeSwitch":0,"pushId":"x"}}`)
	m.Say(pathSwitch, 200, `{"code":"1006","message":"签名认证失败","value":"","redirect":""}`)
	s := m.Open()
	got, err := s.CheckTokens(context.Background(), []vendors.Token{goodID, deadID, "x"})
	if err != nil || len(got) != 3 {
		t.Fatalf("%+v, %v", got, err)
	}
	if a, b, c := got[0], got[1], got[2]; a.State != vendors.StateAccepted || !b.TokenDead || b.Code != "110002" ||
		c.State != vendors.StateRefused || c.TokenDead || c.Reason != vendors.ReasonNotifySwitchOff {
		t.Errorf("%+v; want alive, dead, and switched off but not dead", got)
	}
	var refused *meizu.AnswerError
	if _, err := s.CheckTokens(context.Background(), []vendors.Token{goodID}); !errors.As(err, &refused) || refused.Outcome.Code != "1006" {
		t.Errorf("a wrong signature: %v, want an error and no verdict about the token", err)
	}
}

// TestRedirect: 300 is followed once, to Meizu's hosts only.
func TestRedirect(t *testing.T) {
	t.Parallel()
	to := func(where string) string { return `{"code":"300","message":"","value":"","redirect":"` + where + `"}` }
	m := newMock(t).Record("push-ok")
	m.Say("server-api-push.meizu.com"+pathPush, 200, to("https://server2-api-push.meizu.com"+pathPush))
	res, err := m.Open().Send(context.Background(), order(), []vendors.Token{goodID})
	if err != nil || res.Outcomes[0].State != vendors.StateAccepted || len(m.Seen()) != 2 || m.Seen()[0].Body != m.Seen()[1].Body {
		t.Errorf("%+v, %v after %d requests; want accepted after 2 alike", res.Outcomes, err, len(m.Seen()))
	}
	for _, elsewhere := range []string{"https://meizu.example.com/x", "http://api.meizu.com/x", "https://notmeizu.com", "", "::", "https://a@x.meizu.com/"} {
		m := newMock(t).Say(pathPush, 200, to(elsewhere))
		res, err := m.Open().Send(context.Background(), order(), []vendors.Token{goodID})
		if err != nil || res.Outcomes[0].Code != "300" || len(m.Seen()) != 1 {
			t.Errorf("redirect to %q: %+v, %v after %d requests; want a refusal after 1", elsewhere, res.Outcomes, err, len(m.Seen()))
		}
	}
	loop := newMock(t).Say(pathPush, 200, to("https://server-api-push.meizu.com"+pathPush))
	if _, err := loop.Open().Send(context.Background(), order(), []vendors.Token{goodID}); err != nil || len(loop.Seen()) != 2 {
		t.Errorf("a redirect for ever: %d requests, %v; want 2", len(loop.Seen()), err)
	}
}

func TestHosts(t *testing.T) {
	t.Parallel()
	for region, want := range map[string][2]string{
		"": {"server-api-push.meizu.com", "api-push.meizu.com"}, "cn": {"server-api-push.meizu.com", "api-push.meizu.com"},
		"overseas": {"server-api-push.in.meizu.com", "api-push.in.meizu.com"},
	} {
		m := newMock(t).Record("push-ok", "switch-read")
		s := m.Open(func(c *vendors.Config) { c.Credentials["region"] = vendors.Secret(region) })
		if _, err := s.Send(context.Background(), order(), []vendors.Token{goodID}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Switches(context.Background(), goodID); err != nil {
			t.Fatal(err)
		}
		if got := [2]string{m.Seen()[0].Host, m.Seen()[1].Host}; got != want {
			t.Errorf("region %q: hosts %v, want %v", region, got, want)
		}
	}
	m := newMock(t).Record("push-ok")
	abroad := m.Open(func(c *vendors.Config) {
		c.Credentials["region"], c.BaseURLs = "overseas", map[string]string{"": "https://home", "overseas": "https://abroad/meizu"}
	})
	if _, err := abroad.Send(context.Background(), order(), []vendors.Token{goodID}); err != nil || m.Seen()[0].Host != "abroad" {
		t.Errorf("%v, %v: overseas has a site of its own", m.Seen(), err)
	}
	for field, value := range map[string]vendors.Secret{"app_id": "x", "region": "moon", "vip": "perhaps", "app_secret": ""} {
		c := testCredentials()
		c[field] = value
		if _, err := meizu.New(vendors.Config{Credentials: c}, nil); err == nil || !strings.Contains(err.Error(), field) || value == "moon" && strings.Contains(err.Error(), "moon") {
			t.Errorf("%s %q: error %v, want one that names the field and not the value", field, value.Reveal(), err)
		}
	}
}

// TestTargetsThatCannotBe: Meizu parts targets at commas, so that one with a comma would
// be two, and one of them somebody else's.
func TestTargetsThatCannotBe(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	long := vendors.Token(strings.Repeat("名", 61))
	m := newMock(t).Record("push-ok", "alias-partial")
	s := m.Open()
	res, err := s.Send(ctx, order(), []vendors.Token{"a,b", goodID, "", long})
	if err != nil || field(t, m.To(pathPush)[0].Body, "pushIds") != string(goodID)+","+string(long) {
		t.Errorf("pushIds %q, %v", field(t, m.To(pathPush)[0].Body, "pushIds"), err)
	}
	res2, err := s.SendToAliases(ctx, order(), []vendors.Token{long, long[:60*3], "u,1"})
	if err != nil || field(t, m.To(pathAlias)[0].Body, "alias") != string(long[:60*3]) {
		t.Errorf("alias %q, %v", field(t, m.To(pathAlias)[0].Body, "alias"), err)
	}
	states := func(res vendors.Result) (out []vendors.State) {
		for _, o := range res.Outcomes {
			out = append(out, o.State)
		}
		return out
	}
	yes, no := vendors.StateAccepted, vendors.StateRejected
	if diff := cmp.Diff([][]vendors.State{{no, yes, no, yes}, {no, yes, no}}, [][]vendors.State{states(res), states(res2)}); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if o := res.Outcomes[0]; o.Token != "a,b" || o.Reason != vendors.ReasonTokenInvalid || o.TokenDead {
		t.Errorf("%+v, want the target's own outcome, which kills no token", o)
	}
	before := len(m.Seen())
	if res, err := s.Send(ctx, order(), []vendors.Token{",", ""}); err != nil || res.Outcomes[1].State != no {
		t.Errorf("%+v, %v", res, err)
	}
	if o, err := s.BindAlias(ctx, "u,1", goodID); err != nil || o.State != no || o.Token != goodID {
		t.Errorf("an alias with a comma: %+v, %v", o, err)
	}
	if _, _, err := s.Build(order(), []vendors.Token{","}); err == nil || len(m.Seen()) != before {
		t.Errorf("error %v, %d requests; want an error and no request", err, len(m.Seen())-before)
	}
}
