package honor

import (
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
)

// The fields of the body. Types are not converted: "7" is no notifyId, and ttl is a
// text. A null counts as absent, and so does an empty text: some clients write every
// member there is.
type (
	State = jsonscan.State
	Str   = jsonscan.ExactStr
	Int   = jsonscan.ExactInt
	Strs  = jsonscan.ExactStrs
)

// The states of a field that the rules ask for.
const (
	Set   = jsonscan.Set
	Wrong = jsonscan.Wrong
)

// Body is the body of sendMessage. Members are matched by their exact names, unknown
// ones are ignored, of repeated ones the last counts.
type Body struct {
	// Size is the body without its tokens in bytes, as compact UTF-8 JSON.
	Size int

	Data    Str
	Common  Common // notification
	Android Android
	Tokens  Strs
}

// Common is notification.
type Common struct {
	State
	Title Str `json:"title"`
	Text  Str `json:"body"`
	Image Str `json:"image"`
}

// Android is android.
type Android struct {
	State
	TTL            Str          `json:"ttl"`
	BiTag          Str          `json:"biTag"`
	Data           Str          `json:"data"`
	TargetUserType Int          `json:"targetUserType"`
	ReceiptID      Str          `json:"receiptId"` // its place is assumed
	Notification   Notification `json:"notification"`
}

// Notification is android.notification.
type Notification struct {
	State
	Title      Str     `json:"title"`
	Text       Str     `json:"body"`
	Image      Str     `json:"image"`
	Importance Str     `json:"importance"`
	BigTitle   Str     `json:"bigTitle"`
	BigBody    Str     `json:"bigBody"`
	When       Str     `json:"when"`
	Tag        Str     `json:"tag"`
	Group      Str     `json:"group"`
	Style      Int     `json:"style"`
	NotifyID   Int     `json:"notifyId"`
	Click      Click   `json:"clickAction"`
	Badge      Badge   `json:"badge"`
	Buttons    Buttons `json:"buttons"`
}

// Click is clickAction.
type Click struct {
	State
	Type   Int `json:"type"`
	Intent Str `json:"intent"`
	URL    Str `json:"url"`
	Action Str `json:"action"`
}

// Badge changes the number on the app's icon.
type Badge struct {
	State
	AddNum Int `json:"addNum"`
	SetNum Int `json:"setNum"`
	Class  Str `json:"badgeClass"`
}

// Buttons are up to three buttons.
type Buttons struct {
	State
	List []Button
	bad  []string
}

// Button is one of them.
type Button struct {
	State
	Name       Str `json:"name"`
	ActionType Int `json:"actionType"`
	IntentType Int `json:"intentType"`
	Intent     Str `json:"intent"`
	Data       Str `json:"data"`
}

//nolint:gochecknoglobals // immutable tables
var (
	commonForm       = jsonscan.TableOf[Common]()
	androidForm      = jsonscan.TableOf[Android]()
	notificationForm = jsonscan.TableOf[Notification]()
	clickForm        = jsonscan.TableOf[Click]()
	badgeForm        = jsonscan.TableOf[Badge]()
	buttonForm       = jsonscan.TableOf[Button]()
)

// Set and Wrong make the objects fields themselves: what could not be read in them is
// named as outer.inner.

func (c *Common) Set(v []byte)    { c.State = commonForm.Read(c, v) }
func (c *Common) Wrong() []string { return commonForm.Wrong(c) }

func (a *Android) Set(v []byte)    { a.State = androidForm.Read(a, v) }
func (a *Android) Wrong() []string { return androidForm.Wrong(a) }

func (n *Notification) Set(v []byte)    { n.State = notificationForm.Read(n, v) }
func (n *Notification) Wrong() []string { return notificationForm.Wrong(n) }

func (c *Click) Set(v []byte)    { c.State = clickForm.Read(c, v) }
func (c *Click) Wrong() []string { return clickForm.Wrong(c) }

func (b *Badge) Set(v []byte)    { b.State = badgeForm.Read(b, v) }
func (b *Badge) Wrong() []string { return badgeForm.Wrong(b) }

// Set reads the list and each button of it.
func (b *Buttons) Set(v []byte) {
	var list jsonscan.IsArray
	list.Set(v)
	*b = Buttons{State: list.State}
	jsonscan.Array(v, func(v []byte) {
		var one Button
		if one.State = buttonForm.Read(&one, v); one.State != Set {
			b.State = Wrong
		}
		b.bad = append(b.bad, buttonForm.Wrong(&one)...)
		b.List = append(b.List, one)
	})
}

// Wrong are the members of any button that could not be read.
func (b *Buttons) Wrong() []string { return b.bad }

// read reads a valid JSON object and returns what in it has another type than it must.
func (b *Body) read(data []byte) (defects []sim.Defect) {
	b.Size = 1
	field := func(name string, into jsonscan.Field, v []byte) {
		into.Set(v)
		if into.Was() == Wrong {
			defects = append(defects, sim.Defect{Field: name, Kind: sim.WrongType})
		}
		nested, ok := into.(jsonscan.Nested)
		if !ok {
			return
		}
		for _, inner := range nested.Wrong() {
			defects = append(defects, sim.Defect{Field: name + "." + inner, Kind: sim.WrongType})
		}
	}
	jsonscan.Object(data, func(name, v []byte) {
		if string(name) == "token" {
			field("token", &b.Tokens, v)
			return
		}
		b.Size += len(name) + 3 + jsonscan.CompactLen(v) + 1 // "name":value and a comma or the bracket
		switch string(name) {
		case "data":
			field("data", &b.Data, v)
		case "notification":
			field("notification", &b.Common, v)
		case "android":
			field("android", &b.Android, v)
		}
	})
	b.Size = max(b.Size, 2)
	return defects
}

// IsData reports whether nothing is to be shown: data and no notification.
func (b *Body) IsData() bool {
	return b.Common.State != Set && b.Android.Notification.State != Set
}

// Title is the title that counts: the one for Android wins.
func (b *Body) Title() string { return either(b.Android.Notification.Title.S, b.Common.Title.S) }

// Text is the text that counts, as Title.
func (b *Body) Text() string { return either(b.Android.Notification.Text.S, b.Common.Text.S) }

// Image is the picture that counts, as Title.
func (b *Body) Image() string { return either(b.Android.Notification.Image.S, b.Common.Image.S) }

// Payload is what the app gets.
func (b *Body) Payload() string { return either(b.Android.Data.S, b.Data.S) }

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
