package huawei_test

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/offpush/offpush/fixtures/huawei/exchanges"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/endpointtest"
	"github.com/offpush/offpush/sim/huawei"
)

// jwt signs a JWT of the app's service account. Changes replace claims, nil removes
// one; "kid" and "alg" go into the header, and alg RS256 signs with that.
func (w *world) jwt(changes fields) string {
	w.T.Helper()
	cred := w.App.Credentials
	now := w.Now().Unix()
	head := fields{"kid": cred["key_id"], "typ": "JWT", "alg": "PS256"}
	claims := fields{"aud": "https://oauth-login.cloud.huawei.com/oauth2/v3/token", "iss": cred["sub_account"], "iat": now, "exp": now + 3600}
	for k, v := range changes {
		into := claims
		if k == "kid" || k == "alg" {
			into = head
		}
		into[k] = v
		if v == nil {
			delete(into, k)
		}
	}
	input := b64(jsonOf(head)) + "." + b64(jsonOf(claims))
	return input + "." + signature(cred["private_key"], head["alg"], input)
}

func signature(key string, alg any, input string) string {
	block, _ := pem.Decode([]byte(key))
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		panic(err) // the keys are the tests' own
	}
	digest := sha256.Sum256([]byte(input))
	private := parsed.(*rsa.PrivateKey)
	var sig []byte
	if alg == "RS256" {
		sig, err = rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, digest[:])
	} else {
		sig, err = rsa.SignPSS(rand.Reader, private, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	}
	if err != nil {
		panic(err) // the keys are the tests' own
	}
	return b64(string(sig))
}

func b64(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }

// next adds a phone of HarmonyOS 5 and returns its token.
func (w *world) next(id string, changes ...func(*phoneState)) string {
	w.T.Helper()
	return w.Phone(id, append([]func(*phoneState){func(p *phoneState) { p.Flags = map[string]string{"system": "harmonyos5"} }}, changes...)...)
}

// The paths tests change in a v3 body.
const (
	hNotice  = "payload.notification."
	hOptions = "pushOptions."
)

// harmonyBody is a good alert to tokens: marketing, which needs no right.
func harmonyBody(tokens []string, changes fields) fields {
	m := fields{
		"payload": fields{"notification": fields{
			"category": "MARKETING", "title": "周末活动开始", "body": "点击查看详情", "clickAction": fields{"actionType": 0},
		}},
		"target": fields{"token": tokens},
	}
	return changed(m, changes)
}

// alert pushes an alert to tokens of HarmonyOS.
func (w *world) alert(changes fields, tokens ...string) reply {
	w.T.Helper()
	return w.v3("0", harmonyBody(tokens, changes))
}

// v3 posts a body to the v3 path with a JWT.
func (w *world) v3(pushType string, body any) reply {
	w.T.Helper()
	return w.posted("/v3/"+w.App.Credentials["project_id"]+"/messages:send", w.jwt(nil), pushType, body)
}

func (w *world) posted(path, access, pushType string, body any) reply {
	w.T.Helper()
	h := http.Header{"Content-Type": {"application/json"}}
	if access != "" {
		h.Set("Authorization", "Bearer "+access)
	}
	if pushType != "" {
		h.Set("push-type", pushType)
	}
	return w.do(http.MethodPost, path, h, jsonOf(body))
}

// chatNext makes an alert a chat message, which the shop has the right to send.
func chatNext(more fields) fields {
	m := fields{hNotice + "category": "IM", hNotice + "title": "李雷", hNotice + "body": "晚上一起吃饭吗？"}
	for k, v := range more {
		m[k] = v
	}
	return m
}

// The known JWT is one, by the key it was signed with.
func TestKnownJWT(t *testing.T) {
	t.Parallel()
	vectors, err := exchanges.JWTVectors()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vectors {
		if !huawei.SignedBy(v.JWT, v.PublicKey) || huawei.SignedBy(v.JWT[:len(v.JWT)-2]+"AA", v.PublicKey) {
			t.Errorf("%s: the signature is not judged rightly", v.Name)
		}
	}
}

