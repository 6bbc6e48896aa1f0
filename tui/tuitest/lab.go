// Package tuitest drives the terminal UI in tests: a small lab that needs no
// vendor and always answers the same, and a driver in the vocabulary of the user.
package tuitest

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/sim"
	"github.com/offpush/offpush/sim/clock"
	"github.com/offpush/offpush/sim/device"
	"github.com/offpush/offpush/sim/rule"
	"github.com/offpush/offpush/tui"
	"github.com/offpush/offpush/vendors"
)

// Toy and Pear are the vendors of the test lab; they exist nowhere else. Pear knows
// no categories, tells environments apart, and its phones have a switch and a bar.
const (
	Toy  vendors.Vendor = "toy"
	Pear vendors.Vendor = "pear"
)

// Lab is an engine and a desk in one. What becomes of a message follows from the
// phone alone: uninstalled refuses, notifications off drops, offline holds,
// marketing is silent, and anything else is shown.
type Lab struct {
	mu      sync.Mutex
	clock   *clock.Clock
	phones  []device.Phone
	shades  map[string]device.Shade
	stories []desk.Story
	orders  map[string]desk.Order // by message
	changed []uint64              // by story: the sequence number of its last change
	seq     uint64
	wake    chan struct{}
	// Refuse makes Send and Forecast fail with this error.
	Refuse error
	// Template is the first one, but for its texts, class and category.
	Template vendors.Message
	// Sent counts orders carried out.
	Sent int
}

// Start is the time at which the lab begins.
func Start() time.Time { return time.Date(2026, 11, 11, 6, 2, 11, 0, time.UTC) }

// NewLab returns a lab of four phones on one app, and one of another vendor.
func NewLab() *Lab {
	phone := func(id, model string, change func(*device.Phone)) device.Phone {
		p := sim.NewPhone(id, Toy, "shop")
		if id == "eva" {
			p = sim.NewPhone(id, Pear, "shop-pear")
		}
		p.Model, p.Token = model, "tok-"+id
		change(&p)
		return p
	}
	return &Lab{
		clock: clock.New(Start(), clock.Mode{Kind: clock.Manual}, nil),
		phones: []device.Phone{
			phone("anna", "One 5", func(p *device.Phone) { p.State = device.Locked }),
			phone("bo", "One 5", func(p *device.Phone) { p.Notifications = false }),
			phone("chen", "Fold 2", func(p *device.Phone) { p.Installed, p.Subscribed = false, false }),
			phone("dai", "Lite", func(p *device.Phone) { p.Offline = true }),
			phone("eva", "Pear 3", func(p *device.Phone) { p.Environment = device.Sandbox }),
		},
		shades: map[string]device.Shade{}, orders: map[string]desk.Order{}, wake: make(chan struct{}),
	}
}

// Deps are the lab as the terminal UI takes it.
func (l *Lab) Deps() tui.Deps {
	fact := func(c vendors.Category, class vendors.Class, en, zh, unified string) vendors.CategoryFact {
		return vendors.CategoryFact{Category: c, Class: class, Name: vendors.Text{EN: en, ZH: zh}, Unified: []string{unified}}
	}
	return tui.Deps{
		Engine: l, Desk: l, Address: "127.0.0.1:7070", Admin: "http://127.0.0.1:7071",
		Vendors: []tui.VendorRow{{
			ID: Toy, Name: vendors.Text{EN: "Toy", ZH: "玩具"}, Accent: "#5b8cff",
			Categories: []vendors.CategoryFact{
				fact("CHAT", vendors.ClassTransactional, "chat message", "即时消息", "im"),
				fact("SALE", vendors.ClassMarketing, "campaign", "运营活动", "marketing"),
			},
			Phone: desk.Look{Brand: text("Toy", "玩具"), Drawer: text("Shade", "通知栏"), Home: desk.HomeKeys},
		}, {
			ID: Pear, Name: text("Pear", "梨"), Accent: "#8e8e93",
			Phone:        desk.Look{Brand: text("Pear", "梨"), Drawer: text("Notice board", "公告板"), Home: desk.HomeBar},
			Environments: []string{device.Production, device.Sandbox},
			Switches: []sim.Flag{{
				Name: "focus", Values: []string{"off", "on"}, Default: "off", Device: true,
				Doc: text("a Focus is on", "专注模式已开启"),
			}},
		}},
	}
}

// Clock, Seed, Apps, Phones and Shade are the engine's.
func (l *Lab) Clock() *clock.Clock { return l.clock }

