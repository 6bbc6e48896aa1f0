package huawei

import (
	"bytes"
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"maps"
	"net/http"
	"slices"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
)

// HarmonyOS 5 and later is Huawei's other protocol: v3 of the API, with the JWT of a
// service account, and phones and tokens of its own.

// Where requirements about it are written.
const (
	docHarmony  = "Huawei HarmonyOS push REST API (push-scenariozed-api-request-struct, -request-param, -response), texts of 2026"
	docJWT      = "Huawei HarmonyOS guide to service accounts (push-jwt-token, 2026-01-14)"
	docRevoke   = "Huawei HarmonyOS recall of messages (push-msg-revoke, push-revoke-alert)"
	docReceipt2 = "Huawei HarmonyOS receipts V2 (push-api-msg-receipt)"
)

const pathRevoke = "/messages:revoke"

// next is a bench at HarmonyOS: requests carry a JWT and a push-type.
type next struct{ *bench }

// openNext prepares an app whose sender speaks v3.
func openNext(t *conformance.T, changes ...kit.AppOption) *next {
	return &next{prepare(t, append([]kit.AppOption{speaksV3}, changes...)...)}
}

// speaksV3 tells the sender under test which protocol it is about.
func speaksV3(a *sim.AppSpec) { a.Sender = map[string]string{"api_version": "v3"} }

// sibling adds another app of the project, which has a client of its own.
func (n *next) sibling(id, client string, changes ...kit.AppOption) sim.AppSpec {
	own := func(a *sim.AppSpec) {
		a.Credentials = map[string]string{"client_id": client, "client_secret": vectorSecret, "project_id": n.App.Credentials["project_id"]}
	}
	return kit.AddApp(n.T, shop(append([]kit.AppOption{kit.Named(id), own}, changes...)...))
}

// twoIDs gives an app the credentials of another one, under a client id and an App ID that
// differ.
func twoIDs(t *conformance.T) kit.AppOption {
	own := maps.Clone(kit.AddApp(t, shop(kit.Named("model"))).Credentials)
	maps.Copy(own, map[string]string{
		"client_id": vectorClient, "app_id": "104512346", "project_id": "388421841222123456", "key_id": "0f2b6c1d9a7e4c35b8d1e6f7a2c3d4e5",
	})
	return func(a *sim.AppSpec) { a.Credentials = own }
}

// phone adds a phone with HarmonyOS 5.
func (n *next) phone(id string, changes ...kit.PhoneOption) device.Phone {
	return n.Phone(id, append([]kit.PhoneOption{kit.Switch("system", "harmonyos5")}, changes...)...)
}

// jwt signs a JWT of the app's service account for an hour. Changes replace claims, nil
// removes one; kid and alg are in the header. "signed" is the alg it is signed with, if
// that is another one than it says.
func (n *next) jwt(changes ...map[string]any) string {
	cred, now := n.App.Credentials, n.World.Now().Unix()
	head := map[string]any{"kid": cred["key_id"], "typ": "JWT", "alg": "PS256"}
	claims := map[string]any{
		"aud": "https://oauth-login.cloud.huawei.com/oauth2/v3/token", "iss": cred["sub_account"], "iat": now, "exp": now + 3600,
	}
	for _, m := range changes {
		for name, v := range m {
			into := claims
			if name == "kid" || name == "alg" {
				into = head
			}
			into[name] = v
			if v == nil {
				delete(into, name)
			}
		}
	}
	with := head["alg"]
	if other, said := claims["signed"]; said {
		with = other
		delete(claims, "signed")
	}
	input := n.part(head) + "." + n.part(claims)
	return input + "." + n.sign(cred["private_key"], with, input)
}

func (n *next) part(m map[string]any) string {
	raw, err := json.Marshal(m)
	if err != nil {
		n.T.SetupErrorf("encode JWT: %v", err)
	}
	return base64.RawURLEncoding.EncodeToString(raw)
}

