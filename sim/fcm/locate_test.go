package fcm_test

import (
	"encoding/json"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/fcm"
)

// A key file of a served simulator sends Google's libraries to the simulator, and logs in
// on either of its ports.
func TestTheKeyFileNamesTheSimulator(t *testing.T) {
	t.Parallel()
	w := open(t, options{})
	creds := map[string]string{"service_account": w.App.Credentials["service_account"]}
	fcm.New().(sim.Located).Locate(creds, func(site string) string { return "http://127.0.0.1:7070/" + site })
	was, is := map[string]string{}, map[string]string{}
	for text, into := range map[string]*map[string]string{w.App.Credentials["service_account"]: &was, creds["service_account"]: &is} {
		if err := json.Unmarshal([]byte(text), into); err != nil {
			t.Fatal(err)
		}
	}
	uri := is["token_uri"]
	if uri != "http://127.0.0.1:7070/fcm-oauth/token" {
		t.Errorf("token_uri = %s", uri)
	}
	for name, value := range was {
		if name != "token_uri" && is[name] != value {
			t.Errorf("%s = %q, want %q as before", name, is[name], value)
		}
	}
	if a := w.login(claims{"aud": uri}); a.Status != 200 { // the request comes to port 9000
		t.Errorf("login with that aud: %s", a.Body)
	}
	if a := w.login(claims{"aud": "http://127.0.0.2:9000/fcm-oauth/token"}); a.Status != 400 {
		t.Errorf("login with an aud of another machine: %s", a.Body)
	}
	for _, text := range []string{"", "null", "no file"} {
		creds = map[string]string{"service_account": text}
		if fcm.New().(sim.Located).Locate(creds, func(string) string { return "" }); creds["service_account"] != text {
			t.Errorf("%q became %q", text, creds["service_account"])
		}
	}
}
