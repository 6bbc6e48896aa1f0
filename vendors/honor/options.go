package honor

import (
	"fmt"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/strictjson"
)

// Options is a request in Honor's own shape, without its tokens. A field that is set
// wins over the neutral one and goes out exactly as given: it is neither cut nor moved
// into a range, so that any answer of Honor can be provoked. Nil means "not said";
// pointers make 0 and "" sayable.
type Options struct {
	Data         *string             `json:"data,omitempty"`
	Notification *CommonNotification `json:"notification,omitempty"`
	Android      *Android            `json:"android,omitempty"`
}

var _ vendors.Override = Options{}

// OverrideFor implements vendors.Override.
func (Options) OverrideFor() vendors.Vendor { return vendors.Honor }

// CommonNotification is the notification at the top; Android's wins over it.
type CommonNotification struct {
	Title *string `json:"title,omitempty"`
	Body  *string `json:"body,omitempty"`
	Image *string `json:"image,omitempty"`
}

// Android is how the message is sent.
type Android struct {
	TTL            *string       `json:"ttl,omitempty"` // "86400s"
	BiTag          *string       `json:"biTag,omitempty"`
	Data           *string       `json:"data,omitempty"`
	TargetUserType *int          `json:"targetUserType,omitempty"` // 0 formal, 1 test
	ReceiptID      *string       `json:"receiptId,omitempty"`      // that it stands here is assumed
	Notification   *Notification `json:"notification,omitempty"`
}

// Notification is what the phone shows.
type Notification struct {
	Title       *string      `json:"title,omitempty"`
	Body        *string      `json:"body,omitempty"`
	ClickAction *ClickAction `json:"clickAction,omitempty"`
	Image       *string      `json:"image,omitempty"`
	Style       *int         `json:"style,omitempty"` // 0 default, 1 big text
	BigTitle    *string      `json:"bigTitle,omitempty"`
	BigBody     *string      `json:"bigBody,omitempty"`
	Importance  *string      `json:"importance,omitempty"` // NORMAL, LOW
	When        *string      `json:"when,omitempty"`       // 2014-10-02T15:01:23.045123456Z
	Buttons     []Button     `json:"buttons,omitempty"`
	Badge       *Badge       `json:"badge,omitempty"`
	NotifyID    *int64       `json:"notifyId,omitempty"`
	Tag         *string      `json:"tag,omitempty"`
	Group       *string      `json:"group,omitempty"`
}

// ClickAction is what a tap does. Type 1 opens a page (Intent or Action), 2 a URL, 3 the
// app. It replaces the neutral one as a whole.
type ClickAction struct {
	Type   *int    `json:"type,omitempty"`
	Intent *string `json:"intent,omitempty"`
	URL    *string `json:"url,omitempty"`
	Action *string `json:"action,omitempty"`
}

// Badge changes the number on the icon of the launcher activity BadgeClass.
type Badge struct {
	AddNum     *int    `json:"addNum,omitempty"` // 1..99
	SetNum     *int    `json:"setNum,omitempty"` // 0..99
	BadgeClass *string `json:"badgeClass,omitempty"`
}

// Button is one button below the text.
type Button struct {
	Name       string  `json:"name,omitempty"`
	ActionType *int    `json:"actionType,omitempty"` // 0 home, 1 page, 2 URL
	IntentType *int    `json:"intentType,omitempty"` // 0 intent, 1 action
	Intent     *string `json:"intent,omitempty"`
	Data       *string `json:"data,omitempty"`
}

// DecodeOverride reads Options from one JSON object with Honor's field names in Honor's
// nesting, such as {"android":{"notification":{"importance":"NORMAL"}}}. An unknown field
// is an error that names the nearest one.
func DecodeOverride(data []byte) (vendors.Override, error) {
	var o Options
	if err := strictjson.Decode(data, &o); err != nil {
		return nil, fmt.Errorf("honor: options: %w", err)
	}
	return o, nil
}
