package meizu

import (
	"crypto/md5"
	"encoding/hex"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/offpush/offpush/conformance"
	"github.com/offpush/offpush/conformance/kit"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// server is what all paths begin with.
const server = "/garcia/api/server"

// The paths that cases name more than once.
const (
	pathPush   = server + "/push/varnished/pushByPushId"
	pathAlias  = server + "/push/varnished/pushByAlias"
	pathSave   = server + "/push/pushTask/getTaskId"
	pathTask   = server + "/push/task/varnished/pushByPushId"
	pathToApp  = server + "/push/pushTask/pushToApp"
	pathToTag  = server + "/push/pushTask/pushToTag"
	pathCancel = server + "/push/pushTask/cancel"
	pathOf     = server + "/push/statistics/getTaskStatistics"
	pathDays   = server + "/push/statistics/dailyPushStatics"
	pathSwitch = server + "/message/getRegisterSwitch"
)

// The app of the vendor's vectors.
const (
	vectorApp    = "125001"
	vectorSecret = "8f2c1d7e4b6a9035c1e2f3a4b5c6d7e8"
)

// beijing is the zone in which Meizu's day is taken to begin.
//
//nolint:gochecknoglobals // a constant in all but name
var beijing = time.FixedZone("GMT+8", 8*3600)

// at is a time of the day on which cases begin.
func at(hour, minute int) time.Time { return time.Date(2025, 11, 25, hour, minute, 0, 0, beijing) }

// bench is one app at Meizu: a world to prepare, and the app's side of the wire.
type bench struct{ *kit.Bench }

// shop is the app cases use: no news app, no VIP contract.
func shop(changes ...kit.AppOption) sim.AppSpec {
	return kit.Spec(sim.AppSpec{ID: "shop", Vendor: vendors.Meizu, Listed: true, Kind: "shopping", Users: 100}, changes...)
}

// vectors is the app of the vendor's vectors.
func vectors(a *sim.AppSpec) {
	a.Credentials = map[string]string{"app_id": vectorApp, "app_secret": vectorSecret}
}

// registered puts a callback into the console.
func registered(url string) kit.AppOption {
	return func(a *sim.AppSpec) { a.Receipts["main"] = url }
}

func vip(a *sim.AppSpec) { kit.Flag("vip", "on")(a) }

// open prepares an app. There is no login.
func open(t *conformance.T, changes ...kit.AppOption) *bench {
	b := &bench{Bench: kit.Open(t, shop(changes...))}
	b.Code = func(a kit.Answer) string { code, _ := a.Text("code"); return code }
	b.ID = func(a kit.Answer) string { id, _ := a.Text("msgId"); return id }
	return b
}

// sign is the lower-case hex MD5 of all fields but sign, sorted by name, as name=value
// without separators, and the secret.
func sign(f kit.Form, secret string) string {
	sorted := slices.Clone(f)
	slices.SortFunc(sorted, func(a, b kit.Pair) int { return strings.Compare(a.Name, b.Name) })
	text := ""
	for _, p := range sorted {
		if p.Name != "sign" {
			text += p.Name + "=" + p.Value
		}
	}
	sum := md5.Sum([]byte(text + secret))
	return hex.EncodeToString(sum[:])
}

// form is a request of the app with its signature, after the changes.
func (b *bench) form(f kit.Form, changes ...kit.FormChange) kit.Form {
	f = append(kit.FormOf("appId", b.App.Credentials["app_id"]), f...).With(changes...)
	return append(f, kit.Pair{Name: "sign", Value: sign(f, b.App.Credentials["app_secret"])})
}

// ask sends a signed request.
func (b *bench) ask(path string, f kit.Form, changes ...kit.FormChange) kit.Answer {
	return b.PostForm(path, b.form(f, changes...))
}

// read asks by GET.
func (b *bench) read(path string, f kit.Form) kit.Answer {
	return b.Get(path, b.form(f).Encode())
}

// private is a correct message in the document's form, public one of the other class.
const (
	private = `{"noticeBarInfo":{"noticeMsgType":1,"noticeBarType":0,"title":"订单已发货","content":"您的订单A1024已由顺丰揽收"},"clickTypeInfo":{"clickType":0},"pushTimeInfo":{"offLine":1,"validTime":24},"advanceInfo":{"suspend":1,"clearNoticeBar":1,"notificationType":{"vibrate":1,"lights":1,"sound":1}}}`
	public  = `{"noticeBarInfo":{"noticeMsgType":0,"title":"周末特惠","content":"全场满200减50"},"clickTypeInfo":{"clickType":2,"url":"https://m.example.com/sale"},"pushTimeInfo":{"offLine":1,"validTime":6}}`
)

// to are the pushIds of phones, as a form has them.
func to(phones ...device.Phone) string { return strings.Join(kit.Tokens(phones...), ",") }

// pushTo sends a message to ids as they are written, with changes to its JSON.
func (b *bench) pushTo(ids, message string, changes ...kit.Change) kit.Answer {
	f := kit.FormOf("messageJson", message, "pushIds", ids)
	if len(changes) == 0 {
		return b.ask(pathPush, f)
	}
	return b.ask(pathPush, f, kit.InField("messageJson", changes...))
}

// push sends a private message to one phone, sell a public one.
func (b *bench) push(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.pushTo(p.Token, private, changes...)
}

func (b *bench) sell(p device.Phone, changes ...kit.Change) kit.Answer {
	return b.pushTo(p.Token, public, changes...)
}

// save stores a message and returns its taskId.
func (b *bench) save(message string, changes ...kit.FormChange) string {
	return b.task(b.ask(pathSave, kit.FormOf("messageJson", message, "pushType", "0"), changes...))
}

// task is the taskId of an answer, which must be a number.
func (b *bench) task(a kit.Answer) string {
	b.want(a, "200")
	id := a.Number("value.taskId")
	if id == "" {
		b.T.Fatalf("%v, want a taskId that is a number", a)
	}
	return id
}

// pushTask sends a stored message.
func (b *bench) pushTask(task, ids string) kit.Answer {
	return b.ask(pathTask, kit.FormOf("taskId", task, "pushIds", ids))
}

// toApp sends to everybody, toTags to tags.
func (b *bench) toApp(message string, changes ...kit.Change) kit.Answer {
	return b.ask(pathToApp, kit.FormOf("messageJson", message, "pushType", "0"), kit.InField("messageJson", changes...))
}

func (b *bench) toTags(tags, scope, message string) kit.Answer {
	return b.ask(pathToTag, kit.FormOf("messageJson", message, "pushType", "0", "tagNames", tags, "scope", scope))
}

// unknownID is the n-th pushId that has the form of one and belongs to nobody.
func unknownID(n int) string { return fmt.Sprintf("J%044x", 0xdead0000+n) }

// form headers of Meizu's own SDK.
func sdkHeader() http.Header {
	return http.Header{
		"F-PUSH-SDK-VERSION": {"1.2.11.20250401_release"}, "F-PUSH-JDK-VERSION": {"1.8.0"}, "F-PUSH-OS": {"Linux"},
		"F-PUSH-CLIENT-HOST": {"test"}, "F-PUSH-CLIENT-IP": {"127.0.0.1"},
		"Content-Type": {"application/x-www-form-urlencoded;charset=UTF-8"},
	}
}
