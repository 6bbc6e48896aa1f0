package xiaomi

import (
	"maps"
	"net/http"
	"slices"
	"strconv"

	"github.com/offpush/offpush/vendors/internal/form"
	"github.com/offpush/offpush/vendors/internal/loosejson"
)

// fields calls text and number with the members of the message that are set, in the
// order Xiaomi's pages print them, but for extra.
func (o *Options) fields(text func(string, string), number func(string, int64)) {
	str := func(name string, v *string) {
		if v != nil {
			text(name, *v)
		}
	}
	num := func(name string, v *int64) {
		if v != nil {
			number(name, *v)
		}
	}
	str("restricted_package_name", o.RestrictedPackageName)
	str("title", o.Title)
	str("description", o.Description)
	str("payload", o.Payload)
	num("pass_through", wide(o.PassThrough))
	num("notify_type", wide(o.NotifyType))
	num("notify_id", o.NotifyID)
	num("time_to_live", o.TimeToLive)
	num("time_to_send", o.TimeToSend)
	str("collapse_key", o.CollapseKey)
}

func wide(n *int) *int64 {
	if n == nil {
		return nil
	}
	v := int64(*n)
	return &v
}

// extras calls f with the keys below extra. that are set; numbers are text there.
func (o *Options) extras(f func(key, value string)) {
	if o.Extra != nil {
		o.Extra.each(f)
	}
	each(o.Custom, f)
}

func (e *Extra) each(f func(key, value string)) {
	str := func(key string, v *string) {
		if v != nil {
			f(key, *v)
		}
	}
	num := func(key string, v *int) {
		if v != nil {
			f(key, strconv.Itoa(*v))
		}
	}
	str("channel_id", e.ChannelID)
	str("channel_name", e.ChannelName)
	str("channel_description", e.ChannelDescription)
	str("template_id", e.TemplateID)
	str("template_param", e.TemplateParam)
	num("notify_effect", e.NotifyEffect)
	str("intent_uri", e.IntentURI)
	str("web_uri", e.WebURI)
	num("notify_foreground", e.NotifyForeground)
	str("sound_uri", e.SoundURI)
	str("ticker", e.Ticker)
	str("badge", e.Badge)
	num("flow_control", e.FlowControl)
	str("jobkey", e.JobKey)
	str("callback", e.Callback)
	str("callback.param", e.CallbackParam)
	num("callback.type", e.CallbackType)
	num("only_send_once", e.OnlySendOnce)
	str("locale", e.Locale)
	str("locale_not_in", e.LocaleNotIn)
	str("model", e.Model)
	str("model_not_in", e.ModelNotIn)
	str("app_version", e.AppVersion)
	str("app_version_not_in", e.AppVersionNotIn)
	str("connpt", e.ConnPT)
	num("notification_style_type", e.StyleType)
	str("notification_bigPic_uri", e.BigPicURI)
	str("notification_large_icon_uri", e.LargeIconURI)
	str("notification_small_icon_uri", e.SmallIconURI)
	str("notification_small_icon_color", e.SmallIconColor)
	e.Left.each("notification_style_button_left_", f)
	e.Mid.each("notification_style_button_mid_", f)
	e.Right.each("notification_style_button_right_", f)
}

func (b *Button) each(prefix string, f func(key, value string)) {
	if b == nil {
		return
	}
	for _, m := range []struct {
		name  string
		value *string
	}{{"name", b.Name}, {"intent_uri", b.IntentURI}, {"intent_class", b.IntentClass}, {"web_uri", b.WebURI}} {
		if m.value != nil {
			f(prefix+m.name, *m.value)
		}
	}
	if b.NotifyEffect != nil {
		f(prefix+"notify_effect", strconv.Itoa(*b.NotifyEffect))
	}
}

// write appends the message to a form that begins with its target.
func (o *Options) write(f *form.Body) {
	o.fields(f.Add, f.Int)
	o.extras(func(key, value string) { f.AddIn("extra.", key, value) })
	each(o.APSProperFields, func(key, value string) { f.AddIn("aps_proper_fields.", key, value) })
}

// each calls f with the pairs by name.
func each(pairs map[string]string, f func(key, value string)) {
	if len(pairs) == 0 {
		return
	}
	for _, key := range slices.Sorted(maps.Keys(pairs)) {
		f(key, pairs[key])
	}
}

// document is the message as an element of multi_messages: the plain names, extra an
// object without the prefix.
func (o *Options) document() map[string]any {
	doc := make(map[string]any, 12)
	o.fields(func(name, value string) { doc[name] = value }, func(name string, value int64) { doc[name] = value })
	extra := make(map[string]string, 12)
	o.extras(func(key, value string) { extra[key] = value })
	if len(extra) > 0 {
		doc["extra"] = extra
	}
	if len(o.APSProperFields) > 0 {
		doc["aps_proper_fields"] = o.APSProperFields
	}
	return doc
}

// element is one message of multi_messages.
type element struct {
	Target  string         `json:"target"`
	Message map[string]any `json:"message"`
}

func encode(v any) ([]byte, error) { return loosejson.Encode(v) }

const (
	headerContentType   = "Content-Type"
	headerAuthorization = "Authorization"
	contentType         = "application/x-www-form-urlencoded;charset=UTF-8"
)

// header returns the headers of one request; a read has no body and no content type.
func (s *Sender) header(body bool) http.Header {
	h := make(http.Header, 3) // with the transport's User-Agent
	h[headerAuthorization] = s.auth
	if body {
		h[headerContentType] = s.form
	}
	return h
}