// Seed implements tui.Engine.
func (l *Lab) Seed() uint64 { return 7 }

// Apps implements tui.Engine.
func (l *Lab) Apps() []sim.AppSpec {
	return []sim.AppSpec{
		{ID: "shop", Vendor: Toy, Package: "com.example.shop", Listed: true},
		{ID: "shop-pear", Vendor: Pear, Package: "com.example.shop", Listed: true},
	}
}

// Phones implements tui.Engine.
func (l *Lab) Phones() []device.Phone {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]device.Phone(nil), l.phones...)
}

// Shade implements tui.Engine.
func (l *Lab) Shade(id string) (device.Shade, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.shades[id]
	return s.Clone(), nil
}

// UpdatePhone implements tui.Engine.
func (l *Lab) UpdatePhone(id string, change func(*device.Phone)) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.phones {
		if l.phones[i].ID == id {
			change(&l.phones[i])
			l.seq++
			l.signal()
			return nil
		}
	}
	return fmt.Errorf("no device %q", id)
}

// WaitEvent implements tui.Engine.
func (l *Lab) WaitEvent(ctx context.Context, after uint64) error {
	for {
		l.mu.Lock()
		seq, wake := l.seq, l.wake
		l.mu.Unlock()
		if seq > after {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wake:
		}
	}
}

func (l *Lab) signal() {
	close(l.wake)
	l.wake = make(chan struct{})
}

// Send implements tui.Desk.
func (l *Lab) Send(_ context.Context, o desk.Order) (desk.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Refuse != nil {
		return desk.Receipt{}, l.Refuse
	}
	l.Sent++
	r := desk.Receipt{Requests: []vendors.Request{request(o)}}
	for _, id := range o.Phones {
		st := l.judge(o.Message, id)
		st.ID = fmt.Sprintf("m-%06d", len(l.stories)+1)
		l.seq++
		l.stories, l.changed = append(l.stories, st), append(l.changed, l.seq)
		l.orders[st.ID] = o
		r.Messages = append(r.Messages, st.ID)
		if st.State.Visible() {
			shade := l.shades[id]
			shade.Put(device.Notification{Message: st.ID, At: st.At, Title: st.Title, Body: st.Body,
				How: st.State, Sound: st.State == device.Shown, Banner: st.State == device.Shown}, 1)
			l.shades[id] = shade
		}
	}
	l.signal()
	return r, nil
}

// Forecast implements tui.Desk.
func (l *Lab) Forecast(_ context.Context, o desk.Order) (desk.Forecast, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Refuse != nil {
		return desk.Forecast{}, l.Refuse
	}
	f := desk.Forecast{Requests: []vendors.Request{request(o)}, Findings: findings(o.Message)}
	for _, id := range o.Phones {
		f.Targets = append(f.Targets, l.judge(o.Message, id))
	}
	return f, nil
}

// Story implements tui.Desk.
func (l *Lab) Story(id string) (desk.Story, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.stories {
		if s.ID == id {
			s.Exchanges = []desk.Exchange{{Method: "POST", Path: "/push", Status: 200,
				RequestHeader: "Host: 127.0.0.1:7070\r\nContent-Type: application/json\r\nAuthorization: [redacted]",
				RequestBody:   `{"to":"` + s.Token + `","title":"` + s.Title + `"}`, ResponseBody: `{"code":` + s.Code + `}`}}
			return s, nil
		}
	}
	return desk.Story{}, fmt.Errorf("no message %q", id)
}

// Order implements tui.Desk.
func (l *Lab) Order(id string) (desk.Order, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	o, ok := l.orders[id]
	return o, ok
}

// Stories implements tui.Desk.
func (l *Lab) Stories(after uint64) ([]desk.Story, uint64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []desk.Story
	for i, s := range l.stories {
		if l.changed[i] > after {
			out = append(out, s)
		}
	}
	return out, l.seq
}

// WhatIf implements tui.Desk.
func (l *Lab) WhatIf(_ context.Context, id string, changes []desk.Change) ([]desk.Variant, error) {
	st, err := l.Story(id)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []desk.Variant
	for _, c := range changes {
		m := vendors.Message{Title: st.Title, Body: st.Body, Class: st.Asked, Category: vendors.Category(st.Category)}
		if c.Message != nil {
			c.Message(&m)
		}
		p := l.phone(st.Phone)
		if c.Phone != nil {
			c.Phone(&p)
		}
		out = append(out, desk.Variant{Change: c, Story: l.decide(m, p)})
	}
	return out, nil
}

