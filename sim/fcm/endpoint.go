// Package fcm is the mock of Firebase Cloud Messaging: HTTP v1 with the topic calls
// beside it and Google's token endpoint before it. It reads what senders post to
// fcm.googleapis.com, iid.googleapis.com and oauth2.googleapis.com, judges it by
// Google's rules of a chosen date, and answers in Google's form. It is written from
// Google's pages and from answers people saw, and shares no code with the sender in
// vendors/fcm.
//
// A request becomes a sim.Call in one pass over its body (decode*.go, reader.go by the
// schema in schema.go); every decision is a rule (rules_*.go), each with its source;
// answers are written by encode*.go. What Google does not say is marked Assumed in the
// rule that assumes it.
package fcm

import (
	"sync"
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/jsonscan"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is FCM's mock. It keeps no state but what it has read of key files and
// assertions; use New.
type Endpoint struct {
	rules      []sim.Rule
	schema     schema
	accounts   *accountCache
	assertions *assertionCache
}

var (
	_ sim.Named        = (*Endpoint)(nil)
	_ sim.TokenNamed   = (*Endpoint)(nil)
	_ sim.MessageNamed = (*Endpoint)(nil)
	_ sim.Located      = (*Endpoint)(nil)
	_ sim.TaskMint     = (*Endpoint)(nil)
	_ sim.Secretive    = (*Endpoint)(nil)
)

// New returns the mock.
func New() sim.Endpoint {
	e := &Endpoint{schema: sendSchema().named(), accounts: newAccountCache(), assertions: newAssertionCache()}
	e.rules = e.allRules()
	return e
}

// Vendor is FCM.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.FCM }

// Success is the code of a yes: FCM has no word for it, so it is the status.
func (e *Endpoint) Success() string { return "200" }

// The sites of the token endpoint and of the topic service.
const (
	siteOAuth  = "fcm-oauth"
	siteTopics = "fcm-iid"
)

// Sites are the host of messages, the one of topics, and the three of the token
// endpoint. There is no sandbox and no host for China. The closed /fcm/send is found by
// host or behind the simulator's own prefix, like which it begins.
func (e *Endpoint) Sites() []sim.Site {
	const subscriptions = "/v1/projects/*/registrations/*/topicSubscriptions"
	return []sim.Site{{
		Name: "fcm", Hosts: []string{"fcm.googleapis.com"}, Default: true,
		Paths: []string{"/v1/projects/*/messages:send", "/projects/*/messages:send", subscriptions, subscriptions + "/*", "/batch"},
	}, {
		Name: siteOAuth, Hosts: []string{"oauth2.googleapis.com", "www.googleapis.com", "accounts.google.com"}, Default: true,
		Paths: []string{"/token", "/oauth2/v4/token", "/o/oauth2/token"},
	}, {
		Name: siteTopics, Hosts: []string{"iid.googleapis.com"}, Default: true,
		Paths: []string{"/iid/v1:batchAdd", "/iid/v1:batchRemove", "/iid/info/*"},
	}}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// The counters.
const (
	countProject quota.ID = iota
	countSubscriptions
	countFanouts
	countMinute
	countHour
	countCollapsible
)

// refill is how long it takes until one more collapsible message may go.
const refill = 180 * time.Second

// Counters are what FCM counts.
func (e *Endpoint) Counters() []quota.Def {
	return []quota.Def{
		countProject:       {Name: "messages", Window: quota.Minute, FromFirst: true, Title: t("messages of the project this minute, refused ones too", "项目本分钟的消息数（含被拒绝的请求）")},
		countSubscriptions: {Name: "subscriptions", Window: quota.Second, Title: t("calls that subscribe or unsubscribe this second", "本秒主题订阅/退订调用数")},
		countFanouts:       {Name: "fanouts", Window: quota.Minute, FromFirst: true, Title: t("messages to topics this minute, each a fan-out", "本分钟的主题消息（扇出）数")},
		countMinute:        {Name: "device.minute", Device: true, Window: quota.Minute, Sliding: true, Title: t("messages to the phone in the last minute", "最近一分钟发往该设备的消息")},
		countHour:          {Name: "device.hour", Device: true, Window: quota.Hour, Sliding: true, Title: t("messages to the phone in the last hour", "最近一小时发往该设备的消息")},
		countCollapsible:   {Name: "device.collapsible", Device: true, Window: quota.Forever, Leak: refill, Title: t("collapsible messages to the phone, one less every 3 minutes", "发往该设备的可折叠消息，每 3 分钟减 1")},
	}
}

// batchTable is the form of batchAdd and batchRemove.
//
//nolint:gochecknoglobals // an immutable table
var batchTable = sync.OnceValue(jsonscan.TableOf[BatchBody])

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
