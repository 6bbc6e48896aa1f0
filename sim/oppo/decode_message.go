package oppo

import (
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/vendors"
)

// The target types.
const (
	toAll   = 1
	toToken = 2
	toAlias = 5
	toTags  = 6
)

func readUnicast(c *sim.Call) {
	u, ok := c.Reuse.(*Unicast)
	if !ok {
		u = &Unicast{}
	}
	*u = Unicast{}
	c.Wire = u
	form(c, unicastTable, &u.Form)
	inForm(c, &u.Form.AuthToken)
	readMessage(c, u, []byte(u.Form.Message.S))
}

// readMessage reads one message. An empty text is left to the rules.
func readMessage(c *sim.Call, u *Unicast, data []byte) {
	if len(data) == 0 {
		return
	}
	if !jsonscan.IsBody(data) {
		c.Malformed = true
		return
	}
	m := &u.Message
	messageTable.Read(m, data)
	for _, field := range messageTable.Wrong(m) {
		c.Defects = append(c.Defects, sim.Defect{Field: field, Kind: sim.WrongType})
	}
	deliver(c, &m.Notification.Notification)
	kind := sim.ByToken
	if m.TargetType.Or(toToken) == toAlias {
		// Receipts are for registration ids only.
		kind, c.Message.Receipt = sim.ByAlias, sim.ReceiptTarget{}
	}
	if m.TargetValue.S != "" {
		c.Targets = append(c.Targets, sim.Target{Kind: kind, Name: m.TargetValue.S})
	}
	if m.Verify.B {
		keep(c).Verify = true
	}
}

// readBatch reads a list of messages, each of which is a call of its own.
func readBatch(c *sim.Call) {
	f := &BatchForm{}
	c.Wire = f
	form(c, batchTable, f)
	inForm(c, &f.AuthToken)
	data := []byte(f.Messages.S)
	f.Elements = -1
	if !isList(data) {
		return
	}
	f.Elements = 0
	jsonscan.Array(data, func([]byte) { f.Elements++ })
	if f.Elements > maxParts {
		return // refused whole, and not worth the memory
	}
	c.Parts = make([]sim.Call, 0, f.Elements)
	bodies := make([]Unicast, f.Elements)
	jsonscan.Array(data, func(element []byte) {
		u := &bodies[len(c.Parts)]
		part := sim.Call{Verb: sim.VerbSend, Op: opUnicast, Wire: u, Ahead: c.Ahead}
		part.Message.Asked = vendors.ClassMarketing
		readMessage(&part, u, element)
		c.Parts = append(c.Parts, part)
	})
}

// maxParts is from where on a batch is not read any further. The limit itself is a rule.
const maxParts = 10_000

func readSave(c *sim.Call) {
	f := &SaveForm{}
	c.Wire = f
	form(c, saveTable, f)
	inForm(c, &f.AuthToken)
	for _, field := range saveTable.Wrong(f) {
		c.Defects = append(c.Defects, sim.Defect{Field: field, Kind: sim.WrongType})
	}
	deliver(c, &f.Notification)
	if f.PushTimeType.Or(0) == 1 && f.PushStart.State == Set {
		c.Message.NotBefore = c.Due(time.UnixMilli(f.PushStart.N))
	}
}

// readBroadcast reads whom a stored body is for. Each broadcast has a task id of its own.
func readBroadcast(c *sim.Call) {
	f := &CastForm{}
	c.Wire = f
	form(c, castTable, f)
	inForm(c, &f.AuthToken)
	c.MessageRef, c.OwnID = f.MessageID.S, true
	kind := sim.ByToken
	switch f.TargetType.Or(0) {
	case toAll:
		c.Message.Audience.All = true
		return
	case toTags:
		c.Message.Audience = tagsOf(f.TargetValue.S)
		return
	case toAlias:
		kind = sim.ByAlias
	case toToken:
	default:
		return
	}
	for name := range strings.SplitSeq(f.TargetValue.S, ";") {
		if name != "" {
			c.Targets = append(c.Targets, sim.Target{Kind: kind, Name: name})
		}
	}
}

// tagsOf reads {"or":[..],"and":[..],"not":[..]}; what is none has no tags.
func tagsOf(text string) (a sim.Audience) {
	data := []byte(text)
	if !jsonscan.IsBody(data) {
		return a
	}
	jsonscan.Object(data, func(name, value []byte) {
		list, _ := jsonscan.Strings(value)
		switch string(name) {
		case "or":
			a.Any = list
		case "and":
			a.Every = list
		case "not":
			a.None = list
		}
	})
	return a
}

// Kept is what only OPPO knows of a message and looks at when it reaches a phone.
type Kept struct {
	Level   int64 // notify_level, 0: not given
	Channel string
	WiFi    bool
	Verify  bool
	// ShowStart and ShowEnd are Unix milliseconds, 0: not given.
	ShowStart, ShowEnd int64
}

func keep(c *sim.Call) *Kept {
	k, ok := c.Message.Keep.(*Kept)
	if !ok {
		k = &Kept{}
		c.Message.Keep = k
	}
	return k
}

// deliver says in our words what a notification asks for.
func deliver(c *sim.Call, n *Notification) {
	m := &c.Message
	m.Title, m.Body = n.Title.S, n.Content.S
	m.Category = n.Category.S
	if class, ok := classOf(m.Category); ok {
		m.Asked = class
	}
	m.TTL = time.Duration(min(max(n.OffLineTTL.Or(0), 0), safeTTL)) * time.Second
	if n.NotifyID.Or(0) > 0 {
		m.Collapse = strconv.FormatInt(n.NotifyID.N, 10)
	}
	m.OnlineOnly = n.OffLine.Is(false)
	m.Sound, m.Vibrate = true, true // level and class take them away
	m.Data = n.ActionParams.Text
	if n.CallBackURL.S != "" {
		m.Receipt = sim.ReceiptTarget{URL: n.CallBackURL.S, Param: n.CallBackParam.S}
	}
	k := Kept{Level: n.NotifyLevel.Or(0), Channel: n.ChannelID.S, WiFi: n.NetworkType.Or(0) == 1}
	if n.ShowTimeType.Or(0) == 1 {
		k.ShowStart, k.ShowEnd = due(c, n.ShowStart.Or(0)), due(c, n.ShowEnd.Or(0))
	}
	if k != (Kept{}) {
		m.Keep = &k
	}
}

// due is a time of the request on the simulator's clock, 0 for none.
func due(c *sim.Call, at int64) int64 {
	if at == 0 {
		return 0
	}
	return c.Due(time.UnixMilli(at)).UnixMilli()
}

// safeTTL keeps the arithmetic safe; the rules judge the number itself.
const safeTTL = 10 * 365 * 86400

// classOf is the class of a category. The names are upper case.
func classOf(category string) (class vendors.Class, ok bool) {
	switch category {
	case "IM", "ACCOUNT", "DEVICE_REMINDER", "ORDER", "TODO", "SUBSCRIPTION":
		return vendors.ClassTransactional, true
	case "NEWS", "CONTENT", "MARKETING", "SOCIAL":
		return vendors.ClassMarketing, true
	}
	return "", false
}
