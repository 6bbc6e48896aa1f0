package oppo

import (
	"github.com/offpush/offpush/sim/formscan"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The fields of bodies. OPPO's reader is tolerant: numbers come as texts in a form, and
// clients quote them in the JSON too.
type (
	Int  = jsonscan.Int
	Str  = jsonscan.Str
	Bool = jsonscan.Bool
)

// The states of a field that the rules ask for.
const (
	Set   = jsonscan.Set
	Wrong = jsonscan.Wrong
)

// Object is a JSON object that comes as text, as OPPO documents it, or as the object
// itself, as some clients send it.
type Object struct {
	jsonscan.State
	Text string
	// Is says that it is an object at all.
	Is bool
}

// Set reads a text that holds an object, or the object.
func (o *Object) Set(v []byte) {
	switch jsonscan.Kind(v) {
	case '"':
		o.SetText(jsonscan.Text(v))
	case 'n':
		*o = Object{State: jsonscan.Null}
	case '{':
		*o = Object{State: Set, Text: string(v), Is: true}
	default:
		*o = Object{State: Wrong}
	}
}

// SetText reads a text that holds an object; an empty one counts as Null.
func (o *Object) SetText(s string) {
	if s == "" {
		*o = Object{State: jsonscan.Null}
		return
	}
	*o = Object{State: Set, Text: s, Is: jsonscan.IsBody([]byte(s))}
}

// Notification is what unicast has as an object and save_message_content as fields of
// its form, in the order of OPPO's page. Its sample writes the names in camelCase; its
// field table, its SDK and all working clients write them like this.
type Notification struct {
	AppMessageID   Str    `json:"app_message_id" form:"app_message_id"`
	Style          Int    `json:"style" form:"style"`
	BigPictureID   Str    `json:"big_picture_id" form:"big_picture_id"`
	SmallPictureID Str    `json:"small_picture_id" form:"small_picture_id"`
	BigPictureURL  Str    `json:"big_picture_url" form:"big_picture_url"`
	MidPictureURL  Str    `json:"medium_picture_url" form:"medium_picture_url"`
	IconURL        Str    `json:"small_picture_url" form:"small_picture_url"`
	Title          Str    `json:"title" form:"title"`
	SubTitle       Str    `json:"sub_title" form:"sub_title"`
	Content        Str    `json:"content" form:"content"`
	ClickType      Int    `json:"click_action_type" form:"click_action_type"`
	ClickActivity  Str    `json:"click_action_activity" form:"click_action_activity"`
	ClickURL       Str    `json:"click_action_url" form:"click_action_url"`
	ActionParams   Object `json:"action_parameters" form:"action_parameters"`
	ShowTimeType   Int    `json:"show_time_type" form:"show_time_type"`
	ShowStart      Int    `json:"show_start_time" form:"show_start_time"`
	ShowEnd        Int    `json:"show_end_time" form:"show_end_time"`
	OffLine        Bool   `json:"off_line" form:"off_line"`
	OffLineTTL     Int    `json:"off_line_ttl" form:"off_line_ttl"`
	PushTimeType   Int    `json:"push_time_type" form:"push_time_type"`
	PushStart      Int    `json:"push_start_time" form:"push_start_time"`
	TimeZone       Str    `json:"time_zone" form:"time_zone"`
	FixSpeed       Bool   `json:"fix_speed" form:"fix_speed"`
	FixSpeedRate   Int    `json:"fix_speed_rate" form:"fix_speed_rate"`
	NetworkType    Int    `json:"network_type" form:"network_type"`
	CallBackURL    Str    `json:"call_back_url" form:"call_back_url"`
	CallBackParam  Str    `json:"call_back_parameter" form:"call_back_parameter"`
	ChannelID      Str    `json:"channel_id" form:"channel_id"`
	ShowTTL        Int    `json:"show_ttl" form:"show_ttl"`
	NotifyID       Int    `json:"notify_id" form:"notify_id"`
	BadgeOperation Int    `json:"badge_operation_type" form:"badge_operation_type"`
	BadgeCount     Int    `json:"badge_message_count" form:"badge_message_count"`
	Category       Str    `json:"category" form:"category"`
	NotifyLevel    Int    `json:"notify_level" form:"notify_level"`
	TemplateID     Str    `json:"private_msg_template_id" form:"private_msg_template_id"`
	TitleParams    Object `json:"private_title_parameters" form:"private_title_parameters"`
	ContentParams  Object `json:"private_content_parameters" form:"private_content_parameters"`
	Audit          Object `json:"auditResponse" form:"auditResponse"` // its type alone is looked at
}

// NotificationIn is a Notification within a message.
type NotificationIn struct {
	jsonscan.State
	Notification
}

// Set reads the object.
func (n *NotificationIn) Set(v []byte) { n.State = notificationTable.Read(&n.Notification, v) }

// Wrong are its fields that could not be read.
func (n *NotificationIn) Wrong() []string { return notificationTable.Wrong(&n.Notification) }

// MessageBody is one message of unicast and unicast_batch.
type MessageBody struct {
	TargetType   Int            `json:"target_type"`
	TargetValue  Str            `json:"target_value"`
	Verify       Bool           `json:"verify_registration_id"`
	Notification NotificationIn `json:"notification"`
}

// Unicast is a call of unicast: the message is JSON in a field of the form.
type Unicast struct {
	Form    UnicastForm
	Message MessageBody
}

// The forms.
type (
	AuthForm struct {
		AppKey    Str `form:"app_key"`
		Timestamp Str `form:"timestamp"` // as it was signed
		Sign      Str `form:"sign"`
	}
	UnicastForm struct {
		AuthToken Str `form:"auth_token"`
		Message   Str `form:"message"`
	}
	BatchForm struct {
		AuthToken Str `form:"auth_token"`
		Messages  Str `form:"messages"`
		// Elements is how many there are; -1: the text is no JSON array.
		Elements int
	}
	SaveForm struct {
		AuthToken Str `form:"auth_token"`
		Notification
	}
	CastForm struct {
		AuthToken   Str `form:"auth_token"`
		MessageID   Str `form:"message_id"`
		TargetType  Int `form:"target_type"`
		TargetValue Str `form:"target_value"`
	}
)

// DeviceBody is what the device host takes, as JSON.
type DeviceBody struct {
	AuthToken      Str `json:"auth_token"`
	RegistrationID Str `json:"registration_id"`
	Alias          Str `json:"alias"`
	Tags           Str `json:"tags"`
}

//nolint:gochecknoglobals // immutable tables
var (
	notificationTable = jsonscan.TableOf[Notification]()
	messageTable      = jsonscan.TableOf[MessageBody]()
	deviceTable       = jsonscan.TableOf[DeviceBody]()

	authTable    = formscan.TableOf[AuthForm](formscan.First)
	unicastTable = formscan.TableOf[UnicastForm](formscan.First)
	batchTable   = formscan.TableOf[BatchForm](formscan.First)
	saveTable    = formscan.TableOf[SaveForm](formscan.First)
	castTable    = formscan.TableOf[CastForm](formscan.First)
)
