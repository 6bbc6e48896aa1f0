package vivo

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The fields of bodies. vivo's reader is tolerant: its own sample writes networkType as
// "1", and several clients quote every number. What cannot be read is remembered in
// the field's State.
type (
	Int   = jsonscan.Int
	Str   = jsonscan.Str
	Bool  = jsonscan.Bool
	Strs  = jsonscan.Strs
	Pairs = jsonscan.Pairs
)

// The states of a field that the rules ask for.
const (
	Set   = jsonscan.Set
	Wrong = jsonscan.Wrong
)

// AuthBody is the body of /message/auth.
type AuthBody struct {
	AppID     Str `json:"appId"`
	AppKey    Str `json:"appKey"`
	Timestamp Int `json:"timestamp"`
	Sign      Str `json:"sign"`
}

// MessageBody is the body of /message/send, saveListPayload, all and tagPush, in the
// order of the document.
type MessageBody struct {
	AppID           Str           `json:"appId"`
	RegID           Str           `json:"regId"`
	Alias           Str           `json:"alias"`
	NotifyType      Int           `json:"notifyType"`
	Title           Str           `json:"title"`
	Content         Str           `json:"content"`
	TimeToLive      Int           `json:"timeToLive"`
	SkipType        Int           `json:"skipType"`
	SkipContent     Str           `json:"skipContent"`
	NetworkType     Int           `json:"networkType"`
	ClientCustomMap CustomMap     `json:"clientCustomMap"`
	Extra           Pairs         `json:"extra"`
	RequestID       Str           `json:"requestId"`
	PushMode        Int           `json:"pushMode"`
	Classification  Int           `json:"classification"`
	Category        Str           `json:"category"`
	NotifyID        Int           `json:"notifyId"`
	ProfileID       Str           `json:"profileId"`
	SendOnline      Bool          `json:"sendOnline"`
	ForegroundShow  Bool          `json:"foregroundShow"`
	AddBadge        Bool          `json:"addBadge"`
	TagExpression   TagExpression `json:"tagExpression"`
	TimedDisplay    TimedDisplay  `json:"timedDisplay"`
}

// CustomMap is the clientCustomMap, with the text in which the app gets it.
type CustomMap struct {
	Pairs
	text string
}

// Set reads the map and keeps how it was written.
func (m *CustomMap) Set(v []byte) {
	m.Pairs.Set(v)
	m.text = string(v)
}

// TagExpression selects phones by tag; the SDK sends an empty one with everything.
type TagExpression struct {
	jsonscan.State
	OrTags  Strs `json:"orTags"`
	AndTags Strs `json:"andTags"`
	NotTags Strs `json:"notTags"`
}

// Set reads the expression.
func (t *TagExpression) Set(v []byte) { t.State = tagExpressionForm.Read(t, v) }

// TimedDisplay bounds when the phone shows the message, in Unix milliseconds.
type TimedDisplay struct {
	jsonscan.State
	ShowStartTime   Int  `json:"showStartTime"`
	ShowEndTime     Int  `json:"showEndTime"`
	OvertimeDisplay Bool `json:"overtimeDisplay"`
}

// Set reads the times.
func (t *TimedDisplay) Set(v []byte) { t.State = timedDisplayForm.Read(t, v) }

// ListBody is the body of /message/pushToList.
type ListBody struct {
	AppID     Str  `json:"appId"`
	TaskID    Str  `json:"taskId"`
	RequestID Str  `json:"requestId"`
	RegIDs    Strs `json:"regIds"`
	Aliases   Strs `json:"aliases"`
}

// UsersBody is the body of /message/recycle and /invalidUser/check.
type UsersBody struct {
	AppID     Str  `json:"appId"`
	TaskID    Str  `json:"taskId"`
	RequestID Str  `json:"requestId"`
	UserType  Int  `json:"userType"`
	UserIDs   Strs `json:"userIds"`
}

// TagBody is the body of the calls about tags, tag groups and tag segments, with the
// members of the public SDK's three messages. A segment's expression is not read: no
// check of it has a number, and no push names a segment.
type TagBody struct {
	AppID   Str  `json:"appId"`
	Name    Str  `json:"name"`
	OldName Str  `json:"oldName"`
	NewName Str  `json:"newName"`
	Group   Str  `json:"group"`
	Type    Int  `json:"type"`
	IDs     Strs `json:"ids"`
	TagList Strs `json:"tagList"`
}

//nolint:gochecknoglobals // immutable tables
var (
	authForm          = jsonscan.TableOf[AuthBody]()
	messageForm       = jsonscan.TableOf[MessageBody]()
	tagExpressionForm = jsonscan.TableOf[TagExpression]()
	timedDisplayForm  = jsonscan.TableOf[TimedDisplay]()
	listForm          = jsonscan.TableOf[ListBody]()
	usersForm         = jsonscan.TableOf[UsersBody]()
	tagForm           = jsonscan.TableOf[TagBody]()
)

// defects lists the fields that could not be read, in the order of the document.
func (b *MessageBody) defects() (out []sim.Defect) {
	for _, field := range messageForm.Wrong(b) {
		out = append(out, sim.Defect{Field: field, Kind: sim.WrongType})
	}
	return out
}
