package meizu

import "github.com/offpush/offpush/sim/jsonscan"

// Message is a messageJson. The document writes switches as 0 and 1, Meizu's own SDK as
// booleans, and clients quote numbers: all are taken. Members that are not here are
// ignored.
type Message struct {
	jsonscan.State
	Bar     BarInfo     `json:"noticeBarInfo"`
	Expand  ExpandInfo  `json:"noticeExpandInfo"`
	Click   ClickInfo   `json:"clickTypeInfo"`
	Time    TimeInfo    `json:"pushTimeInfo"`
	Advance AdvanceInfo `json:"advanceInfo"`
	VIP     VIPInfo     `json:"vipInfo"`
	Extra   Extra       `json:"extra"`
	// Title and Content are those of a pass-through message.
	Title   Str `json:"title"`
	Content Str `json:"content"`
}

// BarInfo is what the notification says, and its class.
type BarInfo struct {
	jsonscan.State
	MsgType Int `json:"noticeMsgType"`
	BarType Int `json:"noticeBarType"`
	Title   Str `json:"title"`
	Content Str `json:"content"`
}

// ExpandInfo is what it shows when it is pulled open.
type ExpandInfo struct {
	jsonscan.State
	Type    Int `json:"noticeExpandType"`
	Content Str `json:"noticeExpandContent"`
	ImgURL  Str `json:"noticeExpandImgUrl"`
}

// ClickInfo is what a tap does.
type ClickInfo struct {
	jsonscan.State
	Type       Int               `json:"clickType"`
	URL        Str               `json:"url"`
	Activity   Str               `json:"activity"`
	Attribute  Str               `json:"customAttribute"`
	Parameters jsonscan.IsObject `json:"parameters"`
	text       string            // of the parameters
}

// TimeInfo is when and for how long.
type TimeInfo struct {
	jsonscan.State
	OffLine   Bool `json:"offLine"`
	ValidTime Int  `json:"validTime"`
	Type      Int  `json:"pushTimeType"`
	StartTime Str  `json:"startTime"`
}

// AdvanceInfo is how it appears.
type AdvanceInfo struct {
	jsonscan.State
	Suspend    Bool  `json:"suspend"`
	Clear      Bool  `json:"clearNoticeBar"`
	FixDisplay Bool  `json:"fixDisplay"`
	FixStart   Str   `json:"fixStartDisplayTime"`
	FixEnd     Str   `json:"fixEndDisplayTime"`
	Alert      Alert `json:"notificationType"`
	NotifyKey  Str   `json:"notifyKey"`
	FixSpeed   Bool  `json:"fixSpeed"`
	FixRate    Int   `json:"fixSpeedRate"`
}

// Alert is how it makes itself noticed.
type Alert struct {
	jsonscan.State
	Vibrate Bool `json:"vibrate"`
	Lights  Bool `json:"lights"`
	Sound   Bool `json:"sound"`
}

// VIPInfo are features of apps with a contract.
type VIPInfo struct {
	jsonscan.State
	Subtitle    Str  `json:"subtitle"`
	PullDownTop Bool `json:"pullDownTop"`
	TimeTop     Int  `json:"timeTop"`
	NotGroup    Bool `json:"notGroup"`
	TitleColor  Str  `json:"titleColor"`
	Background  Str  `json:"backgroundImgUrl"`
	SmallIcon   Str  `json:"smallIconUrl"`
	BigIcon     Str  `json:"bigIconUrl"`
}

// Extra asks for receipts.
type Extra struct {
	jsonscan.State
	Callback Str `json:"callback"`
	Param    Str `json:"callback.param"`
	Type     Int `json:"callback.type"`
}

// The tables.
//
//nolint:gochecknoglobals // immutable tables
var (
	messageForm = jsonscan.TableOf[Message]()
	barForm     = jsonscan.TableOf[BarInfo]()
	expandForm  = jsonscan.TableOf[ExpandInfo]()
	clickForm   = jsonscan.TableOf[ClickInfo]()
	timeForm    = jsonscan.TableOf[TimeInfo]()
	advanceForm = jsonscan.TableOf[AdvanceInfo]()
	alertForm   = jsonscan.TableOf[Alert]()
	vipForm     = jsonscan.TableOf[VIPInfo]()
	extraForm   = jsonscan.TableOf[Extra]()
)

// Set reads the member; Wrong names what of it could not be read.
func (b *BarInfo) Set(v []byte)        { b.State = barForm.Read(b, v) }
func (b *BarInfo) Wrong() []string     { return barForm.Wrong(b) }
func (b *ExpandInfo) Set(v []byte)     { b.State = expandForm.Read(b, v) }
func (b *ExpandInfo) Wrong() []string  { return expandForm.Wrong(b) }
func (b *TimeInfo) Set(v []byte)       { b.State = timeForm.Read(b, v) }
func (b *TimeInfo) Wrong() []string    { return timeForm.Wrong(b) }
func (b *AdvanceInfo) Set(v []byte)    { b.State = advanceForm.Read(b, v) }
func (b *AdvanceInfo) Wrong() []string { return advanceForm.Wrong(b) }
func (b *Alert) Set(v []byte)          { b.State = alertForm.Read(b, v) }
func (b *Alert) Wrong() []string       { return alertForm.Wrong(b) }
func (b *Extra) Set(v []byte)          { b.State = extraForm.Read(b, v) }
func (b *Extra) Wrong() []string       { return extraForm.Wrong(b) }
func (b *ClickInfo) Wrong() []string   { return clickForm.Wrong(b) }

// Set reads the member, and keeps the parameters as they were written.
func (b *ClickInfo) Set(v []byte) {
	b.State = clickForm.Read(b, v)
	jsonscan.Object(v, func(name, value []byte) {
		if string(name) == "parameters" && b.Parameters.State == Set {
			b.text = string(value)
		}
	})
}

// Set reads the member. What cannot be read in it concerns apps with a contract only
// and is judged by their rules.
func (b *VIPInfo) Set(v []byte) { b.State = vipForm.Read(b, v) }
