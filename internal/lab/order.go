package lab

import (
	"context"
	"fmt"
	"slices"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/client"
)

// Send carries out an order with the real sender of the app.
func (l *Lab) Send(ctx context.Context, o desk.Order) (desk.Receipt, error) {
	p, err := l.prepare(o)
	if err != nil {
		return desk.Receipt{}, err
	}
	snapshot := l.engine.Fork()
	r, err := p.send(ctx, l.engine)
	l.mu.Lock()
	l.orders.add(placed{order: o, snapshot: snapshot, messages: idsOf(&r), at: l.engine.Clock().Now()})
	l.mu.Unlock()
	return r, err
}

// prepared is an order ready to go out.
type prepared struct {
	client  *client.Client
	app     string
	vendor  vendors.Vendor
	message *vendors.Message
	tokens  []vendors.Token
}

// send sends, and reads from the world's events what went over the wire.
func (p prepared) send(ctx context.Context, e *sim.Engine) (desk.Receipt, error) {
	before := e.LastEvent()
	res, err := p.client.Send(ctx, p.message, p.tokens)
	r := desk.Receipt{Result: res, Requests: requestsOf(e, before, p.vendor)}
	messages := e.Messages(before)
	for i := range messages {
		if slices.Contains(p.tokens, vendors.Token(messages[i].Token)) {
			r.Messages = append(r.Messages, messages[i].ID)
		}
	}
	r.Unmade = p.unmade(e, before, res.Outcomes, messages)
	return r, err
}

// prepare finds the app, the sender and the tokens of an order.
func (l *Lab) prepare(o desk.Order) (prepared, error) {
	app, tokens, err := l.targets(o)
	if err != nil {
		return prepared{}, err
	}
	c, err := l.Client(app)
	if err != nil {
		return prepared{}, err
	}
	_, vendor, _ := l.engine.Ref(app)
	msg := o.Message
	return prepared{client: c, app: app, vendor: vendor, message: &msg, tokens: tokens}, nil
}

// targets resolves an order's phones to one app and its tokens. Phones that never
// got a token are left out.
func (l *Lab) targets(o desk.Order) (app string, tokens []vendors.Token, err error) {
	app, tokens = o.App, slices.Clone(o.Tokens)
	phones, nameless := l.engine.Phones(), ""
	for _, id := range o.Phones {
		i := slices.IndexFunc(phones, func(p phone) bool { return p.ID == id })
		if i < 0 {
			return "", nil, fmt.Errorf("no device %q", id)
		}
		if app != "" && phones[i].App != app {
			return "", nil, fmt.Errorf("device %s has app %s, the others have %s: send to them separately", id, phones[i].App, app)
		}
		app = phones[i].App
		if phones[i].NoToken {
			nameless = id
			continue
		}
		tokens = append(tokens, vendors.Token(phones[i].Token))
	}
	if len(tokens) == 0 && nameless != "" {
		return "", nil, fmt.Errorf("device %s has no token: the app got none, so there is nothing to send to", nameless)
	}
	if len(tokens) == 0 {
		return "", nil, fmt.Errorf("no target: name at least one device or token")
	}
	if app == "" {
		return "", nil, fmt.Errorf("no app: tokens need the app they belong to")
	}
	return app, tokens, nil
}

// requestsOf are a vendor's requests since an event, as the simulator saw them, with
// secrets redacted. Another sender that is busy at the same moment is among them.
func requestsOf(e *sim.Engine, after uint64, v vendors.Vendor) []vendors.Request {
	events, _ := e.Events(after, maxEvents)
	var out []vendors.Request
	for i := range events {
		if ev := &events[i]; ev.Kind == sim.EvExchange && ev.Vendor == v {
			out = append(out, vendors.Request{
				Method: ev.Method, URL: ev.Path, Header: header(ev.RequestHeader), Body: string(ev.RequestBody),
			})
		}
	}
	return out
}

// Forecast plays an order in a copy of the world and tells what would happen.
// The world stays as it is.
func (l *Lab) Forecast(ctx context.Context, o desk.Order) (desk.Forecast, error) {
	return forecast(ctx, l, l.engine.Fork(), o)
}

// forecast plays an order in world, which it takes over.
func forecast(ctx context.Context, l *Lab, world *sim.Engine, o desk.Order) (desk.Forecast, error) {
	opts := l.opts
	opts.Logger, opts.Transport, opts.MachineClock = nil, nil, false
	copied, err := around(opts, world)
	if err != nil {
		return desk.Forecast{}, err
	}
	defer copied.Close()
	copied.ids = "forecast" // never an id the world has seen: it would be taken for a repetition
	p, err := copied.prepare(o)
	if err != nil {
		return desk.Forecast{}, err
	}
	r, err := p.send(ctx, world)
	if err != nil {
		return desk.Forecast{Result: r.Result, Requests: r.Requests}, err
	}
	world.Clock().Settle()
	f := desk.Forecast{Result: r.Result, Requests: r.Requests, Findings: findings(p.client, p.message)}
	for _, id := range r.Messages {
		s, err := copied.Story(id)
		if err != nil {
			return f, err
		}
		f.Targets = append(f.Targets, s)
	}
	f.Targets = append(f.Targets, r.Unmade...)
	return f, nil
}

// Preflight tells what is known against a message before anything is sent.
func (l *Lab) Preflight(o desk.Order) ([]desk.Finding, error) {
	p, err := l.prepare(o)
	if err != nil {
		return nil, err
	}
	return findings(p.client, p.message), nil
}

// findings are what is known of a message before it is sent: what is wrong first,
// then what was measured and fits.
func findings(c *client.Client, m *vendors.Message) []desk.Finding {
	levels := map[client.Severity]string{client.SeverityError: "error", client.SeverityWarning: "warn", client.SeverityOK: "ok"}
	var out []desk.Finding
	for _, f := range append(c.Preflight(m), c.Measures(m)...) {
		out = append(out, desk.Finding{
			Field: f.Field, Level: levels[f.Severity], Text: f.Why, Used: f.Got, Limit: f.Limit.Value, Unit: f.Limit.Unit,
		})
	}
	return out
}
