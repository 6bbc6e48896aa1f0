package meizu

import "github.com/offpush/offpush/vendors"

// Values of noticeMsgType.
const (
	public  = 0 // 公信
	private = 1 // 私信
)

// ClassOf tells the class msg would go out under, after defaults and overrides.
func (s *Sender) ClassOf(msg *vendors.Message) vendors.Class {
	if opt, ok := mergeOptions(msg, s.defaults); ok && opt.NoticeBarInfo != nil && opt.NoticeBarInfo.NoticeMsgType != nil {
		return classOf(*opt.NoticeBarInfo.NoticeMsgType)
	}
	class := msg.Class
	if class == vendors.ClassUnset && s.defaults != nil {
		class = s.defaults.Class
	}
	if class == vendors.ClassTransactional {
		return class
	}
	return vendors.ClassMarketing
}

func classOf(kind int) vendors.Class {
	if kind == private {
		return vendors.ClassTransactional
	}
	return vendors.ClassMarketing
}

// class fills noticeMsgType, which always travels: senders that leave it out send
// everything as public without knowing.
func (d *draft) class() {
	switch d.msg.Class {
	case vendors.ClassTransactional:
		d.own.class = private
	case vendors.ClassUnset:
		if d.opt.NoticeBarInfo == nil || d.opt.NoticeBarInfo.NoticeMsgType == nil {
			d.Adjust("class", vendors.AdjustDefaulted, "", string(vendors.ClassMarketing), vendors.Text{
				EN: "no class was given; sent as public (noticeMsgType 0)",
				ZH: "未指定消息类别，按公信（noticeMsgType=0）发送",
			})
		}
	}
	d.out.NoticeBarInfo.NoticeMsgType = &d.own.class // else public
}