// The same JWT is good at v1, v2 and v3, and an access token is not at v3.
func TestJWTOnEveryVersion(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	cred := w.App.Credentials
	hms, next := w.Phone("p1"), w.next("p2")
	access := w.token
	w.token = w.jwt(nil)
	for path, want := range map[string]string{
		"/v1/" + cred["client_id"] + "/messages:send":  "80000000",
		"/v2/" + cred["project_id"] + "/messages:send": "80000000",
	} {
		if got := w.post(path, message([]string{hms}, nil)).said(); got != want {
			t.Errorf("%s with a JWT: %s, want %s", path, got, want)
		}
	}
	if got := w.alert(nil, next).said(); got != "80000000" {
		t.Errorf("v3 with a JWT: %s", got)
	}
	if got := w.posted("/v3/"+cred["project_id"]+"/messages:send", access, "0", harmonyBody([]string{next}, nil)).said(); got != "HTTP 401 80200001" {
		t.Errorf("v3 with an access token: %s", got)
	}
}

// Test messages of HarmonyOS are outside the quotas of HMS and of one phone.
func TestHarmonyTestQuotas(t *testing.T) {
	t.Parallel()
	w := open(t, options{app: registered})
	w.Limit("test", 1)
	w.Limit("device.total", 1)
	id := w.next("p1")
	for range 3 {
		w.alert(chatNext(fields{hOptions + "testMessage": true}), id)
		if got := w.reported(); got != "0" {
			t.Errorf("a test message ends as %q", got)
		}
	}
}

// A collapseKey groups notifications: background messages that wait do not replace
// each other.
func TestCollapseKeyOfBackgroundMessages(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.next("p1", offline)
	var sent []string
	for range 2 {
		body := fields{"payload": fields{"extraData": "x"}, "target": fields{"token": []string{id}}, "pushOptions": fields{"collapseKey": 7}}
		if got := w.v3("6", body).said(); got != "80000000" {
			t.Fatal(got)
		}
		w.Settle()
		sent = append(sent, w.Last().ID)
	}
	if got := w.stateOf(sent[0]).Fate.State; got != "held" {
		t.Errorf("the first message is %s", got)
	}
}

// The documented request measures 207 bytes without its tokens.
func TestHarmonySize(t *testing.T) {
	t.Parallel()
	x, err := exchanges.Get("v3-send-ok")
	if err != nil {
		t.Fatal(err)
	}
	w := open(t, options{})
	w.Seen = func(c *sim.Call, _ *sim.Decision) {
		if p := c.Wire.(*huawei.Push); p.Harmony.Send.Size != 207 {
			t.Errorf("%d bytes, want 207", p.Harmony.Send.Size)
		}
	}
	w.do(http.MethodPost, x.Request.Path, http.Header{"Push-Type": {"0"}}, string(x.Request.Body))
}

func TestHarmonyReceipts(t *testing.T) {
	t.Parallel()
	box := &endpointtest.Mailbox{}
	w := open(t, options{post: box, app: func(a *sim.AppSpec) {
		registered(a)
		a.Rights = []string{"IM"}
		a.Package = "com.example.demo"
	}})
	id := w.next("p1")
	a := w.alert(chatNext(fields{hOptions + "biTag": "order-1"}), id)
	w.Settle()
	at := w.Last().Fate.At.UnixMilli()
	w.v3("1", changed(fields{"payload": card(), "target": fields{"token": []string{id}}}, nil))
	w.Settle()
	w.alert(nil, strings.Repeat("M", 40)) // nobody's
	w.Settle()
	var got []string
	for _, p := range box.Posted() {
		got = append(got, endpointtest.Shape(p.Body))
	}
	want := []string{
		`{"statuses":[{"appPackageName":"com.example.demo","biTag":"order-1","deliveryStatus":{"result":0,"timestamp":"<number of 13 digits>"},"pushType":0,"requestId":"<24 digits>","token":"<id>"}]}`,
		`{"statuses":[{"appPackageName":"com.example.demo","biTag":"","formStatus":{"formId":10086,"result":0,"timestamp":"<number of 13 digits>"},"pushType":1,"requestId":"<24 digits>","token":"<id>"}]}`,
		`{"statuses":[{"appPackageName":"com.example.demo","biTag":"","deliveryStatus":{"result":5,"timestamp":"<number of 13 digits>"},"pushType":0,"requestId":"<24 digits>","token":"` + strings.Repeat("M", 40) + `"}]}`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("receipts (-want +got):\n%s", diff)
	}
	first := `{"statuses":[{"biTag":"order-1","pushType":0,"appPackageName":"com.example.demo","token":"` + id +
		`","requestId":"` + a.RequestID + `","deliveryStatus":{"result":0,"timestamp":` + jsonOf(at) + `}}]}`
	if diff := cmp.Diff(first, box.Posted()[0].Body); diff != "" {
		t.Errorf("bytes (-want +got):\n%s", diff)
	}
}

