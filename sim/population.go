package sim

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/quota"
)

// AddApp puts an app into the world and returns it with its credentials.
func (e *Engine) AddApp(spec AppSpec) (AppSpec, error) {
	ep := e.eps[spec.Vendor]
	if ep == nil {
		return spec, fmt.Errorf("app %s: this world has no vendor %q", spec.ID, spec.Vendor)
	}
	if spec.ID == "" {
		return spec, fmt.Errorf("app: an id is needed")
	}
	if spec.Package == "" {
		spec.Package = "com.example." + spec.ID
	}
	spec.Credentials = maps.Clone(spec.Credentials)
	if len(spec.Credentials) == 0 {
		spec.Credentials = mint(ep, e.opts.Seed, &spec)
	}
	spec.Flags = maps.Clone(spec.Flags)
	if err := checkFlags(ep, false, spec.Flags); err != nil {
		return spec, fmt.Errorf("app %s: %w", spec.ID, err)
	}
	if err := CheckRights(ep, spec.Rights); err != nil {
		return spec, fmt.Errorf("app %s: %w", spec.ID, err)
	}
	a := &App{
		Spec: spec, Ref: ep.AppRef(spec.Credentials), ep: ep, book: e.books[spec.Vendor],
		counterDefs: ep.Counters(), flagDefaults: map[string]string{},
		tokens: map[string]*Phone{}, aliases: map[string]*Phone{}, access: map[string]time.Time{},
		sent: map[string]*Sent{}, memory: map[uint64]remembered{}, tags: map[string]bool{},
		draws: map[uint64]uint32{},
	}
	for _, f := range ep.Flags() {
		a.flagDefaults[f.Name] = f.Default
	}
	a.limits = noLimits(a.counterDefs)
	for name, n := range spec.Limits {
		id, err := counter(a.counterDefs, name)
		if err != nil {
			return spec, fmt.Errorf("app %s: %w", spec.ID, err)
		}
		a.limits[id] = n
	}
	w := e.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.byID[spec.ID] != nil {
		return spec, fmt.Errorf("app %s: there is one already", spec.ID)
	}
	if w.byRef[spec.Vendor][a.Ref] != nil {
		return spec, fmt.Errorf("app %s: another app of %s has the same id %s", spec.ID, spec.Vendor, a.Ref)
	}
	w.join(a)
	w.apps = append(w.apps, a)
	w.byID[spec.ID], w.byRef[spec.Vendor][a.Ref] = a, a
	w.name(a)
	return spec, nil
}

func mint(ep Endpoint, seed uint64, spec *AppSpec) map[string]string {
	if m, ok := ep.(SpecMint); ok {
		return m.MintFor(seed, spec)
	}
	return ep.MintCredentials(seed, spec.ID)
}

// name files an app under its further names.
func (w *world) name(a *App) {
	n, ok := a.ep.(Named)
	if !ok {
		return
	}
	byName := w.byName[a.Spec.Vendor]
	if byName == nil {
		byName = map[string]*App{}
		w.byName[a.Spec.Vendor] = byName
	}
	for _, name := range n.AppNames(a.Spec.Credentials) {
		if byName[name] == nil {
			byName[name] = a
		}
	}
}

// Apps returns the world's apps in order of adding.
func (e *Engine) Apps() []AppSpec {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	out := make([]AppSpec, len(e.world.apps))
	for i, a := range e.world.apps {
		a.mu.Lock()
		out[i] = a.Spec
		out[i].Flags = maps.Clone(a.Spec.Flags)
		a.mu.Unlock()
	}
	return out
}

// SetFlag switches one of an app's flags; "" goes back to the default.
func (e *Engine) SetFlag(app, name, value string) error {
	a, err := e.app(app)
	if err != nil {
		return err
	}
	if err := checkFlags(a.ep, false, map[string]string{name: value}); err != nil {
		return fmt.Errorf("app %s: %w", app, err)
	}
	e.world.mu.Lock()
	defer e.world.mu.Unlock()
	a.setFlag(name, value)
	return nil
}

// setFlag replaces the map, so that readers of an earlier Spec are not disturbed.
func (a *App) setFlag(name, value string) {
	flags := maps.Clone(a.Spec.Flags)
	if flags == nil {
		flags = map[string]string{}
	}
	flags[name] = value
	if value == "" {
		delete(flags, name)
	}
	a.Spec.Flags = flags
}

