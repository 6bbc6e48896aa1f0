package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/fixtures/scenarios"
	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/internal/lab"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/httpsim"
	"github.com/offpush/offpush/sim/scenario"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// labCarrier sends in a lab that lives as long as the command.
type labCarrier struct {
	app *App
	lab *lab.Lab
}

func (a *App) labCarrier(ctx context.Context, f *sendFlags) (carrier, error) {
	start := time.Time{}
	if f.at != "" {
		var err error
		if start, err = time.Parse(time.RFC3339, f.at); err != nil {
			return nil, usage("--at %q: want a time such as 2026-11-11T23:30:00+08:00", f.at)
		}
	}
	l, err := ownWorld(lab.Options{Seed: f.seed, Start: start, Clock: clock.Mode{Kind: clock.Jump}})
	if err != nil {
		return nil, cannotRun("send: %w", err)
	}
	if _, err := l.Listen(ctx, httpsim.Listeners{Plain: "127.0.0.1:0"}); err != nil {
		l.Close()
		return nil, cannotRun("send: %w", err)
	}
	return &labCarrier{app: a, lab: l}, nil
}

// ownWorld starts a lab with its own apps and phones, under the newest rules unless
// the options say otherwise.
func ownWorld(o lab.Options) (*lab.Lab, error) {
	data, err := scenarios.Get(labWorld)
	if err != nil {
		return nil, err
	}
	story, err := scenario.Load(labWorld+".yaml", data)
	if err != nil {
		return nil, err
	}
	story.Rulebook = ""
	return lab.WithWorld(story, o)
}

func (c *labCarrier) close() { c.lab.Close() }

func (c *labCarrier) devices() []string {
	var ids []string
	for _, p := range c.lab.Engine().Phones() {
		ids = append(ids, p.ID)
	}
	return ids
}

func (c *labCarrier) check(p *parcel) error {
	o, err := c.order(p)
	if err != nil {
		return err
	}
	for _, ph := range c.lab.Engine().Phones() {
		if slices.Contains(o.Phones, ph.ID) {
			if err := p.suits(ph.Brand); err != nil {
				return err
			}
		}
	}
	for _, spec := range c.lab.Engine().Apps() {
		if len(o.Phones) == 0 && spec.ID == o.App {
			return p.suits(spec.Vendor)
		}
	}
	return nil
}

// order finds the phones of a parcel: words are device ids, tokens of phones, or
// tokens nobody has, which need an app.
func (c *labCarrier) order(p *parcel) (desk.Order, error) {
	o := desk.Order{Message: p.message, App: p.app}
	if len(p.to) == 0 {
		return o, c.app.noTarget(c.devices())
	}
	if p.vendor != "" {
		if _, err := vendor(p.vendor); err != nil {
			return o, err
		}
	}
	phones := c.lab.Engine().Phones()
	for _, word := range p.to {
		i := slices.IndexFunc(phones, func(ph device.Phone) bool { return ph.ID == word || ph.Token == word })
		switch {
		case i >= 0 && p.vendor != "" && string(phones[i].Brand) != p.vendor:
			return o, fmt.Errorf(c.app.t("send: device %s belongs to %s, not to %s", "send：手机 %s 属于 %s，不属于 %s"), phones[i].ID, phones[i].Brand, p.vendor)
		case i >= 0:
			o.Phones = append(o.Phones, phones[i].ID)
		case len(word) < shortestToken:
			return o, c.app.noDevice(word, c.devices())
		default:
			o.Tokens = append(o.Tokens, vendors.Token(word))
		}
	}
	if len(o.Tokens) > 0 && o.App == "" {
		for _, spec := range c.lab.Engine().Apps() {
			if p.vendor == "" || string(spec.Vendor) == p.vendor {
				o.App = spec.ID
				break
			}
		}
	}
	return o, nil
}

// shortestToken tells a mistyped device id from a token: no vendor's are shorter.
const shortestToken = 16

func (c *labCarrier) preview(p *parcel) (delivery, error) {
	o, err := c.order(p)
	if err != nil {
		return delivery{}, err
	}
	app, tokens, names := c.tokens(o)
	for _, spec := range c.lab.Engine().Apps() {
		if spec.ID == app {
			return dryRun(spec.Vendor, secretsOf(spec.Credentials, spec.Sender), &p.message, tokens, names)
		}
	}
	return delivery{}, fmt.Errorf("send: no app %q", app)
}

// tokens of an order, its app, and the phones' names by token.
func (c *labCarrier) tokens(o desk.Order) (app string, tokens []vendors.Token, names map[vendors.Token]string) {
	app, names = o.App, map[vendors.Token]string{}
	for _, p := range c.lab.Engine().Phones() {
		if slices.Contains(o.Phones, p.ID) {
			app = p.App
			tokens = append(tokens, vendors.Token(p.Token))
			names[vendors.Token(p.Token)] = p.ID
		}
	}
	return app, append(tokens, o.Tokens...), names
}

func (c *labCarrier) send(ctx context.Context, p *parcel) (delivery, error) {
	o, err := c.order(p)
	if err != nil {
		return delivery{}, err
	}
	e := c.lab.Engine()
	before := e.LastEvent()
	r, err := c.lab.Send(ctx, o)
	e.Clock().Settle()
	d := delivery{result: r.Result, requests: r.Requests}
	for i, req := range d.requests {
		if strings.HasPrefix(req.URL, "/") { // as the simulator saw it
			d.requests[i].URL = c.lab.BaseURL(r.Result.Vendor) + req.URL
		}
	}
	_, _, d.devices = c.tokens(o)
	for _, ev := range e.Messages(before) {
		if slices.Contains(r.Messages, ev.ID) {
			d.records = append(d.records, e.Record(&ev, string(c.app.language)))
		}
	}
	for i := range r.Unmade {
		d.records = append(d.records, c.app.recordOf(&r.Unmade[i]))
	}
	return d, err
}

// dryRun asks the vendor's sender for its requests; nothing is sent, and the
// vendor's own host stands in them.
func dryRun(v vendors.Vendor, creds vendors.Credentials, m *vendors.Message, tokens []vendors.Token, names map[vendors.Token]string) (delivery, error) {
	row, ok := catalog.Find(v)
	if !ok {
		return delivery{}, fmt.Errorf("send: no vendor %q", v)
	}
	s, err := row.Open(vendors.Config{Credentials: creds}, offline{})
	if err != nil {
		return delivery{}, err
	}
	c, err := client.New(s, nil)
	if err != nil {
		return delivery{}, err
	}
	defer c.Close() //nolint:errcheck // it never spoke
	reqs, adjusted, err := c.DryRun(m, tokens)
	d := delivery{requests: reqs, devices: names, result: vendors.Result{Vendor: v, Adjustments: adjusted}}
	return d, err
}

func secretsOf(all ...map[string]string) vendors.Credentials {
	out := vendors.Credentials{}
	for _, m := range all {
		for k, v := range m {
			out[k] = vendors.Secret(v)
		}
	}
	return out
}
