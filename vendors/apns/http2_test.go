package apns_test

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/apns"
)

func send(tb testing.TB, s *apns.Sender, m *vendors.Message, token vendors.Token) vendors.Outcome {
	tb.Helper()
	res, err := s.Send(context.Background(), m, []vendors.Token{token})
	if err != nil {
		tb.Fatalf("send: %v", err)
	}
	return res.Outcomes[0]
}

func TestSendsOverHTTP2(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	srv.answerWith(func(w http.ResponseWriter, r got) {
		w.Header().Set("apns-unique-id", "5a0c9b11-7d0e-4b52-8a52-2f1f6f0f2a31")
		yes(w, r)
	})
	m := testMessage()
	m.ID, m.Body = "9F2C1B7E-3A54-4D0B-9D0E-5A4B6C7D8E9F", "<b>R&D</b>"
	m.TTL, m.Collapse = 24*time.Hour, "c2c_10001"
	o := send(t, srv.open(t), m, "00FC13ADff785122b4ad28809a3420982341241421348097878e577c991de8f0")
	want := vendors.Outcome{
		Token: "00FC13ADff785122b4ad28809a3420982341241421348097878e577c991de8f0",
		State: vendors.StateAccepted, Code: "200", HTTPStatus: 200,
		MessageID: "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", LogID: "5a0c9b11-7d0e-4b52-8a52-2f1f6f0f2a31",
	}
	if diff := cmp.Diff(want, o); diff != "" {
		t.Errorf("outcome (-want +got):\n%s", diff)
	}
	r := srv.requests()[0]
	if r.proto != "HTTP/2.0" || r.path != "/3/device/00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0" {
		t.Errorf("request is %s %s", r.proto, r.path)
	}
	const body = `{"aps":{"alert":{"title":"订单已发货","body":"<b>R&D</b>"}},"orderId":"A1001"}`
	if r.body != body {
		t.Errorf("payload is %s, want %s byte for byte", r.body, body)
	}
	headers := map[string]string{}
	for k := range r.header {
		headers[strings.ToLower(k)] = r.header.Get(k)
	}
	for _, name := range []string{"authorization", "user-agent", "content-length"} {
		if headers[name] == "" {
			t.Errorf("no header %s", name)
		}
		delete(headers, name)
	}
	if diff := cmp.Diff(map[string]string{
		"apns-id": "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f", "apns-push-type": "alert", "apns-priority": "10",
		"apns-expiration": "1764086400", "apns-topic": testTopic, "apns-collapse-id": "c2c_10001",
		"content-type": "application/json; charset=utf-8",
	}, headers); diff != "" {
		t.Errorf("headers (-want +got):\n%s", diff)
	}
}

func TestExpirationZeroIsSent(t *testing.T) {
	t.Parallel()
	zero, past := int64(0), int64(1)
	for name, c := range map[string]struct {
		change func(*vendors.Message)
		want   []string
	}{
		"nothing said": {func(*vendors.Message) {}, nil},
		"online only":  {func(m *vendors.Message) { m.OnlineOnly = true }, []string{"0"}},
		"option zero": {func(m *vendors.Message) {
			m.TTL, m.Overrides = time.Hour, []vendors.Override{apns.Options{Expiration: &zero}}
		}, []string{"0"}},
		"option": {func(m *vendors.Message) { m.Overrides = []vendors.Override{&apns.Options{Expiration: &past}} }, []string{"1"}},
		"a TTL":  {func(m *vendors.Message) { m.TTL = time.Hour }, []string{"1764003600"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newH2(t)
			m := testMessage()
			c.change(m)
			send(t, srv.open(t), m, "aa")
			if diff := cmp.Diff(c.want, srv.requests()[0].header.Values("apns-expiration")); diff != "" {
				t.Errorf("apns-expiration (-want +got):\n%s", diff)
			}
		})
	}
}

