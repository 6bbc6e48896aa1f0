package theme

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Contrast is the ratio of two "#rrggbb" colours as WCAG 2 defines it, from 1 to
// 21; 0 when one of them is no colour.
func Contrast(a, b string) float64 {
	x, okX := luminance(a)
	y, okY := luminance(b)
	if !okX || !okY {
		return 0
	}
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(hex string) (float64, bool) {
	if len(hex) != 7 || hex[0] != '#' {
		return 0, false
	}
	n, err := strconv.ParseUint(hex[1:], 16, 32)
	if err != nil {
		return 0, false
	}
	linear := func(v uint64) float64 {
		c := float64(v&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(n>>16) + 0.7152*linear(n>>8) + 0.0722*linear(n), true
}

// mix is the colour a share of the way from a to b; a when one is no colour.
func mix(a, b string, share float64) string {
	x, errX := strconv.ParseUint(strings.TrimPrefix(a, "#"), 16, 32)
	y, errY := strconv.ParseUint(strings.TrimPrefix(b, "#"), 16, 32)
	if errX != nil || errY != nil {
		return a
	}
	part := func(shift uint) uint64 {
		from, to := float64(x>>shift&0xff), float64(y>>shift&0xff)
		return uint64(from + (to-from)*share)
	}
	return fmt.Sprintf("#%02x%02x%02x", part(16), part(8), part(0))
}
