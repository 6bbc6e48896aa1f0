package apns

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/loosejson"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Values of apns-push-type.
const (
	PushTypeAlert        = "alert"
	PushTypeBackground   = "background"
	PushTypeLocation     = "location"
	PushTypeVoIP         = "voip"
	PushTypeComplication = "complication"
	PushTypeFileProvider = "fileprovider"
	PushTypeMDM          = "mdm"
	PushTypeLiveActivity = "liveactivity"
	PushTypePushToTalk   = "pushtotalk"
	PushTypeWidgets      = "widgets"
	PushTypeControls     = "controls"
)

// Values of apns-priority.
const (
	PriorityNow   = 10 // at once
	PriorityPower = 5  // when it suits the phone's battery
	PriorityLow   = 1  // never wakes the phone
)

// Values of interruption-level. Time-sensitive needs a capability of the app,
// critical an entitlement from Apple.
const (
	LevelPassive       = "passive"
	LevelActive        = "active"
	LevelTimeSensitive = "time-sensitive"
	LevelCritical      = "critical"
)

// Options are APNs' own fields. What is set wins over the neutral fields; pointers
// make 0 and "" sayable, and a header that is "" is not sent. As JSON they carry Apple's names: headers, "aps" with its
// keys, "custom" for what stands beside aps.
type Options struct {
	PushType *string `json:"apns-push-type,omitempty"`
	Priority *int    `json:"apns-priority,omitempty"` // 10, 5 or 1
	// Topic is the whole apns-topic. Without it the credential's topic is sent with
	// the suffix of the push type.
	Topic *string `json:"apns-topic,omitempty"`
	// Expiration is in Unix seconds; 0 says now or never, and is sent.
	Expiration *int64  `json:"apns-expiration,omitempty"`
	CollapseID *string `json:"apns-collapse-id,omitempty"` // at most 64 bytes
	ID         *string `json:"apns-id,omitempty"`          // a UUID

	APS *APS `json:"aps,omitempty"`
	// Custom are members beside aps, of any JSON type. They win over Data.
	Custom map[string]any `json:"custom,omitempty"`
	// MDM is the PushMagic: the payload becomes {"mdm": MDM} and nothing else.
	MDM *string `json:"mdm,omitempty"`
	// Payload is the whole body, sent byte for byte in place of everything above it
	// but the headers.
	Payload json.RawMessage `json:"payload,omitempty"`
}

// APS is the aps dictionary.
type APS struct {
	Alert             *Alert   `json:"alert,omitempty"`
	Badge             *int     `json:"badge,omitempty"` // 0 clears it
	Sound             *Sound   `json:"sound,omitempty"`
	ThreadID          *string  `json:"thread-id,omitempty"`
	Category          *string  `json:"category,omitempty"`
	ContentAvailable  *int     `json:"content-available,omitempty"` // 1
	MutableContent    *int     `json:"mutable-content,omitempty"`   // 1
	TargetContentID   *string  `json:"target-content-id,omitempty"`
	InterruptionLevel *string  `json:"interruption-level,omitempty"`
	RelevanceScore    *float64 `json:"relevance-score,omitempty"` // 0..1; any for Live Activities
	FilterCriteria    *string  `json:"filter-criteria,omitempty"`

	// Live Activities. Times are Unix seconds; without Timestamp the sender's
	// clock is asked, without Event "update" is sent.
	Timestamp        *int64          `json:"timestamp,omitempty"`
	Event            *string         `json:"event,omitempty"` // start, update, end
	ContentState     json.RawMessage `json:"content-state,omitempty"`
	StaleDate        *int64          `json:"stale-date,omitempty"`
	DismissalDate    *int64          `json:"dismissal-date,omitempty"`
	AttributesType   *string         `json:"attributes-type,omitempty"`
	Attributes       json.RawMessage `json:"attributes,omitempty"`
	InputPushChannel *string         `json:"input-push-channel,omitempty"`

	ContentChanged *bool `json:"content-changed,omitempty"` // widgets
}

// Alert is aps.alert as a dictionary. A JSON string reads as Body.
type Alert struct {
	Title           *string  `json:"title,omitempty"`
	Subtitle        *string  `json:"subtitle,omitempty"`
	Body            *string  `json:"body,omitempty"`
	LaunchImage     *string  `json:"launch-image,omitempty"`
	TitleLocKey     *string  `json:"title-loc-key,omitempty"`
	TitleLocArgs    []string `json:"title-loc-args,omitempty"`
	SubtitleLocKey  *string  `json:"subtitle-loc-key,omitempty"`
	SubtitleLocArgs []string `json:"subtitle-loc-args,omitempty"`
	LocKey          *string  `json:"loc-key,omitempty"`
	LocArgs         []string `json:"loc-args,omitempty"`
	ActionLocKey    *string  `json:"action-loc-key,omitempty"`    // older
	SummaryArg      *string  `json:"summary-arg,omitempty"`       // older
	SummaryArgCount *int     `json:"summary-arg-count,omitempty"` // older
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *Alert) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*a = Alert{Body: new(string)}
		return json.Unmarshal(b, a.Body)
	}
	type dictionary Alert
	return json.Unmarshal(b, (*dictionary)(a))
}

// Sound is aps.sound: a name alone, or a dictionary when Critical or Volume is set.
type Sound struct {
	Name     string   `json:"name,omitempty"`
	Critical *int     `json:"critical,omitempty"` // 1: overrides mute; needs an entitlement
	Volume   *float64 `json:"volume,omitempty"`   // 0..1
}

// MarshalJSON implements json.Marshaler.
func (s Sound) MarshalJSON() ([]byte, error) {
	if s.Critical == nil && s.Volume == nil {
		return loosejson.Encode(s.Name)
	}
	type dictionary Sound
	return loosejson.Encode(dictionary(s))
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Sound) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		*s = Sound{}
		return json.Unmarshal(b, &s.Name)
	}
	type dictionary Sound
	return json.Unmarshal(b, (*dictionary)(s))
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.APNs }

// DecodeOverride reads Options from one JSON object with Apple's field names. An
// unknown field is an error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("apns: options: %w", err)
	}
	return o, nil
}
