package fcm

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/adjust"
	"github.com/offpush/offpush/vendors/internal/defaults"
	"github.com/offpush/offpush/vendors/internal/length"
)

// draft is a message on its way to FCM's words, and what had to be changed.
type draft struct {
	msg      vendors.Message
	opt      Options
	optional bool // there are options
	limits   *limits
	most     int // bytes of the payload

	adjust.Notes
	out      Options // what goes out
	message  []byte  // the member "message" without a target, encoded
	buildErr error
}

// Values of android.priority.
const (
	priorityNormal = "NORMAL"
	priorityHigh   = "HIGH"
)

// draft maps msg. It neither keeps nor changes msg. buildErr is a message that cannot be
// written as JSON, which only untyped options can bring about.
func (s *Sender) draft(msg *vendors.Message, most int) *draft {
	d := &draft{msg: defaults.Apply(msg, s.defaults), limits: &s.limits, most: most}
	d.Notes = adjust.Notes{Vendor: vendors.FCM, Name: vendors.Text{EN: "FCM", ZH: "FCM"}, Unit: length.Bytes, Overflow: d.msg.Overflow}
	d.opt, d.optional = mergeOptions(msg, s.defaults)
	d.android()
	d.data()
	if !d.msg.Silent {
		d.notification()
	}
	d.flags()
	d.unsupported()
	d.apply()
	d.fit()
	d.message, d.buildErr = encode(&d.out)
	return d
}

// block is out.Android, made when something is said in it.
func (d *draft) block() *Android {
	if d.out.Android == nil {
		d.out.Android = &Android{}
	}
	return d.out.Android
}

// android fills priority, ttl and collapse_key.
func (d *draft) android() {
	switch p := d.msg.Priority; p {
	case vendors.PriorityHigh:
		d.block().Priority = ptr(priorityHigh)
	case vendors.PriorityNormal:
		d.block().Priority = ptr(priorityNormal)
	default:
		d.NoPriority(p)
	}
	if key := d.msg.Collapse; key != "" {
		d.block().CollapseKey = ptr(key)
	}
	switch {
	case d.msg.OnlineOnly:
		if d.msg.TTL != 0 {
			d.Adjust("ttl", vendors.AdjustConflict, d.msg.TTL.String(), "0s", vendors.Text{
				EN: "online only is ttl 0: nothing is kept", ZH: "仅在线即 ttl=0，不保存",
			})
		}
		d.block().TTL = ptr("0s")
	case d.msg.TTL < 0:
		d.Life(d.msg.TTL, 0, false)
		d.block().TTL = ptr("0s") // now or never
	case d.msg.TTL > 0:
		seconds := adjust.Units(d.msg.TTL, time.Second)
		if most := d.limits.ttl; most > 0 && seconds > most {
			d.Clamped("ttl", d.msg.TTL.String(), (time.Duration(most) * time.Second).String(), vendors.Text{
				EN: fmt.Sprintf("FCM keeps a message at most %d seconds", most), ZH: fmt.Sprintf("FCM ttl 最长 %d 秒", most),
			})
			seconds = most
		}
		d.block().TTL = ptr(strconv.FormatInt(seconds, 10) + "s")
	}
}

// extensionKey is the member of data that carries Message.Extension.
const extensionKey = "ext"

// data fills message.data. It is never cut: half of an app's data is worse than a clear
// refusal.
func (d *draft) data() {
	pairs := d.msg.Data
	if ext := d.msg.Extension; ext != "" {
		pairs = make(map[string]string, len(d.msg.Data)+1)
		maps.Copy(pairs, d.msg.Data)
		if old, taken := pairs[extensionKey]; taken {
			d.Replaces(extensionKey, old, ext)
		}
		pairs[extensionKey] = ext
	}
	for k := range pairs {
		if reserved(k) {
			d.Reject(vendors.ReasonBadRequest, "data."+smallest(pairs)+": from, message_type and keys that begin with google or gcm are Google's own: rename it")
		}
	}
	if len(pairs) > 0 {
		d.out.Data = pairs
	}
	if !d.msg.Silent {
		return
	}
	d.ShownNowhere(&d.msg, vendors.Text{EN: "a data message shows nothing; put it into data", ZH: "数据消息不展示内容，请放入 data"})
	if len(pairs) == 0 && !d.optional {
		d.Reject(vendors.ReasonBadRequest, "a silent message needs data or extension: at FCM it is nothing else")
	}
}

func reserved(key string) bool {
	return key == "from" || key == "message_type" || strings.HasPrefix(key, "google") || strings.HasPrefix(key, "gcm")
}

// smallest is the first reserved key by name, so that the reason is always the same.
func smallest(pairs map[string]string) string {
	var bad []string
	for k := range pairs {
		if reserved(k) {
			bad = append(bad, k)
		}
	}
	return slices.Min(bad)
}

// flags fills validate_only.
func (d *draft) flags() {
	if d.msg.Test {
		d.Clamped("test", "true", "validate_only", vendors.Text{
			EN: "FCM has no test devices: the message is validated and not delivered", ZH: "FCM 没有测试设备：仅校验不下发",
		})
	}
	if d.msg.DryRun || d.msg.Test {
		d.out.ValidateOnly = ptr(true)
	}
}

