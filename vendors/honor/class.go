package honor

import (
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

// Values of importance: all Honor reads the class from.
const (
	importanceService   = "NORMAL"
	importanceMarketing = "LOW"
)

// ClassOf tells the class msg would go out under, after defaults and overrides. Whether
// the app has the right to NORMAL only Honor knows.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	opt, _ := mergeOptions(msg, s.defaults)
	if word := opt.importance(); word != nil {
		return classOf(*word)
	}
	class, word := msg.Class, msg.Category
	if def := s.defaults; def != nil {
		if class == vendors.ClassUnset {
			class = def.Class
		}
		if word == "" {
			word = def.Category
		}
	}
	if class != vendors.ClassUnset {
		return class
	}
	if fact, known := category.Find(s.facts, word); known {
		return fact.Class
	}
	return vendors.ClassMarketing
}

// importance is the class the options say, nil when they say none.
func (o *Options) importance() *string {
	if o.Android == nil || o.Android.Notification == nil {
		return nil
	}
	return o.Android.Notification.Importance
}

// classOf is what Honor makes of a value of importance; anything but NORMAL is
// marketing.
func classOf(importance string) vendors.Class {
	if importance == importanceService {
		return vendors.ClassTransactional
	}
	return vendors.ClassMarketing
}

// class settles importance. Honor has no categories: a word only says the class where
// the message does not, and a contradiction is reported and the class sent as said.
func (d *draft) class() vendors.Class {
	said, word := d.msg.Class, d.msg.Category
	fact, known := category.Find(d.facts, word)
	switch {
	case word != "" && !known:
		d.Dropped("category", string(word), vendors.Text{EN: "Honor has no categories, only importance NORMAL and LOW", ZH: "荣耀没有 category，只有 importance NORMAL 与 LOW"})
	case known && said != vendors.ClassUnset && fact.Class != said:
		d.Adjust("category", vendors.AdjustConflict, string(said), string(fact.Category), vendors.Text{
			EN: "this category is of the other class; the class is sent as it was said", ZH: "该 category 属于另一类别；按声明的类别下发",
		})
	}
	if said != vendors.ClassUnset {
		return said
	}
	class := vendors.ClassMarketing
	if known {
		class = fact.Class
	}
	if !d.msg.Silent {
		d.Adjust("class", vendors.AdjustDefaulted, "", string(class), vendors.Text{
			EN: "no class was given; it is read from the category, else marketing", ZH: "未指定消息类别，按 category 归类，否则为资讯营销类",
		})
	}
	return class
}
