package kit_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/examples/toyvendor"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// play runs one case about the toy vendor, whose wire is in docs/adding-a-vendor.md.
func play(t *testing.T, run func(*conformance.T)) conformance.Result {
	t.Helper()
	c := conformance.Case{
		ID: "toy/kit/case", Vendor: "toy", Direction: conformance.Sender, Level: conformance.Must,
		Title: "t", Requirement: "r", Source: "s", Run: run,
	}
	report, err := conformance.Run(t.Context(), toyvendor.Subject{}, []conformance.Case{c}, conformance.Options{AllowEmpty: true})
	if err != nil {
		t.Fatal(err)
	}
	return report.Cases[0]
}

// toy is a bench at the toy vendor, logged in.
func toy(t *conformance.T, changes ...kit.AppOption) *kit.Bench {
	b := kit.Open(t, kit.Spec(sim.AppSpec{ID: "shop", Vendor: "toy"}, changes...))
	b.Code = func(a kit.Answer) string { code, _ := a.Text("code"); return code }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("id"); return id }
	token, _ := b.Post("/login", kit.Body{"key": b.App.Credentials["key"], "secret": b.App.Credentials["secret"]}).Text("token")
	b.Prepare = func(h http.Header) { h.Set("Authorization", token) }
	return b
}

func notice(phones ...device.Phone) kit.Body {
	return kit.Body{"to": kit.Tokens(phones...), "title": "标题", "text": "x", "kind": "notice"}
}

func TestBench(t *testing.T) {
	t.Parallel()
	res := play(t, func(t *conformance.T) {
		b := toy(t)
		p, q := b.Phone("a"), b.Phone("b")
		a := b.Post("/push", notice(p, q))
		if a.Status != 200 || a.Code() != "0" || a.ID() == "" || a.Kind("id") != "string" || a.Kind("none") != "" || a.Method != http.MethodPost {
			t.Errorf("%v, want a yes with an id", a)
		}
		b.WantVisible(a, p)
		b.WantItems(q, 1)
		b.WantTitles(q, "标题")
		kit.ChangePhone(t, q, kit.Uninstalled)
		if a := b.Post("/push", notice(p, q)); strings.Join(a.JSON.List("dead"), ",") != q.Token {
			t.Errorf("%v, want the token of the phone without the app in dead", a)
		}
		start := b.World.Now()
		b.Advance(time.Hour)
		if got := b.World.Now().Sub(start); got != time.Hour {
			t.Errorf("the clock went on by %v, want an hour", got)
		}
		if a := b.Post("/push", notice(p)); a.Code() != "41" { // the login was good for an hour
			t.Errorf("%v, want 41", a)
		}
		if a := b.Do(http.MethodPost, "/push", []byte("no JSON"), http.Header{"Authorization": {""}}); a.Code() == "0" || a.JSON == nil {
			t.Errorf("%v, want a refusal", a)
		}
		if a := b.Get("/push", "x=1"); a.Path != "/push" || a.Code() == "0" {
			t.Errorf("%v, want a refusal of /push without its query", a)
		}
		if a := b.PostForm("/push", kit.FormOf("to", "x")); a.Code() == "0" {
			t.Errorf("%v, want a refusal", a)
		}
	})
	if res.Status != conformance.StatusPassed {
		t.Errorf("%s: %s", res.Status, res.Explain())
	}
}

