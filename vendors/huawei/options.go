package huawei

import (
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options is a request in Huawei's own shape, without its target. A field that is
// set wins over the neutral one and goes out exactly as given: it is neither cut nor
// moved into a range, so that any answer of Huawei can be provoked. Nil means "not
// said"; pointers make false and 0 sayable.
type Options struct {
	ValidateOnly *bool               `json:"validate_only,omitempty"`
	Review       []Review            `json:"review,omitempty"`
	Data         *string             `json:"data,omitempty"`
	Notification *CommonNotification `json:"notification,omitempty"`
	Android      *Android            `json:"android,omitempty"`
	APNs         map[string]any      `json:"apns,omitempty"`    // as documented, untyped
	WebPush      map[string]any      `json:"webpush,omitempty"` // as documented, untyped
	// Harmony is for senders of API v3, the others for those of v1 and v2.
	Harmony *Harmony `json:"harmony,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.Huawei }

// Review is the result of a third party's audit of the content.
type Review struct {
	Reviewer string `json:"reviewer,omitempty"`
	Type     *int   `json:"type,omitempty"`
	Result   any    `json:"result,omitempty"`
}

// CommonNotification is the notification of all platforms; Android's wins over it.
type CommonNotification struct {
	Title *string `json:"title,omitempty"`
	Body  *string `json:"body,omitempty"`
	Image *string `json:"image,omitempty"`
}

// Android is the configuration of Android messages.
type Android struct {
	CollapseKey    *int          `json:"collapse_key,omitempty"` // -1..100
	Urgency        *string       `json:"urgency,omitempty"`      // HIGH (needs a right), NORMAL
	Category       *string       `json:"category,omitempty"`
	TTL            *string       `json:"ttl,omitempty"` // "86400s"
	BITag          *string       `json:"bi_tag,omitempty"`
	FastAppTarget  *int          `json:"fast_app_target,omitempty"` // 1 development, 2 production
	Data           *string       `json:"data,omitempty"`
	ReceiptID      *string       `json:"receipt_id,omitempty"`
	TargetUserType *int          `json:"target_user_type,omitempty"` // 0 formal, 1 test
	Notification   *Notification `json:"notification,omitempty"`
}

// Notification is what an Android phone shows.
type Notification struct {
	Title             *string        `json:"title,omitempty"`
	Body              *string        `json:"body,omitempty"`
	ClickAction       *ClickAction   `json:"click_action,omitempty"`
	Icon              *string        `json:"icon,omitempty"`
	Color             *string        `json:"color,omitempty"` // #RRGGBB
	Sound             *string        `json:"sound,omitempty"`
	DefaultSound      *bool          `json:"default_sound,omitempty"`
	Tag               *string        `json:"tag,omitempty"`
	BodyLocKey        *string        `json:"body_loc_key,omitempty"`
	BodyLocArgs       []string       `json:"body_loc_args,omitempty"`
	TitleLocKey       *string        `json:"title_loc_key,omitempty"`
	TitleLocArgs      []string       `json:"title_loc_args,omitempty"`
	MultiLangKey      map[string]any `json:"multi_lang_key,omitempty"`
	ChannelID         *string        `json:"channel_id,omitempty"`
	NotifySummary     *string        `json:"notify_summary,omitempty"`
	Image             *string        `json:"image,omitempty"`
	Style             *int           `json:"style,omitempty"` // 0 default, 1 big text, 3 inbox
	BigTitle          *string        `json:"big_title,omitempty"`
	BigBody           *string        `json:"big_body,omitempty"`
	InboxContent      []string       `json:"inbox_content,omitempty"`
	AutoClear         *int64         `json:"auto_clear,omitempty"` // milliseconds
	NotifyID          *int64         `json:"notify_id,omitempty"`
	Group             *string        `json:"group,omitempty"`
	Badge             *Badge         `json:"badge,omitempty"`
	Ticker            *string        `json:"ticker,omitempty"`
	AutoCancel        *bool          `json:"auto_cancel,omitempty"`
	When              *string        `json:"when,omitempty"` // 2014-10-02T15:01:23.045123456Z
	LocalOnly         *bool          `json:"local_only,omitempty"`
	Importance        *string        `json:"importance,omitempty"` // LOW, NORMAL, HIGH (needs a right)
	UseDefaultVibrate *bool          `json:"use_default_vibrate,omitempty"`
	UseDefaultLight   *bool          `json:"use_default_light,omitempty"`
	VibrateConfig     []string       `json:"vibrate_config,omitempty"`
	Visibility        *string        `json:"visibility,omitempty"`
	LightSettings     *LightSettings `json:"light_settings,omitempty"`
	ForegroundShow    *bool          `json:"foreground_show,omitempty"`
	ProfileID         *string        `json:"profile_id,omitempty"`
	Buttons           []Button       `json:"buttons,omitempty"`
}

// ClickAction is what a tap does. Type 1 opens a page (Intent or Action), 2 a URL, 3
// the app. It replaces the neutral one as a whole.
type ClickAction struct {
	Type   *int    `json:"type,omitempty"`
	Intent *string `json:"intent,omitempty"`
	URL    *string `json:"url,omitempty"`
	Action *string `json:"action,omitempty"`
}

// Badge changes the number on the icon of the launcher activity Class.
type Badge struct {
	AddNum *int    `json:"add_num,omitempty"` // 1..99
	SetNum *int    `json:"set_num,omitempty"` // 0..99
	Class  *string `json:"class,omitempty"`
}

// LightSettings is the breathing light; all three are required by Huawei.
type LightSettings struct {
	Color            *Color  `json:"color,omitempty"`
	LightOnDuration  *string `json:"light_on_duration,omitempty"` // "3.5s"
	LightOffDuration *string `json:"light_off_duration,omitempty"`
}

// Color has four parts from 0 to 1.
type Color struct {
	Alpha *float64 `json:"alpha,omitempty"`
	Red   *float64 `json:"red,omitempty"`
	Green *float64 `json:"green,omitempty"`
	Blue  *float64 `json:"blue,omitempty"`
}

// Button is one button below the text.
type Button struct {
	Name       string  `json:"name,omitempty"`
	ActionType *int    `json:"action_type,omitempty"` // 0..4
	IntentType *int    `json:"intent_type,omitempty"` // 0 intent, 1 action
	Intent     *string `json:"intent,omitempty"`
	Data       *string `json:"data,omitempty"`
}

// DecodeOverride reads Options from one JSON object with Huawei's field names in
// Huawei's nesting, such as {"android":{"category":"IM"}}. An unknown field is an
// error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("huawei: options: %w", err)
	}
	return o, nil
}