// UpdateApp changes an app's entries in the console. Vendor, ID and credentials stay.
func (e *Engine) UpdateApp(id string, change func(*AppSpec)) error {
	a, err := e.app(id)
	if err != nil {
		return err
	}
	e.world.mu.Lock()
	defer e.world.mu.Unlock()
	spec := a.Spec
	spec.Flags, spec.Receipts = maps.Clone(spec.Flags), maps.Clone(spec.Receipts)
	spec.Limits, spec.Credentials, spec.Rights = maps.Clone(spec.Limits), maps.Clone(spec.Credentials), slices.Clone(spec.Rights)
	change(&spec)
	spec.ID, spec.Vendor, spec.Credentials = a.Spec.ID, a.Spec.Vendor, a.Spec.Credentials
	if err := checkFlags(a.ep, false, spec.Flags); err != nil {
		return fmt.Errorf("app %s: %w", id, err)
	}
	if err := CheckRights(a.ep, spec.Rights); err != nil {
		return fmt.Errorf("app %s: %w", id, err)
	}
	a.Spec = spec
	return nil
}

// AddPhone puts a phone with an app into the world and returns it with its token.
func (e *Engine) AddPhone(p device.Phone) (device.Phone, error) {
	if p.ID == "" {
		return p, fmt.Errorf("device: an id is needed")
	}
	a, err := e.app(p.App)
	if err != nil {
		return p, fmt.Errorf("device %s: %w", p.ID, err)
	}
	p.Tags, p.Muted, p.Flags = slices.Clone(p.Tags), slices.Clone(p.Muted), maps.Clone(p.Flags)
	if p.Brand == "" {
		p.Brand = a.Spec.Vendor
	}
	if p.State == "" {
		p.State = device.Background
	}
	if p.Token == "" {
		p.Token = a.ep.MintToken(e.opts.Seed, a.Spec.ID, p.ID)
	}
	if p.Offline && p.OfflineSince.IsZero() {
		p.OfflineSince = e.clock.Now()
	}
	goneSince(&p, e.clock.Now())
	if err := checkFlags(a.ep, true, p.Flags); err != nil {
		return p, fmt.Errorf("device %s: %w", p.ID, err)
	}
	w := e.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.phones[p.ID] != nil {
		return p, fmt.Errorf("device %s: there is one already", p.ID)
	}
	if a.tokens[p.Token] != nil {
		return p, fmt.Errorf("device %s: its token belongs to device %s", p.ID, a.tokens[p.Token].ID)
	}
	ph := &Phone{Phone: p, app: a, recent: map[uint64]int64{}}
	w.phones[p.ID] = ph
	w.order = append(w.order, ph)
	if !p.NoToken {
		a.file(ph)
	}
	a.bind(ph, "", p.Alias)
	for _, t := range p.Tags {
		a.tags[t] = true
	}
	return p, nil
}

// file makes a phone known by its token and the token's further names.
func (a *App) file(p *Phone) {
	for _, name := range a.namesOf(p) {
		if a.tokens[name] == nil {
			a.tokens[name] = p
		}
	}
}

func (a *App) namesOf(p *Phone) []string {
	names := []string{p.Token}
	if n, ok := a.ep.(TokenNamed); ok {
		names = append(names, n.TokenNames(p.Token)...)
	}
	return names
}

// Phones returns the world's phones in order of adding.
func (e *Engine) Phones() []device.Phone {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	out := make([]device.Phone, len(e.world.order))
	for i, p := range e.world.order {
		p.app.mu.Lock() // tags and alias change with traffic
		out[i] = p.Phone
		p.app.mu.Unlock()
	}
	return out
}

// Shade returns what a phone shows.
func (e *Engine) Shade(phone string) (device.Shade, error) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	p := e.world.phones[phone]
	if p == nil {
		return device.Shade{}, fmt.Errorf("no device %q", phone)
	}
	p.app.mu.Lock()
	defer p.app.mu.Unlock()
	return p.shade.Clone(), nil
}