// TestExpectationsBite: what is not so is said, in words somebody can use.
func TestExpectationsBite(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		run    func(t *conformance.T, b *kit.Bench, s *kit.Sending)
		says   string
		status conformance.Status
	}{
		"fate": {func(_ *conformance.T, b *kit.Bench, _ *kit.Sending) {
			p := b.Phone("a")
			b.WantFate(b.Post("/push", notice(p)), p, device.Dropped)
		}, "at phone a is \"shown\"", conformance.StatusFailed},
		"no such message": {func(_ *conformance.T, b *kit.Bench, _ *kit.Sending) { b.FateOf("none", b.Phone("a")) }, "never was on its way to phone a", conformance.StatusFailed},
		"items":           {func(_ *conformance.T, b *kit.Bench, _ *kit.Sending) { b.WantItems(b.Phone("a"), 1) }, "shows 0 notifications, want 1", conformance.StatusFailed},
		"titles":          {func(_ *conformance.T, b *kit.Bench, _ *kit.Sending) { b.WantTitles(b.Phone("a"), "x") }, `want ["x"]`, conformance.StatusFailed},
		"accepted": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.Accepted(s.Give(message(), b.Phone("a", kit.Uninstalled)))
		}, "want accepted and alive", conformance.StatusFailed},
		"refused": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.Refused(s.Give(message(), b.Phone("a")).Outcomes[0], "30", vendors.ReasonTokenInvalid, true)
		}, "want refused", conformance.StatusFailed},
		"suppressed": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.Suppressed(s.Give(message(), b.Phone("a")).Outcomes[0])
		}, "want suppressed", conformance.StatusFailed},
		"tokens": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.WantTokens(s.Give(message(), b.Phone("a"), b.Phone("b")), true, false)
		}, "token 1", conformance.StatusFailed},
		"requests":   {func(_ *conformance.T, _ *kit.Bench, s *kit.Sending) { s.WantRequests("/push", 1) }, "0 requests reached /push, want 1", conformance.StatusFailed},
		"no request": {func(_ *conformance.T, _ *kit.Bench, s *kit.Sending) { s.Sent("/push") }, "no request reached /push", conformance.StatusFailed},
		"field": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.Give(message(), b.Phone("a"))
			s.WantField(s.Sent("/push"), "title", "other")
		}, `title "通知", want "other"`, conformance.StatusFailed},
		"within": {func(_ *conformance.T, _ *kit.Bench, s *kit.Sending) {
			s.WantWithin("x", kit.Object{"a": map[string]any{"b": 0}}, kit.Object{"a": map[string]any{"b": false}})
		}, "x.a.b 0, want false", conformance.StatusFailed},
		"adjusted": {func(_ *conformance.T, b *kit.Bench, s *kit.Sending) {
			s.WantAdjusted(s.Give(message(), b.Phone("a")), "title", vendors.AdjustTruncated)
		}, "want one that says title was truncated", conformance.StatusFailed},
		"ability":    {func(_ *conformance.T, _ *kit.Bench, s *kit.Sending) { kit.Ability[vendors.Recaller](s, "recall") }, "declares the feature recall", conformance.StatusError},
		"own fields": {func(_ *conformance.T, _ *kit.Bench, s *kit.Sending) { s.Own(message(), `{}`) }, "takes no vendor's own fields", conformance.StatusSkipped},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res := play(t, func(t *conformance.T) {
				b := toy(t)
				c.run(t, b, kit.Start(b))
			})
			if res.Status != c.status || !strings.Contains(res.Explain(), c.says) {
				t.Errorf("%s, want %s and %q:\n%s", res.Status, c.status, c.says, res.Explain())
			}
		})
	}
}

func message() *vendors.Message {
	return &vendors.Message{ID: "m-1", Title: "通知", Body: "x", Class: vendors.ClassTransactional}
}

func TestSending(t *testing.T) {
	t.Parallel()
	res := play(t, func(t *conformance.T) {
		b := toy(t)
		s := kit.Start(b)
		p, q := b.Phone("a"), b.Phone("b", kit.Uninstalled)
		r := s.Give(message(), p, q)
		s.WantTokens(r, true, false)
		s.WantField(s.Sent("/push"), "title", "通知")
		s.WantRequests("/push", 1)
		s.Answers("/push", 1, 200, `{"code":"10","dead":[]}`)
		if o := s.GiveTo(message(), kit.IDs(p)...).Outcomes[0]; o.Code != "10" {
			t.Errorf("code %q, want the answer's 10", o.Code)
		}
		s.Fault(fault.Fault{Kind: fault.Reset, Times: 1, Path: "/push"})
		if o := s.Try(message(), p).Outcomes[0]; o.State == vendors.StateAccepted {
			t.Errorf("a reset is %s", o.State)
		}
	})
	if res.Status != conformance.StatusPassed {
		t.Errorf("%s: %s", res.Status, res.Explain())
	}
}

