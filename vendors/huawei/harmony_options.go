package huawei

// Harmony is a request of the API v3 in Huawei's own shape, without its target. Like
// the other options it goes out exactly as given.
type Harmony struct {
	// PushType is the header push-type: 0 alert, 1 card refresh, 2 voice broadcast,
	// 6 background message, 7 live view, 10 in-app call.
	PushType    *int                `json:"pushType,omitempty"`
	Payload     *HarmonyPayload     `json:"payload,omitempty"`
	PushOptions *HarmonyPushOptions `json:"pushOptions,omitempty"`
}

// The push types.
const (
	PushAlert      = 0
	PushCard       = 1
	PushVoice      = 2
	PushBackground = 6
	PushLiveView   = 7
	PushCall       = 10
)

// HarmonyPayload is payload of every push type; each has its own members.
type HarmonyPayload struct {
	Notification *HarmonyNotification `json:"notification,omitempty"` // 0 and 2
	ExtraData    *string              `json:"extraData,omitempty"`    // 2, 6 and 10
	ProxyData    *string              `json:"proxyData,omitempty"`    // 6: ENABLE

	// A card.
	FormID      *int64         `json:"formId,omitempty"`
	Version     *int64         `json:"version,omitempty"` // grows; 0 resets. Of live views too
	ModuleName  *string        `json:"moduleName,omitempty"`
	FormName    *string        `json:"formName,omitempty"`
	AbilityName *string        `json:"abilityName,omitempty"`
	FormData    map[string]any `json:"formData,omitempty"`
	Images      []CardImage    `json:"images,omitempty"`

	// A live view.
	ActivityID   *int64         `json:"activityId,omitempty"`
	Operation    *int           `json:"operation,omitempty"` // 0 create, 1 update, 2 end
	Event        *string        `json:"event,omitempty"`     // TAXI, DELIVERY, FLIGHT ...
	Status       *string        `json:"status,omitempty"`
	Mute         *bool          `json:"mute,omitempty"`
	ActivityData map[string]any `json:"activityData,omitempty"` // as documented, untyped
}

// HarmonyNotification is what a phone with HarmonyOS 5 and later shows.
type HarmonyNotification struct {
	Category       *string       `json:"category,omitempty"`
	Title          *string       `json:"title,omitempty"`
	Body           *string       `json:"body,omitempty"`
	ClickAction    *HarmonyClick `json:"clickAction,omitempty"`
	Image          *string       `json:"image,omitempty"`
	Style          *int          `json:"style,omitempty"` // 0, 1 big text, 3 lines
	BigTitle       *string       `json:"bigTitle,omitempty"`
	BigBody        *string       `json:"bigBody,omitempty"`
	InboxContent   []string      `json:"inboxContent,omitempty"`
	NotifyID       *int64        `json:"notifyId,omitempty"`     // the newest replaces
	AppMessageID   *string       `json:"appMessageId,omitempty"` // the first of a day is shown
	ProfileID      *string       `json:"profileId,omitempty"`
	Badge          *HarmonyBadge `json:"badge,omitempty"`
	Sound          *string       `json:"sound,omitempty"`
	SoundDuration  *int          `json:"soundDuration,omitempty"` // seconds
	ForegroundShow *bool         `json:"foregroundShow,omitempty"`
}

// HarmonyClick is what a tap does: 0 opens the app, 1 a page by Action or URI, 3 clears.
// It replaces the neutral one as a whole.
type HarmonyClick struct {
	ActionType *int           `json:"actionType,omitempty"`
	Action     *string        `json:"action,omitempty"`
	URI        *string        `json:"uri,omitempty"`
	Data       map[string]any `json:"data,omitempty"`
}

// HarmonyBadge changes the number on the app's icon; SetNum wins.
type HarmonyBadge struct {
	AddNum *int `json:"addNum,omitempty"` // 1..99
	SetNum *int `json:"setNum,omitempty"` // 0..99
}

// CardImage is the picture of a card.
type CardImage struct {
	KeyName string `json:"keyName,omitempty"`
	URL     string `json:"url,omitempty"`
	Require *int   `json:"require,omitempty"`
}

// HarmonyPushOptions is pushOptions.
type HarmonyPushOptions struct {
	TestMessage    *bool   `json:"testMessage,omitempty"`
	TTL            *int64  `json:"ttl,omitempty"` // seconds, a number
	BITag          *string `json:"biTag,omitempty"`
	ReceiptID      *string `json:"receiptId,omitempty"`
	CollapseKey    *int    `json:"collapseKey,omitempty"`    // -1..100
	BackgroundMode *int    `json:"backgroundMode,omitempty"` // push type 6
}

// pathHarmonyClick is replaced as a whole, as pathClick is.
const pathHarmonyClick = "harmony.payload.notification.clickAction"

// hms reports options that only API v1 and v2 have a place for.
func (o *Options) hms() bool {
	return o.ValidateOnly != nil || len(o.Review) > 0 || o.Data != nil || o.Notification != nil || o.Android != nil ||
		o.APNs != nil || o.WebPush != nil
}

// harmonyNotification is the notification the options give, an empty one if none.
func (o *Options) harmonyNotification() HarmonyNotification {
	if o.Harmony == nil || o.Harmony.Payload == nil || o.Harmony.Payload.Notification == nil {
		return HarmonyNotification{}
	}
	return *o.Harmony.Payload.Notification
}

// category is the option for the message's category.
func (o *Options) category(v3 bool) *string {
	switch {
	case v3:
		return o.harmonyNotification().Category
	case o.Android != nil:
		return o.Android.Category
	}
	return nil
}
