package cli

import (
	"context"
	"fmt"
	"regexp"

	"github.com/offpush/offpush/internal/curl"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// dryCurl is a dry run as curl lines with the vendor's real addresses. There is no
// server to log in at, so what is secret or comes from one is a shell variable.
func dryCurl(v vendors.Vendor, creds vendors.Credentials, p *parcel, tokens []vendors.Token) ([]string, error) {
	d, err := dryRun(v, creds, &p.message, tokens, nil)
	if err != nil {
		return nil, err
	}
	secrets := map[string]string{}
	for field, value := range creds {
		secrets[value.Reveal()] = credentialEnv(v, field)
	}
	lines := make([]string, len(d.requests))
	for i, r := range d.requests {
		named := map[string]string{}
		for value, name := range secrets {
			named[value] = name
		}
		for header, values := range r.Header {
			for _, value := range values {
				if value == vendors.Redacted {
					named[value] = credentialEnv(v, header)
				}
			}
		}
		for _, m := range placeholder.FindAllStringSubmatch(r.Body, -1) {
			named[m[1]] = credentialEnv(v, m[2])
		}
		lines[i] = curl.Line(r, named)
	}
	return lines, nil
}

// placeholder is what a sender writes in a dry run for what only an answer tells.
var placeholder = regexp.MustCompile(`"(\[([A-Za-z]+)\])"`)

func (c *labCarrier) curl(_ context.Context, p *parcel) ([]string, error) {
	o, err := c.order(p)
	if err != nil {
		return nil, err
	}
	app, tokens, _ := c.tokens(o)
	for _, spec := range c.lab.Engine().Apps() {
		if spec.ID == app {
			return dryCurl(spec.Vendor, secretsOf(spec.Credentials), p, tokens)
		}
	}
	return nil, fmt.Errorf("no app %q", app)
}

func (c *liveCarrier) curl(_ context.Context, p *parcel) ([]string, error) {
	return dryCurl(c.row.ID, c.creds, p, tokensOf(p.to))
}

// curl plays the parcel in a small copy of the simulator, where the login answers,
// and gives its requests the running simulator's address.
func (c *remoteCarrier) curl(ctx context.Context, p *parcel) ([]string, error) {
	at, err := c.find(p)
	if err != nil {
		return nil, err
	}
	l, err := lab.New(lab.Options{Start: vendors.SystemClock{}.Now(), Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		return nil, err
	}
	defer l.Close()
	spec := sim.AppSpec{
		ID: at.app.ID, Vendor: at.vendor, Package: at.app.Package, Credentials: at.app.Credentials, Listed: true, Users: roomyUsers,
	}
	if _, err := l.Engine().AddApp(spec); err != nil {
		return nil, err
	}
	for i, token := range at.tokens {
		phone := sim.NewPhone(fmt.Sprintf("p%d", i), at.vendor, spec.ID)
		phone.Token = string(token)
		if _, err := l.Engine().AddPhone(phone); err != nil {
			return nil, err
		}
	}
	calls, err := l.Rehearse(ctx, desk.Order{Message: p.message, App: spec.ID, Tokens: at.tokens}, c.baseURL(&at))
	if err != nil {
		return nil, err
	}
	return curl.Lines(calls), nil
}

// roomyUsers give an app quotas that no command line fills.
const roomyUsers = 1_000_000

func (c *labCarrier) forecast(ctx context.Context, p *parcel) (delivery, error) {
	o, err := c.order(p)
	if err != nil {
		return delivery{}, err
	}
	f, err := c.lab.Forecast(ctx, o)
	d := delivery{result: f.Result, requests: f.Requests}
	_, _, d.devices = c.tokens(o)
	for i := range f.Targets {
		d.records = append(d.records, c.app.recordOf(&f.Targets[i]))
	}
	return d, err
}

func (c *liveCarrier) forecast(context.Context, *parcel) (delivery, error) {
	return delivery{}, usage("send: --dry-run --explain is a forecast, and no vendor gives one; leave out --live")
}

func (c *remoteCarrier) forecast(context.Context, *parcel) (delivery, error) {
	return delivery{}, usage("send: --dry-run --explain forecasts in the built-in lab; leave out --sim, or leave out --dry-run to see the simulator's own trace")
}

// recordOf is a story in the form a simulator tells messages in.
func (a *App) recordOf(s *desk.Story) sim.Record {
	r := sim.Record{ID: s.ID, Vendor: s.Vendor, Token: s.Token}
	if !s.Refused && !s.Answered { // what never was on its way has no fate
		fate := fateOf(s)
		r.Fate = &sim.RecordFate{State: device.Fate(fate.State), Reason: s.Reason, At: fate.At, Sound: s.Sound}
	}
	for i, st := range s.Steps {
		text := a.of(st.Because)
		r.Trace = append(r.Trace, sim.RecordStep{
			Stage: st.Rule.Stage, Rule: st.Rule.ID, Outcome: st.Outcome.String(), Text: text,
		})
		if i == s.Cause {
			r.Cause = &sim.RecordCause{Rule: st.Rule.ID, Stage: st.Rule.Stage, Text: text, Advice: a.of(st.Rule.Advice)}
		}
	}
	return r
}
