// Package i18n is the catalogue of what screens say, in English and Chinese. What
// belongs to the field (rules, codes, categories) is not here: such texts come
// with their facts, as vendors.Text.
//
// It is a table and not golang.org/x/text/message because the texts need no
// plurals and no locale's numbers, and a table can be held against the source by
// a test: no key without both languages, no text that nothing uses.
package i18n

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Lang is the language of a screen: "en" or "zh".
type Lang string

const (
	EN Lang = "en"
	ZH Lang = "zh"
)

// Pick chooses the language: what was asked for, else what the values of LC_ALL,
// LC_MESSAGES and LANG say, in that order; English when nothing does.
func Pick(asked string, env ...string) Lang {
	for _, s := range append([]string{asked}, env...) {
		switch s = strings.ToLower(s); {
		case s == "":
			continue
		case strings.HasPrefix(s, "zh"):
			return ZH
		}
		return EN
	}
	return EN
}

// Other is the language a toggle goes to.
func (l Lang) Other() Lang {
	if l == ZH {
		return EN
	}
	return ZH
}

// T is the text of a key; args are formatted into it as by fmt.Sprintf. A key that
// is not in the catalogue comes back as it is, so that it is seen.
func (l Lang) T(key string, args ...any) string {
	text, ok := lookup(key)
	if !ok {
		return key
	}
	s := text.In(string(l))
	if len(args) > 0 {
		return fmt.Sprintf(s, args...)
	}
	return s
}

// Of is a text of the field in this language.
func (l Lang) Of(t vendors.Text) string { return t.In(string(l)) }

// Has reports whether there is a text for key.
func Has(key string) bool {
	_, ok := lookup(key)
	return ok
}

// Keys lists the keys of the catalogue in order.
func Keys() []string {
	var keys []string
	for _, table := range tables() {
		keys = slices.AppendSeq(keys, maps.Keys(table))
	}
	slices.Sort(keys)
	return keys
}

// Text is both languages of a key.
func Text(key string) vendors.Text {
	t, _ := lookup(key)
	return t
}

func tables() []map[string]vendors.Text {
	return []map[string]vendors.Text{frameTexts, actionTexts, screenTexts, fieldTexts}
}

func lookup(key string) (vendors.Text, bool) {
	for _, table := range tables() {
		if t, ok := table[key]; ok {
			return t, true
		}
	}
	return vendors.Text{}, false
}

// t keeps the tables readable: two columns, English and Chinese.
func t(en, zh string) vendors.Text { return vendors.Text{EN: en, ZH: zh} }
