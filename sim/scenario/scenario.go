// Package scenario is the bridge between exploring and testing: a story of a world,
// its messages and what is expected of them, as a strict YAML file. The demo is a
// scenario, the terminal UI saves what somebody just did as one, and CI replays it.
package scenario

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/fault"
	"github.com/offpush/offpush/vendors"
)

// Scenario is a story. It plays on a virtual clock: an hour costs no time.
type Scenario struct {
	Name        string      `yaml:"name"`
	Description string      `yaml:"description,omitempty"`
	Seed        uint64      `yaml:"seed,omitempty"`
	Start       time.Time   `yaml:"start"`
	Rulebook    string      `yaml:"rulebook,omitempty"` // YYYY-MM-DD
	Profile     sim.Profile `yaml:"profile,omitempty"`
	Apps        []App       `yaml:"apps"`
	Users       []User      `yaml:"users,omitempty"`
	Devices     []Device    `yaml:"devices"`
	Steps       []Step      `yaml:"steps"`

	file   string           // where it was read, for messages
	places map[string]place // of everything in it
}

// App is a vendor app as a scenario writes it.
type App struct {
	ID       string            `yaml:"id"`
	Vendor   vendors.Vendor    `yaml:"vendor"`
	Package  string            `yaml:"package,omitempty"`
	Listed   bool              `yaml:"listed"`
	Kind     string            `yaml:"kind,omitempty"`
	Users    int64             `yaml:"users,omitempty"`
	Rights   []string          `yaml:"rights,omitempty,flow"`
	Limits   map[string]int64  `yaml:"limits,omitempty,flow"`
	Flags    map[string]string `yaml:"flags,omitempty,flow"`
	Receipts map[string]string `yaml:"receipts,omitempty,flow"`
	// Sender are further credentials for the app's sender, under the vendor's field
	// names: which of several logins, versions or environments it uses. The console
	// does not know them.
	Sender map[string]string `yaml:"sender,omitempty,flow"`
}

// Spec is the app in the simulator's words.
func (a App) Spec() sim.AppSpec {
	return sim.AppSpec{
		ID: a.ID, Vendor: a.Vendor, Package: a.Package, Listed: a.Listed, Kind: a.Kind,
		Users: a.Users, Rights: a.Rights, Limits: a.Limits, Flags: a.Flags, Receipts: a.Receipts,
		Sender: a.Sender,
	}
}

// User is somebody devices belong to.
type User struct {
	ID string `yaml:"id"`
}

// Device is a phone. What is absent is as on most phones: in the background,
// online, installed, notifications on.
type Device struct {
	ID     string         `yaml:"id"`
	Brand  vendors.Vendor `yaml:"brand,omitempty"`
	Model  string         `yaml:"model,omitempty"`
	User   string         `yaml:"user,omitempty"`
	App    string         `yaml:"app"`
	Traits `yaml:",inline"`
}

// Traits are what can change about a phone during a story.
type Traits struct {
	State         device.Presence `yaml:"state,omitempty"`
	Notifications *Switch         `yaml:"notifications,omitempty"`
	Online        *Switch         `yaml:"online,omitempty"`
	Installed     *Switch         `yaml:"installed,omitempty"`
	Subscribed    *Switch         `yaml:"subscribed,omitempty"`
	Test          *Switch         `yaml:"test,omitempty"`
	// Token is off for a phone that never got one.
	Token *Switch `yaml:"token,omitempty"`
	// Environment is production or sandbox, where the vendor tells them apart.
	Environment string            `yaml:"environment,omitempty"`
	Muted       []vendors.Class   `yaml:"muted,omitempty,flow"`
	Alias       string            `yaml:"alias,omitempty"`
	Tags        []string          `yaml:"tags,omitempty,flow"`
	Flags       map[string]string `yaml:"flags,omitempty,flow"`
	// OfflineSince and GoneSince are when the network, or the app, went away; a phone
	// that is not said otherwise lost it when the story says so.
	OfflineSince time.Time `yaml:"offline_since,omitempty"`
	GoneSince    time.Time `yaml:"gone_since,omitempty"`
}

// Phone is the device as the simulator adds it.
func (d Device) Phone() device.Phone {
	p := sim.NewPhone(d.ID, d.Brand, d.App)
	p.Model, p.User = d.Model, d.User
	d.Traits.Apply(&p)
	return p
}

// Apply changes a phone in what the traits say.
func (t Traits) Apply(p *device.Phone) {
	if t.State != "" {
		p.State = t.State
	}
	set := func(to *bool, s *Switch, invert bool) {
		if s != nil {
			*to = bool(*s) != invert
		}
	}
	set(&p.Notifications, t.Notifications, false)
	set(&p.Offline, t.Online, true)
	set(&p.Installed, t.Installed, false)
	set(&p.Subscribed, t.Subscribed, false)
	set(&p.Test, t.Test, false)
	set(&p.NoToken, t.Token, true)
	if t.Environment != "" {
		p.Environment = t.Environment
	}
	if t.Muted != nil {
		p.Muted = t.Muted
	}
	if !t.OfflineSince.IsZero() {
		p.OfflineSince = t.OfflineSince
	}
	if !t.GoneSince.IsZero() {
		p.GoneSince = t.GoneSince
	}
	if t.Alias != "" {
		p.Alias = t.Alias
	}
	if t.Tags != nil {
		p.Tags = t.Tags
	}
	for k, v := range t.Flags {
		if p.Flags == nil {
			p.Flags = map[string]string{}
		}
		p.Flags[k] = v
	}
}

