package huawei_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/offpush/offpush/fixtures/exchange"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/huawei"
)

// clientAnswers play the requests of clients people use, as they stand but for what is
// signed or issued: each is taken or refused as the recorded answer says.
func clientAnswers(all []exchange.Exchange) map[string]func(w *world) reply {
	out := map[string]func(w *world) reply{}
	for _, e := range all {
		if strings.HasPrefix(e.Name, "client-") {
			out[e.Name] = func(w *world) reply { return w.golden(e) }
		}
	}
	return out
}

// golden sends a recorded request to the app it names.
func (w *world) golden(e exchange.Exchange) reply {
	w.T.Helper()
	w = open(w.T, options{start: time.Unix(1767225600, 0), app: func(a *sim.AppSpec) {
		a.Credentials = huawei.New().MintCredentials(1, "golden")
		for name, value := range map[string]string{
			"client_id": "104512345", "app_id": "104512345", "client_secret": "0123456789abcdef0123456789abcdef",
			"project_id": "388421841222123456", "key_id": "0f2b6c1d9a7e4c35b8d1e6f7a2c3d4e5", "sub_account": "101234567",
		} {
			a.Credentials[name] = value
		}
	}})
	w.Phone("p1", func(p *phoneState) { p.Token = "IQAAAACy0demoTokenA001" })
	w.next("p2", func(p *phoneState) { p.Token = "MAMzLgdemoTokenA001" })
	h := http.Header{}
	for name, value := range e.Request.Header {
		h.Set(name, value)
	}
	if was := h.Get("Authorization"); was != "" {
		h.Set("Authorization", "Bearer "+w.signedAnew(strings.TrimPrefix(was, "Bearer ")))
	}
	return w.do(e.Request.Method, e.Request.Path, h, string(e.Request.Body))
}

// signedAnew is a JWT with the header and the claims of another, under a signature that
// holds; in place of anything else it is the world's access token.
func (w *world) signedAnew(was string) string {
	parts := strings.Split(was, ".")
	if len(parts) != 3 {
		return w.token
	}
	var head struct{ Alg string }
	raw, err := base64.RawURLEncoding.DecodeString(parts[0])
	if err != nil || json.Unmarshal(raw, &head) != nil {
		w.T.Fatalf("header %q of a recorded JWT: %v", raw, err)
	}
	input := parts[0] + "." + parts[1]
	return input + "." + signature(w.App.Credentials["private_key"], head.Alg, input)
}
