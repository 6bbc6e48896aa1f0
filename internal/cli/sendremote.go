package cli

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// remoteCarrier sends with the real senders to a running simulator.
type remoteCarrier struct {
	app     *App
	admin   *remote
	env     envShape
	clock   simClock
	clients map[string]*client.Client
}

// simClock is the machine's clock with the simulator's time, for a simulator that does
// not move the times of senders along: with a clock of its own it would refuse
// signatures made today.
type simClock struct {
	vendors.SystemClock
	ahead time.Duration
}

func (c simClock) Now() time.Time { return c.SystemClock.Now().Add(c.ahead) }

func (a *App) remoteCarrier(ctx context.Context, f *sendFlags) (carrier, error) {
	r := a.remote(f.sim)
	env, err := r.environment(ctx)
	if err != nil {
		return nil, err
	}
	c := &remoteCarrier{app: a, admin: r, env: env, clients: map[string]*client.Client{}}
	if env.SenderClock == machineClock {
		return c, nil
	}
	now, err := r.now(ctx)
	if err != nil {
		return nil, err
	}
	c.clock.ahead = now.Sub(vendors.SystemClock{}.Now())
	return c, nil
}

func (c *remoteCarrier) close() {
	for _, cl := range c.clients {
		_ = cl.Close() // idle connections only
	}
}

// addressed is where a parcel goes: one app of one vendor.
type addressed struct {
	vendor vendors.Vendor
	app    *envApp
	tokens []vendors.Token
	names  map[vendors.Token]string
}

func (c *remoteCarrier) check(p *parcel) error {
	at, err := c.find(p)
	if err != nil {
		return err
	}
	return p.suits(at.vendor)
}

// find resolves devices and tokens; all of a parcel have to belong to one app.
func (c *remoteCarrier) find(p *parcel) (addressed, error) {
	at := addressed{names: map[vendors.Token]string{}}
	var devices []string
	each := func(do func(v vendors.Vendor, app *envApp, t envToken)) {
		for _, name := range sorted(c.env.Vendors) {
			for i := range c.env.Vendors[name].Apps {
				for _, t := range c.env.Vendors[name].Apps[i].Tokens {
					do(vendors.Vendor(name), &c.env.Vendors[name].Apps[i], t)
				}
			}
		}
	}
	each(func(_ vendors.Vendor, _ *envApp, t envToken) { devices = append(devices, t.Device) })
	if len(p.to) == 0 {
		return at, c.app.noTarget(devices)
	}
	for _, word := range p.to {
		found := false
		var problem error
		each(func(v vendors.Vendor, app *envApp, t envToken) {
			if found || (t.Device != word && t.Token != word) {
				return
			}
			found = true
			if at.app != nil && at.app.ID != app.ID {
				problem = fmt.Errorf("send: device %s has app %s, the others have %s: send to them separately", t.Device, app.ID, at.app.ID)
			}
			at.vendor, at.app = v, app
			at.tokens = append(at.tokens, vendors.Token(t.Token))
			at.names[vendors.Token(t.Token)] = t.Device
		})
		switch {
		case problem != nil:
			return at, problem
		case !found && len(word) < shortestToken:
			return at, c.app.noDevice(word, devices)
		case !found:
			at.tokens = append(at.tokens, vendors.Token(word))
		}
	}
	return at, c.chooseApp(&at, p)
}

// chooseApp finds the app of tokens no phone has.
func (c *remoteCarrier) chooseApp(at *addressed, p *parcel) error {
	if at.app != nil {
		return nil
	}
	for _, name := range sorted(c.env.Vendors) {
		own := c.env.Vendors[name]
		for i := range own.Apps {
			if (p.vendor == "" || p.vendor == name) && (p.app == "" || p.app == own.Apps[i].ID) {
				at.vendor, at.app = vendors.Vendor(name), &own.Apps[i]
				return nil
			}
		}
	}
	return fmt.Errorf("send: the simulator has no app %q of vendor %q", p.app, p.vendor)
}

func (c *remoteCarrier) client(at *addressed) (*client.Client, error) {
	if cl := c.clients[at.app.ID]; cl != nil {
		return cl, nil
	}
	row, ok := catalog.Find(at.vendor)
	if !ok {
		return nil, fmt.Errorf("send: this offpush has no sender for %q", at.vendor)
	}
	transport, purpose, err := c.transport()
	if err != nil {
		return nil, err
	}
	s, err := row.Open(vendors.Config{
		Credentials: secretsOf(at.app.Credentials), BaseURLs: c.sites(at.vendor, purpose), Clock: c.clock,
	}, transport)
	if err != nil {
		return nil, err
	}
	cl, err := client.New(s, nil)
	if err != nil {
		return nil, err
	}
	c.clients[at.app.ID] = cl
	return cl, nil
}