// What apns2 cannot say is sent all the same, and as Build shows it.
func TestEmptyHeadersOfOptions(t *testing.T) {
	t.Parallel()
	empty, zero, below := "", 0, -1
	for name, c := range map[string]struct {
		o    apns.Options
		head string
		want []string
	}{
		"no push type":     {apns.Options{PushType: &empty}, "apns-push-type", nil},
		"no collapse id":   {apns.Options{CollapseID: &empty}, "apns-collapse-id", nil},
		"no id":            {apns.Options{ID: &empty}, "apns-id", nil},
		"no topic":         {apns.Options{Topic: &empty}, "apns-topic", nil},
		"priority 0":       {apns.Options{Priority: &zero}, "apns-priority", []string{"0"}},
		"priority below 0": {apns.Options{Priority: &below}, "apns-priority", []string{"-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := newH2(t)
			s, m := srv.open(t), testMessage()
			m.Overrides = []vendors.Override{c.o}
			send(t, s, m, "aa")
			if diff := cmp.Diff(c.want, srv.requests()[0].header.Values(c.head)); diff != "" {
				t.Errorf("%s on the wire (-want +got):\n%s", c.head, diff)
			}
			if shown, _ := built(t, s, m); header(shown, c.head) != strings.Join(c.want, ",") {
				t.Errorf("Build shows %s %q, want %v", c.head, header(shown, c.head), c.want)
			}
		})
	}
}

func TestManySendsShareOneConnection(t *testing.T) {
	t.Parallel()
	// One stream, as APNs allows before it has seen a valid token.
	srv := newH2(t, func(s *httptest.Server) {
		s.Config.HTTP2 = &http.HTTP2Config{MaxConcurrentStreams: 1}
	})
	s := srv.open(t)
	var all sync.WaitGroup
	for _, token := range testTokens(50) {
		all.Go(func() {
			if o := send(t, s, testMessage(), token); o.State != vendors.StateAccepted {
				t.Errorf("outcome %+v", o)
			}
		})
	}
	all.Wait()
	if n := srv.dials.Load(); n != 1 {
		t.Errorf("50 sends opened %d connections, want 1", n)
	}
}

func TestTestMessagesGoToTheSandbox(t *testing.T) {
	t.Parallel()
	production, sandbox := newH2(t), newH2(t)
	rt := production.transport()
	rt.TLSClientConfig.RootCAs.AddCert(sandbox.Certificate())
	s := open(t, "", production.clock, rt, func(c *vendors.Config) {
		c.Credentials["environment"] = "production"
		c.BaseURLs = map[string]string{"production": production.URL, "sandbox": sandbox.URL}
	})
	send(t, s, testMessage(), "aa")
	m := testMessage()
	m.Test = true
	send(t, s, m, "bb")
	if p, b := production.requests(), sandbox.requests(); len(p) != 1 || len(b) != 1 || p[0].path != "/3/device/aa" || b[0].path != "/3/device/bb" {
		t.Errorf("production got %d, sandbox %d requests; want one each", len(p), len(b))
	}
}

// The real APNs is never a fall-back once a site is given.
func TestNoSiteIsNoSite(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	_, err := apns.New(vendors.Config{Credentials: testCredentials(t), BaseURLs: map[string]string{"production": srv.URL}}, nil)
	if err == nil || !strings.Contains(err.Error(), `"sandbox"`) {
		t.Errorf("open without a site for the environment: %v, want an error that names it", err)
	}
	s := open(t, "", srv.clock, srv.transport(), func(c *vendors.Config) {
		c.Credentials["environment"], c.BaseURLs = "production", map[string]string{"production": srv.URL}
	})
	m := testMessage()
	m.Test = true
	if o := send(t, s, m, "aa"); o.State != vendors.StateRejected || len(srv.requests()) != 0 {
		t.Errorf("test message without a sandbox site: %+v, %d requests", o, len(srv.requests()))
	}
}

func TestAServerWithoutHTTP2IsAnError(t *testing.T) {
	t.Parallel()
	srv := newH2(t, func(s *httptest.Server) { s.EnableHTTP2 = false })
	res, err := srv.open(t).Send(context.Background(), testMessage(), []vendors.Token{"aa"})
	if err == nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[0].Reason != vendors.ReasonNetwork || len(srv.requests()) != 0 {
		t.Errorf("HTTP/1.1 server: %+v, %v, %d requests", res.Outcomes, err, len(srv.requests()))
	}
}

func TestUnknownAuthorityIsAnError(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := open(t, srv.URL, srv.clock, nil) // nobody vouches for the test server
	if _, err := s.Send(context.Background(), testMessage(), []vendors.Token{"aa"}); err == nil || len(srv.requests()) != 0 {
		t.Errorf("send to a server with an unknown authority: %v, %d requests", err, len(srv.requests()))
	}
}