func card() fields {
	return fields{
		"formId": 10086, "version": 1, "moduleName": "entry", "formName": "widget", "abilityName": "EntryFormAbility", "formData": fields{"a": "b"},
	}
}

// The voice speaks, a card changes, a call is the app's, a live view is shown.
func TestHarmonyPushTypes(t *testing.T) {
	t.Parallel()
	rights := func(a *sim.AppSpec) { a.Rights = []string{"PLAY_VOICE", "live_view.TAXI", "in_app_call"} }
	live := fields{"activityId": 1, "operation": 0, "event": "TAXI", "activityData": fields{
		"notificationData": fields{"type": 3, "contentTitle": "司机已接单", "contentText": []fields{{"text": "3 分钟后到达"}}},
	}}
	for pushType, c := range map[string]struct {
		payload fields
		want    string
	}{
		"1":  {card(), "hidden"},
		"2":  {fields{"extraData": "x", "notification": fields{"category": "PLAY_VOICE", "title": "收款", "body": "到账 12 元", "clickAction": fields{"actionType": 0}}}, "shown"},
		"6":  {fields{"extraData": "x"}, "hidden"},
		"7":  {live, "shown"},
		"10": {fields{"extraData": "x"}, "hidden"},
	} {
		w := open(t, options{app: rights})
		a := w.v3(pushType, fields{"payload": c.payload, "target": fields{"token": []string{w.next("p1")}}})
		if got := a.said() + " " + w.Fate(); got != "80000000 "+c.want {
			t.Errorf("push-type %s: %s, want %s", pushType, got, c.want)
		}
		if e := w.Last(); pushType == "2" && e.Fate.Sound {
			t.Error("a voice broadcast rings")
		}
	}
}

// FuzzHarmony: whatever is posted, decoding ends.
func FuzzHarmony(f *testing.F) {
	all, err := exchanges.All()
	if err != nil {
		f.Fatal(err)
	}
	for _, e := range all {
		f.Add([]byte(e.Request.Body), "0", "eyJhbGciOiJQUzI1NiJ9.eyJpc3MiOiIxIn0.c2ln")
	}
	ep := huawei.New()
	f.Fuzz(func(t *testing.T, body []byte, pushType, access string) {
		for _, path := range []string{"/v3/1/messages:send", "/v1/1/messages:revoke"} {
			h := http.Header{"Push-Type": {pushType}, "Authorization": {"Bearer " + access}}
			c := &sim.Call{At: time.Unix(0, 0)}
			ep.Decode(&sim.Request{Method: http.MethodPost, Path: path, Header: h, Body: body}, c)
			if c.Malformed == (json.Valid(body) && len(body) > 0 && strings.TrimLeft(string(body), " \t\r\n")[0] == '{') {
				t.Errorf("%q: malformed is %t", body, c.Malformed)
			}
		}
	})
}

// sibling is another app of the project, without rights.
func (w *world) sibling(client string) sim.AppSpec {
	w.T.Helper()
	spec := sim.AppSpec{ID: "other"}
	credentials(client, "9f1c")(&spec)
	spec.Credentials["project_id"] = w.App.Credentials["project_id"]
	registered(&spec)
	return w.AddApp(spec)
}

// of is a phone of HarmonyOS 5 with another app.
func (w *world) of(app sim.AppSpec, id string) string {
	other := *w.World
	other.App = app
	return (&world{World: &other}).next(id)
}

// The service account of a project sends to the phones of all its apps: the app of the
// first one is judged.
func TestProjectsAreServedWhole(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	own, sibling := w.next("p1"), w.of(w.sibling("104512347"), "q1")
	stranger := w.of(w.AddApp(sim.AppSpec{ID: "stranger"}), "s1")
	var got []string
	for _, to := range [][]string{{own}, {sibling}, {sibling, own}, {stranger, own}} {
		a := w.alert(chatNext(nil), to...)
		w.Settle()
		got = append(got, a.said()+" "+w.Fate())
	}
	want := []string{"80000000 shown", "80000000 silent", "80000000 silent", "80100000 shown"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answers and fates (-want +got):\n%s", diff)
	}
	if a := w.send(nil, sibling); a.Code != "80300007" {
		t.Errorf("v1 answers %s for a phone of another app", a.said())
	}
}
