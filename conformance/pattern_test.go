package conformance

import (
	"regexp"
	"strings"
	"testing"
)

func TestMatch(t *testing.T) {
	t.Parallel()
	tests := []struct {
		pattern, id string
		want        bool
	}{
		{"toy/quota/day", "toy/quota/day", true},
		{"toy/quota/day", "toy/quota/days", false},
		{"toy/quota/*", "toy/quota/day", true},
		{"toy/*", "toy/quota/day", false},
		{"toy/*/day", "toy/quota/day", true},
		{"toy/q*a/d*", "toy/quota/day", true},
		{"toy/**", "toy/quota/day", true},
		{"toy/**", "toy", false},
		{"**", "toy/quota/day", true},
		{"**/day", "toy/quota/day", true},
		{"**/day", "day", true},
		{"toy/**/day", "toy/day", true},
		{"toy/**/day", "toy/a/b/day", true},
		{"toy/**/day", "toyday", false},
		{"toy/**/day", "toy/birthday", false},
		{"**day", "toy/quota/birthday", true},
		{"*", "toy", true},
		{"*", "toy/a", false},
		{"*", "", true},
		{"", "", true},
		{"", "toy", false},
		{"toy/quota/*", "toy/quota/", true},
		{"TOY/**", "toy/quota/day", false},
	}
	for _, tt := range tests {
		if got := Match(tt.pattern, tt.id); got != tt.want {
			t.Errorf("Match(%q, %q) = %v, want %v", tt.pattern, tt.id, got, tt.want)
		}
	}
}

// asRegexp says the same in another language.
func asRegexp(pattern string) *regexp.Regexp {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	for i := 0; i < len(pattern); {
		start := i == 0 || pattern[i-1] == '/'
		switch {
		case start && strings.HasPrefix(pattern[i:], "**/"):
			b.WriteString(`(?:|.*/)`)
			i += 3
		case strings.HasPrefix(pattern[i:], "**"):
			b.WriteString(`.*`)
			i += 2
		case pattern[i] == '*':
			b.WriteString(`[^/]*`)
			i++
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
			i++
		}
	}
	return regexp.MustCompile(b.String() + `\z`)
}

func FuzzMatch(f *testing.F) {
	f.Add("toy/**/day", "toy/quota/day")
	f.Add("**/*a**b*/", "toy/aab/")
	f.Add("********************b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
	f.Fuzz(func(t *testing.T, pattern, id string) {
		if len(pattern)+len(id) > 200 || !ascii(pattern) || !ascii(id) {
			t.Skip() // a regular expression sees characters, not bytes
		}
		if got, want := Match(pattern, id), asRegexp(pattern).MatchString(id); got != want {
			t.Errorf("Match(%q, %q) = %v, want %v", pattern, id, got, want)
		}
	})
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

func TestNearest(t *testing.T) {
	t.Parallel()
	ids := []string{"toy/quota/day", "toy/auth/ok", "toy/auth/expired"}
	for word, want := range map[string]string{
		"toy/quta/day": "toy/quota/day", "toy/auth/okay": "toy/auth/ok", "toy/auth/ok": "toy/auth/ok",
		"something else altogether": "", "": "", "x": "",
	} {
		if got := nearest(word, ids); got != want {
			t.Errorf("nearest(%q) = %q, want %q", word, got, want)
		}
	}
}
