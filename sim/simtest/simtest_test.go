package simtest_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/internal/toy"
	"github.com/offpush/offpush/sim/simtest"
	"github.com/offpush/offpush/vendors"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// push is somebody's sender: it logs in and sends.
func push(c *http.Client, base string, app sim.AppSpec, token, title string) error {
	var answer struct{ Code, Access string }
	call := func(path string, body any) error {
		raw, err := json.Marshal(body)
		if err != nil {
			return err
		}
		resp, err := c.Post(base+path, "application/json", strings.NewReader(string(raw)))
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		got, err := io.ReadAll(resp.Body)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(got, &answer); err != nil || answer.Code != "0" {
			return fmt.Errorf("%s: %s (%v)", path, got, err)
		}
		return nil
	}
	if err := call("/v1/login", toy.Wire{Key: app.Credentials["key"], Secret: app.Credentials["secret"]}); err != nil {
		return err
	}
	return call("/v1/send", toy.Wire{Access: answer.Access, To: []string{token}, Title: title, Class: "transactional"})
}

func toys() []sim.Endpoint { return []sim.Endpoint{toy.Endpoint{}} }

func TestEveryWayToReachIt(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]simtest.Options{
		"loopback": {}, "TLS": {TLS: true}, "in memory": {InMemory: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o.Endpoints = toys()
			s := simtest.New(t, o)
			app, phone := s.AddPhone(toy.Vendor)
			if err := push(s.Client(), s.URL(toy.Vendor), app, phone.Token, "hello"); err != nil {
				t.Fatal(err)
			}
			m := s.Messages()
			if len(m) != 1 || m[0].Fate.State != device.Shown || m[0].Device != "toy-1" || m[0].Reply.Code != "0" {
				t.Errorf("got %+v", m)
			}
			if shade := s.Shade(phone.ID); len(shade.Items) != 1 {
				t.Errorf("shade: %+v", shade)
			}
			if tls := strings.HasPrefix(s.URL(toy.Vendor), "https://"); tls != o.TLS || (s.CA() != nil) != o.TLS {
				t.Errorf("URL %s, CA %d bytes", s.URL(toy.Vendor), len(s.CA()))
			}
		})
	}
}

func TestCAIsEnoughForAnotherClient(t *testing.T) {
	t.Parallel()
	s := simtest.New(t, simtest.Options{Endpoints: toys(), TLS: true})
	app, phone := s.AddPhone(toy.Vendor)
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(s.CA()) {
		t.Fatalf("not a PEM certificate: %s", s.CA())
	}
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
	defer tr.CloseIdleConnections()
	if err := push(&http.Client{Transport: tr}, s.URL(toy.Vendor), app, phone.Token, "x"); err != nil {
		t.Error(err)
	}
}

func TestPhonesChangeAndTimePasses(t *testing.T) {
	t.Parallel()
	s := simtest.New(t, simtest.Options{Endpoints: toys(), InMemory: true})
	app, off := s.AddPhone(toy.Vendor, func(p *device.Phone) { p.Offline = true })
	_, other := s.AddPhone(toy.Vendor, func(p *device.Phone) { p.ID = "mine"; p.Notifications = false })
	if other.ID != "mine" || other.App != app.ID {
		t.Errorf("second phone: %+v", other)
	}
	for _, p := range []device.Phone{off, other} {
		if err := push(s.Client(), s.URL(toy.Vendor), app, p.Token, "x"); err != nil {
			t.Fatal(err)
		}
	}
	states := func() string {
		var out []string
		for _, m := range s.Messages() {
			out = append(out, string(m.Fate.State)+":"+m.Cause.Rule)
		}
		return strings.Join(out, " ")
	}
	if got := states(); got != "held:TY-DLV-001 hidden:TY-DLV-002" {
		t.Errorf("got %s", got)
	}
	s.Advance(2 * time.Hour)
	if got := states(); !strings.HasPrefix(got, "expired:TY-DLV-003") {
		t.Errorf("two hours later: %s", got)
	}
	s.UpdatePhone("mine", func(p *device.Phone) { p.Notifications = true })
	if err := push(s.Client(), s.URL(toy.Vendor), app, other.Token, "x"); err != nil {
		t.Fatal(err)
	}
	if n := len(s.Shade("mine").Items); n != 1 {
		t.Errorf("switched on: %d notifications", n)
	}
}