func (n *next) sign(key string, alg any, input string) string {
	block, _ := pem.Decode([]byte(key))
	if block == nil {
		n.T.SetupErrorf("the app has no private_key in PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	private, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		n.T.SetupErrorf("the app's private_key is no RSA key: %v", err)
	}
	digest := sha256.Sum256([]byte(input))
	var sig []byte
	if alg == "RS256" {
		sig, err = rsa.SignPKCS1v15(nil, private, crypto.SHA256, digest[:])
	} else {
		// The salt is made of the text, so that a case signs the same each time.
		sig, err = rsa.SignPSS(bytes.NewReader(digest[:]), private, crypto.SHA256, digest[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	}
	if err != nil {
		n.T.SetupErrorf("sign: %v", err)
	}
	return base64.RawURLEncoding.EncodeToString(sig)
}

// v3 is the app's path in version 3 of the API.
func (n *next) v3() string { return "/v3/" + n.App.Credentials["project_id"] + pathSend }

// as is the header of a call with a JWT and a push-type.
func as(jwt, pushType string) http.Header {
	return http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer " + jwt}, "push-type": {pushType}}
}

// push posts a body of a push type to the app's path.
func (n *next) push(pushType string, body kit.Body) kit.Answer {
	return n.Post(n.v3(), body, as(n.jwt(), pushType))
}

// alertOf is a correct IM alert to tokens.
func alertOf(tokens []string, changes ...kit.Change) kit.Body {
	return kit.Body{
		"payload": map[string]any{"notification": map[string]any{
			"category": "IM", "title": "李雷", "body": "晚上一起吃饭吗？", "clickAction": map[string]any{"actionType": 0},
		}},
		"target": map[string]any{"token": tokens},
	}.With(changes...)
}

// alert pushes an IM alert to p; changes come last.
func (n *next) alert(p device.Phone, changes ...kit.Change) kit.Answer {
	return n.push("0", alertOf([]string{p.Token}, changes...))
}

// promotion makes an alert a marketing one.
func promotion(b kit.Body) {
	b.With(notice("category", "MARKETING"), notice("title", "周末活动"), notice("body", "点击查看会场"))
}

// notice writes a member of payload.notification, option one of pushOptions.
func notice(path string, value any) kit.Change { return kit.Set("payload.notification."+path, value) }
func option(path string, value any) kit.Change { return kit.Set("pushOptions."+path, value) }
func without(path string) kit.Change           { return kit.Drop("payload.notification." + path) }

// payloadOf is a body of another push type.
func payloadOf(payload map[string]any, tokens ...string) kit.Body {
	return kit.Body{"payload": payload, "target": map[string]any{"token": tokens}}
}

// cardOf, extraOf, voiceOf and liveOf are payloads with what is mandatory.
func cardOf() map[string]any {
	return map[string]any{
		"formId": 10086, "version": 1, "moduleName": "entry", "formName": "widget", "abilityName": "EntryFormAbility", "formData": map[string]any{"a": "b"},
	}
}

func extraOf() map[string]any { return map[string]any{"extraData": "x"} }

func voiceOf() map[string]any {
	return map[string]any{"extraData": "x", "notification": map[string]any{
		"category": "PLAY_VOICE", "title": "收款", "body": "到账 12 元", "clickAction": map[string]any{"actionType": 0},
	}}
}

func liveOf(event string) map[string]any {
	return map[string]any{"activityId": 1, "operation": 0, "event": event, "activityData": map[string]any{
		"notificationData": map[string]any{"type": 3, "contentTitle": "司机已接单", "contentText": []any{map[string]any{"text": "3 分钟后到达"}}},
	}}
}

// revoke takes a notification back.
func (n *next) revoke(path string, body kit.Body) kit.Answer {
	return n.Post(path, body, as(n.jwt(), "0"))
}

// wantCode says which code an answer must have; with which HTTP status it comes is not
// documented. code, msg and requestId are JSON strings.
func (n *next) wantCode(a kit.Answer, code string) string {
	if a.Code() != code {
		n.T.Errorf("%v, want code %q, a string", a, code)
	}
	msg, ok := a.Text("msg")
	if id, said := a.Text("requestId"); !ok || msg == "" || !said || id == "" {
		n.T.Errorf("%v: msg and requestId must be JSON strings that are not empty", a)
	}
	return msg
}

// wantReason says for which reason the tokens must be listed, and with which code.
func (n *next) wantReason(a kit.Answer, code, reason string, tokens ...string) {
	msg := n.wantCode(a, code)
	var m struct {
		Failure *int                `json:"failure"`
		Illegal map[string][]string `json:"illegalTokens"`
	}
	if err := json.Unmarshal([]byte(msg), &m); err != nil {
		n.T.Errorf("%v: msg must be a string that holds JSON: %v", a, err)
		return
	}
	if m.Failure == nil || *m.Failure != len(tokens) || !slices.Equal(m.Illegal[reason], tokens) {
		n.T.Errorf("%v, want failure %d and illegalTokens.%s %q", a, len(tokens), reason, tokens)
	}
}
