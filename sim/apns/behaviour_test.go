package apns_test

import (
	"encoding/base64"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	facts "github.com/offpush/offpush/fixtures/apns"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/apns"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

func TestSandboxTellsAUniqueID(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	const id = "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"
	prod := w.want(w.push(w.Phone("p"), head{"apns-id": id}), "200")
	if prod.Header.Get("apns-id") != id || prod.Header.Get("apns-unique-id") != "" || prod.Header.Get("content-type") != "" {
		t.Errorf("production answers with %v", prod.Header)
	}
	if got := w.Last().VendorMessageID; got != id {
		t.Errorf("the event has the id %q", got)
	}
	w.site = "apns-sandbox"
	sand := w.want(w.push(w.Phone("s", func(p *device.Phone) { p.Environment = "sandbox" }), nil), "200")
	form := regexp.MustCompile(`^[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$`)
	for _, h := range []string{"apns-id", "apns-unique-id"} {
		if !form.MatchString(sand.Header.Get(h)) {
			t.Errorf("%s is %q", h, sand.Header.Get(h))
		}
	}
}

func TestABadIDIsNotEchoed(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	a := w.want(w.push(w.Phone("p"), head{"apns-id": "123"}), "400 BadMessageId")
	if got := a.Header.Get("apns-id"); len(got) != 36 {
		t.Errorf("apns-id is %q, want a fresh UUID", got)
	}
	b := w.push(strings.Repeat("22", 32), nil)
	if a.Header.Get("apns-id") == b.Header.Get("apns-id") {
		t.Error("two refusals have one id")
	}
}

func TestADeadTokenSaysSinceWhen(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	since := time.UnixMilli(1763990000123)
	a := w.want(w.push(w.Phone("p", func(p *device.Phone) { p.Installed, p.GoneSince = false, since }), nil), "410 Unregistered")
	if a.Body != `{"reason":"Unregistered","timestamp":1763990000123}` {
		t.Errorf("body %s", a.Body)
	}
	id := w.Phone("q")
	w.Pass(time.Minute)
	w.Change("q", func(p *device.Phone) { p.Installed = false })
	w.Pass(time.Minute)
	if a := w.push(id, nil); a.Timestamp != morning.Add(time.Minute).UnixMilli() {
		t.Errorf("timestamp %d, want a minute past the start", a.Timestamp)
	}
	if a := w.push("abc", nil); strings.Contains(a.Body, "timestamp") {
		t.Errorf("body %s", a.Body)
	}
}

// What was accepted at last waits; what waited before it is gone for good.
func TestOneIsStored(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p", offline)
	for _, text := range []string{"first", "second"} {
		w.want(w.send(id, `{"aps":{"alert":"`+text+`"}}`, nil), "200")
		w.Settle()
	}
	w.Change("p", online)
	w.Settle()
	if items := w.Shade("p").Items; len(items) != 1 || items[0].Body != "second" {
		t.Errorf("the phone shows %+v", items)
	}
	states := map[device.Fate]int{}
	for _, m := range w.Engine.Messages(0) {
		states[m.Fate.State]++
	}
	if states[device.Replaced] != 1 || states[device.Shown] != 1 {
		t.Errorf("fates %v", states)
	}
}

func TestCollapseReplacesOnScreen(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	for _, text := range []string{"one", "two"} {
		w.want(w.send(id, `{"aps":{"alert":"`+text+`"}}`, head{"apns-collapse-id": "c2c"}), "200")
		w.Settle()
	}
	if items := w.Shade("p").Items; len(items) != 1 || items[0].Body != "two" {
		t.Errorf("the phone shows %+v", items)
	}
}

func TestAnAlertRingsAndComesUp(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	w.want(w.push(strings.ToUpper(id), nil), "200")
	if e := w.wantFate(device.Shown, ""); !e.Fate.Sound || !e.Fate.Banner || e.Title != "新消息" || e.Category != "alert" {
		t.Errorf("%+v", e.Fate)
	}
	w.want(w.send(id, `{"aps":{"alert":"quiet"}}`, nil), "200")
	if e := w.wantFate(device.Shown, ""); e.Fate.Sound || !e.Fate.Banner {
		t.Errorf("without a sound: %+v", e.Fate)
	}
	w.want(w.push(w.Phone("f", func(p *device.Phone) {
		p.State, p.Flags = device.Foreground, map[string]string{"foreground": "banner"}
	}), nil), "200")
	w.wantFate(device.Shown, "")
}

// The certificate speaks for the connection: a token beside it is not looked at.
func TestACertificateNeedsNoToken(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	w.cert, w.jwt = certificate(&w.App, ""), "abc"
	id := w.Phone("p")
	w.want(w.push(id, nil), "200")
	w.want(w.push(id, head{"apns-push-type": "voip", "apns-topic": "com.example.im.voip"}), "200")
	w.want(w.push(id, head{"apns-push-type": "pushtotalk", "apns-topic": "com.example.im.voip-ptt"}), "400 TopicDisallowed")
}

func TestProviderTokensAsClientsWriteThem(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	w.conn = 0 // every push on its own
	for name, jwt := range map[string]string{
		"iat as text":   w.token(w.App, fields{"iat": "1764036000"}),
		"an hour old":   w.token(w.App, fields{"iat": w.Now().Unix() - 3600}),
		"almost":        w.token(w.App, fields{"iat": w.Now().Unix() - 3590}),
		"a bit ahead":   w.token(w.App, fields{"iat": w.Now().Unix() + 60}),
		"more claims":   w.token(w.App, fields{"aud": []string{"x"}}),
		"DER signature": der(w),
	} {
		w.jwt = jwt
		if a := w.push(id, nil); a.said() != "200" {
			t.Errorf("%s: %s", name, a.said())
		}
	}
	w.jwt = w.token(w.App, nil)
	w.want(w.push(id, head{"authorization": "Bearer " + w.jwt}), "200")
	w.want(w.push(id, head{"authorization": "bearer "}), "403 MissingProviderToken")
	w.want(w.push(id, head{"authorization": "bearer " + w.jwt[:len(w.jwt)-4]}), "403 InvalidProviderToken")
	w.want(w.push(id, head{"authorization": "bearer " + strings.Repeat("a.", 9000)}), "403 InvalidProviderToken")
}

// The vector of RFC 6979 in Apple's form: known key, known token.
func TestKnownVector(t *testing.T) {
	t.Parallel()
	const key = "-----BEGIN PRIVATE KEY-----\n" +
		"MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFX\n" +
		"Z7HWk05Qw9s26JsSe4piKxIPZyGhRANCAARg/tS6JVqdMclh63TGNW1owEm4kjth\n" +
		"+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ\n" +
		"-----END PRIVATE KEY-----\n"
	const jwt = "eyJhbGciOiJFUzI1NiIsImtpZCI6IkFCQzEyM0RFRkcifQ.eyJpYXQiOjE3NjQwMDAwMDAsImlzcyI6IkRFRjEyM0dISUoifQ." +
		"c3cRP_Ktdz_EhDgBHvsLGJpSTWLN20vRYvaw3bbN0eR2zk7Ntxa4iagVHCFDLm-Gd4QXSa7VTmZkEzwMWQoOew"
	w := open(t, options{app: func(a *sim.AppSpec) {
		a.Credentials = map[string]string{"team_id": "DEF123GHIJ", "key_id": "ABC123DEFG", "p8": key, "topic": "com.example.im"}
	}, rules: sim.RuleOptions{Without: []string{"AP-AUT-011"}}})
	w.jwt = jwt
	w.want(w.push(w.Phone("p"), nil), "200")
}

func TestRelatedKeysShareAConnection(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	second := w.AddApp(sim.AppSpec{ID: "second"})
	w.Flag("related_key", second.Credentials["key_id"])
	w.want(w.push(id, nil), "200")
	w.Pass(20 * time.Minute)
	w.jwt = w.token(second, nil)
	w.want(w.push(id, nil), "200")
}

func TestATokenIsRenewedAfterTwentyMinutes(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	for range 4 {
		w.jwt = w.token(w.App, nil)
		w.want(w.push(id, nil), "200")
		w.Pass(20 * time.Minute)
	}
}

func TestPushTypesAndTheirTopics(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	id := w.Phone("p")
	for kind, suffix := range map[string]string{
		"alert": "", "background": "", "location": ".location-query", "voip": ".voip", "complication": ".complication",
		"fileprovider": ".pushkit.fileprovider", "liveactivity": ".push-type.liveactivity", "pushtotalk": ".voip-ptt",
		"widgets": ".push-type.widgets", "controls": ".push-type.controls",
	} {
		w.want(w.push(id, head{"apns-push-type": kind, "apns-topic": "com.example.im" + suffix}), "200")
		if suffix != "" {
			w.want(w.push(id, head{"apns-push-type": kind}), "400 BadTopic")
			w.want(w.push(id, head{"apns-push-type": "", "apns-topic": "com.example.im" + suffix}), "200")
		}
	}
}

// The order of the checks: whatever else is wrong, the earlier one is answered.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	bad := head{
		"authorization": "bearer abc", "apns-id": "x", "apns-expiration": "x", "apns-priority": "7", "apns-push-type": "x",
		"apns-collapse-id": strings.Repeat("x", 65), "apns-topic": "",
	}
	for _, step := range []struct{ want, header, good string }{
		{"403 InvalidProviderToken", "authorization", "bearer " + w.jwt},
		{"400 BadMessageId", "apns-id", "9f2c1b7e-3a54-4d0b-9d0e-5a4b6c7d8e9f"},
		{"400 BadExpirationDate", "apns-expiration", "1"},
		{"400 BadPriority", "apns-priority", "5"},
		{"400 InvalidPushType", "apns-push-type", "alert"},
		{"400 BadCollapseId", "apns-collapse-id", "x"},
		{"400 MissingTopic", "apns-topic", "com.example.im"},
	} {
		w.want(w.send("abc", "", bad), step.want)
		bad[step.header] = step.good
	}
	w.want(w.send("abc", "", bad), "400 PayloadEmpty")
	w.want(w.send("abc", hello, bad), "400 BadDeviceToken")
}

