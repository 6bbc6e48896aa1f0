package oppo_test

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/oppo"
	"github.com/offpush/offpush/vendors/vendortest"
)

// TestServices: each known call beside the push host is made as recorded and its answer is
// read.
func TestServices(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		ask  func(*oppo.Sender) (any, error)
		want any
	}{
		"set_alias-ok":          {func(s *oppo.Sender) (any, error) { o, err := s.BindAlias(ctx, "user-1001", regid); return o.State, err }, vendors.StateAccepted},
		"set_alias-unavailable": {func(s *oppo.Sender) (any, error) { o, err := s.BindAlias(ctx, "user-1001", regid); return o.Retry, err }, vendors.RetryBackoff},
		"delete_alias-ok": {func(s *oppo.Sender) (any, error) {
			o, err := s.UnbindAlias(ctx, "user-1001", regid)
			return o.Token, err
		}, regid},
		"subscribe_tags-ok": {func(s *oppo.Sender) (any, error) {
			out, err := s.Subscribe(ctx, "vip", []vendors.Token{regid})
			return out[0].State, err
		}, vendors.StateAccepted},
		"fetch_invalid_regidList-ok": {func(s *oppo.Sender) (any, error) { return s.DeadTokens(ctx) }, []vendors.Token{"CN_fedcba9876543210fedcba9876543210"}},
		"fetch_push_permit-ok": {func(s *oppo.Sender) (any, error) { return s.Quota(ctx) },
			vendors.QuotaUse{Limit: 100000, Used: 10, Left: 99990, Counters: map[string]int64{"total_count": 100000, "remain_count": 99990}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t).Record(name)
			got, err := c.ask(m.Open())
			if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
				t.Errorf("%v (-want +got):\n%s", err, diff)
			}
			m.SameRequest(m.Seen()[1], m.Recorded(name).Request)
		})
	}
}

// The recording has the token in the body, the others in the header; both are taken.
func TestUnsubscribeHasTheTokenInTheHeader(t *testing.T) {
	t.Parallel()
	m := newMock(t).Record("unsubscribe_tags-ok")
	out, err := m.Open().Unsubscribe(context.Background(), "vip", []vendors.Token{regid})
	if err != nil || out[0].State != vendors.StateAccepted {
		t.Fatalf("%+v, %v", out, err)
	}
	m.SameRequest(m.Seen()[1], m.Recorded("unsubscribe_tags-ok").Request, "auth_token")
	//lint:ignore SA1008 the vendor writes it this way
	if got := m.Seen()[1].Header["auth_token"]; len(got) != 1 || got[0] != "58ad47319e8d725350a5afd5" {
		t.Errorf("header auth_token %q", got)
	}
}

