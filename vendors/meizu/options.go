package meizu

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options are Meizu's own message fields, under the names of messageJson, and how it is
// sent. A field that is set wins over the neutral one and goes out exactly as given: it
// is neither cut nor moved into a range, so that any answer of Meizu can be provoked.
// Nil means "not said"; pointers make 0 sayable.
type Options struct {
	NoticeBarInfo    *NoticeBarInfo    `json:"noticeBarInfo,omitempty"`
	NoticeExpandInfo *NoticeExpandInfo `json:"noticeExpandInfo,omitempty"`
	ClickTypeInfo    *ClickTypeInfo    `json:"clickTypeInfo,omitempty"`
	PushTimeInfo     *PushTimeInfo     `json:"pushTimeInfo,omitempty"`
	AdvanceInfo      *AdvanceInfo      `json:"advanceInfo,omitempty"`
	VIPInfo          *VIPInfo          `json:"vipInfo,omitempty"`
	Extra            *Extra            `json:"extra,omitempty"`

	// Title and Content are the two texts of a pass-through message.
	Title   *string `json:"title,omitempty"`
	Content *string `json:"content,omitempty"`

	// RestrictedPackageNames are the packages that get the message, of an app that has
	// several. It is a field of the form.
	RestrictedPackageNames []string `json:"restrictedPackageNames,omitempty"`

	// ByAlias says that the tokens are aliases. Task stores the message once and pushes
	// the task, which is for campaigns: statistics count it as one, and there are no
	// receipts. Unvarnished is the pass-through form, which Meizu has discontinued.
	ByAlias     *bool `json:"byAlias,omitempty"`
	Task        *bool `json:"task,omitempty"`
	Unvarnished *bool `json:"unvarnished,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.Meizu }

// NoticeBarInfo is the notification.
type NoticeBarInfo struct {
	NoticeMsgType *int    `json:"noticeMsgType,omitempty"` // 0 public, 1 private
	NoticeBarType *int    `json:"noticeBarType,omitempty"` // 0 standard, 2 Android's own
	Title         *string `json:"title,omitempty"`
	Content       *string `json:"content,omitempty"`
	// NoticeBarImgURL is the picture of noticeBarType 1, stopped on 2022-05-27.
	NoticeBarImgURL *string `json:"noticeBarImgUrl,omitempty"`
}

// NoticeExpandInfo is what shows when the notification is pulled down.
type NoticeExpandInfo struct {
	NoticeExpandType    *int    `json:"noticeExpandType,omitempty"` // 0 standard, 1 text, 2 large picture (VIP)
	NoticeExpandContent *string `json:"noticeExpandContent,omitempty"`
	NoticeExpandImgURL  *string `json:"noticeExpandImgUrl,omitempty"`
}

// ClickTypeInfo is what a tap does.
type ClickTypeInfo struct {
	ClickType       *int           `json:"clickType,omitempty"` // 0 app, 1 activity, 2 URI, 3 custom (do not use)
	URL             *string        `json:"url,omitempty"`
	Parameters      map[string]any `json:"parameters,omitempty"` // the phone reads all values as strings
	Activity        *string        `json:"activity,omitempty"`   // fully qualified
	CustomAttribute *string        `json:"customAttribute,omitempty"`
}

// PushTimeInfo is how long the message is kept, and when it goes out. PushTimeType 1 and
// StartTime ("2006-01-02 15:04:05") are for broadcasts.
type PushTimeInfo struct {
	OffLine      *Switch `json:"offLine,omitempty"`
	ValidTime    *int64  `json:"validTime,omitempty"` // hours, 1-72
	PushTimeType *int    `json:"pushTimeType,omitempty"`
	StartTime    *string `json:"startTime,omitempty"`
}

// AdvanceInfo is how the notification behaves.
type AdvanceInfo struct {
	Suspend             *Switch           `json:"suspend,omitempty"`
	ClearNoticeBar      *Switch           `json:"clearNoticeBar,omitempty"`
	FixDisplay          *Switch           `json:"fixDisplay,omitempty"`
	FixStartDisplayTime *string           `json:"fixStartDisplayTime,omitempty"`
	FixEndDisplayTime   *string           `json:"fixEndDisplayTime,omitempty"`
	NotificationType    *NotificationType `json:"notificationType,omitempty"`
	NotifyKey           *string           `json:"notifyKey,omitempty"`
	FixSpeed            *Switch           `json:"fixSpeed,omitempty"` // pushes to tags
	FixSpeedRate        *int64            `json:"fixSpeedRate,omitempty"`
}

// NotificationType is how the phone draws attention.
type NotificationType struct {
	Vibrate *Switch `json:"vibrate,omitempty"`
	Lights  *Switch `json:"lights,omitempty"`
	Sound   *Switch `json:"sound,omitempty"`
}

// VIPInfo is for apps with a VIP contract.
type VIPInfo struct {
	Subtitle         *string `json:"subtitle,omitempty"`
	PullDownTop      *Switch `json:"pullDownTop,omitempty"`
	TimeTop          *int64  `json:"timeTop,omitempty"` // seconds, 1800-7200
	NotGroup         *Switch `json:"notGroup,omitempty"`
	TitleColor       *string `json:"titleColor,omitempty"`
	BackgroundImgURL *string `json:"backgroundImgUrl,omitempty"`
	SmallIconURL     *string `json:"smallIconUrl,omitempty"`
	BigIconURL       *string `json:"bigIconUrl,omitempty"`
}

// Extra asks for receipts.
type Extra struct {
	Callback      *string `json:"callback,omitempty"`
	CallbackParam *string `json:"callback.param,omitempty"`
	CallbackType  *Text   `json:"callback.type,omitempty"` // 1 delivered, 2 clicked, 3 both
}

// Switch is on or off: the document's 1 and 0, which it is written as. It reads true and
// false, the SDK's spelling, too.
type Switch bool

// MarshalJSON implements json.Marshaler.
func (s Switch) MarshalJSON() ([]byte, error) {
	if s {
		return []byte("1"), nil
	}
	return []byte("0"), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Switch) UnmarshalJSON(b []byte) error {
	switch string(bytes.TrimSpace(b)) {
	case "1", "true":
		*s = true
	case "0", "false":
		*s = false
	default:
		return fmt.Errorf("%s is no switch: 1, 0, true or false is needed", b)
	}
	return nil
}

// Text is a text that may be given as a number: the SDK writes "3" where the document
// has 3.
type Text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(b []byte) error {
	var n json.Number
	if len(b) > 0 && b[0] != '"' && json.Unmarshal(b, &n) == nil {
		*t = Text(n)
		return nil
	}
	return json.Unmarshal(b, (*string)(t))
}

// DecodeOverride reads Options from one JSON object with Meizu's field names. An unknown
// field is an error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("meizu: options: %w", err)
	}
	return o, nil
}
