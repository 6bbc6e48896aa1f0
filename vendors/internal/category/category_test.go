package category_test

import (
	"testing"

	"github.com/offpush/offpush/vendors"
	"github.com/offpush/offpush/vendors/internal/category"
)

func TestFind(t *testing.T) {
	t.Parallel()
	f := &vendors.Facts{Categories: []vendors.CategoryFact{
		{Category: "IM", Unified: []string{"im", "chat"}}, {Category: "NEWS", Unified: []string{"news"}},
	}}
	for word, want := range map[vendors.Category]vendors.Category{"IM": "IM", "chat": "IM", "news": "NEWS", "Im": "", "": "", "other": ""} {
		if got, ok := category.Find(f, word); got.Category != want || ok != (want != "") {
			t.Errorf("Find(%q) = %q, %v, want %q", word, got.Category, ok, want)
		}
	}
	if _, ok := category.Own(f, "im"); ok {
		t.Error("a neutral word is taken for the vendor's own")
	}
	for word, want := range map[vendors.Category]bool{"im": true, "IM": false, "Im": false, "": false} {
		if category.Neutral(word) != want {
			t.Errorf("Neutral(%q) = %v", word, !want)
		}
	}
}
