package lab

import (
	"github.com/offpush/offpush/fixtures/messages"
	"github.com/offpush/offpush/internal/desk"
	"github.com/offpush/offpush/vendors"
)

// templateNames are the ready-made messages in people's words; one without an entry
// goes by its file's name.
func templateNames() map[string]vendors.Text {
	return map[string]vendors.Text{
		"seed-im":             {EN: "chat message (IM guide)", ZH: "聊天消息（IM 指南）"},
		"order":               {EN: "order shipped", ZH: "订单已发货"},
		"marketing":           {EN: "marketing", ZH: "营销消息"},
		"marketing-evening":   {EN: "marketing, evening", ZH: "营销消息（夜场）"},
		"marketing-last-hour": {EN: "marketing, last hour", ZH: "营销消息（最后一小时）"},
		"im-promo":            {EN: "promotion declared as chat", ZH: "声明为聊天的促销"},
		"test-words":          {EN: "test words", ZH: "测试字样"},
	}
}

// Templates are the ready-made messages, for forms; the chat message comes first.
func (l *Lab) Templates() []desk.Template {
	names := templateNames()
	var out []desk.Template
	for _, name := range messages.Names() {
		m, err := messages.Get(name)
		if err != nil {
			continue // a test of the fixtures fails on it
		}
		title, ok := names[name]
		if !ok {
			title = vendors.Text{EN: name, ZH: name}
		}
		t := desk.Template{Name: title, Message: *m}
		if name == messages.SeedName {
			out = append([]desk.Template{t}, out...)
			continue
		}
		out = append(out, t)
	}
	return out
}
