package vivo

import (
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options are vivo's own message fields. A field that is set wins over the
// neutral one and goes out exactly as given: it is neither cut nor moved into a
// range, so that any answer of vivo can be provoked. Nil means "not said";
// pointers make false and 0 sayable.
type Options struct {
	AppID           *int64            `json:"appId,omitempty"`      // of another app than the credential's: 10094
	NotifyType      *int              `json:"notifyType,omitempty"` // 1 none, 2 sound, 3 vibration, 4 both
	Title           *string           `json:"title,omitempty"`
	Content         *string           `json:"content,omitempty"`
	TimeToLive      *int64            `json:"timeToLive,omitempty"` // seconds
	SkipType        *int              `json:"skipType,omitempty"`   // 1 app, 2 URL, 3 custom, 4 page
	SkipContent     *string           `json:"skipContent,omitempty"`
	NetworkType     *int              `json:"networkType,omitempty"` // -1 any, 1 Wi-Fi
	ClientCustomMap map[string]string `json:"clientCustomMap,omitempty"`
	Extra           map[string]string `json:"extra,omitempty"`
	RequestID       *string           `json:"requestId,omitempty"`
	PushMode        *int              `json:"pushMode,omitempty"`       // 0 formal, 1 test
	Classification  *int              `json:"classification,omitempty"` // 0 operational, 1 system
	Category        *string           `json:"category,omitempty"`       // upper case
	NotifyID        *int64            `json:"notifyId,omitempty"`       // 1..2147483647
	ProfileID       *string           `json:"profileId,omitempty"`      // one token only
	SendOnline      *bool             `json:"sendOnline,omitempty"`
	ForegroundShow  *bool             `json:"foregroundShow,omitempty"`
	AddBadge        *bool             `json:"addBadge,omitempty"`
	TimedDisplay    *TimedDisplay     `json:"timedDisplay,omitempty"`
	AuditReview     []AuditReview     `json:"auditReview,omitempty"`
	Marketing       *Marketing        `json:"marketing,omitempty"`
	TagExpression   *TagExpression    `json:"tagExpression,omitempty"`
	ServerSDKVer    *string           `json:"serverSdkVer,omitempty"`

	// ByAlias says that the tokens are aliases: they travel as alias or aliases
	// instead of regId or regIds.
	ByAlias *bool `json:"byAlias,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.Vivo }

// TimedDisplay shows the notification between two moments, in Unix milliseconds.
type TimedDisplay struct {
	OvertimeDisplay *bool  `json:"overtimeDisplay,omitempty"`
	ShowStartTime   *int64 `json:"showStartTime,omitempty"`
	ShowEndTime     *int64 `json:"showEndTime,omitempty"`
}

// AuditReview is the result of a third party's audit of the content.
type AuditReview struct {
	Reviewer string `json:"reviewer,omitempty"`
	Type     *int   `json:"type,omitempty"`
	Result   any    `json:"result,omitempty"`
}

// Marketing is an advertisement's look.
type Marketing struct {
	CreativeID     *int64          `json:"creativeId,omitempty"`
	StyleType      *int            `json:"styleType,omitempty"`
	Price          *string         `json:"price,omitempty"`
	Style          *MarketingStyle `json:"style,omitempty"`
	StyleCustomMap map[string]any  `json:"styleCustomMap,omitempty"`
}

// MarketingStyle names uploaded pictures and buttons.
type MarketingStyle struct {
	LargeImageID  *int64            `json:"largeImageId,omitempty"`
	SmallImageID  *int64            `json:"smallImageId,omitempty"`
	Buttons       []MarketingButton `json:"buttons,omitempty"`
	ThreeImageIDs []int64           `json:"threeImageIds,omitempty"`
}

// MarketingButton is one button; SkipType and SkipContent as in Options.
type MarketingButton struct {
	Name        string `json:"name,omitempty"`
	SkipType    *int   `json:"skipType,omitempty"`
	SkipContent string `json:"skipContent,omitempty"`
}

// TagExpression selects by tag: any of OrTags, all of AndTags, none of NotTags.
type TagExpression struct {
	OrTags  []string `json:"orTags"`
	AndTags []string `json:"andTags"`
	NotTags []string `json:"notTags"`
}

// DecodeOverride reads Options from one JSON object with vivo's field names. An
// unknown field is an error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("vivo: options: %w", err)
	}
	return o, nil
}