// Changes implements tui.Desk.
func (l *Lab) Changes(string) []desk.Change {
	return []desk.Change{
		{Title: text("notifications on", "打开通知"), Phone: func(p *device.Phone) { p.Notifications = true }},
		{Title: text("app installed", "安装应用"), Phone: func(p *device.Phone) { p.Installed, p.Subscribed = true, true }},
		{Title: text("as a chat message", "作为即时消息"), Message: func(m *vendors.Message) {
			m.Class, m.Category = vendors.ClassTransactional, "CHAT"
		}},
		{Title: text("as a campaign", "作为运营活动"), Message: func(m *vendors.Message) {
			m.Class, m.Category = vendors.ClassMarketing, "SALE"
		}},
	}
}

// SaveScenario implements tui.Desk.
func (l *Lab) SaveScenario(path string) (string, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.Sent == 0 {
		return "", fmt.Errorf("save: nothing was sent yet")
	}
	return path, os.WriteFile(path, fmt.Appendf(nil, "name: saved\nsends: %d\n", l.Sent), 0o600)
}

// Templates implements tui.Desk.
func (l *Lab) Templates() []desk.Template {
	first := l.Template
	first.Title, first.Body, first.Class, first.Category = "李雷", "晚上一起吃饭吗？", vendors.ClassTransactional, "im"
	return []desk.Template{
		{Name: text("chat message", "聊天消息"), Message: first},
		{Name: text("campaign", "运营活动"), Message: vendors.Message{
			Title: "周末活动", Body: "双十一大促，领取红包优惠券", Class: vendors.ClassMarketing, Category: "marketing"}},
	}
}

// Curl implements tui.Desk.
func (l *Lab) Curl(_ context.Context, o desk.Order) ([]string, error) {
	return []string{"token=$(curl http://127.0.0.1:7070/login)", "curl http://127.0.0.1:7070/push # " + o.Message.Title}, l.Refuse
}

// CurlMessage implements tui.Desk.
func (l *Lab) CurlMessage(ctx context.Context, id string) ([]string, error) {
	st, err := l.Story(id)
	if err != nil {
		return nil, err
	}
	return l.Curl(ctx, desk.Order{Message: vendors.Message{Title: st.Title}})
}

func text(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }

func (l *Lab) phone(id string) device.Phone {
	for _, p := range l.phones {
		if p.ID == id {
			return p
		}
	}
	return device.Phone{}
}

func (l *Lab) judge(m vendors.Message, id string) desk.Story { return l.decide(m, l.phone(id)) }

func request(o desk.Order) vendors.Request {
	body := fmt.Sprintf(`{"title":%q,"body":%q,"to":%d}`, o.Message.Title, o.Message.Body, len(o.Phones))
	return vendors.Request{Method: "POST", URL: "http://127.0.0.1:7070/push", Body: body,
		Header: map[string][]string{"Authorization": {vendors.Redacted}, "Content-Type": {"application/json"}}}
}

func findings(m vendors.Message) []desk.Finding {
	n := int64(len([]rune(m.Title)))
	out := []desk.Finding{{Field: "title", Level: "ok", Used: n, Limit: 20, Unit: "characters", Text: text("fits", "未超长")}}
	if n > 20 {
		out[0].Level, out[0].Text = "error", text("the title will be cut", "标题会被截断")
	}
	if m.Class == vendors.ClassMarketing {
		out = append(out, desk.Finding{Field: "class", Level: "warn",
			Text: text("campaigns are shown without sound", "营销类消息静默展示")})
	}
	return out
}

// step makes one step of a trace with its rule.
func step(id string, stage rule.Stage, out rule.Outcome, title, because, advice vendors.Text) desk.Step {
	return desk.Step{Outcome: out, Because: because, Rule: &rule.Info{
		ID: id, Vendor: Toy, Stage: stage, Title: title, Because: because, Advice: advice,
		Provenance: vendors.Provenance{Source: "toy handbook 3.1", Checked: "2026-11-01", Confidence: vendors.Documented},
	}}
}

// Fill puts n shown messages into the past, a millisecond apart.
func (l *Lab) Fill(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range n {
		st := l.judge(vendors.Message{Title: "t", Class: vendors.ClassTransactional}, "anna")
		st.ID = fmt.Sprintf("m-%06d", len(l.stories)+1)
		st.At = Start().Add(time.Duration(i-n) * time.Millisecond)
		l.seq++
		l.stories, l.changed = append(l.stories, st), append(l.changed, l.seq)
	}
}
