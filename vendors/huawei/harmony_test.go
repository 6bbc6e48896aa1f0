package huawei_test

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/huawei"
	"github.com/offpush/offpush/vendors/vendortest"
)

const (
	pathV3     = "/v3/388421841222123456/messages:send"
	pathRevoke = "/v1/104512345/messages:revoke"
)

// testKey is made for the tests of one run.
var testKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return key
})

func testPEM() vendors.Secret {
	der, err := x509.MarshalPKCS8PrivateKey(testKey())
	if err != nil {
		panic(err) // an RSA key always has the form
	}
	return vendors.Secret(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func serviceAccount() vendors.Credentials {
	return vendors.Credentials{
		"api_version": huawei.APIv3, "client_id": "104512345", "project_id": "388421841222123456",
		"key_id": "0f2b6c1d9a7e4c35b8d1e6f7a2c3d4e5", "sub_account": "101234567", "private_key": testPEM(),
	}
}

// nextMock is a Huawei that a sender of v3 talks to. It has no login.
func nextMock(t *testing.T) *mock {
	t.Helper()
	return vendortest.NewMock(t, vendortest.Recording[*huawei.Sender]{
		Open: huawei.New, Credentials: serviceAccount(), Get: exchanges.Get, At: time.Unix(1767225600, 0),
		Headers: []string{"Content-Type", "push-type"},
	})
}

func nextTokens() []vendors.Token {
	return []vendors.Token{"MAMzLgdemoTokenA001", "MAMzLgdemoTokenB002"}
}

// listed is an answer with tokens under a reason.
func listed(code, reason string, ok int, tokens ...string) string {
	list, _ := json.Marshal(map[string][]string{reason: tokens})
	return coded(code, fmt.Sprintf(`{"illegalTokens":%s,"success":%d,"failure":%d}`, list, ok, len(tokens)))
}

func nextTargets(body []byte) []string {
	var b struct {
		Target struct {
			Token []string `json:"token"`
		} `json:"target"`
	}
	_ = json.Unmarshal(body, &b)
	return b.Target.Token
}

func TestContractOfHarmonyOS(t *testing.T) {
	h := harness(true)
	h.Credentials, h.Public = serviceAccount(), []string{"api_version", "client_id", "project_id", "key_id", "sub_account"}
	s := &h.Script
	s.IsLogin, s.Login, s.TokenOf, s.Expired = nil, nil, nil, nil
	s.Partial = func(dead vendors.Token, r *http.Request, body []byte) vendortest.Reply {
		if all := nextTargets(body); slices.Contains(all, string(dead)) {
			return vendortest.Reply{Body: listed("80100000", " tokenFormatError ", len(all)-1, string(dead))}
		}
		return s.Success(r, body)
	}
	s.Code = func(c vendors.Code, _ *http.Request, body []byte) (vendortest.Reply, bool) {
		ids := nextTargets(body)
		switch {
		// 80300007 is judged by the reasons in it, which TestHarmonyAnswers does.
		case c.Where == vendors.InAuth || c.Code == "80300007" || (c.Where == vendors.InPerToken && (c.Code == "80100000" || len(ids) != 1)):
			return vendortest.Reply{}, false
		case c.Where == vendors.InPerToken:
			return vendortest.Reply{Body: listed("80100000", c.Code, 0, ids...)}, true
		case c.Where == vendors.InResponse && c.Code == "80100000":
			return vendortest.Reply{Body: listed("80100000", "noRight", 1, "a token of nobody")}, true
		}
		return codeReply(c, body, func(documented int) int { return documented })
	}
	vendortest.Run(t, h)
}

func TestHarmonyRequestIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	m := nextMock(t).Record("v3-send-ok")
	msg := chat()
	msg.Collapse = "12345"
	accept(t, m.Open(), msg, nextTokens())
	got := m.To(pathV3)[0]
	m.SameRequest(got, recorded(t, "v3-send-ok").Request)
	if len(got.Body) != 272 {
		t.Errorf("body has %d bytes, the printed one 272: %s", len(got.Body), got.Body)
	}
}

// verify reads the JWT of a request and checks its signature.
func verify(t *testing.T, r vendortest.Sent) (header, claims map[string]any) {
	t.Helper()
	parts := strings.Split(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), ".")
	if len(parts) != 3 {
		t.Fatalf("%q is no JWT", r.Header.Get("Authorization"))
	}
	var raw [3][]byte
	for i, p := range parts {
		b, err := base64.RawURLEncoding.DecodeString(p)
		if err != nil {
			t.Fatal(err)
		}
		raw[i] = b
	}
	digest := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	// PS256 has a salt as long as the hash.
	err := rsa.VerifyPSS(&testKey().PublicKey, crypto.SHA256, digest[:], raw[2], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	if err != nil {
		t.Errorf("signature: %v", err)
	}
	return vendortest.Object(t, string(raw[0])), vendortest.Object(t, string(raw[1]))
}

// One JWT serves its hour; it is made by the sender's clock and asks Huawei nothing.
func TestJWT(t *testing.T) {
	t.Parallel()
	m := nextMock(t).Record("v3-send-ok")
	s := m.Open()
	accept(t, s, chat(), nextTokens())
	m.Clock.Advance(54 * time.Minute)
	accept(t, s, chat(), nextTokens())
	m.Clock.Advance(2 * time.Minute)
	accept(t, s, chat(), nextTokens())
	sent := m.To(pathV3)
	if a, b, c := sent[0].Header.Get("Authorization"), sent[1].Header.Get("Authorization"), sent[2].Header.Get("Authorization"); a != b || b == c {
		t.Errorf("the JWT changes at the wrong time")
	}
	header, claims := verify(t, sent[0])
	vectors, err := exchanges.JWTVectors()
	if err != nil {
		t.Fatal(err)
	}
	v := vectors[0]
	want := map[string]any{"aud": v.Audience, "iss": v.SubAccount, "exp": float64(v.Expires), "iat": float64(v.IssuedAt)}
	if diff := cmp.Diff(want, claims); diff != "" {
		t.Errorf("claims (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]any{"kid": v.KeyID, "typ": "JWT", "alg": "PS256"}, header); diff != "" {
		t.Errorf("header (-want +got):\n%s", diff)
	}
	// Byte for byte but for the signature, the known JWT.
	jwt := strings.TrimPrefix(sent[0].Header.Get("Authorization"), "Bearer ")
	if input := jwt[:strings.LastIndexByte(jwt, '.')]; input != v.SigningInput {
		t.Errorf("signed %s, want %s", input, v.SigningInput)
	}
	if _, later := verify(t, sent[2]); later["iat"] != float64(v.IssuedAt+56*60) {
		t.Errorf("the second JWT says %v", later)
	}
	if n := len(m.To(pathToken)); n != 0 {
		t.Errorf("%d logins, want none", n)
	}
}

// A JWT Huawei refuses is made anew, once.
func TestJWTIsMadeAnewOnce(t *testing.T) {
	t.Parallel()
	for _, refusal := range []string{"v3-jwt-expired", "v3-auth-error", "v3-jwt-too-long"} {
		m := nextMock(t).Record(refusal, "v3-send-ok")
		s := m.Open()
		accept(t, s, chat(), nextTokens())
		if sent := m.To(pathV3); len(sent) != 2 || sent[0].Header.Get("Authorization") == sent[1].Header.Get("Authorization") {
			t.Errorf("%s: %d requests, want two with two JWTs", refusal, len(sent))
		}
		m = nextMock(t).Record(refusal)
		res, err := m.Open().Send(context.Background(), chat(), nextTokens())
		if err != nil || res.Outcomes[0].State != vendors.StateRefused || len(m.To(pathV3)) != 2 {
			t.Errorf("%s for ever: %+v, %v, %d requests", refusal, res.Outcomes, err, len(m.To(pathV3)))
		}
	}
}

// A service account serves v1 and v2 as well, when there is no client secret.
func TestServiceAccountAtV1(t *testing.T) {
	t.Parallel()
	m := nextMock(t).Record("send-ok")
	s := m.Open(func(c *vendors.Config) { delete(c.Credentials, "api_version") })
	accept(t, s, chat(), chatTokens())
	verify(t, m.To(pathSend)[0])
	if h := m.To(pathSend)[0].Header; h.Get("push-type") != "" || len(m.To(pathToken)) != 0 {
		t.Errorf("header %v, %d logins", h, len(m.To(pathToken)))
	}
}

func TestHarmonyAnswers(t *testing.T) {
	t.Parallel()
	refused := func(code string, status int, r vendors.Reason) vendors.Outcome {
		return vendors.Outcome{State: vendors.StateRefused, Reason: r, Code: code, HTTPStatus: status, Retry: vendors.RetryNever}
	}
	ok := vendors.Outcome{State: vendors.StateAccepted, Code: "80100000", HTTPStatus: 200, MessageID: "176722920012300001000703"}
	dead := refused("tokenFormatError", 200, vendors.ReasonTokenInvalid)
	dead.TokenDead = true
	all := refused("80300007", 400, vendors.ReasonTokenInvalid)
	none := refused("noRight", 400, vendors.ReasonTokenInvalid)
	for name, want := range map[string][2]vendors.Outcome{
		"v3-send-partial":          {ok, dead},
		"v3-send-partial-blanks":   {ok, dead},
		"v3-send-all-failed":       {none, none},
		"v3-send-all-invalid-text": {all, all},
		"v3-badge-range":           {refused("80100003", 400, vendors.ReasonBadRequest), refused("80100003", 400, vendors.ReasonBadRequest)},
		"v3-penalty":               {refused("80300037", 400, vendors.ReasonPushDisabled), refused("80300037", 400, vendors.ReasonPushDisabled)},
		"v3-image":                 {refused("80100022", 400, vendors.ReasonContentFiltered), refused("80100022", 400, vendors.ReasonContentFiltered)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, err := nextMock(t).Record(name).Open().Send(context.Background(), chat(), nextTokens())
			if err != nil {
				t.Fatal(err)
			}
			for i, got := range res.Outcomes {
				w := want[i]
				w.Token, w.Text = nextTokens()[i], got.Text
				if diff := cmp.Diff(w, got); diff != "" {
					t.Errorf("outcome %d (-want +got):\n%s", i, diff)
				}
			}
		})
	}
	// A partial success that does not say for whom leaves nobody's outcome known.
	m := nextMock(t).Say(pathV3, 200, coded("80100000", "some"))
	res, err := m.Open().Send(context.Background(), chat(), nextTokens())
	if err != nil || res.Outcomes[0].State != vendors.StateUnknown || res.Outcomes[0].TokenDead {
		t.Errorf("unreadable partial: %+v, %v", res.Outcomes, err)
	}
	// A reason nobody documented condemns no token.
	m = nextMock(t).Say(pathV3, 400, listed("80300007", "somethingNew", 0, string(nextTokens()[0])))
	res, err = m.Open().Send(context.Background(), chat(), nextTokens()[:1])
	if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRefused || o.TokenDead || o.Code != "somethingNew" {
		t.Errorf("unknown reason: %+v, %v", o, err)
	}
}

func TestHarmonyHasNoTopics(t *testing.T) {
	t.Parallel()
	s := nextMock(t).Open()
	ctx := context.Background()
	if _, _, err := s.Broadcast(ctx, chat(), vendors.Audience{Any: []string{"weather"}}); err == nil {
		t.Error("a broadcast goes out")
	}
	if _, err := s.Subscribe(ctx, "weather", nextTokens()); err == nil {
		t.Error("a subscription goes out")
	}
	if _, err := s.Topics(ctx, nextTokens()[0]); err == nil {
		t.Error("a list of topics is asked for")
	}
}

// A card goes to one token, a test message to ten; the client splits.
func TestHarmonyTakesFewerTokens(t *testing.T) {
	t.Parallel()
	card := &vendors.Message{Overrides: []vendors.Override{huawei.Options{Harmony: &huawei.Harmony{PushType: ptr(huawei.PushCard)}}}}
	test := chat()
	test.Test = true
	for n, msg := range map[int]*vendors.Message{2: card, 11: test, 1001: chat()} {
		m := nextMock(t)
		res, err := m.Open().Send(context.Background(), msg, testTokens(n))
		if o := res.Outcomes[0]; err != nil || o.State != vendors.StateRejected || o.Retry != vendors.RetrySplit || len(m.To(pathV3)) != 0 {
			t.Errorf("%d tokens: %+v, %v", n, o, err)
		}
	}
}

func TestOpenOfHarmonyOS(t *testing.T) {
	t.Parallel()
	for says, change := range map[string]func(c vendors.Credentials){
		`"project_id" is missing`:  func(c vendors.Credentials) { delete(c, "project_id") },
		`"key_id" is missing`:      func(c vendors.Credentials) { delete(c, "key_id") },
		`"sub_account" is missing`: func(c vendors.Credentials) { delete(c, "sub_account") },
		`"private_key" is missing`: func(c vendors.Credentials) { delete(c, "private_key") },
		`is no PEM`:                func(c vendors.Credentials) { c["private_key"] = "MIIE-wrong-field" },
		`is no PKCS#8 key`: func(c vendors.Credentials) {
			c["private_key"] = "-----BEGIN PRIVATE KEY-----\nd3JvbmctZmllbGQ=\n-----END PRIVATE KEY-----\n"
		},
		`not all digits`: func(c vendors.Credentials) { c["client_id"] = "wrong-field" },
	} {
		c := serviceAccount()
		change(c)
		_, err := huawei.Open(vendors.Config{Credentials: c}, nil)
		if err == nil || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "wrong-field") {
			t.Errorf("error %v, want one that says %s and shows no value", err, says)
		}
	}
	c := serviceAccount()
	delete(c, "client_id")
	c["private_key"] = vendors.Secret(strings.ReplaceAll(c["private_key"].Reveal(), "\n", `\n`))
	if _, err := huawei.New(vendors.Config{Credentials: c}, nil); err != nil {
		t.Errorf("a key on one line: %v", err)
	}
}

// Every field of the v3 options reaches the wire as given, false included.
func TestEveryHarmonyOptionReachesTheWire(t *testing.T) {
	t.Parallel()
	var o huawei.Harmony
	fill(reflect.ValueOf(&o).Elem())
	requests, _, err := nextMock(t).Open().Build(message(opt(huawei.Options{Harmony: &o})), testTokens(1))
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	want := vendortest.Object(t, string(written))
	got := vendortest.Object(t, requests[0].Body)
	delete(got, "target")
	got["pushType"] = 7.0
	if requests[0].Header["Push-Type"][0] != "7" {
		t.Errorf("header %v", requests[0].Header)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-options +sent):\n%s", diff)
	}
	back, err := huawei.DecodeOverride([]byte(`{"harmony":` + string(written) + `}`))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(huawei.Options{Harmony: &o}, back); diff != "" {
		t.Errorf("options read back (-given +read):\n%s", diff)
	}
}
