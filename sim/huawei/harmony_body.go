package huawei

import "github.com/offpush/offpush/sim/jsonscan"

// The bodies of the API v3 of HarmonyOS 5 and later. As at v1, types are not
// converted, and ttl is a number here.

// The push types, by the header push-type.
const (
	typeAlert      = "0"
	typeCard       = "1"
	typeVoice      = "2"
	typeBackground = "6"
	typeLiveView   = "7"
	typeCall       = "10"
)

// HarmonyBody is the body of /v3/{projectId}/messages:send.
type HarmonyBody struct {
	Payload HarmonyPayload `json:"payload"`
	Options HarmonyOptions `json:"pushOptions"`
	Target  HarmonyTarget  `json:"target"`
	// Size is payload and pushOptions in bytes, as compact UTF-8 JSON.
	Size int
}

// HarmonyPayload is payload of all push types. Which members are needed depends on
// the type.
type HarmonyPayload struct {
	jsonscan.State
	Notification HarmonyNotification `json:"notification"`
	ExtraData    Str                 `json:"extraData"`
	ProxyData    Str                 `json:"proxyData"`

	// of a card
	FormID      Int               `json:"formId"`
	Version     Int               `json:"version"`
	ModuleName  Str               `json:"moduleName"`
	FormName    Str               `json:"formName"`
	AbilityName Str               `json:"abilityName"`
	FormData    jsonscan.IsObject `json:"formData"`
	Images      listing           `json:"images"`

	// of a live view
	ActivityID Int          `json:"activityId"`
	Operation  Int          `json:"operation"`
	Event      Str          `json:"event"`
	Status     Str          `json:"status"`
	Mute       Bool         `json:"mute"`
	Activity   activityData `json:"activityData"`
}

// HarmonyNotification is what the phone shows.
type HarmonyNotification struct {
	jsonscan.State
	Category       Str          `json:"category"`
	Title          Str          `json:"title"`
	Body           Str          `json:"body"`
	Image          Str          `json:"image"`
	Style          Int          `json:"style"`
	BigTitle       Str          `json:"bigTitle"`
	BigBody        Str          `json:"bigBody"`
	Inbox          Strs         `json:"inboxContent"`
	NotifyID       Int          `json:"notifyId"`
	AppMessageID   Str          `json:"appMessageId"`
	ProfileID      Str          `json:"profileId"`
	Sound          Str          `json:"sound"`
	SoundDuration  Int          `json:"soundDuration"`
	ForegroundShow Bool         `json:"foregroundShow"`
	Click          HarmonyClick `json:"clickAction"`
	Badge          HarmonyBadge `json:"badge"`
}

// HarmonyClick is clickAction.
type HarmonyClick struct {
	jsonscan.State
	Type   Int          `json:"actionType"`
	Action Str          `json:"action"`
	URI    Str          `json:"uri"`
	Data   jsonscan.Raw `json:"data"`
}

// HarmonyBadge changes the number on the app's icon.
type HarmonyBadge struct {
	jsonscan.State
	Add    Int `json:"addNum"`
	SetNum Int `json:"setNum"`
}

// HarmonyOptions is pushOptions.
type HarmonyOptions struct {
	jsonscan.State
	Test       Bool `json:"testMessage"`
	TTL        Int  `json:"ttl"`
	BiTag      Str  `json:"biTag"`
	ReceiptID  Str  `json:"receiptId"`
	Collapse   Int  `json:"collapseKey"`
	Background Int  `json:"backgroundMode"`
}

// HarmonyTarget is target.
type HarmonyTarget struct {
	jsonscan.State
	Token Strs `json:"token"`
}

// activityData is what a live view shows.
type activityData struct {
	jsonscan.State
	Notification activityNotice `json:"notificationData"`
}

type activityNotice struct {
	jsonscan.State
	Type  Int          `json:"type"`
	Title Str          `json:"contentTitle"`
	Texts jsonscan.Raw `json:"contentText"`
}

