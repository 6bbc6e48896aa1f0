package xiaomi

import (
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options are Xiaomi's own message fields. A field that is set wins over the neutral one
// and goes out exactly as given: it is neither cut nor moved into a range, so that any
// answer of Xiaomi can be provoked. Nil means "not said"; pointers make 0 and "" sayable.
type Options struct {
	RestrictedPackageName *string `json:"restricted_package_name,omitempty"` // several by comma, for v3
	Title                 *string `json:"title,omitempty"`
	Description           *string `json:"description,omitempty"`
	Payload               *string `json:"payload,omitempty"`      // encoded once, as every value
	PassThrough           *int    `json:"pass_through,omitempty"` // 0 notification, 1 data; not delivered since 2022-09-12
	NotifyType            *int    `json:"notify_type,omitempty"`  // -1 all, or 1 sound + 2 vibration + 4 lights
	NotifyID              *int64  `json:"notify_id,omitempty"`    // 0..2147483647
	TimeToLive            *int64  `json:"time_to_live,omitempty"` // milliseconds
	TimeToSend            *int64  `json:"time_to_send,omitempty"` // milliseconds since 1970
	CollapseKey           *string `json:"collapse_key,omitempty"`
	Extra                 *Extra  `json:"extra,omitempty"`
	// Custom are the app's own extra.<key>, at most 10 pairs of together 1024 characters.
	Custom map[string]string `json:"custom,omitempty"`
	// APSProperFields are aps_proper_fields.<key>, for iOS.
	APSProperFields map[string]string `json:"aps_proper_fields,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.Xiaomi }

// Extra are the keys below extra. that Xiaomi reserves.
type Extra struct {
	ChannelID          *string `json:"channel_id,omitempty"`
	ChannelName        *string `json:"channel_name,omitempty"`
	ChannelDescription *string `json:"channel_description,omitempty"`
	TemplateID         *string `json:"template_id,omitempty"`
	TemplateParam      *string `json:"template_param,omitempty"` // JSON text of the variables

	NotifyEffect     *int    `json:"notify_effect,omitempty"` // 1 app, 2 page (IntentURI), 3 web page (WebURI)
	IntentURI        *string `json:"intent_uri,omitempty"`
	WebURI           *string `json:"web_uri,omitempty"`
	NotifyForeground *int    `json:"notify_foreground,omitempty"` // 1 show in front (default), 0 do not
	SoundURI         *string `json:"sound_uri,omitempty"`         // android.resource://<package>/raw/<name>
	Ticker           *string `json:"ticker,omitempty"`
	Badge            *string `json:"badge,omitempty"` // seen in one client, not documented

	FlowControl   *int    `json:"flow_control,omitempty"` // messages per second
	JobKey        *string `json:"jobkey,omitempty"`       // [0-9A-Za-z_-], at most 20
	Callback      *string `json:"callback,omitempty"`
	CallbackParam *string `json:"callback.param,omitempty"` // at most 64 bytes
	CallbackType  *int    `json:"callback.type,omitempty"`  // sum of receipt types, 3 by default
	OnlySendOnce  *int    `json:"only_send_once,omitempty"` // 1: to phones that are online now

	// Filters, comma separated; a phone that does not match gets nothing.
	Locale          *string `json:"locale,omitempty"`
	LocaleNotIn     *string `json:"locale_not_in,omitempty"`
	Model           *string `json:"model,omitempty"`
	ModelNotIn      *string `json:"model_not_in,omitempty"`
	AppVersion      *string `json:"app_version,omitempty"`
	AppVersionNotIn *string `json:"app_version_not_in,omitempty"`
	ConnPT          *string `json:"connpt,omitempty"` // wifi

	// Styles; Xiaomi announced that those of its own are taken off line.
	StyleType      *int    `json:"notification_style_type,omitempty"` // 1 big text, 2 big picture
	BigPicURI      *string `json:"notification_bigPic_uri,omitempty"`
	LargeIconURI   *string `json:"notification_large_icon_uri,omitempty"`
	SmallIconURI   *string `json:"notification_small_icon_uri,omitempty"`
	SmallIconColor *string `json:"notification_small_icon_color,omitempty"`
	Left           *Button `json:"notification_style_button_left,omitempty"`
	Mid            *Button `json:"notification_style_button_mid,omitempty"`
	Right          *Button `json:"notification_style_button_right,omitempty"`
}

// Button is one button below the text; the fields as in Extra.
type Button struct {
	Name         *string `json:"name,omitempty"`
	NotifyEffect *int    `json:"notify_effect,omitempty"`
	IntentURI    *string `json:"intent_uri,omitempty"`
	IntentClass  *string `json:"intent_class,omitempty"`
	WebURI       *string `json:"web_uri,omitempty"`
}

// DecodeOverride reads Options from one JSON object with Xiaomi's field names, such as
// {"extra":{"channel_id":"135001"},"custom":{"k":"v"}}. An unknown field is an error that
// names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("xiaomi: options: %w", err)
	}
	return o, nil
}
