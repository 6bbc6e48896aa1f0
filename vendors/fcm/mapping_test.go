package fcm_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/fcm"
)

// built is the body of the request for a message, with its adjustments in short.
func built(t *testing.T, msg *vendors.Message, change ...func(*vendors.Config)) (body string, adjusted []string) {
	t.Helper()
	cfg := vendors.Config{Credentials: testCredentials(t)}
	for _, c := range change {
		c(&cfg)
	}
	s, err := fcm.New(cfg, nil)
	if err != nil {
		t.Fatal(err)
	}
	requests, adjustments, err := s.Build(msg, []vendors.Token{"tok:APA91b"})
	for _, a := range adjustments {
		adjusted = append(adjusted, a.Field+" "+string(a.Action))
	}
	if err != nil {
		return err.Error(), adjusted
	}
	return requests[0].Body, adjusted
}

func override(t *testing.T, text string) []vendors.Override {
	t.Helper()
	o, err := fcm.DecodeOverride([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return []vendors.Override{o}
}

func ptr[T any](v T) *T { return &v }

// Each neutral field in its place, and what FCM has no place for told.
func TestNeutralFields(t *testing.T) {
	t.Parallel()
	const head, note = `{"message":{"token":"tok:APA91b",`, `"notification":{"title":"t","body":"b"}`
	for _, tt := range []struct {
		name   string
		change func(m *vendors.Message)
		want   string
		adjust string
	}{
		{"nothing more", func(*vendors.Message) {}, head + note + `}}`, ""},
		{"data", func(m *vendors.Message) { m.Data, m.Extension = map[string]string{"k": "<1>"}, `{"e":1}` }, head + `"data":{"ext":"{\"e\":1}","k":"<1>"},` + note + `}}`, ""},
		{"ext twice", func(m *vendors.Message) { m.Data, m.Extension = map[string]string{"ext": "x"}, "y" }, head + `"data":{"ext":"y"},` + note + `}}`, "data.ext conflict"},
		{"high", func(m *vendors.Message) { m.Priority = vendors.PriorityHigh }, head + note + `,"android":{"priority":"HIGH"}}}`, ""},
		{"normal", func(m *vendors.Message) { m.Priority = vendors.PriorityNormal }, head + note + `,"android":{"priority":"NORMAL"}}}`, ""},
		{"odd priority", func(m *vendors.Message) { m.Priority = "urgent" }, head + note + `}}`, "priority dropped"},
		{"an hour", func(m *vendors.Message) { m.TTL = time.Hour }, head + note + `,"android":{"ttl":"3600s"}}}`, ""},
		{"part of a second", func(m *vendors.Message) { m.TTL = 1500 * time.Millisecond }, head + note + `,"android":{"ttl":"2s"}}}`, ""},
		{"below zero", func(m *vendors.Message) { m.TTL = -time.Hour }, head + note + `,"android":{"ttl":"0s"}}}`, "ttl clamped"},
		{"five weeks", func(m *vendors.Message) { m.TTL = 35 * 24 * time.Hour }, head + note + `,"android":{"ttl":"2419200s"}}}`, "ttl clamped"},
		{"online only", func(m *vendors.Message) { m.OnlineOnly = true }, head + note + `,"android":{"ttl":"0s"}}}`, ""},
		{"online only for an hour", func(m *vendors.Message) { m.OnlineOnly, m.TTL = true, time.Hour }, head + note + `,"android":{"ttl":"0s"}}}`, "ttl conflict"},
		{"collapse", func(m *vendors.Message) { m.Collapse = "c" }, head + note + `,"android":{"collapse_key":"c","notification":{"tag":"c"}}}}`, ""},
		{"channel, sound", func(m *vendors.Message) { m.Channel, m.Sound = "im", "bell" }, head + note + `,"android":{"notification":{"sound":"bell","channel_id":"im"}}}}`, ""},
		{"image", func(m *vendors.Message) { m.Image = "https://x/y.png" }, head + `"notification":{"title":"t","body":"b","image":"https://x/y.png"}}}`, ""},
		{"alert", func(m *vendors.Message) { m.Alert = vendors.AlertSilent }, head + note + `,"android":{"notification":{"notification_priority":"PRIORITY_LOW"}}}}`, ""},
		{"click", func(m *vendors.Message) { m.Click = vendors.Click{Action: "page", Target: "CHAT"} }, head + note + `,"android":{"notification":{"click_action":"CHAT"}}}}`, ""},
		{"url", func(m *vendors.Message) { m.Click = vendors.Click{Action: "url", Target: "https://x"} }, head + note + `}}`, "click.action dropped"},
		{"badge 0", func(m *vendors.Message) { m.Badge = &vendors.Badge{Set: ptr(0)} }, head + note + `,"android":{"notification":{"notification_count":0}}}}`, ""},
		{"badge more", func(m *vendors.Message) { m.Badge = &vendors.Badge{Add: 1} }, head + note + `}}`, "badge.add dropped"},
		{"silent", func(m *vendors.Message) { *m = vendors.Message{Silent: true, Data: map[string]string{"k": "v"}} }, head + `"data":{"k":"v"}}}`, ""},
		{"silent with a title", func(m *vendors.Message) { m.Silent, m.Body, m.Data = true, "", map[string]string{"k": "v"} }, head + `"data":{"k":"v"}}}`, "title dropped"},
		{"silent with a look", func(m *vendors.Message) {
			*m = vendors.Message{Silent: true, Extension: "x", Channel: "c", Alert: vendors.AlertFull, Sound: "s", Badge: &vendors.Badge{Set: ptr(1)}}
			m.Click = vendors.Click{Action: "page", Target: "p"}
		}, head + `"data":{"ext":"x"}}}`, "channel dropped, alert dropped, sound dropped, badge dropped, click.action dropped, click.target dropped"},
		{"silent without data", func(m *vendors.Message) { *m = vendors.Message{Silent: true} }, "fcm: build: BAD_REQUEST: a silent message needs data or extension: at FCM it is nothing else", ""},
		{"reserved", func(m *vendors.Message) { m.Data = map[string]string{"google.x": "1", "from": "2"} }, "fcm: build: BAD_REQUEST: data.from: from, message_type and keys that begin with google or gcm are Google's own: rename it", ""},
		{"dry run", func(m *vendors.Message) { m.DryRun = true }, `{"validate_only":true,` + head[1:] + note + `}}`, ""},
		{"test", func(m *vendors.Message) { m.Test = true }, `{"validate_only":true,` + head[1:] + note + `}}`, "test clamped"},
		{"no place", func(m *vendors.Message) {
			m.ID, m.Subtitle, m.Category, m.Template, m.Foreground = "i", "s", "IM", &vendors.Template{ID: "1"}, ptr(false)
			m.Receipt, m.Class = &vendors.Receipt{ID: "r"}, vendors.ClassTransactional
		}, head + note + `}}`, "id dropped, class dropped, subtitle dropped, category dropped, template dropped, foreground dropped, receipt dropped"},
	} {
		m := &vendors.Message{Title: "t", Body: "b"}
		tt.change(m)
		body, adjusted := built(t, m)
		if body != tt.want || strings.Join(adjusted, ", ") != tt.adjust {
			t.Errorf("%s:\n%s (%s), want\n%s (%s)", tt.name, body, strings.Join(adjusted, ", "), tt.want, tt.adjust)
		}
	}
}

func TestTargets(t *testing.T) {
	t.Parallel()
	for token, want := range map[vendors.Token]string{
		"cQ0aB1cD2eF3gH4iJ5kL6m":             `"fid":"cQ0aB1cD2eF3gH4iJ5kL6m"`,
		"cQ0aB1cD2eF3gH4iJ5kL6m:APA91bH_sim": `"token":"cQ0aB1cD2eF3gH4iJ5kL6m:APA91bH_sim"`,
		"a\"b":                               `"token":"a\"b"`,
	} {
		m := newMock(t).Record("send-ok")
		if _, err := m.Open().Send(context.Background(), chat(), []vendors.Token{token}); err != nil {
			t.Fatal(err)
		}
		if body := m.To(pathSend)[0].Body; !strings.Contains(body, want) {
			t.Errorf("%q: %s, want %s", token, body, want)
		}
	}
}

func TestAudiences(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		to   vendors.Audience
		want string
	}{
		{vendors.Audience{Any: []string{"news"}}, `"topic":"news"`},
		{vendors.Audience{Every: []string{"/topics/news"}}, `"topic":"news"`},
		{vendors.Audience{Any: []string{"a", "b"}}, `"condition":"'a' in topics || 'b' in topics"`},
		{vendors.Audience{Any: []string{"a", "b"}, Every: []string{"c"}, None: []string{"d"}}, `"condition":"'c' in topics && ('a' in topics || 'b' in topics) && !('d' in topics)"`},
	} {
		m := newMock(t).Record("send-topic")
		o, _, err := m.Open().Broadcast(context.Background(), chat(), tt.to)
		if err != nil || o.State != vendors.StateAccepted {
			t.Fatalf("%+v: %+v, %v", tt.to, o, err)
		}
		if body := m.To(pathSend)[0].Body; !strings.Contains(body, tt.want) {
			t.Errorf("%+v: %s, want %s", tt.to, body, tt.want)
		}
	}
	s := newMock(t).Open()
	for _, to := range []vendors.Audience{
		{}, {All: true}, {None: []string{"a"}}, {Any: []string{"a'b"}}, {Any: []string{""}}, {Any: strings.Fields("a b c d e f")},
	} {
		if _, _, err := s.Broadcast(context.Background(), chat(), to); err == nil {
			t.Errorf("%+v is taken", to)
		}
	}
	m := newMock(t).Record("send-condition")
	if o, _, err := m.Open().SendToCondition(context.Background(), chat(), "!('a' in topics)"); err != nil || o.State != vendors.StateAccepted {
		t.Errorf("condition: %+v, %v", o, err)
	}
}

// The payload is cut to 4096 bytes, or 2048 to topics, and never in half a character.
func TestSizes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("中", 2000)
	body, adjusted := built(t, &vendors.Message{Title: "t", Body: long})
	n := message(t, body)["notification"].(map[string]any)
	if size := len("title") + 1 + len("body") + len(n["body"].(string)); size > 4096 || size < 4090 || !strings.HasSuffix(n["body"].(string), "…") {
		t.Errorf("the payload has %d bytes", size)
	}
	if diff := cmp.Diff([]string{"body truncated"}, adjusted); diff != "" {
		t.Errorf("adjustments (-want +got):\n%s", diff)
	}
	if body, _ = built(t, &vendors.Message{Title: "t", Body: long, Overflow: vendors.OverflowReject}); !strings.Contains(body, "PAYLOAD_TOO_LARGE") {
		t.Errorf("reject: %s", body)
	}
	if body, _ = built(t, &vendors.Message{Silent: true, Data: map[string]string{"k": strings.Repeat("x", 4096)}}); !strings.Contains(body, "PAYLOAD_TOO_LARGE") {
		t.Errorf("data: %.100s", body)
	}
	// Options are not cut and do not unlimit the texts beside them.
	sent := func(options string, m vendors.Message) (string, []string) {
		m.Overrides = override(t, options)
		return built(t, &m)
	}
	body, adjusted = sent(`{"android":{"notification":{"icon":"i"}}}`, vendors.Message{Title: "t", Body: long})
	if len(body) > 4300 || len(adjusted) != 1 || adjusted[0] != "body truncated" {
		t.Errorf("an icon beside a long body: %d bytes, %q", len(body), adjusted)
	}
	if body, adjusted = sent(`{"notification":{"body":"`+long+`"}}`, vendors.Message{Title: "t"}); !strings.Contains(body, long) || len(adjusted) != 0 {
		t.Errorf("a long body of the options: %d bytes, %q", len(body), adjusted)
	}
	if body, _ = sent(`{"data":{"k":"`+strings.Repeat("x", 4000)+`"}}`, vendors.Message{Silent: true, Data: map[string]string{"d": strings.Repeat("y", 200)}}); !strings.Contains(body, "PAYLOAD_TOO_LARGE") {
		t.Errorf("data beside data of the options: %.100s", body)
	}
	m := newMock(t).Record("send-topic")
	if _, _, err := m.Open().Broadcast(context.Background(), &vendors.Message{Title: "t", Body: long}, vendors.Audience{Any: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	n = message(t, m.To(pathSend)[0].Body)["notification"].(map[string]any)
	if size := len("title") + 1 + len("body") + len(n["body"].(string)); size > 2048 || size < 2042 {
		t.Errorf("the payload to a topic has %d bytes", size)
	}
}

// A base URL may end in /v1 or not; a site of its own has the token endpoint, whose
// audience stays Google's.
func TestBaseURLs(t *testing.T) {
	t.Parallel()
	for _, base := range []string{"http://127.0.0.1:9000", "http://127.0.0.1:9000/", "http://127.0.0.1:9000/v1", "http://127.0.0.1:9000/fcm"} {
		m := newMock(t).Record("send-ok")
		m.Say("/fcm"+pathSend, http.StatusOK, success)
		m.Say("/fcm"+pathToken, http.StatusOK, `{"access_token":"x"}`)
		s := m.Open(func(c *vendors.Config) { c.BaseURLs = map[string]string{"": base, "oauth": "http://127.0.0.1:9001"} })
		res, err := s.Send(context.Background(), chat(), testTokens(1))
		if err != nil || res.Accepted() != 1 {
			t.Errorf("%s: %+v, %v", base, res, err)
			continue
		}
		if login := m.Seen()[0]; login.Host != "127.0.0.1:9001" || login.Path != pathToken {
			t.Errorf("%s: login at %s%s", base, login.Host, login.Path)
		}
	}
}

// A key file that names an address below the base URL is not sent below it twice.
func TestTokenURIBelowTheBaseURL(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	file := strings.Replace(testCredentials(t)["service_account"].Reveal(), "https://oauth2.googleapis.com/token", "http://127.0.0.1:7070/fcm-oauth/token", 1)
	m.Say("/fcm-oauth"+pathToken, http.StatusOK, `{"access_token":"x"}`)
	s := m.Open(func(c *vendors.Config) {
		c.Credentials = vendors.Credentials{"service_account": vendors.Secret(file)}
		c.BaseURLs = map[string]string{"": "https://127.0.0.1:7443", "oauth": "https://127.0.0.1:7443/fcm-oauth"}
	})
	res, err := s.Send(context.Background(), chat(), testTokens(1))
	if err != nil || res.Accepted() != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	if login := m.Seen()[0]; login.Host != "127.0.0.1:7443" || login.Path != "/fcm-oauth"+pathToken {
		t.Errorf("login at %s%s", login.Host, login.Path)
	}
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	good := testCredentials(t)["service_account"].Reveal()
	for name, tt := range map[string]struct{ old, new, want string }{
		"missing":    {good, "", `"service_account" is missing`},
		"a path":     {good, "/etc/key.json", "not JSON"},
		"other type": {`"type": "service_account"`, `"type": "authorized_user"`, "another type"},
		"no project": {`"project_id": "sim-demo"`, `"project_id": ""`, "no project_id"},
		"no email":   {`"client_email": "push-sender@sim-demo.iam.gserviceaccount.com"`, `"client_email": ""`, "no client_email"},
		"bad key":    {`BEGIN PRIVATE KEY`, `BEGIN NOTHING`, "no RSA key"},
		"bad uri":    {`https://oauth2.googleapis.com/token`, `ftp://x`, "token_uri"},
	} {
		_, err := fcm.New(vendors.Config{Credentials: vendors.Credentials{"service_account": vendors.Secret(strings.Replace(good, tt.old, tt.new, 1))}}, nil)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", name, err, tt.want)
		}
	}
}

// Tokens are checked without delivering, many at a time, in the order given.
func TestCheckTokens(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-dry-run", "send-dry-run", "send-unregistered")
	out, err := m.Open().CheckTokens(context.Background(), testTokens(40))
	if err != nil || len(out) != 40 {
		t.Fatalf("%d outcomes, %v", len(out), err)
	}
	alive := 0
	for i, o := range out {
		if o.Token != testTokens(40)[i] {
			t.Errorf("outcome %d is of %s", i, o.Token)
		}
		if o.State == vendors.StateAccepted {
			alive++
		}
	}
	if alive != 2 {
		t.Errorf("%d alive, want 2", alive)
	}
	for _, r := range m.To(pathSend) {
		if !strings.HasPrefix(r.Body, `{"validate_only":true,`) {
			t.Errorf("request %s would be delivered", r.Body)
		}
	}
}

// The client spreads many tokens; each has its own outcome.
func TestManyTokensThroughTheClient(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("send-ok")
	s := m.Open()
	res, err := m.Client(s).Send(context.Background(), chat(), testTokens(100))
	if err != nil || res.Accepted() != 100 || len(m.To(pathSend)) != 100 || len(m.To(pathToken)) != 1 {
		t.Errorf("accepted %d, %d sends, %d logins: %v", res.Accepted(), len(m.To(pathSend)), len(m.To(pathToken)), err)
	}
	if got := fmt.Sprintf("%+v %#v", s, s); strings.Contains(got, "PRIVATE") {
		t.Errorf("the sender shows %s", got)
	}
}

// A lost answer is not repeated: FCM drops no repetition.
func TestLostAnswersAreNotRepeated(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	m.RT.RegisterResponder(http.MethodPost, "https://fcm.googleapis.com"+pathSend, func(*http.Request) (*http.Response, error) {
		return nil, context.DeadlineExceeded
	})
	res, err := m.Open().Send(context.Background(), chat(), testTokens(1))
	if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[0].Retry != vendors.RetryNever {
		t.Errorf("%+v, %v", res.Outcomes, err)
	}
}
