package huawei

import (
	"strings"
	"time"
)

// parseSeconds reads the form of ttl, vibrate_config and light durations: digits, a
// fraction of one to nine digits if any, and an s if any ("86400s", "3.5", "60").
// Nothing around them is forgiven, unlike in one of the official demos.
func parseSeconds(text string) (d time.Duration, ok bool) {
	if n := len(text); n > 0 && (text[n-1] == 's' || text[n-1] == 'S') {
		text = text[:n-1]
	}
	whole, fraction, dot := strings.Cut(text, ".")
	if !digits(whole) || (dot && (!digits(fraction) || len(fraction) > 9)) {
		return 0, false
	}
	for i := range len(whole) {
		if d = d*10 + time.Duration(whole[i]-'0'); d > maxSeconds {
			d = maxSeconds // far beyond every limit; what is more makes no difference
		}
	}
	d *= time.Second
	unit := time.Second / 10
	for i := range len(fraction) {
		d += time.Duration(fraction[i]-'0') * unit
		unit /= 10
	}
	return d, true
}

// maxSeconds keeps the arithmetic safe.
const maxSeconds = 10 * 365 * 86400

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
