package client

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestSplitProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5000).Draw(t, "items")
		least := rapid.IntRange(0, 5).Draw(t, "least")
		size := rapid.IntRange(max(1, 2*least-1), 1200).Draw(t, "size")
		items := make([]int, n)
		for i := range items {
			items[i] = i
		}
		parts := split(items, size, least)
		if !slices.Equal(slices.Concat(parts...), items) {
			t.Fatalf("%d items in parts of %d are not the items again", n, size)
		}
		if want := (n + size - 1) / size; len(parts) != want {
			t.Fatalf("%d items in parts of %d: %d parts, want the fewest, %d", n, size, len(parts), want)
		}
		for _, p := range parts {
			if len(p) > size || (len(p) < least && n >= least) {
				t.Fatalf("%d items in parts of %d to %d: a part of %d", n, least, size, len(p))
			}
		}
	})
}

func TestSplitBelowTheSmallestListGoesOneByOne(t *testing.T) {
	t.Parallel()
	if got := split([]int{1, 2, 3}, 1, 2); len(got) != 3 {
		t.Errorf("parts %v, want three", got)
	}
}
