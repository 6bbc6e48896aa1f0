// Package xiaomi is the mock of Xiaomi's Mi Push API (小米推送): it reads what senders
// post to api.xmpush.xiaomi.com and its sister hosts, judges it by Xiaomi's rules of a
// chosen date, and answers in Xiaomi's form. It is written from Xiaomi's documents and
// from answers people saw, and shares no code with the sender in vendors/xiaomi.
//
// A request becomes a sim.Call in one pass over its form (decode.go, body.go, multi.go);
// every decision is a rule (rules*.go), each with its source; answers and receipts are
// written by encode.go and receipt.go. What Xiaomi does not say is marked Assumed in the
// rule that assumes it.
//
// An app's channels and templates are rights of it: "private:135001" and
// "public:135002" are channels, "template:T1|title|content" a template whose variables
// are written {$name$}.
package xiaomi

import (
	"time"

	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/quota"
	"github.com/offpush/offpush/vendors"
)

// Endpoint is Xiaomi's mock. It keeps no state; use New.
type Endpoint struct{ rules []sim.Rule }

var (
	_ sim.Reporter  = (*Endpoint)(nil)
	_ sim.Secretive = (*Endpoint)(nil)
	_ sim.Named     = (*Endpoint)(nil)
	_ sim.SpecMint  = (*Endpoint)(nil)
	_ sim.TaskMint  = (*Endpoint)(nil)

	_ sim.Channelled = (*Endpoint)(nil)
)

// New returns the mock.
func New() sim.Endpoint { return &Endpoint{rules: allRules()} }

// Vendor is Xiaomi.
func (e *Endpoint) Vendor() vendors.Vendor { return vendors.Xiaomi }

// Success is the code of a yes.
func (e *Endpoint) Success() string { return "0" }

// AppRef is the AppId, which no request names but one answer does.
func (e *Endpoint) AppRef(credentials map[string]string) string { return credentials["app_id"] }

// AppNames is the AppSecret: all that a request says of its app.
func (e *Endpoint) AppNames(credentials map[string]string) []string {
	return []string{credentials["app_secret"]}
}

// The sites. Overseas a phone's registration id is known in its own region only; the
// sandbox knows iOS only.
const (
	siteChina    = "xiaomi"
	siteFeedback = "xiaomi-feedback"
	siteTest     = "xiaomi-test"
	siteRussia   = "xiaomi-russia"
	siteIndia    = "xiaomi-india"
	siteEurope   = "xiaomi-europe"
	siteGlobal   = "xiaomi-global"
)

// Sites are the hosts of China with their fall-backs, those of each region overseas in
// both spellings, the sandbox, and the host of the feedback interface.
func (e *Endpoint) Sites() []sim.Site {
	var api, feedback []string
	for _, r := range routes() {
		if r.feedback {
			feedback = append(feedback, r.path)
		} else {
			api = append(api, r.path)
		}
	}
	overseas := func(name string, hosts ...string) sim.Site {
		return sim.Site{Name: name, Hosts: hosts, Paths: api}
	}
	return []sim.Site{
		{
			Name: siteChina, Default: true, Paths: api,
			Hosts: []string{
				"api.xmpush.xiaomi.com", "vip.api.xmpush.xiaomi.com",
				"lg.api.xmpush.xiaomi.com", "c3.api.xmpush.xiaomi.com",
			},
		},
		{Name: siteFeedback, Default: true, Paths: feedback, Hosts: []string{"feedback.xmpush.xiaomi.com"}},
		overseas(siteTest, "sandbox.xmpush.xiaomi.com"),
		overseas(siteRussia, "ru-api.xmpush.global.xiaomi.com", "ru.api.xmpush.global.xiaomi.com"),
		overseas(siteIndia, "idmb-api.xmpush.global.xiaomi.com", "idmb.api.xmpush.global.xiaomi.com"),
		overseas(siteEurope, "fr-api.xmpush.global.xiaomi.com", "fr.api.xmpush.global.xiaomi.com"),
		overseas(siteGlobal, "sgp-api.xmpush.global.xiaomi.com", "api.xmpush.global.xiaomi.com"),
	}
}

// Rules are the rules of all editions.
func (e *Endpoint) Rules() []sim.Rule { return e.rules }

// The counters. Totals count what was delivered (送达量), not what was accepted.
const (
	countPublic quota.ID = iota
	countDefault
	countPhonePublic
	countPhoneDefault
	countCalls
	countQuotaQueries
	countBroadcasts
)

// beijing is where Xiaomi's day is taken to begin; Xiaomi names neither zone nor hour.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// Counters are what Xiaomi counts.
func (e *Endpoint) Counters() []quota.Def {
	return []quota.Def{
		countPublic:       {Name: "public", Zone: beijing, Title: t("public messages delivered today", "今日公信送达量")},
		countDefault:      {Name: "default", Zone: beijing, Title: t("messages without a channel delivered today", "今日默认（无 channel_id）送达量")},
		countPhonePublic:  {Name: "device.public", Device: true, Zone: beijing, Title: t("public messages the phone got today", "该设备今日收到的公信")},
		countPhoneDefault: {Name: "device.default", Device: true, Zone: beijing, Title: t("messages without a channel the phone got today", "该设备今日收到的默认消息")},
		countCalls:        {Name: "calls", Window: quota.Second, Title: t("sends this second", "本秒发送请求数")},
		countQuotaQueries: {Name: "quota.queries", Window: quota.Second, Title: t("quota queries this second", "本秒配额查询次数")},
		countBroadcasts:   {Name: "broadcasts", Window: quota.Minute, Title: t("broadcasts this minute", "本分钟广播次数")},
	}
}

func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
