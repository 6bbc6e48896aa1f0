package vivo

import (
	"strconv"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

// Values of classification.
const (
	operational = 0 // 运营消息
	system      = 1 // 系统消息
)

var _ vendors.Classifier = (*Sender)(nil)

// ClassOf tells the class msg would go out under, after defaults and overrides.
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
	opt := mergeOptions(msg, s.defaults)
	if opt.Classification != nil {
		return classOf(*opt.Classification)
	}
	if class != vendors.ClassUnset {
		return class
	}
	fact, ok := category.Find(s.facts, word)
	if opt.Category != nil {
		fact, ok = category.Own(s.facts, *opt.Category)
	}
	if ok {
		return fact.Class
	}
	return vendors.ClassMarketing
}

func classOf(classification int) vendors.Class {
	if classification == system {
		return vendors.ClassTransactional
	}
	return vendors.ClassMarketing
}

func classificationOf(c vendors.Class) int {
	if c == vendors.ClassTransactional {
		return system
	}
	return operational
}

// class fills classification, which always travels because its default changed
// over the years, and category. A contradiction is reported and sent as it was
// said: vivo answers it with 10097, and choosing for the caller would be a guess.
func (d *draft) class() {
	fact, known := d.category()
	class := d.msg.Class
	switch {
	case d.opt.Classification != nil:
		d.body.Classification = *d.opt.Classification
		d.Overridden("class", string(class), string(classOf(*d.opt.Classification)))
		class = classOf(*d.opt.Classification)
	case class != vendors.ClassUnset:
		d.body.Classification = classificationOf(class)
	case known:
		class = fact.Class
		d.body.Classification = classificationOf(class)
		d.Adjust("class", vendors.AdjustDefaulted, "", string(class), vendors.Text{
			EN: "no class was given; vivo counts category " + string(fact.Category) + " to this class",
			ZH: "未指定消息类别；vivo 将分类 " + string(fact.Category) + " 归为此类",
		})
	default:
		class = vendors.ClassMarketing
		d.body.Classification = operational
		d.Adjust("class", vendors.AdjustDefaulted, "", string(class), vendors.Text{
			EN: "no class was given; sent as operational (classification 0)",
			ZH: "未指定消息类别，按运营消息（classification=0）发送",
		})
	}
	if known && fact.Class != class {
		d.Adjust("category", vendors.AdjustConflict, string(class), string(fact.Category), vendors.Text{
			EN: "category " + string(fact.Category) + " is not of classification " + strconv.Itoa(d.body.Classification) + "; vivo answers 10097",
			ZH: "分类 " + string(fact.Category) + " 与 classification=" + strconv.Itoa(d.body.Classification) + " 矛盾，vivo 将返回 10097",
		})
	}
}

// category fills category and returns its fact if there is one. A word that is
// neither vivo's nor neutral goes out unchanged, because vivo may have added one;
// a neutral word vivo has no counterpart for is dropped.
func (d *draft) category() (vendors.CategoryFact, bool) {
	if o := d.opt.Category; o != nil {
		d.Overridden("category", string(d.msg.Category), *o)
		d.body.Category = *o
		return category.Own(d.facts, *o)
	}
	c := d.msg.Category
	fact, known := category.Find(d.facts, c)
	switch {
	case known:
		d.body.Category = string(fact.Category)
	case category.Neutral(c):
		d.Dropped("category", string(c), vendors.Text{EN: "vivo has no such category", ZH: "vivo 没有对应的二级分类"})
	default:
		d.body.Category = string(c)
	}
	return fact, known
}
