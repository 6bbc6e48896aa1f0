package oppo

import (
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options are OPPO's own notification fields. A field that is set wins over the neutral
// one and goes out exactly as given: it is neither cut nor moved into a range, so that any
// answer of OPPO can be provoked. Nil means "not said"; pointers make 0, "" and false
// sayable.
type Options struct {
	AppMessageID *string `json:"app_message_id,omitempty"`
	Style        *int    `json:"style,omitempty"` // 1 standard, 2 long text, 3 big picture (broadcast only)
	Title        *string `json:"title,omitempty"`
	SubTitle     *string `json:"sub_title,omitempty"`
	Content      *string `json:"content,omitempty"`

	BigPictureID     *string `json:"big_picture_id,omitempty"` // from UploadPicture
	SmallPictureID   *string `json:"small_picture_id,omitempty"`
	SmallPictureURL  *string `json:"small_picture_url,omitempty"` // value-added API only
	MediumPictureURL *string `json:"medium_picture_url,omitempty"`
	BigPictureURL    *string `json:"big_picture_url,omitempty"`

	ClickActionType     *int    `json:"click_action_type,omitempty"` // 0 app, 1 intent action, 2 web, 4 activity, 5 intent URL
	ClickActionActivity *string `json:"click_action_activity,omitempty"`
	ClickActionURL      *string `json:"click_action_url,omitempty"`
	ActionParameters    *string `json:"action_parameters,omitempty"` // a JSON object as text

	ShowTimeType  *int    `json:"show_time_type,omitempty"` // 1: shown between the two, in milliseconds
	ShowStartTime *int64  `json:"show_start_time,omitempty"`
	ShowEndTime   *int64  `json:"show_end_time,omitempty"`
	OffLine       *bool   `json:"off_line,omitempty"`
	OffLineTTL    *int64  `json:"off_line_ttl,omitempty"`   // seconds
	PushTimeType  *int    `json:"push_time_type,omitempty"` // 1: everybody at PushStartTime, in milliseconds
	PushStartTime *int64  `json:"push_start_time,omitempty"`
	TimeZone      *string `json:"time_zone,omitempty"`
	FixSpeed      *bool   `json:"fix_speed,omitempty"` // broadcast only
	FixSpeedRate  *int64  `json:"fix_speed_rate,omitempty"`
	NetworkType   *int    `json:"network_type,omitempty"` // 0 any, 1 Wi-Fi

	CallBackURL       *string `json:"call_back_url,omitempty"`
	CallBackParameter *string `json:"call_back_parameter,omitempty"`

	ChannelID          *string `json:"channel_id,omitempty"`
	ShowTTL            *int64  `json:"show_ttl,omitempty"` // seconds
	NotifyID           *int64  `json:"notify_id,omitempty"`
	BadgeOperationType *int    `json:"badge_operation_type,omitempty"` // in an SDK, its meaning is not published
	BadgeMessageCount  *int    `json:"badge_message_count,omitempty"`
	Category           *string `json:"category,omitempty"`     // upper case
	NotifyLevel        *int    `json:"notify_level,omitempty"` // 1, 2, 16; needs Category

	PrivateMsgTemplateID     *string `json:"private_msg_template_id,omitempty"`
	PrivateTitleParameters   *string `json:"private_title_parameters,omitempty"` // a JSON object as text
	PrivateContentParameters *string `json:"private_content_parameters,omitempty"`
	// AuditResponse is a third party's audit of the content, as JSON.
	AuditResponse json.RawMessage `json:"auditResponse,omitempty"`

	// VerifyRegistrationID lets the phone drop what is for another id. It stands beside
	// the notification, in single pushes only.
	VerifyRegistrationID *bool `json:"verify_registration_id,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.OPPO }

// DecodeOverride reads Options from one JSON object with OPPO's field names. An unknown
// field is an error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("oppo: options: %w", err)
	}
	return o, nil
}
