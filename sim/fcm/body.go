package fcm

import (
	"strings"

	"github.com/offpush/offpush/sim/jsonscan"
)

// The fields of bodies. Types are not converted: 12 is no text.
type (
	Str   = jsonscan.ExactStr
	Int   = jsonscan.Int // proto3 JSON takes numbers in quotes
	Num   = jsonscan.Num
	Bool  = jsonscan.ExactBool
	Pairs = jsonscan.ExactPairs
	Raw   = jsonscan.Raw
)

// Set and Wrong are the states of a field that the code asks for.
const (
	Set   = jsonscan.Set
	Wrong = jsonscan.Wrong
)

// Body is the body of messages:send. What no rule looks at is checked while reading and
// not kept.
type Body struct {
	ValidateOnly Bool
	HasMessage   bool

	Token, FID, Topic, Condition Str
	Data                         Pairs
	Common                       Common
	Android                      Android
	APNs                         APNs
	Label, Link                  Str

	// Bad is what Google's reader of JSON does not take, in order of appearance.
	Bad []violation
	// texts are the bytes of the sized fields.
	texts int
}

// violation is one entry of google.rpc.BadRequest.
type violation struct{ field, description string }

// Common is message.notification.
type Common struct {
	Has                bool
	Title, Body, Image Str
}

// Android is message.android or message.android_v2.
type Android struct {
	Has, V2, Remote, Sync bool
	CollapseKey, Package  Str
	Priority              Word
	TTL                   Span
	Data                  Pairs
	AsData                Bool
	Look                  Look
}

// Look is AndroidNotification.
type Look struct {
	Has                bool
	Title, Body, Image Str
	Channel, Tag       Str
	Color              Str
	Level              Word
	Count              Int
	Light              [4]Num // red, green, blue and alpha of light_settings.color
}

// APNs is message.apns.
type APNs struct {
	Headers Pairs
	Payload Raw
}

// reset empties b and keeps its memory.
func (b *Body) reset() { *b = Body{Bad: b.Bad[:0]} }

// Target is the one thing addressed, "" if nothing is.
func (b *Body) Target() string {
	for _, s := range []*Str{&b.Token, &b.FID, &b.Topic, &b.Condition} {
		if s.S != "" {
			return s.S
		}
	}
	return ""
}

// OnAndroid reports whether an Android phone has something to show, OnIOS an iPhone.
func (b *Body) OnAndroid() bool {
	return (b.Common.Has || b.Android.Look.Has) && !b.Android.AsData.Is(true)
}

// OnIOS is OnAndroid for iPhones.
func (b *Body) OnIOS() bool { return b.Common.Has || strings.Contains(b.APNs.Payload.Text, `"alert"`) }

// first is the text that wins on Android: its own, else the common one.
func first(own, common Str) string {
	if own.S != "" {
		return own.S
	}
	return common.S
}

// data is what an Android app gets: android.data in place of message.data.
func (b *Body) data() []jsonscan.Pair {
	if len(b.Android.Data.List) > 0 {
		return b.Android.Data.List
	}
	return b.Data.List
}

// size is the payload in bytes: keys and texts of what an Android phone would get.
func (b *Body) size() int {
	n := b.texts
	for _, p := range b.data() {
		n += len(p.Key) + len(p.Value)
	}
	l, c := &b.Android.Look, &b.Common
	return n + counted("title", first(l.Title, c.Title)) + counted("body", first(l.Body, c.Body)) + counted("image", first(l.Image, c.Image))
}

func counted(name, text string) int {
	if text == "" {
		return 0
	}
	return len(name) + len(text)
}

// Word is a value of an enumeration, in upper case.
type Word struct {
	S string
	jsonscan.State
}

// Set reads a text. Whether there is such a word the reader checks.
func (w *Word) Set(v []byte) {
	switch jsonscan.Kind(v) {
	case '"':
		*w = Word{S: strings.ToUpper(jsonscan.Text(v)), State: Set}
	case 'n':
		*w = Word{State: jsonscan.Null}
	default:
		*w = Word{State: Wrong}
	}
}

// Span is a google.protobuf.Duration: "86400s", "3.5s".
type Span struct {
	Seconds int64 // rounded down
	Nanos   int64
	jsonscan.State
}

// Set reads a duration.
func (d *Span) Set(v []byte) {
	switch jsonscan.Kind(v) {
	case 'n':
		*d = Span{State: jsonscan.Null}
		return
	case '"':
		if s, ok := parseSpan(jsonscan.Text(v)); ok {
			*d = s
			return
		}
	}
	*d = Span{State: Wrong}
}

// parseSpan reads a number of seconds with up to nine decimals and the letter s.
func parseSpan(text string) (Span, bool) {
	number, ok := strings.CutSuffix(text, "s")
	if !ok {
		return Span{}, false
	}
	number, negative := strings.CutPrefix(number, "-")
	whole, fraction, dotted := strings.Cut(number, ".")
	if !digits(whole) || len(whole) > 12 || (dotted && (!digits(fraction) || len(fraction) > 9)) {
		return Span{}, false
	}
	d := Span{State: Set}
	for _, c := range whole {
		d.Seconds = d.Seconds*10 + int64(c-'0')
	}
	for i := range 9 {
		d.Nanos *= 10
		if i < len(fraction) {
			d.Nanos += int64(fraction[i] - '0')
		}
	}
	if negative {
		d.Seconds, d.Nanos = -d.Seconds, -d.Nanos
	}
	return d, true
}

// BatchBody is the body of batchAdd and batchRemove.
type BatchBody struct {
	To     Str                `json:"to"`
	Tokens jsonscan.ExactStrs `json:"registration_tokens"`
}
