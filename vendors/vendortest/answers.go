package vendortest

import (
	"context"
	"net/http"

	"github.com/offpush/offpush/vendors"
)

// sizes are the numbers of tokens worth trying: one, the smallest list, more.
func sizes(f *vendors.Facts) []int {
	if f.Batch.Max == 0 {
		return []int{1}
	}
	return []int{1, max(f.Batch.Min, 2), min(f.Batch.Max, 17)}
}

func checkAccepts(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	for _, n := range sizes(sender.Facts()) {
		tokens := h.Tokens(n)
		res, err := sender.Send(context.Background(), h.Message(), tokens)
		if err != nil {
			tb.Errorf("send to %d tokens: %v", n, err)
		}
		if res.Vendor != sender.Facts().Vendor {
			tb.Errorf("result is of vendor %q, want %q", res.Vendor, sender.Facts().Vendor)
		}
		if wellFormed(tb, "success", res, tokens) && res.Accepted() != n {
			tb.Errorf("vendor accepted %d tokens, the result %d: %+v", n, res.Accepted(), res.Outcomes)
		}
	}
}

func checkPartial(tb TB, h Harness) {
	if h.Script.Partial == nil {
		return
	}
	s := newStub(tb, h)
	sender := s.open(tb)
	if sender.Facts().Batch.Max == 0 {
		return
	}
	tokens := h.Tokens(max(sender.Facts().Batch.Min, 5))
	dead := tokens[2]
	s.answerWith(func(r *http.Request, body []byte) Reply { return h.Script.Partial(dead, r, body) })
	res, err := sender.Send(context.Background(), h.Message(), tokens)
	if err != nil {
		tb.Errorf("partial success: %v, want outcomes and no error", err)
	}
	if !wellFormed(tb, "partial success", res, tokens) {
		return
	}
	for _, o := range res.Outcomes {
		switch {
		case o.Token == dead && (o.State != vendors.StateRefused || !o.TokenDead):
			tb.Errorf("the vendor called %q dead, the outcome is %+v", dead, o)
		case o.Token != dead && o.State != vendors.StateAccepted:
			tb.Errorf("the vendor accepted %q, the outcome is %+v", o.Token, o)
		}
	}
}

// answeredBy sends to one token while the vendor answers c, and reports false
// when c is no answer to a send.
func answeredBy(tb TB, s *stub, sender vendors.Sender, c vendors.Code) (vendors.Outcome, bool) {
	tb.Helper()
	possible := true
	s.answerWith(func(r *http.Request, body []byte) Reply {
		reply, ok := s.h.Script.Code(c, r, body)
		if !ok {
			possible = false
			return s.h.Script.Success(r, body)
		}
		return reply
	})
	tokens := s.h.Tokens(1)
	res, err := sender.Send(context.Background(), s.h.Message(), tokens)
	if !possible {
		return vendors.Outcome{}, false
	}
	if err != nil {
		tb.Errorf("code %q (%s): %v: an answer of the vendor is an outcome, no error", c.Code, c.Where, err)
	}
	if !wellFormed(tb, "code "+c.Code, res, tokens) {
		return vendors.Outcome{}, false
	}
	return res.Outcomes[0], true
}

// says compares an outcome with the fact about its code. One that asks for a new login and
// comes again after it may be told as what it then is: a wrong credential, final.
func says(tb TB, o vendors.Outcome, c vendors.Code) {
	tb.Helper()
	if c.Retry == vendors.RetryRefreshOnce && o.Reason == vendors.ReasonCredentialWrong && o.Retry == vendors.RetryNever {
		c.Reason, c.Retry = o.Reason, o.Retry
	}
	want := vendors.StateRefused
	if c.Reason == vendors.ReasonNone {
		want = vendors.StateAccepted
	}
	if o.State != want {
		tb.Errorf("code %q (%s): state %q, want %q", c.Code, c.Where, o.State, want)
	}
	if o.Reason != c.Reason || o.TokenDead != c.TokenDead {
		tb.Errorf("code %q (%s): reason %q, token dead %v; the facts say %q, %v",
			c.Code, c.Where, o.Reason, o.TokenDead, c.Reason, c.TokenDead)
	}
	if want == vendors.StateRefused && o.Retry != c.Retry {
		tb.Errorf("code %q (%s): retry %q, the facts say %q", c.Code, c.Where, o.Retry, c.Retry)
	}
	if c.Where != vendors.InPerToken && o.Code != c.Code {
		tb.Errorf("code %q (%s): the outcome's raw code is %q", c.Code, c.Where, o.Code)
	}
}

