// Package device is what a simulated phone is and what its user would see: the
// state of the phone and the app on it, and the notification shade.
package device

import (
	"time"

	"github.com/offpush/offpush/vendors"
)

// Presence is what the app is doing on the phone.
type Presence string

const (
	Foreground Presence = "foreground"
	Background Presence = "background" // process alive, not in front
	Locked     Presence = "locked"     // screen locked, process alive
	Killed     Presence = "killed"     // no process
)

// Alive reports whether the app's process runs.
func (p Presence) Alive() bool { return p != Killed }

// The environments of a token, where the vendor tells them apart.
const (
	Production = "production"
	Sandbox    = "sandbox"
)

// Phone is a simulated phone with one app on it, as the world sees it now.
// The zero value is not useful: use the engine's AddDevice, which fills defaults.
type Phone struct {
	ID    string         `json:"id" yaml:"id"`
	Brand vendors.Vendor `json:"brand" yaml:"brand"`
	Model string         `json:"model,omitempty" yaml:"model,omitempty"`
	User  string         `json:"user,omitempty" yaml:"user,omitempty"`
	App   string         `json:"app" yaml:"app"`
	State Presence       `json:"state" yaml:"state"`
	// Offline: no network. Messages wait at the vendor until their TTL.
	Offline bool `json:"offline,omitempty" yaml:"offline,omitempty"`
	// OfflineSince is when the network went; inactivity rules count from it.
	OfflineSince time.Time `json:"offline_since,omitzero" yaml:"offline_since,omitempty"`
	// Notifications is the user's switch for this app.
	Notifications bool `json:"notifications" yaml:"notifications"`
	// Muted are classes the user or the system switched off for this app.
	Muted     []vendors.Class `json:"muted,omitempty" yaml:"muted,omitempty"`
	Installed bool            `json:"installed" yaml:"installed"`
	// Subscribed is false after the app turned push off or lost its data.
	Subscribed bool `json:"subscribed" yaml:"subscribed"`
	// GoneSince is when the app was removed or turned push off; some vendors report it.
	GoneSince time.Time `json:"gone_since,omitzero" yaml:"gone_since,omitempty"`
	// Test marks a device registered for test messages in the vendor's console.
	Test  bool     `json:"test,omitempty" yaml:"test,omitempty"`
	Alias string   `json:"alias,omitempty" yaml:"alias,omitempty"`
	Tags  []string `json:"tags,omitempty" yaml:"tags,omitempty"`
	Token string   `json:"token" yaml:"token,omitempty"`
	// NoToken: the app never got a token, as on a simulator of a phone or without the
	// vendor's services. Token is what it would have got; nobody is known by it.
	NoToken bool `json:"no_token,omitempty" yaml:"no_token,omitempty"`
	// Environment is Production or Sandbox where the vendor tells them apart; empty
	// is Production, as builds from the store are.
	Environment string `json:"environment,omitempty" yaml:"environment,omitempty"`
	// Flags are further properties that only some vendor's rules look at, such as
	// an installation from another store. The endpoint publishes them.
	Flags map[string]string `json:"flags,omitempty" yaml:"flags,omitempty"`
}

// Fate is what became of one message on one phone.
type Fate string

// The closed list of fates.
const (
	Pending  Fate = "pending"  // its attempt has not run yet
	Shown    Fate = "shown"    // on the screen, with sound or banner
	Silent   Fate = "silent"   // in the drawer, no sound, no banner
	Folded   Fate = "folded"   // inside a group or message box
	Replaced Fate = "replaced" // overwritten by a newer one
	Held     Fate = "held"     // waits at the vendor for the phone, or on the phone for its time
	Hidden   Fate = "hidden"   // arrived, nothing to see
	Dropped  Fate = "dropped"  // accepted by the API, thrown away
	Expired  Fate = "expired"
	Recalled Fate = "recalled"
	Unknown  Fate = "unknown"
)

// Visible reports whether the user can find the notification on the phone.
func (f Fate) Visible() bool { return f == Shown || f == Silent || f == Folded }

// Final reports whether the fate cannot change by waiting.
func (f Fate) Final() bool { return f != Pending && f != Held }

// Notification is one entry of a shade.
type Notification struct {
	Message  string    `json:"message"` // the message's event id, m-000001
	At       time.Time `json:"at"`
	Title    string    `json:"title"`
	Body     string    `json:"body"`
	Image    string    `json:"image,omitempty"` // an address or a vendor's id
	How      Fate      `json:"how"`             // shown, silent or folded
	Sound    bool      `json:"sound"`
	Vibrate  bool      `json:"vibrate,omitempty"`
	Banner   bool      `json:"banner"`
	Collapse string    `json:"collapse,omitempty"`
}

// Shade is what the phone shows for its app, oldest first.
type Shade struct {
	Items []Notification `json:"items"`
	Badge int            `json:"badge"`
}

// maxItems is how many notifications one app keeps; Android shows 24 to 50, and a
// lab that runs for days must not grow without end.
const maxItems = 50

// Put shows a notification. One with the same collapse key is replaced, and its
// message id returned.
func (s *Shade) Put(n Notification, badge int) (replaced string) {
	if n.Collapse != "" {
		for i := range s.Items {
			if s.Items[i].Collapse == n.Collapse {
				replaced = s.Items[i].Message
				s.Items = append(s.Items[:i], s.Items[i+1:]...)
				break
			}
		}
	}
	if len(s.Items) == maxItems {
		s.Items = append(s.Items[:0], s.Items[1:]...)
	}
	s.Items = append(s.Items, n)
	s.Badge += badge
	return replaced
}

// Remove takes a message's notification away and reports whether it was there.
func (s *Shade) Remove(message string) bool {
	for i := range s.Items {
		if s.Items[i].Message == message {
			s.Items = append(s.Items[:i], s.Items[i+1:]...)
			return true
		}
	}
	return false
}

// Clone returns an independent copy.
func (s *Shade) Clone() Shade {
	return Shade{Items: append([]Notification(nil), s.Items...), Badge: s.Badge}
}