// UpdatePhone changes what a phone is like. Going online lets what waited for it
// try again, and so does any change of one that is online; uninstalling empties its
// shade. ID, brand, app and token stay.
func (e *Engine) UpdatePhone(id string, change func(*device.Phone)) error {
	w := e.world
	w.mu.Lock()
	defer w.mu.Unlock()
	p := w.phones[id]
	if p == nil {
		return fmt.Errorf("no device %q", id)
	}
	next := p.Phone
	next.Tags, next.Muted, next.Flags = slices.Clone(next.Tags), slices.Clone(next.Muted), maps.Clone(next.Flags)
	change(&next)
	next.ID, next.Brand, next.App, next.Token = p.ID, p.Brand, p.App, p.Token
	if err := checkFlags(p.app.ep, true, next.Flags); err != nil {
		return fmt.Errorf("device %s: %w", id, err)
	}
	now := e.clock.Now()
	if !next.Offline {
		next.OfflineSince = time.Time{}
	} else if next.OfflineSince.IsZero() {
		next.OfflineSince = now
	}
	goneSince(&next, now)
	if next.Alias != p.Alias {
		p.app.bind(p, p.Alias, next.Alias)
	}
	switch {
	case next.NoToken:
		for _, name := range p.app.namesOf(p) {
			if p.app.tokens[name] == p {
				delete(p.app.tokens, name)
			}
		}
	case p.NoToken:
		p.app.file(p)
	}
	p.Phone = next
	if !next.Installed {
		p.shade = device.Shade{}
	}
	if !next.Offline {
		for _, d := range p.waiting {
			e.clock.Schedule(now.Add(e.opts.Latency), true, attempt{d})
		}
		p.waiting = nil
	}
	e.Publish(&Event{Kind: EvPhone, Vendor: p.Brand, App: p.App, Phone: id, Cause: -1, Note: phoneNote(&next)})
	return nil
}

// goneSince keeps the time at which a phone stopped being one to push to.
func goneSince(p *device.Phone, now time.Time) {
	if p.Installed && p.Subscribed {
		p.GoneSince = time.Time{}
	} else if p.GoneSince.IsZero() {
		p.GoneSince = now
	}
}

func phoneNote(p *device.Phone) string {
	return fmt.Sprintf("%s online=%t notifications=%t installed=%t", p.State, !p.Offline, p.Notifications, p.Installed)
}

// SetLimit replaces a quota's limit for an app, or for its group if the quota is the
// group's; a negative n goes back to the vendor's formula.
func (e *Engine) SetLimit(app, name string, n int64) error {
	return e.withCounter(app, name, func(a *App, id quota.ID) { *a.limit(id) = max(n, -1) })
}

// SetCount replaces what an app counter stands at.
func (e *Engine) SetCount(app, name string, n int64) error {
	return e.withCounter(app, name, func(a *App, id quota.ID) {
		a.counted(id).Set(a.counterDefs, id, e.clock.Now(), n)
	})
}

// Count is what an app counter stands at; for device counters name the phone.
func (e *Engine) Count(app, name, phone string) (n int64, err error) {
	err = e.withCounter(app, name, func(a *App, id quota.ID) {
		if p := e.world.phones[phone]; p != nil {
			n = p.counters.Count(a.counterDefs, id, e.clock.Now())
			return
		}
		n = a.counted(id).Count(a.counterDefs, id, e.clock.Now())
	})
	return n, err
}

func (e *Engine) withCounter(app, name string, do func(*App, quota.ID)) error {
	a, err := e.app(app)
	if err != nil {
		return err
	}
	id, err := counter(a.counterDefs, name)
	if err != nil {
		return fmt.Errorf("app %s: %w", app, err)
	}
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	a.mu.Lock()
	defer a.mu.Unlock()
	do(a, id)
	return nil
}

func (e *Engine) app(id string) (*App, error) {
	e.world.mu.RLock()
	defer e.world.mu.RUnlock()
	if a := e.world.byID[id]; a != nil {
		return a, nil
	}
	return nil, fmt.Errorf("no app %q", id)
}

func counter(defs []quota.Def, name string) (quota.ID, error) {
	names := make([]string, len(defs))
	for i := range defs {
		if defs[i].Name == name {
			return quota.ID(i), nil
		}
		names[i] = defs[i].Name
	}
	return 0, fmt.Errorf("no quota %q; there are %v", name, names)
}