// unsupported reports the neutral fields FCM has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	if m.ID != "" {
		d.Dropped("id", m.ID, vendors.Text{EN: "FCM knows no id of the sender's and drops no repetition", ZH: "FCM 不识别发送方的 ID，也不去重"})
	}
	if m.Class != vendors.ClassUnset {
		d.Dropped("class", string(m.Class), vendors.Text{
			EN: "FCM tells no classes apart; priority wakes a phone that dozes", ZH: "FCM 不区分消息类别；唤醒 Doze 设备请用 priority",
		})
	}
	if m.Subtitle != "" {
		d.Dropped("subtitle", m.Subtitle, vendors.Text{EN: "FCM has no subtitle", ZH: "FCM 没有副标题"})
	}
	if m.Category != "" {
		d.Dropped("category", string(m.Category), vendors.Text{EN: "FCM has no categories", ZH: "FCM 没有消息分类"})
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "FCM has no templates", ZH: "FCM 没有消息模板"})
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), vendors.Text{EN: "the app decides what it shows in front", ZH: "前台是否展示由应用决定"})
	}
	if m.Receipt != nil {
		d.Dropped("receipt", "receipt", vendors.Text{EN: "FCM sends no receipts; the app or BigQuery can tell", ZH: "FCM 无回执，可由应用上报或使用 BigQuery"})
	}
}

// fit holds the payload against the limit and cuts the body when it is too large.
// Options are never cut: where they alone are too large they go out as they were given.
func (d *draft) fit() {
	if d.most <= 0 || d.opt.size() > d.most {
		return
	}
	excess := d.out.size() - d.most
	if excess <= 0 {
		return
	}
	if title, body := d.cuttable(); d.msg.Overflow != vendors.OverflowReject {
		if d.shorten("body", body, excess) || d.shorten("title", title, excess) {
			return
		}
	}
	d.Reject(vendors.ReasonPayloadTooLarge, fmt.Sprintf("the payload has %d bytes, FCM takes %d: shorten texts and data", d.most+excess, d.most))
}

// cuttable are the texts the message said itself and that Android shows; nil where an
// option stands in their place.
func (d *draft) cuttable() (title, body *string) {
	if d.out.Notification == nil {
		return nil, nil
	}
	title, body = d.out.Notification.Title, d.out.Notification.Body
	if own := d.opt.Notification; own != nil {
		title, body = unless(own.Title, title), unless(own.Body, body)
	}
	if look := d.opt.look(); look != nil {
		title, body = unless(look.Title, title), unless(look.Body, body)
	}
	return title, body
}

func unless(option, text *string) *string {
	if option != nil {
		return nil
	}
	return text
}

// shorten cuts one text, in place, by at least excess bytes.
func (d *draft) shorten(field string, text *string, excess int) bool {
	if text == nil {
		return false
	}
	short, ok := length.Bytes.Shorten(*text, excess)
	if ok {
		d.Adjust(field, vendors.AdjustTruncated, *text, short, vendors.Text{
			EN: fmt.Sprintf("FCM takes payloads of %d bytes", d.most), ZH: fmt.Sprintf("FCM 消息载荷最大 %d 字节", d.most),
		})
		*text = short
	}
	return ok
}

// look is what an Android phone is told to show.
func (o *Options) look() *Notification {
	switch {
	case o.Android != nil:
		return o.Android.Notification
	case o.AndroidV2 != nil && o.AndroidV2.RemoteNotification != nil:
		return o.AndroidV2.RemoteNotification.Notification
	}
	return nil
}

// data is what an Android app gets: its block's in place of the message's.
func (o *Options) data() map[string]string {
	if own := o.androidData(); len(own) > 0 {
		return own
	}
	return o.Data
}

func (o *Options) androidData() map[string]string {
	switch {
	case o.Android != nil && len(o.Android.Data) > 0:
		return o.Android.Data
	case o.AndroidV2 != nil:
		return o.AndroidV2.Data
	}
	return nil
}

// size is the payload as this package counts it: names and texts of data and
// notification as an Android phone gets them, in UTF-8. Google does not say what it
// counts.
func (o *Options) size() int {
	n := 0
	for k, v := range o.data() {
		n += len(k) + len(v)
	}
	add := func(name string, texts ...*string) {
		for _, text := range texts {
			if text != nil {
				n += len(name) + len(*text)
				return
			}
		}
	}
	look, common := o.look(), o.Notification
	if look == nil {
		look = &Notification{}
	}
	if common == nil {
		common = &CommonNotification{}
	}
	add("title", look.Title, common.Title)
	add("body", look.Body, common.Body)
	add("image", look.Image, common.Image)
	add("icon", look.Icon)
	add("color", look.Color)
	add("sound", look.Sound)
	add("tag", look.Tag)
	add("click_action", look.ClickAction)
	add("body_loc_key", look.BodyLocKey)
	add("title_loc_key", look.TitleLocKey)
	add("channel_id", look.ChannelID)
	add("ticker", look.Ticker)
	for _, arg := range look.BodyLocArgs {
		add("body_loc_args", &arg)
	}
	for _, arg := range look.TitleLocArgs {
		add("title_loc_args", &arg)
	}
	return n
}

func ptr[T any](v T) *T { return &v }
