package component

import "strings"

// Spark draws counts as bars, the newest at the right, scaled to the highest.
func Spark(counts []int, width int, bars []string) string {
	if len(counts) > width {
		counts = counts[len(counts)-width:]
	}
	top := 1
	for _, n := range counts {
		top = max(top, n)
	}
	var b strings.Builder
	for range width - len(counts) {
		b.WriteString(bars[0])
	}
	for _, n := range counts {
		level := n * (len(bars) - 1) / top
		if n > 0 {
			level = max(level, 1) // one is not nothing
		}
		b.WriteString(bars[level])
	}
	return b.String()
}