// listing is an array of which only the length matters.
type listing struct {
	jsonscan.IsArray
	n int
}

// RevokeBody is the body of messages:revoke.
type RevokeBody struct {
	NotifyID Int  `json:"notifyId"`
	Token    Strs `json:"token"`
	Size     int
}

//nolint:gochecknoglobals // immutable tables
var (
	harmonyForm      = jsonscan.TableOf[HarmonyBody]()
	harmonyPayload   = jsonscan.TableOf[HarmonyPayload]()
	harmonyNotice    = jsonscan.TableOf[HarmonyNotification]()
	harmonyClick     = jsonscan.TableOf[HarmonyClick]()
	harmonyBadge     = jsonscan.TableOf[HarmonyBadge]()
	harmonyOptions   = jsonscan.TableOf[HarmonyOptions]()
	harmonyTarget    = jsonscan.TableOf[HarmonyTarget]()
	activityForm     = jsonscan.TableOf[activityData]()
	activityNoticeOf = jsonscan.TableOf[activityNotice]()
	revokeForm       = jsonscan.TableOf[RevokeBody]()
)

// The bodies within bodies. Wrong makes their members count among those that could
// not be read.

// Set reads payload.
func (p *HarmonyPayload) Set(v []byte) { p.State = harmonyPayload.Read(p, v) }

// Wrong names what could not be read.
func (p *HarmonyPayload) Wrong() []string { return harmonyPayload.Wrong(p) }

// Set reads notification.
func (n *HarmonyNotification) Set(v []byte) { n.State = harmonyNotice.Read(n, v) }

// Wrong names what could not be read.
func (n *HarmonyNotification) Wrong() []string { return harmonyNotice.Wrong(n) }

// Set reads clickAction.
func (c *HarmonyClick) Set(v []byte) { c.State = harmonyClick.Read(c, v) }

// Wrong names what could not be read.
func (c *HarmonyClick) Wrong() []string { return harmonyClick.Wrong(c) }

// Set reads badge.
func (b *HarmonyBadge) Set(v []byte) { b.State = harmonyBadge.Read(b, v) }

// Wrong names what could not be read.
func (b *HarmonyBadge) Wrong() []string { return harmonyBadge.Wrong(b) }

// Set reads pushOptions.
func (o *HarmonyOptions) Set(v []byte) { o.State = harmonyOptions.Read(o, v) }

// Wrong names what could not be read.
func (o *HarmonyOptions) Wrong() []string { return harmonyOptions.Wrong(o) }

// Set reads target.
func (t *HarmonyTarget) Set(v []byte) { t.State = harmonyTarget.Read(t, v) }

// Wrong names what could not be read.
func (t *HarmonyTarget) Wrong() []string { return harmonyTarget.Wrong(t) }

// Set reads activityData.
func (a *activityData) Set(v []byte) { a.State = activityForm.Read(a, v) }

// Wrong names what could not be read.
func (a *activityData) Wrong() []string { return activityForm.Wrong(a) }

// Set reads notificationData.
func (a *activityNotice) Set(v []byte) { a.State = activityNoticeOf.Read(a, v) }

// Wrong names what could not be read.
func (a *activityNotice) Wrong() []string { return activityNoticeOf.Wrong(a) }

// Set counts the elements.
func (l *listing) Set(v []byte) {
	l.n = 0
	l.IsArray.Set(v)
	jsonscan.Array(v, func([]byte) { l.n++ })
}

// sizeOf is how many bytes some members of an object have by themselves, as compact
// UTF-8 JSON.
func sizeOf(data []byte, counts func(name []byte) bool) int {
	n := 1
	jsonscan.Object(data, func(name, v []byte) {
		if counts(name) {
			n += len(name) + 3 + jsonscan.CompactLen(v) + 1 // "name":value and a comma or the bracket
		}
	})
	return max(n, 2)
}