// Step is one thing that happens; exactly one member is set.
type Step struct {
	Send    *Send         `yaml:"send,omitempty"`
	Expect  *Expect       `yaml:"expect,omitempty,flow"`
	Advance *Advance      `yaml:"advance,omitempty"`
	Device  *DeviceChange `yaml:"device,omitempty,flow"`
	Quota   *QuotaChange  `yaml:"quota,omitempty,flow"`
	Flag    *FlagChange   `yaml:"flag,omitempty,flow"`
	Fault   *fault.Fault  `yaml:"fault,omitempty"`
	Note    string        `yaml:"note,omitempty"`
}

// Send sends one message through the real sender.
type Send struct {
	To Names `yaml:"to"`
	// Message names one of the ready-made messages; the other members change it.
	Message    string            `yaml:"message,omitempty"`
	Title      string            `yaml:"title,omitempty"`
	Subtitle   string            `yaml:"subtitle,omitempty"`
	Body       string            `yaml:"body,omitempty"`
	Class      vendors.Class     `yaml:"class,omitempty"`
	Category   vendors.Category  `yaml:"category,omitempty"`
	Data       map[string]string `yaml:"data,omitempty"`
	Extension  string            `yaml:"extension,omitempty"`
	TTL        Span              `yaml:"ttl,omitempty"`
	Collapse   string            `yaml:"collapse,omitempty"`
	Priority   vendors.Priority  `yaml:"priority,omitempty"`
	Test       bool              `yaml:"test,omitempty"`
	Silent     bool              `yaml:"silent,omitempty"`
	OnlineOnly bool              `yaml:"online_only,omitempty"`
	Foreground *bool             `yaml:"foreground,omitempty"`
	ID         string            `yaml:"id,omitempty"`
	Receipt    *vendors.Receipt  `yaml:"receipt,omitempty"`

	Channel  string             `yaml:"channel,omitempty"`
	Template *vendors.Template  `yaml:"template,omitempty"`
	Alert    vendors.AlertLevel `yaml:"alert,omitempty"`
	Badge    *vendors.Badge     `yaml:"badge,omitempty"`
	Sound    string             `yaml:"sound,omitempty"`
	Click    *vendors.Click     `yaml:"click,omitempty"`
	Image    string             `yaml:"image,omitempty"`
	DryRun   bool               `yaml:"dry_run,omitempty"`
	Overflow vendors.Overflow   `yaml:"overflow,omitempty"`
	// Override are vendors' own fields, by vendor; whoever plays the story reads them.
	Override map[string]map[string]any `yaml:"override,omitempty"`
}

// Fill puts what the step says into a message, all but the vendors' own fields.
func (s *Send) Fill(m *vendors.Message) {
	text := func(to *string, v string) {
		if v != "" {
			*to = v
		}
	}
	text(&m.Title, s.Title)
	text(&m.Subtitle, s.Subtitle)
	text(&m.Body, s.Body)
	text(&m.Extension, s.Extension)
	text(&m.Collapse, s.Collapse)
	text(&m.ID, s.ID)
	text(&m.Channel, s.Channel)
	text(&m.Sound, s.Sound)
	text(&m.Image, s.Image)
	text((*string)(&m.Alert), string(s.Alert))
	text((*string)(&m.Overflow), string(s.Overflow))
	if s.Class != "" {
		m.Class = s.Class
	}
	if s.Category != "" {
		m.Category = s.Category
	}
	if s.Priority != "" {
		m.Priority = s.Priority
	}
	if s.Data != nil {
		m.Data = s.Data
	}
	if s.TTL != 0 {
		m.TTL = time.Duration(s.TTL)
	}
	if s.Foreground != nil {
		m.Foreground = s.Foreground
	}
	if s.Receipt != nil {
		m.Receipt = s.Receipt
	}
	if s.Template != nil {
		m.Template = s.Template
	}
	if s.Badge != nil {
		m.Badge = s.Badge
	}
	if s.Click != nil {
		m.Click = *s.Click
	}
	m.DryRun = m.DryRun || s.DryRun
	m.Test = m.Test || s.Test
	m.Silent = m.Silent || s.Silent
	m.OnlineOnly = m.OnlineOnly || s.OnlineOnly
}

// Expect compares what became of the messages to one device so far. Counts are of
// all of them; reply, fate, reason, receipt and cause are of the newest.
type Expect struct {
	Device string `yaml:"device"`
	// Shown counts what the user can find: with sound, silent or folded.
	Shown   *int          `yaml:"shown,omitempty"`
	Silent  *int          `yaml:"silent,omitempty"`
	Folded  *int          `yaml:"folded,omitempty"`
	Dropped *int          `yaml:"dropped,omitempty"`
	Expired *int          `yaml:"expired,omitempty"`
	Held    *int          `yaml:"held,omitempty"`
	Refused *int          `yaml:"refused,omitempty"`
	Reply   *string       `yaml:"reply,omitempty"`
	Fate    device.Fate   `yaml:"fate,omitempty"`
	Reason  string        `yaml:"reason,omitempty"`
	Receipt *string       `yaml:"receipt,omitempty"`
	Cause   *string       `yaml:"cause,omitempty"` // a rule ID, "" for none
	Granted vendors.Class `yaml:"granted,omitempty"`
}

// DeviceChange changes a phone.
type DeviceChange struct {
	ID  string `yaml:"id"`
	Set Traits `yaml:"set"`
}

// QuotaChange sets a quota's limit, or what its counter stands at.
type QuotaChange struct {
	App   string `yaml:"app"`
	Name  string `yaml:"name"`
	Limit *int64 `yaml:"limit,omitempty"`
	Count *int64 `yaml:"count,omitempty"`
}

// FlagChange switches one of an app's flags.
type FlagChange struct {
	App   string `yaml:"app"`
	Name  string `yaml:"name"`
	Value string `yaml:"value"`
}