func TestReceiver(t *testing.T) {
	t.Parallel()
	post := func(t *conformance.T, r *kit.Receiver, body string) int {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL, strings.NewReader(body))
		if err != nil {
			t.SetupErrorf("%v", err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.SetupErrorf("%v", err)
		}
		defer resp.Body.Close()
		return resp.StatusCode
	}
	receive := func(t *conformance.T) *kit.Receiver {
		return kit.Receive(t, kit.Callback{Answer: `{"ok":true}`, Entries: func(_ *http.Request, body []byte) []kit.Receipt {
			var out []kit.Receipt
			for _, o := range kit.Objects(body) {
				out = append(out, kit.Receipt{ID: o.Field("id"), Entry: o, Raw: string(body)})
			}
			return out
		}})
	}
	good := play(t, func(t *conformance.T) {
		r := receive(t)
		defer r.Stop()
		r.None()
		r.Next(500)
		if a, b := post(t, r, `[{"id":"1","n":7},{"id":"2"}]`), post(t, r, `{"id":"1","s":"x"}`); a != 500 || b != 200 {
			t.Errorf("answered %d and %d, want 500 once", a, b)
		}
		if all := r.Of("1", 2); all[0].Number("n") != "7" || r.Last("1").Text("s") != "x" || len(r.All()) != 3 {
			t.Errorf("receipts %v", r.All())
		}
		post(t, r, "neither")
		if all := r.All(); len(all) != 4 || all[3].Raw != "POST neither" {
			t.Errorf("what is no receipt is kept as %v", all)
		}
	})
	if good.Status != conformance.StatusPassed {
		t.Errorf("%s: %s", good.Status, good.Explain())
	}
	bad := play(t, func(t *conformance.T) {
		r := receive(t)
		defer r.Stop()
		post(t, r, `{"id":"1"}`)
		r.None()
	})
	if bad.Status != conformance.StatusFailed || !strings.Contains(bad.Explain(), `want none`) {
		t.Errorf("%s: %s", bad.Status, bad.Explain())
	}
}

func TestSeries(t *testing.T) {
	t.Parallel()
	s := kit.Series{Vendor: "toy", Since: "0.3.0", Feature: map[string]string{"list": "batches"}, Assumed: "a guess"}
	got := s.Sender([]conformance.Case{{ID: "toy/list/two"}, {ID: "toy/send/one", Source: "page; a guess", Needs: []conformance.Need{conformance.NeedClock}}})
	if len(got) != 2 || got[0].Features[0] != "batches" || got[0].Vendor != "toy" || got[0].Direction != conformance.Sender || got[0].Assumed {
		t.Errorf("the first case is %+v", got[0])
	}
	if c := got[1]; !c.Assumed || len(c.Features) != 0 || len(c.Needs) != 2 || c.Since != "0.3.0" {
		t.Errorf("the second case is %+v", c)
	}
	if e := s.Endpoint([]conformance.Case{{ID: "toy/send/one"}}); e[0].Direction != conformance.Endpoint {
		t.Errorf("the third case is %+v", e[0])
	}
}

// What a vendor has no place for in any message is no answer to what a case asks.
func TestTold(t *testing.T) {
	t.Parallel()
	for fields, want := range map[string]bool{"": false, "class": false, "class id": false, "class body": true} {
		var r vendors.Result
		for _, f := range strings.Fields(fields) {
			r.Adjustments = append(r.Adjustments, vendors.Adjustment{Field: f})
		}
		if got := kit.Told(r); got != want {
			t.Errorf("%q: %t, want %t", fields, got, want)
		}
	}
}
