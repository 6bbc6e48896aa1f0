package meizu

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// settings are what only Meizu knows of a message and looks at when it arrives.
type settings struct {
	// noBanner: suspend is off.
	noBanner bool
	// until is the end of the time in which it may be shown.
	until time.Time
	// through: pass-through, for the app.
	through bool
}

// fill says in our words what a message asks for.
func fill(c *sim.Call, in *Message) {
	m := &c.Message
	m.Title, m.Body = in.Bar.Title.S, in.Bar.Content.S
	s := settings{through: through(c.Op)}
	if s.through {
		m.Title, m.Body = in.Title.S, in.Content.S
	}
	m.Asked = vendors.ClassMarketing
	if in.Bar.MsgType.Or(0) == 1 {
		m.Asked = vendors.ClassTransactional
	}
	m.TTL = time.Duration(min(max(in.Time.ValidTime.Or(0), 0), maxHours)) * time.Hour
	m.Collapse = in.Advance.NotifyKey.S
	m.OnlineOnly = in.Time.OffLine.Is(false)
	m.Sound = !in.Advance.Alert.Sound.Is(false)
	m.Vibrate = !in.Advance.Alert.Vibrate.Is(false)
	m.Data = in.Click.text
	if m.Data == "" {
		m.Data = in.Click.Attribute.S
	}
	s.noBanner = in.Advance.Suspend.Is(false)
	if in.Advance.FixDisplay.Is(true) {
		m.NotBefore, _ = due(c, in.Advance.FixStart.S)
		s.until, _ = due(c, in.Advance.FixEnd.S)
	}
	if s != (settings{}) {
		m.Keep = s
	}
}

// maxHours keeps the arithmetic safe; the rules judge the number itself.
const maxHours = 10 * 366 * 24

// schedule puts off a push to everybody or to tags; other pushes go at once whatever
// they say.
func schedule(c *sim.Call, in *TimeInfo) {
	if at, ok := due(c, in.StartTime.S); ok && in.Type.Or(0) == 1 {
		c.Message.NotBefore = at
	}
}

// moment reads a time of day in China.
func moment(text string) (time.Time, bool) {
	at, err := time.ParseInLocation(time.DateTime, text, beijing)
	return at, err == nil
}

// due is a moment to come on the simulator's clock.
func due(c *sim.Call, text string) (time.Time, bool) {
	at, ok := moment(text)
	if !ok {
		return time.Time{}, false
	}
	return c.Due(at), true
}

// day reads a day of the statistics.
func day(text string) (time.Time, bool) {
	at, err := time.ParseInLocation("20060102", text, beijing)
	return at, err == nil
}

// receiptOf reads extra. Nobody taps on a simulated phone, so who wants to hear of taps
// only hears nothing.
func receiptOf(x *Extra) sim.ReceiptTarget {
	if x.Callback.S == "" || x.Type.Or(3) == 2 {
		return sim.ReceiptTarget{}
	}
	return sim.ReceiptTarget{URL: x.Callback.S, Param: x.Param.S}
}

// kept are the settings of a message.
func kept(c *sim.Ctx) settings {
	s, _ := c.Message.Keep.(settings)
	return s
}