// sites are a vendor's base URLs as senders name them: "" for what answers at the
// vendor's name, and a site behind the vendor's name and a hyphen by the rest.
func (c *remoteCarrier) sites(v vendors.Vendor, purpose string) map[string]string {
	out := map[string]string{}
	for site, urls := range c.env.Vendors[string(v)].BaseURLs {
		out[strings.TrimPrefix(strings.TrimPrefix(site, string(v)), "-")] = urls[purpose]
	}
	return out
}

// baseURL is where the simulator answers for a vendor.
func (c *remoteCarrier) baseURL(at *addressed) string {
	return c.sites(at.vendor, "push")[""]
}

// transport reaches the simulator, and purpose is which of its base URLs to use: over
// TLS when its authority's certificate is on this machine - some vendors speak nothing
// else - trusting that authority alone; else plain.
func (c *remoteCarrier) transport() (rt http.RoundTripper, purpose string, err error) {
	t := &http.Transport{ForceAttemptHTTP2: true}
	if c.env.HTTPS == "" || c.env.CA == "" {
		return t, "push", nil
	}
	pem, err := os.ReadFile(c.env.CA)
	switch {
	case err != nil && c.env.HTTP != "":
		return t, "push", nil
	case err != nil:
		return nil, "", fmt.Errorf("send: the simulator's certificate: %w", err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, "", errors.New("send: " + c.env.CA + " holds no certificate")
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, "push_tls", nil
}

func (c *remoteCarrier) preview(p *parcel) (delivery, error) {
	at, err := c.find(p)
	if err != nil {
		return delivery{}, err
	}
	return dryRun(at.vendor, secretsOf(at.app.Credentials), &p.message, at.tokens, at.names)
}

// fateWait is how long send waits for phones of a running simulator: a message
// takes a moment to arrive. A manual clock never lets it.
const fateWait = 3 * time.Second

func (c *remoteCarrier) send(ctx context.Context, p *parcel) (delivery, error) {
	d, err := c.preview(p)
	if err != nil {
		return d, err
	}
	at, err := c.find(p)
	if err != nil {
		return d, err
	}
	cl, err := c.client(&at)
	if err != nil {
		return d, err
	}
	since, err := c.lastEvent(ctx)
	if err != nil {
		return d, err
	}
	if d.result, err = cl.Send(ctx, &p.message, at.tokens); err != nil {
		return d, err
	}
	if err := c.watch(ctx, &d, since); err != nil {
		return d, err
	}
	return d, c.addCalls(ctx, &d, at.app.ID, since)
}

// addCalls puts in place of messages that never came to be the call that was refused
// instead: a login, the storing of a body.
func (c *remoteCarrier) addCalls(ctx context.Context, d *delivery, app string, since uint64) error {
	var calls []sim.Record
	for _, o := range d.result.Outcomes {
		if o.State != vendors.StateRefused || d.record(o.Token) != nil {
			continue
		}
		if calls == nil {
			var err error
			if calls, err = c.admin.calls(ctx, d.result.Vendor, app, since); err != nil || len(calls) == 0 {
				return err
			}
			slices.Reverse(calls) // the newest is the one that was answered last
		}
		i := slices.IndexFunc(calls, func(r sim.Record) bool { return r.Cause != nil && r.Reply != nil && r.Reply.Code == o.Code })
		if i >= 0 {
			r := calls[i]
			r.Token, r.Device = string(o.Token), d.devices[o.Token]
			d.records = append(d.records, r)
		}
	}
	return nil
}

// lastEvent is the newest event. It is asked for with a token nobody has: a simulator
// pages through the messages it finds, and may hold more than one page of them.
func (c *remoteCarrier) lastEvent(ctx context.Context) (uint64, error) {
	_, next, err := c.admin.messages(ctx, "-", 0)
	return next, err
}

// watch waits until every accepted message has a final fate, or for a while.
func (c *remoteCarrier) watch(ctx context.Context, d *delivery, since uint64) error {
	timed, cancel := context.WithTimeout(ctx, fateWait)
	defer cancel()
	for {
		records, _, err := c.admin.messages(ctx, "", since)
		if err != nil {
			return err
		}
		d.records = slices.DeleteFunc(records, func(r sim.Record) bool { return !d.addressed(r.Token) })
		if d.settled() || (vendors.SystemClock{}).Sleep(timed, readyPause) != nil {
			return ctx.Err()
		}
	}
}

func (d *delivery) addressed(token string) bool {
	return slices.ContainsFunc(d.result.Outcomes, func(o vendors.Outcome) bool { return string(o.Token) == token })
}

// settled: every accepted token's message has a fate that waiting does not change.
func (d *delivery) settled() bool {
	for _, o := range d.result.Outcomes {
		if o.State != vendors.StateAccepted {
			continue
		}
		if r := d.record(o.Token); r == nil || r.Fate == nil || r.Fate.State == "pending" {
			return false
		}
	}
	return true
}