func TestStatusesAreTheFacts(t *testing.T) {
	t.Parallel()
	answered := map[string]bool{}
	for _, p := range proofs() {
		got := p.Run(open(t, p.World))
		for _, said := range strings.Split(got, ", ") {
			status, reason, _ := strings.Cut(said, " ")
			if code, ok := facts.Facts().Code(reason); ok {
				answered[reason] = true
				if status != strconv.Itoa(code.HTTPStatus) {
					t.Errorf("%s: %s is answered %s, the facts say %d", p.Rule, reason, status, code.HTTPStatus)
				}
			}
		}
	}
	for _, c := range facts.Facts().Codes {
		if c.NotSimulated == "" && c.Code != "200" && !answered[c.Code] {
			t.Errorf("%s is never answered", c.Code)
		}
	}
}

func TestMintedCredentials(t *testing.T) {
	t.Parallel()
	ep := apns.New()
	a, b := ep.MintCredentials(1, "a"), ep.MintCredentials(1, "b")
	if a["team_id"] != b["team_id"] || a["key_id"] == b["key_id"] || a["p8"] == b["p8"] {
		t.Error("apps of one world share the team and nothing else")
	}
	if id := regexp.MustCompile(`^TEST[A-Z0-9]{6}$`); !id.MatchString(a["team_id"]) || !id.MatchString(a["key_id"]) {
		t.Errorf("ids %s and %s", a["team_id"], a["key_id"])
	}
	w := open(t, options{app: func(s *sim.AppSpec) { s.Package = "com.example.chat" }})
	if w.App.Credentials["topic"] != "com.example.chat" {
		t.Errorf("topic %s", w.App.Credentials["topic"])
	}
	if token := ep.MintToken(1, "a", "p"); len(token) != 64 {
		t.Errorf("device token %s", token)
	}
	var claims map[string]any
	part := strings.Split(w.jwt, ".")[1]
	if raw, err := base64.RawURLEncoding.DecodeString(part); err != nil || json.Unmarshal(raw, &claims) != nil {
		t.Errorf("claims %q: %v", part, err)
	}
	if w.Engine.Endpoint(vendors.APNs).AppRef(w.App.Credentials) != "com.example.chat" {
		t.Error("an app is named by its topic")
	}
}
