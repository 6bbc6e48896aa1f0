package fcm

import (
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options is a request in FCM's own shape, without its target. A field that is set wins
// over the neutral one and goes out exactly as given: it is neither cut nor moved into a
// range, so that any answer of FCM can be provoked. Nil means "not said"; pointers make
// false and 0 sayable.
type Options struct {
	ValidateOnly *bool               `json:"validate_only,omitempty"`
	Data         map[string]string   `json:"data,omitempty"` // key by key over the message's
	Notification *CommonNotification `json:"notification,omitempty"`
	Android      *Android            `json:"android,omitempty"`
	AndroidV2    *AndroidV2          `json:"android_v2,omitempty"` // in place of android
	APNs         *APNs               `json:"apns,omitempty"`
	WebPush      *WebPush            `json:"webpush,omitempty"`
	FCMOptions   *FCMOptions         `json:"fcm_options,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.FCM }

// CommonNotification is the notification of all platforms; Android's wins over it.
type CommonNotification struct {
	Title *string `json:"title,omitempty"`
	Body  *string `json:"body,omitempty"`
	Image *string `json:"image,omitempty"`
}

// FCMOptions are those of all blocks: web push has Link, iPhones Image.
type FCMOptions struct {
	AnalyticsLabel *string `json:"analytics_label,omitempty"`
	Image          *string `json:"image,omitempty"`
	Link           *string `json:"link,omitempty"`
}

// Android is AndroidConfig.
type Android struct {
	CollapseKey            *string           `json:"collapse_key,omitempty"`
	Priority               *string           `json:"priority,omitempty"` // NORMAL, HIGH
	TTL                    *string           `json:"ttl,omitempty"`      // "86400s"
	RestrictedPackageName  *string           `json:"restricted_package_name,omitempty"`
	Data                   map[string]string `json:"data,omitempty"` // in place of the message's
	Notification           *Notification     `json:"notification,omitempty"`
	FCMOptions             *FCMOptions       `json:"fcm_options,omitempty"`
	DirectBootOK           *bool             `json:"direct_boot_ok,omitempty"`
	BandwidthConstrainedOK *bool             `json:"bandwidth_constrained_ok,omitempty"`
	RestrictedSatelliteOK  *bool             `json:"restricted_satellite_ok,omitempty"`
}

// AndroidV2 is the block of 2026: RemoteNotification is delivered at once,
// BackgroundSync may be delayed and batched.
type AndroidV2 struct {
	CollapseKey            *string             `json:"collapse_key,omitempty"`
	TTL                    *string             `json:"ttl,omitempty"`
	RestrictedPackageName  *string             `json:"restricted_package_name,omitempty"`
	Data                   map[string]string   `json:"data,omitempty"`
	FCMOptions             *FCMOptions         `json:"fcm_options,omitempty"`
	DirectBootOK           *bool               `json:"direct_boot_ok,omitempty"`
	BandwidthConstrainedOK *bool               `json:"bandwidth_constrained_ok,omitempty"`
	RestrictedSatelliteOK  *bool               `json:"restricted_satellite_ok,omitempty"`
	RemoteNotification     *RemoteNotification `json:"remote_notification,omitempty"`
	BackgroundSync         *BackgroundSync     `json:"background_sync,omitempty"`
}

// BackgroundSync has no members.
type BackgroundSync struct{}

// RemoteNotification is a message of AndroidV2 that is delivered at once.
type RemoteNotification struct {
	MutableContent     *bool         `json:"mutable_content,omitempty"`
	UseAsV1DataMessage *bool         `json:"use_as_v1_data_message,omitempty"`
	Notification       *Notification `json:"notification,omitempty"`
}

// Notification is AndroidNotification. ID belongs to AndroidV2, Proxy and
// BypassProxyNotification to Android.
type Notification struct {
	Title                   *string        `json:"title,omitempty"`
	Body                    *string        `json:"body,omitempty"`
	Icon                    *string        `json:"icon,omitempty"`
	Color                   *string        `json:"color,omitempty"` // #rrggbb
	Sound                   *string        `json:"sound,omitempty"`
	Tag                     *string        `json:"tag,omitempty"`
	ClickAction             *string        `json:"click_action,omitempty"`
	BodyLocKey              *string        `json:"body_loc_key,omitempty"`
	BodyLocArgs             []string       `json:"body_loc_args,omitempty"`
	TitleLocKey             *string        `json:"title_loc_key,omitempty"`
	TitleLocArgs            []string       `json:"title_loc_args,omitempty"`
	ChannelID               *string        `json:"channel_id,omitempty"`
	Ticker                  *string        `json:"ticker,omitempty"`
	Sticky                  *bool          `json:"sticky,omitempty"`
	EventTime               *string        `json:"event_time,omitempty"` // RFC 3339
	LocalOnly               *bool          `json:"local_only,omitempty"`
	NotificationPriority    *string        `json:"notification_priority,omitempty"` // PRIORITY_MIN to PRIORITY_MAX
	DefaultSound            *bool          `json:"default_sound,omitempty"`
	DefaultVibrateTimings   *bool          `json:"default_vibrate_timings,omitempty"`
	DefaultLightSettings    *bool          `json:"default_light_settings,omitempty"`
	VibrateTimings          []string       `json:"vibrate_timings,omitempty"` // "0.5s"
	Visibility              *string        `json:"visibility,omitempty"`      // PRIVATE, PUBLIC, SECRET
	NotificationCount       *int           `json:"notification_count,omitempty"`
	LightSettings           *LightSettings `json:"light_settings,omitempty"`
	Image                   *string        `json:"image,omitempty"`
	Proxy                   *string        `json:"proxy,omitempty"` // ALLOW, DENY, IF_PRIORITY_LOWERED
	BypassProxyNotification *bool          `json:"bypass_proxy_notification,omitempty"`
	ID                      *int           `json:"id,omitempty"`
}

// LightSettings is the phone's light; FCM requires all three.
type LightSettings struct {
	Color            *Color  `json:"color,omitempty"`
	LightOnDuration  *string `json:"light_on_duration,omitempty"` // "3.5s"
	LightOffDuration *string `json:"light_off_duration,omitempty"`
}

// Color has four parts from 0 to 1.
type Color struct {
	Red   *float64 `json:"red,omitempty"`
	Green *float64 `json:"green,omitempty"`
	Blue  *float64 `json:"blue,omitempty"`
	Alpha *float64 `json:"alpha,omitempty"`
}

// APNs is ApnsConfig; Payload is Apple's own, with aps in it.
type APNs struct {
	Headers           map[string]string `json:"headers,omitempty"`
	Payload           map[string]any    `json:"payload,omitempty"`
	LiveActivityToken *string           `json:"live_activity_token,omitempty"`
	FCMOptions        *FCMOptions       `json:"fcm_options,omitempty"`
}

// WebPush is WebpushConfig.
type WebPush struct {
	Headers      map[string]string `json:"headers,omitempty"` // TTL, Urgency, Topic
	Data         map[string]string `json:"data,omitempty"`
	Notification map[string]any    `json:"notification,omitempty"`
	FCMOptions   *FCMOptions       `json:"fcm_options,omitempty"`
}

// DecodeOverride reads Options from one JSON object with FCM's field names in snake_case
// and FCM's nesting, such as {"android":{"priority":"HIGH"}}. An unknown field is an
// error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("fcm: options: %w", err)
	}
	return o, nil
}
