package apns

import (
	"fmt"
	"strconv"

	"github.com/offpush/offpush/vendors"
)

// content fills what the user sees and hears. d.aps holds the options already.
func (d *draft) content() {
	if d.pushType == PushTypeBackground {
		d.silent()
		return
	}
	d.alert()
	d.level()
	d.sound()
	d.badge()
	d.category()
}

// silent makes a background push: aps has content-available and nothing to show.
func (d *draft) silent() {
	why := vendors.Text{EN: "a background push shows nothing", ZH: "后台推送不展示内容"}
	for _, f := range []struct{ name, value string }{
		{"title", d.msg.Title}, {"subtitle", d.msg.Subtitle}, {"body", d.msg.Body},
		{"sound", d.msg.Sound}, {"category", string(d.msg.Category)}, {"alert", string(d.msg.Alert)},
		{"image", d.msg.Image},
	} {
		if f.value != "" {
			d.Dropped(f.name, f.value, why)
		}
	}
	d.msg.Image = ""
	if d.msg.Badge != nil {
		d.Dropped("badge", "badge", why)
	}
	if d.aps.ContentAvailable == nil {
		d.aps.ContentAvailable = ptr(1)
	}
}

// alert merges the neutral texts with the dictionary of the options. A text of the
// options, or a key to a translated one, takes the place of the neutral text.
func (d *draft) alert() {
	a := Alert{}
	if d.opt.APS.Alert != nil {
		a = *d.opt.APS.Alert
	}
	d.text("title", &a.Title, a.TitleLocKey, d.msg.Title)
	d.text("subtitle", &a.Subtitle, a.SubtitleLocKey, d.msg.Subtitle)
	d.ownBody = a.Body == nil && a.LocKey == nil
	d.text("body", &a.Body, a.LocKey, d.msg.Body)
	if d.opt.APS.Alert != nil || a.Title != nil || a.Subtitle != nil || a.Body != nil {
		d.aps.Alert = &a
	}
}

func (d *draft) text(field string, dst **string, key *string, neutral string) {
	switch {
	case *dst != nil:
		d.Overridden(field, neutral, **dst)
	case key != nil:
		d.Overridden(field, neutral, "key "+*key)
	case neutral != "":
		*dst = ptr(neutral)
	}
}

// level fills interruption-level. iOS tells two of our levels from the rest: listed
// without lighting the screen, and shown. What breaks through Focus needs a
// capability of the app, so it is said by Options only.
func (d *draft) level() {
	if o := d.opt.APS.InterruptionLevel; o != nil {
		d.Overridden("alert", string(d.msg.Alert), *o)
		return
	}
	level := ""
	switch d.msg.Alert {
	case vendors.AlertDefault:
		return
	case vendors.AlertSilent, vendors.AlertBar:
		level = LevelPassive
	default:
		level = LevelActive
	}
	if d.msg.Alert == vendors.AlertBar || d.msg.Alert == vendors.AlertLock {
		d.Adjust("alert", vendors.AdjustClamped, string(d.msg.Alert), level, vendors.Text{
			EN: "iOS tells passive and active apart, and where it shows them is the user's choice", ZH: "iOS 只区分 passive 与 active，展示位置由用户设置决定",
		})
	}
	d.aps.InterruptionLevel = ptr(level)
}

// sound fills aps.sound. Nothing said: no sound, as APNs does; a full alert has the
// system's.
func (d *draft) sound() {
	if o := d.opt.APS.Sound; o != nil {
		d.Overridden("sound", d.msg.Sound, o.Name)
		return
	}
	name := d.msg.Sound
	if name == "" && d.msg.Alert == vendors.AlertFull {
		name = "default"
		d.Adjust("sound", vendors.AdjustDefaulted, "", name, vendors.Text{
			EN: "a full alert sounds; APNs is silent unless a sound is named", ZH: "完整提醒应有声音；APNs 不指定 sound 则无声",
		})
	}
	if name != "" {
		d.aps.Sound = &Sound{Name: name}
	}
}

func (d *draft) badge() {
	b := d.msg.Badge
	if b == nil {
		return
	}
	if o := d.opt.APS.Badge; o != nil {
		if b.Set != nil {
			d.Overridden("badge.set", strconv.Itoa(*b.Set), strconv.Itoa(*o))
		}
		if b.Add != 0 {
			d.Overridden("badge.add", fmt.Sprintf("%+d", b.Add), strconv.Itoa(*o))
		}
		return
	}
	if b.Set != nil {
		d.aps.Badge = ptr(*b.Set)
	}
	if b.Add != 0 {
		d.Dropped("badge.add", strconv.Itoa(b.Add), vendors.Text{
			EN: "APNs only sets the badge: count on your side and use Set", ZH: "APNs 角标只能设为绝对值：由服务端计数后用 Set",
		})
	}
}

