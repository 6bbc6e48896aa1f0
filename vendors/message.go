package vendors

import "time"

// Token addresses one installation of one app on one phone: regId, registration
// id, push token, device token - the vendor decides the shape.
type Token string

// Class says what kind of message this is to the vendors that tell kinds apart.
// Vendors give transactional messages sound and large quotas and police them.
type Class string

const (
	// ClassUnset is treated as marketing, with an adjustment saying so: no guess
	// is ever made in the sender's favour.
	ClassUnset         Class = ""
	ClassTransactional Class = "transactional"
	ClassMarketing     Class = "marketing"
)

// Category is the vendor's own second-level word ("IM", "ORDER", "MARKETING").
type Category string

// Message is what an application wants to say, in no vendor's words. A driver
// maps it to its vendor's wire form; whatever cannot be mapped is reported as an
// Adjustment, never lost silently. The zero value of a field means "not said":
// the credential's default applies, then the vendor's.
type Message struct {
	// ID is the idempotency key. Empty: the client makes one, and keeps it over
	// its own retries so that a vendor that de-duplicates can.
	ID       string `json:"id,omitempty" yaml:"id,omitempty"`
	Title    string `json:"title,omitempty" yaml:"title,omitempty"`
	Subtitle string `json:"subtitle,omitempty" yaml:"subtitle,omitempty"`
	Body     string `json:"body,omitempty" yaml:"body,omitempty"`
	// Data travels with the notification to the app, as strings.
	Data map[string]string `json:"data,omitempty" yaml:"data,omitempty"`
	// Extension is one JSON text handed to the app unchanged: the "extension" of
	// an IM offlinePushInfo, usually {"entity":{...}}. Drivers carry it as the
	// vendor's own "ext" member.
	Extension string   `json:"extension,omitempty" yaml:"extension,omitempty"`
	Class     Class    `json:"class,omitempty" yaml:"class,omitempty"`
	Category  Category `json:"category,omitempty" yaml:"category,omitempty"`
	Channel   string   `json:"channel,omitempty" yaml:"channel,omitempty"`
	// Template names an approved template where a vendor demands one.
	Template *Template  `json:"template,omitempty" yaml:"template,omitempty"`
	Alert    AlertLevel `json:"alert,omitempty" yaml:"alert,omitempty"`
	Badge    *Badge     `json:"badge,omitempty" yaml:"badge,omitempty"`
	Sound    string     `json:"sound,omitempty" yaml:"sound,omitempty"`
	Click    Click      `json:"click,omitzero" yaml:"click,omitempty"`
	// TTL is how long the vendor may keep the message for a phone that is
	// offline. Zero: the vendor's default. Drivers write the vendor's unit.
	TTL time.Duration `json:"ttl,omitempty" yaml:"ttl,omitempty"`
	// Collapse replaces an earlier message with the same key on the phone.
	Collapse string `json:"collapse,omitempty" yaml:"collapse,omitempty"`
	// Priority says how much the message hurries on its way, where the vendor has a
	// word for that beside the class.
	Priority Priority `json:"priority,omitempty" yaml:"priority,omitempty"`
	// Silent asks for data only, nothing on the screen.
	Silent bool `json:"silent,omitempty" yaml:"silent,omitempty"`
	// OnlineOnly drops the message when the phone is not connected now.
	OnlineOnly bool `json:"online_only,omitempty" yaml:"online_only,omitempty"`
	// Foreground says whether to show the notification while the app is in front.
	Foreground *bool `json:"foreground,omitempty" yaml:"foreground,omitempty"`
	// Test sends in the vendor's test mode: only registered test devices get it.
	Test bool `json:"test,omitempty" yaml:"test,omitempty"`
	// DryRun asks the vendor to validate and not deliver, where it can.
	DryRun  bool     `json:"dry_run,omitempty" yaml:"dry_run,omitempty"`
	Image   string   `json:"image,omitempty" yaml:"image,omitempty"`
	Receipt *Receipt `json:"receipt,omitempty" yaml:"receipt,omitempty"`
	// Overflow says what to do with a text longer than the vendor allows.
	Overflow Overflow `json:"overflow,omitempty" yaml:"overflow,omitempty"`
	// Overrides are typed per-vendor options; they win over unified fields.
	Overrides []Override `json:"-" yaml:"-"`
}

// Template is an approved text at the vendor and its parameters.
type Template struct {
	ID        string            `json:"id" yaml:"id"`
	TitleArgs map[string]string `json:"title_args,omitempty" yaml:"title_args,omitempty"`
	BodyArgs  map[string]string `json:"body_args,omitempty" yaml:"body_args,omitempty"`
}

// AlertLevel is how loudly a message may appear.
type AlertLevel string

const (
	AlertDefault AlertLevel = ""
	AlertSilent  AlertLevel = "silent" // drawer only
	AlertBar     AlertLevel = "bar"    // status bar
	AlertLock    AlertLevel = "lock"   // and lock screen
	AlertFull    AlertLevel = "full"   // and banner, sound, vibration
)

// Priority is how much a message hurries.
type Priority string

const (
	PriorityDefault Priority = ""
	PriorityNormal  Priority = "normal" // when it suits the phone's battery
	PriorityHigh    Priority = "high"   // at once, waking the phone
)

// Badge changes the number on the app's icon. Add and Set exclude each other.
type Badge struct {
	Add int  `json:"add,omitempty" yaml:"add,omitempty"`
	Set *int `json:"set,omitempty" yaml:"set,omitempty"`
}

// Click is what a tap does. The zero value opens the app.
type Click struct {
	// Action is "", "app", "url", "intent" or "page".
	Action string `json:"action,omitempty" yaml:"action,omitempty"`
	// Target is the URL, intent URI or page of that action.
	Target string `json:"target,omitempty" yaml:"target,omitempty"`
}

// Receipt asks the vendor to report what became of the message.
type Receipt struct {
	ID    string `json:"id,omitempty" yaml:"id,omitempty"`
	URL   string `json:"url,omitempty" yaml:"url,omitempty"`
	Param string `json:"param,omitempty" yaml:"param,omitempty"`
}

// Overflow is the policy for texts over a vendor's limit.
type Overflow string

const (
	OverflowTruncate Overflow = ""       // cut, end in an ellipsis, report an Adjustment
	OverflowReject   Overflow = "reject" // do not send; Reason PAYLOAD_TOO_LARGE
)

// Override is a typed set of one vendor's own fields, such as vivo.Options.
type Override interface{ OverrideFor() Vendor }

// OverrideOf returns m's override for v, or nil.
func (m *Message) OverrideOf(v Vendor) Override {
	for _, o := range m.Overrides {
		if o != nil && o.OverrideFor() == v {
			return o
		}
	}
	return nil
}

// Adjustment tells that the wire form says something else than the message did.
type Adjustment struct {
	Field  string           `json:"field"`
	Action AdjustmentAction `json:"action"`
	From   string           `json:"from,omitempty"`
	To     string           `json:"to,omitempty"`
	Why    Text             `json:"why"`
}

// AdjustmentAction is what was done to a field.
type AdjustmentAction string

const (
	AdjustTruncated  AdjustmentAction = "truncated"
	AdjustDropped    AdjustmentAction = "dropped"    // the vendor has no such field
	AdjustDefaulted  AdjustmentAction = "defaulted"  // nothing was said, this was assumed
	AdjustClamped    AdjustmentAction = "clamped"    // moved into the vendor's range
	AdjustOverridden AdjustmentAction = "overridden" // an Override replaced the unified field
	AdjustConflict   AdjustmentAction = "conflict"   // two fields contradict each other
)
