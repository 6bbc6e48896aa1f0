package conformance

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// toy is the vendor of the fake subject: no real one's name appears here.
const toy vendors.Vendor = "toy"

// fakeSubject is a subject without a simulator: a tiny endpoint with rules that
// can be taken out, and a sender that talks to it by function call.
type fakeSubject struct {
	features  []string
	noControl bool
	noSender  bool
	open      func(ctx context.Context, o SessionOptions) error
	closeErr  error
	lacks     map[Need]string
	without   []string // rules taken out
}

func (f *fakeSubject) Name() string       { return "fake" }
func (f *fakeSubject) Features() []string { return f.features }

func (f *fakeSubject) Open(ctx context.Context, o SessionOptions) (Session, error) {
	if f.open != nil {
		if err := f.open(ctx, o); err != nil {
			return nil, err
		}
	}
	s := &fakeSession{subject: f, options: o, off: map[string]bool{}, dead: map[string]bool{}}
	for _, id := range append(f.without, o.Rules.Without...) {
		s.off[id] = true
	}
	if f.lacks != nil {
		return needySession{s, f.lacks}, nil
	}
	return s, nil
}

// needySession is a session that says itself what it cannot do.
type needySession struct {
	*fakeSession
	lacks map[Need]string
}

func (n needySession) Lacks(need Need) string { return n.lacks[need] }

type fakeSession struct {
	subject *fakeSubject
	options SessionOptions
	off     map[string]bool

	mu       sync.Mutex
	dead     map[string]bool // phones whose token leads nowhere
	requests []Exchange
	logs     strings.Builder
}

func (s *fakeSession) Control() Control {
	if s.subject.noControl {
		return nil
	}
	return fakeControl{s}
}
func (s *fakeSession) BaseURL() string    { return "http://toy.invalid" }
func (s *fakeSession) HTTP() *http.Client { return http.DefaultClient }
func (s *fakeSession) Logs() string       { return s.logs.String() }
func (s *fakeSession) Close() error       { return s.subject.closeErr }

func (s *fakeSession) Sender(app sim.AppSpec) (TestedSender, error) {
	if s.subject.noSender {
		return nil, ErrNoSender
	}
	return &fakeSender{s, app}, nil
}

// fakeSender takes the endpoint's word for it.
type fakeSender struct {
	session *fakeSession
	app     sim.AppSpec
}

func (f *fakeSender) Send(ctx context.Context, msg *vendors.Message, to []vendors.Token) (vendors.Result, error) {
	if err := ctx.Err(); err != nil {
		return vendors.Result{}, err
	}
	r := vendors.Result{Vendor: toy}
	for _, t := range to {
		r.Outcomes = append(r.Outcomes, f.session.answer(f.app, msg, t))
	}
	return r, nil
}

// answer is the endpoint: rule TOY-1 refuses a message without title, TOY-2 a
// token that leads nowhere, TOY-3 bites never.
func (s *fakeSession) answer(app sim.AppSpec, msg *vendors.Message, t vendors.Token) vendors.Outcome {
	s.mu.Lock()
	defer s.mu.Unlock()
	o := vendors.Outcome{Token: t, State: vendors.StateAccepted, Code: "0", MessageID: "1"}
	switch {
	case msg.Title == "" && !s.off["TOY-1"]:
		o = vendors.Outcome{Token: t, State: vendors.StateRefused, Code: "101", Reason: vendors.ReasonBadRequest, Retry: vendors.RetryNever}
	case s.dead[string(t)] && !s.off["TOY-2"]:
		o = vendors.Outcome{Token: t, State: vendors.StateRefused, Code: "102", Reason: vendors.ReasonTokenInvalid, TokenDead: true, Retry: vendors.RetryNever}
	}
	s.requests = append(s.requests, Exchange{Method: "POST", Path: "/send?sign=abcdefgh", Status: 200,
		Header:   http.Header{"Authtoken": {"access-1"}, "X-Trace": {app.Credentials["app_secret"]}},
		Body:     []byte(`{"app_secret":"` + app.Credentials["app_secret"] + `","to":"` + string(t) + `","title":"` + msg.Title + `"}`),
		Response: []byte(`{"code":"` + o.Code + `"}`)})
	return o
}

type fakeControl struct{ s *fakeSession }

var errNotFaked = errors.New("not part of the fake")

func (c fakeControl) AddApp(spec sim.AppSpec) (sim.AppSpec, error) {
	if spec.Credentials == nil {
		spec.Credentials = map[string]string{"app_id": "toy-app", "app_secret": "minted-test-secret"}
	}
	return spec, nil
}

// AddPhone gives the phone its id as token; an uninstalled one is dead.
func (c fakeControl) AddPhone(p device.Phone) (device.Phone, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	c.s.dead[p.ID] = !p.Installed
	return p, nil
}
func (c fakeControl) SetPhone(device.Phone) error                { return errNotFaked }
func (c fakeControl) SetFlag(_, _, _ string) error               { return errNotFaked }
func (c fakeControl) SetLimit(_, _ string, _ int64) error        { return errNotFaked }
func (c fakeControl) SetCount(_, _ string, _ int64) error        { return errNotFaked }
func (c fakeControl) Count(_, _, _ string) (int64, error)        { return 0, errNotFaked }
func (c fakeControl) Now() time.Time                             { return c.s.options.Start }
func (c fakeControl) AdvanceTo(time.Time) error                  { return errNotFaked }
func (c fakeControl) Settle() error                              { return nil }
func (c fakeControl) Fault(fault.Fault) error                    { return errNotFaked }
func (c fakeControl) Messages() ([]MessageState, error)          { return nil, nil }
func (c fakeControl) Shade(string) (shade device.Shade, _ error) { return shade, errNotFaked }
func (c fakeControl) Requests() ([]Exchange, error) {
	c.s.mu.Lock()
	defer c.s.mu.Unlock()
	return append([]Exchange(nil), c.s.requests...), nil
}

// stillClock makes every case take no time, so that reports can be compared.
type stillClock struct{}

func (stillClock) Now() time.Time                                   { return DefaultStart }
func (stillClock) Sleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }

// toyCase is a complete case around a Run function.
// waiting is a case nobody can run yet.
func waiting(id string) Case {
	c := toyCase(id, nil)
	c.Disabled = "waits for signed receipts"
	return c
}

func toyCase(id string, run func(*T)) Case {
	return Case{ID: "toy/" + id, Vendor: toy, Direction: Sender, Level: Must, Title: id,
		Requirement: "the sender must " + id, Source: "toy.md 1", Run: run}
}