// category fills aps.category, which chooses the action buttons and nothing else.
func (d *draft) category() {
	c := string(d.msg.Category)
	if o := d.opt.APS.Category; o != nil {
		d.Overridden("category", c, *o)
		return
	}
	if c != "" {
		d.aps.Category = ptr(c)
	}
}

// Custom keys the neutral fields use.
const (
	extensionKey = "ext"
	imageKey     = "image"
	apsKey       = "aps"
)

// members fills the keys beside aps.
func (d *draft) members() {
	if len(d.msg.Data) == 0 && d.msg.Extension == "" && d.msg.Image == "" && len(d.opt.Custom) == 0 {
		return
	}
	d.custom = make(map[string]any, len(d.msg.Data)+len(d.opt.Custom)+2)
	for k, v := range d.msg.Data {
		d.custom[k] = v
	}
	d.member("extension", extensionKey, d.msg.Extension)
	d.member("image", imageKey, d.msg.Image)
	if d.msg.Image != "" && d.aps.MutableContent == nil {
		d.aps.MutableContent = ptr(1) // without it the app's extension is not asked
	}
	for k, v := range d.opt.Custom {
		if old, taken := d.custom[k].(string); taken {
			d.Overridden("data."+k, old, "custom of apns.Options")
		}
		d.custom[k] = v
	}
	if old, taken := d.custom[apsKey]; taken {
		delete(d.custom, apsKey)
		from, _ := old.(string)
		d.Adjust("data."+apsKey, vendors.AdjustConflict, from, "", vendors.Text{
			EN: "aps is Apple's own key: say it with apns.Options", ZH: "aps 为苹果保留键，请使用 apns.Options",
		})
	}
}

func (d *draft) member(field, key, value string) {
	if value == "" {
		return
	}
	if old, taken := d.msg.Data[key]; taken && old != value {
		d.Adjust("data."+key, vendors.AdjustConflict, old, value, vendors.Text{
			EN: field + " travels under the key " + key + " and replaces the data of that name", ZH: field + " 占用键 " + key + "，覆盖了同名数据",
		})
	}
	d.custom[key] = value
}

// needed fills what a push type cannot do without.
func (d *draft) needed() {
	if d.pushType == PushTypeWidgets && d.aps.ContentChanged == nil {
		d.aps.ContentChanged = ptr(true)
	}
	if d.pushType != PushTypeLiveActivity {
		return
	}
	if d.aps.Timestamp == nil {
		d.aps.Timestamp = ptr(d.clock.Now().Unix())
	}
	if d.aps.Event == nil {
		d.aps.Event = ptr("update")
	}
}

// unsupported reports the neutral fields APNs has no place for.
func (d *draft) unsupported() {
	m := &d.msg
	if m.Class != vendors.ClassUnset {
		d.Dropped("class", string(m.Class), vendors.Text{EN: "APNs tells no classes apart", ZH: "APNs 不区分消息类别"})
	}
	if m.Channel != "" {
		d.Dropped("channel", m.Channel, vendors.Text{EN: "APNs has no notification channels", ZH: "APNs 没有通知渠道"})
	}
	if m.Template != nil {
		d.Dropped("template", m.Template.ID, vendors.Text{EN: "APNs has no templates", ZH: "APNs 没有消息模板"})
	}
	if m.Click.Action != "" && m.Click.Action != "app" {
		d.Dropped("click", m.Click.Action+" "+m.Click.Target, vendors.Text{
			EN: "the app decides what a tap does: put the target into data", ZH: "点击行为由应用决定：请把目标放入 data",
		})
	}
	if m.Foreground != nil {
		d.Dropped("foreground", strconv.FormatBool(*m.Foreground), vendors.Text{EN: "the app decides what it shows in front", ZH: "前台是否展示由应用决定"})
	}
	if m.Receipt != nil {
		d.Dropped("receipt", "receipt", vendors.Text{EN: "APNs has no receipts; the app's extension can report", ZH: "APNs 无回执，可由应用扩展上报"})
	}
}

func ptr[T any](v T) *T { return &v }
