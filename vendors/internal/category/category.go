// Package category finds a vendor's category by the vendor's own word or a neutral one.
package category

import (
	"slices"
	"strings"

	"github.com/offpush/offpush/vendors"
)

// Find looks a word up as the vendor's own ("IM") or as a neutral one ("im").
func Find(f *vendors.Facts, c vendors.Category) (vendors.CategoryFact, bool) {
	if c == "" {
		return vendors.CategoryFact{}, false
	}
	if fact, ok := Own(f, string(c)); ok {
		return fact, true
	}
	for i := range f.Categories {
		if slices.Contains(f.Categories[i].Unified, string(c)) {
			return f.Categories[i], true
		}
	}
	return vendors.CategoryFact{}, false
}

// Own looks up the vendor's own word, exactly as it is on the wire.
func Own(f *vendors.Facts, word string) (vendors.CategoryFact, bool) {
	for i := range f.Categories {
		if string(f.Categories[i].Category) == word {
			return f.Categories[i], true
		}
	}
	return vendors.CategoryFact{}, false
}

// Neutral reports a word in the spelling of neutral ones, which no vendor uses for its
// own. A word of another spelling may be one the vendor added.
func Neutral(c vendors.Category) bool { return c != "" && strings.ToLower(string(c)) == string(c) }