func TestUploads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, c := range map[string]struct {
		kind vendors.PictureKind
		id   string
	}{
		"small_picture-ok": {vendors.PictureIcon, "692481b2e27668d2ed3aff20"}, "big_picture-ok": {vendors.PictureBig, "692481b2e27668d2ed3aff21"},
	} {
		m := newMock(t).Record(name)
		id, err := m.Open().UploadPicture(ctx, vendors.Picture{Kind: c.kind, Name: "icon.png", Data: []byte("(binary)")})
		if err != nil || id != c.id {
			t.Errorf("%s: id %q, %v, want %s", name, id, err, c.id)
			continue
		}
		want, got := m.Recorded(name).Request, m.Seen()[1]
		if got.Host != want.Host || got.Path != want.Path {
			t.Errorf("uploaded to %s%s, recorded %s%s", got.Host, got.Path, want.Host, want.Path)
		}
		if diff := cmp.Diff(fields(t, want.Header["Content-Type"], string(want.Body)), fields(t, got.Header.Get("Content-Type"), got.Body)); diff != "" {
			t.Errorf("parts (-recorded +sent):\n%s", diff)
		}
	}
	m := newMock(t).Record("small_picture-invalid").Say("/server/v1/media/upload/big_picture", 200, `{"code":0,"data":{}}`)
	s := m.Open()
	var refused *vendors.AnswerError
	if _, err := s.UploadPicture(ctx, vendors.Picture{Kind: vendors.PictureIcon, Name: "icon.txt", Data: []byte("x"), TTL: time.Hour}); !errors.As(err, &refused) || refused.Code != "51" {
		t.Errorf("error %v, want an AnswerError with 51", err)
	}
	for name, p := range map[string]vendors.Picture{
		"no id in the answer": {Name: "a.png", Data: []byte("x")},
		"no name":             {Data: []byte("x")},
		"no data":             {Name: "a.png"},
		"too large":           {Kind: vendors.PictureIcon, Name: "a.png", Data: make([]byte, 51201)},
	} {
		if _, err := s.UploadPicture(ctx, p); err == nil || !strings.HasPrefix(err.Error(), "oppo: upload picture: ") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

// The hosts beside those that push are for China: an auth_token of overseas would be
// refused there for ever.
func TestChinaOnly(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t)
	s := m.Open(func(c *vendors.Config) { c.Credentials["region"] = "overseas" })
	for op, ask := range map[string]func() error{
		"upload picture": func() error {
			_, err := s.UploadPicture(ctx, vendors.Picture{Name: "a.png", Data: []byte("x")})
			return err
		},
		"quota":       func() error { _, err := s.Quota(ctx); return err },
		"dead tokens": func() error { _, err := s.DeadTokens(ctx); return err },
	} {
		if err := ask(); err == nil || !strings.HasPrefix(err.Error(), "oppo: "+op+": ") || !strings.Contains(err.Error(), "in China only") {
			t.Errorf("%s: error %v", op, err)
		}
	}
	if n := len(m.Seen()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// fields are the parts of a multipart body with their types.
func fields(t *testing.T, contentType, body string) []string {
	t.Helper()
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for r := multipart.NewReader(strings.NewReader(body), params["boundary"]); ; {
		p, err := r.NextPart()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(p)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, p.FormName()+" "+p.FileName()+" "+p.Header.Get("Content-Type")+" "+string(b))
	}
}

func TestRefusedQueries(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	var answer *vendors.AnswerError
	for path, ask := range map[string]func(*oppo.Sender) error{
		"/server/v1/feedback/fetch_push_permit":       func(s *oppo.Sender) error { _, err := s.Quota(ctx); return err },
		"/server/v1/feedback/fetch_invalid_regidList": func(s *oppo.Sender) error { _, err := s.DeadTokens(ctx); return err },
	} {
		m := newMock(t).Say(path, 200, `{"code":27,"message":"Access Denied"}`)
		if err := ask(m.Open()); !errors.As(err, &answer) || answer.Code != "27" {
			t.Errorf("%s: %v, want an AnswerError", path, err)
		}
		if err := ask(mute(t).Record("auth-sign-wrong").Open()); !errors.As(err, &answer) || answer.Code != "16" {
			t.Errorf("%s without a login: %v, want an AnswerError", path, err)
		}
		m = newMock(t)
		m.RT.RegisterResponder(http.MethodGet, "=~"+path, lost)
		err := ask(m.Open())
		if err == nil || !strings.Contains(err.Error(), "cable cut") || strings.Contains(err.Error(), "58ad47319e8d725350a5afd5") {
			t.Errorf("%s without an answer: %v", path, err)
		}
	}
	m := newMock(t).Say("/server/v1/feedback/fetch_push_permit", 200, `{"code":0,"data":[]}`)
	if use, err := m.Open().Quota(ctx); err != nil || use.Limit != -1 || use.Left != -1 || use.Used != -1 {
		t.Errorf("no figures: %+v, %v", use, err)
	}
}

func TestTagsStopAtALostAnswer(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	n := 0
	m.RT.RegisterResponder(http.MethodPost, "=~/subscribe_tags$", func(r *http.Request) (*http.Response, error) {
		if n++; n == 2 {
			return lost(r)
		}
		return m.Answer(r)
	})
	m.Say("/server/v1/device/subscribe_tags", 200, `{"code":0}`)
	out, err := m.Open().Subscribe(context.Background(), "vip", testTokens(4))
	if err == nil || len(out) != 4 {
		t.Fatalf("%+v, %v", out, err)
	}
	want := []vendors.State{vendors.StateAccepted, vendors.StateUnknown, vendors.StateSuppressed, vendors.StateSuppressed}
	for i, o := range out {
		if o.State != want[i] || o.Token != testTokens(4)[i] {
			t.Errorf("outcome %d: %+v, want %s", i, o, want[i])
		}
	}
}

// What was never recorded of a request goes out as the vendor's clients have it.
func TestSendToAliases(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	m := newMock(t).Say(pathOne, 200, `{"code":0,"data":{"messageId":"m"}}`).Say(pathSave, 200, `{"code":0,"data":{"message_id":"b"}}`).
		Say(pathCast, 200, `{"code":0,"data":{"task_id":"t","10002":"u2"}}`)
	s := m.Open()
	res, err := s.SendToAliases(ctx, order(), []vendors.Token{"u1"})
	if err != nil || res.Accepted() != 1 {
		t.Fatalf("%+v, %v", res, err)
	}
	message := vendortest.Object(t, vendortest.Form(t, m.To(pathOne)[0].Body).Get("message"))
	if message["target_type"] != 5.0 || message["target_value"] != "u1" {
		t.Errorf("sent %v", message)
	}
	res, err = s.SendToAliases(ctx, sale(), []vendors.Token{"u1", "u2", "u;3"})
	if err != nil || res.Outcomes[0].State != vendors.StateAccepted || res.Outcomes[1].Code != "10002" || res.Outcomes[2].State != vendors.StateRejected {
		t.Errorf("%+v, %v", res.Outcomes, err)
	}
	if f := vendortest.Form(t, m.To(pathCast)[0].Body); f.Get("target_type") != "5" || f.Get("target_value") != "u1;u2" {
		t.Errorf("broadcast %v", f)
	}
}

func TestAliasesThatCannotBe(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	s := m.Open()
	for _, alias := range []string{"a;b", strings.Repeat("名", 65)} {
		o, err := s.BindAlias(context.Background(), alias, regid)
		if err != nil || o.State != vendors.StateRejected || o.Token != regid || o.Text == "" || len(m.Seen()) != 0 {
			t.Errorf("%q: %+v, %v after %d requests, want rejected", alias, o, err, len(m.Seen()))
		}
	}
}

// A test message without names would reach everybody.
func TestNoTestGoesToEverybody(t *testing.T) {
	t.Parallel()
	m := newMock(t)
	msg := sale()
	msg.Test = true
	o, _, err := m.Open().Broadcast(context.Background(), msg, vendors.Audience{All: true})
	if err != nil || o.State != vendors.StateRejected || o.Reason != vendors.ReasonBadRequest || o.Text == "" || len(m.Seen()) != 0 {
		t.Errorf("%+v, %v after %d requests, want rejected", o, err, len(m.Seen()))
	}
}
