package huawei

import (
	"strconv"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/vendors"
)

// receiptDefault is the id under which the receipt configuration is registered that
// holds for messages without a receipt_id.
const receiptDefault = "default"

// readSend reads messages:send. A message to a topic or a condition is a broadcast.
func readSend(c *sim.Call, p *Push) {
	b := p.Send
	c.Verb = sim.VerbSend
	if !isObject(c) {
		return
	}
	c.Defects = b.read(c.Request.Body)
	c.Targets = targets(c.Targets, b.Tokens.List)
	m := &c.Message
	switch {
	case len(c.Targets) > 0:
	case b.Condition.S != "":
		c.Verb = sim.VerbBroadcast
		if x, ok := parseCondition(b.Condition.S); ok {
			b.expr, m.Audience.Expr = x, x
		}
	case b.Topic.S != "":
		c.Verb = sim.VerbBroadcast
		m.Audience.Any = []string{b.Topic.S}
	}
	m.Title, m.Body, m.Data, m.Image = b.Title(), b.Body(), b.Payload(), b.Image()
	a := &b.Android
	m.Category = a.Category.S
	m.Asked = declared(a.Category.S)
	m.TTL, _ = parseSeconds(a.TTL.S)
	m.Test = a.TargetUserType.Or(0) == 1
	m.CacheKey = cacheKey(a.CollapseKey)
	m.Receipt = sim.ReceiptTarget{ID: a.ReceiptID.S, Param: a.BiTag.S}
	if m.Receipt.ID == "" {
		m.Receipt.ID, m.Receipt.Implied = receiptDefault, true
	}
	appearance(m, &a.Notification)
	if k := (Kept{Data: b.IsData(), Quiet: a.Notification.Importance.S == "LOW", Badge: a.Notification.Badge.Set}); k != (Kept{}) {
		m.Keep = &k
	}
}

// Kept is what the rules of arrival and presentation look at beside the message.
type Kept struct {
	Data  bool // nothing is shown: a data message
	Quiet bool // importance LOW
	Badge Int  // badge.set_num

	// of HarmonyOS
	PushType string // "" for HMS
	FormID   int64  // of a card
	Once     string // appMessageId
}

func appearance(m *sim.Message, n *Notification) {
	switch id := n.NotifyID.Or(-1); {
	case n.Tag.S != "":
		m.Collapse = "tag " + n.Tag.S
	case id >= 0:
		m.Collapse = "notify_id " + strconv.FormatInt(id, 10)
	}
	m.HideInForeground = n.ForegroundShow.Is(false)
	m.Sound = !n.DefaultSound.Is(false) || n.Sound.S != ""
	m.Vibrate = !n.DefaultVibrate.Is(false) || len(n.Vibrate.List) > 0
	// set_num wins over add_num and is no addition; with neither the number grows by one.
	if n.Badge.State == Set && n.Badge.Set.State != Set {
		m.Badge = int(min(max(n.Badge.Add.Or(1), 0), 99))
	}
}

// cacheKey is the group of a message in the offline cache, "" for -1, the default,
// which keeps all: such messages do not replace each other while they wait.
func cacheKey(group Int) string {
	if n := group.Or(-1); n >= 0 {
		return "group " + strconv.FormatInt(n, 10)
	}
	return ""
}

// newestOnly is the group that keeps the newest message of the app alone.
const newestOnly = "group 0"

// declared is the class a category stands for: ClassUnset for none and for one that
// does not exist, which the rules turn into marketing.
func declared(category string) vendors.Class {
	switch {
	case serviceCategory(category):
		return vendors.ClassTransactional
	case category == "MARKETING":
		return vendors.ClassMarketing
	}
	return vendors.ClassUnset
}

// serviceCategory reports whether a category belongs to service and communication
// (服务与通讯类). Names are upper case.
func serviceCategory(category string) bool {
	switch category {
	case "IM", "VOIP", "SUBSCRIPTION", "TRAVEL", "HEALTH", "WORK", "ACCOUNT", "EXPRESS", "FINANCE",
		"DEVICE_REMINDER", "MAIL", "PLAY_VOICE", "SYSTEM_REMINDER", "CUSTOMER_SERVICE":
		return true
	}
	return false
}
