package huawei

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// sending is a bench with the sender under test.
type sending struct {
	*bench
	s      conformance.TestedSender
	faults int
}

// start prepares an app and opens the sender for it.
func start(t *conformance.T, changes ...func(*sim.AppSpec)) *sending {
	b := prepare(t, changes...)
	return &sending{bench: b, s: t.Sender(b.app)}
}

// chat is a service message, sale a marketing one.
func chat() *vendors.Message {
	return &vendors.Message{Title: "李雷", Body: "晚上一起吃饭吗？", Class: service, Category: "IM", TTL: time.Hour}
}

func sale() *vendors.Message {
	return &vendors.Message{Title: "周末活动", Body: "全场满减开始了，点击查看会场", Class: promo, Category: "MARKETING", TTL: time.Hour}
}

func ids(phones ...device.Phone) []vendors.Token {
	out := make([]vendors.Token, len(phones))
	for i, p := range phones {
		out[i] = vendors.Token(p.Token)
	}
	return out
}

// give sends msg to phones and settles the world.
func (s *sending) give(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	return s.giveTo(msg, ids(phones...)...)
}

func (s *sending) giveTo(msg *vendors.Message, ids ...vendors.Token) vendors.Result {
	r := s.t.Send(s.s, msg, ids...)
	s.settle()
	return r
}

// try is give for an exchange that may end without an answer: an error beside
// complete outcomes is allowed.
func (s *sending) try(msg *vendors.Message, phones ...device.Phone) vendors.Result {
	r, err := s.s.Send(s.t.Context(), msg, ids(phones...))
	if len(r.Outcomes) != len(phones) {
		s.t.Fatalf("send: %d outcomes for %d tokens (error: %v)", len(r.Outcomes), len(phones), err)
	}
	s.settle()
	return r
}

// requests are the requests that reached the endpoint at a path that ends so.
func (s *sending) requests(path string) []conformance.Exchange {
	all, err := s.world.Requests()
	if err != nil {
		s.t.SetupErrorf("requests: %v", err)
	}
	var out []conformance.Exchange
	for _, x := range all {
		if strings.HasSuffix(strings.SplitN(x.Path, "?", 2)[0], path) {
			out = append(out, x)
		}
	}
	return out
}

// logins are the requests to the token endpoint, whichever of its URLs.
func (s *sending) logins() []conformance.Exchange {
	return append(s.requests(pathToken), s.requests(pathTokenV2)...)
}

// wantRequests says how many requests must have reached path.
func (s *sending) wantRequests(path string, n int) []conformance.Exchange {
	got := s.requests(path)
	if len(got) != n {
		s.t.Errorf("%d requests reached %s, want %d", len(got), path, n)
	}
	return got
}

// wantLogins says how often the sender must have asked for an access token.
func (s *sending) wantLogins(n int) {
	if got := len(s.logins()); got != n {
		s.t.Errorf("%d requests for an access token, want %d", got, n)
	}
}

// sent is the decoded body of the last send.
func (s *sending) sent() object {
	got := s.requests(pathSend)
	if len(got) == 0 {
		s.t.Fatalf("no request reached %s", pathSend)
	}
	return decoded(s.t, got[len(got)-1])
}

func decoded(t *conformance.T, x conformance.Exchange) object {
	dec := json.NewDecoder(bytes.NewReader(x.Body))
	dec.UseNumber()
	var m object
	if err := dec.Decode(&m); err != nil {
		t.Fatalf("request to %s is no JSON object: %v: %s", x.Path, err, x.Body)
	}
	return m
}

// object is a request; at finds a member by its path ("message.android.ttl").
type object map[string]any

func (o object) at(path string) any {
	var found any = map[string]any(o)
	for name := range strings.SplitSeq(path, ".") {
		m, _ := found.(map[string]any)
		found = m[name]
	}
	return found
}

// field is a member as text; "" when it is not there.
func (o object) field(path string) string {
	switch v := o.at(path).(type) {
	case nil:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// notified is a text of the notification, which may stand in either of two places.
func (o object) notified(name string) string {
	if s := o.field("message.android.notification." + name); s != "" {
		return s
	}
	return o.field("message.notification." + name)
}

// targets are the tokens of a send.
func (o object) targets() []string {
	list, _ := o.at("message.token").([]any)
	out := make([]string, len(list))
	for i, v := range list {
		out[i], _ = v.(string)
	}
	return out
}

// accepted says that every token must be accepted.
func (s *sending) accepted(r vendors.Result) {
	for _, o := range r.Outcomes {
		if o.State != vendors.StateAccepted || o.TokenDead {
			s.t.Errorf("token %s is %s (%s, code %q, dead %t: %s), want accepted and alive", o.Token, o.State, o.Reason, o.Code, o.TokenDead, o.Text)
		}
	}
}

// refused says how one token must have been refused, and that no live token is
// called dead.
func (s *sending) refused(o vendors.Outcome, code string, reason vendors.Reason, dead bool) {
	if o.State != vendors.StateRefused || o.Code != code || o.Reason != reason {
		s.t.Errorf("token %s is %s (%s, code %q), want refused (%s, code %q)", o.Token, o.State, o.Reason, o.Code, reason, code)
	}
	if o.TokenDead != dead {
		s.t.Errorf("token %s with code %q: dead %t, want %t", o.Token, o.Code, o.TokenDead, dead)
	}
}

// wantTokens says which tokens must be accepted; the others must be refused and
// dead.
func (s *sending) wantTokens(r vendors.Result, good ...bool) {
	for i, o := range r.Outcomes {
		switch {
		case good[i] && (o.State != vendors.StateAccepted || o.TokenDead):
			s.t.Errorf("token %d (%s) is %s (%s, dead %t), want accepted and alive", i, o.Token, o.State, o.Reason, o.TokenDead)
		case !good[i] && (o.State != vendors.StateRefused || !o.TokenDead):
			s.t.Errorf("token %d (%s) is %s (%s, dead %t), want refused and dead", i, o.Token, o.State, o.Reason, o.TokenDead)
		}
	}
}

// wantPauses says that n sends must have come with pauses of at least first, each
// about as long as the one before or longer.
func (s *sending) wantPauses(n int, first time.Duration) {
	got := s.wantRequests(pathSend, n)
	last := first
	for i := 1; i < len(got); i++ {
		pause := got[i].At.Sub(got[i-1].At)
		if pause < last {
			s.t.Errorf("request %d came %v after the one before, want at least %v", i+1, pause, last)
		}
		last = pause * 8 / 10 // room for jitter
	}
}

// answers makes the endpoint answer requests to path with a code, at a status, the
// given number of times; 0 is for ever.
func (s *sending) answers(path string, times, status int, code string) {
	s.says(path, times, status, fmt.Sprintf(`{"code":%q,"msg":"错误","requestId":"176722920012300001000709"}`, code))
}

// says makes the endpoint answer with this body.
func (s *sending) says(path string, times, status int, body string) {
	s.fault(fault.Fault{Kind: fault.Answer, Path: path, Times: times, Status: status, Type: "application/json", Body: body})
}

func (s *sending) fault(f fault.Fault) {
	s.faults++
	f.Name, f.Vendor = fmt.Sprintf("%s-%s-%d", f.Kind, s.app.ID, s.faults), vendors.Huawei
	if err := s.world.Fault(f); err != nil {
		s.t.SetupErrorf("fault %s: %v", f.Name, err)
	}
}
