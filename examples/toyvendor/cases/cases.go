// Package cases is the toy vendor's part of the conformance suite. Codes, paths
// and limits stand here as literals: a mistake in the shared facts must not pass
// everything.
package cases

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

const (
	source = "docs/adding-a-vendor.md, the toy's protocol"
	toy    = vendors.Vendor("toy")
)

// Cases are all of the toy's.
func Cases() []conformance.Case {
	return []conformance.Case{
		{
			ID: "toy/fields/title-too-long", Vendor: toy, Direction: conformance.Endpoint, Level: conformance.Must,
			Title: "title over 20 characters", Requirement: "A title of 21 characters must be answered with code 11.",
			Source: source, Needs: []conformance.Need{conformance.NeedControl}, Codes: []string{"11"},
			Run: func(t *conformance.T) {
				app, phones := world(t, 1)
				token := login(t, app)
				for n, want := range map[int]string{20: "0", 21: "11"} {
					got := call(t, "/push", token, map[string]any{
						"to": []string{phones[0].Token}, "title": strings.Repeat("字", n), "text": "x", "kind": "notice",
					})
					if got["code"] != want {
						t.Errorf("title of %d characters: code %v, want %s", n, got["code"], want)
					}
				}
			},
		},
		{
			ID: "toy/targets/one-dead-token", Vendor: toy, Direction: conformance.Sender, Level: conformance.Must,
			Title: "one of two tokens is dead", Source: source, Needs: []conformance.Need{conformance.NeedControl},
			Requirement: "When the vendor names a dead token in an accepted call, the sender must report that token dead and the other accepted.",
			Run: func(t *conformance.T) {
				app, phones := world(t, 2)
				phones[1].Installed = false
				set(t, phones[1])
				res := t.Send(t.Sender(app), message(), vendors.Token(phones[0].Token), vendors.Token(phones[1].Token))
				if o := res.Outcomes[0]; o.State != vendors.StateAccepted {
					t.Errorf("live token: %+v, want accepted", o)
				}
				if o := res.Outcomes[1]; o.State != vendors.StateRefused || !o.TokenDead {
					t.Errorf("dead token: %+v, want refused and dead", o)
				}
			},
		},
		{
			ID: "toy/quota/news-of-a-day", Vendor: toy, Direction: conformance.Endpoint, Level: conformance.Must,
			Title: "second piece of news of a day", Source: source, Needs: []conformance.Need{conformance.NeedControl},
			Requirement: "The second piece of news for a phone must be answered with code 0 and not be shown.",
			Codes:       []string{"0"},
			Run: func(t *conformance.T) {
				app, phones := world(t, 1)
				token := login(t, app)
				for range 2 {
					got := call(t, "/push", token, map[string]any{
						"to": []string{phones[0].Token}, "title": "news", "text": "x", "kind": "news",
					})
					if got["code"] != "0" {
						t.Errorf("code %v, want 0", got["code"])
					}
				}
				if err := t.Control().Settle(); err != nil {
					t.SetupErrorf("settle: %v", err)
				}
				messages, err := t.Control().Messages()
				if err != nil || len(messages) != 2 {
					t.SetupErrorf("messages: %d, %v; want 2", len(messages), err)
				}
				for i, want := range []device.Fate{device.Shown, device.Dropped} {
					if got := messages[i].State; got != want {
						t.Errorf("message %d is %s, want %s", i+1, got, want)
					}
				}
			},
		},
	}
}

func message() *vendors.Message {
	return &vendors.Message{ID: "m-1", Title: "notice", Body: "text", Class: vendors.ClassTransactional}
}

// world prepares an app and n phones.
func world(t *conformance.T, n int) (sim.AppSpec, []device.Phone) {
	app, err := t.Control().AddApp(sim.AppSpec{ID: "shop", Vendor: toy})
	if err != nil {
		t.SetupErrorf("app: %v", err)
	}
	var phones []device.Phone
	for i := range n {
		p, err := t.Control().AddPhone(sim.NewPhone("phone-"+string(rune('a'+i)), toy, app.ID))
		if err != nil {
			t.SetupErrorf("phone: %v", err)
		}
		phones = append(phones, p)
	}
	return app, phones
}

func set(t *conformance.T, p device.Phone) {
	if err := t.Control().SetPhone(p); err != nil {
		t.SetupErrorf("phone %s: %v", p.ID, err)
	}
}

// login speaks the toy's protocol by hand, as an endpoint case has to.
func login(t *conformance.T, app sim.AppSpec) string {
	got := call(t, "/login", "", map[string]any{"key": app.Credentials["key"], "secret": app.Credentials["secret"]})
	token, _ := got["token"].(string)
	if got["code"] != "0" || token == "" {
		t.Fatalf("login answered %v, want code 0 and a token", got["code"])
	}
	return token
}

func call(t *conformance.T, path, token string, body map[string]any) map[string]any {
	raw, err := json.Marshal(body)
	if err != nil {
		t.SetupErrorf("request: %v", err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, t.BaseURL()+path, bytes.NewReader(raw))
	if err != nil {
		t.SetupErrorf("request: %v", err)
	}
	r.Header.Set("Authorization", token)
	resp, err := t.HTTP().Do(r)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatalf("%s: answer is no JSON object: %v", path, err)
	}
	return got
}
