// Package override finds a message's typed options for one vendor, lays them over the
// credential's defaults, and over what the neutral fields became.
package override

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Of finds m's options for T's vendor, given by value or by pointer. m may be nil.
func Of[T vendors.Override](m *vendors.Message) (T, bool) {
	if m == nil || len(m.Overrides) == 0 { // most have none, and T is large
		var none T
		return none, false
	}
	return given[T](m)
}

func given[T vendors.Override](m *vendors.Message) (T, bool) {
	var none T
	given := any(m.OverrideOf(none.OverrideFor()))
	if o, ok := given.(T); ok {
		return o, true
	}
	if o, ok := given.(*T); ok && o != nil {
		return *o, true
	}
	return none, false
}

// Below fills dst from a default unless the message said it in neutral words.
func Below[T any](dst **T, def *T, said bool) {
	if *dst == nil && !said {
		*dst = def
	}
}

// Take decides whether a field, by its path of JSON names ("android.ttl"), is copied,
// from the value there and the new one.
type Take func(path string, old, value reflect.Value) bool

// Lay copies what src says over dst, both pointers to the same struct of pointers, lists
// and maps. Structs are laid member by member and never shared with src, but for those
// whose paths are in whole, which are replaced.
func Lay[T any](dst, src *T, whole []string, take Take) {
	lay(reflect.ValueOf(dst).Elem(), reflect.ValueOf(src).Elem(), "", whole, take)
}

func lay(dst, src reflect.Value, prefix string, whole []string, take Take) {
	for i := range src.NumField() {
		from, to := src.Field(i), dst.Field(i)
		if from.IsZero() {
			continue
		}
		name, _, _ := strings.Cut(src.Type().Field(i).Tag.Get("json"), ",")
		path := prefix + name
		if from.Kind() == reflect.Pointer && from.Elem().Kind() == reflect.Struct && !slices.Contains(whole, path) {
			if to.IsNil() {
				to.Set(reflect.New(to.Type().Elem()))
			}
			lay(to.Elem(), from.Elem(), path+".", whole, take)
			continue
		}
		if take(path, to, from) {
			to.Set(from)
		}
	}
}

// Neutral is the field of a message an option, by its path, takes the place of, and what
// the message says there; "" when it says nothing.
type Neutral func(m *vendors.Message, path string) (field, said string)

// Telling copies every field, and tells which option took the place of something else the
// message said, by neutral field, what was said and the option.
func Telling(msg *vendors.Message, neutral Neutral, overridden func(field, from, to string)) Take {
	return func(path string, old, value reflect.Value) bool {
		field, said := neutral(msg, path)
		if said != "" && !old.IsZero() && Shown(old) != Shown(value) {
			overridden(field, said, Shown(value))
		}
		return true
	}
}

// SaidOfBadge is what a message says of the badge, for a Neutral: of set and add, either
// leaves no room for an option about the other.
func SaidOfBadge(b *vendors.Badge) string {
	switch {
	case b == nil:
		return ""
	case b.Set != nil:
		return strconv.Itoa(*b.Set)
	case b.Add != 0:
		return strconv.Itoa(b.Add)
	}
	return ""
}

// Merge returns msg's options with the credential's defaults below them. The order is
// message (options, then neutral fields) before defaults (options, then neutral fields):
// a default option gives way to a neutral field the message did set. It reports whether
// there are any.
func Merge[T vendors.Override](msg, def *vendors.Message, neutral Neutral, whole ...string) (T, bool) {
	own, ok := Of[T](msg)
	base, also := Of[T](def)
	if !also {
		return own, ok
	}
	var merged T
	Lay(&merged, &base, whole, func(path string, _, _ reflect.Value) bool {
		_, said := neutral(msg, path)
		return said == ""
	})
	Lay(&merged, &own, whole, func(string, reflect.Value, reflect.Value) bool { return true })
	return merged, true
}

// Shown is a field's value as a person reads it.
func Shown(v reflect.Value) string {
	if v.Kind() == reflect.Pointer && v.Elem().Kind() != reflect.Struct {
		return fmt.Sprint(v.Elem().Interface())
	}
	b, err := json.Marshal(v.Interface())
	if err != nil {
		return fmt.Sprint(v.Interface())
	}
	return string(b)
}
