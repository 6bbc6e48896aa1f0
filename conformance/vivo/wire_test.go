package vivo

import "testing"

// TestSign holds the cases' own sign against the documented examples.
func TestSign(t *testing.T) {
	t.Parallel()
	for _, v := range [][5]string{
		{"10004", "25509283-3767-4b9e-83fe-b6e55ac6243e", "1501484120000", "7265f2a4-ebbb-44bf-88b9-b03e67dfdc21", "fe3b46a2befc60334c2388676a752bd6"},
		{"105000001", "3f7a9c1e5b2d48608a9e0c7d6f5b4a32", "1764000000000", "6c1d0f9e-8b7a-4c5d-9e3f-2a1b0c9d8e7f", "fe446933a9f23a7d995e62e83df5d3cc"},
		{"105000001", "3f7a9c1e5b2d48608a9e0c7d6f5b4a32", "1764000601000", "6c1d0f9e-8b7a-4c5d-9e3f-2a1b0c9d8e7f", "a28fa09d4aba4eae11b93a2eaf9bcabc"},
	} {
		if got := sign(v[0], v[1], v[2], v[3]); got != v[4] {
			t.Errorf("sign of app %s at %s = %s, want %s", v[0], v[2], got, v[4])
		}
	}
}

// TestTexts: the made texts have the lengths the cases speak of.
func TestTexts(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 40, 41, 101} {
		if got := len([]rune(chinese(n))); got != n {
			t.Errorf("chinese(%d) has %d characters", n, got)
		}
		if got := len([]rune(letters(n))); got != n {
			t.Errorf("letters(%d) has %d characters", n, got)
		}
	}
}