func TestCancelledWhileWaiting(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	arrived, release := make(chan struct{}), make(chan struct{})
	srv.answerWith(func(http.ResponseWriter, got) {
		close(arrived)
		<-release
	})
	s := srv.open(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-arrived
		cancel()
	}()
	const token = "00fc13adff785122b4ad28809a3420982341241421348097878e577c991de8f0"
	res, err := s.Send(ctx, testMessage(), []vendors.Token{token})
	close(release)
	if !errors.Is(err, context.Canceled) || res.Outcomes[0].State != vendors.StateUnknown {
		t.Errorf("cancelled send: %+v, %v", res.Outcomes, err)
	}
	if err != nil && strings.Contains(err.Error(), token) {
		t.Errorf("the error shows the device token: %v", err)
	}
}

func TestCloseLeavesNoGoroutine(t *testing.T) {
	ignore := goleak.IgnoreCurrent()
	srv := newH2(t)
	s := srv.open(t)
	send(t, s, testMessage(), "aa")
	_ = s.Close()
	srv.Close()
	if err := goleak.Find(ignore); err != nil {
		t.Error(err)
	}
}

func TestWhatIsNoTokenIsNotSent(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	for _, token := range []vendors.Token{"", "../2/x?y#z", "<00fc13ad ff785122>", "aa\n", "令牌", "xyz"} {
		o := send(t, s, testMessage(), token)
		if o.State != vendors.StateRejected || o.Reason != vendors.ReasonTokenInvalid || o.TokenDead || o.Token != token {
			t.Errorf("token %q: %+v", token, o)
		}
	}
	if n := len(srv.requests()); n != 0 {
		t.Errorf("%d requests went out", n)
	}
}

func TestSizesAreThoseOfTheBytesSent(t *testing.T) {
	t.Parallel()
	srv := newH2(t)
	s := srv.open(t)
	raw := func(n int) vendors.Override {
		const frame = `{"aps":{"alert":"<"}}`
		return apns.Options{Payload: []byte(strings.Replace(frame, "<", strings.Repeat("<", n-len(frame)+1), 1))}
	}
	voip := "voip"
	for _, c := range []struct {
		size int
		voip bool
		want vendors.State
	}{
		{4096, false, vendors.StateAccepted}, {4097, false, vendors.StateRejected},
		{5120, true, vendors.StateAccepted}, {5121, true, vendors.StateRejected},
	} {
		m := testMessage()
		o := raw(c.size).(apns.Options)
		if c.voip {
			o.PushType = &voip
		}
		m.Overrides = []vendors.Override{o}
		before := len(srv.requests())
		got := send(t, s, m, "aa")
		if got.State != c.want {
			t.Errorf("payload of %d bytes, voip %v: %+v, want %s", c.size, c.voip, got, c.want)
		}
		if c.want == vendors.StateRejected {
			if got.Reason != vendors.ReasonPayloadTooLarge || len(srv.requests()) != before {
				t.Errorf("payload of %d bytes: %+v, %d requests", c.size, got, len(srv.requests())-before)
			}
			continue
		}
		if body := srv.requests()[before].body; !bytes.Equal([]byte(body), o.Payload) {
			t.Errorf("%d bytes were sent, not the %d given", len(body), c.size)
		}
	}
}

// A simulator without TLS is spoken to in HTTP/2 all the same: APNs knows no other.
func TestPlainAddressSpeaksHTTP2(t *testing.T) {
	t.Parallel()
	for name, rt := range map[string]http.RoundTripper{"own transport": nil, "a caller's": &http.Transport{}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			proto := make(chan string, 1)
			srv := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				proto <- r.Proto
				w.Header().Set("apns-id", r.Header.Get("apns-id"))
			}))
			srv.Config.Protocols = new(http.Protocols)
			srv.Config.Protocols.SetHTTP1(true)
			srv.Config.Protocols.SetUnencryptedHTTP2(true)
			srv.Start()
			t.Cleanup(srv.Close)
			s := open(t, srv.URL, vendors.SystemClock{}, rt)
			res, err := s.Send(t.Context(), testMessage(), testTokens(1))
			if err != nil || res.Accepted() != 1 {
				t.Fatalf("send: %+v, %v", res, err)
			}
			if got := <-proto; got != "HTTP/2.0" {
				t.Errorf("spoke %s, want HTTP/2.0", got)
			}
		})
	}
}
