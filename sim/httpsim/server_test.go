package httpsim_test

import (
	"strings"
	"testing"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/httpsim"
)

func TestSendInMemoryReachesThePhone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.client()
	w.login(c, "http://sim/toy")
	status, header, body := post(t, c, "http://sim/toy/v1/send", w.message("hello"))
	if status != 200 || body != `{"code":"0","id":"toy1"}` {
		t.Fatalf("send: got %d %s", status, body)
	}
	if got := header.Get(httpsim.HeaderSim); got != "7" {
		t.Errorf("%s: got %q, want the seed", httpsim.HeaderSim, got)
	}
	w.engine.Clock().Settle()
	shade, err := w.engine.Shade("p1")
	if err != nil {
		t.Fatal(err)
	}
	if len(shade.Items) != 1 || shade.Items[0].How != device.Shown || shade.Items[0].Title != "hello" {
		t.Errorf("shade: got %+v", shade)
	}
}

func TestExchangeNamesItsMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	c := w.client()
	w.login(c, "http://sim/toy")
	post(t, c, "http://sim/toy/v1/send?trace=1&access=abc", w.message("hello"))
	got := w.exchanges()
	if len(got) != 2 {
		t.Fatalf("got %d exchanges, want 2", len(got))
	}
	login, send := got[0], got[1]
	if login.ID != "c-000001" || send.ID != "m-000001" {
		t.Errorf("ids: got %q and %q", login.ID, send.ID)
	}
	if send.Path != "/v1/send?trace=1&access=[redacted]" || send.Method != "POST" || send.Verb != sim.VerbSend {
		t.Errorf("send: got %s %s %s", send.Method, send.Path, send.Verb)
	}
	if !send.Replied || send.Status != 200 || send.Code != "0" || send.Error != "" {
		t.Errorf("send: got %+v", send)
	}
	for _, ev := range got {
		all := string(ev.RequestHeader) + string(ev.RequestBody) + string(ev.ResponseBody)
		if strings.Contains(all, w.secret) || strings.Contains(all, w.access) {
			t.Errorf("%s: a secret was captured:\n%s", ev.ID, all)
		}
		if !strings.Contains(all, "[redacted]") || !strings.Contains(all, "Content-Type: application/json\n") {
			t.Errorf("%s: got\n%s", ev.ID, all)
		}
	}
}

func TestUnknownPlaceSaysWhatToDo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, nil)
	status, _, body := post(t, w.client(), "http://sim/nobody/here", "")
	if status != 404 || !strings.Contains(body, "/toy/") || !strings.Contains(body, "/nobody/here") {
		t.Errorf("got %d %s", status, body)
	}
	if n := len(w.exchanges()); n != 0 {
		t.Errorf("%d exchanges recorded for no vendor", n)
	}
}

func TestHeaderCanBeHidden(t *testing.T) {
	t.Parallel()
	w := newWorld(t, &httpsim.Options{HideHeader: true})
	_, header, _ := post(t, w.client(), "http://sim/toy/v1/send", "")
	if _, ok := header[httpsim.HeaderSim]; ok {
		t.Error("the answer says that it is simulated")
	}
}
