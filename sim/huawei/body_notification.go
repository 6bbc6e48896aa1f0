package huawei

import (
	"github.com/offpush/offpush/sim/jsonscan"
)

// Notification is message.android.notification. Of members that no rule looks at
// only the type is checked.
type Notification struct {
	State                                        State
	Title, Body, Tag, Color, Image, Sound        Str
	BigTitle, BigBody, When, TitleKey, BodyKey   Str
	Importance, Visibility, ProfileID            Str
	Style, NotifyID                              Int
	DefaultSound, DefaultVibrate, ForegroundShow Bool
	Vibrate, Inbox, TitleArgs, BodyArgs          Strs
	Languages                                    int // the most in one entry of multi_lang_key
	Click                                        Click
	Badge                                        Badge
	Light                                        Light
	Buttons                                      []Button
	Listed                                       jsonscan.IsArray // buttons
}

// Click is click_action.
type Click struct {
	State               State
	Type                Int
	Intent, Action, URL Str
}

// Badge changes the number on the app's icon.
type Badge struct {
	State    State
	Add, Set Int
	Class    Str
}

// Light is light_settings. Channels are alpha, red, green and blue.
type Light struct {
	State    State
	On, Off  Str
	Color    State
	Channels [4]Num
}

// Button is one of up to three buttons.
type Button struct {
	Name, Intent, Data     Str
	ActionType, IntentType Int
}

func (n *Notification) read(r *reader, v []byte) {
	n.State = r.object("android.notification", v, func(name, v []byte) {
		into, ok := n.text(string(name))
		if ok {
			r.read("notification."+string(name), v, into)
			return
		}
		n.other(r, string(name), v)
	})
}

// text is the place of a member that is a text.
func (n *Notification) text(name string) (into *Str, ok bool) {
	switch name {
	case "title":
		return &n.Title, true
	case "body":
		return &n.Body, true
	case "tag":
		return &n.Tag, true
	case "color":
		return &n.Color, true
	case "image":
		return &n.Image, true
	case "sound":
		return &n.Sound, true
	case "big_title":
		return &n.BigTitle, true
	case "big_body":
		return &n.BigBody, true
	case "when":
		return &n.When, true
	case "importance":
		return &n.Importance, true
	case "visibility":
		return &n.Visibility, true
	case "profile_id":
		return &n.ProfileID, true
	case "title_loc_key":
		return &n.TitleKey, true
	case "body_loc_key":
		return &n.BodyKey, true
	case "icon", "channel_id", "notify_summary", "ticker", "group":
		return new(Str), true
	}
	return nil, false
}

// other reads the members that are no texts.
func (n *Notification) other(r *reader, name string, v []byte) {
	field := "notification." + name
	switch name {
	case "style":
		r.read(field, v, &n.Style)
	case "notify_id":
		r.read(field, v, &n.NotifyID)
	case "auto_clear":
		r.read(field, v, new(Int))
	case "default_sound":
		r.read(field, v, &n.DefaultSound)
	case "use_default_vibrate":
		r.read(field, v, &n.DefaultVibrate)
	case "foreground_show":
		r.read(field, v, &n.ForegroundShow)
	case "use_default_light", "auto_cancel", "local_only":
		r.read(field, v, new(Bool))
	case "vibrate_config":
		r.read(field, v, &n.Vibrate)
	case "inbox_content":
		r.read(field, v, &n.Inbox)
	case "body_loc_args":
		r.read(field, v, &n.BodyArgs)
	case "title_loc_args":
		r.read(field, v, &n.TitleArgs)
	case "multi_lang_key":
		n.languages(r, v)
	case "click_action":
		n.Click.read(r, v)
	case "badge":
		n.Badge.read(r, v)
	case "light_settings":
		n.Light.read(r, v)
	case "buttons":
		n.buttons(r, v)
	}
}

func (n *Notification) languages(r *reader, v []byte) {
	r.object("notification.multi_lang_key", v, func(_, v []byte) {
		count := 0
		jsonscan.Object(v, func(_, _ []byte) { count++ })
		n.Languages = max(n.Languages, count)
	})
}

func (c *Click) read(r *reader, v []byte) {
	c.State = r.object("notification.click_action", v, func(name, v []byte) {
		switch string(name) {
		case "type":
			r.read("click_action.type", v, &c.Type)
		case "intent":
			r.read("click_action.intent", v, &c.Intent)
		case "action":
			r.read("click_action.action", v, &c.Action)
		case "url":
			r.read("click_action.url", v, &c.URL)
		}
	})
}

func (b *Badge) read(r *reader, v []byte) {
	b.State = r.object("notification.badge", v, func(name, v []byte) {
		switch string(name) {
		case "add_num":
			r.read("badge.add_num", v, &b.Add)
		case "set_num":
			r.read("badge.set_num", v, &b.Set)
		case "class":
			r.read("badge.class", v, &b.Class)
		}
	})
}

func (l *Light) read(r *reader, v []byte) {
	l.State = r.object("notification.light_settings", v, func(name, v []byte) {
		switch string(name) {
		case "light_on_duration":
			r.read("light_settings.light_on_duration", v, &l.On)
		case "light_off_duration":
			r.read("light_settings.light_off_duration", v, &l.Off)
		case "color":
			l.Color = r.object("light_settings.color", v, func(name, v []byte) {
				for i, channel := range [...]string{"alpha", "red", "green", "blue"} {
					if channel == string(name) {
						r.read("light_settings.color."+channel, v, &l.Channels[i])
					}
				}
			})
		}
	})
}

func (n *Notification) buttons(r *reader, v []byte) {
	r.read("notification.buttons", v, &n.Listed)
	jsonscan.Array(v, func(v []byte) {
		var b Button
		r.object("notification.buttons", v, func(name, v []byte) {
			switch string(name) {
			case "name":
				r.read("buttons.name", v, &b.Name)
			case "intent":
				r.read("buttons.intent", v, &b.Intent)
			case "data":
				r.read("buttons.data", v, &b.Data)
			case "action_type":
				r.read("buttons.action_type", v, &b.ActionType)
			case "intent_type":
				r.read("buttons.intent_type", v, &b.IntentType)
			}
		})
		n.Buttons = append(n.Buttons, b)
	})
}
