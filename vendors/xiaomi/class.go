package xiaomi

import (
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

// ClassOf tells the class msg would go out under, after defaults: what it says, else its
// category's. Which class its channel was approved for only Xiaomi knows.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	class, word := msg.Class, msg.Category
	if def := s.defaults; def != nil {
		if class == "" {
			class = def.Class
		}
		if word == "" {
			word = def.Category
		}
	}
	return classOf(s.facts, class, word)
}

func classOf(f *vendors.Facts, class vendors.Class, word vendors.Category) vendors.Class {
	if class != vendors.ClassUnset {
		return class
	}
	if fact, known := category.Find(f, word); known {
		return fact.Class
	}
	return vendors.ClassMarketing
}

// channel fills extra.channel_id, which is all Xiaomi reads the class from: the message's
// channel, else the one the credentials name for its category or class.
func (d *draft) channel(channels map[string]string) {
	m := &d.msg
	fact, known := category.Find(d.facts, m.Category)
	d.class = classOf(d.facts, m.Class, m.Category)
	if m.Class == vendors.ClassUnset {
		d.Adjust("class", vendors.AdjustDefaulted, "", string(d.class), vendors.Text{
			EN: "no class was given; Xiaomi reads it from the channel", ZH: "未指定消息类别；小米按通知类别（channel_id）归类",
		})
	}
	if known && fact.Class != d.class {
		d.Adjust("category", vendors.AdjustConflict, string(m.Class), string(m.Category), vendors.Text{
			EN: "Xiaomi does not count this category to the class", ZH: "小米的该消息类型不属于所声明的类别",
		})
	}
	channel := m.Channel
	for _, word := range []string{string(m.Category), string(fact.Category), string(d.class)} {
		if channel == "" {
			channel = channels[word]
		}
	}
	if channel != "" {
		d.out.Extra.ChannelID = &channel
	}
	if channel != "" || (d.opt.Extra != nil && d.opt.Extra.ChannelID != nil) {
		if m.Category != "" && !known && channels[string(m.Category)] == "" {
			d.Dropped("category", string(m.Category), vendors.Text{
				EN: "Xiaomi has no such message type, and the credentials name no channel for it: the channel alone says what it is",
				ZH: "小米没有该消息类型，凭证中也没有为其配置通知类别：只按通知类别（channel_id）归类",
			})
		}
		return
	}
	why := vendors.Text{
		EN: "without a channel Xiaomi counts it to the default class, silent and one a phone and day, or refuses it: give the channel the console approved",
		ZH: "未填通知类别（channel_id）：按默认类处理（静默、单设备每天 1 条）或被拒绝，请填写已审核的通知类别",
	}
	if m.Category != "" {
		d.Dropped("category", string(m.Category), why)
	}
	if m.Class == vendors.ClassTransactional {
		d.Dropped("class", string(m.Class), why)
	}
}
