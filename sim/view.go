package sim

import (
	"time"

	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// View is what a decision may look at: the state of one app and its phones at
// one moment. It can only be read. It is valid during one Decide. Of an app nobody
// knows everything is zero.
type View struct {
	w      *world
	vendor vendors.Vendor
	app    *App
	now    time.Time
	seed   uint64
}

// Now is the moment of the input.
func (v *View) Now() time.Time { return v.now }

// Known reports whether the call could be matched to an app.
func (v *View) Known() bool { return v.app != nil }

// Ref is the vendor's id of the app, "" if unknown.
func (v *View) Ref() string {
	if v.app == nil {
		return ""
	}
	return v.app.Ref
}

// AppWithRef reports whether some app of this vendor has the vendor's id ref.
func (v *View) AppWithRef(vendor vendors.Vendor, ref string) bool {
	return v.w.byRef[vendor][ref] != nil
}

// Named is the app of this vendor with a further name (see Named), nil if none; its
// entry in the console is read only.
func (v *View) Named(name string) *AppSpec {
	if a := v.w.byName[v.vendor][name]; a != nil {
		return &a.Spec
	}
	return nil
}

// Elsewhere finds a phone by the token of another app of this vendor; nil if none.
// A token alone does not say whose it is.
func (v *View) Elsewhere(token string) *Phone {
	for _, a := range v.w.apps {
		if a != v.app && a.Spec.Vendor == v.vendor {
			if p := a.tokens[token]; p != nil {
				return p
			}
		}
	}
	return nil
}

// Listed, Kind, Users, Right and Package are the app's entries in the console.
func (v *View) Listed() bool           { return v.app != nil && v.app.Spec.Listed }
func (v *View) Kind() string           { return v.spec().Kind }
func (v *View) Users() int64           { return v.spec().Users }
func (v *View) Package() string        { return v.spec().Package }
func (v *View) Right(name string) bool { return v.spec().HasRight(name) }

// spec is the app's entry, an empty one for an unknown app: a rulebook without
// its authentication rules must judge such calls too.
func (v *View) spec() *AppSpec {
	if v.app == nil {
		return &AppSpec{}
	}
	return &v.app.Spec
}

// Credential is one of the app's credentials under the vendor's field name.
func (v *View) Credential(name string) string {
	if v.app == nil {
		return ""
	}
	return v.app.Spec.Credentials[name]
}

// ReceiptURL is the callback URL registered in the console under a receipt id.
func (v *View) ReceiptURL(id string) string { return v.spec().Receipts[id] }

// Registered reports whether the console has a callback URL, under whatever id.
func (v *View) Registered(url string) bool {
	for _, known := range v.spec().Receipts {
		if known == url {
			return true
		}
	}
	return false
}

// Flag is the app's value of a switch, or the endpoint's default.
func (v *View) Flag(name string) string {
	if v.app == nil {
		return ""
	}
	if s, ok := v.app.Spec.Flags[name]; ok {
		return s
	}
	return v.app.flagDefaults[name]
}

// Access tells until when an access token of this app is valid; ok is false when
// it never was one.
func (v *View) Access(token string) (until time.Time, ok bool) {
	if v.app == nil {
		return until, false
	}
	until, ok = v.app.access[token]
	return until, ok
}

// Count is what an app counter stands at in the window of now.
func (v *View) Count(id quota.ID) int64 {
	if v.app == nil {
		return 0
	}
	return v.app.counted(id).Count(v.app.counterDefs, id, v.now)
}

// PhoneCount is what a device counter stands at.
func (v *View) PhoneCount(p *Phone, id quota.ID) int64 {
	if v.app == nil {
		return 0
	}
	return p.counters.Count(v.app.counterDefs, id, v.now)
}

// Resets is when a counter of the app, or of a phone if one is given, starts again from
// zero, or when the next one leaks from a bucket or leaves a sliding window; zero: never,
// or nothing was counted.
func (v *View) Resets(p *Phone, id quota.ID) time.Time {
	switch {
	case v.app == nil:
		return time.Time{}
	case p != nil:
		return p.counters.Resets(v.app.counterDefs, id, v.now)
	}
	return v.app.counted(id).Resets(v.app.counterDefs, id, v.now)
}

// Limit is the limit set for a counter of this app, or of its group; ok is false when
// none is set and the rule's own formula applies.
func (v *View) Limit(id quota.ID) (n int64, ok bool) {
	if v.app == nil {
		return 0, false
	}
	if n = *v.app.limit(id); n < 0 {
		return 0, false
	}
	return n, true
}

// Phone finds a phone by the app's token, PhoneByAlias by alias; nil if none.
func (v *View) Phone(token string) *Phone {
	if v.app == nil {
		return nil
	}
	return v.app.tokens[token]
}

// PhoneByAlias finds a phone by the alias bound last; nil if none.
func (v *View) PhoneByAlias(alias string) *Phone {
	if v.app == nil {
		return nil
	}
	return v.app.aliases[alias]
}

// Showing is how many notifications of its app the phone shows now, but for those that
// one with this collapse key would replace.
func (v *View) Showing(p *Phone, collapse string) int {
	n := 0
	for i := range p.shade.Items {
		if collapse == "" || p.shade.Items[i].Collapse != collapse {
			n++
		}
	}
	return n
}

// PhoneByUser finds the phone on which a user is logged in, the newest of several; nil
// if none.
func (v *View) PhoneByUser(user string) *Phone {
	return v.w.phoneOf(v.app, user)
}

// AllPhones are the app's phones in order of adding.
func (v *View) AllPhones() []*Phone {
	var all []*Phone
	for _, p := range v.w.order {
		if v.app != nil && p.app == v.app {
			all = append(all, p)
		}
	}
	return all
}

// AllSent are the messages the app can still be asked about, oldest first. They must not
// be changed.
func (v *View) AllSent() []*Sent {
	if v.app == nil {
		return nil
	}
	return v.app.allSent()
}

// GroupSent is AllSent of all apps of the app's group, app by app.
func (v *View) GroupSent() []*Sent {
	if v.app == nil {
		return nil
	}
	var all []*Sent
	for _, a := range v.app.group.apps {
		all = append(all, a.allSent()...)
	}
	return all
}

// AllRights are what the console granted to the app; Right asks for one by name.
func (v *View) AllRights() []string { return v.spec().Rights }

// Sent finds an accepted or stored message by the vendor's id; nil if none. The
// message must not be changed.
func (v *View) Sent(id string) *Sent {
	if v.app == nil {
		return nil
	}
	return v.app.sent[id]
}

// Remembered is what was kept under an idempotency key.
func (v *View) Remembered(key string) (text string, ok bool) {
	if v.app == nil {
		return "", false
	}
	m, ok := v.app.memory[Digest(key)]
	if !ok || !v.now.Before(m.until) {
		return "", false
	}
	return m.text, true
}

// Tag reports whether the app has a tag of this name.
func (v *View) Tag(name string) bool { return v.app != nil && v.app.tags[name] }

// SeenToday reports whether the same content was already counted for this phone
// in the day of counter id.
func (v *View) SeenToday(p *Phone, digest uint64, id quota.ID) bool {
	if v.app == nil {
		return false
	}
	period, ok := p.recent[digest]
	return ok && period == v.app.counterDefs[id].Period(v.now)
}

// NextMessage is the id the next accepted message of this app will have.
func (v *View) NextMessage() string {
	if v.app == nil {
		return ""
	}
	return v.named(v.app.ep.MintMessage(v.seed, v.app.Spec.ID, v.app.accepted+1))
}

// named is a message's id as the vendor says it.
func (v *View) named(id string) string {
	if n, ok := v.app.ep.(MessageNamed); ok {
		return n.MessageName(v.app.Ref, id)
	}
	return id
}

// NextTask is the id the next stored body or broadcast of this app will have.
func (v *View) NextTask() string {
	if v.app != nil {
		if m, ok := v.app.ep.(TaskMint); ok {
			return v.named(m.MintTask(v.seed, v.app.Spec.ID, v.app.accepted+1))
		}
	}
	return v.NextMessage()
}

// NextAccess is the access token the next login of this app will get.
func (v *View) NextAccess() string {
	if v.app == nil {
		return ""
	}
	return v.app.ep.MintAccess(v.seed, v.app.Spec.ID, v.app.issued+1)
}

// Draw is a number in [0,1) that depends on the seed, the app, the message's
// content, how often that content occurred, and the rule: the same for the same
// story, whatever else goes on.
func (v *View) Draw(digest uint64, ruleID string) float64 {
	if v.app == nil {
		return 0
	}
	h := mix(v.seed ^ digest)
	h = mix(h ^ uint64(v.app.draws[digest]))
	h = mix(h ^ Digest(v.app.Spec.ID, ruleID))
	return float64(h>>11) / (1 << 53)
}

// Digest identifies a content: the same texts, the same number, in every run.
func Digest(parts ...string) uint64 {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	h := uint64(offset)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint64(p[i])) * prime
		}
		h = (h ^ 0xff) * prime // so that ("ab","c") differs from ("a","bc")
	}
	return h
}

// mix is the finaliser of splitmix64.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb
	return x ^ (x >> 31)
}
