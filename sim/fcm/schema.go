package fcm

import "github.com/offpush/offpush/sim/jsonscan"

// kind is the type of a field in Google's description of the API.
type kind uint8

const (
	kText kind = iota
	kInt
	kReal
	kBool
	kDuration
	kTime
	kPairs
	kTexts
	kDurations
	kObject
	kFree // any object
	kEnum
)

// field is one field of a message of the API.
type field struct {
	name string // its key in the schema
	kind kind
	// enum is the type of an enumeration, values its words.
	enum   string
	values []string
	of     schema // of kObject
	oneof  string // the group of which only one may be set
	// sized fields count towards the payload.
	sized bool
	// put is where the value goes, nil when no rule looks at it; seen notes an object.
	put  func(b *Body) jsonscan.Field
	seen func(b *Body)
}

// schema is the fields of a message by their names in snake_case.
type schema map[string]*field

// named tells all fields their names.
func (s schema) named() schema {
	for name, f := range s {
		f.name = name
		f.of.named()
	}
	return s
}

const enumPackage = "type.googleapis.com/google.firebase.fcm.v1."

func text(put func(b *Body) *Str) *field {
	if put == nil {
		return &field{kind: kText}
	}
	return &field{kind: kText, put: func(b *Body) jsonscan.Field { return put(b) }}
}

func sized(k kind) *field { return &field{kind: k, sized: true} }

func enumeration(name string, put func(b *Body) *Word, values ...string) *field {
	f := &field{kind: kEnum, enum: enumPackage + name, values: values}
	if put != nil {
		f.put = func(b *Body) jsonscan.Field { return put(b) }
	}
	return f
}

// sendSchema is the body of messages:send in the description of 2026-10-23.
func sendSchema() schema {
	return schema{
		"validate_only": {kind: kBool, put: func(b *Body) jsonscan.Field { return &b.ValidateOnly }},
		"message":       {kind: kObject, of: messageSchema(), seen: func(b *Body) { b.HasMessage = true }},
	}
}

func messageSchema() schema {
	target := func(put func(b *Body) *Str) *field {
		f := text(put)
		f.oneof = "target"
		return f
	}
	return schema{
		"name":      text(nil),
		"token":     target(func(b *Body) *Str { return &b.Token }),
		"fid":       target(func(b *Body) *Str { return &b.FID }),
		"topic":     target(func(b *Body) *Str { return &b.Topic }),
		"condition": target(func(b *Body) *Str { return &b.Condition }),
		"data":      {kind: kPairs, put: func(b *Body) jsonscan.Field { return &b.Data }},
		"notification": {kind: kObject, seen: func(b *Body) { b.Common.Has = true }, of: schema{
			"title": text(func(b *Body) *Str { return &b.Common.Title }),
			"body":  text(func(b *Body) *Str { return &b.Common.Body }),
			"image": text(func(b *Body) *Str { return &b.Common.Image }),
		}},
		"android":     {kind: kObject, of: androidSchema(), seen: func(b *Body) { b.Android.Has = true }},
		"android_v2":  {kind: kObject, of: androidV2Schema(), seen: func(b *Body) { b.Android.V2 = true }},
		"apns":        {kind: kObject, of: apnsSchema()},
		"webpush":     {kind: kObject, of: webpushSchema()},
		"fcm_options": {kind: kObject, of: schema{"analytics_label": label()}},
	}
}

// label is an analytics label. Those of all blocks have the same form, so the last one
// that is bad stands for all.
func label() *field {
	return &field{kind: kText, put: func(b *Body) jsonscan.Field { return &b.Label }}
}

func deliveryFields() schema {
	return schema{
		"collapse_key":             text(func(b *Body) *Str { return &b.Android.CollapseKey }),
		"ttl":                      {kind: kDuration, put: func(b *Body) jsonscan.Field { return &b.Android.TTL }},
		"restricted_package_name":  text(func(b *Body) *Str { return &b.Android.Package }),
		"data":                     {kind: kPairs, put: func(b *Body) jsonscan.Field { return &b.Android.Data }},
		"fcm_options":              {kind: kObject, of: schema{"analytics_label": label()}},
		"direct_boot_ok":           {kind: kBool},
		"bandwidth_constrained_ok": {kind: kBool},
		"restricted_satellite_ok":  {kind: kBool},
	}
}

