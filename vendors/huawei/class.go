package huawei

import (
	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

// categoryMarketing is the one category of the class 资讯营销类.
const categoryMarketing = "MARKETING"

// ClassOf tells the class msg would go out under, after defaults and overrides: the
// category's, because Huawei has no other word for it. Whether the app has the right
// for the category only Huawei knows.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	word, class := msg.Category, msg.Class
	if def := s.defaults; def != nil {
		if word == "" {
			word = def.Category
		}
		if class == "" {
			class = def.Class
		}
	}
	fact, known := category.Find(s.facts, word)
	opt, _ := mergeOptions(msg, s.defaults)
	if own := opt.category(s.v3); own != nil {
		fact, known = category.Own(s.facts, *own)
	}
	switch {
	case known:
		return fact.Class
	case msg.Silent && word == "" && class != vendors.ClassUnset:
		return class // a data message has no presentation to lose
	}
	return vendors.ClassMarketing
}

// class fills category, which is all Huawei reads the class from. A contradiction is
// reported and sent as it was said, because choosing for the caller would be a
// guess; Huawei counts a wrong class as a violation.
func (d *draft) class() {
	word := d.category()
	fact, known := category.Own(d.facts, word)
	if own := d.opt.category(d.v3); own != nil {
		word = *own
		fact, known = category.Own(d.facts, word)
	}
	class := vendors.ClassMarketing // what Huawei makes of anything it does not know
	if known {
		class = fact.Class
	}
	switch said := d.msg.Class; {
	case d.msg.Silent && word == "":
	case said == vendors.ClassUnset:
		d.Adjust("class", vendors.AdjustDefaulted, "", string(class), vendors.Text{
			EN: "no class was given; Huawei reads it from the category", ZH: "未指定消息类别，华为按 category 归类",
		})
	case said == vendors.ClassTransactional && (word == "" || (d.v3 && d.msg.Category == "" && word == categoryMarketing)):
		d.Dropped("class", string(said), vendors.Text{
			EN: "Huawei treats a message without a category as marketing, silent and capped: give the category the app has the right for",
			ZH: "华为将无 category 的消息按资讯营销类处理（静默、限频）：请填写已获权益的 category",
		})
	case said != class:
		d.Adjust("category", vendors.AdjustConflict, string(said), word, vendors.Text{
			EN: "Huawei does not count category " + word + " to this class; a wrong class is a violation",
			ZH: "华为的 category " + word + " 不属于该类别，类别错误会被判违规",
		})
	}
}

// category fills android.category and returns it. A word that is neither Huawei's nor
// neutral goes out unchanged, because Huawei may have added one; a neutral word
// Huawei has no counterpart for is dropped.
func (d *draft) category() string {
	c := d.msg.Category
	fact, known := category.Find(d.facts, c)
	word := string(c)
	switch {
	case known:
		word = string(fact.Category)
	case category.Neutral(c):
		d.Dropped("category", string(c), vendors.Text{EN: "Huawei has no such category", ZH: "华为没有对应的 category"})
		word = ""
	}
	if word == "" && (d.v3 || d.msg.Class != vendors.ClassTransactional && !d.msg.Silent) {
		word = categoryMarketing // at v3 a category is mandatory
	}
	switch {
	case word == "":
	case d.v3:
		d.notice().Category = ptr(word)
	default:
		d.out.Android.Category = ptr(word)
	}
	return word
}
