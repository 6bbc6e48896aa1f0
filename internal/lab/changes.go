package lab

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"github.com/offpush/offpush/internal/catalog"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/vendors"
)

// Changes are what is worth trying for a message: the things that most often keep
// a phone dark, each turned the other way.
func (l *Lab) Changes(id string) []desk.Change {
	story, err := l.Story(id)
	if err != nil {
		return nil
	}
	now := story.At.In(zoneOf(story.Vendor))
	ten := time.Date(now.Year(), now.Month(), now.Day(), 10, 0, 0, 0, now.Location())
	if !ten.After(now) {
		ten = ten.AddDate(0, 0, 1)
	}
	was := l.before(id, &story)
	changes := append(declarations(story.Vendor), []desk.Change{
		{
			Title: vendors.Text{EN: "notifications on, app installed, online", ZH: "通知开启、应用已安装、在线"},
			Phone: func(p *phone) {
				p.Notifications, p.Installed, p.Subscribed, p.Offline = true, true, true, false
			},
		},
		{
			Title: vendors.Text{EN: "app in the background, not killed", ZH: "应用在后台而非被杀死"},
			Phone: func(p *phone) { p.State = device.Background },
		},
		{
			Title: vendors.Text{EN: "app killed", ZH: "应用被杀死"},
			Phone: func(p *phone) { p.State = device.Killed },
		},
		{Title: vendors.Text{EN: "sent at 10:00 the next time", ZH: "下一个 10:00 发送"}, At: ten},
		{
			Title:   vendors.Text{EN: "in test mode, phone registered for tests", ZH: "测试模式，且为测试设备"},
			Message: func(m *vendors.Message) { m.Test = true },
			Phone:   func(p *phone) { p.Test = true },
		},
	}...)
	changes = append(changes, l.ofVendor(&story)...)
	return slices.DeleteFunc(changes, func(c desk.Change) bool { return was.already(c) })
}

// declarations are the classes to try, where the vendor has categories to say them.
func declarations(v vendors.Vendor) []desk.Change {
	if row, ok := catalog.Find(v); !ok || len(row.Facts().Categories) == 0 {
		return nil
	}
	return []desk.Change{
		{
			Title:   vendors.Text{EN: "declared as a chat message", ZH: "声明为即时消息"},
			Message: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassTransactional, "im" },
		},
		{
			Title:   vendors.Text{EN: "declared as marketing", ZH: "声明为营销消息"},
			Message: func(m *vendors.Message) { m.Class, m.Category = vendors.ClassMarketing, "marketing" },
		},
	}
}

// ofVendor are the changes that only some vendors know: the right to the category
// that was asked for, the other environment, the switches of the phone.
func (l *Lab) ofVendor(s *desk.Story) []desk.Change {
	row, ok := catalog.Find(s.Vendor)
	if !ok {
		return nil
	}
	var out []desk.Change
	if app, found := l.app(s.App); found && s.Category != "" && s.Asked != s.Granted && !app.HasRight(s.Category) &&
		sim.CheckRights(row.Endpoint(), []string{s.Category}) == nil {
		out = append(out, desk.Change{
			Title: vendors.Text{EN: "with a right to " + s.Category, ZH: "已获 " + s.Category + " 的权益"},
			App:   func(a *sim.AppSpec) { a.Rights = append(slices.Clone(a.Rights), s.Category) },
		})
	}
	if c, ok := row.Endpoint().(sim.Channelled); ok {
		channel, right := c.Channel(vendors.ClassTransactional)
		out = append(out, desk.Change{
			Title: vendors.Text{EN: "through an approved channel of what concerns the user", ZH: "使用审核通过的服务类通知类别"},
			Message: func(m *vendors.Message) {
				m.Class, m.Channel = vendors.ClassTransactional, channel
			},
			App: func(a *sim.AppSpec) {
				if !a.HasRight(right) {
					a.Rights = append(slices.Clone(a.Rights), right)
				}
			},
		})
	}
	v := vendorOf(row)
	for _, e := range v.Environments {
		out = append(out, desk.Change{
			Title: vendors.Text{EN: "with a token of " + e, ZH: "token 属于 " + e},
			Phone: func(p *phone) {
				if cmp.Or(p.Environment, v.Environments[0]) != e {
					p.Environment = e
				}
			},
		})
	}
	if len(v.Switches) > 0 {
		out = append(out, desk.Change{
			Title: vendors.Text{EN: "all switches of the phone as usual", ZH: "手机的其他开关恢复默认"},
			Phone: func(p *phone) {
				if len(p.Flags) > 0 {
					p.Flags = nil
				}
			},
		})
	}
	return out
}

// situation is a message and its phone as they were when it was sent.
type situation struct {
	message vendors.Message
	phone   *phone
}

// before finds the situation of a message: in the world before its order, else as
// far as its story tells and as the phone is now.
func (l *Lab) before(id string, s *desk.Story) situation {
	l.mu.Lock()
	p, ok := l.orders.find(id)
	l.mu.Unlock()
	world, was := l.engine, situation{message: vendors.Message{Class: s.Asked, Category: vendors.Category(s.Category)}}
	if ok {
		world, was.message = p.snapshot, p.order.Message
	}
	for _, ph := range world.Phones() {
		if ph.ID == s.Phone {
			was.phone = &ph
		}
	}
	return was
}

// already reports whether a change changes nothing: the class is declared so, the
// phone is in that state.
func (w situation) already(c desk.Change) bool {
	if !c.At.IsZero() || c.App != nil {
		return false
	}
	if c.Message != nil {
		m := w.message
		c.Message(&m)
		if m.Class != w.message.Class || m.Test != w.message.Test {
			return false
		}
	}
	if c.Phone != nil {
		if w.phone == nil {
			return true // no phone has this token
		}
		p := *w.phone
		c.Phone(&p)
		return reflect.DeepEqual(p, *w.phone)
	}
	return true
}

// zoneOf is where a vendor's day begins.
func zoneOf(v vendors.Vendor) *time.Location {
	if row, ok := catalog.Find(v); ok {
		if z, err := time.LoadLocation(row.Facts().TimeZone); err == nil {
			return z
		}
	}
	return time.UTC
}