func androidSchema() schema {
	s := deliveryFields()
	s["priority"] = enumeration("AndroidMessagePriority", func(b *Body) *Word { return &b.Android.Priority }, "NORMAL", "HIGH")
	n := lookSchema()
	n["proxy"] = enumeration("Proxy", nil, "PROXY_UNSPECIFIED", "ALLOW", "DENY", "IF_PRIORITY_LOWERED")
	n["bypass_proxy_notification"] = &field{kind: kBool}
	s["notification"] = &field{kind: kObject, of: n, seen: func(b *Body) { b.Android.Look.Has = true }}
	return s
}

func androidV2Schema() schema {
	s := deliveryFields()
	n := lookSchema()
	n["id"] = &field{kind: kInt}
	s["remote_notification"] = &field{kind: kObject, oneof: "delivery", seen: func(b *Body) { b.Android.Remote = true }, of: schema{
		"mutable_content":        {kind: kBool},
		"use_as_v1_data_message": {kind: kBool, put: func(b *Body) jsonscan.Field { return &b.Android.AsData }},
		"notification":           {kind: kObject, of: n, seen: func(b *Body) { b.Android.Look.Has = true }},
	}}
	s["background_sync"] = &field{kind: kObject, oneof: "delivery", of: schema{}, seen: func(b *Body) { b.Android.Sync = true }}
	return s
}

// lookSchema is AndroidNotification.
func lookSchema() schema {
	look := func(put func(l *Look) *Str) *field {
		return text(func(b *Body) *Str { return put(&b.Android.Look) })
	}
	channel := look(func(l *Look) *Str { return &l.Channel })
	channel.sized = true
	tag := look(func(l *Look) *Str { return &l.Tag })
	tag.sized = true
	color := look(func(l *Look) *Str { return &l.Color })
	color.sized = true
	return schema{
		"title":                   look(func(l *Look) *Str { return &l.Title }),
		"body":                    look(func(l *Look) *Str { return &l.Body }),
		"image":                   look(func(l *Look) *Str { return &l.Image }),
		"icon":                    sized(kText),
		"color":                   color,
		"sound":                   sized(kText),
		"tag":                     tag,
		"click_action":            sized(kText),
		"body_loc_key":            sized(kText),
		"body_loc_args":           sized(kTexts),
		"title_loc_key":           sized(kText),
		"title_loc_args":          sized(kTexts),
		"channel_id":              channel,
		"ticker":                  sized(kText),
		"sticky":                  {kind: kBool},
		"event_time":              {kind: kTime},
		"local_only":              {kind: kBool},
		"notification_priority":   enumeration("AndroidNotification.NotificationPriority", func(b *Body) *Word { return &b.Android.Look.Level }, "PRIORITY_UNSPECIFIED", "PRIORITY_MIN", "PRIORITY_LOW", "PRIORITY_DEFAULT", "PRIORITY_HIGH", "PRIORITY_MAX"),
		"default_sound":           {kind: kBool},
		"default_vibrate_timings": {kind: kBool},
		"default_light_settings":  {kind: kBool},
		"vibrate_timings":         {kind: kDurations},
		"visibility":              enumeration("AndroidNotification.Visibility", nil, "VISIBILITY_UNSPECIFIED", "PRIVATE", "PUBLIC", "SECRET"),
		"notification_count":      {kind: kInt, put: func(b *Body) jsonscan.Field { return &b.Android.Look.Count }},
		"light_settings": {kind: kObject, of: schema{
			"color":              {kind: kObject, of: schema{"red": light(0), "green": light(1), "blue": light(2), "alpha": light(3)}},
			"light_on_duration":  {kind: kDuration},
			"light_off_duration": {kind: kDuration},
		}},
	}
}

// light is a part of light_settings.color, by its place in Look.Light.
func light(part int) *field {
	return &field{kind: kReal, put: func(b *Body) jsonscan.Field { return &b.Android.Look.Light[part] }}
}

func apnsSchema() schema {
	return schema{
		"headers":             {kind: kPairs, put: func(b *Body) jsonscan.Field { return &b.APNs.Headers }},
		"payload":             {kind: kFree, put: func(b *Body) jsonscan.Field { return &b.APNs.Payload }},
		"live_activity_token": text(nil),
		"fcm_options":         {kind: kObject, of: schema{"analytics_label": label(), "image": text(nil)}},
	}
}

func webpushSchema() schema {
	return schema{
		"headers":      {kind: kPairs},
		"data":         {kind: kPairs},
		"notification": {kind: kFree},
		"fcm_options":  {kind: kObject, of: schema{"analytics_label": label(), "link": text(func(b *Body) *Str { return &b.Link })}},
	}
}