func TestFaultReachesTheSender(t *testing.T) {
	t.Parallel()
	s := simtest.New(t, simtest.Options{Endpoints: toys()})
	app, phone := s.AddPhone(toy.Vendor)
	s.Fault("reset late path=/send")
	if err := push(s.Client(), s.URL(toy.Vendor), app, phone.Token, "x"); err == nil {
		t.Error("the sender noticed nothing")
	}
	m := s.Messages()
	if len(m) != 1 || m[0].Reply.Error != "reset" || m[0].Reply.Status != nil || m[0].Fate.State != device.Shown {
		t.Errorf("got %+v, want it shown and the answer lost", m)
	}
}

func TestAllVendorsByDefault(t *testing.T) {
	t.Parallel()
	s := simtest.New(t, simtest.Options{TLS: true}) // some vendors speak HTTP/2 alone
	for _, id := range catalog.IDs() {
		app, phone := s.AddPhone(vendors.Vendor(id))
		if len(app.Credentials) == 0 || phone.Token == "" {
			t.Errorf("%s: app %+v, phone %+v", id, app, phone)
		}
		resp, err := s.Client().Get(s.URL(vendors.Vendor(id)) + "/")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.Header.Get("X-Offpush-Sim") != "1" {
			t.Errorf("%s: answer %d is not the simulator's", id, resp.StatusCode)
		}
	}
}

// recorder is a testing.TB that notes failures instead of ending the test.
type recorder struct {
	testing.TB
	failed string
}

func (r *recorder) Helper() {}
func (r *recorder) Fatalf(format string, args ...any) {
	r.failed = fmt.Sprintf(format, args...)
	panic(r)
}

func TestMistakesFailTheTestWithAHint(t *testing.T) {
	t.Parallel()
	rec := &recorder{TB: t}
	s := simtest.New(rec, simtest.Options{Endpoints: toys(), InMemory: true})
	for want, mistake := range map[string]func(){
		"there are [toy]": func() { s.URL("tyo") },
		"no device":       func() { s.Shade("nobody") },
		`did you mean`:    func() { s.Fault("htlm") },
		"no vendor":       func() { s.AddApp(sim.AppSpec{ID: "x", Vendor: "nobody"}) },
	} {
		func() {
			defer func() {
				if r := recover(); r != rec || !strings.Contains(rec.failed, want) {
					t.Errorf("got %q (%v), want %q", rec.failed, r, want)
				}
			}()
			mistake()
		}()
	}
}

// A sender that reads the machine's clock logs in after the test moved the simulator's.
func TestSenderOnTheMachinesClock(t *testing.T) {
	t.Parallel()
	for _, machine := range []bool{true, false} {
		s := simtest.New(t, simtest.Options{InMemory: true, MachineClock: machine})
		app, phone := s.AddPhone(vendors.OPPO)
		s.Engine.Clock().Advance(24 * time.Hour)
		row, _ := catalog.Find(vendors.OPPO)
		creds := vendors.Credentials{}
		for name, value := range app.Credentials {
			creds[name] = vendors.Secret(value)
		}
		sender, err := row.Open(vendors.Config{Credentials: creds, BaseURLs: map[string]string{"": s.URL(vendors.OPPO)}}, s.Client().Transport)
		if err != nil {
			t.Fatal(err)
		}
		r, err := sender.Send(t.Context(), &vendors.Message{Title: "a", Body: "b"}, []vendors.Token{vendors.Token(phone.Token)})
		if err != nil {
			t.Fatal(err)
		}
		if refused := r.Outcomes[0].Reason == vendors.ReasonCredentialWrong; refused == machine {
			t.Errorf("MachineClock %v: %+v", machine, r.Outcomes[0])
		}
	}
}
