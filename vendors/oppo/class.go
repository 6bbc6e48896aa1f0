package oppo

import (
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

// ClassOf tells the class msg would go out under, after defaults and overrides: the
// category's. Without a category a channel of the older scheme may be a private one, which
// only OPPO and the message know; else it is content and marketing.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	class, word, channel := msg.Class, msg.Category, msg.Channel
	if def := s.defaults; def != nil {
		if class == "" {
			class = def.Class
		}
		if word == "" {
			word = def.Category
		}
		if channel == "" {
			channel = def.Channel
		}
	}
	fact, known := category.Find(s.facts, word)
	if opt, ok := mergeOptions(msg, s.defaults); ok && opt.Category != nil {
		fact, known = category.Own(s.facts, *opt.Category)
	}
	return classOf(fact, known, class, channel)
}

func classOf(fact vendors.CategoryFact, known bool, class vendors.Class, channel string) vendors.Class {
	switch {
	case known:
		return fact.Class
	case class == vendors.ClassTransactional && channel != "":
		return class
	}
	return vendors.ClassMarketing
}

// category fills category, from which OPPO reads the class. A contradiction is reported
// and sent as it was said, because choosing for the caller would be a guess. Nothing is
// sent where nothing is said: apps on the older scheme may not send a category (67).
func (d *draft) category() {
	m := &d.msg
	fact, known := category.Find(d.facts, m.Category)
	word := string(m.Category)
	switch {
	case known:
		word = string(fact.Category)
	case category.Neutral(m.Category):
		d.Dropped("category", word, vendors.Text{EN: "OPPO has no such category", ZH: "OPPO 没有对应的 category"})
		word = ""
	}
	if neutral := word; word != "" {
		d.out.Category = &neutral
	}
	if o := d.opt.Category; o != nil {
		word = *o
		fact, known = category.Own(d.facts, word)
	}
	d.class = classOf(fact, known, m.Class, m.Channel)
	switch said := m.Class; {
	case said == vendors.ClassUnset:
		d.Adjust("class", vendors.AdjustDefaulted, "", string(d.class), vendors.Text{
			EN: "no class was given; OPPO reads it from the category", ZH: "未指定消息类别，OPPO 按 category 归类",
		})
	case known && said != fact.Class:
		d.Adjust("category", vendors.AdjustConflict, string(said), word, vendors.Text{
			EN: "OPPO does not count category " + word + " to this class", ZH: "OPPO 的 category " + word + " 不属于该类别",
		})
	case said == vendors.ClassTransactional && word == "" && m.Channel == "":
		d.Dropped("class", string(said), vendors.Text{
			EN: "OPPO treats a message without a category as content and marketing: give the category the app has the right for",
			ZH: "OPPO 将无 category 的消息按内容与营销类处理：请填写已获权限的 category",
		})
	}
}

// Values of notify_level. 16 needs a right of its own.
const (
	levelBar  = 1
	levelLock = 2
	levelFull = 16
)

// level fills notify_level, which OPPO takes beside a category only, and for content and
// marketing no higher than the bar.
func (d *draft) level() {
	level := 0
	switch d.msg.Alert {
	case vendors.AlertDefault:
		return
	case vendors.AlertBar:
		level = levelBar
	case vendors.AlertLock:
		level = levelLock
	case vendors.AlertFull:
		level = levelFull
	default: // silent
		level = levelBar
		d.Clamped("alert", string(d.msg.Alert), "notify_level 1", vendors.Text{
			EN: "the bar is the quietest OPPO has; sound is the channel's", ZH: "OPPO 最低为通知栏提醒，声音由通道决定",
		})
	}
	switch {
	case d.out.Category == nil && d.opt.Category == nil:
		d.Dropped("alert", string(d.msg.Alert), vendors.Text{EN: "OPPO takes notify_level beside a category only", ZH: "OPPO 的 notify_level 须与 category 同时使用"})
		return
	case level > levelBar && d.class != vendors.ClassTransactional:
		level = levelBar
		d.Clamped("alert", string(d.msg.Alert), "notify_level 1", vendors.Text{
			EN: "OPPO shows content and marketing in the bar only", ZH: "OPPO 内容与营销类消息仅在通知栏展示",
		})
	}
	d.out.NotifyLevel = &level
}