func checkCodes(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	tried := 0
	for _, c := range sender.Facts().Codes {
		if c.Where == vendors.InAuth {
			continue
		}
		if o, ok := answeredBy(tb, s, sender, c); ok {
			tried++
			says(tb, o, c)
		}
	}
	if tried == 0 {
		tb.Errorf("no code of the facts could be tried: does Script.Code answer any?")
	}
}

func checkUnknownCode(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	c := vendors.Code{Code: "987654", Where: vendors.InResponse, Reason: vendors.ReasonVendorError, Retry: vendors.RetryNever}
	if o, ok := answeredBy(tb, s, sender, c); ok {
		says(tb, o, c)
	}
}

func checkLoginCodes(tb TB, h Harness) {
	if h.Script.IsLogin == nil {
		return
	}
	probe := newStub(tb, h).open(tb)
	for _, c := range probe.Facts().Codes {
		if c.Where != vendors.InAuth {
			continue
		}
		s := newStub(tb, h)
		possible := true
		s.loginWith(func(r *http.Request, body []byte) Reply {
			reply, ok := h.Script.Code(c, r, body)
			possible = possible && ok
			return reply
		})
		tokens := h.Tokens(1)
		res, err := s.open(tb).Send(context.Background(), h.Message(), tokens)
		if !possible {
			continue
		}
		if err != nil {
			tb.Errorf("login answered %q: %v: a refused login is an outcome, no error", c.Code, err)
		}
		if wellFormed(tb, "login code "+c.Code, res, tokens) {
			says(tb, res.Outcomes[0], c)
		}
		if _, calls := s.counts(); len(calls) > 0 {
			tb.Errorf("login answered %q: %d requests went out without an access token", c.Code, len(calls))
		}
	}
}

func checkGarbage(tb TB, h Harness) {
	s := newStub(tb, h)
	sender := s.open(tb)
	for name, reply := range map[string]Reply{
		"HTML 502":       {Status: http.StatusBadGateway, Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html><body>502 Bad Gateway</body></html>"},
		"text 500":       {Status: http.StatusInternalServerError, Body: "Internal error"},
		"empty 200":      {},
		"HTML 200":       {Header: http.Header{"Content-Type": {"text/html"}}, Body: "<html>log in to the network</html>"},
		"cut JSON":       {Body: `{"`},
		"JSON null":      {Body: "null"},
		"JSON list":      {Body: "[]"},
		"JSON no answer": {Body: "{}"},
	} {
		if h.Script.BareSuccess && reply.Status == 0 && reply.Body == "" {
			continue
		}
		s.answerWith(func(*http.Request, []byte) Reply { return reply })
		for _, n := range sizes(sender.Facts())[:1] {
			tokens := h.Tokens(n)
			res, err := sender.Send(context.Background(), h.Message(), tokens)
			if !wellFormed(tb, name, res, tokens) {
				continue
			}
			o := res.Outcomes[0]
			if o.State == vendors.StateAccepted || o.TokenDead {
				tb.Errorf("%s: outcome %+v, want neither accepted nor dead", name, o)
			}
			if err == nil && o.Reason != vendors.ReasonVendorError {
				tb.Errorf("%s: reason %q, want %q", name, o.Reason, vendors.ReasonVendorError)
			}
			if reply.Status >= 500 && o.Retry != vendors.RetryBackoff {
				tb.Errorf("%s: retry %q, want %q", name, o.Retry, vendors.RetryBackoff)
			}
		}
	}
}
